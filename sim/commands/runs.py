"""Several runs at once (`-m`): every job says what it came to, and one table says it for all."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hydra.experimental.callback import Callback
from omegaconf import DictConfig
from omegaconf.errors import OmegaConfBaseException

from sim.commands import folders
from sim.commands.hydra_words import told
from sim.commands.places import check_before
from sim.commands.question import Question
from sim.commands.shared import print_plain, screen, unsaid, words_last
from sim.common.console import say as tell
from sim.common.errors import ConfigError
from sim.common.files import write_text
from sim.common.sealed import read_record, write_record
from sim.words.catalogue import say
from sim.words.report import number_of

if TYPE_CHECKING:
    from rich.table import Table

JOBS = "jobs"
SHOWN = ("census_one_to_one", "census_alone", "duration.median", "cost_one_to_one")
MILLION = 1e6


def note_job(job: Any, question: Question) -> None:
    """Write down what a job came to, where the summary finds it; say so in one line."""
    varied = dict(
        text.lstrip("+").partition("=")[::2] for text in job.overrides.task if "=" in text
    )
    note = {
        "job": int(job.job.num),
        "folder": question.folder.as_posix(),
        "asked": {
            "region": folders.region_folder(question.config["region"]),
            "scenario": question.scenario.scenario.name,
            "base": question.base.scenario.name,
            "seed": str(question.config["seed"]),
            "replications": str(question.config["replications"]),
            **{key: value for key, value in varied.items() if key not in ("region", "scenario")},
        },
        "numbers": _numbers(question.folder),
    }
    write_record(Path(str(job.sweep.dir)) / JOBS / f"{note['job']:05d}.json", note)
    with words_last():
        print(f"#{note['job']}: {question.folder}", flush=True)


class Summary(Callback):
    """Prints and writes one table over all jobs when they are done, whoever ran them.

    Before anything is made, it refuses what no job can mean. Hydra makes a warning of whatever goes
    wrong in here, so a refusal ends the program.
    """

    def __init__(self) -> None:
        self._before: dict[Path, tuple[int, int]] = {}

    def on_run_start(self, config: DictConfig, **_: Any) -> None:
        """Refuse a folder that cannot be used."""
        _refuse_or_go_on(config)

    def on_multirun_start(self, config: DictConfig, **_: Any) -> None:
        """Refuse folders that cannot be used, and a search for no number."""
        _refuse_or_go_on(config)
        self._before = _notes_in(config)

    def on_multirun_end(self, config: DictConfig, **_: Any) -> None:
        """Read what the jobs wrote down, whatever sweeper and launcher there was.

        What other runs left in the same folder is not among them.
        """
        folder = Path(str(config.hydra.sweep.dir))
        paths = [path for path, note in _notes_in(config).items() if note != self._before.get(path)]
        if not paths:
            return
        notes = []
        for path in paths:
            try:
                record = read_record(path)
            except ConfigError as error:  # the table is made of the others
                tell(error)
                continue
            notes += [record.content] if record else []
        _write_csv(folder / "summary.csv", notes)
        lang = str(config.language)
        console = screen()
        with words_last():
            console.print(table_of(notes, lang))
            print_plain(console, say("runs.summary", lang, file=folder / "summary.csv"))
        if code := unsaid():
            raise SystemExit(code)


def _notes_in(config: DictConfig) -> dict[Path, tuple[int, int]]:
    """Return what jobs wrote down in the folder, of these runs and of others, and when."""
    paths = sorted((Path(str(config.hydra.sweep.dir)) / JOBS).glob("*.json"))
    told_of = {path: path.stat() for path in paths if path.is_file()}
    return {path: (each.st_ino, each.st_mtime_ns) for path, each in told_of.items()}


def _refuse_or_go_on(config: DictConfig) -> None:
    try:
        check_before(config)
    except ConfigError as error:
        tell(error)
        raise SystemExit(2) from None
    except OmegaConfBaseException as error:
        tell(f"command line: {told(error)}")
        raise SystemExit(2) from None


def table_of(notes: Sequence[Mapping[str, Any]], lang: str) -> "Table":
    """Return what was varied and the main differences from the base, a row for each job."""
    from rich.table import Table
    from rich.text import Text

    keys = dict.fromkeys(key for note in notes for key in note["asked"])
    values = {key: [note["asked"].get(key, "") for note in notes] for key in keys}
    same = {key: each[0] for key, each in values.items() if len(set(each)) == 1}
    table = Table(
        title=Text(
            say(f"runs.many.{number_of(len(notes))}", lang, n=len(notes)), style="table.title"
        ),
        caption=Text(", ".join(f"{key}={value}" for key, value in same.items())),
        box=None,
        pad_edge=False,
        header_style="bold",
        caption_justify="left",
        caption_style="dim",
    )
    table.add_column("#", justify="right")
    varied = [key for key in keys if key not in same]
    for key in varied:
        table.add_column(key.rpartition(".")[2].replace("_", " "), overflow="fold")
    for kpi in SHOWN:
        table.add_column(say(f"runs.column.{kpi}", lang), justify="right")
    for note in notes:
        cells = [_cell(note["numbers"], kpi, lang) for kpi in SHOWN]
        asked = [Text(str(note["asked"].get(key, ""))) for key in varied]
        table.add_row(str(note["job"]), *asked, *cells)
    return table


def _cell(numbers: Mapping[str, float | None], kpi: str, lang: str) -> str:
    from sim.words.numbers import signed

    scale = MILLION if kpi.startswith("cost") else 1.0
    value, low, high = (numbers.get(f"{kpi}{end}") for end in ("", ".low", ".high"))
    if value is None:
        return "–"
    text = signed(value / scale, 1, lang)
    if low is None or high is None:
        return text
    return f"{text}\n{signed(low / scale, 1, lang)}; {signed(high / scale, 1, lang)}"


def _numbers(place: Path) -> dict[str, float | None]:
    lines = folders.text_in(place, "kpis.csv").splitlines()
    rows = {row["kpi"]: row for row in csv.DictReader(lines)}
    ends = (("", "difference"), (".low", "low"), (".high", "high"))
    return {
        f"{kpi}{end}": float(rows[kpi][column]) if rows[kpi][column] else None
        for kpi in SHOWN
        for end, column in ends
        if kpi in rows
    }


def _write_csv(path: Path, notes: Sequence[Mapping[str, Any]]) -> None:
    rows = [
        {"job": note["job"], **note["asked"], **note["numbers"], "folder": note["folder"]}
        for note in notes
    ]
    heads = dict.fromkeys(key for row in rows for key in row)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(heads), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    write_text(path, text.getvalue())
