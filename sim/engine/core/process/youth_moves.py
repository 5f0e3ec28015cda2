"""A youth moves into a place; 1:1 goes along, after a transition where it was alone (processes 3
and 10).
"""

from sim.draws import Purpose
from sim.engine.core.memory.fields import is_some, place_of
from sim.engine.core.memory.lane import draw, log, plan, today
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.people import Application, Arrangement, Youth
from sim.engine.core.memory.state import Location
from sim.engine.core.process.applications import (
    application_at,
    begin_application,
    count_standing,
    end_application,
    nth_on_ring,
    odds_of,
    refuse,
    wish_of,
)
from sim.engine.core.process.arrangement import change_level
from sim.engine.core.process.arrangement_ends import give_back, start_risk
from sim.engine.core.process.books import move
from sim.engine.core.process.funder import cancel_request
from sim.engine.core.process.labour import count_posts
from sim.engine.core.process.levels import (
    change_youth,
    has_one_to_one,
    has_place,
    is_alone,
    is_outside,
    is_youth_alone,
    knows_analysis,
    label_alone,
    move_behaviour,
    watch_participation,
)
from sim.engine.core.process.location import keep_free, take_in
from sim.engine.core.process.queue_of_ret import close_case
from sim.engine.core.process.records import record_application
from sim.engine.core.process.services import fits, free_location, is_open, luck_of
from sim.engine.core.process.team import hand_over
from sim.engine.core.process.way_down import update
from sim.engine.core.process.youth_leaves import leave_place
from sim.engine.core.process.youth_seeks import be_bridged, stop_asking
from sim.engine.phases import Fact, What
from sim.names import Answer, Variant
from sim.rules import search, stay, step_down, transition

# --- into a place ---------------------------------------------------------------------------------


@handler
def take(
    youth: Youth, location: Location, days_in_queue: int, is_misfit: bool, days_kept_free: int
) -> None:
    """Take the place that was found."""
    is_elsewhere = place_of(location.region) != place_of(youth.region)
    match = search.match_quality(
        u=draw(youth, Purpose.MATCH_QUALITY),
        is_crisis=youth.is_crisis,
        has_analysis=knows_analysis(youth),
        is_out_of_region=is_elsewhere,
        is_misfit=is_misfit,
        p=youth.region.p.search,
    )
    move_in(youth, location, match, days_in_queue, is_misfit, days_kept_free)


@handler
def move_in(
    youth: Youth,
    location: Location,
    match: float,
    days_in_queue: int,
    is_misfit: bool,
    days_kept_free: int,
) -> None:
    """Move into a place.

    A move from another place or out of a time alone is a planned move; 1:1 goes along.
    """
    days_waited = today(youth) - youth.day_counted - days_kept_free
    is_crisis = youth.is_crisis
    youth.n_moves += int(has_place(youth) or has_one_to_one(youth))
    cancel_request(youth)
    if has_place(youth):
        leave_place(youth, False)
    youth.days_waited, youth.stay_in_crisis, youth.is_misfit = days_waited, is_crisis, is_misfit
    youth.days_in_queue, youth.days_kept_free = days_in_queue, days_kept_free
    if stay.is_bridge(location.setting):
        be_bridged(youth)
    else:
        stop_asking(youth)
        close_case(youth)
    if has_one_to_one(youth):
        go_along(youth.arrangement, location, days_kept_free)
        count_posts(location, youth.arrangement, 1)
    youth.location, youth.match = location, match
    take_in(location, youth)
    if has_one_to_one(youth):
        start_risk(youth)
        update(youth.arrangement)
    watch_participation(youth)
    youth.day_stay_start = today(youth)
    plan_end(youth)
    log(youth, Fact.PLACED, youth.id, location.setting)
    move(youth)
    change_youth(youth)


@handler
def plan_end(youth: Youth) -> None:
    """Plan the end of the stay."""
    region, setting = youth.region, youth.location.setting
    youth.day_stay_end = today(youth) + stay.days_planned_stay_with(
        u=draw(youth, Purpose.STAY_LENGTH),
        severity=youth.severity,
        mean_of_scale_1=region.mean_of_stay[setting],
        p=region.p.setting[setting],
    )
    plan(youth, youth.day_stay_end, What.STAY_END)


@handler
def go_along(a: Arrangement, location: Location, days_kept: int) -> None:
    """1:1 goes along into a place as an overlay; after a time outside on a lower rung."""
    youth, p = a.youth, a.region.p
    was_outside, was_alone = is_outside(a), is_alone(a)
    a.variant, a.provider = Variant.GROUP.value, location.service.provider
    if was_outside:
        a.day_moved = today(a)
        a.region.n_sites -= 1
        label_alone(youth)
        a.is_ready, a.is_search_forced = False, False
        level = min(a.level, transition.rung_after(p.transition))
        level = step_down.rung_within(level, is_alone(a), p.step_down)
        if level != a.level:
            change_level(a, level)
        a.day_last_step = today(a)
        hand_over(a.own_team, days_kept)
        if was_alone and transition.is_shaken(draw(a, Purpose.SHAKEN), days_kept, p.transition):
            move_behaviour(youth, int(p.transition.levels_shaken))


# --- out of a time alone: a place is kept ---------------------------------------------------------


@handler
def take_place(a: Application, location: Location) -> None:
    """The place that was waited for: move in, or out of a time alone begin the transition."""
    youth, days_in_queue = a.youth, today(a) - a.day_answer
    a.service = location.service  # of all on whose list the youth stood
    end_application(a, True)
    if is_youth_alone(youth) and transition.days_of_transition(youth.region.p.transition) > 0:
        begin_transition(youth.arrangement, location, days_in_queue)
    else:
        take(youth, location, days_in_queue, False, 0)


@handler
def begin_transition(a: Arrangement, location: Location, days_in_queue: int) -> None:
    """A place is kept for the youth; the team there works in."""
    days = transition.days_of_transition(a.region.p.transition)
    a.kept, a.days_in_queue = location, days_in_queue
    a.day_kept, a.day_moving = today(a), today(a) + days
    keep_free(location)
    log(a, Fact.KEPT_FREE, a.id, days)
    stop_asking(a.youth)
    plan(a, a.day_moving, What.TRANSITION)
    move(a.youth)
    update(a)


@handler
def move_over(a: Arrangement) -> None:
    """The transition is over: the youth moves in, and 1:1 goes along."""
    if not a.is_present or not is_some(a.kept) or a.day_moving != today(a):
        return
    location = a.kept
    give_back(a)
    take(a.youth, location, a.days_in_queue, False, today(a) - a.day_kept)


# --- in crisis, a place that fits badly -----------------------------------------------------------


@handler
def take_misfit(youth: Youth) -> bool:
    """In crisis, take a free place that fits badly, where the provider accepts."""
    region, wish = youth.region, wish_of(youth)
    here = youth.location.setting if has_place(youth) else -1
    for k in range(search.MOST_SETTINGS):
        setting = search.setting_to_try(k, wish)
        if setting < 0:
            break
        if not search.is_another(setting, here):
            continue
        nth = 0
        service = nth_on_ring(region, setting, youth, nth)
        while is_some(service):
            if is_open(service) and not fits(service, youth):
                location = free_location(service)
                if is_some(location) and is_taken_as_misfit(youth, location):
                    take(youth, location, 0, True, 0)
                    return True
            nth += 1
            service = nth_on_ring(region, setting, youth, nth)
    return False


@handler
def is_taken_as_misfit(youth: Youth, location: Location) -> bool:
    """Ask for a free place that fits badly, where it was not asked or the chance has risen; the
    provider answers at once.
    """
    service = location.service
    before, odds = application_at(youth, service), odds_of(youth, service, True)
    chance = search.chance_at_odds(odds, service.region.p.search)
    if is_some(before) and (
        before.is_running or not search.may_ask_again(before.chance, chance, youth.region.p.search)
    ):
        return False
    a = begin_application(youth, service, before, luck_of(youth, service.provider))
    a.odds, a.chance = odds, chance
    a.day_answer = today(youth)
    if not search.is_accepted(a.luck, chance):
        refuse(a)
        return False
    count_standing(a, -1)
    a.answer, a.is_running = Answer.ACCEPTED.value, False
    log(youth, Fact.ACCEPTED, youth.id, service.setting)
    record_application(a, today(youth), True)
    log(youth, Fact.MISPLACED, youth.id, service.setting)
    return True
