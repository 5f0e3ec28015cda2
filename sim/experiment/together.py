"""Tasks that one worker does at once, because their worlds have a past in common.

It runs that past once for all of them (`sim/world/past.py`). Every task has a file of its own as
ever, with the same content: who does it, and beside which others, is in no file.
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.experiment.plan import Task
from sim.experiment.store import StoreError, write_result
from sim.world.past import MOST_TOGETHER, days_to_run, in_families, in_parts

JOBS_PER_WORKER = 4  # at least, where there are so many: or one worker waits long for another
Done = tuple[str, str]
"""The path of a task's file, or why there is none."""


@dataclass(frozen=True)
class Together:
    """Tasks of the same replications: one job for an executor."""

    tasks: tuple[Task, ...]

    @property
    def key(self) -> str:
        """Return the key of the first, by which an executor knows it."""
        return self.tasks[0].key

    @property
    def name(self) -> str:
        """Return the name of the first."""
        return self.tasks[0].name

    def apart(self) -> "list[Together]":
        """Return every task for itself."""
        return [Together((task,)) for task in self.tasks]

    def without(self, done: Container[str]) -> "Together | None":
        """Return the tasks that are not among those names; None where all are."""
        left = tuple(task for task in self.tasks if task.name not in done)
        return Together(left) if left else None

    @property
    def share(self) -> float:
        """Return the days that are run over those of every task for itself."""
        worlds = [task.world for task in self.tasks]
        return days_to_run(worlds) / sum(world.n_days for world in worlds)


def together(tasks: Iterable[Task], workers: int) -> list[Together]:
    """Return tasks by those that have a past in common, in order of the first of them.

    At most eight at once, fewer where workers would be without work: what each of them saves hardly
    grows beyond, and what an interruption costs does.
    """
    given = list(tasks)
    most = max(1, min(MOST_TOGETHER, len(given) // (JOBS_PER_WORKER * workers)))
    worlds = list({task.world.fingerprint: task.world for task in given}.values())
    places = {
        worlds[k].fingerprint: (number, at)
        for number, family in enumerate(in_families(worlds, len(worlds) or 1))
        for at, k in enumerate(family)
    }
    found: dict[tuple[int, tuple[int, ...]], list[Task]] = {}
    for task in given:
        family, _ = places[task.world.fingerprint]
        found.setdefault((family, task.replications), []).append(task)
    jobs: list[Together] = []
    for alike in found.values():
        alike.sort(key=lambda task: places[task.world.fingerprint][1])
        jobs.extend(Together(tuple(part)) for part in in_parts(alike, most))
    return jobs


def do_together(job: Together, folder: str) -> list[Done]:
    """Run tasks and write their results; return what became of each. Runs in a worker.

    What one of them does wrong fails this one alone.

    Raises:
        StoreError: results cannot be written.
    """
    from sim.experiment.task import run_tasks  # compiles or loads the model: only in workers

    try:
        return [
            ("", told(found))
            if isinstance(found, OverflowError)
            else (str(write_result(Path(folder), task, found)), "")
            for task, found in zip(job.tasks, run_tasks(job.tasks), strict=True)
        ]
    except StoreError:
        raise
    except Exception as error:
        if len(job.tasks) == 1:
            return [("", told(error))]
        return [done for each in job.apart() for done in do_together(each, folder)]


def told(error: Exception) -> str:
    """Return what is said of a task that failed."""
    return f"{type(error).__name__}: {error}"


def share_of_days(jobs: Sequence[Together]) -> float:
    """Return the days that jobs run over those of every task for itself."""
    lanes = [sum(len(task.replications) for task in job.tasks) for job in jobs]
    return sum(n * job.share for n, job in zip(lanes, jobs, strict=True)) / sum(lanes)
