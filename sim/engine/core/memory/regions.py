"""Lay out regions in a block: parameters, providers, services, locations. Plain Python, once."""

from functools import lru_cache
from typing import Any

import numpy as np

from sim.common.ids import location_id, provider_id
from sim.engine.core.memory import cells
from sim.engine.core.memory.fields import Record, WordArray, layout, size_of
from sim.engine.core.memory.lane import WORDS_OF_LINE
from sim.engine.core.memory.parts import Parameters
from sim.engine.core.memory.state import N_COUNTERS, Location, Provider, Region, Service
from sim.names import N_LEVELS, N_PLACE_SETTINGS, PLACE_SETTINGS
from sim.rules import cost, staff, stay
from sim.world.build import World


class Draft:
    """A block that is being laid out: plain Python, once per world."""

    def __init__(self) -> None:
        self.words: WordArray = np.zeros(1 << 16, dtype=np.int64)
        self.top = 0

    def take(self, n: int) -> int:
        """Return the place of `n` words, all zero; the word before them holds their number."""
        place = self.top + 1
        self.top = place + n
        while self.top > len(self.words):
            self.words = np.concatenate([self.words, np.zeros_like(self.words)])
        self.words[place - 1] = n
        return place

    def take_record(self, record: type[Record]) -> int:
        """Return the place of a record, all zero, where a line of the processor's cache begins."""
        self.take(-(self.top + 1) % WORDS_OF_LINE)
        place = self.top
        self.take(size_of(record) - 1)
        self.words[place] = 0
        return place

    def put(self, numbers: Any) -> int:
        """Return the place of these whole numbers or floats."""
        values = np.ascontiguousarray(numbers)
        place = self.take(len(values))
        target = self.words[place : place + len(values)]
        target[:] = values.view(np.int64) if values.dtype == np.float64 else values.astype(np.int64)
        return place


def set_places(record: Record, **places: int) -> None:
    """Let references of a record lead to these places."""
    for name, place in places.items():
        setattr(record, name, place)


def lay_out_regions(draft: Draft, world: World) -> list[int]:
    """Lay out all regions of a world; return their places."""
    places: list[int] = []
    first = 0  # location of the region in the row of all
    for index in range(len(world.region_names)):
        places.append(_region(draft, world, index, first))
        first += Region(draft.words, places[-1]).location_at[N_PLACE_SETTINGS]
    return places


def _region(draft: Draft, world: World, index: int, first: int) -> int:
    place = draft.take(size_of(Region))
    region = Region(draft.words, place)
    source = world.region_sources[index]
    numbers = np.zeros(size_of(Parameters))
    numbers[word_of_column(world.names)] = world.values[index]
    region.source = source
    at = region.p._place
    draft.words[at : at + len(numbers)] = numbers.view(np.int64)
    now = draft.take(cells.N_CELLS)
    providers = [_provider(draft, world, k, place) for k in _of(world.provider_region, index)]
    services = [
        _service(draft, world, k, place, providers) for k in _of(world.service_region, index)
    ]
    locations = _locations(draft, world, index, place, services, first)
    runs = {
        name: draft.put(_chosen(providers, flags[world.provider_region == index]))
        for name, flags in (
            ("unit_providers", world.provider_runs_unit),
            ("solo_providers", world.provider_runs_solo),
        )
    }
    rows = {"providers": draft.put(providers), "services": draft.put(services)}
    rows["locations"] = draft.put(locations)
    region = Region(draft.words, place)
    region.index = index
    set_places(region, now=now, is_ready=draft.take(len(services)), **rows, **runs)
    for number, service in enumerate(services):
        Service(draft.words, service).number = number
    _share_list(draft, services)
    region.n_providers = len(providers)
    region.n_unit_providers = int(draft.words[runs["unit_providers"] - 1])
    region.n_solo_providers = int(draft.words[runs["solo_providers"] - 1])
    n_locations = _n_locations(world, index)
    of_setting = world.service_setting[world.service_region == index]
    for k in range(N_PLACE_SETTINGS + 1):
        region.service_at[k] = int(np.searchsorted(of_setting, k))
        region.location_at[k] = sum(n_locations[:k])
    return place


def _of(regions: WordArray, index: int) -> list[int]:
    """Return which providers or services are of a region."""
    return [int(k) for k in np.flatnonzero(regions == index)]


def _chosen(places: list[int], flags: WordArray) -> WordArray:
    """Return the places that are flagged."""
    chosen: WordArray = np.array(places, dtype=np.int64)[flags.astype(bool)]
    return chosen


def _provider(draft: Draft, world: World, k: int, region: int) -> int:
    place = draft.take(size_of(Provider))
    provider = Provider(draft.words, place)
    set_places(provider, region=region)
    provider.number = int(world.provider_number[k])
    provider.id = provider_id(Region(draft.words, region).source, provider.number)
    provider.is_contracted = bool(world.provider_contracted[k])
    provider.own_days = float(world.provider_days_intake[k])
    provider.own_reluctance = float(world.provider_reluctance[k])
    provider.own_tariff = float(world.provider_tariff[k])
    provider.day_from = int(world.provider_day_from[k])
    provider.day_until = int(world.provider_day_until[k])
    return place


def _service(draft: Draft, world: World, k: int, region: int, providers: list[int]) -> int:
    place = draft.take_record(Service)
    service = Service(draft.words, place)
    whose = providers[int(world.provider_number[world.service_provider[k]])]
    set_places(service, region=region, provider=whose)
    service.setting = int(world.service_setting[k])
    service.days_age_from = int(world.service_days_age_from[k])
    service.days_age_until = int(world.service_days_age_until[k])
    service.profiles = int(world.service_profiles[k])
    return place


def _share_list(draft: Draft, services: list[int]) -> None:
    """Have the crisis services of a region share one waiting list: the desk of the first."""
    first = 0
    for place in services:
        is_shared = stay.is_crisis_place(Service(draft.words, place).setting)
        if is_shared and not first:
            first = place
        set_places(Service(draft.words, place), desk=first if is_shared else place)


def _n_locations(world: World, index: int) -> list[int]:
    """Return the locations of every place setting of a region."""
    counts = []
    for setting in PLACE_SETTINGS:
        size = world.values[index, world.column(f"setting.{setting.name.lower()}.group_size")]
        counts.append(int(stay.n_locations(float(world.max_places[index, setting]), float(size))))
    return counts


def _locations(
    draft: Draft, world: World, index: int, region: int, services: list[int], first: int
) -> list[int]:
    """Lay out the locations of a region, each after the one before it of its service and provider;
    return their places.
    """
    source = world.region_sources[index]
    places: list[int] = []
    last: dict[int, int] = {}  # of a service or provider
    for setting, n in zip(PLACE_SETTINGS, _n_locations(world, index), strict=True):
        for nth in range(n):
            id_ = location_id(source, int(setting), nth)
            at = _location(draft, world, index, region, setting, nth, id_)
            service = services[int(world.location_service[first + len(places)])]
            provider = Service(draft.words, service).provider._place
            set_places(Location(draft.words, at), service=service)
            for whose, record, following in (
                (service, Service, "next_of_service"),
                (provider, Provider, "next_of_provider"),
            ):
                if whose in last:
                    set_places(Location(draft.words, last[whose]), **{following: at})
                else:
                    set_places(record(draft.words, whose), first_location=at)
                last[whose] = at
            places.append(at)
    return places


def _location(
    draft: Draft, world: World, index: int, region: int, setting: int, nth: int, id_: int
) -> int:
    place = draft.take_record(Location)
    size = highest(world, f"setting.{PLACE_SETTINGS[setting].name.lower()}.group_size", index)
    youths = draft.take(int(stay.size_of_group(size)))
    location = Location(draft.words, place)
    location.n_counters = N_COUNTERS
    location.id, location.setting, location.nth = id_, int(setting), nth
    set_places(location, region=region, youths=youths)
    return place


def room_of_core_team(world: World) -> int:
    """Return the positions of the highest rung, roughly; a team takes more room when it needs."""
    minutes = max(
        cost.staff_minutes(
            cost.LevelParameters(
                highest(world, f"level.{rung}.staff_present"),
                highest(world, f"level.{rung}.hours_per_day"),
            )
        )
        for rung in range(1, N_LEVELS)
    )
    hours = world.values[:, world.column("staff.hours_per_fte_year")].min()
    p = staff.StaffParameters(*np.ones(len(staff.StaffParameters._fields)).tolist())
    return int(staff.positions_of_rung(minutes, p._replace(hours_per_fte_year=float(hours))))


def highest(world: World, name: str, region: int | None = None) -> float:
    """Return the highest value ever in force of a parameter, in one region or in all."""
    column = world.column(name)
    now = world.values[:, column] if region is None else world.values[region : region + 1, column]
    is_later = (world.change_name == column) & (
        True if region is None else world.change_region == region
    )
    return float(max([*now, *world.change_value[is_later]]))


@lru_cache(maxsize=8)
def word_of_column(names: tuple[str, ...]) -> list[int]:
    """Return, for every column of a world, its word among the parameters of a region."""
    fields = layout(Parameters)
    words = []
    for name in names:
        group, *thing, last = name.split(".")
        spec = fields[group]
        k = 0
        if group == "setting":
            k = [s.name.lower() for s in PLACE_SETTINGS].index(thing[0])
        elif group == "level":
            k = int(thing[0]) - 1
        words.append(spec.at + k * len(spec.of._fields) + spec.of._fields.index(last))
    return words
