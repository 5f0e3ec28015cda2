"""Files and folders of results appear whole, in one step, or not at all: whatever interrupts the
writing, what was there stays as it was.
"""

import os
import re
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """Give an empty folder beside `folder` to write in.

    It takes the place of `folder` when the block ends without an error. What a run that was killed
    left half-written is taken away first; a folder that it had put aside comes back.
    """
    made = [path for path in (folder.parent, *folder.parent.parents) if not path.exists()]
    folder.parent.mkdir(parents=True, exist_ok=True)
    tidy(folder)
    new = Path(tempfile.mkdtemp(prefix=f".{folder.name}.{os.getpid()}-", dir=folder.parent))
    old = new.with_name(f"{new.name}.old")
    try:
        new.chmod(0o755)
        yield new
        if folder.exists():
            os.replace(folder, old)
        os.replace(new, folder)
    finally:
        if old.exists() and not folder.exists():
            os.replace(old, folder)
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
        if not folder.exists():
            _remove_empty(made)


def tidy(folder: Path) -> None:
    """Take away what runs that are no longer there left beside `folder`.

    A folder that one of them had put aside comes back.
    """
    pattern = re.compile(rf"\.{re.escape(folder.name)}\.(\d+)-[^.]+(\.old)?")
    for path in sorted(folder.parent.iterdir()):
        match = pattern.fullmatch(path.name)
        if match is None or _is_running(int(match[1])):
            continue
        if match[2] and not folder.exists():
            os.replace(path, folder)
        else:
            shutil.rmtree(path, ignore_errors=True)


def _remove_empty(folders: list[Path]) -> None:
    with suppress(OSError):
        for path in folders:
            path.rmdir()


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it runs, for another user
        return True
    return True


def replace(path: Path, write: Callable[[Path], object]) -> None:
    """Call `write` with a temporary path beside `path`, then move the result there in one step.

    Nothing is left on failure.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}")
    try:
        write(temporary)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
