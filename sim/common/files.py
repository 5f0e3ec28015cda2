"""Files and folders of results appear whole, in one step, or not at all: whatever interrupts the
writing, what was there stays as it was.

The same on Windows, macOS and Linux: names that all three take, text in UTF-8 with line ends of one
byte, and patience where another program holds a file for a moment.
"""

import hashlib
import os
import re
import secrets
import shutil
import socket
import sys
import tempfile
import threading
import time
import unicodedata
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from sim.common.errors import LONGEST_PATH, ConfigError, short

PATIENCE = 2.0 if sys.platform == "win32" else 0.0
"""Seconds that another program may hold a file: on Windows a virus scanner or an indexer does."""

DAY = 24 * 3600.0
CLOCKS = 3600.0  # seconds that the clocks of this machine and of a network disk may differ

BESIDE = 48  # characters that temporary names beside a file or folder have more
LONGEST = 120  # bytes of a name; systems take 255, and Windows 260 letters for a whole path
_ILLEGAL = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\ud800-\udfff]')
_RESERVED = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\..*)?", re.IGNORECASE
)


def legal_name(text: str, longest: int = LONGEST) -> str:
    """Return a text as the name of a file or folder that Windows, macOS and Linux all take.

    A text that is such a name comes back as it is (composed: é is one sign). In any other, what is
    not allowed becomes `_`, and eight digits of its hash follow, so that texts that differ keep
    names that differ.

    Args:
        text: from a user: the name of a scenario, a region, a lever.
        longest: bytes of the name, at least 20.
    """
    composed = unicodedata.normalize("NFC", text)
    name = _ILLEGAL.sub("_", composed).strip(" ").rstrip(". ")
    if not name or _RESERVED.fullmatch(name) or name.startswith("."):
        name = f"_{name}"
    if name == composed and len(name.encode()) <= longest:
        return name
    digits = hashlib.sha256(composed.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{name.encode()[: longest - 9].decode('utf-8', 'ignore')}-{digits}"


def why_not(folder: Path) -> str | None:
    """Return why nothing can be written in a folder, which need not be there yet; None if it can.

    What had to be made to find out is taken away again.
    """
    whole = folder.absolute()
    existing = next(path for path in [whole, *whole.parents] if os.path.lexists(path))
    if not existing.is_dir():
        return f"{existing} is {'a link that leads nowhere' if existing.is_symlink() else 'a file'}"
    too_long = _too_long(whole, existing)
    if too_long is not None:
        return too_long
    try:
        with tempfile.TemporaryFile(dir=existing):
            return None
    except OSError as error:
        why = "" if isinstance(error, FileNotFoundError) else f": {error.strerror}"
        return f"nothing can be written in {existing}{why}"


def _too_long(path: Path, existing: Path) -> str | None:
    """Return why a path is too long for this system, with what is written beside it; None if not.

    Args:
        path: that need not be there.
        existing: the folder above it that is there.
    """
    missing = path.relative_to(existing).parts or (path.name,)
    for each in (*(existing / f"{name}{'x' * BESIDE}" for name in missing), path):
        try:
            os.lstat(each)
        except FileNotFoundError:
            continue
        except (OSError, ValueError) as error:
            return f"the system does not take it: {getattr(error, 'strerror', None) or error}"
    return None


def writable_file(path: Path, way_out: str = "--output FILE") -> Path:
    """Return the path if a file can be written there; folders that are missing will be made.

    Args:
        path: of the file.
        way_out: how another one is chosen.

    Raises:
        ConfigError: it is a folder, or nothing can be written in its folder.
    """
    is_folder = os.path.isdir(path)
    told = short(str(path), LONGEST_PATH)
    reason = f"{told} is a folder" if is_folder else why_not(path.parent)
    reason = reason or _too_long(Path(path.name), Path())
    if reason is not None:
        raise ConfigError(f"{told} cannot be written ({reason}). Choose another: {way_out}.")
    return path


def write_text(path: Path, text: str) -> None:
    """Write a text file in one step: UTF-8, line ends of one byte, whatever the system's habit.

    Folders that are missing are made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    replace(path, lambda new: new.write_text(as_utf8(text), encoding="utf-8", newline="\n"))


def as_utf8(text: str) -> str:
    """Return a text that UTF-8 can hold.

    A machine without a language cannot read the é of a file's name and keeps its bytes in a form
    that cannot be written: they are read as UTF-8 after all.
    """
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def replace(path: Path, write: Callable[[Path], object]) -> None:
    """Call `write` with a temporary path beside `path`, then move the result there in one step.

    Nothing is left on failure; what a process that was killed here left is taken away first.
    """
    tidy_files(path.parent, path.name)
    temporary = path.with_name(f".{path.name}.{mark()}-{threading.get_ident()}")
    try:
        write(temporary)
        move(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def move(source: Path, target: Path) -> None:
    """Move a file or folder over what is there, in one step.

    Raises:
        PermissionError: no right to, or another program holds one of them, also after `PATIENCE`.
    """
    until = time.monotonic() + PATIENCE
    while True:
        try:
            os.replace(source, target)
            return
        except PermissionError:
            if time.monotonic() >= until:
                raise
            time.sleep(0.05)


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """Give an empty folder beside `folder` to write in.

    It takes the place of `folder` when the block ends without an error. What a run that was killed
    left half-written is taken away first; a folder that it had put aside comes back. Where `folder`
    is a link it stays one: what it leads to is replaced.

    Raises:
        ConfigError: another program holds a file of the old folder; says where the new one stands.
    """
    folder = _behind_link(folder)
    made = [path for path in (folder.parent, *folder.parent.parents) if not path.exists()]
    folder.parent.mkdir(parents=True, exist_ok=True)
    tidy(folder)
    new = folder.with_name(f".{folder.name}.{mark()}-{secrets.token_hex(4)}")
    old = new.with_name(f"{new.name}.old")
    try:
        new.mkdir()
        yield new
        try:
            if folder.exists():
                move(folder, old)
        except PermissionError as error:
            raise ConfigError(_kept_beside(new, folder)) from error
        move(new, folder)
    finally:
        if old.exists() and not folder.exists():
            move(old, folder)
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
        if not folder.exists():
            _remove_empty(made)


def _behind_link(folder: Path) -> Path:
    """Return the folder itself where a link, or a junction of Windows, has its name."""
    behind = folder.resolve()
    return folder if behind == folder.parent.resolve() / folder.name else behind


def tidy(folder: Path) -> None:
    """Take away what runs that are no longer there left beside `folder`.

    A folder that one of them had put aside comes back.
    """
    pattern = re.compile(rf"\.{re.escape(folder.name)}\.{MARK}-[^.]+(?P<old>\.old)?")
    for path in sorted(folder.parent.iterdir()):
        match = pattern.fullmatch(path.name)
        if match is None or not is_left_behind(path, match):
            continue
        if match["old"] and not folder.exists():
            move(path, folder)
        else:
            shutil.rmtree(path, ignore_errors=True)


def tidy_files(folder: Path, name: str | None = None) -> None:
    """Take away temporary files in a folder of processes that are no longer there.

    Where there is no such folder, or it cannot be read, nothing is done. Files are known by `MARK`
    in their name: those of versions from before there was one (`.points.parquet.1234-5678`) stay.

    Args:
        folder: whose files are all of this program, unless `name` is given.
        name: of the file that was to be replaced; None: of any.
    """
    target = r"(.+\.)?" if name is None else rf"{re.escape(name)}\."
    pattern = re.compile(rf"\.{target}{MARK}-[^/]+")
    with suppress(OSError):
        for path in folder.iterdir():
            match = pattern.fullmatch(path.name) if path.name.startswith(".") else None
            if match is not None and path.is_file() and is_left_behind(path, match):
                with suppress(OSError):  # another run took it away, or a program has it open
                    path.unlink()


MARK = r"(?P<host>[0-9a-f]{6})-(?P<process>\d+)"


def mark() -> str:
    """Return what tells this process from every other, for the names of its temporary files."""
    return f"{_host()}-{os.getpid()}"


def is_left_behind(path: Path, match: re.Match[str]) -> bool:
    """Tell whether the process that made a temporary file or folder is no longer there.

    Of another machine that cannot be asked: what nobody touched for a day counts as left behind,
    as does what a wrong clock dated more than a day ahead. A container, and on Linux this machine
    before it was started anew, are other machines.

    Args:
        path: the file or folder.
        match: of its name with `MARK`.
    """
    try:
        touched = path.stat().st_mtime
        if match["host"] != _host():
            return abs(time.time() - touched) > DAY
        # a process that started later has the number of one that ended
        return bool(psutil.Process(int(match["process"])).create_time() > touched + CLOCKS)
    except psutil.NoSuchProcess:
        return True
    except (psutil.Error, OSError):  # it runs, for another user; or the file has just gone
        return False


def _host() -> str:
    """Return six digits for the machine, or the container, in which numbers of processes count.

    A name is not enough: containers, and machines from one image, have the same.
    """
    try:
        processes = os.readlink("/proc/self/ns/pid")
        where = f"{Path('/proc/sys/kernel/random/boot_id').read_text(encoding='ascii')} {processes}"
    except OSError:  # no Linux
        where = f"{uuid.getnode()}"
    return hashlib.sha256(f"{socket.gethostname()} {where}".encode()).hexdigest()[:6]


def _kept_beside(new: Path, folder: Path) -> str:
    """Move what was written to a free name beside `folder`; return what to tell."""
    n = 2
    while (kept := folder.with_name(f"{folder.name}-{n}")).exists():
        n += 1
    move(new, kept)
    return (
        f"{folder} cannot be replaced: another program holds one of its files (is a table open in "
        f"a spreadsheet?). The new results stand in {kept}. Close the file before the next run."
    )


def _remove_empty(folders: list[Path]) -> None:
    with suppress(OSError):
        for path in folders:
            path.rmdir()
