"""Providers and services of all regions of a run as arrays, and whose each location is.

A service is one provider's offer in one place setting. A service may have no location (its weight
is small, or the setting is run down): nobody can be placed there.
"""

import math
from collections.abc import Sequence
from datetime import date

import numpy as np

from sim.common.arrays import Floats, Ints
from sim.common.calendar import DAYS_PER_YEAR
from sim.common.errors import Faults, show
from sim.names import PLACE_SETTINGS, Setting
from sim.world.fits import services_in
from sim.world.locations import dealt, n_locations
from sim.world.providers import ProviderEntry

ProviderFields = dict[str, Ints | Floats | tuple[str, ...]]
"""Fields `provider_*` and `service_*` of a world, by name."""


def provider_fields(
    regions: Sequence[Sequence[ProviderEntry]], day_zero: date, n_days: int
) -> ProviderFields:
    """Return the fields of a world that say who offers what.

    Args:
        regions: providers of each region, in order of index.
        day_zero: date of day 0 of the run.
        n_days: days of the run; a day on which a provider begins or stops is brought within it.
    """
    every = [
        (r, n, each) for r, providers in enumerate(regions) for n, each in enumerate(providers)
    ]
    entries = [each for _, _, each in every]
    first = np.cumsum([0, *(len(providers) for providers in regions)]).tolist()

    def day(at: date | None, otherwise: int) -> int:
        return otherwise if at is None else min(max((at - day_zero).days, 0), n_days)

    offered = [
        (r, first[r] + n, setting, providers[n])
        for r, providers in enumerate(regions)
        for setting in PLACE_SETTINGS
        for n in services_in(providers, setting)
    ]
    return {
        "provider_names": tuple(each.title["en"] for each in entries),
        "provider_region": _ints([r for r, _, _ in every]),
        "provider_number": _ints([n for _, n, _ in every]),
        "provider_contracted": _ints([each.is_contracted for each in entries]),
        "provider_runs_unit": _ints([each.alone == "unit" for each in entries]),
        "provider_runs_solo": _ints([each.alone == "solo" for each in entries]),
        "provider_days_intake": _floats([each.days_intake for each in entries]),
        "provider_reluctance": _floats([each.reluctance for each in entries]),
        "provider_tariff": _floats([each.tariff for each in entries]),
        "provider_day_from": _ints([day(each.start, 0) for each in entries]),
        "provider_day_until": _ints([day(each.until, n_days) for each in entries]),
        "service_region": _ints([r for r, _, _, _ in offered]),
        "service_provider": _ints([n for _, n, _, _ in offered]),
        "service_setting": _ints([setting for _, _, setting, _ in offered]),
        "service_days_age_from": _ints(
            [math.floor(each.ages[0] * DAYS_PER_YEAR) for _, _, _, each in offered]
        ),
        "service_days_age_until": _ints(
            [math.ceil(each.ages[1] * DAYS_PER_YEAR) for _, _, _, each in offered]
        ),
        "service_profiles": _ints(
            [sum(1 << profile for profile in each.profiles) for _, _, _, each in offered]
        ),
        "service_share": _shares(regions),
    }


def _ints(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)


def _floats(values: Sequence[float | None]) -> Floats:
    return np.array([math.nan if each is None else each for each in values], dtype=np.float64)


def _shares(regions: Sequence[Sequence[ProviderEntry]]) -> Floats:
    """Return the share of each service in its setting, which add up to 1."""
    shares: list[float] = []
    for providers in regions:
        for setting in PLACE_SETTINGS:
            name = setting.name.lower()
            weights = [providers[n].settings[name] for n in services_in(providers, setting)]
            shares += [weight / sum(weights) for weight in weights]
    return np.array(shares, dtype=np.float64)


def service_of_location(
    region: Ints,
    setting: Ints,
    share: Floats,
    max_places: Ints,
    sizes: Floats,
    where: Sequence[str],
) -> Ints:
    """Return whose each location is: region by region, setting by setting, nth by nth.

    Args:
        region: (n_services,) index of the region.
        setting: (n_services,) place setting.
        share: (n_services,) share in its setting, > 0.
        max_places: (n_regions, n_place_settings) most places of the run.
        sizes: (n_regions, n_place_settings) places per location on day 0.
        where: (n_regions,) file or name of the region, for messages.

    Returns:
        (n_locations,) index of the service among those of its region.

    Raises:
        ConfigError: a setting with places that no provider of its region runs.
    """
    faults = Faults()
    rows: list[int] = []
    for r, named in enumerate(where):
        first = int(np.searchsorted(region, r))
        for s in PLACE_SETTINGS:
            n = n_locations(float(max_places[r, s]), float(sizes[r, s]))
            own = np.flatnonzero((region == r) & (setting == s))
            if n and not own.size:
                faults.add(_nobody(named, s, int(max_places[r, s])))
            elif n:
                row = np.array(dealt(tuple(share[own].tolist()), n), dtype=np.int64)
                rows += (row + own[0] - first).tolist()
    faults.stop()
    return np.array(rows, dtype=np.int64)


def _nobody(where: str, setting: Setting, n_places: int) -> str:
    name = setting.name.lower()
    return (
        f"{where}: 'providers' has nobody with '{name}' under 'settings', and 'setting.{name}."
        f"places' reaches {show(n_places)} places in the run; places need at least one provider. "
        f"Write 'settings: {{{name}: 1}}' with whoever runs them, or leave the places at 0."
    )
