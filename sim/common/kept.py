"""What takes long to work out from the program's own files, kept on disk beside its machine code.

A file holds what it was made from, the outcome, and a seal over both. What is of other contents,
damaged, or of somebody else is made anew, and nothing that is wrong with the disk is an error:
then it is made each time. Only what comes with the program is ever kept, nothing of a user.
"""

import hashlib
import os
import pickle
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
SIZE = hashlib.sha256().digest_size


def folder_above() -> Path:
    """Return the folder for all that is kept: in `$DOORSTROOM_CACHE`, else the user's cache."""
    base = os.environ.get("DOORSTROOM_CACHE") or os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    try:
        above = Path(base).expanduser().absolute()
    except RuntimeError:  # a user without a home
        import tempfile

        above = Path(tempfile.gettempdir())
    return above / "doorstroom"


def kept(kind: str, name: str, made_from: bytes, make: Callable[[], T]) -> T:
    """Return what `make` returns: plain data that depends on nothing but `made_from`.

    Args:
        kind: names the folder.
        name: of the thing; one outcome is kept for each.
        made_from: the contents, and the code that works it out.
        make: called where it is not kept.
    """
    path = folder_above() / kind / hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()
    origin = hashlib.sha256(path.name.encode() + made_from).digest()
    with suppress(Exception):  # whatever stands there: it is made anew
        with open(path, "rb") as file:
            whole = file.read() if is_own(os.fstat(file.fileno())) else b""
        outcome = whole[2 * SIZE :]
        if is_own(os.stat(path.parent)) and whole == origin + _seal(origin, outcome) + outcome:
            found: T = pickle.loads(outcome)
            return found
    made = make()
    with suppress(OSError):
        _write(path, origin, pickle.dumps(made))
    return made


def is_own(about: os.stat_result) -> bool:
    """Tell whether nobody but this user and the system's can have written a file or folder."""
    try:
        users = 0, os.getuid()
    except AttributeError:  # Windows: a user's folder is the user's
        return True
    return about.st_uid in users and not about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _seal(origin: bytes, outcome: bytes) -> bytes:
    return hashlib.sha256(origin + outcome).digest()


def _write(path: Path, origin: bytes, outcome: bytes) -> None:
    from sim.common.files import replace

    def write(new: Path) -> None:
        new.touch(mode=0o600)
        new.write_bytes(origin + _seal(origin, outcome) + outcome)

    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    replace(path, write)
