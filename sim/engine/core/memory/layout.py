"""Lay out a lane in its block before it runs: the world's numbers, room for records and rows.

And read it back afterwards. A block is, from its first word: the lane, everything that must be
right or zero at the start (agenda, sums, regions, locations, changes), the rows of tables, and free
room from which records are taken. All but the rows and the free room is the same for every
replication of a world: it is laid out once and copied.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.common.calendar import years_of
from sim.common.ids import location_id, provider_id
from sim.engine.change import action_of
from sim.engine.columns import TABLES
from sim.engine.core.memory import cells
from sim.engine.core.memory.fields import Record, WordArray, layout, size_of
from sim.engine.core.memory.lane import N_PHASES
from sim.engine.core.memory.parts import Parameters, Table
from sim.engine.core.memory.people import WORDS_OF_APPLICATION, WORDS_OF_ARRANGEMENT, WORDS_OF_YOUTH
from sim.engine.core.memory.state import (
    N_COUNTERS,
    Lane,
    Location,
    Provider,
    Region,
    Service,
)
from sim.engine.periods import period_edges
from sim.engine.recording import FLOWS, NotRecorded, RecordedRows, Recording, day_shapes
from sim.names import N_LEVELS, N_PLACE_SETTINGS, PLACE_SETTINGS
from sim.rules import cost, staff, stay
from sim.world.build import World

# a youth with some applications, and now and then 1:1: for the first guess of the room needed
WORDS_OF_RECORD = WORDS_OF_YOUTH + 4 * WORDS_OF_APPLICATION + WORDS_OF_ARRANGEMENT // 2
GROWTH = 2


@dataclass
class Room:
    """Words of free room and rows of every table.

    A lane that does not fit is run again with more of what was short.
    """

    free: int
    rows: dict[str, int] = field(default_factory=dict)

    def grow(self, short: str) -> None:
        """Have more of what was short: a table, or "block"."""
        if short == "block":
            self.free *= GROWTH
        else:
            self.rows[short] *= GROWTH

    def at_least(self, other: "Room") -> "Room":
        """Return room for whichever needs more."""
        return Room(
            max(self.free, other.free),
            {name: max(n, other.rows[name]) for name, n in self.rows.items()},
        )


def guess_room(world: World, *, rows: bool, events: bool) -> Room:
    """Return a first guess of the room that a lane of this world needs."""
    years = years_of(world.n_days)
    population = world.values[:, world.column("arrival.population")]
    arrivals = float(
        (population * world.values[:, world.column("arrival.ceiling_per_10000")] / 10_000).sum()
    )
    n_places = int(world.max_places.sum())
    n_youths = int(2 * n_places + 1.5 * arrivals) + 200
    n_months = int(len(world.region_names) * (years * 12 + 2)) + 2
    turnover = int((arrivals + n_places) * (years + 1)) + 200
    per_table = {
        "episodes": turnover // 4,
        "stays": turnover * 2,
        "applications": turnover * 8,
        "spells": turnover * 2,
        "youths": turnover,
        "events": turnover * 20,
    }
    if not rows:
        per_table |= {"stays": 1, "applications": 1, "spells": 1, "youths": 1}
    if not events:
        per_table["events"] = 1
    return Room(n_youths * WORDS_OF_RECORD, {**per_table, "teams": n_months, "ret": n_months})


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

    def put(self, numbers: Any) -> int:
        """Return the place of these whole numbers or floats."""
        values = np.ascontiguousarray(numbers)
        place = self.take(len(values))
        target = self.words[place : place + len(values)]
        target[:] = values.view(np.int64) if values.dtype == np.float64 else values.astype(np.int64)
        return place


@dataclass
class Template:
    """What is the same in the block of all replications of a world, and the room behind it."""

    world: World
    words: WordArray
    n_words: int
    edges: NDArray[np.int64]


def make_template(world: World, room: Room, *, days: bool, rows: bool, events: bool) -> Template:
    """Lay out everything but seed and replication."""
    draft = Draft()
    draft.top = size_of(Lane)
    n_regions, n_days = len(world.region_names), world.n_days
    edges = period_edges(world.date(0), world.run.warm_up_days, n_days)
    tomorrow = timedelta(days=1)
    months = np.array([(world.date(day) + tomorrow).day == 1 for day in range(n_days)])
    words = word_of_column(world.names)
    change_word, change_action = word_and_action(world)
    fields: dict[str, Any] = {
        "n_days": n_days,
        "day_pause": n_days,
        "phase": -1,
        "n_regions": n_regions,
        "agenda": draft.take(n_days * N_PHASES),
        "n_positions_core": _room_of_core_team(world),
        "change_day": draft.put(world.change_day),
        "change_region": draft.put(world.change_region),
        "change_name": draft.put(world.change_name),
        "change_word": draft.put(change_word),
        "change_value": draft.put(world.change_value),
        "change_action": draft.put(change_action),
        "n_changes": len(world.change_day),
        "edges": draft.put(edges),
        "sums": draft.take((len(edges) - 1) * n_regions * cells.N_CELLS),
        "keeps_days": days,
        "keeps_rows": rows,
        "keeps_events": events,
        "is_month_end": draft.put(months),
        "regions": draft.put([_region(draft, world, index, words) for index in range(n_regions)]),
    }
    if days:
        fields["daily"] = draft.take(n_regions * cells.N_CELLS * n_days)
    tables = {name: draft.take(size_of(Table)) for name in TABLES}
    n_static = draft.top
    top = n_static
    for name, place in tables.items():
        n_columns, capacity = len(TABLES[name]), room.rows[name]
        table = Table(draft.words, place)
        set_places(table, first=top + 1)
        table.capacity, table.n_columns = capacity, n_columns
        top += 1 + capacity * n_columns
        fields[name] = place
    n_words = top + room.free
    lane = Lane(draft.words, 0)
    for name, value in {**fields, "top": top, "n_words": n_words, "limit": n_words}.items():
        setattr(lane, name, value)
    return Template(world, draft.words[:n_static].copy(), n_words, edges)


def set_places(record: Record, **places: int) -> None:
    """Let references of a record lead to these places."""
    for name, place in places.items():
        setattr(record, name, place)


def fill(block: WordArray, template: Template, seed: int, replication: int) -> None:
    """Write a lane at the start of its run into a block of at least `template.n_words` words."""
    block[: len(template.words)] = template.words
    lane = Lane(block, 0)
    lane.seed, lane.replication = seed, replication
    for name, columns in TABLES.items():
        table = getattr(lane, name)
        place = table.first._place
        block[place - 1] = table.capacity * len(columns)


def short_of(block: WordArray) -> str:
    """Return what a lane that stopped had too little room for."""
    lane = Lane(block, 0)
    return next((name for name in TABLES if getattr(lane, name).is_full), "block")


def _region(draft: Draft, world: World, index: int, words: list[int]) -> int:
    place = draft.take(size_of(Region))
    region = Region(draft.words, place)
    source = world.region_sources[index]
    numbers = np.zeros(size_of(Parameters))
    numbers[words] = world.values[index]
    region.source = source
    at = region.p._place
    draft.words[at : at + len(numbers)] = numbers.view(np.int64)
    now = draft.take(cells.N_CELLS)
    providers = [_provider(draft, world, k, place) for k in _of(world.provider_region, index)]
    services = [
        _service(draft, world, k, place, providers) for k in _of(world.service_region, index)
    ]
    locations = _locations(draft, world, index, place, services)
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
    set_places(region, now=now, **rows, **runs)
    region.n_providers = len(providers)
    region.n_unit_providers = int(draft.words[runs["unit_providers"] - 1])
    region.n_solo_providers = int(draft.words[runs["solo_providers"] - 1])
    of_setting = world.service_setting[world.service_region == index]
    for k in range(N_PLACE_SETTINGS + 1):
        region.service_at[k] = int(np.searchsorted(of_setting, k))
        region.location_at[k] = sum(_n_locations(world, index)[:k])
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
    place = draft.take(size_of(Service))
    service = Service(draft.words, place)
    whose = providers[int(world.provider_number[world.service_provider[k]])]
    set_places(service, region=region, provider=whose)
    service.setting = int(world.service_setting[k])
    service.days_age_from = int(world.service_days_age_from[k])
    service.days_age_until = int(world.service_days_age_until[k])
    service.profiles = int(world.service_profiles[k])
    return place


def _n_locations(world: World, index: int) -> list[int]:
    """Return the locations of every place setting of a region."""
    counts = []
    for setting in PLACE_SETTINGS:
        size = world.values[index, world.column(f"setting.{setting.name.lower()}.group_size")]
        counts.append(int(stay.n_locations(float(world.max_places[index, setting]), float(size))))
    return counts


def _locations(
    draft: Draft, world: World, index: int, region: int, services: list[int]
) -> list[int]:
    """Lay out the locations of a region, each after the one before it of its service and provider;
    return their places.
    """
    first = sum(sum(_n_locations(world, before)) for before in range(index))
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
    place = draft.take(size_of(Location))
    size = _highest(world, f"setting.{PLACE_SETTINGS[setting].name.lower()}.group_size", index)
    youths = draft.take(int(stay.size_of_group(size)))
    location = Location(draft.words, place)
    location.n_counters = N_COUNTERS
    location.id, location.setting, location.nth = id_, int(setting), nth
    set_places(location, region=region, youths=youths)
    return place


def _room_of_core_team(world: World) -> int:
    """Return the positions of the highest rung, roughly; a team takes more room when it needs."""
    minutes = max(
        cost.staff_minutes(
            cost.LevelParameters(
                _highest(world, f"level.{rung}.staff_present"),
                _highest(world, f"level.{rung}.hours_per_day"),
            )
        )
        for rung in range(1, N_LEVELS)
    )
    hours = world.values[:, world.column("staff.hours_per_fte_year")].min()
    p = staff.StaffParameters(*np.ones(len(staff.StaffParameters._fields)).tolist())
    return int(staff.positions_of_rung(minutes, p._replace(hours_per_fte_year=float(hours))))


def _highest(world: World, name: str, region: int | None = None) -> float:
    """Return the highest value ever in force of a parameter, in one region or in all."""
    column = world.column(name)
    now = world.values[:, column] if region is None else world.values[region : region + 1, column]
    is_later = (world.change_name == column) & (
        True if region is None else world.change_region == region
    )
    return float(max([*now, *world.change_value[is_later]]))


def word_and_action(world: World) -> tuple[WordArray, WordArray]:
    """Return, for every dated change of a world, the word of its parameter and what else it brings
    about, both `(n_changes,)`.
    """
    words, actions = (
        np.array(of(world.names), dtype=np.int64) for of in (word_of_column, actions_of)
    )
    return words[world.change_name], actions[world.change_name]


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


@lru_cache(maxsize=8)
def actions_of(names: tuple[str, ...]) -> list[int]:
    """Return, for every column of a world, what else a change of it brings about."""
    return [action_of(name) for name in names]


def read_back(block: WordArray, template: Template, replication: int) -> Recording:
    """Return the recording of a lane that has run; nothing in it stands in the block any more."""
    world, lane, shapes = (
        template.world,
        Lane(block, 0),
        day_shapes(len(template.world.region_names), template.world.n_days),
    )
    n_regions, n_periods = len(world.region_names), len(template.edges) - 1
    at = lane.sums._place
    sums = block[at : at + n_periods * n_regions * cells.N_CELLS].reshape(
        n_periods, n_regions, cells.N_CELLS
    )
    days: Mapping[str, WordArray] = NotRecorded()
    if lane.keeps_days:
        at = lane.daily._place
        changes = block[at : at + n_regions * cells.N_CELLS * world.n_days].reshape(
            n_regions, cells.N_CELLS, world.n_days
        )
        days = {name: _daily(changes, name, shape) for name, shape in shapes.items()}
    rows = {name: rows_of(block, name) for name in TABLES}
    rows["youths"] = rows["youths"][np.argsort(rows["youths"][:, 0], kind="stable")]
    return Recording(
        n_days=world.n_days,
        day_start=world.run.warm_up_days,
        day_zero=world.date(0),
        region_names=world.region_names,
        world=world,
        replication=replication,
        net_hours_per_fte_year=float(
            Region(block, lane.regions[0]._place).p.staff.hours_per_fte_year
        ),
        edges=template.edges,
        rows=RecordedRows(rows),
        sums={name: _sums(sums, name, shape) for name, shape in shapes.items()},
        days=days,
    )


def _cells_of(name: str, shape: tuple[int, ...]) -> slice:
    first = cells.FIRST[name]
    return slice(first, first + math.prod(shape[1:-1]))


def _sums(sums: WordArray, name: str, shape: tuple[int, ...]) -> WordArray:
    """Return the sums of one count, (n_regions, ..., n_periods)."""
    part = sums[:, :, _cells_of(name, shape)]
    if name == "cents_per_day":
        part = part + sums[:, :, cells.ONCE :]
    return np.ascontiguousarray(np.moveaxis(part, 0, -1)).reshape(*shape[:-1], len(sums))


def _daily(changes: WordArray, name: str, shape: tuple[int, ...]) -> WordArray:
    """Return one count of every day.

    Stocks were written as changes, flows and one-off amounts as counts.
    """
    part = changes[:, _cells_of(name, shape)]
    days = part.copy() if name in FLOWS else np.cumsum(part, axis=-1)
    if name == "cents_per_day":
        days += changes[:, cells.ONCE :]
    return days.reshape(shape)


def rows_of(block: WordArray, name: str) -> WordArray:
    """Return the rows of a table as they stand in the block, (n rows, n columns).

    Floats by their bits.
    """
    table = getattr(Lane(block, 0), name)
    n, n_columns, first = table.n_rows, table.n_columns, table.first._place
    return block[first : first + n * n_columns].reshape(n, n_columns)
