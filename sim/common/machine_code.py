"""Machine code that is kept on disk from one start to the next, and never run unless it is whole.

Numba makes the code, and asks a cache of each function for it first. Its own cache takes whatever
stands in a file. Here every function has one file that says what it was made from and carries a
seal: SHA-256 over the version, the name of the file and all that is in it. Whatever is damaged, cut
short, of another function or of somebody else is thrown away, named, and compiled anew. Nothing
that is wrong with the disk stops a run: then the code is compiled and not kept.

The folder is named by a hash of the meaning of all sources, of Numba and of the machine: an edited
rule, or another processor, can never run old machine code.
"""

import errno
import hashlib
import os
import pickle
import platform
import shutil
import stat
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import llvmlite.binding as llvm
import numba

from sim.common.console import say
from sim.common.kept import folder_above, is_own
from sim.common.parts import how_long
from sim.common.versions import DIGITS, MACHINE_CODE, meaning

try:  # not promised by Numba: without them nothing is kept
    from numba.core.compiler import CompileResult
    from numba.core.runtime import rtsys
    from numba.core.serialize import dumps

    _can_be_kept = hasattr(CompileResult, "_reduce") and hasattr(CompileResult, "_rebuild")
except ImportError:
    _can_be_kept = False

HEADER = b"doorstroom machine code 1\n"
ENDING = ".code"
SIZE = hashlib.sha256().digest_size
DAY = 24 * 3600.0
DAYS_UNUSED = 90  # after which code of another version is taken away
WAY_OUT = "set DOORSTROOM_CACHE to a folder of your own"


class _DamagedCodeError(Exception):
    """A file does not hold the machine code that was written."""


@lru_cache(maxsize=1)
def machine_code_version() -> str:
    """Return a short hash of the meaning of all sources of machine code, of Numba's version, of
    this Python and of the processor.
    """
    machine = (
        f"{numba.__version__} {sys.implementation.name} {sys.version_info[:2]} "
        f"{sys.platform} {platform.machine()} {sys.maxsize} {llvm.get_host_cpu_name()} "
        f"bounds {numba.config.BOUNDSCHECK} {meaning(MACHINE_CODE)}"
    )
    return hashlib.sha256(machine.encode()).hexdigest()[:DIGITS]


def cache_folder() -> Path:
    """Return the folder for machine code: among all that is kept, the hash of the sources."""
    return folder_above() / machine_code_version()


FOLDER = cache_folder()


def keep(compiled: Any, *, takes_long: bool = False) -> None:
    """Have a function that Numba compiles later kept on disk, and read from there if it can be.

    Args:
        compiled: Numba's dispatcher; a plain function, where compilation is off, is left alone.
        takes_long: say so on the error stream before it is compiled.
    """
    if not hasattr(compiled, "compile"):
        return
    if _can_be_kept and hasattr(compiled, "_cache"):
        compiled._cache = KeptCode(compiled.py_func, FOLDER, takes_long)
    elif takes_long:
        _announce(f"this program does not know how Numba {numba.__version__} keeps code")


class KeptCode:
    """The machine code of one function on disk: what Numba asks of a cache.

    Attributes:
        path: of its file.
        cache_path: the folder, as Numba calls it.
    """

    def __init__(self, function: Callable[..., Any], folder: Path, takes_long: bool) -> None:
        code = function.__code__
        source = Path(os.path.abspath(code.co_filename))
        place = hashlib.sha256(str(source.parent).encode("utf-8", "surrogateescape")).hexdigest()
        plain = function.__qualname__.replace("<", "").replace(">", "")
        name = f"{source.stem}.{plain}-{code.co_firstlineno}{ENDING}"
        self.path = folder / f"{source.parent.name}_{place[:DIGITS]}" / name
        self.cache_path = str(self.path.parent)
        self._source, self._function, self._folder = source, function, folder
        self._takes_long = takes_long

    def load_overload(self, signature: Any, context: Any) -> Any:
        """Return the compiled function for a signature; None where it must be compiled.

        Raises:
            MemoryError: there is too little just now; what is kept is whole, and stays.
        """
        _ready(context)
        found = None
        why_not = _why_not_trusted(self._folder)
        if why_not is None:
            try:
                found = self._load(signature, context)
            except MemoryError:
                raise
            except (_DamagedCodeError, OSError) as error:
                if getattr(error, "errno", None) == errno.ENOMEM:
                    raise MemoryError(str(error)) from error
                self._throw_away(getattr(error, "strerror", None) or str(error))
            except Exception as error:  # whole, but what it refers to has moved
                self._throw_away(f"it cannot be loaded, {type(error).__name__}: {error}")
        if found is not None:
            _note_use(self._folder)
        elif self._takes_long:
            _announce(why_not or _why_not_written(self._folder))
        elif why_not is not None:
            _say_once(f"Machine code is compiled each time, because {why_not}.")
        return found

    def save_overload(self, signature: Any, made: Any) -> None:
        """Keep a compiled function."""
        if _why_not_trusted(self._folder) or _given_up:
            return
        try:
            if made.library.has_dynamic_globals or made.lifted or self._function.__closure__:
                return  # holds what is true of this process only
            content = self._made_from(signature, made.library.codegen) + dumps(made._reduce())
            self._write(HEADER + self._seal(content) + content)
        except Exception as error:  # whatever it is: the code is there, and runs
            _given_up.append(self._folder)
            _say_once(
                f"Machine code cannot be kept in {self._folder} "
                f"({getattr(error, 'strerror', None) or error}): this start goes on, and the next "
                f"compiles again. Make room or mend the folder, or {WAY_OUT}."
            )

    def enable(self) -> None:
        """Do nothing: what is kept is always asked for."""

    def disable(self) -> None:
        """Do nothing, as `enable`."""

    def flush(self) -> None:
        """Forget what is kept: Numba is told to compile anew."""
        self.path.unlink(missing_ok=True)

    def _load(self, signature: Any, context: Any) -> Any:
        content = self._content()
        if content is None or content[:SIZE] != self._made_from(signature, context.codegen()):
            return None  # nothing is kept; or another function stood at this line of this file
        return CompileResult._rebuild(context, *pickle.loads(content[SIZE:]))

    def _content(self) -> bytes | None:
        """Return what it was made from and the code, None where nothing is kept.

        Raises:
            _DamagedCodeError: something else stands there.
        """
        try:  # asked once: another process may put it there, or throw it away, in between
            if not stat.S_ISREG(os.stat(self.path).st_mode):
                raise _DamagedCodeError("it is no file")
            with open(self.path, "rb") as file:
                if not is_own(os.fstat(file.fileno())):
                    raise _DamagedCodeError("somebody else can write it")
                whole = file.read()
        except FileNotFoundError:
            if os.path.islink(self.path):
                raise _DamagedCodeError("it is no file") from None
            return None
        content = whole[len(HEADER) + SIZE :]
        if whole != HEADER + self._seal(content) + content:
            raise _DamagedCodeError("it is damaged, not what was written")
        return content

    def _made_from(self, signature: Any, codegen: Any) -> bytes:
        code = self._function.__code__
        what = (str(signature), codegen.magic_tuple(), code.co_code.hex(), _source(self._source))
        return hashlib.sha256(repr(what).encode()).digest()

    def _seal(self, content: bytes) -> bytes:
        name = f"{self._folder.name}/{self.path.parent.name}/{self.path.name}\n"
        return hashlib.sha256(name.encode("utf-8", "surrogateescape") + content).digest()

    def _write(self, whole: bytes) -> None:
        from sim.common.files import replace

        def write(new: Path) -> None:
            new.touch(mode=0o600)
            new.write_bytes(whole)

        if not self._folder.exists():
            _take_away_old(self._folder.parent)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _why_not_trusted.cache_clear()
        if _why_not_trusted(self._folder) is None:
            self.path.parent.mkdir(mode=0o700, exist_ok=True)
            replace(self.path, write)

    def _throw_away(self, why: str) -> None:
        _say_once(
            f"Machine code that was kept is not used: {self.path} ({why}). It is thrown away and "
            "compiled anew."
        )
        with suppress(OSError):
            if self.path.is_dir() and not self.path.is_symlink():
                shutil.rmtree(self.path)
            else:
                self.path.unlink(missing_ok=True)


def _ready(context: Any) -> None:
    """Have what machine code calls while it runs: memory and errors.

    All else that Numba loads (`context.refresh()`) it loads by itself before it compiles.
    """
    rtsys.initialize(context)


def _announce(why_not: str | None) -> None:
    keeps = "once" if why_not is None else f"each time, because {why_not}"
    _say_once(
        f"Doorstroom is compiling the model for this machine, {keeps}: this takes {how_long()} ..."
    )


_given_up: list[Path] = []  # folders in which nothing can be written


def _why_not_written(folder: Path) -> str | None:
    from sim.common.files import why_not

    reason = why_not(folder)
    return None if reason is None else f"{reason} ({WAY_OUT})"


@lru_cache(maxsize=8)
def _why_not_trusted(folder: Path) -> str | None:
    """Return why what stands in a folder is not run, None if it may be."""
    try:
        if is_own(os.stat(folder)):
            return None
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        return f"{folder} cannot be read: {error.strerror} ({WAY_OUT})"
    return (
        f"{folder} is not yours alone, and code that others can write is not run (take that right "
        f"from them, or {WAY_OUT})"
    )


@lru_cache(maxsize=256)
def _source(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@lru_cache(maxsize=8)
def _note_use(folder: Path) -> None:
    """Leave word that the code of a version is in use, at most once a day."""
    with suppress(OSError):
        if time.time() - folder.stat().st_mtime > DAY:
            os.utime(folder)


def _take_away_old(folder: Path) -> None:
    """Take away code of versions that nobody used for long."""
    with suppress(OSError):
        for path in folder.iterdir():
            is_version = len(path.name) == DIGITS and not set(path.name) - set("0123456789abcdef")
            if is_version and time.time() - path.stat().st_mtime > DAYS_UNUSED * DAY:
                shutil.rmtree(path, ignore_errors=True)


@lru_cache(maxsize=256)
def _say_once(words: str) -> None:
    say(words)
