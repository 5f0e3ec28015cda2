"""Tasks that cost nothing but their file, and a program that ends itself at a chosen step.

    python -m tests.drills.tiny FOLDER TASKS STEP DONE

runs them in a folder and ends as if killed at the STEPth change of the disk; DONE is a file in
which it notes the tasks whose results were there.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from sim.experiment import merge, run
from sim.experiment.executors import TaskOutcome
from sim.experiment.plan import Plan, Task, make_plan
from sim.experiment.store import write_result
from sim.experiment.task import SCHEMA
from tests.experiment.small import design

KPI = "census_one_to_one"
CHANGES = ("replace", "unlink", "fsync", "mkdir")  # of the disk, as `os` names them


def plan_of(n_tasks: int) -> Plan:
    """Return a plan of two points that has so many tasks, an even number."""
    return make_plan(design(points=1, replications=n_tasks // 2, block=1))


def value_of(task: Task) -> float:
    """Return the number that a tiny task finds."""
    return task.point * 1e6 + task.replications[0]


class Tiny:
    """Writes the results of tasks without simulating."""

    def __init__(self, tell: Callable[[Task], object] = lambda task: None) -> None:
        self.tell = tell

    def check(self) -> None:
        """Begin always."""

    def run(self, tasks: Iterable[Any], folder: Path, work: Any = None) -> Iterator[TaskOutcome]:
        """See `sim.experiment.executors.Executor`."""
        for task in (task for job in tasks for task in job.tasks):
            columns = [
                pa.array([task.point], pa.int32()),
                pa.array([task.replications[0]], pa.int32()),
                pa.DictionaryArray.from_arrays(pa.array([0], pa.int16()), pa.array([KPI])),
                pa.array([value_of(task)]),
            ]
            path = write_result(folder, task, pa.Table.from_arrays(columns, schema=SCHEMA))
            self.tell(task)
            yield TaskOutcome(task, path)


def run_tiny(plan: Plan, folder: Path, executor: Tiny) -> run.Report:
    """Run a plan without timing a replication first."""
    estimate, run._estimate = run._estimate, lambda *arguments: None
    try:
        return run.run_plan(plan, folder, executor, 1, say=lambda text: None)
    finally:
        run._estimate = estimate


def die_at(step: int) -> None:
    """Have this process end at the `step`th change of the disk, before it is made."""
    n = 0

    def dying(name: str) -> Callable[..., Any]:
        real = getattr(os, name)

        def call(*arguments: Any, **words: Any) -> Any:
            nonlocal n
            n += 1
            if n == step:
                os._exit(9)
            return real(*arguments, **words)

        return call

    for name in CHANGES:
        setattr(os, name, dying(name))


def main(folder: str, n_tasks: str, step: str, noted: str) -> None:
    merge.MANY, merge.FEW = 30, 5  # so that it merges while it runs
    plan = plan_of(int(n_tasks))
    with open(noted, "a", encoding="utf-8") as notes:

        def note(task: Task) -> None:
            notes.write(f"{task.name}\n")
            notes.flush()

        die_at(int(step))
        run_tiny(plan, Path(folder), Tiny(note))


if __name__ == "__main__":
    main(*sys.argv[1:])
