"""A small design, and work that dies or fails, for tests of executors.

Found by name in worker processes.
"""

import time
from pathlib import Path
from typing import Any

import psutil

from sim.experiment.design import Design, parse_design
from sim.experiment.executors import do_task
from sim.experiment.plan import Task
from sim.experiment.together import Together, do_together

DESIGN: dict[str, Any] = {
    "title": {"nl": "Klein", "en": "Small"},
    "scenario": "jzplus_zero_2030",
    "base": "baseline",
    "region": "noord_holland",
    "method": "latin_hypercube",
    "points": 3,
    "replications": 4,
    "block": 2,
    "start": "2025-01-01",
    "end": "2025-07-01",
    "warm_up_years": 0,
    "levers": {"evaluation.interval_days": {"low": 28, "high": 182}},
}


def design(**changes: Any) -> Design:
    content = {key: value for key, value in {**DESIGN, **changes}.items() if value is not None}
    return parse_design(content, "small", "small.yaml")


def do(job: Any, folder: str) -> Any:
    """Do one task, or several at once."""
    return do_together(job, folder) if isinstance(job, Together) else do_task(job, folder)


def tasks_of(job: Any) -> tuple[Task, ...]:
    return job.tasks if isinstance(job, Together) else (job,)


def die_once(job: Any, folder: str) -> Any:
    """The first worker that takes a task of point 1 is killed, as by the system when memory is
    short.
    """
    mark = Path(folder) / "died"
    if any(task.point == 1 for task in tasks_of(job)) and not mark.exists():
        mark.touch()
        psutil.Process().kill()
    return do(job, folder)


def die_always(job: Any, folder: str) -> Any:
    """Every worker that takes the first task of point 1 is killed."""
    if any(task.point == 1 and task.replications[0] == 0 for task in tasks_of(job)):
        psutil.Process().kill()
    return do(job, folder)


def fail_at_two(task: Task, folder: str) -> str:
    """Tasks of point 2 fail."""
    if task.point == 2:
        raise OverflowError("a counter is full")
    return do_task(task, folder)


def take_time(job: Any, folder: str) -> Any:
    """A job that takes a while."""
    time.sleep(0.4)
    return do(job, folder)
