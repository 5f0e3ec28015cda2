"""`python -m sim discover`: under which conditions does a policy miss its target, read from the
results of a sweep.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from sim.commands.helping import door
from sim.commands.shared import (
    Ending,
    Options,
    as_table,
    command,
    plain_number,
    print_plain,
    screen,
)

EXAMPLES = (
    ("outputs/sweeps/evaluation_and_follow_up --at-most 140", ""),
    ("outputs/sweeps/evaluation_and_follow_up --kpi cost_one_to_one --at-most 0 --difference", ""),
)


@command()
def main(arguments: Sequence[str] | None, ending: Ending) -> None:
    """Find the conditions and print them."""
    run(_options(arguments))


def run(options: argparse.Namespace) -> None:
    """Find the conditions and print them."""
    import pandas as pd

    from sim.common.errors import in_unit
    from sim.doubt.discover import CHANCE, cases_of, discover
    from sim.experiment.results import open_results
    from sim.measures.kpis import kpi_of, title_of

    console = screen()
    cases = cases_of(
        open_results(options.results),
        options.kpi,
        is_difference=options.difference,
        scenario=options.scenario,
    )
    is_from_below = options.at_least is not None
    target = options.at_least if is_from_below else options.at_most
    found = discover(cases, target, is_from_below=is_from_below)
    unit = kpi_of(options.kpi).unit
    what = "difference from the base" if options.difference else "mean"
    side = "below" if is_from_below else "above"
    print_plain(
        console,
        f"{title_of(options.kpi, 'en')}, {what}: {side} "
        f"{in_unit(f'{target:,.10g}', unit)} in "
        f"{found.share:.0%} of {len(cases)} points.",
    )
    conditions = pd.DataFrame([vars(c) for c in found.conditions])
    headings = {
        "text": "It misses the target more often where",
        "density": "misses",
        "coverage": "of all misses",
        "support": "of points",
    }
    if len(conditions):
        share = dict.fromkeys(("density", "coverage", "support"), lambda v: f"{v:.0%}")
        console.print(as_table(conditions, "", headings, share))
    told = (
        "no better than chance: do not read much into them"
        if found.score < CHANCE
        else "0.50 is chance, 1.00 is always right"
    )
    print_plain(
        console,
        f"How well such rules tell points that they have not seen: {found.score:.2f} ({told}).",
    )


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    options = Options(
        "discover",
        "Under which conditions does a policy miss its target? A point misses it where the mean of "
        "its replications lies above it, or below it, with --at-least.",
        EXAMPLES,
    )
    options.add_argument("results", type=Path, help=f"folder that {door()} sweep printed")
    options.kpi()
    target = options.add_mutually_exclusive_group(required=True)
    target.add_argument(
        "--at-most", type=plain_number, metavar="X", help="the target, in the unit of the number"
    )
    target.add_argument("--at-least", type=plain_number, metavar="X", help="the same, from below")
    options.add_argument(
        "--difference",
        action="store_true",
        help="the target is about the difference from the base of each point",
    )
    options.add_argument("--scenario", metavar="NAME", help="only the points of this scenario")
    return options.read(arguments)
