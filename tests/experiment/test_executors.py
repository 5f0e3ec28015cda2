"""Any engine, any number of workers, whoever is killed: the same files."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.common.errors import ConfigError
from sim.experiment.executors import Dask, Executor, Pool, Serial
from sim.experiment.plan import make_plan
from sim.experiment.run import run_plan
from tests.experiment import small

TASKS = make_plan(small.design()).tasks()


def run(
    executor: Any, folder: Path, work: Any = small.do_task
) -> tuple[dict[str, bytes], list[str]]:
    """Return the files by name, and failures."""
    outcomes = list(executor.run(iter(TASKS), folder, work))
    assert sorted(o.task.name for o in outcomes) == sorted(task.name for task in TASKS), (
        "a task was lost or came twice"
    )
    return {path.name: path.read_bytes() for path in folder.glob("results/*/*.parquet")}, [
        o.failure for o in outcomes if o.path is None
    ]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    made, failures = run(Serial(), tmp_path_factory.mktemp("serial"))
    assert len(made) == len(TASKS) and not failures, f"{failures}"
    return made


def test_processes_give_the_same_files_and_a_killed_worker_costs_nothing(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    made, failures = run(Pool(2), tmp_path, small.die_once)
    assert (tmp_path / "died").exists() and made == files and not failures, (
        f"{failures}, {set(made) ^ set(files)}"
    )


def test_a_task_that_kills_every_worker_is_given_up_and_all_others_are_done(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    made, failures = run(Pool(2), tmp_path, small.die_always)
    assert len(failures) == 1 and "3 worker processes were ended from outside" in failures[0], (
        f"{failures}"
    )
    assert len(made) == len(files) - 1 and made.items() <= files.items()


@pytest.mark.parametrize("executor", [Serial(), Pool(2)])
def test_a_task_that_fails_fails_alone(
    files: dict[str, bytes], tmp_path: Path, executor: Executor
) -> None:
    made, failures = run(executor, tmp_path, small.fail_at_two)
    assert failures == ["OverflowError: a counter is full"] * 2, f"{failures}"
    assert len(made) == len(files) - 2 and made.items() <= files.items()


def test_dask_on_this_machine_gives_the_same_files_and_a_killed_worker_costs_nothing(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    pytest.importorskip(
        "distributed", reason="dask.distributed is not installed: uv sync --extra cluster"
    )
    made, failures = run(Dask(2), tmp_path, small.die_once)
    assert (tmp_path / "died").exists() and made == files and not failures, (
        f"{failures}, {set(made) ^ set(files)}"
    )


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Path]:
    """A scheduler and two workers in processes of their own, on loopback."""
    pytest.importorskip(
        "distributed", reason="dask.distributed is not installed: uv sync --extra cluster"
    )
    file = tmp_path / "scheduler.json"
    dask = [sys.executable, "-m", "distributed.cli"]
    processes = [
        subprocess.Popen(
            [
                f"{dask[0]}",
                "-m",
                "distributed.cli.dask_scheduler",
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--no-dashboard",
                "--scheduler-file",
                str(file),
            ],
            stderr=subprocess.DEVNULL,
        ),
        *[
            subprocess.Popen(
                [
                    dask[0],
                    "-m",
                    "distributed.cli.dask_worker",
                    "--scheduler-file",
                    str(file),
                    "--nthreads",
                    "1",
                    "--no-dashboard",
                    "--host",
                    "127.0.0.1",
                ],
                stderr=subprocess.DEVNULL,
            )
            for _ in range(2)
        ],
    ]
    yield file
    for process in reversed(processes):
        process.terminate()
    for process in processes:
        process.wait(20)


@pytest.mark.slow
def test_dask_with_a_scheduler_and_workers_of_their_own_gives_the_same_files(
    files: dict[str, bytes], cluster: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "results_of"  # that of the scheduler's own files stands beside it
    folder.mkdir()
    made, failures = run(Dask(scheduler_file=str(cluster)), folder, small.die_once)
    assert made == files and not failures, f"{failures}, {set(made) ^ set(files)}"


def test_a_scheduler_that_is_not_there_is_named(tmp_path: Path) -> None:
    pytest.importorskip(
        "distributed", reason="dask.distributed is not installed: uv sync --extra cluster"
    )
    with pytest.raises(ConfigError, match=r"no dask scheduler answers at .*nowhere\.json"):
        run(Dask(scheduler_file=str(tmp_path / "nowhere.json"), patience=0.5), tmp_path)
    absent = Dask(scheduler_file=str(tmp_path / "nowhere.json"), patience=0.5)
    with pytest.raises(ConfigError, match="no dask scheduler answers"):
        run_plan(make_plan(small.design()), tmp_path / "new", absent, 1, say=lambda _: None)
    assert not list(tmp_path.iterdir()), "a refused sweep left something"


def test_the_same_sweep_twice_at_once_is_done_once(files: dict[str, bytes], tmp_path: Path) -> None:
    plan, reports, told = make_plan(small.design()), [], []

    class Slow(Serial):
        def run(self, tasks: Any, folder: Path, _: Any) -> Any:
            return Serial().run(tasks, folder, small.take_time)

    threads = [
        threading.Thread(
            target=lambda: reports.append(run_plan(plan, tmp_path, Slow(), 1, say=told.append))
        )
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    made = {path.name: path.read_bytes() for path in tmp_path.glob("results/*/*.parquet")}
    assert made == files and all(report.n_missing == 0 for report in reports), f"{reports}"
    assert any("Another run is at work" in line for line in told), f"{told}"
