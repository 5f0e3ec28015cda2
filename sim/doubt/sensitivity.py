"""What drives the answer.

Morris screening of all uncertain parameters, then Sobol' indices of those that matter (SALib).
Parameters vary over the central half of their posterior, each by itself: correlations between them
are left aside, which is said wherever a figure is shown. The half, and not more: over wider ranges,
taken independently, 1:1 runs away in many corners that the ensemble has ruled out. Every point is
simulated with the same luck in scenario and base, so that differences show parameters, not luck.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim.common.arrays import Floats
from sim.common.errors import ConfigError, refuse
from sim.common.extras import install
from sim.common.watch import Progress
from sim.doubt.spread import check_seen
from sim.engine.core.batch import run_lanes
from sim.front_door import prepare
from sim.measures.kpis import kpi_of, measure
from sim.world.build import WorldTable
from sim.world.world import SideBySide

KPIS = ("census_one_to_one", "census_alone", "cost_one_to_one", "duration.median")
CENTRAL = 0.50
LEVELS = 4  # of the Morris grid
INSTEAD_OF_ZERO = 2**40  # SALib takes seed 0 of the bounds of Sobol' indices for no seed at all
MOST_POINTS = 200_000  # simulations of each side: their parameters fit into memory


@dataclass(frozen=True, eq=False)
class DriverQuestion:
    """A number of which the drivers are asked.

    A KPI of `scenario`, or its difference from `base`.
    """

    scenario: str
    base: str | None
    region: str
    kpis: tuple[str, ...]
    seed: int = 1
    workers: int | None = None
    arguments: dict[str, Any] | None = None

    def answers(
        self, names: Sequence[str], values: Floats, progress: Progress | None = None
    ) -> Floats:
        """Return (n_points, q).

        Every KPI at every point (n_points, k), one replication each with the same luck, minus that
        of the base.

        Raises:
            ConfigError: a KPI that no simulation gives.
        """
        sides = [name for name in (self.scenario, self.base) if name is not None]
        given = {
            "region": self.region,
            "seed": self.seed,
            "replications": 1,
            **(self.arguments or {}),
        }
        found = np.full((len(sides), len(values), len(self.kpis)), np.nan)
        wanted = [kpi_of(kpi) for kpi in dict.fromkeys(k.partition(".")[0] for k in self.kpis)]
        done, seen = 0, set[str]()
        worlds = SideBySide(
            [WorldTable(prepare(name, **given).world, tuple(names), values) for name in sides]
        )
        lanes = [(k, 0) for k in range(len(worlds))]
        for chunk in run_lanes(
            worlds, lanes, seed=self.seed, threads=self.workers, leave_out=True, beside=len(sides)
        ):
            for lane in chunk:
                numbers = measure(lane.recording, wanted)
                seen |= numbers.keys()
                point, side = divmod(lane.world, len(sides))
                found[side, point] = [numbers.get(kpi, np.nan) for kpi in self.kpis]
            check_seen(self.kpis, seen)
            done += len(chunk)
            if progress is not None:
                progress(done, len(lanes))
        result: Floats = found[0] - found[1] if self.base is not None else found[0]
        return result


def ranges_of(ensemble: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Return the central half of every row over the ensemble.

    Rows that do not vary are left out.
    """
    low, high = np.quantile(
        ensemble.to_numpy(np.float64), [(1.0 - CENTRAL) / 2.0, (1.0 + CENTRAL) / 2.0], axis=0
    )
    return {
        str(name): (float(a), float(b))
        for name, a, b in zip(ensemble, low, high, strict=True)
        if a < b
    }


def problem_of(ranges: dict[str, tuple[float, float]]) -> dict[str, Any]:
    """Return ranges as SALib takes them."""
    if not ranges:
        refuse("sensitivity: no parameter varies. Give an ensemble with more than one member.")
    return {
        "num_vars": len(ranges),
        "names": list(ranges),
        "bounds": [list(r) for r in ranges.values()],
    }


def screen(
    question: DriverQuestion,
    ranges: dict[str, tuple[float, float]],
    *,
    trajectories: int = 6,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Return [kpi, name, mu_star, low, high, sigma] by Morris' method.

    Mean absolute effects over the ranges, in units of the KPI. `low` and `high` are SALib's
    bootstrap 95 % bounds of mu_star; `sigma`, the spread of effects, tells of interactions and
    curvature. Costs (parameters + 1) x trajectories points.

    Raises:
        ConfigError: SALib is not installed.
    """
    sample, analyze = _salib("sample.morris", "analyze.morris")
    problem = problem_of(ranges)
    points = sample.sample(problem, trajectories, num_levels=LEVELS, seed=question.seed)
    answers = question.answers(problem["names"], points, progress)
    parts = []
    for k, kpi in enumerate(question.kpis):
        y = _filled(answers[:, k], kpi)
        found = analyze.analyze(
            problem, points, y, num_levels=LEVELS, seed=question.seed, print_to_console=False
        )
        mu, half = np.asarray(found["mu_star"], float), np.asarray(found["mu_star_conf"], float)
        frame = {
            "kpi": kpi,
            "name": problem["names"],
            "mu_star": mu,
            "low": mu - half,
            "high": mu + half,
            "sigma": np.asarray(found["sigma"], float),
        }
        parts.append(pd.DataFrame(frame).sort_values("mu_star", ascending=False))
    return pd.concat(parts, ignore_index=True)


def decompose(
    question: DriverQuestion,
    ranges: dict[str, tuple[float, float]],
    *,
    points: int = 128,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Return [kpi, name, first, first_low, first_high, total, total_low, total_high].

    Sobol' indices with bootstrap 95 % bounds. `first` is the share of the variance that a parameter
    explains by itself, `total` that share with all interactions; other rows stand where they stand.
    Costs (parameters + 2) x `points` simulations (a power of two).

    Raises:
        ConfigError: SALib is not installed, `points` is no power of two.
    """
    check_sizes(len(ranges), 0, points, len(ranges))
    sample, analyze = _salib("sample.sobol", "analyze.sobol")
    problem = problem_of(ranges)
    design = sample.sample(problem, points, calc_second_order=False, seed=question.seed)
    answers = question.answers(problem["names"], design, progress)
    parts = []
    for k, kpi in enumerate(question.kpis):
        y = _filled(answers[:, k], kpi)
        found = analyze.analyze(
            problem,
            y,
            calc_second_order=False,
            seed=question.seed or INSTEAD_OF_ZERO,
            print_to_console=False,
        )
        frame: dict[str, Any] = {"kpi": kpi, "name": problem["names"]}
        for mine, theirs in (("first", "S1"), ("total", "ST")):
            value, half = (
                np.asarray(found[theirs], float),
                np.asarray(found[f"{theirs}_conf"], float),
            )
            frame |= {mine: value, f"{mine}_low": value - half, f"{mine}_high": value + half}
        parts.append(pd.DataFrame(frame).sort_values("total", ascending=False))
    return pd.concat(parts, ignore_index=True)


def check_sizes(rows: int, trajectories: int, points: int, keep: int) -> None:
    """Refuse, before anything is simulated, what cannot be meant.

    Args:
        rows: parameters that vary.
        trajectories: of Morris' method.
        points: base points of the Sobol' sequence.
        keep: parameters that go on to it.

    Raises:
        ConfigError: `points` is no power of two; more simulations than `MOST_POINTS`; SALib is not
            installed.
    """
    if points < 2 or points & (points - 1):
        refuse(
            f"sensitivity: 'points' is {points}; Sobol' sequences need a power of two. Take 128 or "
            "256."
        )
    n = trajectories * (rows + 1) + points * (min(keep, rows) + 2)
    if n > MOST_POINTS:
        refuse(
            f"sensitivity: {trajectories} trajectories and {points} points come to {n:,} "
            f"simulations of each side; at most {MOST_POINTS:,}. Ask for fewer."
        )
    _salib("sample.morris", "analyze.morris", "sample.sobol", "analyze.sobol")


def _filled(y: Floats, kpi: str) -> Floats:
    """Return answers with what is undefined at a point (no 1:1 at all) replaced by the mean.

    Refuse where that is more than one in ten.
    """
    undefined = np.isnan(y)
    if undefined.mean() > 0.1:
        refuse(
            f"sensitivity: '{kpi}' is undefined at {undefined.mean():.0%} of the points. Choose "
            "another KPI or a longer period."
        )
    filled: Floats = np.where(undefined, np.nanmean(y), y)
    return filled


def _salib(*modules: str) -> list[Any]:
    import importlib

    try:
        return [importlib.import_module(f"SALib.{name}") for name in modules]
    except ImportError as error:
        raise ConfigError(f"sensitivity needs SALib. {install('evidence')}") from error


def leading(screened: pd.DataFrame, keep: int) -> list[str]:
    """Return the parameters with the largest effect on any KPI, in shares of the largest of that
    KPI.
    """
    relative = screened["mu_star"] / screened.groupby("kpi")["mu_star"].transform("max")
    strongest = (
        screened.assign(relative=relative)
        .groupby("name")["relative"]
        .max()
        .sort_values(ascending=False)
    )
    return [str(name) for name in strongest.index[:keep]]
