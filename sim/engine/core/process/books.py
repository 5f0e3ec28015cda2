"""The books: counts of every period, and where every youth is counted."""

from sim.engine.core.memory import cells
from sim.engine.core.memory.fields import is_some
from sim.engine.core.memory.machine import handler, inlined
from sim.engine.core.memory.people import Arrangement, Youth
from sim.engine.core.memory.state import Lane, Region
from sim.engine.core.process.levels import has_one_to_one, has_place, is_alone, n_filled
from sim.engine.core.process.records import record_spell, record_uncovered
from sim.names import N_LEVELS, Component, Setting
from sim.rules import cost, participate, staff, start

PER_SETTING = cells.CELLS_PER_SETTING


@inlined
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


@inlined
def minutes_due(a: Arrangement) -> int:
    """Return minutes of staff presence per day that the rung asks for."""
    return cost.staff_minutes(a.region.p.level[a.level - 1])


@inlined
def minutes_of(a: Arrangement) -> int:
    """Return minutes of staff presence per day that people are there for."""
    team = a.own_team
    return staff.minutes_there(minutes_due(a), n_filled(team), team.n_positions)


@handler
def uncovered_of(a: Arrangement) -> float:
    """Return the share of the hours that nobody covers, 0..1."""
    return 1.0 - staff.coverage(n_filled(a.own_team), a.own_team.n_positions)


@handler
def move(youth: Youth) -> None:
    """Bring the census and the money per day in line with where the youth is now.

    Close the stretch behind.
    """
    region = youth.region
    cell, place, of_staff, housing, registered = -1, 0, 0, 0, 0
    minutes, uncovered = 0, 0
    if youth.is_present:
        cell = setting_of(youth) * PER_SETTING
        if has_place(youth):
            place = cost.cents(region.p.setting[youth.location.setting].tariff_per_day)
        if has_one_to_one(youth):
            a = youth.arrangement
            if is_some(a.kept):
                place += cost.cents(region.p.setting[a.kept.setting].tariff_per_day)
            cell += a.variant * N_LEVELS + a.level
            minutes = minutes_of(a)
            uncovered = minutes_due(a) - minutes
            of_staff = cost.cents_of_staff(minutes, a.tariff_factor, region.p.cost)
            housing = cost.cents_of_housing(is_alone(a), region.p.cost)
            registered = int(a.is_registered)
    count_hours(youth, minutes, uncovered)
    count_programme(youth)
    is_same_money = (
        place == youth.cents_place
        and of_staff == youth.cents_staff
        and housing == youth.cents_housing
    )
    if cell == youth.cell and is_same_money:
        return
    if youth.cell >= 0:
        count(region, cells.CENSUS + youth.cell, -1)
        record_spell(youth, Lane(youth, 0).today)
    if cell >= 0:
        count(region, cells.CENSUS + cell, 1)
    if place != youth.cents_place:
        count(region, cells.CENTS + Component.PLACE, place - youth.cents_place)
    if of_staff != youth.cents_staff:
        count(region, cells.CENTS + Component.ONE_TO_ONE_STAFF, of_staff - youth.cents_staff)
    if housing != youth.cents_housing:
        count(region, cells.CENTS + Component.ONE_TO_ONE_HOUSING, housing - youth.cents_housing)
    if registered != youth.cell_registered:
        count(region, cells.REGISTERED, registered - youth.cell_registered)
    youth.cell, youth.cell_registered = cell, registered
    youth.cents_place, youth.cents_staff, youth.cents_housing = place, of_staff, housing
    youth.cell_arrangement = youth.arrangement
    youth.day_cell = Lane(youth, 0).today


@handler
def count_hours(youth: Youth, minutes: int, uncovered: int) -> None:
    """Count minutes of 1:1 per day that are given, and not given."""
    region, due = youth.region, minutes + uncovered
    if minutes != youth.cell_minutes:
        count(region, cells.MINUTES, minutes - youth.cell_minutes)
        youth.cell_minutes = minutes
    if uncovered != youth.cell_uncovered:
        count(region, cells.UNCOVERED, uncovered - youth.cell_uncovered)
        record_uncovered(youth, Lane(youth, 0).today)
        youth.cell_uncovered = uncovered
    if due != youth.cell_due:
        region.minutes += due - youth.cell_due
        youth.cell_due = due


@inlined
def count_programme(youth: Youth) -> None:
    """Count who is in care without school or day programme."""
    is_in_care = youth.is_present and (has_place(youth) or has_one_to_one(youth))
    without = int(is_in_care and participate.is_without_programme(youth.participation.value))
    if without != youth.cell_without_programme:
        count(youth.region, cells.WITHOUT_PROGRAMME, without - youth.cell_without_programme)
        youth.cell_without_programme = without
