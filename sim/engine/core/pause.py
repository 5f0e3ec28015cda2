"""A lane that pauses before a day, is kept as it stands, and goes on as often as asked.

Each time with another policy from that day on. Policies that agree up to a day have the same past,
because every draw has an address of its own. The past is run once. What goes on is, row by row,
what a run from the first day would have given (`tests/engines/test_pause.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sim.common.arrays import Ints
from sim.engine.columns import TABLES
from sim.engine.core.batch import Keep, aligned
from sim.engine.core.kernel import run_lane
from sim.engine.core.memory.fields import WordArray
from sim.engine.core.memory.lane import WORDS_OF_LINE
from sim.engine.core.memory.layout import (
    Room,
    Template,
    fill,
    guess_room,
    make_template,
    read_back,
    word_and_action,
)
from sim.engine.core.memory.regions import set_places
from sim.engine.core.memory.state import Lane
from sim.engine.recording import Recording
from sim.world.build import World
from sim.world.world import with_room

CODEC = "lz4"
SLACK = 1.5  # room for a policy under which more happens than was guessed
MAY_BE_NAN = ("provider_days_intake", "provider_reluctance", "provider_tariff")
STRETCH = 730  # days run between two looks whether the lane is still wanted


class NotWantedError(Exception):
    """Nobody wants the lane any more."""


def always() -> bool:
    """Tell that a lane is wanted."""
    return True


def days_in_common(one: World, other: World) -> int:
    """Return the day up to which two worlds of the same run and regions have the same numbers.

    0 where they differ from the beginning.
    """
    same = (one.run, one.region_sources, one.names) == (
        other.run,
        other.region_sources,
        other.names,
    )
    offers = [f.name for f in fields(World) if f.name.startswith(("provider_", "service_"))]
    if not same or not all(
        np.array_equal(getattr(one, name), getattr(other, name), equal_nan=name in MAY_BE_NAN)
        for name in ("values", *offers)
    ):
        return 0
    changes = [
        list(zip(w.change_day, w.change_region, w.change_name, w.change_value, strict=True))
        for w in (one, other)
    ]
    days = [int(min(pair)[0]) for pair in zip(*changes, strict=False) if pair[0] != pair[1]][:1]
    n = min(len(c) for c in changes)
    days += [int(c[n][0]) for c in changes if len(c) > n]
    return min(days, default=one.n_days)


@dataclass(frozen=True)
class Paused:
    """One lane as it stood in the morning of `day`.

    The words of its block that are in use, packed.
    """

    replication: int
    day: int
    parts: tuple[tuple[int, int, bytes], ...]  # place, number of words, packed words

    @property
    def n_bytes(self) -> int:
        """Memory that it takes."""
        return sum(len(part) for _, _, part in self.parts)


class PausingWorkspace:
    """What one thread needs to run lanes of one region that pause on `day` and go on.

    All lanes have the layout of `base`. `most_places` is the highest number of places per region
    and setting that any policy which goes on may open, (n_regions, n_place_settings). A `block` of
    another such workspace of the same thread is used again where it is large enough: nothing is
    kept in it between lanes.
    """

    def __init__(
        self, base: World, day: int, most_places: Ints, keep: Keep, block: WordArray | None = None
    ) -> None:
        self.base, self.day = base, day
        self.world = with_room(base, np.maximum(base.max_places, most_places))
        guess = guess_room(self.world, rows=keep.rows, events=keep.events)
        room = Room(
            int(guess.free * SLACK), {name: int(n * SLACK) for name, n in guess.rows.items()}
        )
        self.template: Template = make_template(
            self.world, room, days=keep.days, rows=keep.rows, events=keep.events
        )
        is_enough = block is not None and len(block) >= self.template.n_words
        self.block: WordArray = (
            block if block is not None and is_enough else aligned(self.template.n_words)
        )

    def run_base(self, seed: int, replication: int) -> tuple[Recording, Paused]:
        """Run the base from the first day to the last.

        Return what it recorded and how it stood on the day of pause.
        """
        paused = self.past(seed, replication)
        Lane(self.block, 0).day_pause = self.base.n_days
        run_lane(self.block)
        return read_back(self.block, replace(self.template, world=self.base), replication), paused

    def past(self, seed: int, replication: int) -> Paused:
        """Run the base up to the day of pause; return how it stands."""
        fill(self.block, self.template, seed, replication)
        Lane(self.block, 0).day_pause = self.day
        run_lane(self.block)
        return Paused(replication, self.day, self._used())

    def can_go_on(self, world: World) -> bool:
        """Tell whether this policy agrees with the base up to the day of pause and opens no more
        places than there is room for.
        """
        return days_in_common(self.base, world) >= self.day and bool(
            (world.max_places <= self.world.max_places).all()
        )

    def go_on(
        self, paused: Paused, world: World, is_wanted: Callable[[], bool] = always
    ) -> Recording:
        """Return what a run of `world` would have recorded; `can_go_on` must hold.

        Every two simulated years `is_wanted` is asked.

        Raises:
            NotWantedError: it was not. NoRoomError: more happens under this policy than there is
                room for; run it from the first day.
        """
        for place, n, packed in paused.parts:
            raw = pa.decompress(packed, decompressed_size=8 * n, codec=CODEC)
            self.block[place : place + n] = np.frombuffer(raw, dtype=np.int64)
        lane = Lane(self.block, 0)
        later = world.change_day >= paused.day
        words, actions = word_and_action(world)
        columns = {
            "change_day": world.change_day[later],
            "change_region": world.change_region[later],
            "change_name": world.change_name[later],
            "change_word": words[later],
            "change_value": world.change_value[later],
            "change_action": actions[later],
        }
        for name, numbers in columns.items():
            set_places(lane, **{name: self._put(lane, numbers)})
        lane.n_changes, lane.next_change = int(later.sum()), 0
        for day in range(paused.day, lane.n_days, STRETCH):
            if not is_wanted():
                raise NotWantedError
            lane.day_pause = min(day + STRETCH, lane.n_days)
            run_lane(self.block)
        return read_back(self.block, replace(self.template, world=world), paused.replication)

    def _put(self, lane: Lane, numbers: "NDArray[Any]") -> int:
        n = len(numbers)
        place = lane.top + 1
        self.block[place - 1] = n
        self.block[place : place + n] = np.ascontiguousarray(numbers).view(np.int64)
        lane.top = place + n + -(place + n) % WORDS_OF_LINE  # records begin with a line
        return int(place)

    def _used(self) -> tuple[tuple[int, int, bytes], ...]:
        """Return the words in use, packed.

        What every lane has, rows written so far, and records.
        """
        lane, n_static = Lane(self.block, 0), len(self.template.words)
        stretches = [(0, n_static)]
        for name, columns in TABLES.items():
            table = getattr(lane, name)
            first = table.first._place
            stretches.append((first - 1, first + table.n_rows * len(columns)))
        stretches.append((Lane(self.template.words, 0).top, lane.top))
        return tuple(
            (a, b - a, pa.compress(self.block[a:b].tobytes(), codec=CODEC, asbytes=True))
            for a, b in stretches
            if b > a
        )
