"""Desks on which a command is run: without POSIX, or with another language and encoding."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DESK = Path(__file__).with_name("desk")
WITHOUT_POSIX = {"DOORSTROOM_DESK": "without POSIX", "PYTHONWARNDEFAULTENCODING": "1"}
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": ""}


def run(
    folder: Path, *arguments: str, code: int = 0, **words: str
) -> subprocess.CompletedProcess[bytes]:
    """Run Python in a folder, with these words in the environment; tell all if it fails."""
    paths = {"PYTHONPATH": os.pathsep.join([str(DESK), str(ROOT)])}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, **paths, **words},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    told = f"{done.stdout.decode(errors='replace')}\n{done.stderr.decode(errors='replace')}"
    assert done.returncode == code, f"exit code {done.returncode}:\n{told}"
    return done
