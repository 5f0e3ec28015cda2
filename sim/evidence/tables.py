"""The comparison as tables and as a list of misses.

Every figure with its year, own figures of the region apart from national ones.
"""

import math
from collections.abc import Sequence

import numpy as np
from rich.markup import escape
from rich.table import Table

from sim.common.arrays import Floats
from sim.common.calendar import ONE_DAY
from sim.common.errors import in_unit
from sim.evidence.calibrate import Calibration
from sim.evidence.fit import Strain
from sim.evidence.targets import Target
from sim.evidence.validate import Compared

HEADINGS = ("Quantity", "When", "Model", "Evidence", "Unit", "Grade", "Verdict")
NATIONAL = "nederland"


def when(target: Target) -> str:
    """Return the day, year, years, months or dates for which a figure holds, as short as can be."""
    first, last = target.start, target.until - ONE_DAY
    if first == last:
        return first.isoformat()
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year}-{last.year}"
    if first.day == 1 and target.until.day == 1:
        if first.year == last.year:
            return f"{last:%b %Y}" if first.month == last.month else f"{first:%b}-{last:%b %Y}"
        return f"{first:%b %Y}-{last:%b %Y}"
    return f"{first} to {last}"


def named(target: Target) -> str:
    """Return the quantity with its date, unless the words hold it already.

    No two figures of a region have the same.
    """
    quantity, date = target.quantity.rstrip("."), when(target)
    return quantity if date in quantity else f"{quantity} ({date})"


def groups(lines: Sequence[Compared], region: str) -> list[tuple[str, list[Compared]]]:
    """Return the lines of the region itself and the national ones, each with its title.

    Empty groups are left out.
    """
    own = [line for line in lines if line.target.region == region]
    national = [line for line in lines if line.target.region != region]
    titled = (
        (f"Figures of {region}", own),
        (f"National figures beside {region}: shares, ages, durations, prices", national),
    )
    return [(title, found) for title, found in titled if found]


def number(value: float | None) -> str:
    """Return a number with three significant digits, thousands separated."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def model(line: Compared, gap: str = "\n") -> str:
    """Return the mean over replications, with its 95 % interval where there is one."""
    if math.isnan(line.model.mean):
        return "-"
    shown = number(line.model.mean)
    return (
        shown
        if math.isnan(line.model.low)
        else f"{shown}{gap}[{number(line.model.low)}, {number(line.model.high)}]"
    )


def verdict(line: Compared, gap: str = "\n") -> str:
    """Return the verdict, for a miss with the ratio of model to evidence."""
    return (
        line.verdict
        if line.verdict == "near" or math.isnan(line.ratio)
        else f"{line.verdict}{gap}x {line.ratio:.2g}"
    )


def evidence(target: Target) -> str:
    """Return the figure with its bounds, or the bounds alone."""
    if target.low is None and target.high is None:
        return number(target.value)
    bounds = f"{number(target.low) or '..'} to {number(target.high) or '..'}"
    return bounds if target.value is None else f"{number(target.value)} ({bounds})"


def cells(line: Compared, gap: str) -> tuple[str, ...]:
    """Return one row, in the order of `HEADINGS`."""
    t = line.target
    return (
        t.quantity.rstrip("."),
        when(t),
        model(line, gap),
        evidence(t),
        t.unit,
        t.grade,
        verdict(line, gap),
    )


def markdown(lines: Sequence[Compared], region: str) -> str:
    """Return the comparison as Markdown: one table per group."""
    parts = []
    for title, found in groups(lines, region):
        rows = [
            HEADINGS,
            ("---", "---", "---:", "---:", "---", "---", "---"),
            *(cells(line, " ") for line in found),
        ]
        parts.append(
            "\n".join(
                [
                    f"**{title}**\n",
                    *("| " + " | ".join(c.replace("|", "\\|") for c in row) + " |" for row in rows),
                ]
            )
        )
    return "\n\n".join(parts)


def table(lines: Sequence[Compared], region: str) -> Table:
    """Return the comparison as a table for the terminal."""
    made = Table(
        title=f"Baseline of {region} beside the evidence",
        box=None,
        pad_edge=False,
        header_style="bold",
    )
    for heading in HEADINGS:
        made.add_column(
            heading,
            ratio=1 if heading == "Quantity" else None,
            justify="right" if heading in ("Model", "Evidence") else "left",
        )
    for title, found in groups(lines, region):
        made.add_row(f"[bold underline]{escape(title)}[/]")
        for line in found:
            made.add_row(*(escape(text) for text in cells(line, "\n")))
    return made


def misses(lines: Sequence[Compared], region: str) -> list[str]:
    """Return one sentence per figure that the model does not come near, by group, each with its
    date.
    """
    texts = []
    for title, found in groups(lines, region):
        missed = [line for line in found if line.verdict != "near"]
        texts += [f"{title}:"] if missed else []
        texts += [
            (
                f"- {named(line.target)}: model {number(line.model.mean)}, evidence "
                f"{in_unit(evidence(line.target), line.target.unit)}, {verdict(line, ', ')}"
            )
            for line in missed
        ]
    return texts


def fit_table(made: Calibration) -> Table:
    """Return reported figure, prior and posterior (mean, and 95 % of the draws) of every fitted
    target.
    """
    table = Table(
        title=f"Figures fitted to, {made.origin.region}",
        box=None,
        pad_edge=False,
        header_style="bold",
    )
    for heading in ("Figure", "Reported", "Prior 95 %", "Posterior 95 %"):
        table.add_column(
            heading,
            ratio=1 if heading == "Figure" else None,
            justify="left" if heading == "Figure" else "right",
        )
    for k, target in enumerate(made.targets):
        if made.fitted[k]:
            shown = (
                target.value
                if target.value is not None
                else f"{number(target.low)} to {number(target.high)}"
            )
            text = shown if isinstance(shown, str) else number(shown)
            table.add_row(
                target.quantity.rstrip("."), text, _band(made.before[:, k]), _band(made.again[:, k])
            )
    return table


def conflicts(made: Calibration) -> list[str]:
    """Return one sentence per figure that cannot be met, alone or together with the others, and by
    how much.
    """

    def text(s: Strain, what: str) -> str:
        return (
            f"- {s.name}: reported {number(s.reported)}, {what} {number(s.expected)} "
            f"({abs(s.score):.1f} standard deviations off)"
        )

    alone = [text(s, "the ranges give") for s in made.alone]
    together = [text(s, "all other figures together give") for s in made.together]
    found = ["Figures that the ranges of the parameters hardly reach:", *alone] if alone else []
    return found + (
        ["Figures that cannot be met together with the others:", *together] if together else []
    )


def expectations_told(made: Calibration) -> list[str]:
    """Return one sentence on the first draws that lay within all expectations, and one for each
    expectation that ruled some out.
    """
    if not made.ruled_out:
        return []
    dropped = {name: share for name, share in made.ruled_out.items() if share > 0.0}
    told = [f"- {name}: {share:.0%}" for name, share in dropped.items()]
    return [
        f"Draws that nobody would recognise were dropped; {len(made.before)} were left. Outside of "
        + ("what is expected (conf/expectations):" if told else "no expectation lay any."),
        *told,
    ]


def _band(values: Floats) -> str:
    low, high = np.nanquantile(values, [0.025, 0.975])
    return f"{number(float(low))} to {number(float(high))}"
