"""Where a run writes: the same complete question has the same folder, every other question another.

    outputs/<region>/<scenario>_against_<base>__<what differs from usual>__<code>/

The first words are for people. The code, eight hexadecimal digits, is the hash of everything that
decides the answer: numbers of both sides, texts, seed, replications, sets of assumptions, version
of the model. So nothing finished is ever in the way of another question, and the same question
again finds its answer. `run.json` in the folder says what it is; a folder without is not touched.
"""

import datetime as dt
import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.common.errors import LONGEST_PATH, ConfigError, short, show
from sim.common.files import legal_name, replace, why_not, writable_file
from sim.common.sealed import DamagedError, SealedRecord, read_record

if TYPE_CHECKING:
    import pandas as pd

CODE = 8  # hexadecimal digits
LONGEST = 90  # characters of the readable part; paths on Windows are short
RECORD = "run.json"
TOLD = ("seed", "replications", "start", "end", "warm_up_years", "members", "engine", "record")
INTERRUPTED = "interrupted"
BELONGS = re.compile(r"\.|base$|scenario$|figures$|inputs$|(answer|summary|kpis|run)\b")


@dataclass(frozen=True)
class Answered:
    """What is in the folder of a question.

    Attributes:
        record: what the folder says of itself; None where that is damaged too.
        is_whole: False if the repetition over assumptions was interrupted, or a file is damaged.
        damaged: a file that is not what was written; empty where all are.
    """

    record: SealedRecord | None
    is_whole: bool
    damaged: str = ""

    @property
    def made(self) -> dt.datetime:
        """When it was answered."""
        assert self.record is not None
        return dt.datetime.fromisoformat(self.record.content["made"])


def answer_files(lang: str) -> dict[int, str]:
    """Return the files with the answer as it was printed, by their width in characters."""
    return {80: f"answer.{lang}.txt", 60: f"answer.narrow.{lang}.txt"}


def code_of(decides: Mapping[str, Any]) -> str:
    """Return the hash of everything that decides an answer."""
    text = json.dumps(decides, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:CODE]


def region_folder(region: object) -> str:
    """Return the name for a region, for the path of a region's file, or for several regions."""
    several = region if isinstance(region, list | tuple) else [region]
    return legal_name("_".join(Path(str(each)).stem for each in several))


def name_of(
    scenario: str,
    base: str,
    levers: Mapping[str, object],
    config: Mapping[str, Any],
    usual: Mapping[str, Any],
    code: str,
) -> str:
    """Return the name of a run's folder: words for people, as many as fit, and the code."""
    words = [f"{scenario}_against_{base}"]
    words += [
        f"{key}={'dated' if isinstance(value, dict | list) else show(value)}"
        for key, value in sorted(levers.items())
    ]
    words += [f"{key}={config[key]}" for key in TOLD if str(config[key]) != str(usual.get(key))]
    name = words[0]
    for word in words[1:]:
        if len(name) + len(word) + 2 > LONGEST:
            break
        name = f"{name}__{word}"
    return legal_name(f"{_plain(name)}__{code}")


def look_in(folder: Path, code: str, *, may_replace: bool) -> Answered | None:
    """Return the answer that a folder holds to this very question; None where there is none.

    Raises:
        ConfigError: the folder holds something else, and may not be replaced.
    """
    if not os.path.exists(folder) or (folder.is_dir() and not any(folder.iterdir())):
        return None
    is_own = folder.name.endswith(f"__{code}")  # no other question has that name
    try:
        record = read_record(folder / RECORD)
    except DamagedError as error:
        if may_replace:
            return None
        if is_own and not _others(folder):
            return Answered(None, is_whole=False, damaged=RECORD)
        raise ConfigError(f"{error} Choose another folder, or add replace=true.") from None
    if record is None:
        if is_own and may_replace:
            return None
        if is_own and not _others(folder):
            return Answered(None, is_whole=False, damaged=RECORD)
        raise ConfigError(
            f"{folder} exists and holds no run (no {RECORD}); it would be replaced as a whole. "
            "Choose another folder: output=<folder>, or hydra.run.dir=<folder>."
        )
    if record.content.get("code") == code:
        return _answered(folder, record, may_replace)
    if may_replace:
        return None
    raise ConfigError(
        f"{folder} holds the answer to another question ({record.content.get('title', 'unknown')})."
        " Choose another folder, or add replace=true."
    )


def _answered(folder: Path, record: SealedRecord, may_replace: bool) -> Answered:
    damaged = _first_damaged(record)
    if not damaged:
        return Answered(record, record.content["doubt"] != INTERRUPTED)
    if not may_replace and (others := _others(folder)):
        raise ConfigError(
            f"{folder / damaged} is damaged: it is not what was written. The answer is made again "
            f"when you take out what does not belong to it ({short(', '.join(others))}), or add "
            "replace=true."
        )
    return Answered(record, is_whole=False, damaged=damaged)


def _first_damaged(record: SealedRecord) -> str:
    for name in record.files:
        try:
            record.read(name)
        except DamagedError:
            return name
    return ""


def _others(folder: Path) -> list[str]:
    """Return what somebody put beside an answer; it would be lost with it."""
    return sorted(path.name for path in folder.iterdir() if not BELONGS.match(path.name))


def text_in(folder: Path, name: str) -> str:
    """Return the text of a file of an answer.

    Raises:
        DamagedError: it is not what was written.
    """
    record = read_record(folder / RECORD)
    if record is None:
        raise DamagedError(f"{folder / RECORD} is not there.")
    return record.read(name).decode("utf-8")


def writable_folder(folder: Path, way_out: str = "output=<folder>", named: str = "output") -> Path:
    """Return the folder if results can be written there.

    What had to be made to find out is taken away again.

    Args:
        folder: of results; it need not be there yet.
        way_out: how another one is chosen.
        named: the key that names it.

    Raises:
        ConfigError: it is a file, or cannot be made or written.
    """
    reason = why_not(folder)
    if reason is not None:
        told = short(str(folder), LONGEST_PATH)
        raise ConfigError(
            f"'{named}' is {told}, which cannot be written ({reason}). Choose another: {way_out}."
        )
    return folder


def writable_tables(folder: Path, names: Iterable[str]) -> None:
    """Refuse a folder in which one of these files cannot be written.

    Raises:
        ConfigError: as `writable_folder`; or something else has the name of a file.
    """
    writable_folder(folder, "--output FOLDER")
    for name in names:
        writable_file(folder / name, "--output FOLDER")


def write_table(folder: Path, name: str, table: "pd.DataFrame") -> None:
    """Write a table as Parquet, in one step."""
    folder.mkdir(parents=True, exist_ok=True)
    content: bytes = table.to_parquet(index=False)
    replace(folder / name, lambda new: new.write_bytes(content))


def _plain(name: str) -> str:
    """Return a name without signs that some system does not take."""
    return re.sub(r"[^\w.=+-]", "_", name)
