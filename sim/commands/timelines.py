"""`python -m sim timelines`: what happened to a few youths in 1:1, told as cases, line by line."""

import argparse
import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.commands.shared import Ending, Options, check_region, command, screen, shown

if TYPE_CHECKING:
    from sim.why.cases import CaseHistory

EXAMPLES = (
    ("", "ten youths in 1:1 outside a group"),
    ("--number 3 --all --language nl", "all forms of 1:1, in Dutch"),
    ("--scenario ombouw --first-year 2028", "another policy, later"),
)
WIDEST = 110  # columns: longer lines are hard to read
DATE = 10  # columns of a date
PLACE = 0.26  # of the width, for where the youth is


@command()
def main(arguments: Sequence[str] | None, ending: Ending) -> None:
    """Run one replication and print the lives of some of its youths."""
    options = _options(arguments)
    check_region(options.region)
    run(options)


def run(options: argparse.Namespace) -> None:
    """Simulate once with the full log, draw youths by the seed and print them.

    Raises:
        ConfigError: nobody was in 1:1 of that kind.
    """
    from sim.common.calendar import whole_days
    from sim.common.errors import refuse
    from sim.engine.execute import execute
    from sim.why.cases import draw_cases, in_one_to_one
    from sim.words.catalogue import say
    from sim.world.build import Run, build_world
    from sim.world.scenario import load_scenario

    first, last = options.first_year, options.first_year + options.years - 1
    calendar = Run(dt.date(first, 1, 1), dt.date(last + 1, 1, 1), whole_days(options.warm_up_years))
    scenario = load_scenario(options.scenario)
    world = build_world(scenario, region=options.region, run=calendar)
    with shown(f"{options.region}, {first}-{last}") as tell:
        recording = execute("core", world, options.seed, 1, "events", 1, tell)[0]
    youths = in_one_to_one(recording, every=options.all)
    kind = say(f"youths.cases.kinds.{'every' if options.all else 'outside'}", options.language)
    if not len(youths):
        refuse(
            f"timelines: nobody in {options.region} had {kind} in {first}-{last}. Take a larger "
            "region, more --years, another --seed, or --all forms of 1:1."
        )
    title = say(
        "youths.cases.title",
        options.language,
        n=min(options.number, len(youths)),
        of=len(youths),
        kind=kind,
        scenario=scenario.title[options.language],
        region=options.region,
        first=first,
        last=last,
        seed=options.seed,
    )
    cases = draw_cases(recording, world, youths, options.number, options.seed)
    print_cases(cases, title, options.language)


def print_cases(cases: "Sequence[CaseHistory]", title: str, language: str) -> None:
    """Print the cases one below the other, each with its heading, as wide as the terminal."""
    from rich.table import Table
    from rich.text import Text

    from sim.words.catalogue import say

    console = screen()
    width = min(console.width, WIDEST)
    console.print(Text(title, style="bold"), width=width)
    for k, case in enumerate(cases, 1):
        console.print()
        console.print(Text(case.heading(k, language), style="bold"), width=width)
        table = Table(box=None, pad_edge=False, width=width, header_style="dim")
        table.add_column(say("youths.cases.columns.date", language), width=DATE, no_wrap=True)
        table.add_column(say("youths.cases.columns.what", language), ratio=1)
        table.add_column(say("youths.cases.columns.where", language), width=int(PLACE * width))
        for line in case.told(language):
            table.add_row(*(Text(cell) for cell in line))
        console.print(table)
    console.print()
    console.print(Text(say("youths.cases.note", language), style="dim"), width=width)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    options = Options(
        "timelines",
        "What happened to a few youths in 1:1, told as cases: asked, refused, started, why still "
        "there. The youths are made by the model and drawn by the seed.",
        EXAMPLES,
    )
    options.add_argument(
        "--scenario",
        default="baseline",
        metavar="NAME",
        help="a scenario, or the path of a file; default: baseline",
    )
    options.region(more=" (about eight times as long)")
    options.number("--number", 10, "youths to tell about", most=1_000)
    options.add_argument(
        "--all", action="store_true", help="all who had 1:1, in a group too; default: outside one"
    )
    options.number("--first-year", 2022, "first year that is told about", least=2015, most=2060)
    options.number("--years", 5, "years from then on", most=50)
    options.number("--warm-up-years", 5, "years simulated before and discarded")
    options.seed()
    options.language()
    return options.read(arguments)
