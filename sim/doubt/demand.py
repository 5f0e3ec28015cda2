"""Does demand for closed places follow supply? The answer at both ends of what nobody knows.

`need.elasticity` is the open number of the question (docs/model.md, need and request): the same
comparison with none of the requests following the places there are (0), as used, and with all of
them (1). Same youths, same luck.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np

from sim.engine.core import run_batch
from sim.front_door import Result
from sim.measures.kpis import kpi_of, measure
from sim.statistics.intervals import Interval, paired_interval
from sim.world.world import World, with_values

ROW = "need.elasticity"
ENDS = (0.0, 1.0)
MOST = 20  # replications at either end: enough to see how far apart they lie
KPIS = ("census_one_to_one", "census_alone", "cost_one_to_one")


class AtEnd(NamedTuple):
    """One number at one elasticity.

    Attributes:
        base: level in the base, mean over the replications.
        other: level in the scenario, likewise.
        difference: paired difference with its 95 % interval.
    """

    base: float
    other: float
    difference: Interval


Elasticities: TypeAlias = tuple[float, float]
"""Of the base and of the scenario; one of them may assume its own."""


@dataclass(frozen=True)
class Demand:
    """Levels of both sides, and what the scenario makes of them, by how far demand follows supply.

    Attributes:
        used: the elasticities that the two results have.
        n: replications behind each number.
        found: KPI -> elasticities, from low to high -> levels and difference.
    """

    used: Elasticities
    n: int
    found: dict[str, dict[Elasticities, AtEnd]]


def over_demand(
    base: Result,
    other: Result,
    progress: Callable[[int, int], None] | None = None,
    workers: int | None = None,
    kpis: Sequence[str] = KPIS,
) -> Demand:
    """Return the comparison at both ends of the elasticity, and as used.

    Runs the first replications of both results again, with their own seed.

    Args:
        base: what `sim.simulate` gave for the base.
        other: what it gave for the scenario.
        progress: called with (lanes finished, lanes in all).
        workers: threads.
        kpis: numbers to follow.
    """
    sides = (base, other)
    used = (elasticity_of(base), elasticity_of(other))
    n = min(len(base.recordings), MOST)
    values = {used: [_of_results(result, n, kpis) for result in sides]}
    ends = [(end, end) for end in ENDS if (end, end) != used]
    worlds = [
        with_values(result.world, [ROW], [at])
        for end in ends
        for result, at in zip(sides, end, strict=True)
    ]
    if worlds:
        of_worlds = _of_worlds(worlds, base, n, kpis, workers, progress)
        values |= {end: of_worlds[2 * k : 2 * k + 2] for k, end in enumerate(ends)}
    in_order = sorted(values, key=lambda at: (sum(at), at))
    found = {
        kpi: {at: _at_end(values[at][0], values[at][1], kpi) for at in in_order} for kpi in kpis
    }
    return Demand(used, n, found)


def elasticity_of(result: Result) -> float:
    """Return how far demand for closed places follows supply in a result, 0..1."""
    return float(result.world.values[0, result.world.column(ROW)])


def _at_end(
    base: Sequence[Mapping[str, float]], other: Sequence[Mapping[str, float]], kpi: str
) -> AtEnd:
    a, b = ([row[kpi] for row in side] for side in (base, other))
    return AtEnd(float(np.mean(a)), float(np.mean(b)), paired_interval(a, b))


def _of_results(result: Result, n: int, kpis: Sequence[str]) -> list[dict[str, float]]:
    wanted = [kpi_of(kpi) for kpi in kpis]
    return [measure(recording, wanted) for recording in result.recordings[:n]]


def _of_worlds(
    worlds: Sequence[World],
    result: Result,
    n: int,
    kpis: Sequence[str],
    workers: int | None,
    progress: Callable[[int, int], None] | None,
) -> list[list[dict[str, float]]]:
    """Return the numbers of each world in the first `n` replications of a result."""
    wanted = [kpi_of(kpi) for kpi in kpis]
    numbers = [recording.replication for recording in result.recordings[:n]]
    found = {
        (lane.world, lane.replication): measure(lane.recording, wanted)
        for lanes in run_batch(
            worlds, numbers, seed=result.seed, threads=workers, progress=progress
        )
        for lane in lanes
    }
    return [[found[k, number] for number in numbers] for k in range(len(worlds))]
