"""Run a design: look what is there, say how long the rest will take, run it with progress, end
tidily whatever happens, go on next time.
"""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sim.common.errors import ConfigError, show
from sim.experiment.executors import Executor, TaskOutcome, do_task
from sim.experiment.plan import Plan, Task
from sim.experiment.store import Store, open_store

LOOK_AGAIN = 2.0  # seconds between two looks at what another run has finished


@dataclass
class Report:
    """What a run came to."""

    folder: Path
    n_tasks: int
    n_there: int = 0  # were there when it began
    n_done: int = 0
    seconds: float = 0.0
    damaged: list[Path] = field(default_factory=list)
    failures: list[TaskOutcome] = field(default_factory=list)

    @property
    def n_missing(self) -> int:
        """Tasks without a result."""
        return self.n_tasks - self.n_there - self.n_done


Tell = Callable[[Report], None]
Confirm = Callable[[str], bool]


def run_plan(
    plan: Plan,
    folder: Path,
    executor: Executor,
    workers: int,
    tell: Tell | None = None,
    confirm: Confirm | None = None,
    say: Callable[[str], None] = print,
) -> Report:
    """Run what is missing of a plan and return what it came to.

    Args:
        plan: points and tasks.
        folder: for the results; a folder with part of them is gone on with.
        executor: who runs the tasks.
        workers: how many of them, for the estimate.
        tell: called after every task.
        confirm: asked before anything runs if it is expected to take longer than the design's
            `minutes`; False: nothing is run.
        say: for messages.

    Raises:
        ConfigError: the folder is for other results, or not confirmed.
        StoreError: results cannot be written; what was finished is kept.
        KeyboardInterrupt: likewise.
    """
    store = open_store(folder, plan)
    tasks = plan.tasks()
    report = Report(folder, len(tasks))
    with store.shared() as is_shared:
        report.damaged = store.check()
        for path in report.damaged:
            say(
                f"{path.name} did not hold what its name says; it was put aside in {path.parent} "
                "and is made again."
            )
        missing = [task for task in tasks if not store.has(task)]
        report.n_there = len(tasks) - len(missing)
        if not missing:
            return report
        _estimate(plan, missing, workers, confirm, say)
        if is_shared:
            say("Another run is at work on this folder; both share what is missing.")
            missing.reverse()  # they meet in the middle
        began = time.monotonic()
        for outcome in executor.run(
            _still_missing(missing, store, is_shared, report), folder, do_task
        ):
            if outcome.path is None:
                report.failures.append(outcome)
            else:
                store.done[outcome.task.name] = outcome.path
                report.n_done += 1
            report.seconds = time.monotonic() - began
            if tell is not None:
                tell(report)
        report.seconds = time.monotonic() - began
    return report


def _still_missing(
    missing: list[Task], store: Store, is_shared: bool, report: Report
) -> Iterator[Task]:
    """Yield the tasks that nobody has done meanwhile."""
    looked = time.monotonic()
    for task in missing:
        if time.monotonic() - looked > LOOK_AGAIN:
            store.scan()
            looked = time.monotonic()
        if store.has(task):
            report.n_there += 1
        else:
            yield task


def _estimate(
    plan: Plan,
    missing: list[Task],
    workers: int,
    confirm: Confirm | None,
    say: Callable[[str], None],
) -> None:
    """Time one replication and say how long all of them will take.

    Ask if that is longer than the design allows.
    """
    from sim.engine.core import Keep, run_batch

    world, n = missing[0].world, sum(len(task.replications) for task in missing)
    list(
        run_batch(
            [world], [missing[0].replications[0]], seed=plan.design.seed, keep=Keep(), threads=1
        )
    )  # loads, and compiles what is new
    began = time.perf_counter()
    list(
        run_batch(
            [world], [missing[0].replications[0]], seed=plan.design.seed, keep=Keep(), threads=1
        )
    )
    each = time.perf_counter() - began
    minutes = n * each / max(1, min(workers, len(missing))) / 60
    say(
        f"{len(plan.points):,} points, {n:,} replications to run, {each * 1e3:,.0f} ms each: about "
        f"{words(minutes * 60)} on {workers} worker(s)."
    )
    if minutes > plan.design.minutes:
        question = (
            f"That is more than the {show(plan.design.minutes)} minutes that the design "
            "allows ('minutes')."
        )
        if confirm is None or not confirm(question):
            raise ConfigError(
                f"{question} Nothing was run. Give --yes to run it anyway, or ask for fewer points "
                "or replications; "
                f"{os.cpu_count()} processors are here."
            )


def words(seconds: float) -> str:
    """Return a length of time in words: seconds, minutes or hours."""
    if seconds < 90:
        return f"{seconds:.0f} seconds"
    return f"{seconds / 60:.0f} minutes" if seconds < 5400 else f"{seconds / 3600:.1f} hours"
