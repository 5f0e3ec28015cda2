"""Replications for many visitors at once.

One queue, as many threads as processors, fair, cancellable, cached by content, bounded. A visitor
asks for a pair of worlds (base and variant). Each replication of each world is one lane. Lanes are
taken from the request that has had the fewest so far, so that everybody gets a first picture before
anybody's is refined. What is done is kept by (fingerprint of the world, replication): two visitors
with the same question share it, and moving a lever back costs nothing. A request that nobody asks
for any more is dropped.

The base's past is run once and kept as it stood on `PAUSE`; a variant that agrees with it until
then goes on from there.
"""

import logging
import os
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol

from sim.engine.core.pause import NotWantedError
from sim.page.computing import rooms
from sim.page.computing.sample import Sample
from sim.world.build import World

PAIRS = 100  # paired replications to which a picture is refined
SEED = 1
MAX_REQUESTS = 256  # at a time; the one that asked longest ago gives way
PATIENCE = 4.0  # seconds without a question after which a request is dropped
MAX_BYTES = 256 * 2**20  # of samples
REST = 1.0  # seconds before a thread that stumbled works on; longer every time, up to LONGEST_REST
LONGEST_REST = 30.0
NICE = 10  # by how much lanes give way to everything else on the machine
log = logging.getLogger("doorstroom.page")


class Runner(Protocol):
    """Runs one lane in the calling thread; one per thread."""

    def run(
        self, base: World, world: World, replication: int, is_wanted: Callable[[], bool]
    ) -> Sample:
        """Return the measures of one lane of a base or of a variant of it, or raise NotWantedError
        where it is not wanted any more.
        """


Members = Sequence[tuple[World, World]]


@dataclass(eq=False)
class Watched:
    """What one visitor is looking at: a base and a variant, and how far it is.

    With `members`, both under sets of assumptions, one pair each.
    """

    base: World
    world: World
    asked: float
    members: Members = ()
    number: int = 0  # of the question; a visitor's later one has a higher number
    n_taken: int = 0

    @property
    def key(self) -> tuple[str, str, int]:
        """The content: two visitors with the same key see the same."""
        return self.base.fingerprint, self.world.fingerprint, len(self.members)

    def pair(self, k: int) -> tuple[World, World]:
        """Return the worlds of replication `k`."""
        return self.members[k] if self.members else (self.base, self.world)

    def lanes(self, k: int) -> list[tuple[str, int]]:
        """Return what replication `k` is kept under, base first."""
        return [(world.fingerprint, k) for world in self.pair(k)]

    def has(self, print_: str) -> bool:
        """Tell whether a world is among those that are looked at."""
        return any(
            print_ == world.fingerprint
            for pair in (self.members or [(self.base, self.world)])
            for world in pair
        )


@dataclass(frozen=True)
class Found:
    """What is there so far: replications 0, 1, 2 ... of base and variant, in pairs."""

    base: tuple[Sample, ...]
    variant: tuple[Sample, ...]
    fault: str = ""
    is_current: bool = True  # False: this visitor looks at something else by now

    @property
    def n(self) -> int:
        """Number of pairs."""
        return len(self.base)


@dataclass
class Memory:
    """Samples by (fingerprint, replication), the least lately used leave first."""

    max_bytes: int = MAX_BYTES
    n_bytes: int = 0
    kept: "OrderedDict[tuple[str, int], Sample]" = field(default_factory=OrderedDict)

    def get(self, key: tuple[str, int]) -> Sample | None:
        """Return what is kept under this key."""
        found = self.kept.get(key)
        if found is not None:
            self.kept.move_to_end(key)
        return found

    def put(self, key: tuple[str, int], sample: Sample) -> None:
        """Keep a sample; let others go where there is no room."""
        if key not in self.kept:
            self.kept[key] = sample
            self.n_bytes += sample.n_bytes
        while self.n_bytes > self.max_bytes and len(self.kept) > 1:
            _, gone = self.kept.popitem(last=False)
            self.n_bytes -= gone.n_bytes


class Computer:
    """The queue and its threads. All methods may be called from any thread."""

    def __init__(
        self,
        runner: Callable[[], Runner],
        threads: int,
        pairs: int = PAIRS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.pairs = pairs
        self._clock = clock
        self._memory = Memory()
        self._requests: OrderedDict[str, Watched] = OrderedDict()  # by visitor
        self._running: set[tuple[str, int]] = set()
        self._faults: OrderedDict[tuple[str, int], str] = (
            OrderedDict()
        )  # lanes that failed, so that they are not tried for ever
        self.looks, self.doubts, self.tables = (
            rooms.WaitingRoom(n) for n in (rooms.LOOKS, rooms.DOUBTS, rooms.TABLES)
        )
        self._changed = threading.Condition()
        self._is_open = True
        self._stumbled = ""
        self._threads = [
            threading.Thread(target=self._keep_on, args=(runner,), name=f"lane-{k}", daemon=True)
            for k in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Let the threads end."""
        with self._changed:
            self._is_open = False
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(timeout=10)

    def ask(
        self,
        visitor: str,
        base: World,
        world: World,
        more_than: int = 0,
        wait: float = 0.0,
        members: Members = (),
        number: int = 0,
    ) -> Found:
        """Say what a visitor looks at now, and return what is there.

        As soon as there are more than so many pairs, or after `wait` seconds. Whatever this visitor
        asked for before is dropped, unless somebody else looks at it. With `members` one pair each
        is computed, and everybody's pairs of replications go first. A question with a lower number
        than the visitor's last one came late, and is not current.
        """
        until = self._clock() + wait
        with self._changed:
            asked = Watched(base, world, self._clock(), members, number)
            request = self._requests.get(visitor)
            if request is not None and request.number > number:
                return Found((), (), is_current=False)
            if request is None or request.key != asked.key:
                request = self._requests[visitor] = asked
                self._changed.notify_all()
            request.number = number
            self._requests.move_to_end(visitor)
            while len(self._requests) > MAX_REQUESTS:
                self._requests.popitem(last=False)
            while True:
                request.asked = self._clock()
                found = self._found(request)
                is_current = self._requests.get(visitor) is request
                left = until - self._clock()
                if (
                    found.n > more_than
                    or found.n >= self._wanted(request)
                    or found.fault
                    or not is_current
                    or left <= 0
                ):
                    return replace(found, is_current=is_current)
                self._changed.wait(min(left, 1.0))

    def is_overtaken(self, visitor: str, number: int) -> bool:
        """Tell whether this visitor has asked a later question."""
        with self._changed:
            request = self._requests.get(visitor)
            return request is not None and request.number > number

    def stumbled(self) -> str:
        """Return what keeps the threads from computing; empty while they work."""
        with self._changed:
            return self._stumbled

    def drop(self, visitor: str) -> None:
        """Say that a visitor does not look at this any more."""
        with self._changed:
            if self._requests.pop(visitor, None) is not None:
                self._changed.notify_all()

    def busy(self) -> int:
        """Return the number of requests that somebody still looks at."""
        with self._changed:
            self._drop_forgotten()
            return len(self._requests)

    def n_bytes(self) -> int:
        """Return the bytes of samples kept."""
        with self._changed:
            return self._memory.n_bytes

    # --- inside: the lock is held -----------------------------------------------------------------

    def _wanted(self, request: Watched) -> int:
        return len(request.members) or self.pairs

    def _found(self, request: Watched) -> Found:
        pairs: list[tuple[Sample, Sample]] = []
        for k in range(self._wanted(request)):
            one, other = (self._memory.get(lane) for lane in request.lanes(k))
            if one is None or other is None:
                fault = next(
                    (self._faults[lane] for lane in request.lanes(k) if lane in self._faults), ""
                )
                return Found(tuple(p[0] for p in pairs), tuple(p[1] for p in pairs), fault)
            pairs.append((one, other))
        return Found(tuple(p[0] for p in pairs), tuple(p[1] for p in pairs))

    def _next(self) -> tuple[Watched, World, int] | None:
        """Return the next lane.

        Of the request that has had fewest, the first replication that is missing; the base goes
        first.
        """
        self._drop_forgotten()
        for request in sorted(self._requests.values(), key=lambda r: (bool(r.members), r.n_taken)):
            for k in range(self._wanted(request)):
                lanes = request.lanes(k)
                if any(lane in self._faults for lane in lanes):
                    break  # what comes after a fault cannot be shown
                for lane, world in zip(lanes, request.pair(k), strict=True):
                    if lane not in self._running and lane not in self._memory.kept:
                        return request, world, k
        return None

    def _drop_forgotten(self) -> None:
        now = self._clock()
        for visitor in [v for v, r in self._requests.items() if now - r.asked > PATIENCE]:
            del self._requests[visitor]

    # --- threads ----------------------------------------------------------------------------------

    def _is_wanted(self, print_: str) -> bool:
        """Tell whether somebody still looks at this world."""
        with self._changed:
            return any(request.has(print_) for request in self._requests.values())

    def _keep_on(self, runner: Callable[[], Runner]) -> None:
        """Work, and after a fault of the queue itself rest and work on: visitors are told so."""
        rest = REST
        while self._is_open:
            try:
                return self._work(runner)
            except BaseException as error:  # whatever it is, a thread that ends computes no more
                log.exception("a computing thread stumbled; it goes on in %.0f s", rest)
                with self._changed:
                    self._stumbled = type(error).__name__
                    self._changed.notify_all()
                    self._changed.wait_for(lambda: not self._is_open, rest)
                rest = min(2.0 * rest, LONGEST_REST)

    def _work(self, runner: Callable[[], Runner]) -> None:
        mine: Runner | None = None
        if (
            sys.platform == "linux"
        ):  # where a thread can give way to the browser and to who waits for an answer
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
        while True:
            with self._changed:
                lane = self._next()
                while lane is None and self._is_open:
                    self._changed.wait(1.0)
                    lane = self._next()
                if lane is None or not self._is_open:
                    return
                request, world, k = lane
                request.n_taken += 1
                key = (world.fingerprint, k)
                self._running.add(key)
            sample, fault = None, ""
            try:
                mine = mine or runner()
                sample = mine.run(
                    request.base, world, k, partial(self._is_wanted, world.fingerprint)
                )
            except NotWantedError:
                pass
            except (
                Exception
            ) as error:  # a computation that fails is told; the page and the other visitors live on
                log.exception("replication %d of %s failed", k, world.fingerprint[:16])
                fault, mine = type(error).__name__, None
            except BaseException:
                with self._changed:
                    self._running.discard(key)  # another thread can take it
                raise
            with self._changed:
                self._running.discard(key)
                self._stumbled = ""
                if sample is not None:
                    self._memory.put(key, sample)
                elif fault:
                    self._faults[key] = fault
                    while len(self._faults) > 1000:
                        self._faults.popitem(last=False)
                self._changed.notify_all()
