"""`python -m sim evidence`: model | evidence | grade, for the baseline of a region.

Misses stated plainly.
"""

import argparse
import datetime as dt
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.progress import Progress

from sim.common.errors import ConfigError
from sim.common.paths import CONF
from sim.evidence.tables import markdown, misses, table
from sim.evidence.targets import load_targets
from sim.evidence.validate import NEAR, Compared, applies, compare
from sim.front_door import prepare
from sim.words.report import times

START, END = dt.date(2019, 1, 1), dt.date(2026, 1, 1)  # the years from which figures come


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the baseline and print the comparison.

    Return 0, or 2 after one message about bad input.
    """
    parser = argparse.ArgumentParser(
        prog="python -m sim evidence", description="The baseline beside the evidence."
    )
    parser.add_argument(
        "--region",
        default="noord_holland",
        help="a region or nederland (about eight times as long)",
    )
    parser.add_argument("--replications", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=None)
    parser.add_argument(
        "--markdown", action="store_true", help="a Markdown table instead of one for the terminal"
    )
    options = parser.parse_args(arguments)
    console = Console()
    try:
        targets = load_targets(CONF / "targets")
        chosen = [
            t for t in targets if applies(t, options.region) and t.start >= START and t.until <= END
        ]
        size = {
            "region": options.region,
            "replications": options.replications,
            "seed": options.seed,
            "workers": options.workers,
        }
        run = prepare("baseline", start=START, end=END, record="days", **size)
        with Progress(console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task(
                f"baseline, {options.region}, {START.year}-{END.year - 1}",
                total=options.replications,
            )
            result = run.run(lambda done, total: progress.update(task, completed=done, total=total))
        lines = compare(chosen, result.recordings)
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 2
    if options.markdown:
        print(markdown(lines, options.region))
    else:
        console.print(table(lines, options.region))
    print_summary(console, lines, len(targets), options.region, options.replications)
    return 0


def print_summary(
    console: Console, lines: Sequence[Compared], n_targets: int, region: str, replications: int
) -> None:
    """State the misses plainly, and what this comparison is not."""
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


if __name__ == "__main__":
    sys.exit(main())
