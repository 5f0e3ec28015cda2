"""The books: counts of every period, where every youth is counted, and the rows of every table."""

from sim.engine.core.memory import cells
from sim.engine.core.memory.fields import place_of
from sim.engine.core.memory.lane import new_row
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.rows import EpisodeRow, SpellRow, StayRow, YouthRow
from sim.engine.core.memory.state import Arrangement, Lane, Region, Youth
from sim.engine.core.process.levels import has_one_to_one, has_place, is_alone
from sim.names import Component, Outcome, Setting
from sim.rules import cost, start

N_LEVELS = 6
PER_SETTING = cells.CELLS_PER_SETTING


@handler
def count(region: Region, cell: int, by: int) -> None:
    """Change a stock from this evening on."""
    lane = Lane(region, 0)
    region.now[cell] += by
    at = (lane.period * lane.n_regions + region.index) * cells.N_CELLS + cell
    lane.sums[at] += by * (lane.edges[lane.period + 1] - lane.today)
    if lane.keeps_days:
        lane.daily[(region.index * cells.N_CELLS + cell) * lane.n_days + lane.today] += by


@handler
def tally(region: Region, cell: int, by: int) -> None:
    """Count what happened today."""
    lane = Lane(region, 0)
    at = (lane.period * lane.n_regions + region.index) * cells.N_CELLS + cell
    lane.sums[at] += by
    if lane.keeps_days:
        lane.daily[(region.index * cells.N_CELLS + cell) * lane.n_days + lane.today] += by


@handler
def turn_period(lane: Lane) -> None:
    """On the first day of a period, carry all stocks over its days."""
    while lane.today >= lane.edges[lane.period + 1]:
        lane.period += 1
        n_days = lane.edges[lane.period + 1] - lane.edges[lane.period]
        for r in range(lane.n_regions):
            now = lane.regions[r].now
            at = (lane.period * lane.n_regions + r) * cells.N_CELLS
            for cell in range(cells.N_CELLS):
                lane.sums[at + cell] = now[cell] * n_days


@handler
def pay(region: Region, component: int, cents: int) -> None:
    """Book a one-off cost today."""
    tally(region, cells.ONCE + component, cents)


@handler
def setting_of(youth: Youth) -> int:
    """Return where the youth is; at home while waiting there."""
    if has_place(youth):
        return youth.location.setting
    if has_one_to_one(youth):
        return start.setting_of(youth.arrangement.variant)
    return Setting.HOME.value


@handler
def minutes_of(arrangement: Arrangement) -> int:
    """Return minutes of staff presence per day."""
    return cost.staff_minutes(arrangement.region.p.level[arrangement.level - 1])


@handler
def move(youth: Youth) -> None:
    """Bring the census and the money per day in line with where the youth is now.

    Close the stretch behind.
    """
    region = youth.region
    cell, place, staff, housing, minutes, registered = -1, 0, 0, 0, 0, 0
    if youth.is_present:
        cell = setting_of(youth) * PER_SETTING
        if has_place(youth):
            place = cost.cents(region.p.setting[youth.location.setting].tariff_per_day)
        if has_one_to_one(youth):
            a = youth.arrangement
            cell += a.variant * N_LEVELS + a.level
            minutes = minutes_of(a)
            staff = cost.cents_of_staff(minutes, a.tariff_factor, region.p.cost)
            housing = cost.cents_of_housing(is_alone(a), region.p.cost)
            registered = int(a.is_registered)
    is_same_money = (
        place == youth.cents_place and staff == youth.cents_staff and housing == youth.cents_housing
    )
    if cell == youth.cell and is_same_money and minutes == youth.cell_minutes:
        return
    if youth.cell >= 0:
        count(region, cells.CENSUS + youth.cell, -1)
        record_spell(youth, Lane(youth, 0).today)
    if cell >= 0:
        count(region, cells.CENSUS + cell, 1)
    if place != youth.cents_place:
        count(region, cells.CENTS + Component.PLACE, place - youth.cents_place)
    if staff != youth.cents_staff:
        count(region, cells.CENTS + Component.ONE_TO_ONE_STAFF, staff - youth.cents_staff)
    if housing != youth.cents_housing:
        count(region, cells.CENTS + Component.ONE_TO_ONE_HOUSING, housing - youth.cents_housing)
    if minutes != youth.cell_minutes:
        count(region, cells.MINUTES, minutes - youth.cell_minutes)
        region.minutes += minutes - youth.cell_minutes
    if registered != youth.cell_registered:
        count(region, cells.REGISTERED, registered - youth.cell_registered)
    youth.cell = cell
    youth.cents_place, youth.cents_staff, youth.cents_housing = place, staff, housing
    youth.cell_minutes, youth.cell_registered = minutes, registered
    youth.cell_arrangement = youth.arrangement
    youth.day_cell = Lane(youth, 0).today


# --- rows of the tables of sim/engine/columns.py --------------------------------------------------


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
def record_episode(a: Arrangement, day_end: int, outcome: int) -> None:
    """Write a row of `episodes`."""
    lane, youth = Lane(a, 0), a.youth
    row = EpisodeRow(lane, new_row(lane.episodes))
    row.id_youth = youth.id
    row.n_arrangement = a.n_before
    row.region = youth.region.index
    row.cause = a.cause
    row.variant = a.variant
    row.day_start = a.day_start
    row.day_end = day_end
    row.days_planned = a.days_planned
    row.level_start = a.level_start
    row.level_end = a.level
    row.days_level_1 = a.days_at_level[1]
    row.days_level_2 = a.days_at_level[2]
    row.days_level_3 = a.days_at_level[3]
    row.days_level_4 = a.days_at_level[4]
    row.days_level_5 = a.days_at_level[5]
    row.days_blocked = a.days_blocked
    row.is_crisis = a.is_crisis
    row.is_proactive = a.is_proactive
    row.has_analysis = a.has_analysis
    row.has_analysis_at_start = a.has_analysis_at_start
    row.has_plan = a.has_plan
    row.is_ret_at_start = a.is_ret_at_start
    row.is_ret = a.is_ret
    row.is_contracted = a.is_contracted
    row.is_registered = a.is_registered
    row.n_evaluations_due = a.n_due
    row.n_evaluations_held = a.n_held
    row.n_attempts = a.n_attempts
    row.n_failed = a.n_failed
    row.n_moves_before = a.n_moves_before
    row.days_age = a.day_start - youth.day_born
    row.is_jzp_indicated = youth.is_secure
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
    row.is_secure = youth.is_secure
    row.is_aged_out = youth.is_aged_out


@handler
def close_books(youth: Youth) -> None:
    """At the end of the run write what still goes on as running (censored)."""
    n_days = Lane(youth, 0).n_days
    if has_place(youth):
        record_stay(youth, -1, False)
    if youth.cell >= 0:
        record_spell(youth, -1)
    if has_one_to_one(youth):
        a = youth.arrangement
        a.days_at_level[a.level] += n_days - a.day_level
        if a.day_blocked >= 0:
            a.days_blocked += n_days - a.day_blocked
        record_episode(a, -1, Outcome.RUNNING.value)
    record_youth(youth)
