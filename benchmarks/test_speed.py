"""Timings by pytest-benchmark, in groups; ratios between them are made in `results.py`.

No time is asserted. What runs on one thread is timed by the clock of the process, for whoever else
uses the machine.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from benchmarks import editions, skeleton
from benchmarks.budget import counted
from benchmarks.results import LANES
from benchmarks.worlds import ciw_queue, queue_world, simpy_queue, small_world, world
from sim.engine import reference
from sim.engine.core import Keep, run_batch
from sim.engine.core.batch import Workspace
from sim.engine.core.kernel import run_lane
from sim.engine.core.memory.layout import fill
from sim.engine.core.memory.state import Lane
from sim.front_door import simulate
from sim.tables.parquet import write_parquet
from sim.world.build import World

WHOLE = world()


def lane(benchmark: Any, of: World, rounds: int = 8, **keep: bool) -> Workspace:
    """Time one lane in the kernel alone, and note its events; return its workspace."""
    workspace = Workspace(Keep(**keep))
    workspace.run(of, 1, 0)
    template = workspace.template
    assert template is not None

    def prepare() -> None:
        fill(workspace.block, template, 1, 0)

    benchmark.extra_info["events"] = 0

    def run() -> None:
        benchmark.extra_info["events"] = run_lane(workspace.block)

    benchmark.pedantic(run, setup=prepare, rounds=rounds, warmup_rounds=1)
    return workspace


@pytest.mark.benchmark(group="one replication", timer=skeleton.clock)
class TestOneReplication:
    def test_core_region_ten_years(self, benchmark: Any) -> None:
        lane(benchmark, world(years=10, warm_up_years=0), rounds=20)

    def test_core_region_ten_years_with_log(self, benchmark: Any) -> None:
        """The full log is written too: its rows are the facts of a lane."""
        workspace = lane(benchmark, world(years=10, warm_up_years=0), rounds=20, events=True)
        benchmark.extra_info["facts"] = Lane(workspace.block, 0).events.n_rows

    def test_core_country_ten_years(self, benchmark: Any) -> None:
        lane(benchmark, world("nederland", years=10, warm_up_years=0), rounds=5)


@pytest.mark.benchmark(group="yardsticks", timer=skeleton.clock)
class TestYardsticks:
    """Each in turn with the core, so that both meet the same machine; ratios are medians."""

    def test_reference_and_core(self, benchmark: Any) -> None:
        """The reference runs once, between lanes of the core; the best lane would flatter it."""
        of, workspace = world(years=10, warm_up_years=0), Workspace(Keep())
        workspace.run(of, 1, 0)
        times: list[float] = []

        def some_lanes() -> None:
            for _ in range(10):
                fill(workspace.block, workspace.template, 1, 0)
                start = skeleton.clock()
                run_lane(workspace.block)
                times.append(skeleton.clock() - start)

        def run() -> None:
            reference.run(of, seed=1, replication=0)

        some_lanes()
        benchmark.pedantic(run, rounds=1)
        some_lanes()
        benchmark.extra_info["ratio"] = benchmark.stats.stats.min / median(times)

    def test_core_and_skeleton(self, benchmark: Any) -> None:
        if skeleton.library() is None:
            pytest.skip(skeleton.NO_COMPILER)
        found = counted(10)
        assert found is not None
        counts = skeleton.counts_of(found)
        beside, workspace = skeleton.Skeleton(counts), Workspace(Keep())
        workspace.run(world(years=10, warm_up_years=0), 1, 0)
        times: list[tuple[float, float]] = []

        def prepare() -> None:
            beside.prepare()
            fill(workspace.block, workspace.template, 1, 0)

        def in_turn() -> None:
            began = skeleton.clock()
            beside.run()
            between = skeleton.clock()
            run_lane(workspace.block)
            times.append((between - began, skeleton.clock() - between))

        benchmark.pedantic(in_turn, setup=prepare, rounds=40, warmup_rounds=1)
        beside.close()
        benchmark.extra_info |= {
            "ratio": median(core / c for c, core in times[1:]),
            "skeleton": min(c for c, _ in times),
            "core": min(core for _, core in times),
            "page": skeleton.page(counts, 20),
        }

    @pytest.mark.parametrize("region", ["noord_holland", "nederland"])
    def test_first_edition(self, benchmark: Any, region: str, tmp_path: Path) -> None:
        rounds = 20 if region == "noord_holland" else 5
        try:
            with (
                editions.first_edition() as home,
                editions.Edition(home, region, tmp_path) as first,
                editions.Edition(editions.ROOT, region) as this,
            ):
                times = benchmark.pedantic(editions.in_turn, args=([first, this], rounds), rounds=1)
        except editions.NoEditionError as error:
            pytest.skip(str(error))
        benchmark.extra_info |= {
            "ratio": median(this / first for first, this in zip(*times, strict=True)),
            "first": min(times[0]),
            "this": min(times[1]),
        }


@pytest.mark.benchmark(group="queue", timer=skeleton.clock)
class TestQueue:
    def test_queue_in_core(self, benchmark: Any) -> None:
        lane(benchmark, queue_world(), rounds=30)

    def test_queue_in_simpy(self, benchmark: Any) -> None:
        benchmark.pedantic(simpy_queue, args=(1, queue_world().n_days), rounds=3)

    def test_queue_in_ciw(self, benchmark: Any) -> None:
        if ciw_queue(1, 30) is None:
            pytest.skip("Ciw is not installed (pip install ciw): it is not compared with")
        benchmark.pedantic(ciw_queue, args=(1, queue_world().n_days), rounds=3)


def run_all(of: World, lanes: int, threads: int, **keep: bool) -> int:
    """Run a batch and forget its results."""
    return sum(
        len(part) for part in run_batch([of], lanes, seed=1, keep=Keep(**keep), threads=threads)
    )


@pytest.mark.benchmark(group="batch")
class TestBatch:
    @pytest.mark.parametrize("threads", [1, 2])
    def test_region_24_lanes(self, benchmark: Any, threads: int) -> None:
        benchmark.pedantic(run_all, args=(WHOLE, 24, threads), rounds=3, warmup_rounds=1)

    @pytest.mark.benchmark(group="small lanes", timer=skeleton.clock)
    @pytest.mark.parametrize("lanes", [1, 64, 1000])
    def test_small_lanes(self, benchmark: Any, lanes: int) -> None:
        benchmark.pedantic(
            run_all,
            args=(small_world(), lanes, 1),
            rounds={1: 40, 64: 5, 1000: 2}[lanes],
            warmup_rounds=1,
        )


def lanes_in_turn(benchmark: Any, worlds: Mapping[int, World], rounds: int) -> None:
    """Time one lane of each world after the other, so that all meet the same machine; note the
    least time (s) of each and its events.
    """
    spaces = {size: Workspace(Keep()) for size in worlds}
    for size, workspace in spaces.items():
        workspace.run(worlds[size], 1, 0)
    times: dict[int, list[float]] = {size: [] for size in worlds}
    events: dict[int, int] = {}

    def in_turn() -> None:
        for size, workspace in spaces.items():
            assert workspace.template is not None
            fill(workspace.block, workspace.template, 1, 0)
            start = skeleton.clock()
            events[size] = run_lane(workspace.block)
            times[size].append(skeleton.clock() - start)

    benchmark.pedantic(in_turn, rounds=rounds, warmup_rounds=1)
    for size in worlds:
        benchmark.extra_info[f"seconds {size}"] = min(times[size])
        benchmark.extra_info[f"events {size}"] = events[size]


@pytest.mark.benchmark(group="scaling", timer=skeleton.clock)
class TestScaling:
    def test_horizon(self, benchmark: Any) -> None:
        worlds = {years: world(years=years, warm_up_years=0) for years in (5, 10, 20)}
        lanes_in_turn(benchmark, worlds, rounds=8)

    def test_regions(self, benchmark: Any) -> None:
        regions = ("noord_holland", "zuid_holland", "gelderland", "brabant_zeeland")
        worlds = {n: world(regions[:n], years=5, warm_up_years=0) for n in (1, 2, 4)}
        lanes_in_turn(benchmark, worlds, rounds=8)


START = "import sim; r = sim.simulate('baseline', replications=1); print(r.kpis['mean'][0])"


@pytest.mark.benchmark(group="start")
def test_warm_start_to_the_first_number(benchmark: Any, tmp_path: Path) -> None:
    """Bytecode of all modules is kept, as it is after any first run, whatever the environment of
    this one says.
    """
    kept = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path)}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    command = {"check": True, "capture_output": True, "env": kept}
    benchmark.pedantic(
        subprocess.run,
        args=([sys.executable, "-c", START],),
        kwargs=command,
        rounds=5,
        warmup_rounds=1,
    )


MEMORY = """
import sys
import psutil
from benchmarks.worlds import world
from sim.engine.core import Keep, run_batch
w = world()
kept = []
for part in run_batch([w], int(sys.argv[1]), seed=1, threads=1):
    kept.extend(part)
print(psutil.Process().memory_info().rss / 2**20)
"""


@pytest.mark.benchmark(group="memory")
@pytest.mark.parametrize("lanes", LANES)
def test_memory(benchmark: Any, lanes: int) -> None:
    def held() -> None:
        asked = [sys.executable, "-c", MEMORY, str(lanes)]
        done = subprocess.run(asked, check=True, capture_output=True)
        benchmark.extra_info["MiB"] = float(done.stdout)

    benchmark.pedantic(held, rounds=1)


@pytest.mark.benchmark(group="output")
def test_tables_of_twenty_replications_to_parquet(benchmark: Any, tmp_path: Path) -> None:
    result = simulate("baseline", replications=20)
    benchmark.pedantic(
        lambda: write_parquet(dict(result.tables), tmp_path / "out", result.provenance()), rounds=3
    )
