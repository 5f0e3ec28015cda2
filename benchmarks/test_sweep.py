"""What a sweep costs.

An empty task, a whole design with its peak of memory, and going on with one that is finished.
"""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sim.experiment.design import load_design
from sim.experiment.executors import Dask, Pool, Serial, do_nothing
from sim.experiment.plan import Task, make_plan

ROOT = Path(__file__).resolve().parents[1]
DESIGN = "evaluation_and_follow_up"
N_EMPTY = 1000
# runs a command and prints the most memory (KiB) that it or a process of its own ever held; in a
# process apart, for the peak of children only grows
MEASURED = """
import subprocess, sys
subprocess.run(sys.argv[1:], check=True, capture_output=True)
try:
    import resource
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
except ModuleNotFoundError:  # Windows does not keep the peak of processes that ended
    print("nan")
"""


def empty_tasks() -> list[Task]:
    (first, *_) = make_plan(replace(load_design(DESIGN), n_points=1, replications=1)).tasks()
    return [replace(first, replications=(k,)) for k in range(N_EMPTY)]


@pytest.mark.benchmark(group="sweep")
class TestSweep:
    @pytest.mark.parametrize("engine", ["serial", "pool", "dask"])
    def test_empty_tasks(self, benchmark: Any, engine: str, tmp_path: Path) -> None:
        if engine == "dask":
            pytest.importorskip("distributed")
        executor = {"serial": Serial(), "pool": Pool(2), "dask": Dask(2)}[engine]
        tasks = empty_tasks()
        benchmark.extra_info["tasks"] = N_EMPTY
        benchmark.pedantic(lambda: list(executor.run(iter(tasks), tmp_path, do_nothing)), rounds=1)

    def test_200_points_by_20_replications(
        self, benchmark: Any, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        folder = tmp_path_factory.mktemp("sweep")
        command = [
            sys.executable,
            "-m",
            "sim",
            "sweep",
            DESIGN,
            "--yes",
            "--workers",
            "2",
            "--output",
            str(folder / "out"),
        ]

        def run() -> bytes:
            measured = [sys.executable, "-c", MEASURED, *command]
            return subprocess.run(measured, check=True, cwd=ROOT, capture_output=True).stdout

        benchmark.extra_info["MiB"] = float(benchmark.pedantic(run, rounds=1)) / 1024
        TestSweep.finished = command

    def test_a_finished_sweep_again(self, benchmark: Any) -> None:
        if not hasattr(TestSweep, "finished"):
            pytest.skip("the sweep did not run")
        benchmark.pedantic(
            lambda: subprocess.run(TestSweep.finished, check=True, cwd=ROOT, capture_output=True),
            rounds=3,
        )
