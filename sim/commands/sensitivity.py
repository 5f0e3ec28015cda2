"""`python -m sim sensitivity`: what drives a number, or a difference between two scenarios.

Morris screening over all uncertain parameters, then Sobol' indices of the first few.
"""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from sim.commands.folders import writable_tables, write_table
from sim.commands.shared import (
    Ending,
    Options,
    as_table,
    check_region,
    command,
    print_plain,
    screen,
    shown,
)
from sim.common.errors import ConfigError, unknown

LISTED = 12
MORRIS, SOBOL = "morris.parquet", "sobol.parquet"
EXAMPLES = (
    ("", "jzplus_zero_2030 against its base, Noord-Holland"),
    ("--kpi census_alone --trajectories 10", ""),
    ("--scenario ombouw --no-base --points 256", ""),
)


@command()
def main(arguments: Sequence[str] | None, ending: Ending) -> None:
    """Screen, decompose, print and keep."""
    options = _options(arguments)
    check_region(options.region)
    writable_tables(options.output, (MORRIS, SOBOL))
    run(options, ending)


def run(options: argparse.Namespace, ending: Ending) -> None:
    """Screen, decompose, print and keep."""
    from sim.doubt import sensitivity as drivers
    from sim.doubt.sensitivity import (
        KPIS,
        DriverQuestion,
        check_sizes,
        decompose,
        leading,
        ranges_of,
    )
    from sim.evidence.ensemble import ensemble_for
    from sim.front_door import prepare
    from sim.measures.kpis import BY_NAME, kpi_of
    from sim.world.build import default_conf, default_groups
    from sim.world.parameters import load_rows
    from sim.world.scenario import load_scenario

    console = screen()
    kpis = tuple(options.kpi or KPIS)
    for kpi in kpis:
        if kpi.partition(".")[0] not in BY_NAME:
            raise ConfigError(f"--kpi: {unknown('KPI', kpi, BY_NAME)}")
    asked = load_scenario(options.scenario)
    base = None if options.no_base else options.base or asked.usual_base
    workers = options.workers or os.cpu_count() or 1
    question = DriverQuestion(options.scenario, base, options.region, kpis, options.seed, workers)
    ranges = ranges_of(ensemble_for(options.region))
    check_sizes(len(ranges), options.trajectories, options.points, options.keep)
    for side in (options.scenario, base):
        if side is not None:  # all that is wrong with it is told before the first simulation
            prepare(side, region=options.region, seed=options.seed, replications=1)
    with shown("Morris screening") as tell:
        screened = drivers.screen(
            question, ranges, trajectories=options.trajectories, progress=tell
        )
    write_table(options.output, MORRIS, screened)
    ending.kept = f"the screening is kept in {options.output / MORRIS}; no more was written."
    matter = leading(screened, options.keep)
    with shown("Sobol' indices") as tell:
        indices = decompose(
            question, {name: ranges[name] for name in matter}, points=options.points, progress=tell
        )
    write_table(options.output, SOBOL, indices)
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
    print_plain(
        console,
        "Each parameter over the middle half of its posterior, by itself: how they hang together "
        f"is left aside. Kept: {options.output}",
    )


def share(value: float, low: float, high: float) -> str:
    """Return an index with its bounds."""
    return f"{value:.2f} ({max(low, 0.0):.2f} to {high:.2f})"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    options = Options("sensitivity", "Which assumptions drive the answer.", EXAMPLES)
    options.add_argument(
        "--scenario",
        default="jzplus_zero_2030",
        metavar="NAME",
        help="the question; default: jzplus_zero_2030",
    )
    options.add_argument(
        "--base", metavar="NAME", help="what it is compared with; default: its usual base"
    )
    options.add_argument(
        "--no-base", action="store_true", help="the scenario's own numbers instead of differences"
    )
    options.region()
    options.add_argument(
        "--kpi",
        action="append",
        metavar="NAME",
        help="which number; may be repeated; default: youths in 1:1, alone, cost, duration",
    )
    options.number("--trajectories", 6, "of Morris' method")
    options.number("--points", 128, "base points of the Sobol' sequence, a power of two")
    options.number("--keep", 8, "parameters that go on to Sobol' indices")
    options.seed()
    options.workers()
    options.output(Path("outputs/sensitivity"), "folder for both tables")
    return options.read(arguments)
