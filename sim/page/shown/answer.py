"""The answer in one sentence with its uncertainty in words, and the few numbers beside it.

People first, money after.
"""

from typing import NamedTuple

import numpy as np

from sim.page.computing.queue import Found
from sim.page.texts import Words, mark
from sim.statistics.intervals import Interval, mean_interval, paired_interval

FEW = 10  # pairs below which nothing is said about chance
MILLION = 1e-6


class Headline(NamedTuple):
    """A number of the first row: KPI, words, scale and decimals.

    `words_more` and `words_less` are said of people.
    """

    kpi: str
    label: str
    unit: str
    factor: float = 1.0
    decimals: int = 0


HEADLINES = (
    Headline("census_one_to_one", mark("Youths in 1:1"), mark("per day"), decimals=0),
    Headline("census_alone", mark("of whom alone"), mark("per day"), decimals=0),
    Headline("isolation_days_per_year", mark("Days lived alone"), mark("per year"), decimals=0),
    Headline("duration.median", mark("Half of 1:1 lasts longer than"), mark("days"), decimals=0),
    Headline("unplanned_moves", mark("Unplanned moves"), mark("per 100 youths a year"), 100.0, 1),
    Headline(
        "share_over_one_year", mark("1:1 longer than a year"), mark("% of arrangements"), 100.0, 0
    ),
    Headline("cost_one_to_one", mark("Cost of 1:1"), mark("million euro a year"), MILLION, 1),
    Headline("cost_total", mark("Cost of all care"), mark("million euro a year"), MILLION, 1),
)


def values(found: Found, kpi: str, side: str) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """Return one KPI of all samples of a side, (n,); NaN where it is not defined."""
    samples = found.base if side == "base" else found.variant
    return np.array([sample.kpis.get(kpi, float("nan")) for sample in samples])


def difference(found: Found, kpi: str) -> Interval:
    """Return the mean paired difference, variant - base, with its 95 % t interval."""
    return paired_interval(values(found, kpi, "base"), values(found, kpi, "variant"))


def mean(found: Found, kpi: str, side: str) -> float:
    """Return the mean of one KPI over the pairs."""
    return mean_interval(values(found, kpi, side)).mean


def is_clear(interval: Interval) -> bool:
    """Tell whether the interval lies on one side of zero."""
    return bool(np.isfinite(interval.low) and (interval.low > 0 or interval.high < 0))


def sentence(found: Found, place: str, is_same: bool, w: Words) -> str:
    """Return the answer: what happens to volume, duration and cost of 1:1, and how sure the model
    is of the direction.
    """
    if is_same:
        return w(
            "As it is now, {n} youths a day in {place} are in 1:1; half of the arrangements last "
            "longer than {days} days, "
            "and together they cost {cost} million euro a year. Move a lever or choose a question "
            "to see what changes.",
            n=w.number(mean(found, "census_one_to_one", "base")),
            place=place,
            days=w.number(mean(found, "duration.median", "base")),
            cost=w.number(mean(found, "cost_one_to_one", "base") * MILLION, 1),
        )
    volume = difference(found, "census_one_to_one")
    return w(
        "{start}{n} youths a day in {place} are in 1:1 instead of {base}: {difference}{sure}; half "
        "of the arrangements last longer than "
        "{days} days ({more_days}), and 1:1 costs {cost} million euro a year ({more_cost}).",
        start=w("First impression: ") if found.n < FEW else "",
        n=w.number(mean(found, "census_one_to_one", "variant")),
        base=w.number(mean(found, "census_one_to_one", "base")),
        place=place,
        difference=amount(
            volume.mean, w, mark("{size} more"), mark("{size} fewer"), mark("no difference")
        ),
        sure=sureness(volume, w) if found.n >= FEW else "",
        days=w.number(mean(found, "duration.median", "variant")),
        more_days=with_doubt(
            found,
            "duration.median",
            w,
            mark("{size} longer"),
            mark("{size} shorter"),
            mark("as long as now"),
        ),
        cost=w.number(mean(found, "cost_one_to_one", "variant") * MILLION, 1),
        more_cost=with_doubt(
            found,
            "cost_one_to_one",
            w,
            mark("{size} more"),
            mark("{size} less"),
            mark("as much as now"),
            MILLION,
            1,
        ),
    )


def sureness(interval: Interval, w: Words) -> str:
    """Return how sure the model is of the direction, in words, with the interval in words that keep
    the direction.
    """
    if interval.low == interval.high == 0.0 or not np.isfinite(interval.low):
        return ""
    decimals = 0 if max(abs(interval.low), abs(interval.high)) >= 3 else 1
    low, high = w.signed(interval.low, decimals), w.signed(interval.high, decimals)
    if is_clear(interval):
        return w(
            " (between {low} and {high}: within this model that direction is clear)",
            low=low,
            high=high,
        )
    return w(
        " (between {low} and {high}: whether it goes up or down cannot be told from chance)",
        low=low,
        high=high,
    )


def amount(value: float, w: Words, more: str, less: str, none: str, decimals: int = 0) -> str:
    """Return a difference in words."""
    if not np.isfinite(value):
        return w("cannot be determined")
    if round(value, decimals) == 0:
        decimals = decimals + 1
    if round(value, decimals) == 0:
        return w(none)
    return w(more if value > 0 else less, size=w.number(abs(value), decimals))


def with_doubt(
    found: Found,
    kpi: str,
    w: Words,
    more: str,
    less: str,
    none: str,
    factor: float = 1.0,
    decimals: int = 0,
) -> str:
    """Return a difference in words, with "perhaps" where it may be chance."""
    interval = difference(found, kpi)
    text = amount(interval.mean * factor, w, more, less, none, decimals)
    is_doubtful = (
        found.n >= FEW
        and np.isfinite(interval.mean)
        and interval.mean != 0
        and not is_clear(interval)
    )
    return w("perhaps {amount}", amount=text) if is_doubtful else text


class Tile(NamedTuple):
    """One number as text.

    Label, value with unit, what it was, the difference, and whether that is clear (None: too early
    or no difference).
    """

    label: str
    value: str
    unit: str
    before: str
    change: str
    direction: int
    is_clear: bool | None


def tiles(found: Found, is_same: bool, w: Words) -> list[Tile]:
    """Return the first row of numbers."""
    made = []
    for h in HEADLINES:
        interval = difference(found, h.kpi)
        shown = mean(found, h.kpi, "base" if is_same else "variant") * h.factor
        change, direction, clear = "", 0, None
        if not is_same:
            decimals = h.decimals + (
                1 if abs(interval.mean * h.factor) < 0.95 * 10.0**-h.decimals else 0
            )
            change = w.signed(interval.mean * h.factor, decimals)
            direction = (
                int(np.sign(round(interval.mean * h.factor, decimals)))
                if np.isfinite(interval.mean)
                else 0
            )
            clear = is_clear(interval) if found.n >= FEW else None
        before = w.number(mean(found, h.kpi, "base") * h.factor, h.decimals)
        made.append(
            Tile(
                w(h.label), w.number(shown, h.decimals), w(h.unit), before, change, direction, clear
            )
        )
    return made
