"""Tasks that are done at once, because they have a past in common, leave the files that each leaves
alone, whoever does them.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.core.batch import Workspace
from sim.experiment import task as tasks_module
from sim.experiment.executors import Dask, Pool, Serial, do_task
from sim.experiment.plan import make_plan
from sim.experiment.run import run_plan
from sim.experiment.together import Together, do_together, share_of_days, together
from sim.world.past import MOST_TOGETHER, days_in_common
from tests.experiment import small

DESIGN = small.design(
    points=4,
    levers={"evaluation.interval_days": {"low": 28, "high": 182, "from": "2025-04-15"}},
)
PLAN = make_plan(DESIGN)
TASKS = PLAN.tasks()
JOBS = together(TASKS, 1)


def run(executor: Any, folder: Path, jobs: list[Any], work: Any) -> tuple[dict[str, bytes], Any]:
    """Return the files by name, and failures by task."""
    folder.mkdir(exist_ok=True)
    outcomes = list(executor.run(iter(jobs), folder, work))
    assert sorted(o.task.name for o in outcomes) == sorted(task.name for task in TASKS)
    files = {path.name: path.read_bytes() for path in folder.glob("results/*/*.parquet")}
    return files, {o.task.name: o.failure for o in outcomes if o.path is None}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What every task leaves that is done for itself."""
    made, failures = run(Serial(), tmp_path_factory.mktemp("apart"), TASKS, do_task)
    assert len(made) == len(TASKS) and not failures, f"{failures}"
    return made


def test_jobs_are_of_several_tasks() -> None:
    assert max(len(job.tasks) for job in JOBS) > 1


def test_done_at_once_they_leave_the_same_files(files: dict[str, bytes], tmp_path: Path) -> None:
    assert run(Serial(), tmp_path, JOBS, do_together) == (files, {})


def test_a_whole_sweep_leaves_the_same_files(files: dict[str, bytes], tmp_path: Path) -> None:
    report = run_plan(PLAN, tmp_path, Serial(), 1, say=lambda _: None)
    assert report.n_done == len(TASKS)
    made = {path.name: path.read_bytes() for path in tmp_path.glob("results/*/*.parquet")}
    assert made == files
    for path in sorted(tmp_path.glob("results/*/*.parquet"))[::3]:
        path.unlink()  # lost: it goes on with what is missing
    again = run_plan(PLAN, tmp_path, Serial(), 1, say=lambda _: None)
    assert again.n_there + again.n_done == len(TASKS) and again.n_done == -(-len(TASKS) // 3)
    made = {path.name: path.read_bytes() for path in tmp_path.glob("results/*/*.parquet")}
    assert made == files


@pytest.mark.parametrize("engine", ["pool", "dask"])
def test_a_killed_worker_costs_nothing(
    files: dict[str, bytes], tmp_path: Path, engine: str
) -> None:
    if engine == "dask":
        pytest.importorskip(
            "distributed", reason="dask.distributed is not installed: uv sync --extra cluster"
        )
    executor = {"pool": Pool(2), "dask": Dask(2)}[engine]
    made, failures = run(executor, tmp_path, JOBS, small.die_once)
    assert (tmp_path / "died").exists() and made == files and not failures, f"{failures}"


def test_a_task_that_kills_every_worker_is_given_up_alone(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    made, failures = run(Pool(2), tmp_path, JOBS, small.die_always)
    (killer,) = (t for t in TASKS if t.point == 1 and t.replications[0] == 0)
    assert list(failures) == [killer.name]
    assert len(made) == len(files) - 1 and made.items() <= files.items()


def test_a_task_that_fails_fails_alone(
    files: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its world overflows; or what is measured goes wrong, and nobody knows beside whom."""
    bad = next(point.world for point in PLAN.points if point.number == 2)
    theirs = {task.name for task in TASKS if task.point == 2}
    real, measured = Workspace.run_together, tasks_module.measure

    def full(self: Workspace, worlds: Any, *arguments: Any) -> Iterator[Any]:
        for at, found in real(self, worlds, *arguments):
            yield at, OverflowError("a counter is full") if worlds[at] == bad else found

    with monkeypatch.context() as patch:
        patch.setattr(Workspace, "run_together", full)
        made, failures = run(Serial(), tmp_path / "full", JOBS, do_together)
    assert failures == dict.fromkeys(theirs, "OverflowError: a counter is full")
    assert len(made) == len(files) - len(theirs) and made.items() <= files.items()

    def wrong(recording: Any) -> Any:
        if recording.world == bad:
            raise ZeroDivisionError("nobody")
        return measured(recording)

    with monkeypatch.context() as patch:
        patch.setattr(tasks_module, "measure", wrong)
        made, failures = run(Serial(), tmp_path / "wrong", JOBS, do_together)
    assert failures == dict.fromkeys(theirs, "ZeroDivisionError: nobody")
    assert len(made) == len(files) - len(theirs) and made.items() <= files.items()


@given(st.sets(st.sampled_from(range(len(TASKS)))), st.integers(1, 4))
def test_every_task_is_in_one_job_beside_those_with_its_past(chosen: set[int], n: int) -> None:
    given_tasks = [TASKS[k] for k in sorted(chosen)]
    jobs = together(given_tasks, n)
    assert sorted(t.name for job in jobs for t in job.tasks) == sorted(t.name for t in given_tasks)
    for job in jobs:
        assert 1 <= len(job.tasks) <= MOST_TOGETHER
        first = job.tasks[0]
        assert (job.key, job.name) == (first.key, first.name)
        for task in job.tasks:
            assert task.replications == first.replications
            assert days_in_common(first.world, task.world) > 0
    if len(given_tasks) >= 4 * n:
        assert len(jobs) >= 4 * n


def test_the_days_that_are_run_are_told() -> None:
    apart = [Together((task,)) for task in TASKS]
    assert share_of_days(apart) == 1.0
    assert 0.5 < share_of_days(JOBS) < 1.0
    job = max(JOBS, key=lambda job: len(job.tasks))
    assert job.without({job.name}) == Together(job.tasks[1:])
    assert job.without({task.name for task in job.tasks}) is None
