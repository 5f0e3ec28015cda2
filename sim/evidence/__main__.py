"""`python -m sim.evidence`: model | evidence | grade, for the baseline of a region; misses stated plainly."""

import argparse
import datetime as dt
import math
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from sim.evidence.targets import Target, load_targets
from sim.evidence.validate import NEAR, Line, applies, compare
from sim.front_door import prepare
from sim.paths import CONF
from sim.report.texts import times
from sim.world.errors import ConfigError

START, END = dt.date(2019, 1, 1), dt.date(2026, 1, 1)  # the years from which figures come

HEADINGS = ("Quantity", "Model", "Evidence", "Unit", "Grade", "Verdict")
PLACES = {"nederland": "national"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the baseline and print the comparison; return 0, or 2 after one message about bad input."""
    parser = argparse.ArgumentParser(prog="python -m sim.evidence", description="The baseline beside the evidence.")
    parser.add_argument("--region", default="noord_holland", help="a region or nederland (about eight times as long)")
    parser.add_argument("--replications", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=None)
    parser.add_argument("--markdown", action="store_true", help="a Markdown table instead of one for the terminal")
    options = parser.parse_args(arguments)
    console = Console()
    try:
        targets = load_targets(CONF / "targets")
        chosen = [t for t in targets if applies(t, options.region) and t.start >= START and t.until <= END]
        run = prepare(
            "baseline",
            region=options.region,
            replications=options.replications,
            seed=options.seed,
            workers=options.workers,
            start=START,
            end=END,
            record="days",
        )
        with Progress(console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task(f"baseline, {options.region}, {START.year}-{END.year - 1}", total=options.replications)
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


def number(value: float | None) -> str:
    """Return a number with three significant digits, thousands separated."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def model(line: Line, gap: str = "\n") -> str:
    """Return the mean over replications, with its 95 % interval where there is one."""
    if math.isnan(line.model.mean):
        return "-"
    shown = number(line.model.mean)
    return shown if math.isnan(line.model.low) else f"{shown}{gap}[{number(line.model.low)}, {number(line.model.high)}]"


def verdict(line: Line, gap: str = "\n") -> str:
    """Return the verdict, for a miss with the ratio of model to evidence."""
    return line.verdict if line.verdict == "near" or math.isnan(line.ratio) else f"{line.verdict}{gap}x {line.ratio:.2g}"


def named(line: Line, region: str) -> str:
    """Return the quantity, with a remark where the figure is that of another region than the one that was run."""
    return line.target.quantity.rstrip(".") + ("" if line.target.region == region else f" ({PLACES.get(line.target.region, line.target.region)})")


def markdown(lines: Sequence[Line], region: str) -> str:
    """Return the comparison as a Markdown table."""
    rows = [(named(line, region), model(line, " "), evidence(line.target), line.target.unit, line.target.grade, verdict(line, " ")) for line in lines]
    cells = [HEADINGS, ("---", "---:", "---:", "---", "---", "---"), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in cells)


def evidence(target: Target) -> str:
    """Return the figure with its bounds, or the bounds alone."""
    if target.low is None and target.high is None:
        return number(target.value)
    bounds = f"{number(target.low) or '..'} to {number(target.high) or '..'}"
    return bounds if target.value is None else f"{number(target.value)} ({bounds})"


def table(lines: Sequence[Line], region: str) -> Table:
    """Return the comparison as a table for the terminal."""
    made = Table(title=f"Baseline of {region} beside the evidence", box=None, pad_edge=False, header_style="bold")
    made.add_column(HEADINGS[0], ratio=1)
    for heading in HEADINGS[1:]:
        made.add_column(heading, justify="right" if heading in ("Model", "Evidence") else "left")
    for line in lines:
        texts = (named(line, region), model(line), evidence(line.target), line.target.unit, line.target.grade, verdict(line))
        made.add_row(*(escape(text) for text in texts))
    return made


def print_summary(console: Console, lines: Sequence[Line], n_targets: int, region: str, replications: int) -> None:
    """State the misses plainly, and what this comparison is not."""
    misses = [line for line in lines if line.verdict != "near"]
    console.print(
        f"\n{len(lines) - len(misses)} of {len(lines)} near (inside the bounds, or within {NEAR:.0%} of the figure). Misses:", highlight=False
    )
    for line in misses:
        console.print(
            f"- {line.target.quantity.rstrip('.')}: model {number(line.model.mean)}, evidence {evidence(line.target)}, {verdict(line, ', ')}",
            highlight=False,
            markup=False,
        )
    console.print(
        f"\n{times(replications, 'en')}. {n_targets - len(lines)} further targets concern other regions or years, or something the "
        "tables do not hold. This is comparison, not validation: assumed parameters were chosen with some of these figures in view.",
        highlight=False,
    )


if __name__ == "__main__":
    sys.exit(main())
