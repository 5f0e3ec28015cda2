"""`python -m sim evidence`: model | evidence | grade, for the baseline of a region.

Misses stated plainly.
"""

import argparse
import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.commands.shared import Ending, Options, check_region, command, screen, shown
from sim.common.paths import CONF

if TYPE_CHECKING:
    from rich.console import Console

    from sim.evidence.validate import Compared

START, END = dt.date(2019, 1, 1), dt.date(2026, 1, 1)  # the years from which figures come
EXAMPLES = (
    ("", "Noord-Holland"),
    ("--region nederland --replications 4", ""),
)


@command()
def main(arguments: Sequence[str] | None, ending: Ending) -> None:
    """Run the baseline and print it beside the evidence."""
    options = _options(arguments)
    check_region(options.region)
    run(options)


def run(options: argparse.Namespace) -> None:
    """Run the baseline and print it beside the evidence."""
    from sim.evidence.tables import markdown, table
    from sim.evidence.targets import load_targets
    from sim.evidence.validate import applies, compare
    from sim.front_door import prepare

    console = screen()
    targets = load_targets(CONF / "targets")
    chosen = [
        t for t in targets if applies(t, options.region) and t.start >= START and t.until <= END
    ]
    prepared = prepare(
        "baseline",
        start=START,
        end=END,
        record="days",
        region=options.region,
        replications=options.replications,
        seed=options.seed,
        workers=options.workers,
    )
    with shown(f"baseline, {options.region}, {START.year}-{END.year - 1}") as tell:
        result = prepared.run(tell)
    lines = compare(chosen, result.recordings)
    if options.markdown:
        print(markdown(lines, options.region))
    else:
        console.print(table(lines, options.region))
    print_summary(console, lines, len(targets), options.region, options.replications)


def print_summary(
    console: "Console", lines: "Sequence[Compared]", n_targets: int, region: str, replications: int
) -> None:
    """State the misses plainly, and what this comparison is not."""
    from sim.evidence.tables import misses
    from sim.evidence.validate import NEAR
    from sim.words.report import times

    n_near = sum(line.verdict == "near" for line in lines)
    console.print(
        (
            f"\n{n_near} of {len(lines)} near (inside the bounds, or within {NEAR:.0%} of the "
            "figure). "
            "Misses:"
        ),
        highlight=False,
    )
    for text in misses(lines, region):
        console.print(text, highlight=False, markup=False)
    console.print(
        f"\n{times(replications, 'en')}. {n_targets - len(lines)} further targets concern other "
        "regions or years, or something the "
        "tables do not hold. This is comparison, not validation: assumed parameters were chosen "
        "with some of these figures in view.",
        highlight=False,
    )


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    options = Options("evidence", "The baseline of a region beside the recorded figures.", EXAMPLES)
    options.region(more=" (about eight times as long)")
    options.number("--replications", 4, "replications of the baseline")
    options.seed()
    options.workers()
    options.markdown()
    return options.read(arguments)
