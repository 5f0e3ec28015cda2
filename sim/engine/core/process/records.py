"""The rows of the tables of `sim/engine/columns.py`."""

from sim.engine.core.memory.fields import is_some, place_of
from sim.engine.core.memory.lane import new_row
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.people import Application, Arrangement, Youth
from sim.engine.core.memory.rows import (
    ApplicationRow,
    EpisodeRow,
    SpellRow,
    StayRow,
    YouthRow,
)
from sim.engine.core.memory.state import Lane
from sim.engine.core.process.levels import has_one_to_one, has_place
from sim.names import N_LEVELS, N_VARIANTS, Answer, Outcome, Reason

PER_SETTING = N_VARIANTS * N_LEVELS


@handler
def record_stay(youth: Youth, day_end: int, is_unplanned_end: bool) -> None:
    """Write a row of `stays`."""
    lane, here = Lane(youth, 0), youth.location
    if not lane.keeps_rows:
        return
    row = StayRow(lane, new_row(lane.stays))
    row.id_youth = youth.id
    row.region = youth.region.index
    row.region_place = here.region.index
    row.setting = here.setting
    row.location = here.id
    row.day_start = youth.day_stay_start
    row.day_end = day_end
    row.days_waited = youth.days_waited
    row.is_crisis = youth.stay_in_crisis
    row.is_unplanned_end = is_unplanned_end
    row.provider = here.service.provider.number
    row.is_misfit = youth.is_misfit
    row.days_kept_free = youth.days_kept_free
    row.days_waited_in_queue = youth.days_in_queue


@handler
def record_application(a: Application, day_end: int, is_placed: bool) -> None:
    """Write a row of `applications`."""
    lane, youth, service = Lane(a, 0), a.youth, a.service
    if not lane.keeps_rows:
        return
    row = ApplicationRow(lane, new_row(lane.applications))
    row.id_youth = youth.id
    row.region = youth.region.index
    row.region_place = service.region.index
    row.provider = service.provider.number
    row.setting = service.setting
    row.wait = youth.wait
    row.day_asked = a.day_asked
    row.day_answer = -1 if a.answer == Answer.OPEN else a.day_answer
    row.answer = a.answer
    row.chance = a.chance
    row.luck = a.luck
    row.day_end = day_end
    row.is_placed = is_placed
    row.is_crisis = a.asked_as & 1 != 0
    row.is_from_one_to_one = a.asked_as & 2 != 0


@handler
def record_spell(youth: Youth, day_end: int) -> None:
    """Write a row of `spells` and add its money to the arrangement.

    A stretch of no days leaves no row.
    """
    lane = Lane(youth, 0)
    days = (day_end if day_end >= 0 else lane.n_days) - youth.day_cell
    cents = youth.cents_staff + youth.cents_housing
    if place_of(youth.cell_arrangement) != 0:
        youth.cell_arrangement.cents += cents * days
    if days > 0 and lane.keeps_rows:
        row = SpellRow(lane, new_row(lane.spells))
        row.id_youth = youth.id
        row.region = youth.region.index
        row.setting = youth.cell // PER_SETTING
        row.variant = youth.cell % PER_SETTING // N_LEVELS
        row.level = youth.cell % N_LEVELS
        row.day_start = youth.day_cell
        row.day_end = day_end
        row.cents_per_day = cents


@handler
def record_uncovered(youth: Youth, day: int) -> None:
    """Add to the arrangement the minutes that nobody gave up to a day."""
    if place_of(youth.cell_arrangement) != 0:
        minutes = youth.cell_uncovered * (day - youth.day_uncovered)
        youth.cell_arrangement.minutes_uncovered += minutes
    youth.day_uncovered = day


@handler
def days_to(a: Arrangement, day: int) -> None:
    """Count the days of the rung and of the reason that run, up to a day."""
    a.days_at_level[a.level] += day - a.day_level
    a.day_level = day
    if a.reason >= 0:
        a.days_of_reason[a.reason] += day - a.day_reason
        a.day_reason = day


@handler
def record_episode(a: Arrangement, day_end: int, outcome: int) -> None:
    """Write a row of `episodes`."""
    lane, youth = Lane(a, 0), a.youth
    row = EpisodeRow(lane, new_row(lane.episodes))
    row.id_youth = youth.id
    row.n_arrangement = a.n_before
    row.region = youth.region.index
    row.cause = a.cause
    row.variant = a.variant_start
    row.variant_end = a.variant
    row.provider = a.provider.number if is_some(a.provider) else -1
    row.day_start = a.day_start
    row.day_end = day_end
    row.day_moved = a.day_moved
    row.days_planned = a.days_planned
    row.level_start = a.level_start
    row.level_end = a.level
    row.days_level_1 = a.days_at_level[1]
    row.days_level_2 = a.days_at_level[2]
    row.days_level_3 = a.days_at_level[3]
    row.days_level_4 = a.days_at_level[4]
    row.days_level_5 = a.days_at_level[5]
    row.days_bridging = a.days_of_reason[Reason.BRIDGING]
    row.days_not_ready = a.days_of_reason[Reason.NOT_READY]
    row.days_not_evaluated = a.days_of_reason[Reason.NOT_EVALUATED]
    row.days_refused = a.days_of_reason[Reason.REFUSED]
    row.days_no_place_free = a.days_of_reason[Reason.NO_PLACE_FREE]
    row.days_transition = a.days_of_reason[Reason.TRANSITION]
    row.days_renewal = a.days_of_reason[Reason.RENEWAL]
    row.minutes_uncovered = a.minutes_uncovered
    row.days_waited = a.days_waited
    row.n_applications = a.n_applications
    row.n_refusals = a.n_refusals
    row.n_restraints = a.n_restraints
    row.n_incidents = a.n_incidents
    row.is_crisis = a.is_crisis
    row.is_proactive = a.is_proactive
    row.has_analysis = a.has_analysis
    row.has_analysis_at_start = a.has_analysis_at_start
    row.has_plan = a.has_plan
    row.is_ret_at_start = a.is_ret_at_start
    row.is_ret = a.is_ret
    row.is_at_once = a.is_at_once
    row.is_contracted = a.is_contracted
    row.is_registered = a.is_registered
    row.n_evaluations_due = a.n_due
    row.n_evaluations_held = a.n_held
    row.n_attempts = a.n_attempts
    row.n_failed = a.n_failed
    row.n_moves_before = a.n_moves_before
    row.days_age = a.day_start - youth.day_born
    row.is_jzp_indicated = youth.was_secure
    row.has_secure_need = youth.has_secure_need
    row.participation = youth.participation.value
    row.dependency_start = a.dependency_start
    row.cents = a.cents
    row.outcome = outcome


@handler
def record_youth(youth: Youth) -> None:
    """Write a row of `youths`."""
    lane = Lane(youth, 0)
    if not lane.keeps_rows:
        return
    row = YouthRow(lane, new_row(lane.youths))
    row.id_youth = youth.id
    row.region = youth.region.index
    row.day_arrival = youth.day_arrival
    row.day_left = youth.day_left
    row.days_age_at_arrival = youth.days_age_at_arrival
    row.severity = youth.severity
    row.n_moves_at_arrival = youth.n_moves_at_arrival
    row.n_moves = youth.n_moves
    row.n_arrangements = youth.n_arrangements
    row.has_secure_need = youth.has_secure_need
    row.is_secure = youth.was_secure
    row.profile = youth.profile
    row.is_aged_out = youth.is_aged_out


@handler
def close_books(youth: Youth) -> None:
    """At the end of the run write what still goes on as running (censored)."""
    n_days = Lane(youth, 0).n_days
    if has_place(youth):
        record_stay(youth, -1, False)
    if youth.cell >= 0:
        record_spell(youth, -1)
    application = youth.first_application
    while is_some(application):
        if application.is_running:
            record_application(application, -1, False)
        application = application.next_of_youth
    if has_one_to_one(youth):
        record_uncovered(youth, n_days)
        days_to(youth.arrangement, n_days)
        record_episode(youth.arrangement, -1, Outcome.RUNNING.value)
    record_youth(youth)
