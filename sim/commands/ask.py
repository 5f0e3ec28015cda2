"""The main job: two scenarios with the same luck, one table on the screen, and a folder with
tables, figures and a page.
"""

import datetime as dt
import hashlib
import json
import re
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from sim.common import checks
from sim.common.arguments import whole
from sim.common.errors import ConfigError, Faults, unknown
from sim.common.files import legal_name, whole_folder, write_text
from sim.doubt.spread import Spread, over_its_ensemble
from sim.front_door import Result, comparison_of, differences_of, prepare
from sim.measures.comparison import Comparison
from sim.reporting.background import Background, background_of
from sim.reporting.console import print_comparison
from sim.reporting.doubt import Doubt, doubt_in, doubt_table
from sim.reporting.figures import write_figures
from sim.reporting.kpi_files import write_kpi_files
from sim.reporting.summary import write_summary
from sim.tables.parquet import write_parquet
from sim.words.catalogue import say
from sim.world.scenario import load_scenario

LANGUAGES = ("en", "nl")
MOST_MEMBERS = 100_000


def main_job(config: Mapping[str, Any], levers: Mapping[str, object]) -> Path:
    """Run `config["base"]` and `config["scenario"]`, print the comparison, write the results.

    Return their folder. Levers count for the scenario only.

    Raises:
        ConfigError: anything wrong, before anything runs or is written.
    """
    console = Console()
    faults = Faults()
    dates = {key: checks.day(_date(config[key]), f"'{key}'", faults) for key in ("start", "end")}
    if config["language"] not in LANGUAGES:
        faults.add(unknown("language", config["language"], LANGUAGES))
    faults.stop()
    if not str(config["output"]).strip():
        raise ConfigError(
            "'output' is empty; the name of a folder is needed. Example: output=outputs."
        )
    output = writable_folder(Path(str(config["output"])))
    members = members_of(config["members"])
    arguments: dict[str, Any] = {
        **{
            key: config[key]
            for key in (
                "region",
                "replications",
                "seed",
                "engine",
                "warm_up_years",
                "workers",
                "record",
            )
        },
        **dates,
    }
    asked = load_scenario(config["scenario"])
    scenarios = {"base": load_scenario(config["base"] or asked.usual_base), "scenario": asked}
    prepared = {
        side: prepare(scenarios[side], levers=levers if side == "scenario" else None, **arguments)
        for side in scenarios
    }
    name = f"{scenarios['scenario'].name}_against_{scenarios['base'].name}"
    folder = output / folder_of(config["region"]) / legal_name(f"{name}{_suffix(levers)}")
    writable_folder(folder)
    results = {}
    with _progress(console) as progress:
        for side, run in prepared.items():
            task = progress.add_task(
                escape(scenarios[side].title[config["language"]]), total=run.replications
            )
            results[side] = run.run(_telling(progress, task))
        spread = (
            _over_ensemble(progress, results, members, say("doubt.title", config["language"]))
            if members
            else None
        )
    pair = comparison_of(results["base"], results["scenario"])
    background = background_of(results["base"], results["scenario"])
    doubt = {language: doubt_in(spread, language) for language in LANGUAGES} if members else {}
    print_comparison(console, pair, config["language"], background)
    if members:
        console.print()
        told = doubt[config["language"]]
        console.print(
            doubt_table(told, config["language"]) if told.lines else told.words, highlight=False
        )
    write_results(folder, pair, results, background, config, doubt)
    console.print(
        say("report.written", config["language"], folder=folder),
        soft_wrap=True,
        highlight=False,
        markup=False,
    )
    return folder


def folder_of(region: object) -> str:
    """Return the name of the folder for a region, for the path of a region's file, or for several
    regions.
    """
    each = region if isinstance(region, list | tuple) else [region]
    return legal_name("_".join(Path(str(one)).stem for one in each))


def members_of(members: object) -> int:
    """Return a number of members of the ensemble.

    Raises:
        ConfigError: it is none.
    """
    faults = Faults()
    number = whole(
        members,
        "members",
        faults,
        0,
        MOST_MEMBERS,
        " 0 leaves the comparison over assumptions out.",
    )
    faults.stop()
    return number


def _over_ensemble(
    progress: Progress, results: Mapping[str, Result], members: int, title: str
) -> Spread | None:
    task = progress.add_task(escape(title), total=None)
    spread = over_its_ensemble(
        results["base"],
        results["scenario"],
        members,
        lambda done, total: progress.update(task, completed=done, total=total),
    )
    progress.update(task, visible=spread is not None)
    return spread


def write_results(
    folder: Path,
    pair: Comparison,
    results: Mapping[str, Result],
    background: Background,
    config: Mapping[str, Any],
    doubt: Mapping[str, Doubt],
) -> None:
    """Write everything into `folder`: all of it, in one step, or nothing."""
    with whole_folder(folder) as new:
        for side, result in results.items():
            tables = dict(result.tables)
            if config["record"] == "events":
                tables["events"] = result.events
            write_parquet(
                tables,
                new / side,
                {
                    **result.provenance(),
                    "config": _plain(config),
                    "levers": _plain(result.settings["levers"]),
                },
            )
        pair.kpis.to_csv(new / "kpis.csv", index=False, lineterminator="\n")
        write_kpi_files(new, differences_of(results["base"], results["scenario"], pair.kpis))
        write_figures(new / "figures", pair)
        write_summary(new, pair, background=background, doubt=doubt)  # in both languages
        write_text(new / "config.json", json.dumps(_plain(config), indent=2) + "\n")


def writable_folder(folder: Path) -> Path:
    """Return the folder if results can be written there.

    What had to be made to find out is taken away again.

    Raises:
        ConfigError: it is a file, or cannot be made or written.
    """
    existing = next(
        path for path in [folder.absolute(), *folder.absolute().parents] if path.exists()
    )
    if not existing.is_dir():
        raise ConfigError(
            f"'output' is {folder}, but {existing} is a file; a folder is needed. Choose another: "
            "output=<folder>."
        )
    try:
        with tempfile.TemporaryFile(dir=existing):
            pass
    except OSError as error:
        raise ConfigError(
            f"'output' is {folder}, which cannot be written ({error.strerror}). Choose another: "
            "output=<folder>."
        ) from error
    return folder


def _suffix(levers: Mapping[str, object]) -> str:
    """Return the levers as the end of a folder's name, so that each setting of a sweep has a folder
    of its own.
    """
    if not levers:
        return ""
    text = "_".join(f"{key}={value}" for key, value in sorted(levers.items()))
    is_plain = len(text) <= 80 and re.fullmatch(r"[\w.=+-]+", text) is not None
    return f"__{text}" if is_plain else f"__levers_{hashlib.sha256(text.encode()).hexdigest()[:10]}"


def _date(value: object) -> object:
    if isinstance(value, str):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            return value
    return value


def _plain(values: Any) -> Any:
    return json.loads(json.dumps(values, default=str))


def _telling(progress: Progress, task: TaskID) -> Callable[[int, int], None]:
    return lambda done, total: progress.update(task, completed=done, total=total)


def _progress(console: Console) -> Progress:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=console, transient=True)


__all__ = ["ConfigError", "main_job"]
