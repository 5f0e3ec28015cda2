"""A lane that pauses before a day, is kept as it stands, and goes on as often as asked.

Each time with another policy from that day on. Policies that agree up to a day have the same past,
because every draw has an address of its own. The past is run once. What goes on is, row by row,
what a run from the first day would have given (`tests/engines/test_pause.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from sim.common.arrays import Ints
from sim.engine.core.batch import Keep, aligned
from sim.engine.core.fork import in_use, take_up
from sim.engine.core.kernel import run_lane
from sim.engine.core.memory.fields import WordArray
from sim.engine.core.memory.layout import (
    Room,
    Template,
    fill,
    guess_room,
    make_template,
    read_back,
)
from sim.engine.core.memory.state import Lane
from sim.engine.recording import Recording
from sim.world.build import World
from sim.world.past import days_in_common
from sim.world.world import with_room

CODEC = "lz4"
SLACK = 1.5  # room for a policy under which more happens than was guessed
STRETCH = 730  # days run between two looks whether the lane is still wanted


class NotWantedError(Exception):
    """Nobody wants the lane any more."""


def always() -> bool:
    """Tell that a lane is wanted."""
    return True


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
        take_up(self.block, world, paused.day)
        lane = Lane(self.block, 0)
        for day in range(paused.day, lane.n_days, STRETCH):
            if not is_wanted():
                raise NotWantedError
            lane.day_pause = min(day + STRETCH, lane.n_days)
            run_lane(self.block)
        return read_back(self.block, replace(self.template, world=world), paused.replication)

    def _used(self) -> tuple[tuple[int, int, bytes], ...]:
        """Return the words in use, packed."""
        return tuple(
            (a, b - a, pa.compress(self.block[a:b].tobytes(), codec=CODEC, asbytes=True))
            for a, b in in_use(self.block, self.template)
        )
