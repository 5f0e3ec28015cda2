"""How far the answer depends on assumptions that nobody knows, in words and as a table.

The screen, the report and the workshop page tell it with these functions, from the comparison over
the ensemble (`sim/doubt/spread.py`).
"""

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from rich.table import Table
from rich.text import Text

from sim.doubt.spread import FEW, Spread, over_its_ensemble
from sim.evidence.ensemble import is_own
from sim.front_door import Result
from sim.measures.kpis import kpi_of, title_of
from sim.words.catalogue import say
from sim.words.numbers import (
    bracketed,
    enough_decimals,
    excludes_zero,
    percent,
    plain,
    scale_of,
    signed,
    span,
)


class DoubtLine(NamedTuple):
    """A difference over sets of assumptions, as text.

    Title with unit, mean, where 95 % of the sets lie, in how many it rises, all of it in a
    sentence; the number of sets, and the interval itself in the unit of the KPI.
    """

    kpi: str
    title: str
    difference: str
    between: str
    rises: str
    sentence: str
    n: int
    low: float
    high: float


class Doubt(NamedTuple):
    """What is said of doubt about assumptions: in words, and in numbers where there are any."""

    words: str
    lines: tuple[DoubtLine, ...] = ()


def doubt_of(base: Result, other: Result, lang: str) -> Doubt:
    """Return the comparison over the ensemble for its region, or in words why there is none."""
    return doubt_in(over_its_ensemble(base, other), lang)


def doubt_in(spread: Spread | None, lang: str) -> Doubt:
    """Return what is said of a comparison over an ensemble; None: none is kept."""
    if spread is None:
        return Doubt(say("doubt.note.none", lang))
    words = note(len(spread.members), is_own(spread.members, spread.region), lang)
    rows = spread.summary("base").to_dict("records")
    return Doubt(words, tuple(line_of(row, lang) for row in rows))


def note(n: int, is_fitted: bool, lang: str) -> str:
    """Return what sets of assumptions are, and how many there are.

    `is_fitted`: they were fitted to figures of this region, not of the whole country.
    """
    words = say(f"doubt.note.{'own' if is_fitted else 'country'}", lang, n=n)
    return words if n >= FEW else f"{words} {say('doubt.note.few', lang)}"


def line_of(row: Mapping[Any, Any], lang: str) -> DoubtLine:
    """Return one row of `Spread.summary` as text."""
    kpi, n = str(row["kpi"]), int(row["n"])
    mean, low, high = (float(row[name]) for name in ("mean", "low", "high"))
    factor, key, decimals = scale_of(kpi_of(kpi).unit, mean, low, high)
    decimals = enough_decimals(decimals, low * factor, high * factor)
    unit = say(f"units.long.{key}", lang)
    shown = {
        "mean": signed(mean * factor, decimals, lang),
        "low": signed(low * factor, decimals, lang),
        "high": signed(high * factor, decimals, lang),
        "rises": percent(float(row["share_rising"]), 0, lang),
    }
    return DoubtLine(
        kpi,
        f"{title_of(kpi, lang)} ({unit})",
        shown["mean"],
        span(low * factor, high * factor, decimals, lang),
        shown["rises"],
        say("doubt.difference", lang, n=n, unit=unit, **shown),
        n,
        low,
        high,
    )


def level_words(kpi: str, summary: Mapping[str, float], n: int, lang: str) -> str:
    """Return where a number itself, not a difference, lies over `n` sets of assumptions.

    `summary` is what `sim.doubt.spread.summary_of` gave.
    """
    ends = (summary["mean"], summary["low"], summary["high"])
    factor, key, decimals = scale_of(kpi_of(kpi).unit, *ends)
    mean, low, high = (plain(end * factor, decimals, lang) for end in ends)
    unit = say(f"units.long.{key}", lang)
    return say("doubt.level", lang, n=n, unit=unit, mean=mean, low=low, high=high)


def with_verdict(line: DoubtLine, low: float, high: float, lang: str) -> str:
    """Return the sentence of a difference over sets of assumptions, and whether its direction is
    clear: only where chance (its interval: `low` to `high`) and assumptions both say so.
    """
    if line.n < FEW:
        verdict = "doubt.too_few"
    elif is_clear_in_both((low, high), (line.low, line.high)):
        verdict = "doubt.clear"
    else:
        verdict = "doubt.unclear"
    return f"{line.sentence} {say(verdict, lang)}"


def is_clear_in_both(chance: tuple[float, float], assumptions: tuple[float, float]) -> bool:
    """Tell whether both intervals lie on the same side of zero."""
    return (
        bool(excludes_zero(*chance))
        and bool(excludes_zero(*assumptions))
        and math.copysign(1.0, chance[0]) == math.copysign(1.0, assumptions[0])
    )


def doubt_table(doubt: Doubt, lang: str) -> Table:
    """Return the comparison over the ensemble as a table for the terminal, 80 columns."""
    table = Table(
        title=Text(say("doubt.title", lang), style="table.title"),
        caption=Text(doubt.words),
        box=None,
        pad_edge=False,
        header_style="bold",
        caption_justify="left",
        caption_style="dim",
    )
    table.add_column(say("report.measure", lang), ratio=1, overflow="fold")
    for heading in ("mean", "between", "rises"):
        table.add_column(say(f"doubt.{heading}", lang), justify="right", no_wrap=True)
    for line in doubt.lines:
        is_clear = bool(excludes_zero(line.low, line.high))
        mean = Text(line.difference, style="bold" if is_clear else "")
        table.add_row(Text(line.title), mean, Text(bracketed(line.between, lang)), line.rises)
    return table
