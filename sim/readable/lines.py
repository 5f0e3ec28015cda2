"""One row of a table for readers, everything as text."""

from typing import NamedTuple

import pandas as pd

from sim.measures.kpis import title_of
from sim.words.catalogue import say
from sim.words.numbers import (
    NOTHING,
    excludes_zero,
    plain,
    scale_of,
    signed,
    span,
    telling_decimals,
)


class Line(NamedTuple):
    """One row of a table for readers, everything as text.

    `excludes_zero` is None where there is no interval; `unit_long` is the unit as a sentence has
    it.
    """

    kpi: str
    title: str
    base: str
    other: str
    difference: str
    interval: str
    unit: str
    n: int
    excludes_zero: bool | None
    unit_long: str


def line(row: "pd.Series[float]", lang: str) -> Line:
    """Return one row of the frame of `compare` as text."""
    kpi = str(row["kpi"])
    factor, unit, decimals = scale_of(str(row["unit"]), row["base"], row["other"])
    base, other, difference, low, high = (
        float(row[name]) * factor for name in ("base", "other", "difference", "low", "high")
    )
    decimals = telling_decimals(decimals, base, other, difference, low, high)
    is_clear = excludes_zero(low, high)
    return Line(
        kpi,
        title_of(kpi, lang),
        plain(base, decimals, lang),
        plain(other, decimals, lang),
        signed(difference, decimals, lang),
        NOTHING if is_clear is None else span(low, high, decimals, lang),
        say(f"units.short.{unit}", lang),
        int(row["n"]),
        is_clear,
        say(f"units.long.{unit}", lang),
    )
