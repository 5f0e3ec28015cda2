"""A past that worlds have in common (`sim/world/past.py`) is run once, in one block.

Every world goes on from there. Here is what that takes: the words of a block that are in use, a
copy of them, and how a lane that stands in the morning of a day takes up the changes of another
world. What goes on is, row by row, what a run from the first day would have given
(`tests/engines/test_fork.py`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np

from sim.engine.columns import TABLES
from sim.engine.core.kernel import run_lane
from sim.engine.core.memory.fields import WordArray
from sim.engine.core.memory.lane import WORDS_OF_LINE, NoRoomError
from sim.engine.core.memory.layout import Template, fill, read_back, word_and_action
from sim.engine.core.memory.regions import set_places
from sim.engine.core.memory.state import Lane
from sim.engine.recording import Recording
from sim.world.build import World
from sim.world.past import part_of_ways

Found: TypeAlias = tuple[int, Recording | OverflowError]
"""Index of a world, and what it left behind."""
SHORTEST = 90  # days in common that are worth a copy


def take_up(block: WordArray, world: World, day: int) -> None:
    """Have a lane that stands in the morning of `day` go on with the changes of a world.

    Raises:
        NoRoomError: they do not fit.
    """
    lane = Lane(block, 0)
    later = world.change_day >= day
    n = int(later.sum())
    words, actions = word_and_action(world)
    columns: dict[str, Any] = {
        "change_day": world.change_day,
        "change_region": world.change_region,
        "change_name": world.change_name,
        "change_word": words,
        "change_value": world.change_value,
        "change_action": actions,
    }
    if lane.top + len(columns) * (n + WORDS_OF_LINE) > lane.limit:
        raise NoRoomError("block")
    for name, numbers in columns.items():
        place = lane.top + 1
        block[place - 1] = n
        block[place : place + n] = np.ascontiguousarray(numbers[later]).view(np.int64)
        set_places(lane, **{name: place})
        lane.top = place + n + -(place + n) % WORDS_OF_LINE  # records begin with a line
    lane.n_changes, lane.next_change = n, 0


def in_use(block: WordArray, template: Template) -> list[tuple[int, int]]:
    """Return the stretches of a block that are in use between two days, from word to word.

    What every lane has, rows written so far, and records.
    """
    lane = Lane(block, 0)
    stretches = [(0, len(template.words))]
    for name, columns in TABLES.items():
        table = getattr(lane, name)
        first = table.first._place
        stretches.append((first - 1, first + table.n_rows * len(columns)))
    stretches.append((Lane(template.words, 0).top, lane.top))
    return [(a, b) for a, b in stretches if b > a]


class Copy:
    """A lane as it stands in the morning of a day: the words in use, side by side.

    Its memory is used again for the next one.
    """

    def __init__(self) -> None:
        self._words: WordArray = np.empty(0, dtype=np.int64)
        self._stretches: list[tuple[int, int]] = []
        self.day = 0

    def take(self, block: WordArray, template: Template, day: int) -> None:
        """Take what is in use of a block."""
        self.day, self._stretches = day, in_use(block, template)
        n = sum(b - a for a, b in self._stretches)
        if len(self._words) < n:
            self._words = np.empty(n, dtype=np.int64)
        at = 0
        for a, b in self._stretches:
            self._words[at : at + b - a] = block[a:b]
            at += b - a

    def put_back(self, block: WordArray) -> None:
        """Have a block stand again as it stood."""
        at = 0
        for a, b in self._stretches:
            block[a:b] = self._words[at : at + b - a]
            at += b - a


@dataclass
class FamilyRun:
    """One replication of worlds that have a past in common, in one block.

    Where their ways part, a copy is kept for all but the last to go on. The largest party goes
    last, when the copy is free again: so ways that part one after another need one copy, and only
    ways that part within a party that is not the last need another. Where none is free, a party
    goes on from the copy before it, and runs again what lies between.
    """

    template: Template
    block: WordArray
    seed: int
    replication: int
    free: list[Copy]

    def from_the_start(self, worlds: Sequence[World]) -> Iterator[Found]:
        """Run all of them from the first day to the last."""
        day, parties = part_of_ways(worlds)
        if day >= SHORTEST or len(parties) == 1:
            fill(self.block, self.template, self.seed, self.replication)
            yield from self._go_on(worlds, list(range(len(worlds))), None)
            return
        for party in parties:
            fill(self.block, self.template, self.seed, self.replication)
            if party[0]:
                take_up(self.block, worlds[party[0]], 0)
            yield from self._go_on([worlds[k] for k in party], party, None)

    def _go_on(
        self, worlds: Sequence[World], names: Sequence[int], before: Copy | None
    ) -> Iterator[Found]:
        """Go on with worlds that agree so far, from where the block stands.

        `before` is the last copy that stays, where there is one.
        """
        day, parties = part_of_ways(worlds)
        lane = Lane(self.block, 0)
        lane.day_pause = day
        try:
            run_lane(self.block)
        except OverflowError as error:
            yield from ((name, error) for name in names)
            return
        if day == lane.n_days:
            for world, name in zip(worlds, names, strict=True):
                template = replace(self.template, world=world)
                yield name, read_back(self.block, template, self.replication)
            return
        own = self.free.pop() if self.free else None
        at = before if own is None else own
        assert at is not None  # all copies are in use: one of them is to go on from
        if own is not None:
            own.take(self.block, self.template, day)
        try:
            for party in parties:
                if own is None or party is not parties[0]:
                    at.put_back(self.block)
                if own is not None and party is parties[-1]:
                    self.free.append(own)
                    own = None
                take_up(self.block, worlds[party[0]], at.day)
                yield from self._go_on([worlds[k] for k in party], [names[k] for k in party], at)
        finally:
            if own is not None:
                self.free.append(own)
