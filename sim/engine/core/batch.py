"""Many lanes, one per (world, replication): run chunk by chunk on threads, given back in order.

The compiled kernel holds no lock of the interpreter, so threads outside it use all processors.
Every chunk has a block of its own while it runs: nothing is shared, and results are the same for
any number of threads, any size of chunks and any number of batches at the same time. Lanes of one
replication whose worlds agree until a day run their past once (`fork.py`), with the same results.
"""

import os
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from operator import is_, itemgetter
from typing import TypeAlias

import numpy as np

from sim.common.errors import ConfigError
from sim.engine.core.fork import Copy, FamilyRun, Found
from sim.engine.core.memory.fields import WordArray
from sim.engine.core.memory.lane import NoRoomError
from sim.engine.core.memory.layout import (
    Room,
    Template,
    guess_room,
    make_template,
    short_of,
)
from sim.engine.recording import Recording
from sim.world.build import World
from sim.world.past import in_families, in_parts, with_room_for

CHUNK = 8  # lanes run between two looks at progress and cancellation
AHEAD = 2  # chunks per thread that may be finished before they are asked for
WORD = 8  # bytes
ALIGNMENT = 64  # bytes of a cache line
COPIES = 2  # of a lane that a thread keeps at most: ways that part again after they parted
Lanes: TypeAlias = Sequence[tuple[int, int]]
"""Index of the world and number of the replication of each."""


@dataclass(frozen=True)
class Keep:
    """What a lane records beside episodes, months and sums, which it always does."""

    rows: bool = True  # stays, spells and youths
    days: bool = False  # counts of every day
    events: bool = False  # the full log


@dataclass(frozen=True)
class LaneResult:
    """One lane of a batch with its result."""

    world: int  # index of the world
    replication: int
    recording: Recording


class Workspace:
    """What one thread keeps between lanes.

    A block, how much room lanes needed, the template of the last worlds, and room for copies.
    """

    def __init__(self, keep: Keep) -> None:
        self.keep = keep
        self.block: WordArray = np.empty(0, dtype=np.int64)
        self.room: Room | None = None
        self.template: Template | None = None
        self._family: tuple[World, ...] = ()  # that the template is of
        self._copies = [Copy() for _ in range(COPIES)]

    def first_guess(self, world: World) -> Room:
        """Return how much room a lane of this world may need."""
        return guess_room(world, rows=self.keep.rows, events=self.keep.events)

    def run(self, world: World, seed: int, replication: int) -> Recording:
        """Run one lane; where it does not fit, again with more room."""
        ((_, result),) = self.run_together([world], seed, replication)
        if isinstance(result, OverflowError):
            raise result
        return result

    def run_together(self, worlds: Sequence[World], seed: int, replication: int) -> Iterator[Found]:
        """Run one replication of several worlds, and yield (index, recording) as they finish.

        Worlds that agree until a day run their past once. What does not fit runs again with more
        room. An OverflowError stands where the recording of its world would.
        """
        for family in in_families(worlds):
            missing = family
            while missing:
                done = set()
                try:
                    for at, found in self._run_family(
                        [worlds[k] for k in missing], seed, replication
                    ):
                        done.add(missing[at])
                        yield missing[at], found
                except NoRoomError:
                    assert self.room is not None
                    self.room.grow(short_of(self.block))
                    self.template = None
                missing = [k for k in missing if k not in done]

    def _run_family(self, worlds: Sequence[World], seed: int, replication: int) -> Iterator[Found]:
        run = FamilyRun(self._prepare(worlds), self.block, seed, replication, self._copies)
        return run.from_the_start(worlds)

    def _prepare(self, worlds: Sequence[World]) -> Template:
        is_same = len(worlds) == len(self._family) and all(map(is_, worlds, self._family))
        if self.template is None or not is_same:
            keep, world = self.keep, with_room_for(worlds)
            guess = self.first_guess(world)
            self.room = guess if self.room is None else self.room.at_least(guess)
            self.template = make_template(
                world, self.room, days=keep.days, rows=keep.rows, events=keep.events
            )
            self._family = tuple(worlds)
            if len(self.block) < self.template.n_words:
                self.block = aligned(self.template.n_words)
        return self.template


def aligned(n_words: int) -> WordArray:
    """Return a block that begins at a cache line."""
    try:
        raw = np.empty(n_words + ALIGNMENT // WORD, dtype=np.int64)
    except MemoryError as error:
        raise ConfigError(
            f"one replication needs a block of {n_words * WORD / 2**20:,.0f} MiB, more than this "
            "machine gives. Run fewer regions or years, "
            "record=\"tables\" instead of days or events, or fewer 'workers'."
        ) from error
    skip = -raw.ctypes.data % ALIGNMENT // WORD
    return raw[skip : skip + n_words]


def run_batch(
    worlds: Sequence[World],
    replications: int | Sequence[int],
    *,
    seed: int,
    keep: Keep | None = None,
    threads: int | None = None,
    chunk: int = CHUNK,
    progress: Callable[[int, int], None] | None = None,
    cancel: threading.Event | None = None,
) -> Iterator[list[LaneResult]]:
    """Run all replications of all worlds and yield the lanes chunk by chunk, in the order of
    `lanes_of`.

    Args:
        worlds: one or more worlds; those that agree until a day run their past once.
        replications: how many (numbered from 0), or their numbers.
        seed: seed of all draws: the same replication of two worlds meets the same luck.
        keep: what is recorded.
        threads: threads; default: the processors of this machine.
        chunk: most lanes per chunk.
        progress: called with (lanes finished, lanes in all) after every chunk, from the thread that
            iterates.
        cancel: set it to stop before the next chunk; chunks that were yielded are whole.

    Raises:
        ConfigError: no lanes, or fewer than one thread or lane per chunk.
    """
    numbers = list(range(replications)) if isinstance(replications, int) else list(replications)
    for name, value in (
        ("worlds", len(worlds)),
        ("replications", len(numbers)),
        ("chunk", chunk),
        ("threads", 1 if threads is None else threads),
    ):
        if value < 1:
            raise ConfigError(f"a batch needs at least one of '{name}'; {value} was given.")
    return _stream(
        worlds,
        _together(worlds, numbers),
        seed,
        keep or Keep(),
        threads or os.cpu_count() or 1,
        chunk,
        progress,
        cancel,
    )


def lanes_of(worlds: Sequence[World], replications: Sequence[int]) -> list[tuple[int, int]]:
    """Return the lanes of a batch in their order, (index of the world, replication) each.

    Worlds with a past in common replication after replication, and then the next ones: where no
    two worlds have one, that is world after world.
    """
    return [lane for together in _together(worlds, replications) for lane in together]


def _together(worlds: Sequence[World], replications: Sequence[int]) -> list[Lanes]:
    """Return the lanes of a batch in their order, those together that have a past in common."""
    return [[(k, r) for k in family] for family in in_families(worlds) for r in replications]


def run_lanes(
    worlds: Sequence[World],
    lanes: Sequence[tuple[int, int]],
    *,
    seed: int,
    keep: Keep | None = None,
    threads: int | None = None,
    leave_out: bool = False,
    beside: int = 1,
) -> Iterator[list[LaneResult]]:
    """Run chosen lanes, (index of the world, replication) each, and yield them chunk by chunk in
    their order; see `run_batch`.

    Every `beside` lanes belong together, by twos where worlds are compared in pairs: what they have
    in common of their past is run once. Worlds are asked for when they are run, and not kept.

    With `leave_out`, lanes of worlds that overflow a counter are not among the results, where
    otherwise OverflowError ends it all: for parameters that were drawn, of which some make worlds
    that no region resembles.

    Raises:
        ConfigError: no lanes, or fewer than one thread.
    """
    if not lanes or (threads is not None and threads < 1):
        raise ConfigError(
            f"a batch needs at least one lane and one thread; {len(lanes)} and {threads} were "
            "given."
        )
    return _stream(
        worlds,
        [lanes[k : k + beside] for k in range(0, len(lanes), beside)],
        seed,
        keep or Keep(),
        threads or os.cpu_count() or 1,
        CHUNK,
        None,
        None,
        leave_out,
    )


def _stream(
    worlds: Sequence[World],
    together: Sequence[Lanes],
    seed: int,
    keep: Keep,
    threads: int,
    chunk: int,
    progress: Callable[[int, int], None] | None,
    cancel: threading.Event | None,
    leave_out: bool = False,
) -> Iterator[list[LaneResult]]:
    mine = threading.local()
    stop = threading.Event()

    def run_chunk(part: Lanes) -> list[LaneResult]:
        workspace: Workspace | None = getattr(mine, "workspace", None)
        if workspace is None:
            workspace = mine.workspace = Workspace(keep)
        made: dict[int, World] = {}
        done = []
        for replication, lanes in groupby(part, key=itemgetter(1)):
            if stop.is_set():
                break
            names = [k for k, _ in lanes]
            for k in names:
                if k not in made:
                    made[k] = worlds[k]
            found = dict(workspace.run_together([made[k] for k in names], seed, replication))
            for at, k in enumerate(names):
                result = found[at]
                if not isinstance(result, OverflowError):
                    done.append(LaneResult(k, replication, result))
                elif not leave_out:
                    raise result
        return done

    parts, n_lanes = _chunks(together, threads, chunk), sum(map(len, together))
    waiting: deque[Future[list[LaneResult]]] = deque()
    finished, following = 0, 0
    with ThreadPoolExecutor(min(threads, len(parts)), thread_name_prefix="lane") as pool:
        try:
            while following < len(parts) or waiting:
                while following < len(parts) and len(waiting) < AHEAD * threads:
                    waiting.append(pool.submit(run_chunk, parts[following]))
                    following += 1
                result = waiting.popleft().result()
                if cancel is not None and cancel.is_set():
                    return
                finished += len(result)
                if progress is not None:
                    progress(finished, n_lanes)
                yield result
        finally:
            stop.set()
            for future in waiting:
                future.cancel()


def _chunks(together: Sequence[Lanes], threads: int, chunk: int) -> list[Lanes]:
    """Return lanes in chunks of at most `chunk`, as many for every thread, or no thread waits long
    for the last one.

    Those that belong together stay so, unless there were nothing to do for another thread.
    """
    n = sum(map(len, together))
    rounds = -(-n // (threads * chunk))
    even = -(-n // (threads * rounds))
    most = min(chunk, -(-n // threads))
    chunks: list[list[tuple[int, int]]] = [[]]
    for part in (part for lanes in together for part in in_parts(lanes, most)):
        last = chunks[-1]
        if last and (len(last) >= even or len(last) + len(part) > chunk):
            chunks.append([])
        chunks[-1].extend(part)
    return list(chunks)
