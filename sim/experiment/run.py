"""Run a design: look what is there, say how long the rest will take, run it with progress, end
tidily whatever happens, go on next time.

Whatever can be refused is refused before the first byte is written or taken away.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from sim.common.errors import ConfigError, show
from sim.common.files import move, why_not
from sim.experiment.executors import Executor, TaskOutcome
from sim.experiment.merge import Merger, without_outdated
from sim.experiment.plan import Plan
from sim.experiment.store import (
    Holdings,
    cannot_write,
    has_leftovers,
    held,
    look,
    names_there,
    take_away_leftovers,
)
from sim.experiment.study import DAMAGED, POINTS, STUDY, TITLES, Stated, stated, write_study
from sim.experiment.together import Together, do_together, share_of_days, together

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
        ConfigError: the folder is for other results, or not confirmed; nothing was changed in it.
        StoreError: results cannot be written; what was finished is kept.
        KeyboardInterrupt: likewise.
    """
    tasks = plan.tasks()
    report = Report(folder, len(tasks))
    names = {task.name for task in tasks}
    said = stated(folder, plan)
    there = look(folder, names, plan.is_begun) if said.is_there else Holdings()
    missing = [task for task in tasks if task.name not in there.tasks]
    report.n_there = len(tasks) - len(missing)
    if not missing and said.is_same and there.is_tidy:
        _tidy(folder, there)
        return report
    if (reason := why_not(folder)) is not None:
        raise ConfigError(
            f"{folder} cannot be written ({reason}). Nothing was run. Choose another: --output "
            "FOLDER."
        )
    jobs = together(missing, workers)
    if missing:
        _estimate(plan, jobs, workers, confirm, say)
        executor.check()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from error
    with held(folder) as is_shared:
        _mend(plan, folder, said, there, report, say)
        if is_shared:
            say("Another run is at work on this folder; both share what is missing.")
            jobs.reverse()  # they meet in the middle
        merger = None if is_shared else Merger(there.files)
        began = time.monotonic()
        for outcome in executor.run(
            _still_missing(jobs, folder, is_shared, report), folder, do_together
        ):
            if outcome.path is None:
                report.failures.append(outcome)
            else:
                report.n_done += 1
                if merger is not None:
                    merger.add(outcome.path)
            report.seconds = time.monotonic() - began
            if tell is not None:
                tell(report)
        report.seconds = time.monotonic() - began
        if merger is not None:
            merger.finish()
    if is_shared:
        _tidy(folder, look(folder, names, plan.is_begun))
    return report


def _tidy(folder: Path, there: Holdings) -> None:
    """Merge what is finished and take away what is left over, where nobody else is at work.

    Nothing depends on it: a folder that can only be read stays as it is.
    """
    if not there.files or not (has_leftovers(folder) or Merger(there.files).is_due):
        return
    with suppress(OSError), held(folder) as is_shared:
        if not is_shared:
            take_away_leftovers(folder)
            Merger(there.files).finish()


def _mend(
    plan: Plan,
    folder: Path,
    said: Stated,
    there: Holdings,
    report: Report,
    say: Callable[[str], None],
) -> None:
    """Write what the folder says of itself; put aside what is damaged, and take away what is left
    over.
    """
    try:
        for fault in said.faults:
            say(f"{fault} It is written anew.")
        for path in (folder / name for name in (STUDY, POINTS, TITLES)):
            if path.is_dir():
                _put_aside(folder, path)
        if not said.is_same:
            write_study(folder, plan)
        for path, why in there.strange.items():
            kept = _put_aside(folder, path)
            report.damaged.append(kept)
            say(f"{path.name} is not used: {why}. It was put aside in {kept.parent}.")
        for path, names in there.outdated.items():
            without_outdated(path, names)
        for path in (*there.doubled, *there.begun):
            path.unlink(missing_ok=True)
        take_away_leftovers(folder)
    except OSError as error:
        raise cannot_write(folder, error) from error


def _put_aside(folder: Path, path: Path) -> Path:
    aside = folder / DAMAGED
    aside.mkdir(exist_ok=True)
    kept, n = aside / path.name, 2
    while kept.exists() or kept.is_symlink():
        kept, n = aside / f"{n}-{path.name}", n + 1
    move(path, kept)
    return kept


def _still_missing(
    jobs: list[Together], folder: Path, is_shared: bool, report: Report
) -> Iterator[Together]:
    """Yield the jobs, without the tasks that somebody has done meanwhile."""
    looked, merged = time.monotonic(), dict[Path, set[str]]()
    done = names_there(folder, merged) if is_shared else set[str]()
    for job in jobs:
        if time.monotonic() - looked > LOOK_AGAIN:
            done = names_there(folder, merged)
            looked = time.monotonic()
        left = job.without(done)
        report.n_there += len(job.tasks) - (len(left.tasks) if left else 0)
        if left:
            yield left


def _estimate(
    plan: Plan,
    jobs: list[Together],
    workers: int,
    confirm: Confirm | None,
    say: Callable[[str], None],
) -> None:
    """Time one replication and say how long all of them will take.

    Ask if that is longer than the design allows.
    """
    from sim.engine.core import Keep, run_batch

    tasks = [task for job in jobs for task in job.tasks]
    world, n = tasks[0].world, sum(len(task.replications) for task in tasks)

    def run() -> None:
        first = tasks[0].replications[:1]
        list(run_batch([world], first, seed=plan.design.seed, keep=Keep(), threads=1))

    run()  # loads, and compiles what is new
    began = time.perf_counter()
    run()
    each = (time.perf_counter() - began) * share_of_days(jobs)
    minutes = n * each / max(1, min(workers, len(jobs))) / 60
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
