"""The answer in one sentence with its uncertainty in words, and the few numbers beside it.

People first, money after. Numbers, units, decimals and what is clear are those of the report
(`sim/readable/lines.py`).
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.common.arrays import Floats
from sim.measures.kpis import LARGE, kpi_of
from sim.page.computing.queue import Found
from sim.page.texts import Words, capital
from sim.readable.lines import Line, line
from sim.statistics.intervals import Interval, mean_interval, paired_interval
from sim.words.numbers import MINUS, NOTHING, is_zero

FEW = 10  # pairs below which nothing is said about chance


def values(found: Found, kpi: str, side: str) -> Floats:
    """Return one KPI of all samples of a side, (n,); NaN where it is not defined."""
    samples = found.base if side == "base" else found.variant
    return np.array([sample.kpis.get(kpi, float("nan")) for sample in samples])


def difference(found: Found, kpi: str) -> Interval:
    """Return the mean paired difference, variant - base, with its 95 % t interval."""
    return paired_interval(values(found, kpi, "base"), values(found, kpi, "variant"))


def line_of(found: Found, kpi: str, lang: str) -> Line:
    """Return base, variant and difference of one KPI as the report writes them."""
    gap = difference(found, kpi)
    row = {
        "kpi": kpi,
        "unit": kpi_of(kpi).unit,
        "base": mean_interval(values(found, kpi, "base")).mean,
        "other": mean_interval(values(found, kpi, "variant")).mean,
        "difference": gap.mean,
        "low": gap.low,
        "high": gap.high,
        "n": found.n,
    }
    return line(pd.Series(row), lang)


def is_clear(found: Found, shown: Line) -> bool:
    """Tell whether chance does not explain a difference; never with few pairs."""
    return found.n >= FEW and bool(shown.excludes_zero)


def sentence(found: Found, place: str, is_same: bool, w: Words) -> str:
    """Return the answer: what happens to volume, duration and cost of 1:1, and whether chance
    explains it.
    """
    volume, days, cost = (
        line_of(found, kpi, w.lang)
        for kpi in ("census_one_to_one", "duration.median", "cost_one_to_one")
    )
    if is_same:
        return w(
            "page.answer_unchanged",
            n=volume.base,
            place=place,
            days=days.base,
            cost=cost.base,
            unit=cost.unit_long,
        )
    return w(
        "page.answer",
        start=w("page.first_impression") if found.n < FEW else "",
        n=volume.other,
        base=volume.base,
        place=place,
        difference=amount(volume, w, "page.size_more", "page.size_fewer", "page.no_difference"),
        sure=sureness(volume, w) if found.n >= FEW else "",
        days=days.other,
        more_days=with_doubt(
            found, days, w, "page.size_longer", "page.size_shorter", "page.as_long_as_now"
        ),
        cost=cost.other,
        unit=cost.unit_long,
        more_cost=with_doubt(
            found, cost, w, "page.size_more", "page.size_less", "page.as_much_as_now"
        ),
    )


def sureness(shown: Line, w: Words) -> str:
    """Return in words whether chance explains the difference, with its interval."""
    if shown.excludes_zero is None or is_zero(shown.interval):
        return ""
    key = "page.beyond_chance_between" if shown.excludes_zero else "page.perhaps_chance"
    return w(key, interval=shown.interval)


def amount(shown: Line, w: Words, more: str, less: str, none: str) -> str:
    """Return a difference in words."""
    if shown.difference == NOTHING:
        return w("page.cannot_be_determined")
    if direction_of(shown) == 0:
        return w(none)
    return w(more if direction_of(shown) > 0 else less, size=shown.difference.strip(f"+{MINUS}"))


def with_doubt(found: Found, shown: Line, w: Words, more: str, less: str, none: str) -> str:
    """Return a difference in words, with "perhaps" where it may be chance."""
    text = amount(shown, w, more, less, none)
    is_doubtful = found.n >= FEW and direction_of(shown) != 0 and not shown.excludes_zero
    return w("page.perhaps_amount", amount=text) if is_doubtful else text


def direction_of(shown: Line) -> int:
    """Return 1 for more, -1 for less, 0 for no difference or none that is known."""
    return {"+": 1, MINUS: -1}.get(shown.difference[:1], 0)


class Tile(NamedTuple):
    """One number as text.

    Label, how it is counted, value with unit, what it was, the difference, and whether that is
    clear (None: too early or no difference).
    """

    label: str
    about: str
    value: str
    unit: str
    before: str
    change: str
    direction: int
    is_clear: bool | None


def tiles(found: Found, is_same: bool, w: Words) -> list[Tile]:
    """Return the first row of numbers."""
    made = []
    for kpi in LARGE:
        shown = line_of(found, kpi, w.lang)
        value = shown.base if is_same else shown.other
        change: tuple[str, int, bool | None] = ("", 0, None)
        if not is_same:
            clear = is_clear(found, shown) if found.n >= FEW else None
            change = (shown.difference, direction_of(shown), clear)
        title, about = capital(shown.title), kpi_of(kpi).description(w.lang)
        made.append(Tile(title, about, value, shown.unit_long, shown.base, *change))
    return made
