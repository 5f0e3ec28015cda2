"""Tables that are kept between runs, many in one folder: each carries a checksum in its name.

    <name>-<checksum>.parquet     the checksum is of that name and of what is in the file
    damaged/                      what was not what its name says

So a table that was cut short, exchanged or changed is not read: it is put aside, and made again.
"""

import io
import os
import re
from pathlib import Path

import pandas as pd

from sim.common.errors import ConfigError
from sim.common.files import move, replace, tidy_files
from sim.common.sealed import checksum

DAMAGED = "damaged"
_NAME = re.compile(r"(?P<name>.+)-(?P<checksum>[0-9a-f]{8})\.parquet")


class KeptTables:
    """The tables of a folder, which is made where it is missing.

    Attributes:
        folder: where they are.
        aside: where damaged ones are now, as they were met.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.aside: list[Path] = []
        self._there: dict[str, list[Path]] = {}
        folder.mkdir(parents=True, exist_ok=True)
        tidy_files(folder)
        for path in sorted(folder.iterdir()):
            match = _NAME.fullmatch(path.name)
            if match and not path.name.startswith("."):
                self._there.setdefault(match["name"], []).append(path)

    def read(self, name: str) -> pd.DataFrame | None:
        """Return a table, None where there is none that is whole.

        Raises:
            ConfigError: a damaged one cannot be put aside.
        """
        for path in self._there.get(name, ()):
            try:
                return read_table(path)
            except (OSError, ValueError):
                self._put_aside(path)
        return None

    def told(self) -> str | None:
        """Return in one line what was damaged; None where nothing was."""
        if not self.aside:
            return None
        first, n = self.aside[0], len(self.aside)
        what = "1 kept file is" if n == 1 else f"{n} kept files are"
        return (
            f"{what} damaged and made again; put aside in {first.parent}: "
            f"{', '.join(path.name for path in self.aside[:3])}{' ...' if n > 3 else ''}"
        )

    def _put_aside(self, path: Path) -> None:
        if not os.path.lexists(path):  # another run put it aside
            return
        place, n = self.folder / DAMAGED, 1
        try:
            place.mkdir(exist_ok=True)
            to = place / path.name
            while os.path.lexists(to):
                n += 1
                to = place / f"{n}-{path.name}"
            move(path, to)
        except OSError as error:
            raise ConfigError(
                f"{path} is damaged, and cannot be put aside in {place} ({error.strerror}). "
                "Remove it, then give the same command again."
            ) from error
        self.aside.append(to)


def write_table(folder: Path, name: str, table: pd.DataFrame) -> Path:
    """Write a table in one step; return its path."""
    content: bytes = table.to_parquet(index=False)
    path = folder / f"{name}-{checksum(name, content)}.parquet"
    try:
        replace(path, lambda new: new.write_bytes(content))
    except PermissionError:
        if not path.is_file():  # else another program reads it, and it holds the same
            raise
    return path


def read_table(path: Path) -> pd.DataFrame:
    """Return a table, read only if its file is what its name says.

    Raises:
        OSError: it cannot be read.
        ValueError: it is not what was written.
    """
    match, content = _NAME.fullmatch(path.name), path.read_bytes()
    if match is None or checksum(match["name"], content) != match["checksum"]:
        raise ValueError(f"{path} is damaged: it is not what its name says")
    return pd.read_parquet(io.BytesIO(content))
