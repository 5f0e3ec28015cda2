"""The answer by how far demand for closed places follows supply, in words and as a small table.

The screen, the page of a run and the report tell it with these functions.
"""

from collections.abc import Sequence
from typing import NamedTuple

from rich.table import Table
from rich.text import Text

from sim.doubt.demand import AtEnd, Demand, Elasticities
from sim.measures.kpis import kpi_of, title_of
from sim.words.catalogue import say
from sim.words.numbers import bracketed, plain, scale_of, shortest, signed, span, telling_decimals

ARROW = " → "  # from base to scenario


class DemandLine(NamedTuple):
    """One KPI at each elasticity, as text: `(what is assumed, levels, difference and its error)`,
    a line of the cell each.
    """

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
    ends = list(next(iter(demand.found.values())))
    headings = tuple(_heading(end, demand.used, lang) for end in ends)
    lines = tuple(
        _line(kpi, list(by_end.values()), headings, lang) for kpi, by_end in demand.found.items()
    )
    return DemandTold(
        say("demand.title", lang), headings, lines, say("demand.note", lang, n=demand.n)
    )


def _heading(end: Elasticities, used: Elasticities, lang: str) -> str:
    if end == used:
        several = dict.fromkeys(shortest(one, lang) for one in end)
        return say("demand.used", lang, e=ARROW.join(several))
    return say("demand.none" if end == (0.0, 0.0) else "demand.all", lang)


def _line(kpi: str, found: Sequence[AtEnd], headings: Sequence[str], lang: str) -> DemandLine:
    largest = max(abs(level) for one in found for level in (one.base, one.other))
    factor, key, usual = scale_of(kpi_of(kpi).unit, largest)
    decimals = max(_decimals(one, factor, usual) for one in found)
    unit = say(f"units.long.{key}", lang)
    cells = tuple(
        (heading, _cell(one, factor, decimals, lang))
        for heading, one in zip(headings, found, strict=True)
    )
    return DemandLine(f"{title_of(kpi, lang)} ({unit})", cells)


def _decimals(one: AtEnd, factor: float, usual: int) -> int:
    """Return decimals with which two levels that differ do not print as equal."""
    made = one.difference
    values = (one.base, one.other, made.mean, made.low, made.high)
    return telling_decimals(usual, *(value * factor for value in values))


def _cell(one: AtEnd, factor: float, decimals: int, lang: str) -> str:
    levels = ARROW.join(plain(level * factor, decimals, lang) for level in (one.base, one.other))
    made = one.difference
    lines = [levels, signed(made.mean * factor, decimals, lang)]
    if made.n >= 2:
        low, high = made.low * factor, made.high * factor
        lines.append(bracketed(span(low, high, decimals, lang), lang))
    return "\n".join(lines)


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
