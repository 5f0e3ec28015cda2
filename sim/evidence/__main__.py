"""`python -m sim.evidence`: model | evidence | grade, for the baseline of a region; misses stated plainly."""

import argparse
import datetime as dt
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from sim.evidence.targets import Target, load_targets
from sim.evidence.validate import Line, applies, compare
from sim.front_door import prepare
from sim.paths import CONF
from sim.world.errors import ConfigError

START, END = dt.date(2019, 1, 1), dt.date(2026, 1, 1)  # the years from which figures come


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the baseline and print the comparison; return 0, or 2 after one message about bad input."""
    parser = argparse.ArgumentParser(prog="python -m sim.evidence", description="The baseline beside the evidence.")
    parser.add_argument("--region", default="noord_holland", help="a region or nederland (about eight times as long)")
    parser.add_argument("--replications", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=None)
    options = parser.parse_args(arguments)
    console = Console()
    try:
        targets = load_targets(CONF / "targets")
        chosen = [t for t in targets if applies(t, options.region) and t.start >= START and t.until <= END]
        run = prepare(
            "baseline", region=options.region, replications=options.replications, seed=options.seed, workers=options.workers, start=START, end=END
        )
        with Progress(console=console, transient=True) as progress:
            task = progress.add_task(f"baseline, {options.region}, {START.year}-{END.year - 1}", total=options.replications)
            result = run.run(lambda done, total: progress.update(task, completed=done, total=total))
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 2
    lines = compare(chosen, result.recordings)
    console.print(table(lines, options.region))
    print_summary(console, lines, len(targets), options.region, options.replications)
    return 0


def number(value: float | None) -> str:
    """Return a number with three significant digits, thousands separated."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def evidence(target: Target) -> str:
    """Return the figure with its bounds, or the bounds alone."""
    if target.low is None and target.high is None:
        return number(target.value)
    bounds = f"{number(target.low) or '..'} to {number(target.high) or '..'}"
    return bounds if target.value is None else f"{number(target.value)} ({bounds})"


def table(lines: Sequence[Line], region: str) -> Table:
    """Return the comparison as a table for the terminal."""
    made = Table(title=f"Baseline of {region} beside the evidence", box=None, pad_edge=False, header_style="bold")
    made.add_column("Quantity", ratio=1)
    for heading in ("Model", "Evidence", "Unit", "Grade", "Verdict"):
        made.add_column(heading, justify="right" if heading in ("Model", "Evidence") else "left")
    for line in lines:
        where = "" if line.target.region == region else " (national)"
        made.add_row(
            line.target.quantity.rstrip(".") + where,
            number(line.model.mean),
            evidence(line.target),
            line.target.unit,
            line.target.grade,
            line.verdict,
        )
    return made


def print_summary(console: Console, lines: Sequence[Line], n_targets: int, region: str, replications: int) -> None:
    """State the misses plainly, and what this comparison is not."""
    misses = [line for line in lines if line.verdict != "near"]
    console.print(f"\n{len(lines) - len(misses)} of {len(lines)} near (inside the bounds, or within 15 % where there are none). Misses:")
    for line in misses:
        console.print(f"- {line.target.quantity.rstrip('.')}: model {number(line.model.mean)}, evidence {evidence(line.target)}, {line.verdict}")
    console.print(
        f"\n{replications} replications. {n_targets - len(lines)} further targets concern other regions or years, or something the "
        "tables do not hold. This is comparison, not validation: assumed parameters were chosen with some of these figures in view.",
        highlight=False,
    )


if __name__ == "__main__":
    sys.exit(main())
