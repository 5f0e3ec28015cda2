"""What it costs, in euro at the price level of the region's profile; recorded in eurocents."""

from collections.abc import Callable

import numpy as np

from sim.common.arrays import Floats, Ints
from sim.common.calendar import DAYS_PER_YEAR, years_of
from sim.measures.groups import ALONE
from sim.measures.inputs import Recording, View, mean, n_years, once, ratio, reported
from sim.measures.periods import per_year_at_end, total_by_year
from sim.measures.rows import Rows, column, days_in_period, ended, is_any, rows_where
from sim.names import Component, Variant

ONE_TO_ONE = tuple(c for c in Component if c != Component.PLACE)
CENTS = 100.0


def cents(recording: Recording, *components: Component) -> Ints:
    """Return cost of each reporting period over all regions (eurocents)."""
    per_period: Ints = reported(recording, "cents_per_day")[:, list(components)].sum(axis=(0, 1))
    return per_period


def one_to_one_per_year(recording: Recording) -> float:
    """Return cost of 1:1 per year (euro).

    Staff, housing, evaluations, reviews and authorisations, without the tariff of a place.
    """
    return ratio(float(cents(recording, *ONE_TO_ONE).sum()) / CENTS, n_years(recording))


def one_to_one_by_year(recording: Recording) -> dict[str, float]:
    """Return cost of 1:1 in each calendar year (euro), scaled to the whole year."""
    return total_by_year(recording, cents(recording, *ONE_TO_ONE) / CENTS)


def at_end(recording: Recording) -> dict[str, float]:
    """Return cost per year (euro) over the last twelve months: of 1:1, and of all components."""
    return {
        "one_to_one": per_year_at_end(recording, cents(recording, *ONE_TO_ONE) / CENTS),
        "total": per_year_at_end(recording, cents(recording, *Component) / CENTS),
    }


def total_by_calendar_year(recording: Recording) -> dict[str, float]:
    """Return cost of all components in each calendar year (euro), scaled to the whole year."""
    return total_by_year(recording, cents(recording, *Component) / CENTS)


def total_per_year(recording: Recording) -> float:
    """Return cost per year of all components, places included (euro)."""
    return ratio(float(cents(recording, *Component).sum()) / CENTS, n_years(recording))


def by_component(recording: Recording) -> dict[str, float]:
    """Return cost per year of each component (euro)."""
    return {
        c.name.lower(): ratio(float(cents(recording, c).sum()) / CENTS, n_years(recording))
        for c in Component
    }


def per_episode(recording: Recording) -> float:
    """Return the mean cost (euro) of 1:1 episodes that ended in the period, each from its own
    start.
    """
    return mean(ended(recording, "episodes")["cents"]) / CENTS


def per_youth_year(recording: Recording) -> float:
    """Return cost of staff and housing per youth-year of 1:1 (euro), from the spells at rungs 1 to
    5.
    """
    return _per_youth_year(recording, spells_in_one_to_one(recording))


def per_youth_year_solo(recording: Recording) -> float:
    """Return cost of staff and housing per youth-year of solo 1:1 (euro), from the spells at rungs
    1 to 5.
    """
    spells = spells_in_one_to_one(recording)
    return _per_youth_year(recording, spells.where(spells["variant"] == Variant.SOLO))


@once
def spells_in_one_to_one(recording: View) -> Rows:
    """Return the spells at rungs 1 to 5, those before the reporting period too (they cover none of
    its days).
    """
    return rows_where(recording, "spells", column(recording, "spells", "level") > 0)


def alone_per_year(recording: Recording) -> float:
    """Return cost of staff and housing per year (euro) of solo and unit 1:1, over spells at rungs 1
    to 5.
    """
    spells = spells_in_one_to_one(recording)
    alone = spells.where(is_any(spells["variant"], *ALONE))
    return ratio(cents_of(recording, alone) / CENTS, n_years(recording))


def per_year(spells: Rows) -> Floats:
    """Return what each spell costs in a whole year (euro), `(n_spells,)`."""
    euro: Floats = spells["cents_per_day"] * DAYS_PER_YEAR / CENTS
    return euro


def weighted_quantile(values: Floats, weights: Ints, quantile: float) -> float:
    """Return the smallest value at or below which this share of all weight lies.

    NaN without weight. Both are `(n,)`.
    """
    order = np.argsort(values)
    below = np.cumsum(weights[order])
    if not len(order) or not below[-1]:
        return float("nan")
    return float(values[order][np.searchsorted(below, quantile * below[-1])])


def solo_quantile(quantile: float) -> Callable[[Recording], float]:
    """Return the measure of a quantile over solo spells in the period, weighted by days, of what
    1:1 costs a year (euro).
    """

    def cost(recording: Recording) -> float:
        is_solo = column(recording, "spells", "variant") == Variant.SOLO
        spells = rows_where(recording, "spells", is_solo)
        return weighted_quantile(per_year(spells), days_in_period(recording, spells), quantile)

    return cost


def solo_skew(recording: Recording) -> float:
    """Return mean less median of the yearly cost (euro) of a solo place, over youth-days."""
    spells = spells_in_one_to_one(recording)
    spells = spells.where(spells["variant"] == Variant.SOLO)
    days = days_in_period(recording, spells)
    if not days.sum():
        return float("nan")
    euro = per_year(spells)
    return float(np.average(euro, weights=days) - weighted_quantile(euro, days, 0.5))


def cents_of(recording: Recording, spells: Rows) -> float:
    """Return what these spells cost in the reporting period (eurocents)."""
    return float(np.sum(days_in_period(recording, spells) * spells["cents_per_day"]))


def _per_youth_year(recording: Recording, spells: Rows) -> float:
    return ratio(
        cents_of(recording, spells) / CENTS,
        years_of(float(days_in_period(recording, spells).sum())),
    )
