"""`python -m sim sensitivity`: what drives a number, or a difference between two scenarios.

    python -m sim sensitivity                                          # jzplus_zero_2030 against its base, Noord-Holland
    python -m sim sensitivity --kpi census_alone --trajectories 10
    python -m sim sensitivity --scenario ombouw --no-base --points 256

Morris screening over all uncertain parameters, then Sobol' indices of the first few. Exit code 0; 2
for bad input; 130 when interrupted.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from rich.console import Console

from sim.commands.shared import as_table, guarded, shown
from sim.common.errors import ConfigError, unknown
from sim.doubt.sensitivity import Question, decompose, ranges_of, screen
from sim.evidence.ensemble import ensemble_for
from sim.measures.kpis import BY_NAME, kpi_of
from sim.world.build import default_conf, default_groups
from sim.world.parameters import load_rows
from sim.world.scenario import load_scenario

KPIS = ("census_one_to_one", "census_alone", "cost_one_to_one", "duration.median")
LISTED = 12


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m sim sensitivity", description="What drives the answer."
    )
    parser.add_argument("--scenario", default="jzplus_zero_2030")
    parser.add_argument(
        "--base", default=None, help="what it is compared with (default: its usual base)"
    )
    parser.add_argument(
        "--no-base", action="store_true", help="the scenario's own numbers instead of differences"
    )
    parser.add_argument("--region", default="noord_holland")
    parser.add_argument(
        "--kpi", action="append", default=None, help=f"may be repeated (default: {', '.join(KPIS)})"
    )
    parser.add_argument(
        "--trajectories", type=int, default=6, help="of Morris' method (default: 6)"
    )
    parser.add_argument(
        "--points",
        type=int,
        default=128,
        help="base points of the Sobol' sequence, a power of two (default: 128)",
    )
    parser.add_argument(
        "--keep", type=int, default=8, help="parameters that go on to Sobol' indices (default: 8)"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--output", type=Path, default=Path("outputs/sensitivity"))
    options = parser.parse_args(arguments)
    return guarded(lambda: run(Console(), options), "nothing was kept.")


def run(console: Console, options: argparse.Namespace) -> None:
    """Screen, decompose, print and keep."""
    kpis = tuple(options.kpi or KPIS)
    for kpi in kpis:
        if kpi.partition(".")[0] not in BY_NAME:
            raise ConfigError(f"--kpi: {unknown('KPI', kpi, BY_NAME)}")
    for name in ("trajectories", "points", "keep", "workers"):
        if getattr(options, name) < 1:
            raise ConfigError(f"--{name} is {getattr(options, name)}; it must be at least 1.")
    base = None if options.no_base else options.base or load_scenario(options.scenario).usual_base
    question = Question(options.scenario, base, options.region, kpis, options.seed, options.workers)
    ranges = ranges_of(ensemble_for(options.region))
    with shown("Morris screening") as tell:
        screened = screen(question, ranges, trajectories=options.trajectories, progress=tell)
    matter = leading(screened, options.keep)
    with shown("Sobol' indices") as tell:
        indices = decompose(
            question, {name: ranges[name] for name in matter}, points=options.points, progress=tell
        )
    options.output.mkdir(parents=True, exist_ok=True)
    screened.to_parquet(options.output / "morris.parquet", index=False)
    indices.to_parquet(options.output / "sobol.parquet", index=False)
    rows = load_rows(default_conf() / "parameters", default_groups())
    about = "" if base is None else f", {options.scenario} less {base}"
    for kpi in kpis:
        found = screened[screened["kpi"] == kpi].head(LISTED)
        found = found.assign(
            what=[f"{name}: {rows[name].description.rstrip('.')}" for name in found["name"]],
            between=[
                f"{a:.3g} to {b:.3g}"
                for a, b in zip(found["low"].clip(lower=0.0), found["high"], strict=True)
            ],
        )
        headings = {"what": "Parameter", "mu_star": "Effect", "between": "95 %"}
        console.print(
            as_table(
                found,
                f"{kpi} ({kpi_of(kpi).unit}){about}: effect over its range",
                headings,
                {"mu_star": lambda v: f"{v:.3g}"},
            )
        )
        found = indices[indices["kpi"] == kpi]
        found = found.assign(
            own=[
                share(*v)
                for v in zip(found["first"], found["first_low"], found["first_high"], strict=True)
            ],
            all=[
                share(*v)
                for v in zip(found["total"], found["total_low"], found["total_high"], strict=True)
            ],
        )
        console.print(
            as_table(
                found,
                f"{kpi}: share of the variance",
                {"name": "Parameter", "own": "By itself", "all": "With interactions"},
                {},
            )
        )
    console.print(
        ("Each parameter over the middle half of its posterior, by itself: how they hang together "
         f"is left aside. Kept: {options.output}"),
        highlight=False, markup=False, soft_wrap=True,
    )  # fmt: skip


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


def share(value: float, low: float, high: float) -> str:
    """Return an index with its bounds."""
    return f"{value:.2f} ({max(low, 0.0):.2f} to {high:.2f})"


if __name__ == "__main__":
    sys.exit(main())
