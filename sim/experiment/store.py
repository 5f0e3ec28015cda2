"""A folder of results that survives.

Every task has one file, written at once or not at all, named by what it is and by what is in it.

    study.json               format, model version, fingerprint of the plan, design
    points.parquet           a row per point: scenario, base, value of every lever and assumption
    kpis.parquet             a row per KPI: unit and titles
    results/scenario=<name>/<point>-<first replication>-<key>-<checksum>.parquet

`key` is the hash of all that decides the result (`plan.key_of`), `checksum` the CRC-32 of the file.
So a file that is there and whole need not be made again, whoever made it; one that is damaged is
known by its name, put aside and made again; the same task written twice is the same file. `<name>`
is the scenario's, as far as every system takes it (`legal_name`); points.parquet has it in full.
"""

import contextlib
import json
import os
import re
import threading
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from sim.common.errors import ConfigError
from sim.common.files import (
    MARK,
    is_left_behind,
    legal_name,
    mark,
    move,
    replace,
    write_text,
)
from sim.common.versions import model_version
from sim.experiment.plan import Plan, Task
from sim.measures.kpis import KPIS

FORMAT = 1
STUDY, RESULTS, DAMAGED = "study.json", "results", "damaged"
OWN = (STUDY, RESULTS, DAMAGED, "points.parquet", "kpis.parquet")
_NAME = re.compile(r"(?P<task>\d{6}-\d{6}-[0-9a-f]{20})-(?P<checksum>[0-9a-f]{8})\.parquet")
_TEMPORARY = re.compile(rf"\.{MARK}-.*\.parquet")


class StoreError(RuntimeError):
    """Results cannot be kept: no room, no right to write. What was finished is there."""


@dataclass
class Store:
    """The results of one plan in one folder."""

    folder: Path
    done: dict[str, Path] = field(default_factory=dict)  # by name of the task

    def has(self, task: Task) -> bool:
        """Tell whether the result of this task is there."""
        return task.name in self.done

    def scan(self) -> None:
        """Look which results are there, by name only: other runs may be writing."""
        for path in (self.folder / RESULTS).glob("scenario=*/*.parquet"):
            match = _NAME.fullmatch(path.name)
            if match:
                self.done[match["task"]] = path

    def check(self) -> list[Path]:
        """Read every file and put aside those that do not hold what their name says.

        Return where they are now. What killed runs left half-written is taken away.
        """
        damaged = []
        for path in sorted((self.folder / RESULTS).glob("scenario=*/*.parquet")) + sorted(
            (self.folder / RESULTS).glob("scenario=*/.*.parquet")
        ):
            match = _NAME.fullmatch(path.name)
            if match is None:
                temporary = _TEMPORARY.fullmatch(path.name)
                if temporary and is_left_behind(path, temporary):
                    with contextlib.suppress(OSError):  # another run took it away, or has it open
                        path.unlink()
                continue
            try:
                content = path.read_bytes()
            except FileNotFoundError:  # another run put it aside
                continue
            if f"{zlib.crc32(content):08x}" != match["checksum"]:
                self.done.pop(match["task"], None)
                aside = self.folder / DAMAGED
                aside.mkdir(exist_ok=True)
                move(path, aside / path.name)
                damaged.append(aside / path.name)
        return damaged

    @contextlib.contextmanager
    def shared(self) -> Iterator[bool]:
        """Hold the folder while working on it.

        Gives True if another run on this machine holds it already: then both share the work.
        """
        lock, is_shared = FileLock(self.folder / ".lock", timeout=0), False
        try:
            lock.acquire()
        except Timeout:
            is_shared = True
        except (OSError, NotImplementedError):  # no locks there; nothing depends on them
            pass
        try:
            yield is_shared
        finally:
            lock.release()


def write_result(folder: Path, task: Task, table: pa.Table) -> Path:
    """Write the result of a task, whole or not at all.

    Raises:
        StoreError: it cannot be written; names the folder and why.
    """
    place = folder / RESULTS / f"scenario={legal_name(task.scenario)}"
    temporary = place / f".{mark()}-{threading.get_ident()}-{task.name}.parquet"
    try:
        place.mkdir(parents=True, exist_ok=True)
        sink = pa.BufferOutputStream()
        pq.write_table(table, sink, compression="zstd")
        content = sink.getvalue().to_pybytes()
        path = place / f"{task.name}-{zlib.crc32(content):08x}.parquet"
        with open(temporary, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _put(temporary, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        why = os.strerror(error.errno) if error.errno else str(error)
        raise StoreError(
            f"{place}: the result of a task cannot be written ({why}). What was finished is kept; "
            "make room or mend the folder, then give the same "
            "command again: it goes on with what is missing."
        ) from error
    return path


def _put(temporary: Path, path: Path) -> None:
    """Move a result to its place; one of that name that is there already holds the same."""
    try:
        move(temporary, path)
    except PermissionError:
        if not path.exists():
            raise
        temporary.unlink()  # another program reads the one that is there


def open_store(folder: Path, plan: Plan) -> Store:
    """Make or open the folder for the results of a plan.

    Raises:
        ConfigError: the folder holds something else, or results of another model, another design or
            more replications.
    """
    folder.mkdir(parents=True, exist_ok=True)
    study = read_study(folder)
    mine = {
        "format": FORMAT,
        "model": model_version(),
        "plan": plan.fingerprint(),
        "design": plan.design.name,
        "title": dict(plan.design.title),
        "region": plan.design.region,
        "replications": plan.design.replications,
        "seed": plan.design.seed,
        "factors": [axis.name for axis in plan.design.axes if axis.is_factor],
    }
    if study is None:
        others = [
            path.name
            for path in folder.iterdir()
            if not path.name.startswith(".") and path.name not in OWN
        ]
        if others:
            raise ConfigError(
                f"{folder} holds other things ({', '.join(sorted(others)[:3])}). Results need a "
                "folder of their own: --output <folder>."
            )
    else:
        _check_same(folder, study, mine)
    if study != mine:
        replace(folder / "points.parquet", lambda path: plan.table().to_parquet(path, index=False))
        replace(folder / "kpis.parquet", lambda path: _kpis().to_parquet(path, index=False))
        (folder / RESULTS).mkdir(exist_ok=True)
        text = json.dumps(mine, indent=2, ensure_ascii=False) + "\n"
        write_text(folder / STUDY, text)
    store = Store(folder)
    store.scan()
    return store


def read_study(folder: Path) -> dict[str, Any] | None:
    """Return what a folder of results says of itself; None where it is none."""
    try:
        study = json.loads((folder / STUDY).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise ConfigError(
            f"{folder / STUDY} is damaged ({error}). Results beside it are whole; move the folder "
            "away and start a new one."
        ) from error
    if not isinstance(study, dict) or study.get("format") != FORMAT:
        raise ConfigError(
            f"{folder / STUDY}: 'format' is not {FORMAT}, that of this program. Choose another "
            "folder: --output <folder>."
        )
    return study


def _check_same(folder: Path, study: dict[str, Any], mine: dict[str, Any]) -> None:
    if study["model"] != mine["model"]:
        raise ConfigError(
            f"{folder} holds results of model version {study['model']}; this is version "
            f"{mine['model']}. Results of two versions are not mixed: "
            "choose another folder with --output, or go back to the version that began this one."
        )
    if study["plan"] != mine["plan"]:
        raise ConfigError(
            f"{folder} holds results of another design ('{study['design']}', plan "
            f"{study['plan']}); this plan is {mine['plan']}. The design or a "
            "parameter was changed since. Choose another folder with --output."
        )
    if study["replications"] > mine["replications"]:
        raise ConfigError(
            f"{folder} holds {study['replications']} replications of this design; "
            f"{mine['replications']} were asked for. They can grow, not shrink: "
            "ask for as many, or choose another folder with --output."
        )


def _kpis() -> pd.DataFrame:
    """Return unit and titles of all KPIs, by the part of their name before the point."""
    return pd.DataFrame(
        {
            "kpi": [k.name for k in KPIS],
            "unit": [k.unit for k in KPIS],
            "title_nl": [k.title("nl") for k in KPIS],
            "title_en": [k.title("en") for k in KPIS],
        }
    )
