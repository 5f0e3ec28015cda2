"""What needs whole recordings: the report, and one youth under two policies.

One at a time, because it takes seconds and memory.
"""

import ctypes
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple, TypeVar

import pandas as pd

from sim.doubt.spread import over_its_ensemble
from sim.engine.recording import Recording
from sim.evidence.ensemble import COUNTRY
from sim.front_door import Result, defaults
from sim.measures.comparison import Comparison, Side, compare_values
from sim.measures.kpis import measure
from sim.page.computing.lanes import LaneRunner
from sim.page.computing.queue import SEED
from sim.page.computing.rooms import REPORTS, BusyError, WaitingRoom
from sim.page.shown.doubt import MEMBERS
from sim.page.state.address import LARGEST, PageVariant, State
from sim.page.state.variant import scenario_of, world_of_variant
from sim.plots.style import styled
from sim.reporting.background import background_of
from sim.reporting.doubt import doubt_in
from sim.reporting.figures import data_address, svg
from sim.reporting.report import picture_of_parts
from sim.reporting.summary import render_summary
from sim.tables.suppress import without_small
from sim.why.twins import Twins, twins

PAIRS_OF_TWINS = 8  # pairs of replications out of which a youth is chosen
PATIENCE = 90.0  # seconds to wait for one's turn
MAX_KEPT = 32  # youths and reports that are kept by content
OF_RUN = ("engine", "start", "end", "warm_up_years")  # settings that go into the provenance
OF_REPORT = ("episodes", "teams", "ret")  # rows that the report reads
Kept = TypeVar("Kept")


class TwinShown(NamedTuple):
    """One youth under two policies, and the picture of it as a data address."""

    found: Twins
    picture: str


class Reporter:
    """Makes reports and twins with a runner of its own.

    What was made is kept by content, the least lately used leave first.
    """

    def __init__(self, runner: LaneRunner, pairs: int) -> None:
        self.runner, self.pairs = runner, pairs
        self._kept: OrderedDict[tuple[str, ...], object] = OrderedDict()
        self._kept_lock, self._turn = threading.Lock(), threading.Lock()
        self._places = WaitingRoom(REPORTS)

    def report(self, state: State) -> str:
        """Return the report of an address as one HTML page in its language."""
        return self._once(("report", *content_of(state)), lambda: self._report(state))

    def twins(self, state: State) -> TwinShown:
        """Return the youth that the address asks for, under both policies."""
        return self._once(("twins", state.twin, *content_of(state)), lambda: self._twins(state))

    def _report(self, state: State) -> str:
        numbers: list[list[dict[str, float]]] = [
            [],
            [],
        ]  # measured before the rows that the report does not read are let go

        def keep(side: int, recording: Recording) -> Recording:
            numbers[side].append(measure(recording))
            return replace(recording, rows={name: recording.rows[name] for name in OF_REPORT})

        results = self._results(state, self.pairs, keep)
        sides = [Side(r.scenario.name, r.scenario.title, r.recordings) for r in results]
        kpis = compare_values(pd.DataFrame(numbers[0]), pd.DataFrame(numbers[1]))
        compared = Comparison(sides[0], sides[1], without_small(kpis))
        parts = picture_of_parts(*results, state.lang)
        doubt = doubt_in(
            None if state.region == COUNTRY else over_its_ensemble(*results, members=MEMBERS),
            state.lang,
        )
        return render_summary(
            compared, state.lang, background_of(*results), [parts], doubt=doubt, is_alone=True
        )

    def _twins(self, state: State) -> TwinShown:
        base, other = self._results(
            state, min(PAIRS_OF_TWINS, self.pairs), lambda _, recording: recording
        )
        found = (
            twins(base, other)
            if state.twin == LARGEST
            else twins(base, other, pick="random", seed=int(state.twin))
        )
        with styled():
            return TwinShown(found, data_address(svg(found.figure(state.lang))))

    def _results(
        self, state: State, pairs: int, keep: Callable[[int, Recording], Recording]
    ) -> tuple[Result, Result]:
        start = world_of_variant(PageVariant(), state.region)
        usual = {name: value for name, value in defaults().items() if name in OF_RUN}
        made = []
        for side, variant in enumerate((PageVariant(), state.variant)):
            world = world_of_variant(variant, state.region)
            recordings = [keep(side, self.runner.record(start, world, k)) for k in range(pairs)]
            settings = {
                **usual,
                "region": state.region,
                "record": "tables",
                "levers": {},
                "parameters": {},
            }
            made.append(
                Result(scenario_of(variant, state.region), world, recordings, SEED, settings)
            )
        return made[0], made[1]

    def _once(self, key: tuple[str, ...], make: Callable[[], Kept]) -> Kept:
        """Return what was made before from the same content, or make it when it is our turn.

        Raises:
            BusyError: too many wait already, or our turn did not come.
        """
        found = self._again(key)
        if found is None:
            with self._places.taken():
                if not self._turn.acquire(timeout=PATIENCE):
                    raise BusyError
                try:
                    found = self._again(key) or self._keep(key, make())
                finally:
                    give_back()
                    self._turn.release()
        return found  # type: ignore[return-value]  # kept under its own key

    def _keep(self, key: tuple[str, ...], made: object) -> object:
        with self._kept_lock:
            self._kept[key] = made
            while len(self._kept) > MAX_KEPT:
                self._kept.popitem(last=False)
        return made

    def _again(self, key: tuple[str, ...]) -> object | None:
        with self._kept_lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)


def give_back() -> None:
    """Give memory of recordings that were let go back to the system, where it keeps it (glibc)."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)


def content_of(state: State) -> tuple[str, ...]:
    """Return what a report or a youth depends on."""
    return state.lang, state.region, state.variant.key
