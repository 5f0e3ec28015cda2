"""Many files of one finished task each become one file, so that a sweep of a hundred thousand tasks
leaves some hundreds of files.

First the merged file is there and whole, then the files that it was made from go. Whoever is killed
in between leaves tasks that stand twice; they are read once (`store.look`) and taken away by the
next run.
"""

import contextlib
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow as pa

from sim.experiment.store import MERGED_FILE, TASKS, StoreError, read_table, read_tasks, write_table

MANY = 500  # files of one task that a scenario may have while a sweep runs
FEW = 100  # and when it is done


class Merger:
    """Merges what is finished while a sweep runs."""

    def __init__(self, files: Iterable[Path]) -> None:
        """Take note of what is there.

        Args:
            files: results, of one task each or of many.
        """
        self._single: dict[Path, list[Path]] = defaultdict(list)
        for path in files:
            self._note(path)

    def add(self, path: Path) -> None:
        """Take note of a result that was written; merge where there are many."""
        self._note(path)
        if len(self._single[path.parent]) >= MANY:
            self._merge(path.parent)

    @property
    def is_due(self) -> bool:
        """Tell whether `finish` would merge anything."""
        return any(len(paths) >= FEW for paths in self._single.values())

    def finish(self) -> None:
        """Merge what is left where it is more than a few files."""
        for place, paths in self._single.items():
            if len(paths) >= FEW:
                self._merge(place)

    def _note(self, path: Path) -> None:
        if MERGED_FILE.fullmatch(path.name) is None:
            self._single[path.parent].append(path)

    def _merge(self, place: Path) -> None:
        merge(self._single[place])
        self._single[place] = []


def merge(paths: Iterable[Path]) -> None:
    """Make one file of files in one folder, then take these away.

    What is damaged or gone is left out. Where there is no room for it, nothing changes.
    """
    tables: dict[Path, tuple[str, pa.Table]] = {}
    for path in sorted(paths):
        with contextlib.suppress(OSError, ValueError):
            (name,) = read_tasks(path)
            tables[path] = name, read_table(path)
    if not tables:
        return
    with contextlib.suppress(StoreError):
        _write(next(iter(tables)).parent, dict(tables.values()))
        for path in tables:
            with contextlib.suppress(OSError):  # somebody reads it; the next run takes it away
                path.unlink()


def without_outdated(path: Path, kept: Iterable[str]) -> None:
    """Write a merged file anew with some of its tasks, then take the old one away.

    Args:
        path: of a merged file.
        kept: names of tasks that stay.

    Raises:
        StoreError: it cannot be written.
    """
    table, start, tables = read_table(path), 0, {}
    for name, n_rows in read_tasks(path).items():
        tables[name] = table.slice(start, n_rows)
        start += n_rows
    _write(path.parent, {name: tables[name] for name in kept})
    path.unlink()


def _write(place: Path, tables: Mapping[str, pa.Table]) -> None:
    digest = hashlib.sha256("\n".join(tables).encode()).hexdigest()[:20]
    listed = json.dumps({name: table.num_rows for name, table in tables.items()})
    whole = pa.concat_tables([table.replace_schema_metadata() for table in tables.values()])
    whole = whole.unify_dictionaries().replace_schema_metadata({TASKS: listed.encode()})
    write_table(place, f"merged-{len(tables):06d}-{digest}", whole)
