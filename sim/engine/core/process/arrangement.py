"""A 1:1 arrangement: start, evaluations, steps down, authorisation, maximum duration.

Processes 5, 7, 8, 12.
"""

from sim.common.ids import MOST_PER_YOUTH, arrangement_id
from sim.draws import Purpose
from sim.engine.core.memory import cells
from sim.engine.core.memory.fields import is_some, place_of
from sim.engine.core.memory.lane import (
    allocate,
    clear,
    draw,
    log,
    plan,
    today,
)
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.state import N_COUNTERS, WORDS_OF_ARRANGEMENT, Arrangement, Lane, Youth
from sim.engine.core.process.arrangement_ends import (
    count_level,
    end_arrangement,
    look_for_place,
    mark_blocked,
    team_of_arrangement,
)
from sim.engine.core.process.books import move, pay, tally
from sim.engine.core.process.levels import (
    NEVER,
    change_team,
    change_youth,
    dependency_of,
    has_place,
    is_alone,
    is_outside,
    move_behaviour,
    move_competence,
    move_fear,
    stability_of,
    watch_behaviour,
    watch_fear,
)
from sim.engine.core.process.lists import put_arrangement
from sim.engine.core.process.team import fit_of_arrangement, form_core_team, not_permanent_in
from sim.engine.core.process.youth_leaves import ask_in_crisis, expel, go_home, move_unplanned
from sim.engine.core.process.youth_seeks import ask_ret, consult
from sim.engine.phases import Fact, What
from sim.names import Component, Outcome, Variant
from sim.rules import (
    authorise,
    cost,
    escalate,
    evaluate,
    register,
    search,
    staff,
    start,
    step_down,
)
from sim.rules.functions import FEAR_MAX, clip, whole_days

# --- start (process 5) ----------------------------------------------------------------------------


@handler
def start_arrangement(youth: Youth, variant: int, cause: int, is_crisis: bool) -> None:
    """Start 1:1 beside a youth.

    Where `variant` is 0 it is drawn (home, unit or separate location).
    """
    if youth.n_arrangements >= MOST_PER_YOUTH:
        raise OverflowError(
            "a youth would start more 1:1 arrangements than ids have room for; check the rates of "
            "escalation"
        )
    lane, region, now = Lane(youth, 0), youth.region, today(youth)
    p = region.p
    a = lane.free_arrangement
    if is_some(a):
        lane.free_arrangement = a.next_free
        clear(a, place_of(a), WORDS_OF_ARRANGEMENT)
    else:
        a = Arrangement(lane, allocate(lane, WORDS_OF_ARRANGEMENT))
    a.n_counters = N_COUNTERS
    a.id = arrangement_id(youth.id, youth.n_arrangements)
    a.youth, a.region, a.cause, a.is_crisis = youth, region, cause, is_crisis
    a.n_before, a.n_moves_before = youth.n_arrangements, youth.n_moves
    youth.n_arrangements += 1
    if start.is_without_search(variant, cause):
        ask_ret(youth, is_crisis)
    a.day_start = now
    a.variant = (
        variant if variant != 0 else start.variant_of_start(draw(a, Purpose.VARIANT), p.start)
    )
    level = start.level_of_start(draw(a, Purpose.LEVEL_START), a.variant, p.start)
    a.level = step_down.rung_at_most(level, is_alone(a), p.step_down)
    a.level_start = a.level
    a.is_contracted = start.is_contracted(draw(a, Purpose.CONTRACTED), is_crisis, p.start)
    a.has_analysis = start.has_analysis(draw(a, Purpose.ANALYSIS), youth.has_analysis, p.start)
    a.has_plan = start.has_plan(draw(a, Purpose.PLAN), youth.has_plan, p.start)
    a.is_proactive = start.is_proactive(
        u=draw(a, Purpose.PROACTIVE),
        cause=cause,
        is_crisis=is_crisis,
        has_analysis=a.has_analysis,
        p=p.start,
    )
    a.has_analysis_at_start = a.has_analysis
    a.is_ret_at_start, a.is_ret = youth.is_consulted, youth.is_consulted
    a.is_registered = register.is_registered(
        draw(a, Purpose.REGISTERED), a.is_contracted, p.registration
    )
    a.days_planned = start.days_meant(draw(a, Purpose.PLANNED_DURATION), p.start)
    a.tariff_factor = cost.tariff_factor(draw(a, Purpose.TARIFF), a.is_contracted, p.cost)
    a.luck_fit = draw(a, Purpose.FIT)
    a.has_shared_rung = start.has_shared_rung(draw(a, Purpose.SHARED_RUNG), p.start)
    a.fear.value = clip(
        start.fear_of_start(youth.behaviour.value, is_crisis, a.has_analysis, p.start), FEAR_MAX
    )
    a.is_present = True
    a.day_last_step = -NEVER
    a.day_authorised_until = now + authorise.days_of_term(p.authorisation)
    a.day_maximum = NEVER
    a.day_blocked = -1
    a.day_level = now
    begin(a)


@handler
def begin(a: Arrangement) -> None:
    """What follows from the start."""
    youth, region = a.youth, a.region
    youth.arrangement = a
    put_arrangement(region, Arrangement(region, 0), a)
    tally(region, cells.STARTS + a.cause, 1)
    log(a, Fact.STARTED, a.id, a.cause)
    if is_outside(a):
        region.n_sites += 1
        youth.match = search.match_quality(
            u=draw(youth, Purpose.MATCH_QUALITY),
            is_crisis=a.is_crisis,
            has_analysis=a.has_analysis,
            is_out_of_region=False,
            p=region.p.search,
        )
        form_core_team(a)
    else:
        youth.location.n_one_to_one += 1
    watch_fear(a)
    plan_evaluation(a)
    plan_renewal(a)
    plan_maximum(a)
    luck = draw(a, Purpose.LATE_REVIEW)
    luck_days = draw(a, Purpose.LATE_REVIEW)
    days = start.days_to_late_review(luck, luck_days, a.is_crisis, region.p.start)
    if days > 0:
        plan(a, today(a) + days, What.LATE_REVIEW)
    look_for_place(a)
    mark_blocked(a)
    move(youth)
    change_team(team_of_arrangement(a))
    change_youth(youth)


@handler
def bring_to_ret(a: Arrangement) -> None:
    """An urgent arrangement is brought to the RET later."""
    if a.is_present:
        consult(a.youth)


@handler
def pay_for(a: Arrangement, component: int, cents: int) -> None:
    """Book a one-off cost of this arrangement."""
    a.cents += cents
    pay(a.region, component, cents)


# --- evaluation, steps (processes 7, 8) -----------------------------------------------------------


@handler
def plan_evaluation(a: Arrangement) -> None:
    """Due every so many days, as long as the arrangement runs."""
    days = whole_days(a.region.p.evaluation.interval_days)
    plan(a, today(a) + days, What.EVALUATION)


@handler
def meet_evaluation(a: Arrangement) -> None:
    """An evaluation is due, and the next is planned as long as the arrangement runs."""
    if not a.is_present:
        return
    hold_evaluation(a)
    if a.is_present:
        plan_evaluation(a)


@handler
def hold_evaluation(a: Arrangement) -> None:
    """The evaluation itself: held or not; if held, a step down is attempted or not."""
    region, team, youth = a.region, team_of_arrangement(a), a.youth
    p = region.p.evaluation
    a.n_due += 1
    is_held = evaluate.is_held(draw(a, Purpose.HELD), not_permanent_in(region), p)
    has_expert = evaluate.has_expert(draw(a, Purpose.OUTSIDE_EXPERT), p)
    luck = draw(a, Purpose.ATTEMPT)
    log(a, Fact.EVALUATED, a.id, int(is_held))
    change_youth(youth)  # relief fades with dependency
    watch_behaviour(youth)  # long isolation may have raised the level at which behaviour rests
    if not is_held:
        return
    a.n_held += 1
    pay_for(a, Component.EVALUATION, cost.cents_of_evaluation(has_expert, region.p.cost))
    if step_down.is_on_last_rung(a.level, is_alone(a)):
        return  # nothing left but a place to go to
    on_table = evaluate.Evaluation(
        stability=stability_of(team),
        competence=team.competence.value,
        has_analysis=a.has_analysis,
        has_plan=a.has_plan,
        has_expert=has_expert,
        is_proactive=a.is_proactive,
        fit=fit_of_arrangement(a),
        leadership=team.leadership,
        behaviour=youth.behaviour.value,
        fear=a.fear.value,
        dependency=dependency_of(youth),
        stance=youth.stance,
        is_in_renewal=authorise.is_in_renewal(
            today(a), a.day_authorised_until, region.p.authorisation
        ),
        is_after_departure=staff.is_after_departure(today(a) - team.day_departed, region.p.staff),
    )
    if evaluate.is_attempted(luck, on_table, p):
        attempt(a)


@handler
def attempt(a: Arrangement) -> None:
    """Try one step down. Failure feeds fear, and fear makes the next attempt rarer (K21)."""
    p, team, youth = a.region.p.step_down, team_of_arrangement(a), a.youth
    a.n_attempts += 1
    log(a, Fact.ATTEMPTED, a.id, a.level)
    below = step_down.next_rung(a.level, a.variant == Variant.GROUP, a.has_shared_rung)
    tried = step_down.Attempt(
        behaviour=youth.behaviour.value,
        stability=stability_of(team),
        competence=team.competence.value,
        trust=youth.trust.value,
        has_plan=a.has_plan,
        n_rungs=a.level - below,
        is_too_fast=step_down.is_too_fast(today(a) - a.day_last_step, p),
    )
    if step_down.is_success(draw(a, Purpose.SUCCESS), tried, p):
        a.day_last_step = today(a)
        move_fear(a, -int(p.fear_relief))
        if step_down.gives_experience(draw(a, Purpose.EXPERIENCE), p):
            move_competence(team, 1)
        log(a, Fact.SUCCEEDED, a.id, below)
        step_to(a, below)
    else:
        a.n_failed += 1
        move_behaviour(youth, int(p.behaviour_jump))
        move_fear(a, int(p.fear_jump))
        log(a, Fact.FELL_BACK, a.id, a.fear.value)
        if step_down.falls_back_further(draw(a, Purpose.FALL_BACK), p):
            step_to(a, a.level + 1)
    change_team(team)
    change_youth(youth)


@handler
def step_to(a: Arrangement, level: int) -> None:
    """Go to another rung; rung 0 is the end of 1:1."""
    level = step_down.rung_at_most(level, is_alone(a), a.region.p.step_down)
    if level == a.level:
        return
    if level == 0:
        youth = a.youth
        end_arrangement(a, Outcome.POSITIVE.value)
        if not has_place(youth):
            go_home(youth)
        return
    count_level(a)
    a.level = level
    log(a, Fact.LEVEL, a.id, level)
    mark_blocked(a)
    move(a.youth)
    look_for_place(a)


@handler
def not_coped(a: Arrangement) -> None:
    """After an incident with which the team could not cope.

    More fear, perhaps one rung more, perhaps the end.
    """
    p, youth = a.region.p, a.youth
    move_fear(a, int(p.step_down.fear_per_incident))
    if escalate.is_given_up(draw(a, Purpose.GIVE_UP), a.fear.value, p.escalation):
        if has_place(youth):
            expel(youth)
        else:
            end_arrangement(a, Outcome.FAILED.value)
            move_unplanned(youth)
            ask_in_crisis(youth, True)
    elif escalate.is_stepped_up(draw(a, Purpose.LEVEL_UP), p.escalation):
        step_to(a, a.level + 1)


# --- authorisation (process 12) -------------------------------------------------------------------


@handler
def plan_renewal(a: Arrangement) -> None:
    """The authorisation is renewed at the end of each term."""
    plan(a, a.day_authorised_until, What.RENEWAL)


@handler
def renew(a: Arrangement) -> None:
    """One renewal, at the cost of effort."""
    if not a.is_present:
        return
    p = a.region.p
    a.n_renewals += 1
    pay_for(
        a,
        Component.AUTHORISATION,
        cost.cents(p.authorisation.effort_hours * p.cost.professional_per_hour),
    )
    a.day_authorised_until = today(a) + authorise.days_of_term(p.authorisation)
    log(a, Fact.RENEWED, a.id, a.n_renewals)
    plan_renewal(a)


@handler
def plan_maximum(a: Arrangement) -> None:
    """Plan the reviewed decision at the maximum duration, if one applies."""
    days = authorise.days_until_maximum(a.region.p.authorisation)
    if days > 0:
        a.day_maximum = max(a.day_start + days, today(a) + 1)
        plan(a, a.day_maximum, What.MAXIMUM)
    else:
        a.day_maximum = NEVER


@handler
def decide_at_maximum(a: Arrangement) -> None:
    """The maximum is reached: the RET reviews, a step down is forced, a place is looked for.

    Under a hard cap it ends.
    """
    if not a.is_present or a.day_maximum != today(a):
        return
    p, youth = a.region.p.authorisation, a.youth
    a.day_maximum = today(a) + authorise.days_of_term(p)
    plan(a, a.day_maximum, What.MAXIMUM)
    outcome = authorise.outcome_at_maximum(draw(a, Purpose.HARD_CAP), is_outside(a), p)
    is_forced = authorise.is_attempt_forced(draw(a, Purpose.FORCED_ATTEMPT), p)
    log(a, Fact.MAXIMUM_REACHED, a.id, int(outcome != Outcome.RUNNING))
    if outcome != Outcome.RUNNING:
        end_arrangement(a, outcome)
        if outcome == Outcome.FAILED:
            move_unplanned(youth)
            ask_in_crisis(youth, False)
        return
    consult(youth)
    a.is_search_forced = True
    look_for_place(a)
    if is_forced and not step_down.is_on_last_rung(a.level, is_alone(a)):
        attempt(a)
