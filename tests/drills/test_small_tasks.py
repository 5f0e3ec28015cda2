"""Thousands of small tasks leave few files, never many at a time, and all are found again; ended at
any step, in the middle of a merge too, nothing that was finished is lost, doubled or changed.
"""

import subprocess
import sys
from pathlib import Path

from sim.experiment import merge
from sim.experiment.plan import Plan
from sim.experiment.results import open_results
from sim.experiment.store import look
from tests.drills.commands import ROOT, environment
from tests.drills.effort import Drill
from tests.drills.tiny import KPI, Tiny, plan_of, run_tiny, value_of

SMALL = 100  # tasks of a run that is ended on its way; two folders of results
STEPS = 400  # changes of the disk that it makes, about


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("results/*/*"))


def assert_all_are_there(folder: Path, plan: Plan) -> None:
    """Fail unless every task of the plan is found once, with its number."""
    results = open_results(folder)
    assert results.n_missing == 0
    rows = results.sql("SELECT point, replication, kpi, value FROM results")
    found = sorted(zip(rows["point"], rows["replication"], rows["kpi"], rows["value"], strict=True))
    expected = sorted((t.point, t.replications[0], KPI, value_of(t)) for t in plan.tasks())
    assert found == expected, f"{len(found)} rows, {len(expected)} tasks"


def test_thousands_of_small_tasks_leave_few_files(drill: Drill, tmp_path: Path) -> None:
    plan, most = plan_of(drill.effort.tasks), 0
    n_seen = 0

    def watch(_: object) -> None:
        nonlocal most, n_seen
        n_seen += 1
        if n_seen % 97 == 0:
            most = max(most, len(files(tmp_path)))

    report = run_tiny(plan, tmp_path, Tiny(watch))
    assert report.n_done == drill.effort.tasks
    drill.count("tasks", report.n_done)
    n_scenarios = len({point.scenario for point in plan.points})
    merged = report.n_done // merge.MANY + n_scenarios
    left = files(tmp_path)
    drill.count("files at most while it ran", max(most, len(left)))
    drill.count("files at the end", len(left))
    assert most <= n_scenarios * merge.MANY + merged, f"{most} files while it ran"
    assert len(left) <= n_scenarios * merge.FEW + merged, f"{len(left)} files at the end"
    assert_all_are_there(tmp_path, plan)
    again = run_tiny(plan, tmp_path, Tiny())
    assert (again.n_there, again.n_done) == (drill.effort.tasks, 0) and files(tmp_path) == left


def test_ended_at_any_step_nothing_is_lost_or_doubled(drill: Drill, tmp_path: Path) -> None:
    plan = plan_of(SMALL)
    names = {task.name for task in plan.tasks()}
    for k in range(max(1, drill.effort.kills // 2)):
        folder, noted = tmp_path / str(k), tmp_path / f"{k}.txt"
        noted.touch()
        for step in (drill.rng.randrange(1, STEPS), drill.rng.randrange(1, STEPS // 4)):
            tiny = [sys.executable, "-m", "tests.drills.tiny", str(folder), str(SMALL), str(step)]
            ended = subprocess.run(
                [*tiny, str(noted)], cwd=ROOT, env=environment(), capture_output=True, check=False
            )
            assert ended.returncode in (0, 9), ended.stderr.decode()
            drill.count("ended on their way" if ended.returncode else "ended well")
            there = set(look(folder, names).tasks)
            lost = set(noted.read_text(encoding="utf-8").split()) - there
            assert not lost, f"ended at step {step}: {len(lost)} finished tasks are lost"
            assert there <= names
        run_tiny(plan, folder, Tiny())
        assert_all_are_there(folder, plan)
        hidden = [path.name for path in folder.rglob(".*") if path.name != ".lock"]
        assert not hidden, f"left half-written: {hidden}"
        drill.count("folders finished with every task once")
