"""`python -m sim calibrate`.

Fit assumptions and estimates of a region to reported figures, and keep the posterior ensemble.

    python -m sim calibrate                                  # Noord-Holland, as kept in conf/ensemble/
    python -m sim calibrate --region nederland --start noord_holland --draws 1200          # begin from another region's ensemble
    python -m sim calibrate --region rotterdam_rijnmond --start nederland --check           # how well does it do where it was not fitted?
    python -m sim calibrate --draws 300 --members 50 --output outputs/calibration/try

Interrupt it as you like; the same command goes on with what is missing. Exit code 0; 2 for bad
input; 130 when interrupted.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from sim.__main__ import ended_like_interrupted
from sim.common.errors import ConfigError
from sim.evidence.calibrate import KEPT, LAST, Calibration, calibrate
from sim.evidence.checked import checked
from sim.evidence.draws_table import BLOCK
from sim.evidence.ensemble import FOLDER, load_ensemble, save_ensemble
from sim.evidence.fit import Strain, observed
from sim.evidence.prior import load_settings
from sim.evidence.recovery import recover
from sim.evidence.tables import number
from sim.experiment.executors import Pool, Serial

DRAWS, MEMBERS, TRUTHS = 3000, 300, 200


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m sim calibrate",
        description="Fit assumptions and estimates to reported figures.",
    )
    parser.add_argument(
        "--region",
        default="noord_holland",
        help="a region or nederland (about eight times as long)",
    )
    parser.add_argument(
        "--draws",
        type=int,
        default=DRAWS,
        help=f"draws from the prior, each simulated once (default: {DRAWS})",
    )
    parser.add_argument(
        "--start",
        default=None,
        help="region whose ensemble takes the place of the prior (default: none)",
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="do not fit: only see how well the ensemble of --start does here",
    )
    parser.add_argument(
        "--members",
        type=int,
        default=MEMBERS,
        help=f"draws of the posterior that are kept (default: {MEMBERS})",
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--workers",
        type=int,
        default=os.cpu_count() or 1,
        help="processes (default: all processors)",
    )
    parser.add_argument(
        "--work",
        type=Path,
        default=Path("outputs/calibration"),
        help="where finished draws are kept",
    )
    parser.add_argument(
        "--output",
        type=Path,
        default=FOLDER,
        help="folder for the ensemble (default: conf/ensemble)",
    )
    options = parser.parse_args(arguments)
    console = Console()
    try:
        with ended_like_interrupted():
            for name in ("draws", "members", "workers"):
                if getattr(options, name) < 1:
                    raise ConfigError(
                        f"--{name} is {getattr(options, name)}; it must be at least 1."
                    )
            path = run(console, options)
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(
            (
                f"Interrupted; draws that were finished (in blocks of {BLOCK}) are kept in "
                f"{options.work}. The same command goes on from there."
            ),
            file=sys.stderr,
        )
        return 130
    console.print(f"Kept: {path}", highlight=False, markup=False, soft_wrap=True)
    return 0


def run(console: Console, options: argparse.Namespace) -> Path:
    """Calibrate, print how well it fits, and keep the ensemble."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    start = None
    if options.start:  # just made here, or one that is kept
        start = load_ensemble(
            options.start, options.output if (options.output / options.start).exists() else FOLDER
        )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bars = {}

        def tell(what: str, done: int, total: int) -> None:
            if what not in bars:
                bars[what] = progress.add_task(what, total=total)
            progress.update(bars[what], completed=done)

        executor = Serial() if options.workers == 1 else Pool(options.workers)
        made = calibrate(
            options.region,
            draws_wanted=options.draws,
            members=options.members,
            seed=options.seed,
            folder=options.work,
            executor=executor,
            progress=tell,
            start=start,
            check=options.check,
        )
    if made.fitted.any():
        console.print(fit_table(made))
    for text in conflicts(made):
        console.print(text, highlight=False, markup=False)
    return keep(made, options.output)


def keep(made: Calibration, folder: Path) -> Path:
    """Check every figure, recover known truths where there was a fit, and keep it all.

    Return the folder.
    """
    settings = load_settings()
    figures = checked(made, settings, frozenset(made.origin.fitted_before), made.origin.seed)
    recoveries = []
    if made.tables:
        o = observed([t for t, f in zip(made.targets, made.fitted, strict=True) if f], settings)
        for table, kept in zip(made.tables, (KEPT, LAST), strict=True):
            recoveries.append(
                recover(
                    table,
                    made.prior.names,
                    o,
                    kept=kept,
                    truths=min(TRUTHS, len(table.z) // 3),
                    seed=made.origin.seed,
                )
            )
    return save_ensemble(made, figures, recoveries, folder)


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


def _band(values: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> str:
    low, high = np.nanquantile(values, [0.025, 0.975])
    return f"{number(float(low))} to {number(float(high))}"


if __name__ == "__main__":
    sys.exit(main())
