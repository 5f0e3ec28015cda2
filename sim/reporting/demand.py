"""The answer by how far demand for closed places follows supply, in words and as a small table.

The screen, the page of a run and the report tell it with these functions.
"""

from typing import NamedTuple

from rich.table import Table
from rich.text import Text

from sim.doubt.demand import Demand
from sim.measures.kpis import kpi_of, title_of
from sim.statistics.intervals import Interval
from sim.words.catalogue import say
from sim.words.numbers import bracketed, scale_of, shortest, signed, span


class DemandLine(NamedTuple):
    """One KPI with its difference at each elasticity, as text: `(what is assumed, difference)`."""

    title: str
    cells: tuple[tuple[str, str], ...]


class DemandTold(NamedTuple):
    """The comparison at both ends of the elasticity and as used, as text."""

    title: str
    headings: tuple[str, ...]
    lines: tuple[DemandLine, ...]
    note: str


def demand_told(demand: Demand, lang: str) -> DemandTold:
    """Return what is said of demand that follows supply, in one language."""
    ends = sorted(next(iter(demand.differences.values())))
    headings = tuple(_heading(end, demand.used, lang) for end in ends)
    lines = tuple(_line(kpi, by_end, headings, lang) for kpi, by_end in demand.differences.items())
    return DemandTold(
        say("demand.title", lang), headings, lines, say("demand.note", lang, n=demand.n)
    )


def _heading(end: float, used: float, lang: str) -> str:
    if end == used:
        return say("demand.used", lang, e=shortest(used, lang))
    return say("demand.none" if end == 0.0 else "demand.all", lang)


def _line(
    kpi: str, by_end: dict[float, Interval], headings: tuple[str, ...], lang: str
) -> DemandLine:
    intervals = [by_end[end] for end in sorted(by_end)]
    largest = max((abs(one.mean) for one in intervals), default=0.0)
    factor, key, decimals = scale_of(kpi_of(kpi).unit, largest)
    unit = say(f"units.long.{key}", lang)
    cells = tuple(
        (heading, _cell(one, factor, decimals, lang))
        for heading, one in zip(headings, intervals, strict=True)
    )
    return DemandLine(f"{title_of(kpi, lang)} ({unit})", cells)


def _cell(one: Interval, factor: float, decimals: int, lang: str) -> str:
    mean = signed(one.mean * factor, decimals, lang)
    if one.n < 2:
        return mean
    between = bracketed(span(one.low * factor, one.high * factor, decimals, lang), lang)
    return f"{mean}\n{between}"


def demand_table(told: DemandTold, lang: str) -> Table:
    """Return it as a table for the terminal, 80 columns."""
    table = Table(
        title=Text(told.title, style="table.title"),
        caption=Text(told.note),
        box=None,
        pad_edge=False,
        header_style="bold",
        caption_justify="left",
        caption_style="dim",
    )
    table.add_column("\n" + say("report.measure", lang), ratio=1, overflow="fold")
    for heading in told.headings:
        table.add_column(heading, justify="right")
    for line in told.lines:
        table.add_row(Text(line.title), *(Text(cell) for _, cell in line.cells))
    return table
