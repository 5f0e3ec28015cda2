"""A 1:1 arrangement looks for a place, loses one that was kept, and ends (processes 5, 10)."""

from sim.draws import Purpose
from sim.engine.core.memory.fields import NOBODY, is_some
from sim.engine.core.memory.lane import draw, log, today
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.people import Arrangement, Youth
from sim.engine.core.memory.state import Lane
from sim.engine.core.process.applications import ask_around
from sim.engine.core.process.books import move
from sim.engine.core.process.labour import count_posts
from sim.engine.core.process.levels import (
    NEVER,
    change_team,
    count_dependency,
    has_place,
    is_outside,
    label_alone,
    watch_participation,
    wind,
)
from sim.engine.core.process.lists import take_arrangement
from sim.engine.core.process.location import count_places, release
from sim.engine.core.process.queue_of_ret import close_case
from sim.engine.core.process.records import record_episode
from sim.engine.core.process.team import dissolve
from sim.engine.core.process.team_time import stand_still
from sim.engine.core.process.way_down import close_reason, update
from sim.engine.core.process.youth_seeks import ask, stop_asking
from sim.engine.phases import Fact
from sim.names import Wait
from sim.rules import clock, follow_up, relapse, step_down, transition

# --- on the way to a place ------------------------------------------------------------------------


@handler
def look_for_place(a: Arrangement) -> None:
    """Ask for a place if judgement, plan or decision allow it; ask again whom it may help."""
    youth = a.youth
    if not a.is_present or not is_outside(a) or is_some(a.kept):
        return
    is_searching = follow_up.is_searching(
        a.level, a.has_plan, a.is_ready, a.is_search_forced, a.region.p.follow_up
    )
    if youth.wait == Wait.AFTER_ONE_TO_ONE:
        if not is_searching:
            stop_asking(youth)
        else:
            ask_around(youth)
    elif is_searching and youth.wait == Wait.NONE:
        ask(youth, Wait.AFTER_ONE_TO_ONE.value, False, False)
    update(a)


@handler
def become_ready(a: Arrangement) -> None:
    """An evaluation judged the youth ready for a place."""
    if not a.is_ready:
        a.is_ready = True
        log(a, Fact.READY, a.id, a.level)
    look_for_place(a)


@handler
def take_back_judgement(a: Arrangement) -> None:
    """An incident not coped with may take the judgement back that the youth is ready."""
    if not is_outside(a) or not a.is_ready:
        return
    if transition.is_taken_back(draw(a, Purpose.TAKEN_BACK), a.region.p.transition):
        a.is_ready = False
        log(a, Fact.NOT_READY, a.id, a.youth.behaviour.value)
        lose_place(a)


@handler
def lose_place(a: Arrangement) -> None:
    """The place that was kept, if any, is lost: the search goes on."""
    break_off(a)
    look_for_place(a)


@handler
def break_off(a: Arrangement) -> None:
    """The transition ends without a move: the place is given back."""
    if is_some(a.kept):
        location = a.kept
        give_back(a)
        count_places(location)
        move(a.youth)


@handler
def give_back(a: Arrangement) -> None:
    """The place that is kept is used, or given back."""
    location = a.kept
    a.kept = NOBODY
    a.day_moving = NEVER
    release(location)


# --- the end --------------------------------------------------------------------------------------


@handler
def count_level(a: Arrangement) -> None:
    """Keep the days at each rung."""
    a.days_at_level[a.level] += today(a) - a.day_level
    a.day_level = today(a)


@handler
def end_arrangement(a: Arrangement, outcome: int) -> None:
    """The arrangement ends."""
    youth, region = a.youth, a.region
    break_off(a)
    count_level(a)
    log(a, Fact.ENDED, a.id, outcome)
    close_reason(a)
    a.is_present = False
    if has_place(youth):
        count_posts(youth.location, a, -1)
        change_team(youth.location.team)
    count_dependency(youth)
    youth.arrangement = NOBODY
    move(youth)  # closes the books of the last stretch before the row is written
    record_episode(a, today(a), outcome)
    youth.abruptness = step_down.abruptness(a.level, outcome)
    youth.has_analysis, youth.has_plan = a.has_analysis, a.has_plan
    close_case(youth)
    youth.had_one_to_one = True
    dissolve(a.own_team)
    if is_outside(a):
        region.n_sites -= 1
        label_alone(youth)
        stand_still(youth)
        stop_asking(youth)
    watch_participation(youth)
    take_arrangement(region, a)
    region.n_arrangements -= 1
    lane = Lane(a, 0)
    a.next_free = lane.done_arrangement
    lane.done_arrangement = a


@handler
def start_risk(youth: Youth) -> None:
    """At home, and after 1:1 in the new place, the youth is at risk of relapse."""
    wind(youth.relapses, clock.threshold(draw(youth, Purpose.RELAPSE)))
    youth.day_at_risk_until = today(youth) + relapse.days_at_risk(youth.region.p.relapse)
