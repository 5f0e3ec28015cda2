"""A folder of results that survives, and that shows what is no longer what was written.

    study.json               what it is: a sealed record (`study`), with the two tables below
    points.parquet           a row per point: scenario, base, value of every lever and assumption
    kpis.parquet             a row per KPI: unit and titles
    results/scenario=<name>/<task>-<checksum>.parquet                a finished task
    results/scenario=<name>/merged-<n>-<digest>-<checksum>.parquet   many of them (`merge`)

Every file is written at once or not at all. The name of a task (`plan.task_name`) ends with the
hash of all that decides its result, and `checksum` is of that name and of the content. So a file
that is there and whole need not be made again, whoever made it; one that is damaged, or was copied
from elsewhere, is known by its name; the same task written twice is the same file. What a name says
is not believed before the file was read (`look`): readers and sweeps use the same eyes. `<name>` is
the scenario's, as far as every system takes it (`legal_name`); points.parquet has it in full.
"""

import contextlib
import json
import os
import re
import threading
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from sim.common.errors import ConfigError
from sim.common.files import MARK, is_left_behind, legal_name, mark, move
from sim.common.sealed import checksum
from sim.experiment.plan import Task
from sim.experiment.study import RESULTS

TASKS = b"tasks"  # in a merged file: its tasks in order, with their numbers of rows
_CHECKSUM = r"-(?P<checksum>[0-9a-f]{8})\.parquet"
TASK_FILE = re.compile(rf"(?P<name>\d{{6,}}-\d{{6,}}-[0-9a-f]{{20}}){_CHECKSUM}")
MERGED_FILE = re.compile(rf"(?P<name>merged-\d{{6,}}-[0-9a-f]{{20}}){_CHECKSUM}")
_TEMPORARY = re.compile(rf"\.{MARK}-.*\.parquet")


class StoreError(RuntimeError):
    """Results cannot be kept: no room, no right to write. What was finished is there."""


@dataclass
class Holdings:
    """What a folder of results holds, every file read.

    Attributes:
        files: files to read, each with its tasks.
        doubled: files of which all tasks stand in another file as well.
        outdated: merged files that hold tasks which have more replications now, with those that
            they hold beside these.
        begun: files of one task which has more replications now.
        strange: what is no result of this study, or is damaged, and why.
    """

    files: dict[Path, tuple[str, ...]] = field(default_factory=dict)
    doubled: list[Path] = field(default_factory=list)
    outdated: dict[Path, tuple[str, ...]] = field(default_factory=dict)
    begun: list[Path] = field(default_factory=list)
    strange: dict[Path, str] = field(default_factory=dict)

    @property
    def tasks(self) -> dict[str, Path]:
        """Return where the result of each task is, by its name."""
        kept = {name: path for path, names in self.files.items() for name in names}
        return kept | {name: path for path, names in self.outdated.items() for name in names}

    @property
    def is_tidy(self) -> bool:
        """Tell whether nothing has to be put aside, taken away or written anew."""
        return not (self.doubled or self.outdated or self.begun or self.strange)


def look(
    folder: Path, names: Container[str], is_begun: Callable[[str], bool] = lambda name: False
) -> Holdings:
    """Read all results of a folder, and say which are to be used; change nothing.

    A file counts if it is whole, its name is that of a task of the study, and no other file holds
    that task. Where two hold one otherwise, neither is believed.

    Args:
        folder: of the study.
        names: of all its tasks.
        is_begun: tells whether a name is that of a task which has more replications now.
    """
    found, held = Holdings(), dict[str, Path]()
    disputed: dict[str, Path] = {}  # tasks that two files hold otherwise, with the second of them
    for path in result_files(folder):
        try:
            tasks = read_tasks(path)
        except FileNotFoundError:  # another run merged it, or put it aside
            continue
        except ValueError as error:
            found.strange[path] = str(error)
            continue
        wanted = tuple(name for name in tasks if name in names)
        others = [name for name in tasks if name not in names]
        if not all(is_begun(name) for name in others):
            found.strange[path] = "it holds results of another plan"
        elif not wanted:
            found.begun.append(path)
        elif twice := [name for name in wanted if name in held]:
            if len(twice) == len(wanted) and _is_same(path, held[twice[0]], twice):
                found.doubled.append(path)
            else:
                found.strange[path] = _otherwise(held[twice[0]])
                disputed.update(dict.fromkeys(twice, path))
        elif others:
            found.outdated[path] = wanted
        else:
            found.files[path] = wanted
        if path in found.files or path in found.outdated:
            held.update(dict.fromkeys(wanted, path))
    for path in {held[name] for name in disputed}:
        _take_out(found, path, disputed)
    return found


def _take_out(found: Holdings, path: Path, disputed: dict[str, Path]) -> None:
    """Use nothing of a file that another file disputes; a merged file keeps what is undisputed."""
    tasks = found.files.pop(path, ()) or found.outdated.pop(path, ())
    if kept := tuple(name for name in tasks if name not in disputed):
        found.outdated[path] = kept
    else:
        found.strange[path] = _otherwise(next(disputed[name] for name in tasks))


def _otherwise(other: Path) -> str:
    return f"it holds a task that {other.name} holds otherwise"


def result_files(folder: Path) -> list[Path]:
    """Return everything in the folders of scenarios that is a table of results by its name.

    Merged files come first: what stands in one and in a file of its own is read from the first.
    """
    places = sorted(path for path in _entries(folder / RESULTS) if path.is_dir())
    paths = [
        path
        for place in places
        for path in _entries(place)
        if path.suffix == ".parquet" and not path.name.startswith(".")
    ]
    return sorted(paths, key=lambda path: (MERGED_FILE.fullmatch(path.name) is None, path))


def read_tasks(path: Path, content: bytes | None = None) -> dict[str, int]:
    """Return the tasks that a file of results holds, in order, with the number of rows of each.

    Args:
        path: of the file.
        content: what it holds, where it was read already.

    Raises:
        FileNotFoundError: it is gone.
        ValueError: it is damaged, or no result by its name; says so in words.
    """
    match = TASK_FILE.fullmatch(path.name) or MERGED_FILE.fullmatch(path.name)
    if match is None:
        raise ValueError("its name is not that of a result")
    try:
        content = path.read_bytes() if content is None else content
    except FileNotFoundError:
        if path.is_symlink():
            raise ValueError("it is a link to a file that is not there") from None
        raise
    except OSError as error:
        raise ValueError(f"it cannot be read: {error.strerror}") from None
    if checksum(match["name"], content) != match["checksum"]:
        raise ValueError("it is damaged: it does not hold what its name says")
    footer = pq.read_metadata(pa.BufferReader(content))
    if match.re is TASK_FILE:
        return {match["name"]: footer.num_rows}
    listed: dict[str, int] = json.loads(footer.metadata[TASKS])
    return listed


def names_there(folder: Path, merged: dict[Path, set[str]]) -> set[str]:
    """Return the names of the tasks whose results are there, by names of files alone.

    Args:
        folder: of the study.
        merged: the tasks of merged files that were looked into before; grows.
    """
    names: set[str] = set()
    for path in result_files(folder):
        if match := TASK_FILE.fullmatch(path.name):
            names.add(match["name"])
        elif MERGED_FILE.fullmatch(path.name):
            with contextlib.suppress(FileNotFoundError, ValueError):
                if path not in merged:
                    merged[path] = set(read_tasks(path))
                names |= merged[path]
    return names


def read_table(path: Path) -> pa.Table:
    """Return the rows of a file of results, after a look at its checksum.

    Raises:
        FileNotFoundError: it is gone.
        ValueError: it is damaged.
    """
    content = path.read_bytes()
    read_tasks(path, content)
    return pq.read_table(pa.BufferReader(content))


def write_result(folder: Path, task: Task, table: pa.Table) -> Path:
    """Write the result of a task, whole or not at all; return its path.

    Raises:
        StoreError: it cannot be written; names the folder and why.
    """
    return write_table(place_of(folder, task.scenario), task.name, table)


def place_of(folder: Path, scenario: str) -> Path:
    """Return the folder for the results of a scenario."""
    return folder / RESULTS / f"scenario={legal_name(scenario)}"


def write_table(place: Path, name: str, table: pa.Table) -> Path:
    """Write rows as `<name>-<checksum>.parquet`, whole or not at all; return the path.

    Raises:
        StoreError: they cannot be written; names the folder and why.
    """
    temporary = place / f".{mark()}-{threading.get_ident()}-{name}.parquet"
    try:
        for each in (place.parent, place):  # not what is above: who moved it, wants it elsewhere
            each.mkdir(exist_ok=True)
        sink = pa.BufferOutputStream()
        pq.write_table(table, sink, compression="zstd")
        content = sink.getvalue().to_pybytes()
        path = place / f"{name}-{checksum(name, content)}.parquet"
        with open(temporary, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _put(temporary, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise cannot_write(place, error) from error
    return path


def cannot_write(place: Path, error: OSError) -> StoreError:
    """Return what is said where results cannot be written."""
    why = os.strerror(error.errno) if error.errno else str(error)
    if isinstance(error, FileNotFoundError):
        why = "the folder was moved or deleted"
    return StoreError(
        f"{place}: results cannot be written ({why}). What was finished is kept; make room or mend "
        "the folder, then give the same command again: it goes on with what is missing."
    )


def take_away_leftovers(folder: Path) -> None:
    """Take away what killed runs left half-written among the results."""
    for path in _leftovers(folder):
        with contextlib.suppress(OSError):  # another run took it away, or has it open
            path.unlink()


def has_leftovers(folder: Path) -> bool:
    """Tell whether a killed run left something half-written among the results."""
    return next(_leftovers(folder), None) is not None


def _leftovers(folder: Path) -> Iterator[Path]:
    for place in _entries(folder / RESULTS):
        for path in _entries(place):
            temporary = _TEMPORARY.fullmatch(path.name)
            if temporary and is_left_behind(path, temporary):
                yield path


@contextlib.contextmanager
def held(folder: Path) -> Iterator[bool]:
    """Hold a folder while working on it.

    Gives True if another run on this machine holds it already: then both share the work.
    """
    lock, is_shared = FileLock(folder / ".lock", timeout=0), False
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


def _entries(folder: Path) -> list[Path]:
    """Return what is in a folder; nothing where it is none. Its name is never a pattern."""
    try:
        return sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise ConfigError(
            f"{folder} cannot be read ({error.strerror}). Mend it, or choose another folder with "
            "--output."
        ) from None


def _is_same(path: Path, other: Path, names: list[str]) -> bool:
    """Tell whether two files hold the same rows of tasks; which a merged file does by its name."""
    if MERGED_FILE.fullmatch(other.name):
        return TASK_FILE.fullmatch(path.name) is not None
    try:
        return len(names) == 1 and read_table(path).to_pandas().equals(
            read_table(other).to_pandas()
        )
    except (OSError, ValueError):
        return False


def _put(temporary: Path, path: Path) -> None:
    """Move a result to its place; one of that name that is there already holds the same."""
    try:
        move(temporary, path)
    except PermissionError:
        if not path.exists():
            raise
        temporary.unlink()  # another program reads the one that is there
