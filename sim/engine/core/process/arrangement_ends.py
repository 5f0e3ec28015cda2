"""A 1:1 arrangement looks for a place, counts its days and ends (processes 5, 9)."""

from sim.draws import Purpose
from sim.engine.core.memory.fields import NOBODY, is_some
from sim.engine.core.memory.lane import draw, log, today
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.state import Arrangement, Lane, Team, Youth
from sim.engine.core.process.books import move, record_episode
from sim.engine.core.process.levels import (
    change_team,
    has_place,
    is_alone,
    is_outside,
    set_incident_rate,
    wind,
)
from sim.engine.core.process.lists import take_arrangement
from sim.engine.core.process.team import dissolve
from sim.engine.core.process.youth_seeks import ask, close_case, stop_asking
from sim.engine.phases import Fact
from sim.names import Wait
from sim.rules import clock, follow_up, relapse, step_down


@handler
def team_of_arrangement(a: Arrangement) -> Team:
    """Return its own core team, or the team of the group."""
    return a.own_team if is_some(a.own_team) else a.youth.location.team


@handler
def look_for_place(a: Arrangement) -> None:
    """Start asking for a place if this rung, cause or decision allows it."""
    youth = a.youth
    if not a.is_present or not is_outside(a) or youth.wait != Wait.NONE:
        return
    if follow_up.is_searching(
        a.level, a.cause, a.has_plan, a.is_search_forced, a.region.p.follow_up
    ):
        ask(youth, Wait.AFTER_ONE_TO_ONE, False, False)
        youth.day_next_offer = today(youth) + 1


@handler
def mark_blocked(a: Arrangement) -> None:
    """Keep the days on which the youth is ready to move on and no place accepts."""
    is_blocked = follow_up.is_blocked(a.level, is_alone(a), a.region.p.follow_up)
    if is_blocked and a.day_blocked < 0:
        a.day_blocked = today(a)
        log(a, Fact.BLOCKED, a.id, a.level)
    elif not is_blocked and a.day_blocked >= 0:
        a.days_blocked += today(a) - a.day_blocked
        a.day_blocked = -1


@handler
def count_level(a: Arrangement) -> None:
    """Keep the days at each rung."""
    a.days_at_level[a.level] += today(a) - a.day_level
    a.day_level = today(a)


@handler
def end_arrangement(a: Arrangement, outcome: int) -> None:
    """The arrangement ends."""
    youth, region = a.youth, a.region
    count_level(a)
    if a.day_blocked >= 0:
        a.days_blocked += today(a) - a.day_blocked
        a.day_blocked = -1
    log(a, Fact.ENDED, a.id, outcome)
    a.is_present = False
    if has_place(youth):
        youth.location.n_one_to_one -= 1
        change_team(team_of_arrangement(a))
    youth.arrangement = NOBODY
    move(youth)  # closes the books of the last stretch before the row is written
    record_episode(a, today(a), outcome)
    youth.was_alone = is_outside(a)
    youth.days_one_to_one = today(a) - a.day_start
    youth.abruptness = step_down.abruptness(a.level, outcome)
    youth.has_analysis, youth.has_plan = a.has_analysis, a.has_plan
    close_case(youth)
    if is_some(a.own_team):
        region.n_sites -= 1
        set_incident_rate(youth, 0)
        dissolve(a.own_team)
        stop_asking(youth)
    take_arrangement(region, a)
    lane = Lane(a, 0)
    a.next_free = lane.done_arrangement
    lane.done_arrangement = a


@handler
def move_on(a: Arrangement) -> None:
    """A place accepted the youth.

    The arrangement ends there, and the youth is at risk of relapse in the new place.
    """
    youth = a.youth
    end_arrangement(a, follow_up.outcome_of_moving_on(a.level, a.region.p.follow_up))
    start_risk(youth)


@handler
def start_risk(youth: Youth) -> None:
    """After 1:1 the youth is at risk of relapse in the new place."""
    wind(youth.relapses, clock.threshold(draw(youth, Purpose.RELAPSE)))
    youth.day_at_risk_until = today(youth) + relapse.days_at_risk(youth.region.p.relapse)
