"""Ways in which a file gets lost or damaged, and what a folder holds, to see that nothing changed.

for name, damage in DAMAGES.items():
    told = damage(path, rng)      # says what it did, for the message of a failure
"""

import hashlib
import os
import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

Damage = Callable[[Path, random.Random], str]


def tree(folder: Path) -> dict[str, str]:
    """Return all that stands in a folder, by name: SHA-256 of a file, what else it is.

    Locks are no content: `.lock` is left out.
    """
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.name == ".lock":
            continue
        if path.is_symlink():
            found[name] = f"link to {os.readlink(path)}"
        elif path.is_dir():
            found[name] = "folder"
        elif path.is_file():
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        else:
            found[name] = "neither file nor folder"
    return found


def tree_hash(folder: Path) -> str:
    """Return one hash of all that stands in a folder, names included."""
    return hashlib.sha256(repr(tree(folder)).encode()).hexdigest()


def truncate(path: Path, rng: random.Random) -> str:
    """Cut the end off, at least one byte."""
    content = path.read_bytes()
    n = rng.randrange(len(content)) if content else 0
    path.write_bytes(content[:n])
    return f"{path.name} was cut to {n} of {len(content)} bytes"


def empty(path: Path, rng: random.Random) -> str:
    """Leave nothing in it."""
    path.write_bytes(b"")
    return f"{path.name} was emptied"


def flip(path: Path, rng: random.Random) -> str:
    """Turn one bit."""
    content = bytearray(path.read_bytes())
    if not content:
        return f"{path.name} was empty already"
    at, bit = rng.randrange(len(content)), rng.randrange(8)
    content[at] ^= 1 << bit
    path.write_bytes(content)
    return f"bit {bit} of byte {at} of {path.name} was turned"


def remove(path: Path, rng: random.Random) -> str:
    """Take it away."""
    path.unlink()
    return f"{path.name} was removed"


def exchange(path: Path, rng: random.Random) -> str:
    """Exchange it with another file of its folder, of the same kind where there is one."""
    others = [p for p in sorted(path.parent.iterdir()) if p.is_file() and p != path]
    alike = [p for p in others if p.suffix == path.suffix and p.read_bytes() != path.read_bytes()]
    if not others:
        return flip(path, rng)
    other = rng.choice(alike or others)
    mine, its = path.read_bytes(), other.read_bytes()
    path.write_bytes(its)
    other.write_bytes(mine)
    return f"{path.name} and {other.name} were exchanged"


def copy(path: Path, rng: random.Random) -> str:
    """Have it twice, as a synchronised folder or a careless hand does."""
    double = path.with_name(f"{path.stem} (1){path.suffix}")
    shutil.copy(path, double)
    return f"{path.name} was copied as {double.name}"


def folder(path: Path, rng: random.Random) -> str:
    """Put a folder in its place."""
    path.unlink()
    path.mkdir()
    return f"{path.name} became a folder"


def dangling_link(path: Path, rng: random.Random) -> str:
    """Put a link to nowhere in its place."""
    path.unlink()
    path.symlink_to(path.with_name("nowhere"))
    return f"{path.name} became a link to nowhere"


DAMAGES: dict[str, Damage] = {
    "truncate": truncate,
    "empty": empty,
    "flip": flip,
    "remove": remove,
    "exchange": exchange,
    "copy": copy,
    "folder": folder,
}
if sys.platform != "win32":  # there a link takes a right that few have
    DAMAGES["dangling link"] = dangling_link
