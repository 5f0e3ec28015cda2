"""`python -m sim validity`: figures by which the field would recognise the model; misses named."""

import argparse
import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.commands.shared import Ending, Options, check_region, command, screen, shown

if TYPE_CHECKING:
    from sim.evidence.face_validity import ValidityFigure

FIRST, YEARS = 2022, 5
PLACES = "setting.follow_up.places"
EXAMPLES = (
    ("", "Noord-Holland"),
    ("--region rotterdam_rijnmond", "where a wait was recorded"),
    ("--region nederland --replications 2", "the country"),
)


@command()
def main(arguments: Sequence[str] | None, ending: Ending) -> None:
    """Run the model and print the figures beside what is expected of them."""
    options = _options(arguments)
    check_region(options.region)
    run(options)


def run(options: argparse.Namespace) -> None:
    """Run the usual policy, and half as many follow-up places more; print what is found."""
    from sim.common.calendar import whole_days
    from sim.engine.execute import execute
    from sim.evidence.face_validity import figures
    from sim.world.build import Run, build_world

    start, end = dt.date(FIRST, 1, 1), dt.date(FIRST + YEARS, 1, 1)
    calendar = Run(start, end, whole_days(options.warm_up_years))
    recordings = []
    for title, record, levers in (
        ("usual policy", "events", {}),
        ("half as many follow-up places more", "days", {PLACES: [{"from": start, "times": 1.5}]}),
    ):
        world = build_world("baseline", region=options.region, run=calendar, levers=levers)
        with shown(f"{options.region}, {FIRST}-{FIRST + YEARS - 1}, {title}") as tell:
            recordings.append(
                execute(
                    "core", world, options.seed, options.replications, record, options.workers, tell
                )
            )
    print_figures(figures(*recordings), options.region)


def print_figures(found: "Sequence[ValidityFigure]", region: str) -> None:
    """Print the figures as a table, then how many are as expected."""
    from rich.table import Table

    console = screen()
    table = Table(title=f"Face validity in {region}, {FIRST}-{FIRST + YEARS - 1}")
    table.add_column("figure")
    table.add_column("model", justify="right")
    table.add_column("expected")
    table.add_column("")
    for one in found:
        verdict = {True: "holds", False: "MISSED", None: "not seen"}[one.holds]
        table.add_row(one.name, f"{one.value:,.{one.decimals}f} {one.unit}", one.expected, verdict)
    console.print(table)
    judged = [one.holds for one in found if one.holds is not None]
    console.print(
        f"{sum(judged)} of {len(judged)} as expected. What is expected and why: "
        "docs/model.md, Face validity.",
        highlight=False,
    )


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    options = Options(
        "validity",
        "Figures by which somebody from the field would recognise the model; misses named.",
        EXAMPLES,
    )
    options.region(more=" (about eight times as long)")
    options.number("--replications", 8, "replications of either policy")
    options.number("--warm-up-years", 5, "years simulated before and discarded")
    options.seed()
    options.workers()
    return options.read(arguments)
