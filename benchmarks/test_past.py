"""What worlds that agree until a day save by running their past once: processor time, one thread.

Each beside the same worlds run one by one. Read the ratios.
"""

import time
from collections.abc import Sequence
from functools import cache
from typing import Any

import pytest

from sim.engine.core import Keep
from sim.engine.core.batch import Workspace
from sim.front_door import prepare
from sim.world.build import World

SEED = 1


@cache
def pair() -> tuple[World, ...]:
    """Return the usual question: a scenario and its base, five years of warm-up before ten."""
    names = ("baseline", "jzplus_zero_2030")
    return tuple(prepare(name, region="noord_holland", replications=1).world for name in names)


@cache
def points() -> tuple[World, ...]:
    """Return eight points of a sweep whose lever moves a year after the first reporting day."""
    days = (28, 50, 72, 94, 116, 138, 160, 182)
    return tuple(
        prepare(
            "jzplus_zero_2030",
            region="noord_holland",
            replications=1,
            levers={"evaluation.interval_days": {"from": "2026-01-01", "to": each}},
        ).world
        for each in days
    )


def one_by_one(worlds: Sequence[World], workspaces: Sequence[Workspace]) -> None:
    """Run every world for itself; each has its template ready."""
    for world, workspace in zip(worlds, workspaces, strict=True):
        workspace.run(world, SEED, 0)


def together(worlds: Sequence[World], workspace: Workspace) -> None:
    """Run them with their past once."""
    for _ in workspace.run_together(worlds, SEED, 0):
        pass


@pytest.mark.benchmark(group="past", timer=time.process_time)  # whoever else uses the machine
@pytest.mark.parametrize("which", ["pair", "points"])
class TestPast:
    def test_one_by_one(self, benchmark: Any, which: str) -> None:
        worlds = pair() if which == "pair" else points()
        workspaces = [Workspace(Keep()) for _ in worlds]
        benchmark.pedantic(one_by_one, args=(worlds, workspaces), rounds=8, warmup_rounds=1)

    def test_past_once(self, benchmark: Any, which: str) -> None:
        worlds = pair() if which == "pair" else points()
        arguments = (worlds, Workspace(Keep()))
        benchmark.pedantic(together, args=arguments, rounds=8, warmup_rounds=1)
