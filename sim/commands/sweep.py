"""`python -m sim sweep DESIGN`: run a design of many points, resume it, look at it.

Interrupt it as you like; the same command goes on with what is missing. Exit code 1 if tasks failed
or results cannot be written.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sim.commands.helping import door
from sim.commands.shared import (
    Ending,
    Options,
    bars,
    command,
    path_option,
    print_plain,
    screen,
    words_last,
)
from sim.common.console import say
from sim.common.errors import LONGEST_PATH, ConfigError, short, unknown

if TYPE_CHECKING:
    from rich.console import Console

    from sim.experiment.design import Design
    from sim.experiment.executors import Executor
    from sim.experiment.results import Results
    from sim.experiment.run import Report

ENGINES = ("pool", "serial", "dask")
FAILED = 1
EXAMPLES = (
    ("evaluation_and_follow_up", "a design in conf/design/"),
    ("my_design.yaml --output outputs/mine --workers 4", ""),
    ("my_design.yaml --engine dask --scheduler-file scheduler.json", ""),
    ("--show outputs/sweeps/evaluation_and_follow_up --kpi cost_one_to_one", ""),
)


@command()
def main(arguments: Sequence[str] | None, ending: Ending) -> int:
    """Run what is missing of a design, or look at what is there."""
    options = _options(arguments)
    if not options.show and not options.design:
        raise ConfigError(
            f"which design? Name a file in conf/design/ or give the path of one: {door()} "
            "sweep my_design.yaml"
        )
    from sim.common.files import legal_name
    from sim.experiment.design import load_design
    from sim.experiment.results import open_results
    from sim.experiment.store import StoreError
    from sim.measures.kpis import BY_NAME

    if options.show:
        if not os.path.isdir(options.show):
            named = short(str(options.show), LONGEST_PATH)
            raise ConfigError(
                f"--show is {named}, which holds no results. Give the folder that {door()} sweep "
                "printed."
            )
        show(screen(), open_results(options.show), options.kpi, options.top)
        return 0
    design = load_design(options.design)
    if options.kpi.partition(".")[0] not in BY_NAME:
        raise ConfigError(f"--kpi: {unknown('KPI', options.kpi, BY_NAME)}")
    folder = options.output or Path("outputs") / "sweeps" / legal_name(design.name)
    ending.kept = f"what was finished is kept in {folder}. The same command goes on from there."
    try:
        return run(screen(), options, design, folder)
    except StoreError as error:
        say(error)
        return FAILED


def run(console: "Console", options: argparse.Namespace, design: "Design", folder: Path) -> int:
    """Run what is missing and tell what it came to."""
    from sim.experiment.plan import make_plan
    from sim.experiment.results import open_results
    from sim.experiment.run import run_plan, words

    executor = executor_of(options)
    plan = make_plan(design)
    with bars() as progress:

        def tell(report: "Report") -> None:
            rate = report.n_done / max(report.seconds, 1e-9)
            left = f", {rate:.1f}/s, {words(report.n_missing / rate)} left" if rate > 0 else ""
            progress.tell(
                "tasks", report.n_there + report.n_done, report.n_tasks, text=f"tasks{left}"
            )

        def confirm(question: str) -> bool:
            if options.yes:
                return True
            if not sys.stdin.isatty():
                return False
            with progress.paused():
                answer = console.input(f"{question} Run it anyway? [y/N] ")
            return answer.strip().lower() in ("y", "yes", "j", "ja")

        def speak(message: str) -> None:
            with words_last():
                print_plain(console, message)

        report = run_plan(
            plan,
            folder,
            executor,
            workers_of(options),
            tell,
            confirm,
            speak,
        )
    for outcome in report.failures[:10]:
        first, last = outcome.task.replications[0], outcome.task.replications[-1]
        print_plain(
            console,
            f"point {outcome.task.point}, replications {first} to {last}: {outcome.failure}",
        )
    done = (
        f"{report.n_there:,} tasks were there, {report.n_done:,} were run in "
        f"{words(report.seconds)}, {report.n_missing:,} are missing"
    )
    print_plain(console, f"{done}: {folder}")
    if report.n_missing == 0:
        show(console, open_results(folder), options.kpi, options.top)
    return FAILED if report.n_missing else 0


def workers_of(options: argparse.Namespace) -> int:
    """Return how many processes run tasks."""
    return int(options.workers or os.cpu_count() or 1)


def executor_of(options: argparse.Namespace) -> "Executor":
    """Return who runs the tasks."""
    from sim.experiment.executors import Dask, Pool, Serial

    workers = workers_of(options)
    if options.engine == "dask":
        if options.scheduler_file is not None:
            _check_scheduler_file(options.scheduler_file)
        return Dask(
            workers,
            options.scheduler or "",
            str(options.scheduler_file or ""),
            options.trust_network,
        )
    return Serial() if options.engine == "serial" or workers == 1 else Pool(workers)


def _check_scheduler_file(path: Path) -> None:
    """Refuse what no scheduler wrote; Dask itself would wait for it."""
    from sim.common.yaml_strict import contents_of

    try:
        written = json.loads(contents_of(path, f"--scheduler-file: {path}"))
        is_one = isinstance(written.get("address"), str)
    except (ValueError, AttributeError) as error:
        if isinstance(error, ConfigError):
            raise
        is_one = False
    if not is_one:
        raise ConfigError(
            f"--scheduler-file is {path}, which no dask scheduler wrote. Start one with: dask "
            f"scheduler --host 127.0.0.1 --scheduler-file {path}."
        )


def show(console: "Console", results: "Results", kpi: str, top: int) -> None:
    """Print the points with the smallest and the largest difference from their base."""
    from rich.table import Table

    from sim.measures.kpis import title_of
    from sim.words.catalogue import say
    from sim.words.numbers import enough_decimals, scale_of, signed, span

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
    if results.n_missing:
        caption += f"; {results.n_missing:,} tasks are missing"
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
    from sim.words.numbers import shortest

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


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    options = Options("sweep", "Run a design of many points, resume it, look at it.", EXAMPLES)
    options.add_argument(
        "design", nargs="?", help="name of a file in conf/design/, or the path of one"
    )
    options.output(None, "folder of the results; default: outputs/sweeps/<design>")
    options.add_argument(
        "--engine",
        choices=ENGINES,
        default="pool",
        help="processes of this machine (pool, the default), this process (serial), or dask",
    )
    options.workers("processes")
    options.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="a running dask scheduler, for example tls://node7:8786",
    )
    options.add_argument(
        "--scheduler-file",
        type=path_option,
        metavar="FILE",
        help="file that a running dask scheduler wrote",
    )
    options.add_argument(
        "--trust-network",
        action="store_true",
        help="use a dask scheduler without certificates that other machines can reach: each of "
        "them can have it run any code",
    )
    options.add_argument(
        "--yes", action="store_true", help="run it even if it takes longer than the design allows"
    )
    options.add_argument(
        "--show", type=path_option, metavar="FOLDER", help="only look at a folder of results"
    )
    options.kpi()
    options.number("--top", 5, "points to show at either end")
    return options.read(arguments)
