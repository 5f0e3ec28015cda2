"""Lay out a lane in its block before it runs: the world's numbers, room for records and rows.

And read it back afterwards. A block is, from its first word: the lane, everything that must be
right or zero at the start (agenda, sums, regions, locations, changes), the rows of tables, and free
room from which records are taken. All but the rows and the free room is the same for every
replication of a world: it is laid out once and copied.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.common.calendar import years_of
from sim.common.errors import ConfigError
from sim.engine.change import action_of
from sim.engine.columns import TABLES
from sim.engine.core.memory import cells
from sim.engine.core.memory.fields import MOST_WORDS, WORD, WordArray, size_of
from sim.engine.core.memory.lane import N_PHASES, WORDS_OF_LINE
from sim.engine.core.memory.parts import Table
from sim.engine.core.memory.people import WORDS_OF_APPLICATION, WORDS_OF_ARRANGEMENT, WORDS_OF_YOUTH
from sim.engine.core.memory.regions import (
    Draft,
    lay_out_regions,
    room_of_core_team,
    set_places,
    word_of_column,
)
from sim.engine.core.memory.state import Lane, Region
from sim.engine.periods import period_edges
from sim.engine.recording import FLOWS, NotRecorded, RecordedRows, Recording, day_shapes
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


@dataclass
class Template:
    """What is the same in the block of all replications of a world, and the room behind it."""

    world: World
    words: WordArray
    n_words: int
    edges: NDArray[np.int64]


def make_template(world: World, room: Room, *, days: bool, rows: bool, events: bool) -> Template:
    """Lay out everything but seed and replication.

    Raises:
        ConfigError: the block would be larger than a place can say.
    """
    draft = Draft()
    draft.top = size_of(Lane)
    n_regions, n_days = len(world.region_names), world.n_days
    edges = period_edges(world.date(0), world.run.warm_up_days, n_days)
    tomorrow = np.datetime64(world.date(1), "D") + np.arange(n_days)
    change_word, change_action = word_and_action(world)
    fields: dict[str, Any] = {
        "n_days": n_days,
        "day_pause": n_days,
        "phase": -1,
        "n_regions": n_regions,
        "agenda": draft.take(n_days * N_PHASES),
        "n_positions_core": room_of_core_team(world),
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
        "is_month_end": draft.put(tomorrow == tomorrow.astype("datetime64[M]")),
        "regions": draft.put(lay_out_regions(draft, world)),
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
    top += -top % WORDS_OF_LINE  # records begin with a line of the processor's cache
    n_words = top + room.free
    if n_words >= MOST_WORDS:
        raise ConfigError(
            f"one replication needs a block of {n_words * WORD / 2**20:,.0f} MiB, more than places "
            'of 4 bytes can tell apart. Run fewer regions or years, or record="tables" instead '
            "of days or events."
        )
    lane = Lane(draft.words, 0)
    for name, value in {**fields, "top": top, "n_words": n_words, "limit": n_words}.items():
        setattr(lane, name, value)
    return Template(world, draft.words[:n_static].copy(), n_words, edges)


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


def word_and_action(world: World) -> tuple[WordArray, WordArray]:
    """Return, for every dated change of a world, the word of its parameter and what else it brings
    about, both `(n_changes,)`.
    """
    words, actions = (
        np.array(of(world.names), dtype=np.int64) for of in (word_of_column, actions_of)
    )
    return words[world.change_name], actions[world.change_name]


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
