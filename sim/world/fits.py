"""Who has a location, and who is taken by nobody, in a region with the places that it has recorded.

What a policy opens or closes does not count here: a list of providers is right or wrong by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sim.names import PLACE_SETTINGS, Profile, Setting
from sim.world.locations import dealt, n_locations
from sim.world.parameters import ParameterRows
from sim.world.providers import AGE_MAX, AGE_MIN, ProviderEntry
from sim.world.row import Dated

FOR_ALL = (Setting.OPEN_GROUP, Setting.FAMILY_HOME)  # together they should take everybody
AGES = range(AGE_MIN, AGE_MAX)
AFTER = (Setting.FOLLOW_UP,)
AGES_AFTER = range(16, AGE_MAX)  # of supported or independent living


@dataclass(frozen=True)
class Recorded:
    """Most places that a region ever recorded, and their locations, by place setting."""

    places: tuple[float, ...]
    n_locations: tuple[int, ...]


def recorded_of(own: Mapping[str, tuple[Dated, ...]], rows: ParameterRows) -> Recorded:
    """Return the places of a region, from its own rows and else from the parameter files."""
    places, locations = [], []
    for setting in PLACE_SETTINGS:
        name = f"setting.{setting.name.lower()}"
        most, sizes = (
            [each.value for each in own.get(key) or rows[key].values]
            for key in (f"{name}.places", f"{name}.group_size")
        )
        places.append(max(most, default=0.0))
        locations.append(n_locations(places[-1], sizes[-1] if sizes else 1.0))
    return Recorded(tuple(places), tuple(locations))


def services_in(providers: Sequence[ProviderEntry], setting: Setting) -> tuple[int, ...]:
    """Return the providers (index) that offer a setting, in order."""
    name = setting.name.lower()
    return tuple(n for n, provider in enumerate(providers) if name in provider.settings)


def with_location(
    providers: Sequence[ProviderEntry], setting: Setting, recorded: Recorded
) -> tuple[int, ...]:
    """Return the providers (index) with at least one location of a setting, in order."""
    offering = services_in(providers, setting)
    weights = tuple(providers[n].settings[setting.name.lower()] for n in offering)
    n = recorded.n_locations[setting] if offering else 0
    return tuple(sorted({offering[service] for service in dealt(weights, n)}))


def without_location(
    providers: Sequence[ProviderEntry], recorded: Recorded
) -> list[tuple[int, Setting]]:
    """Return (provider, setting) for every offer that gets no location of a setting with places."""
    return [
        (n, setting)
        for setting in PLACE_SETTINGS
        if recorded.n_locations[setting]
        for n in services_in(providers, setting)
        if n not in with_location(providers, setting, recorded)
    ]


def not_taken(
    providers: Sequence[ProviderEntry],
    recorded: Recorded,
    settings: Sequence[Setting],
    ages: range,
    day: date | None = None,
) -> list[tuple[int, Profile]]:
    """Return (age, profile) of everybody whom no provider with a location takes.

    Nobody where these settings have no places at all. With a `day`, only providers that take
    applications on it count.
    """
    if not any(recorded.n_locations[setting] for setting in settings):
        return []
    there = [
        providers[n]
        for setting in settings
        for n in with_location(providers, setting, recorded)
        if day is None or providers[n].is_open(day)
    ]
    return [
        (age, profile)
        for profile in Profile
        for age in ages
        if not any(provider.takes(age, profile) for provider in there)
    ]
