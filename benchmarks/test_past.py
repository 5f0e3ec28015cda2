"""What worlds that agree until a day save by running their past once: processor time, one thread.

Each beside the same worlds run one by one. Read the ratios.
"""

import time
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
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
def test_past_once(benchmark: Any, which: str) -> None:
    """In turn, so that both meet the same machine; the ratio is the median of the rounds."""
    worlds = pair() if which == "pair" else points()
    apart, workspace = [Workspace(Keep()) for _ in worlds], Workspace(Keep())
    ratios: list[float] = []

    def in_turn() -> None:
        began = time.process_time()
        one_by_one(worlds, apart)
        between = time.process_time()
        together(worlds, workspace)
        ratios.append((time.process_time() - between) / (between - began))

    benchmark.pedantic(in_turn, rounds=20, warmup_rounds=1)
    benchmark.extra_info["ratio"] = float(np.median(ratios[1:]))
