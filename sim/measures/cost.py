"""What it costs, in euro at the price level of the region's profile; recorded in eurocents."""

import numpy as np

from sim.measures.inputs import DAYS_PER_YEAR, Ints, Recording, Table, days_in_period, ended, mean, n_years, ratio, reported
from sim.measures.years import total_by_year
from sim.world.names import Component, Variant

ONE_TO_ONE = tuple(c for c in Component if c != Component.PLACE)
CENTS = 100.0


def cents_by_period(recording: Recording, *components: Component) -> Ints:
    """Return cost of each reporting period over all regions (eurocents)."""
    cents: Ints = reported(recording, "cents_per_day")[:, list(components)].sum(axis=(0, 1))
    return cents


def one_to_one_per_year(recording: Recording) -> float:
    """Return cost of 1:1 per year (euro): staff, housing, evaluations, reviews and authorisations, without the tariff of a place."""
    return ratio(float(cents_by_period(recording, *ONE_TO_ONE).sum()) / CENTS, n_years(recording))


def one_to_one_by_year(recording: Recording) -> dict[str, float]:
    """Return cost of 1:1 in each calendar year (euro), scaled to the whole year."""
    return total_by_year(recording, cents_by_period(recording, *ONE_TO_ONE) / CENTS)


def total_per_year(recording: Recording) -> float:
    """Return cost per year of all components, places included (euro)."""
    return ratio(float(cents_by_period(recording, *Component).sum()) / CENTS, n_years(recording))


def by_component(recording: Recording) -> dict[str, float]:
    """Return cost per year of each component (euro)."""
    return {c.name.lower(): ratio(float(cents_by_period(recording, c).sum()) / CENTS, n_years(recording)) for c in Component}


def per_episode(recording: Recording) -> float:
    """Return the mean cost (euro) of 1:1 episodes that ended in the period, each from its own start."""
    return mean(ended(recording, "episodes")["cents"]) / CENTS


def per_youth_year(recording: Recording) -> float:
    """Return cost of staff and housing per youth-year of 1:1 (euro), from the spells at rungs 1 to 5."""
    return _per_youth_year(recording, tuple(Variant))


def per_youth_year_solo(recording: Recording) -> float:
    """Return cost of staff and housing per youth-year of solo 1:1 (euro), from the spells at rungs 1 to 5."""
    return _per_youth_year(recording, (Variant.SOLO,))


def _per_youth_year(recording: Recording, variants: tuple[Variant, ...]) -> float:
    spells = Table(recording, "spells")
    spells = spells.where((spells["level"] > 0) & np.isin(spells["variant"], [int(v) for v in variants]))
    days = days_in_period(recording, spells)
    cents = float(np.sum(days * spells["cents_per_day"]))
    return ratio(cents / CENTS, float(days.sum()) / DAYS_PER_YEAR)
