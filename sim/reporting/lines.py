"""Numbers as a reader sees them: unit, scale, decimals, comma or point."""

import datetime as dt
import math
from types import MappingProxyType
from typing import NamedTuple

import pandas as pd

from sim.measures.kpis import title_of

MINUS = "\u2212"
NOTHING = "–"
DECIMALS = MappingProxyType(
    {
        "share": 1,
        "day": 0,
        "day/year": 0,
        "1/youth-year": 2,
        "1/position-year": 2,
        "moves": 2,
        "FTE": 0,
    }
)
UNIT_WORDS = MappingProxyType(
    {
        "youths": ("jongeren", "youths"),
        "1/year": ("per jaar", "per year"),
        "day": ("dagen", "days"),
        "day/year": ("dagen/jaar", "days/year"),
        "share": ("%", "%"),
        "moves": ("per jongere", "per youth"),
        "1/youth-year": ("per zorgjaar", "per care-year"),
        "1/position-year": ("per plek/jaar", "per position-year"),
        "cases": ("zaken", "cases"),
        "FTE": ("fte", "FTE"),
        "euro": ("€", "€"),
        "euro/year": ("€/jaar", "€/year"),
        "keuro": ("k€", "k€"),
        "keuro/year": ("k€/jaar", "k€/year"),
        "meuro": ("M€", "M€"),
        "meuro/year": ("M€/jaar", "M€/year"),
    }
)


class Line(NamedTuple):
    """One row of a table for readers, everything as text.

    `excludes_zero` is None where there is no interval.
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


def plain(value: float, decimals: int, lang: str) -> str:
    """Return the number with separators of the language.

    A dash where it is undefined, and no minus before a rounded zero.
    """
    if not math.isfinite(value):
        return NOTHING
    text = f"{abs(value):,.{decimals}f}"
    if lang == "nl":
        text = text.translate(str.maketrans(",.", ".,"))
    is_zero = not any(c in "123456789" for c in text)
    return text if value >= 0 or is_zero else MINUS + text


def signed(value: float, decimals: int, lang: str) -> str:
    """Return the number with a plus or minus sign, none at zero."""
    text = plain(value, decimals, lang)
    has_digits = any(c in "123456789" for c in text)
    return f"+{text}" if value > 0 and has_digits else text


def date_text(date: dt.date, lang: str) -> str:
    """Return a date as people write it: 1-2-2026 in Dutch, 2026-02-01 in English."""
    return f"{date.day}-{date.month}-{date.year}" if lang == "nl" else date.isoformat()


def scale_of(unit: str, *values: float) -> tuple[float, str, int]:
    """Return (factor, unit key, decimals) in which to show values of `unit`.

    Shares in per cent, money in euro, thousands or millions.
    """
    top = max((abs(v) for v in values if math.isfinite(v)), default=0.0)
    if unit == "share":
        return 100.0, unit, DECIMALS[unit]
    if unit.startswith("euro"):
        if top >= 999_500:
            return 1e-6, "m" + unit, 1
        return (1e-3, "k" + unit, 0) if top >= 10_000 else (1.0, unit, 0)
    return 1.0, unit, DECIMALS.get(unit, 1)


def excludes_zero(low: float, high: float) -> bool | None:
    """Return whether the interval lies on one side of zero; None where there is no interval."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return None
    return low > 0 or high < 0


def enough_decimals(decimals: int, low: float, high: float) -> int:
    """Return decimals enough to tell both bounds apart and from zero.

    One more at most where the interval contains zero, else three.
    """
    is_clear = excludes_zero(low, high)
    if is_clear is None:
        return decimals
    nearest = min(abs(low), abs(high))

    def says_enough(d: int) -> bool:
        return (low == high or round(low, d) != round(high, d)) and (
            nearest == 0 or round(nearest, d) > 0
        )

    most = decimals + (3 if is_clear else 1)
    return next((d for d in range(decimals, most) if says_enough(d)), most)


def telling_decimals(
    decimals: int, base: float, other: float, difference: float, low: float, high: float
) -> int:
    """Return decimals with which the two numbers print equal only if their difference prints as
    zero, at most three more than `decimals`.
    """
    most = decimals + 3
    decimals = enough_decimals(decimals, low, high)
    if not all(math.isfinite(value) for value in (base, other, difference)):
        return decimals

    def agrees(d: int) -> bool:
        return (plain(base, d, "en") == plain(other, d, "en")) == (
            plain(difference, d, "en") == plain(0.0, d, "en")
        )

    return next((d for d in range(decimals, most) if agrees(d)), max(decimals, most))


def line(row: "pd.Series[float]", lang: str) -> Line:
    """Return one row of the frame of `compare` as text."""
    kpi, unit = str(row["kpi"]), str(row["unit"])
    factor, key, decimals = scale_of(unit, row["base"], row["other"])
    low, high = row["low"] * factor, row["high"] * factor
    decimals = telling_decimals(
        decimals, row["base"] * factor, row["other"] * factor, row["difference"] * factor, low, high
    )
    shown = [plain(row[side] * factor, decimals, lang) for side in ("base", "other")]
    interval = NOTHING
    if excludes_zero(low, high) is not None:
        interval = (
            f"{signed(low, decimals, lang)} {'tot' if lang == 'nl' else 'to'} "
            f"{signed(high, decimals, lang)}"
        )
    return Line(
        kpi,
        title_of(kpi, lang),
        shown[0],
        shown[1],
        signed(row["difference"] * factor, decimals, lang),
        interval,
        UNIT_WORDS[key][lang != "nl"],
        int(row["n"]),
        excludes_zero(low, high),
    )
