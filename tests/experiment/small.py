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


def die_once(task: Task, folder: str) -> str:
    """The first worker that takes a task of point 1 is killed, as by the system when memory is
    short.
    """
    mark = Path(folder) / "died"
    if task.point == 1 and not mark.exists():
        mark.touch()
        psutil.Process().kill()
    return do_task(task, folder)


def die_always(task: Task, folder: str) -> str:
    """Every worker that takes the first task of point 1 is killed."""
    if task.point == 1 and task.replications[0] == 0:
        psutil.Process().kill()
    return do_task(task, folder)


def fail_at_two(task: Task, folder: str) -> str:
    """Tasks of point 2 fail."""
    if task.point == 2:
        raise OverflowError("a counter is full")
    return do_task(task, folder)


def take_time(task: Task, folder: str) -> str:
    """A task that takes a while."""
    time.sleep(0.4)
    return do_task(task, folder)
