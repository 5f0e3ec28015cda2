"""Numbers and dates as a reader sees them: sign, scale, decimals, unit, and whether a difference is
clear.

Console, report, page, figures and library write their numbers with this one table.
"""

import datetime as dt
import math
from types import MappingProxyType
from typing import NamedTuple

from sim.words.catalogue import say

MINUS = "\u2212"
NOTHING = "–"
MOST_DECIMALS = 6  # of a number that is written as short as it can be
DECIMALS = MappingProxyType(
    {
        "share": 1,
        "day": 0,
        "day/year": 0,
        "1/youth-year": 1,
        "hour/year": 0,
        "1/position-year": 2,
        "1/placement": 1,
        "moves": 2,
        "FTE": 0,
    }
)
PER_HUNDRED = ("share", "1/youth-year")
SEPARATORS = MappingProxyType({"nl": str.maketrans(",.", ".,"), "en": str.maketrans("", "")})


class Scale(NamedTuple):
    """How numbers of a unit are shown: times `factor`, in `unit` (a key of `units.short` and
    `units.long`), with so many decimals.
    """

    factor: float
    unit: str
    decimals: int


def plain(value: float, decimals: int, lang: str) -> str:
    """Return the number with separators of the language.

    A dash where it is undefined, and no minus before a rounded zero.
    """
    if not math.isfinite(value):
        return NOTHING
    text = f"{abs(value):,.{decimals}f}".translate(SEPARATORS[lang])
    return text if value >= 0 or is_zero(text) else MINUS + text


def signed(value: float, decimals: int, lang: str) -> str:
    """Return the number with a plus or minus sign, none at zero."""
    text = plain(value, decimals, lang)
    return f"+{text}" if value > 0 and not is_zero(text) else text


def shortest(value: float, lang: str, most: int = MOST_DECIMALS) -> str:
    """Return the number with as few decimals as it needs, `most` at most."""
    if not math.isfinite(value):
        return NOTHING
    needed = f"{value:.{most}f}".rstrip("0").partition(".")[2]
    return plain(value, len(needed), lang)


def percent(share: float, decimals: int, lang: str) -> str:
    """Return a share (0..1) in per cent."""
    return f"{plain(100.0 * share, decimals, lang)}%"


def span(low: float, high: float, decimals: int, lang: str) -> str:
    """Return an interval of a difference: `−2,0 tot +3,1`."""
    ends = (signed(end, decimals, lang) for end in (low, high))
    return f" {say('units.to', lang)} ".join(ends)


def bracketed(interval: str, lang: str) -> str:
    """Return what `span` gave as narrow as it can be: `[−2,0; +3,1]`."""
    joined = f" {say('units.to', lang)} "
    return f"[{interval.replace(joined, '; ')}]"


def is_zero(text: str) -> bool:
    """Tell whether a number that is written down has no digit but zeros."""
    return not any(digit in "123456789" for digit in text)


def date_text(date: dt.date, lang: str) -> str:
    """Return a date as people write it: 1-2-2026 in Dutch, 2026-02-01 in English."""
    return {"nl": f"{date.day}-{date.month}-{date.year}", "en": date.isoformat()}[lang]


def long_date(date: dt.date, lang: str) -> str:
    """Return a date in words: 1 februari 2026."""
    return f"{date.day} {say(f'units.months.{date.month}', lang)} {date.year}"


def scale_of(unit: str, *values: float) -> Scale:
    """Return the scale in which to show values of `unit`.

    Shares in per cent, rates per hundred years in care, money in euro, thousands or millions.
    """
    top = max((abs(v) for v in values if math.isfinite(v)), default=0.0)
    if unit in PER_HUNDRED:
        return Scale(100.0, unit, DECIMALS[unit])
    if unit.startswith("euro"):
        if top >= 999_500:
            return Scale(1e-6, "m" + unit, 1)
        return Scale(1e-3, "k" + unit, 0) if top >= 10_000 else Scale(1.0, unit, 0)
    return Scale(1.0, unit, DECIMALS.get(unit, 1))


def excludes_zero(low: float, high: float) -> bool | None:
    """Return whether the interval lies on one side of zero; None where there is no interval.

    This is what "clear", bold type and "beyond chance" mean everywhere.
    """
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
