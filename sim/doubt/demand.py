"""Does demand for closed places follow supply? The answer at both ends of what nobody knows.

`need.elasticity` is the open number of the question (docs/model.md, need and request): the same
comparison with none of the requests following the places there are (0), as used, and with all of
them (1). Same youths, same luck.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sim.engine.core.batch import run_lanes
from sim.front_door import Result
from sim.measures.kpis import kpi_of, measure
from sim.statistics.intervals import Interval, paired_interval
from sim.world.world import World, with_values

ROW = "need.elasticity"
ENDS = (0.0, 1.0)
MOST = 20  # replications at either end: enough to see how far apart they lie
KPIS = ("census_one_to_one", "census_alone", "cost_one_to_one")


@dataclass(frozen=True)
class Demand:
    """The difference that the scenario makes, by how far demand follows supply.

    Attributes:
        used: the elasticity that the two results have.
        n: replications behind each number.
        differences: KPI -> elasticity -> paired difference with its 95 % interval.
    """

    used: float
    n: int
    differences: dict[str, dict[float, Interval]]


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
    world = base.world
    used = float(world.values[0, world.column(ROW)])
    n = min(len(base.recordings), MOST)
    values = {used: tuple(_of_results(result, n, kpis) for result in (base, other))}
    done = 0
    for end in ENDS:
        sides = []
        for result in (base, other):
            sides.append(
                _of_world(with_values(result.world, [ROW], [end]), result, n, kpis, workers)
            )
            done += n
            if progress is not None:
                progress(done, 2 * len(ENDS) * n)
        values[end] = (sides[0], sides[1])
    differences = {
        kpi: {
            end: paired_interval([row[kpi] for row in at[0]], [row[kpi] for row in at[1]])
            for end, at in sorted(values.items())
        }
        for kpi in kpis
    }
    return Demand(used, n, differences)


def _of_results(result: Result, n: int, kpis: Sequence[str]) -> list[dict[str, float]]:
    wanted = [kpi_of(kpi) for kpi in kpis]
    return [measure(recording, wanted) for recording in result.recordings[:n]]


def _of_world(
    world: World, result: Result, n: int, kpis: Sequence[str], workers: int | None
) -> list[dict[str, float]]:
    wanted = [kpi_of(kpi) for kpi in kpis]
    lanes = [(0, recording.replication) for recording in result.recordings[:n]]
    chunks = run_lanes([world], lanes, seed=result.seed, threads=workers)
    return [measure(lane.recording, wanted) for chunk in chunks for lane in chunk]
