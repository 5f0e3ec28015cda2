"""Many lanes, one per (world, replication): run chunk by chunk on threads, given back in order.

The compiled kernel holds no lock of the interpreter, so threads outside it use all processors.
Every chunk has a block of its own while it runs: nothing is shared, and results are the same for
any number of threads, any size of chunks and any number of batches at the same time.
"""

import os
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from sim.common.errors import ConfigError
from sim.engine.core.kernel import run_lane
from sim.engine.core.memory.fields import WordArray
from sim.engine.core.memory.lane import NoRoomError
from sim.engine.core.memory.layout import (
    Room,
    Template,
    fill,
    guess_room,
    make_template,
    read_back,
    short_of,
)
from sim.engine.recording import Recording
from sim.world.build import World

CHUNK = 8  # lanes run between two looks at progress and cancellation
AHEAD = 2  # chunks per thread that may be finished before they are asked for
WORD = 8  # bytes
ALIGNMENT = 64  # bytes of a cache line


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

    A block, how much room lanes needed, and the template of the last world.
    """

    def __init__(self, keep: Keep) -> None:
        self.keep = keep
        self.block: WordArray = np.empty(0, dtype=np.int64)
        self.room: Room | None = None
        self.template: Template | None = None

    def first_guess(self, world: World) -> Room:
        """Return how much room a lane of this world may need."""
        return guess_room(world, rows=self.keep.rows, events=self.keep.events)

    def run(self, world: World, seed: int, replication: int) -> Recording:
        """Run one lane; where it does not fit, again with more room."""
        while True:
            template = self._prepare(world)
            fill(self.block, template, seed, replication)
            try:
                run_lane(self.block)
            except NoRoomError:
                assert self.room is not None
                self.room.grow(short_of(self.block))
                self.template = None
                continue
            return read_back(self.block, template, replication)

    def _prepare(self, world: World) -> Template:
        if self.template is None or self.template.world is not world:
            keep, guess = self.keep, self.first_guess(world)
            self.room = guess if self.room is None else self.room.at_least(guess)
            self.template = make_template(
                world, self.room, days=keep.days, rows=keep.rows, events=keep.events
            )
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
    """Run all replications of all worlds and yield the lanes chunk by chunk, world after world, in
    order of replication.

    Args:
        worlds: one or more worlds; lanes of one world follow one another.
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
    lanes = [(w, r) for w in range(len(worlds)) for r in numbers]
    return _stream(
        worlds, lanes, seed, keep or Keep(), threads or os.cpu_count() or 1, chunk, progress, cancel
    )


def run_lanes(
    worlds: Sequence[World],
    lanes: Sequence[tuple[int, int]],
    *,
    seed: int,
    keep: Keep | None = None,
    threads: int | None = None,
    leave_out: bool = False,
) -> Iterator[list[LaneResult]]:
    """Run chosen lanes, (index of the world, replication) each, and yield them chunk by chunk in
    their order; see `run_batch`.

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
        lanes,
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
    lanes: Sequence[tuple[int, int]],
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

    def run_chunk(part: Sequence[tuple[int, int]]) -> list[LaneResult]:
        workspace: Workspace | None = getattr(mine, "workspace", None)
        if workspace is None:
            workspace = mine.workspace = Workspace(keep)
        done = []
        for world, replication in part:
            if stop.is_set():
                break
            try:
                done.append(
                    LaneResult(world, replication, workspace.run(worlds[world], seed, replication))
                )
            except OverflowError:
                if not leave_out:
                    raise
        return done

    rounds = -(-len(lanes) // (threads * chunk))
    chunk = -(
        -len(lanes) // (threads * rounds)
    )  # as many chunks for every thread, or no thread waits long for the last one
    parts = [lanes[k : k + chunk] for k in range(0, len(lanes), chunk)]
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
                    progress(finished, len(lanes))
                yield result
        finally:
            stop.set()
            for future in waiting:
                future.cancel()
