"""Leaving a place, leaving care, and looking again in crisis (processes 3, 4, 10)."""

from sim.draws import Purpose
from sim.engine.core.memory import cells
from sim.engine.core.memory.fields import NOBODY
from sim.engine.core.memory.lane import draw, log, today
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.people import Youth
from sim.engine.core.memory.state import Lane
from sim.engine.core.process.applications import forget
from sim.engine.core.process.arrangement_ends import end_arrangement, start_risk
from sim.engine.core.process.books import move, setting_of, tally
from sim.engine.core.process.funder import cancel_request
from sim.engine.core.process.labour import count_posts
from sim.engine.core.process.levels import (
    NEVER,
    due,
    has_one_to_one,
    has_place,
    move_competence,
    move_trust,
    set_relapse_rate,
)
from sim.engine.core.process.lists import take_youth
from sim.engine.core.process.location import let_go
from sim.engine.core.process.records import record_stay, record_youth
from sim.engine.core.process.surroundings import relapse_rate
from sim.engine.core.process.team_time import stand_still
from sim.engine.core.process.youth_seeks import ask_in_crisis, stop_asking
from sim.engine.phases import Fact
from sim.names import Outcome
from sim.rules import clock, family, relapse, stay


@handler
def leave_place(youth: Youth, is_unplanned: bool) -> None:
    """Give the place back.

    An unplanned move costs trust, and fails 1:1 in the group if there is any.
    """
    if is_unplanned and has_one_to_one(youth):
        end_arrangement(youth.arrangement, Outcome.FAILED.value)
    location = youth.location
    if is_unplanned:
        cancel_request(youth)
    if has_one_to_one(youth):
        count_posts(location, youth.arrangement, -1)
    log(youth, Fact.LEFT_PLACE, youth.id, location.setting)
    record_stay(youth, today(youth), is_unplanned)
    youth.location = NOBODY
    youth.day_stay_end = NEVER
    youth.day_patience = NEVER
    stand_still(youth)
    set_relapse_rate(youth, 0)
    let_go(location, youth)
    if is_unplanned:
        move_unplanned(youth)


@handler
def move_unplanned(youth: Youth) -> None:
    """One more move, less trust (NJi quickscan 2026, Doelgroep)."""
    youth.n_moves += 1
    tally(youth.region, cells.UNPLANNED_MOVES, 1)
    move_trust(youth, -int(youth.region.p.escalation.trust_lost))


@handler
def expel(youth: Youth) -> None:
    """The team gives up (and believes less in itself, K55).

    The youth must leave and is in crisis without a place.
    """
    location = youth.location
    log(youth, Fact.EXPELLED, youth.id, location.setting)
    move_competence(location.team, -int(youth.region.p.escalation.competence_lost_by_expulsion))
    youth.was_sent_away = stay.is_bridge(location.setting)
    leave_place(youth, True)
    ask_in_crisis(youth, True)


@handler
def move_stance(youth: Youth, is_success: bool) -> None:
    """The family's stance may move after a success or a failure."""
    before = youth.stance
    youth.stance = family.stance_after(
        draw(youth, Purpose.STANCE), before, is_success, youth.region.p.family
    )
    if youth.stance != before:
        log(youth, Fact.STANCE, youth.id, youth.stance)


@handler
def go_home(youth: Youth) -> None:
    """Leave youth care with a stay; a relapse may bring the youth back."""
    if has_one_to_one(youth):
        end_arrangement(youth.arrangement, Outcome.STABILISED.value)
    lane = Lane(youth, 0)
    log(youth, Fact.WENT_HOME, youth.id, setting_of(youth))
    rate = relapse_rate(youth, relapse.STABILITY_AT_HOME)
    leave_system(youth)
    start_risk(youth)
    set_relapse_rate(youth, clock.daily(rate))
    day = due(youth.relapses)
    if day >= lane.n_days or not relapse.is_counted(day, youth.day_at_risk_until, youth.day_limit):
        leave_for_good(youth)


@handler
def leave_system(youth: Youth) -> None:
    """Out of every place and list."""
    if has_place(youth):
        leave_place(youth, False)
    cancel_request(youth)
    stop_asking(youth)
    forget(youth, True)  # who comes back is asked for anew
    youth.is_present = False
    youth.day_left = today(youth)
    stand_still(youth)
    set_relapse_rate(youth, 0)
    tally(youth.region, cells.LEFT, 1)
    move(youth)


@handler
def leave_for_good(youth: Youth) -> None:
    """The youth cannot come back.

    The row is written, and the record is set free once nobody holds it.
    """
    record_youth(youth)
    youth.is_final = True
    if not youth.is_in_review:
        set_free_tonight(youth)


@handler
def set_free_tonight(youth: Youth) -> None:
    """Have the record used again from tomorrow on."""
    lane = Lane(youth, 0)
    take_youth(youth.region, youth)
    youth.next_free = lane.done_youth
    lane.done_youth = youth


@handler
def age_out(youth: Youth) -> None:
    """The age limit: to adult care, home or own living."""
    youth.day_limit = today(youth)
    if not youth.is_present:
        return
    log(youth, Fact.AGED_OUT, youth.id, setting_of(youth))
    youth.is_aged_out = True
    if has_one_to_one(youth):
        end_arrangement(youth.arrangement, Outcome.AGED_OUT.value)
    leave_system(youth)
    leave_for_good(youth)


@handler
def displace_youth(youth: Youth) -> None:
    """The place closes on the date: the youth must be re-placed (process 14)."""
    log(youth, Fact.DISPLACED, youth.id, youth.location.setting)
    leave_place(youth, True)
    ask_in_crisis(youth, False)
