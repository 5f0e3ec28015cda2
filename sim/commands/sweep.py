"""`python -m sim sweep DESIGN`: run a design of many points, resume it, look at it.

    python -m sim sweep evaluation_and_follow_up               # a design in conf/design/; results in outputs/sweeps/<design>
    python -m sim sweep my_design.yaml --output outputs/mine --workers 4
    python -m sim sweep my_design.yaml --engine dask --scheduler-file scheduler.json
    python -m sim sweep --show outputs/sweeps/evaluation_and_follow_up --kpi cost_one_to_one

Interrupt it as you like; the same command goes on with what is missing. Exit code 0; 1 if tasks
failed or results cannot be written; 2 for bad input; 130 when interrupted.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from sim.__main__ import ended_like_interrupted
from sim.common.errors import ConfigError, unknown
from sim.common.files import legal_name
from sim.experiment.design import Design, load_design
from sim.experiment.executors import Dask, Executor, Pool, Serial
from sim.experiment.plan import make_plan
from sim.experiment.results import Results, open_results
from sim.experiment.run import Report, run_plan, words
from sim.experiment.store import StoreError
from sim.measures.kpis import BY_NAME, title_of
from sim.words.catalogue import say
from sim.words.numbers import enough_decimals, scale_of, shortest, signed, span

ENGINES = ("pool", "serial", "dask")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return the exit code."""
    options = _parser().parse_args(arguments)
    console = Console()
    folder = None
    try:
        with ended_like_interrupted():
            if options.show:
                show(console, open_results(options.show), options.kpi, options.top)
                return 0
            if not options.design:
                raise ConfigError(
                    "which design? Name a file in conf/design/ or give the path of one: python -m "
                    "sim sweep my_design.yaml"
                )
            design = load_design(options.design)
            if options.kpi.partition(".")[0] not in BY_NAME:
                raise ConfigError(f"--kpi: {unknown('KPI', options.kpi, BY_NAME)}")
            folder = options.output or Path("outputs") / "sweeps" / legal_name(design.name)
            return run(console, options, design, folder)
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 2
    except StoreError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(
            (
                f"Interrupted; what was finished is kept in {folder}. The same command goes on "
                "from "
                "there."
            ),
            file=sys.stderr,
        )
        return 130


def run(console: Console, options: argparse.Namespace, design: Design, folder: Path) -> int:
    """Run what is missing and tell what it came to."""
    plan = make_plan(design)
    executor = executor_of(options)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    ) as progress:
        bar = progress.add_task("tasks", total=None)

        def tell(report: Report) -> None:
            rate = report.n_done / max(report.seconds, 1e-9)
            left = f", {rate:.1f}/s, {words(report.n_missing / rate)} left" if rate > 0 else ""
            progress.update(
                bar,
                completed=report.n_there + report.n_done,
                total=report.n_tasks,
                description=f"tasks{left}",
            )

        def confirm(question: str) -> bool:
            if options.yes:
                return True
            if not sys.stdin.isatty():
                return False
            progress.stop()
            answer = console.input(f"{question} Run it anyway? [y/N] ")
            progress.start()
            return answer.strip().lower() in ("y", "yes", "j", "ja")

        def say(message: str) -> None:
            console.print(message, soft_wrap=True, highlight=False, markup=False)

        report = run_plan(plan, folder, executor, options.workers, tell, confirm, say)
    for outcome in report.failures[:10]:
        first, last = outcome.task.replications[0], outcome.task.replications[-1]
        say(f"point {outcome.task.point}, replications {first} to {last}: {outcome.failure}")
    done = (
        f"{report.n_there:,} tasks were there, {report.n_done:,} were run in "
        f"{words(report.seconds)}, {report.n_missing:,} are missing"
    )
    say(f"{done}: {folder}")
    if report.n_missing == 0:
        show(console, open_results(folder), options.kpi, options.top)
    return 1 if report.n_missing else 0


def executor_of(options: argparse.Namespace) -> Executor:
    """Return who runs the tasks."""
    if options.engine == "dask":
        return Dask(options.workers, options.scheduler or "", str(options.scheduler_file or ""))
    return Serial() if options.engine == "serial" or options.workers == 1 else Pool(options.workers)


def show(console: Console, results: Results, kpi: str, top: int) -> None:
    """Print the points with the smallest and the largest difference from their base."""
    found = results.differences(kpi).sort_values("difference").reset_index(drop=True)
    if found.empty:
        console.print("No point has been run together with its base yet.")
        return
    unit = results.sql("SELECT unit FROM kpis WHERE kpi = ?", [kpi.partition(".")[0]])["unit"].iloc[
        0
    ]
    factor, key, decimals = scale_of(unit, *found["other"])
    unit = say(f"units.short.{key}", "en")
    chosen = (
        found
        if len(found) <= 2 * top
        else found.iloc[[*range(top), *range(len(found) - top, len(found))]]
    )
    caption = f"{len(found)} points, {found['n'].min()} paired replications or more each"
    table = Table(title=f"{title_of(kpi, 'en')}: difference from the base, {unit}", caption=caption)
    factors = results.study.get("factors", ())
    table.add_column("point", justify="right")
    if found["scenario"].nunique() > 1:
        table.add_column("scenario")
    for head in _short(results.axes):
        table.add_column(head, justify="right")
    table.add_column("difference", justify="right", no_wrap=True)
    table.add_column("95 % interval", justify="right", no_wrap=True)
    for position, (_, row) in enumerate(chosen.iterrows()):
        if len(found) > 2 * top and position == top:
            table.add_section()
        name = [str(row["scenario"])] if found["scenario"].nunique() > 1 else []
        values = [_value(row[axis], axis in factors) for axis in results.axes]
        gap, low, high = (row[name] * factor for name in ("difference", "low", "high"))
        more = enough_decimals(decimals, low, high)
        interval = span(low, high, more, "en")
        table.add_row(str(row["point"]), *name, *values, signed(gap, more, "en"), interval)
    console.print(table)


def _value(value: float, is_factor: bool) -> str:
    """Return where a point stands on an axis; `× 1.1` where that is a factor on today."""
    return f"{'× ' if is_factor else ''}{shortest(float(f'{value:.4g}'), 'en')}"


def _short(axes: Sequence[str]) -> list[str]:
    """Return names of axes for the heads of columns.

    The last part, with the one before where that is needed to tell them apart.
    """
    last = [axis.rpartition(".")[2] for axis in axes]
    names = [
        name if last.count(name) == 1 else " ".join(axis.split(".")[-2:])
        for axis, name in zip(axes, last, strict=True)
    ]
    return [name.replace("_", " ") for name in names]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sim sweep",
        description="Run a design of many points, resume it, look at it.",
    )
    parser.add_argument(
        "design", nargs="?", help="name of a file in conf/design/, or the path of one"
    )
    parser.add_argument(
        "--output", type=Path, help="folder of the results; default: outputs/sweeps/<design>"
    )
    parser.add_argument(
        "--engine",
        choices=ENGINES,
        default="pool",
        help="processes of this machine (default), this process, or dask.distributed",
    )
    parser.add_argument(
        "--workers",
        type=_at_least_one,
        default=os.cpu_count() or 1,
        help="processes; default: the processors of this machine",
    )
    parser.add_argument(
        "--scheduler", help="address of a running dask scheduler, for example tcp://node7:8786"
    )
    parser.add_argument(
        "--scheduler-file", type=Path, help="file that a running dask scheduler wrote"
    )
    parser.add_argument(
        "--yes", action="store_true", help="run it even if it takes longer than the design allows"
    )
    parser.add_argument(
        "--show", type=Path, metavar="FOLDER", help="only look at a folder of results"
    )
    parser.add_argument(
        "--kpi", default="census_one_to_one", help="number to show; default: census_one_to_one"
    )
    parser.add_argument("--top", type=_at_least_one, default=5, help="points to show at either end")
    return parser


def _at_least_one(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{value} was given; at least 1 is needed")
    return value


if __name__ == "__main__":
    sys.exit(main())
