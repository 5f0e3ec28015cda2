"""How a thread of the page runs one lane: the base's past once, kept packed.

A variant goes on from there, or runs from the first day.
"""

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Callable

import numpy as np

from sim.common.arrays import Ints
from sim.engine.core import Keep
from sim.engine.core.batch import Workspace
from sim.engine.core.memory.lane import NoRoomError
from sim.engine.core.pause import Paused, PausingWorkspace, always
from sim.engine.recording import Recording
from sim.names import PLACE_SETTINGS
from sim.page.computing.queue import SEED
from sim.page.computing.sample import Sample, sample_of
from sim.page.levers.groups import LEVERS
from sim.world.build import World

PAUSE = dt.date(2025, 7, 1)  # no scenario and no lever of the page changes anything before it
MAX_BYTES = 320 * 2**20  # of paused lanes, about two regions of a hundred replications
N_WORKSPACES = 12  # per thread: more than there are regions
KEEP = Keep()


class Pasts:
    """Paused lanes of bases, shared by all threads; the least lately used leave first."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self.max_bytes, self.n_bytes = max_bytes, 0
        self._kept: OrderedDict[tuple[str, int], Paused] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, base: World, replication: int) -> Paused | None:
        """Return the base as it stood on the day of pause."""
        with self._lock:
            key = (base.fingerprint, replication)
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, base: World, paused: Paused) -> None:
        """Keep it, and let others go where there is no room."""
        with self._lock:
            key = (base.fingerprint, paused.replication)
            if key not in self._kept:
                self._kept[key] = paused
                self.n_bytes += paused.n_bytes
            while self.n_bytes > self.max_bytes and len(self._kept) > 1:
                self.n_bytes -= self._kept.popitem(last=False)[1].n_bytes


class LaneRunner:
    """Runs lanes in one thread; the workspaces of the regions it ran last share one block."""

    def __init__(self, pasts: Pasts) -> None:
        self.pasts = pasts
        self._pausing: OrderedDict[World, PausingWorkspace] = OrderedDict()
        self._straight = Workspace(KEEP)

    def run(
        self, base: World, world: World, replication: int, is_wanted: Callable[[], bool] = always
    ) -> Sample:
        """Return the measures of one lane of a base or of a variant of it. Raises as `record`."""
        return sample_of(self.record(base, world, replication, is_wanted))

    def record(
        self, base: World, world: World, replication: int, is_wanted: Callable[[], bool] = always
    ) -> Recording:
        """Return the recording of one lane of a base or of a variant of it.

        Raises:
            NotWantedError: a variant that nobody wants any more.
        """
        pausing = self._pausing_of(base)
        if world == base:
            recording, paused = pausing.run_base(SEED, replication)
            self.pasts.put(base, paused)
            return recording
        if pausing.can_go_on(world):
            past = self.pasts.get(base, replication)
            if past is None:
                past = pausing.past(SEED, replication)
                self.pasts.put(base, past)
            if past is not None:
                try:
                    return pausing.go_on(past, world, is_wanted)
                except NoRoomError:
                    pass  # more happens than was guessed: from the first day, where room grows
        return self._straight.run(world, SEED, replication)

    def _pausing_of(self, base: World) -> PausingWorkspace:
        if base not in self._pausing:
            block = max((w.block for w in self._pausing.values()), key=len, default=None)
            self._pausing[base] = PausingWorkspace(
                base, base.day(PAUSE), most_places(base), KEEP, block
            )
            if len(self._pausing) > N_WORKSPACES:
                self._pausing.popitem(last=False)
        return self._pausing[base]


def most_places(base: World) -> Ints:
    """Return the highest number of places that the levers of the page can open, (n_regions, 6)."""
    most = base.max_places.astype(np.float64)
    for k, setting in enumerate(PLACE_SETTINGS):
        for lever in LEVERS.values():
            if lever.row == f"setting.{setting.name.lower()}.places":
                high = lever.wide_high or lever.high or 0.0
                most[:, k] = np.maximum(
                    most[:, k],
                    most[:, k] * high / 100.0 if lever.how == "times" else most[:, k] + high,
                )
    return np.ceil(most * 1.05).astype(np.int64)
