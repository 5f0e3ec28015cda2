"""A 1:1 arrangement starts: who gives it, on which rung, with whom (process 5)."""

from sim.common.ids import MOST_PER_YOUTH, arrangement_id
from sim.draws import Purpose
from sim.engine.core.memory import cells
from sim.engine.core.memory.fields import NOBODY, is_some, place_of
from sim.engine.core.memory.lane import allocate_record, clear, draw, draw_first, log, plan, today
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.people import WORDS_OF_ARRANGEMENT, Arrangement, Youth
from sim.engine.core.memory.state import N_COUNTERS, Lane
from sim.engine.core.process.applications import chance_at
from sim.engine.core.process.arrangement import (
    leading_team,
    plan_burden,
    plan_evaluation,
    plan_maximum,
    plan_renewal,
)
from sim.engine.core.process.arrangement_ends import look_for_place
from sim.engine.core.process.books import move, tally
from sim.engine.core.process.labour import count_posts
from sim.engine.core.process.levels import (
    NEVER,
    change_team,
    change_youth,
    count_dependency,
    days_age,
    dependency_of,
    has_place,
    is_alone,
    is_outside,
    watch_fear,
    watch_participation,
)
from sim.engine.core.process.lists import put_arrangement
from sim.engine.core.process.posts import form_team_of_posts
from sim.engine.core.process.services import is_taking, luck_of
from sim.engine.core.process.way_down import update
from sim.engine.phases import Fact, What
from sim.names import Variant
from sim.rules import (
    authorise,
    cost,
    follow_up,
    register,
    search,
    staff,
    start,
    step_down,
)
from sim.rules.functions import FEAR_MAX, clip


@handler
def new_arrangement(youth: Youth) -> Arrangement:
    """Return a record with the next id of a youth.

    Raises:
        OverflowError: ids have no room for more.
    """
    if youth.n_arrangements >= MOST_PER_YOUTH:
        raise OverflowError(
            "a youth would start more 1:1 arrangements than ids have room for; check the rates of "
            "escalation"
        )
    lane = Lane(youth, 0)
    a = lane.free_arrangement
    if is_some(a):
        lane.free_arrangement = a.next_free
        clear(a, place_of(a), WORDS_OF_ARRANGEMENT)
    else:
        a = Arrangement(lane, allocate_record(lane, WORDS_OF_ARRANGEMENT))
    a.n_counters = N_COUNTERS
    a.id = arrangement_id(youth.id, youth.n_arrangements)
    a.youth, a.region = youth, youth.region
    a.n_before, a.n_moves_before = youth.n_arrangements, youth.n_moves
    youth.n_arrangements += 1
    return a


@handler
def start_arrangement(youth: Youth, is_decided: bool) -> None:
    """Start 1:1 beside a youth as it was asked for."""
    region, now = youth.region, today(youth)
    p, is_crisis = region.p, youth.is_crisis_asked
    a = new_arrangement(youth)
    a.cause, a.is_crisis = youth.cause_asked, is_crisis
    a.is_decided, a.is_at_once = is_decided, not is_decided
    a.day_start, a.days_waited = now, now - youth.day_requested
    count_dependency(youth)
    a.dependency_start = dependency_of(youth)
    luck_shared, luck_level, luck_analysis, luck_plan = draw_first(a, Purpose.SHARED_RUNG)
    luck_proactive, luck_registered, luck_days, luck_tariff = draw_first(a, Purpose.PROACTIVE)
    a.has_shared_rung = start.has_shared_rung(luck_shared, p.start)
    find_provider(a, youth.variant_asked)
    a.variant_start = a.variant
    level = start.level_of_start(luck_level, a.variant, youth.is_partial, p.start)
    a.level = step_down.rung_within(level, is_alone(a), p.step_down)
    a.level_start = a.level
    a.is_contracted = is_some(a.provider) and a.provider.is_contracted
    a.has_analysis = start.has_analysis(luck_analysis, youth.has_analysis, p.start)
    a.has_plan = start.has_plan(luck_plan, youth.has_plan, p.start)
    a.is_proactive = start.is_proactive(
        u=luck_proactive,
        cause=a.cause,
        is_crisis=is_crisis,
        has_analysis=a.has_analysis,
        p=p.start,
    )
    a.has_analysis_at_start = a.has_analysis
    a.is_ret_at_start, a.is_ret = youth.is_consulted, youth.is_consulted
    a.is_registered = register.is_registered(luck_registered, a.is_contracted, p.registration)
    a.days_planned = start.days_meant(luck_days, p.start)
    a.tariff_factor = cost.tariff_factor(
        u=luck_tariff,
        is_contracted=a.is_contracted,
        of_provider=a.provider.tariff if is_some(a.provider) else region.tariff,
        p=p.cost,
    )
    a.luck_fit = draw(a, Purpose.FIT)
    a.fear.value = clip(
        start.fear_of_start(youth.behaviour.value, is_crisis, a.has_analysis, p.start), FEAR_MAX
    )
    a.is_present = True
    a.is_ready = follow_up.is_bridging(a.cause)
    a.day_moving, a.day_moved, a.reason = NEVER, -1, -1
    a.day_last_step, a.day_incident = -NEVER, now
    a.day_authorised_until = now + authorise.days_of_term(p.authorisation)
    a.day_maximum = NEVER
    a.day_level = now
    begin(a)


@handler
def find_provider(a: Arrangement, variant: int) -> None:
    """Find the form of 1:1 and who gives it.

    In a group its own provider. Else a unit of a contracted provider that accepts, or the nearest
    bespoke provider, quick and dear.
    """
    youth, region = a.youth, a.region
    p = region.p.start
    if variant == Variant.GROUP:
        a.variant, a.provider = variant, youth.location.service.provider
        return
    is_planned = variant == Variant.UNIT
    is_at_home = start.is_at_home(draw(a, Purpose.VARIANT), days_age(youth), p) and not is_planned
    luck = draw(a, Purpose.CONTRACTED)
    if is_planned or start.is_contract_sought(luck, a.is_crisis, p):
        n = region.n_unit_providers
        first = search.first_on_ring(youth.nearness, n)
        for k in range(n):
            provider = region.unit_providers[(first + k) % n]
            chance = chance_at(youth, provider, p.unit_accept)
            if is_taking(provider) and search.is_accepted(luck_of(youth, provider), chance):
                a.variant = Variant.HOME.value if is_at_home else Variant.UNIT.value
                a.provider = provider
                return
    a.variant = Variant.HOME.value if is_at_home else Variant.SOLO.value
    a.provider = NOBODY
    n = region.n_solo_providers
    first = search.first_on_ring(youth.nearness, n)
    for k in range(n):
        provider = region.solo_providers[(first + k) % n]
        if is_taking(provider):
            a.provider = provider
            return


@handler
def begin(a: Arrangement) -> None:
    """What follows from the start."""
    youth, region = a.youth, a.region
    put_arrangement(region, region.last_arrangement, a)
    region.n_arrangements += 1
    tally(region, cells.STARTS + a.cause, 1)
    log(a, Fact.STARTED, a.id, a.cause)
    if is_outside(a):
        region.n_sites += 1
        youth.match = search.match_quality(
            u=draw(youth, Purpose.MATCH_QUALITY),
            is_crisis=a.is_crisis,
            has_analysis=a.has_analysis,
            is_out_of_region=False,
            is_misfit=False,
            p=region.p.search,
        )
    form_team_of_posts(a)
    youth.arrangement = a
    if has_place(youth):
        count_posts(youth.location, a, 1)
    watch_fear(a)
    watch_participation(youth)
    plan_evaluation(a)
    plan_renewal(a)
    plan_maximum(a)
    if start.is_with_family(a.variant):
        plan_burden(a)
    luck = draw(a, Purpose.LATE_REVIEW)
    luck_days = draw(a, Purpose.LATE_REVIEW)
    days = start.days_to_late_review(luck, luck_days, a.is_crisis, region.p.start)
    if days > 0:
        plan(a, today(a) + days, What.LATE_REVIEW)
    look_for_place(a)
    update(a)
    move(youth)
    change_team(leading_team(a))
    change_youth(youth)


@handler
def is_start_possible(youth: Youth, n_left: int) -> bool:
    """Tell whether enough people are left in the region for 1:1 to start."""
    p = youth.region.p
    rung = start.rung_to_plan_for(youth.variant_asked, youth.is_partial)
    n_due = staff.positions_of_rung(cost.staff_minutes(p.level[rung - 1]), p.staff)
    return start.is_start_possible(n_left, n_due, p.start)
