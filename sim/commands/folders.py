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

from sim.commands.belongs import RECORD as RECORD
from sim.commands.belongs import others_in
from sim.common.errors import LONGEST_PATH, ConfigError, short, show
from sim.common.files import legal_name, replace, why_not, writable_file
from sim.common.sealed import DamagedError, SealedRecord, read_record

if TYPE_CHECKING:
    import pandas as pd

CODE = 8  # hexadecimal digits
LONGEST = 90  # characters of the readable part; paths on Windows are short
TOLD = ("seed", "replications", "start", "end", "warm_up_years", "members", "engine", "record")
INTERRUPTED = "interrupted"


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
    given: Mapping[str, object],
    config: Mapping[str, Any],
    usual: Mapping[str, Any],
    code: str,
) -> str:
    """Return the name of a run's folder: words for people, as many as fit, and the code.

    `given` are levers and assumptions beside the scenario, by name.
    """
    words = [f"{scenario}_against_{base}"]
    words += [f"{key}={_short_of(value)}" for key, value in sorted(given.items())]
    words += [f"{key}={config[key]}" for key in TOLD if str(config[key]) != str(usual.get(key))]
    name = words[0]
    for word in words[1:]:
        if len(name) + len(word) + 2 > LONGEST:
            break
        name = f"{name}__{word}"
    return legal_name(f"{_plain(name)}__{code}")


def _short_of(value: object) -> str:
    """Return a value in a word: a dated change as `dated`, {value, widen} as its value."""
    if isinstance(value, dict) and "value" in value:
        value = value["value"]
    return "dated" if isinstance(value, dict | list) else show(value)


def look_in(
    folder: Path, code: str, *, may_replace: bool, inputs: Iterable[str] = ()
) -> Answered | None:
    """Return the answer that a folder holds to this very question; None where there is none.

    Args:
        folder: of the answer.
        code: of the question.
        may_replace: an answer that is there is made again, or gives way to another.
        inputs: copies of what was read for the question, by name.

    Raises:
        ConfigError: the folder holds something else, and may not be replaced; or something that
            belongs to no answer would be lost.
    """
    if not os.path.exists(folder) or (folder.is_dir() and not any(folder.iterdir())):
        return None
    is_own = folder.name.endswith(f"__{code}")  # no other question has that name
    try:
        record = read_record(folder / RECORD)
    except DamagedError as error:
        if not is_own and not may_replace:
            raise ConfigError(f"{error} Choose another folder, or add replace=true.") from None
        _keep_others(folder, None, inputs)
        return None if may_replace else Answered(None, is_whole=False, damaged=RECORD)
    if record is None:
        if is_own:
            _keep_others(folder, None, inputs)
            return None if may_replace else Answered(None, is_whole=False, damaged=RECORD)
        raise ConfigError(
            f"{folder} exists and holds no run (no {RECORD}); it would be replaced as a whole. "
            "Choose another folder: output=<folder>, or hydra.run.dir=<folder>."
        )
    is_same = record.content.get("code") == code
    if not is_same and not may_replace:
        raise ConfigError(
            f"{folder} holds the answer to another question "
            f"({record.content.get('title', 'unknown')})."
            " Choose another folder, or add replace=true."
        )
    found = _answered(record) if is_same else None
    if found is None or may_replace or not found.is_whole:
        _keep_others(folder, record)
    return found


def _answered(record: SealedRecord) -> Answered:
    damaged = _first_damaged(record)
    is_whole = not damaged and record.content["doubt"] != INTERRUPTED
    return Answered(record, is_whole, damaged)


def _keep_others(folder: Path, record: SealedRecord | None, inputs: Iterable[str] = ()) -> None:
    """Refuse to make an answer again where what somebody put beside it would be lost with it."""
    if others := others_in(folder, record, inputs):
        raise ConfigError(
            f"{folder} would be replaced as a whole, and holds what belongs to no answer: "
            f"{short(', '.join(others))}. Move that elsewhere, or choose another folder: "
            "output=<folder>."
        )


def _first_damaged(record: SealedRecord) -> str:
    for name in record.files:
        try:
            record.read(name)
        except DamagedError:
            return name
    return ""


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
