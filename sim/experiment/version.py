"""Which model made a result: a hash over every source that decides what a number is. Speed, pages and plots are not among them."""

import hashlib
from functools import lru_cache
from pathlib import Path

DECIDING = ("draws.py", "compiled.py", "rules", "world", "engine", "measures", "experiment/task.py")


@lru_cache(maxsize=1)
def model_version(folder: Path | None = None) -> str:
    """Return sixteen hexadecimal digits that change whenever a rule, an executor or a measure does; parameters have a fingerprint of their own."""
    home = Path(__file__).resolve().parents[1] if folder is None else folder
    digest = hashlib.sha256()
    for name in DECIDING:
        path = home / name
        for source in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            digest.update(source.relative_to(home).as_posix().encode())
            digest.update(source.read_bytes())
    return digest.hexdigest()[:16]
