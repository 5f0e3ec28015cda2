"""Batches of lanes: the same results for any number of threads and any chunks, room that grows,
clean stops, and bad input.
"""

import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from sim.common.errors import ConfigError
from sim.engine import core
from sim.engine.core.batch import Workspace, lanes_of, run_lanes
from sim.engine.core.memory.layout import Room
from sim.engine.execute import available_memory
from sim.engine.recording import Recording
from sim.front_door import prepare
from sim.world.build import World, with_values
from tests.engines.equality import assert_same
from tests.worlds import PERIOD, small_parameters

KEEP = core.Keep(days=True, events=True)


def small_world(scenario: str = "baseline") -> World:
    return prepare(
        scenario, region="noord_holland", replications=1, parameters=small_parameters(), **PERIOD
    ).world


WORLDS = [small_world(), small_world("jzplus_zero_2030")]


def run_all(threads: int, chunk: int) -> list[tuple[int, int, Recording]]:
    batch = core.run_batch(WORLDS, 3, seed=4, keep=KEEP, threads=threads, chunk=chunk)
    return [(lane.world, lane.replication, lane.recording) for part in batch for lane in part]


def assert_equal(
    these: list[tuple[int, int, Recording]], those: list[tuple[int, int, Recording]]
) -> None:
    assert [lane[:2] for lane in these] == [lane[:2] for lane in those]
    for (_, _, one), (_, _, other) in zip(these, those, strict=True):
        assert_same(one, other)


@pytest.fixture(scope="module")
def alone() -> list[tuple[int, int, Recording]]:
    return run_all(threads=1, chunk=1)


def test_lanes_with_a_past_in_common_come_replication_after_replication(
    alone: list[tuple[int, int, Recording]],
) -> None:
    assert [lane[:2] for lane in alone] == [(0, 0), (1, 0), (0, 1), (1, 1), (0, 2), (1, 2)]


def test_lanes_of_worlds_with_nothing_in_common_come_world_after_world() -> None:
    strange = with_values(WORLDS[0], ["escalation.per_year"], [1.0])
    order = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)]
    assert lanes_of([strange, WORLDS[0]], range(3)) == order
    assert lanes_of(WORLDS[:1], [3, 1]) == [(0, 3), (0, 1)]


@pytest.mark.parametrize(("threads", "chunk"), [(1, 8), (2, 1), (2, 4), (3, 2)])
def test_threads_and_chunks_change_nothing(
    alone: list[tuple[int, int, Recording]], threads: int, chunk: int
) -> None:
    assert_equal(run_all(threads, chunk), alone)


def test_batches_may_run_side_by_side_in_several_threads(
    alone: list[tuple[int, int, Recording]],
) -> None:
    found: dict[int, list[tuple[int, int, Recording]]] = {}
    threads = [
        threading.Thread(target=lambda k=k: found.__setitem__(k, run_all(2, 2))) for k in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for result in found.values():
        assert_equal(result, alone)
    assert len(found) == 3


@pytest.mark.parametrize(
    "short", ["block", "stays", "spells", "episodes", "youths", "teams", "ret", "events"]
)
def test_a_lane_that_does_not_fit_is_run_again_with_more_room(
    alone: list[tuple[int, int, Recording]], short: str
) -> None:
    workspace = Workspace(KEEP)
    workspace.run(WORLDS[0], 4, 0)
    assert workspace.room is not None
    rows = {name: 1 if name == short else n for name, n in workspace.room.rows.items()}
    tight = Room(300 if short == "block" else workspace.room.free, rows)
    again = Workspace(KEEP)
    again.first_guess = lambda world: tight  # type: ignore[method-assign]
    assert_same(again.run(WORLDS[0], 4, 0), alone[0][2])
    assert again.room is not None
    assert (again.room.free if short == "block" else again.room.rows[short]) > (
        300 if short == "block" else 1
    )


def test_what_is_not_asked_for_is_not_kept() -> None:
    ((lane,),) = list(core.run_batch(WORLDS[:1], 1, seed=4, keep=core.Keep(rows=False)))
    rows = lane.recording.rows
    assert [len(rows[name]) for name in ("stays", "spells", "youths", "events")] == [0, 0, 0, 0]
    assert len(rows["episodes"]) > 0
    full = core.run(WORLDS[0], seed=4, replication=0)
    assert all(np.array_equal(lane.recording.sums[name], full.sums[name]) for name in full.sums)
    with pytest.raises(ConfigError, match='pass record="days"'):
        lane.recording.days["census"]


def test_a_batch_that_is_cancelled_keeps_what_was_finished() -> None:
    cancel, told, kept = threading.Event(), [], []
    batch = core.run_batch(
        WORLDS,
        40,
        seed=1,
        threads=1,
        chunk=2,
        cancel=cancel,
        progress=lambda done, total: told.append((done, total)),
    )
    for part in batch:
        kept.extend(part)
        cancel.set()
    assert [(lane.world, lane.replication) for lane in kept] == [(0, 0), (1, 0)]
    assert told == [(2, 80)]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"worlds": [], "replications": 1}, "worlds"),
        ({"worlds": WORLDS, "replications": 0}, "replications"),
        ({"worlds": WORLDS, "replications": []}, "replications"),
        ({"worlds": WORLDS, "replications": 1, "threads": 0}, "threads"),
        ({"worlds": WORLDS, "replications": 1, "chunk": 0}, "chunk"),
    ],
)
def test_a_batch_of_nothing_is_refused(arguments: dict[str, object], named: str) -> None:
    with pytest.raises(ConfigError, match=f"'{named}'"):
        core.run_batch(**{"seed": 1, **arguments})  # type: ignore[arg-type]


@pytest.mark.skipif(
    available_memory() is None, reason="this system does not say how much memory it has"
)
def test_more_replications_than_memory_holds_are_refused_before_anything_runs() -> None:
    with pytest.raises(
        ConfigError, match=r"need about .* GiB of memory .* Use at most [\d,]+ replications"
    ):
        prepare("baseline", replications=50_000_000)


def test_the_same_handlers_run_uncompiled() -> None:
    """Everything in plain Python, in a process of its own: the same log to the last event."""
    program = (
        "from tests.engines.test_batch import small_world; from tests.engines.equality import "
        "assert_same, both; import datetime as dt;"
        "from sim.front_door import prepare; from tests.worlds import small_parameters;"
        "w = prepare('jzplus_zero_2030', region='noord_holland', replications=1, "
        "parameters=small_parameters(),"
        " start=dt.date(2025, 1, 1), end=dt.date(2025, 7, 1), warm_up_years=0.5).world;"
        "a, b = both(w, 2, 0); assert_same(a, b); print(len(a.rows['events']))"
    )
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[2],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 100


def test_chosen_lanes_are_those_of_the_whole_batch(alone: list[tuple[int, int, Recording]]) -> None:
    chosen = [(1, 2), (0, 1)]
    found = [
        (x.world, x.replication, x.recording)
        for part in run_lanes(WORLDS, chosen, seed=4, keep=KEEP, threads=2)
        for x in part
    ]
    whole = {lane[:2]: lane for lane in alone}
    assert_equal(found, [whole[lane] for lane in chosen])
    with pytest.raises(ConfigError, match="at least one lane and one thread"):
        list(run_lanes(WORLDS, [], seed=4))


def test_a_world_that_overflows_ends_the_batch_unless_it_may_be_left_out() -> None:
    wild = with_values(
        WORLDS[0],
        (
            "escalation.per_year",
            "escalation.cope_base",
            "setting.open_group.p_keep",
            "start.coverage_to_start",  # 1:1 starts whether there are people or not
        ),
        (5000.0, -50.0, 1.0, 0.0),
    )
    with pytest.raises(OverflowError):
        list(run_lanes([wild], [(0, 0)], seed=4))
    found = [
        x.world
        for part in run_lanes([wild, WORLDS[1]], [(0, 0), (1, 0)], seed=4, leave_out=True)
        for x in part
    ]
    assert found == [1]
