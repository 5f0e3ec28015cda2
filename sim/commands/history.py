"""`python -m sim history`: closed care since 2019, model beside records, and the rise of 1:1."""

import argparse
import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.commands.shared import Ending, Options, check_region, command, screen, shown
from sim.common.paths import CONF

if TYPE_CHECKING:
    from sim.evidence.history import Year

FIRST, LAST = 2019, 2025
EXAMPLES = (
    ("", "Noord-Holland"),
    ("--region nederland --replications 2", "the country, as recorded"),
)
HEADS = (
    ("places_jeugdzorgplus", "places"),
    ("census_jeugdzorgplus", "youths"),
    ("inflow_jeugdzorgplus", "placements"),
    ("stay_jeugdzorgplus", "days of stay"),
)


@command()
def main(arguments: Sequence[str] | None, ending: Ending) -> None:
    """Retell the past and print it beside the records."""
    options = _options(arguments)
    check_region(options.region)
    run(options)


def run(options: argparse.Namespace) -> None:
    """Run the recorded past twice, with the closed places as they went and held; print both."""
    from sim.common.calendar import whole_days
    from sim.engine.execute import execute_all
    from sim.evidence.history import NATIONAL, held, retell, share_of_country
    from sim.evidence.targets import load_targets
    from sim.world.build import Run, build_world

    start, end = dt.date(FIRST, 1, 1), dt.date(LAST + 1, 1, 1)
    calendar = Run(start, end, whole_days(options.warm_up_years))
    world = build_world("baseline", region=options.region, run=calendar)
    share = share_of_country(world, build_world("baseline", region=NATIONAL, run=calendar))
    both = [world, held(world, start)]
    with shown(f"{options.region}, {FIRST}-{LAST}, as recorded and held") as tell:
        recordings = execute_all(
            "core", both, options.seed, options.replications, "days", options.workers, tell
        )
    years = retell(
        recordings[0],
        recordings[1],
        targets=load_targets(CONF / "targets"),
        region=options.region,
        share=share,
        years=range(FIRST, LAST + 1),
    )
    print_history(years, options.region, share)


def print_history(years: "Sequence[Year]", region: str, share: float) -> None:
    """Print the table of closed care, then what the rise of 1:1 has to do with it."""
    from rich.table import Table

    console = screen()
    table = Table(title=f"Closed care in {region}, {FIRST}-{LAST}: model | recorded")
    table.add_column("year")
    for _, head in HEADS:
        table.add_column(head, justify="right")
    for one in years:
        cells = []
        for measure, _ in HEADS:
            record = one.record[measure]
            told = "-" if record is None else f"{record:,.0f}"
            cells.append(f"{one.model[measure].mean:,.0f} | {told}")
        table.add_row(str(one.year), *cells)
    table.add_section()
    table.add_row("off by", *(_off_by(years, measure) for measure, _ in HEADS))
    console.print(table)
    if share < 1.0:
        console.print(
            f"Recorded counts are national, times the region's {share:.1%} of closed places in "
            f"{FIRST}; days of stay are national.",
            highlight=False,
        )
    table = Table(title="1:1 beside it: mean number of youths")
    for head in ("year", "all 1:1", "of it by the run-down", "alone", "of it by the run-down"):
        table.add_column(head, justify="right")
    for one in years:
        cells = []
        for measure in ("census_one_to_one", "census_alone"):
            by = one.by_run_down[measure]
            cells += [f"{one.model[measure].mean:,.1f}", f"{by.mean:+,.1f}"]
        table.add_row(str(one.year), *cells)
    console.print(table)
    last, first = years[-1], years[0]
    rise = last.model["census_one_to_one"].mean - first.model["census_one_to_one"].mean
    by = last.by_run_down["census_one_to_one"]
    console.print(
        f"1:1 rose by {rise:+,.1f} youths from {first.year} to {last.year}. With the closed places "
        f"of {first.year} held it would have been {by.mean:,.1f} youths lower in {last.year} "
        f"(simulation error {by.low:+,.1f} to {by.high:+,.1f}): so much the model lays to the "
        "run-down. How far requests for closed places follow the places there are is assumed "
        "(need.elasticity): see docs/model.md.",
        highlight=False,
    )


def _off_by(years: "Sequence[Year]", measure: str) -> str:
    """Return how far the model is from the records: mean over the years, in per cent of them."""
    gaps = [
        one.model[measure].mean / record - 1 for one in years if (record := one.record[measure])
    ]
    return f"{100 * sum(gaps) / len(gaps):+.0f} %" if gaps else "-"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    options = Options("history", "The past retold, beside the records of closed care.", EXAMPLES)
    options.region(more=" (about eight times as long)")
    options.number("--replications", 8, "replications of either past")
    options.number("--warm-up-years", 5, "years simulated before 2019 and discarded")
    options.seed()
    options.workers()
    return options.read(arguments)
