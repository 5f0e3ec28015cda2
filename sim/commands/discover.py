"""`python -m sim discover`.

Under which conditions does a policy miss its target, read from the results of a sweep.

    python -m sim discover outputs/sweeps/evaluation_and_follow_up --kpi census_one_to_one --at-most 140
    python -m sim discover outputs/sweeps/evaluation_and_follow_up --kpi cost_one_to_one --at-most 0 --difference

A point misses its target where the mean of its replications lies above (or, with --at-least, below)
it. Exit code 0; 2 for bad input.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from rich.console import Console

from sim.commands.shared import as_table, guarded
from sim.common.errors import refuse
from sim.doubt.discover import Discovery, conditions
from sim.experiment.results import Results, open_results
from sim.measures.kpis import kpi_of, title_of

CHANCE = 0.6  # balanced accuracy below which rules say no more than luck would


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m sim discover",
        description="Under which conditions does a policy miss its target?",
    )
    parser.add_argument("results", type=Path, help="folder that python -m sim sweep printed")
    parser.add_argument(
        "--kpi",
        default="census_one_to_one",
        help="number that has a target (default: census_one_to_one)",
    )
    target = parser.add_mutually_exclusive_group(required=True)
    target.add_argument("--at-most", type=float, help="the target, in the unit of the number")
    target.add_argument("--at-least", type=float, help="the same, from below")
    parser.add_argument(
        "--difference",
        action="store_true",
        help="the target is about the difference from the base of each point",
    )
    parser.add_argument("--scenario", help="only the points of this scenario")
    options = parser.parse_args(arguments)
    return guarded(lambda: run(Console(), options), "nothing was kept.")


def run(console: Console, options: argparse.Namespace) -> None:
    """Find the conditions and print them."""
    cases = cases_of(
        open_results(options.results),
        options.kpi,
        is_difference=options.difference,
        scenario=options.scenario,
    )
    is_from_below = options.at_least is not None
    target = options.at_least if is_from_below else options.at_most
    found = discover(cases, target, is_from_below=is_from_below)
    unit, what = (
        kpi_of(options.kpi).unit,
        "difference from the base" if options.difference else "mean",
    )
    side = "below" if is_from_below else "above"
    console.print(
        (
            f"{title_of(options.kpi, 'en')}, {what}: {side} {target:,.10g} {unit} in "
            f"{found.share:.0%} "
            f"of {len(cases)} points."
        ),
        highlight=False,
        markup=False,
    )
    shown = pd.DataFrame([vars(c) for c in found.conditions])
    headings = {
        "text": "It misses the target more often where",
        "density": "misses",
        "coverage": "of all misses",
        "support": "of points",
    }
    if len(shown):
        console.print(
            as_table(
                shown,
                "",
                headings,
                dict.fromkeys(("density", "coverage", "support"), lambda v: f"{v:.0%}"),
            )
        )
    said = (
        "no better than chance: do not read much into them"
        if found.score < CHANCE
        else "0.50 is chance, 1.00 is always right"
    )
    console.print(
        f"How well such rules tell points that they have not seen: {found.score:.2f} ({said}).",
        highlight=False,
        markup=False,
    )


def cases_of(
    results: Results, kpi: str, *, is_difference: bool = False, scenario: str | None = None
) -> pd.DataFrame:
    """Return [what was varied ..., value].

    A row per point, with its mean over replications or its difference from the base.

    Raises:
        ConfigError: unknown KPI or scenario; nothing was varied.
    """
    column = "difference" if is_difference else "mean"
    found = results.differences(kpi) if is_difference else results.summary(kpi)
    if scenario is not None:
        there = sorted(found["scenario"].unique())
        if scenario not in there:
            refuse(
                f"--scenario: no point of '{scenario}' among these results. There are: "
                f"{', '.join(there)}."
            )
        found = found[found["scenario"] == scenario]
    cases = (
        found[[*results.axes, column]]
        .rename(columns={column: "value"})
        .dropna()
        .reset_index(drop=True)
    )
    if not results.axes or cases.empty:
        refuse(
            f"{results.folder}: no point in it has values of levers or assumptions beside a "
            "result, so there are no conditions to look for."
        )
    return cases


def discover(cases: pd.DataFrame, target: float, *, is_from_below: bool = False) -> Discovery:
    """Return the conditions under which `value` of `cases` misses a target.

    Raises as `sim.doubt.discover.conditions`.
    """
    value = cases["value"].to_numpy(float)
    return conditions(
        cases.drop(columns="value"), np.asarray(value < target if is_from_below else value > target)
    )


if __name__ == "__main__":
    sys.exit(main())
