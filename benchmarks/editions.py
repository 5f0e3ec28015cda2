"""The first edition of the model beside this one: its files are taken out of this repository's
history and run by the same Python, in a process of its own with machine code of its own.
"""

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[1]
FIRST = "98f962ef5d54eeb9be88df3d1a2551044df96a9b"
SAFELY: Any = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}  # from 3.11.4 on
# compiles, says so, and then times one lane whenever it is told to: by the clock of the process,
# for whoever else uses the machine
WORKER = """
import sys, time
from benchmarks.worlds import world
from sim.engine.core import Keep
from sim.engine.core.batch import Workspace
from sim.engine.core.kernel import run_lane
try:
    from sim.engine.core.memory.layout import fill
except ImportError:
    from sim.engine.core.layout import fill
workspace = Workspace(Keep())
workspace.run(world(sys.argv[1], years=10, warm_up_years=0), 1, 0)
print("seconds 0", flush=True)
for _ in sys.stdin:
    fill(workspace.block, workspace.template, 1, 0)
    start = time.process_time()
    run_lane(workspace.block)
    print("seconds", time.process_time() - start, flush=True)
"""


class NoEditionError(Exception):
    """The first edition cannot be had here; `args[0]` says why."""


@contextmanager
def first_edition() -> Iterator[Path]:
    """Give a folder with the files of the first edition; it is taken away afterwards.

    Raises:
        NoEditionError: there is no git, or no such commit.
    """
    if shutil.which("git") is None:
        raise NoEditionError("no git on PATH: the first edition is not compared with")
    packed = subprocess.run(
        ["git", "-C", str(ROOT), "archive", "--format=tar", FIRST], check=False, capture_output=True
    )
    if packed.returncode != 0:
        raise NoEditionError(
            f"commit {FIRST[:7]} is not in this copy of the repository: the first edition is not "
            "compared with"
        )
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        with tarfile.open(fileobj=BytesIO(packed.stdout)) as files:
            files.extractall(copy, **SAFELY)
        yield copy


class Edition:
    """One edition in a process of its own, ready to run a lane of ten years."""

    def __init__(self, home: Path, region: str, cache: Path | None = None) -> None:
        """Start it, and compile.

        Args:
            home: its files.
            region: whose lane is run.
            cache: folder of its machine code; default: that of this process.
        """
        words = {**os.environ, "PYTHONPATH": str(home), "PYTHONSAFEPATH": "1"}
        if cache is not None:
            words["DOORSTROOM_CACHE"] = str(cache)
        self._process = subprocess.Popen(
            [sys.executable, "-c", WORKER, region],
            cwd=home,
            env=words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        self._answer()

    def lane(self) -> float:
        """Run one lane; return its processor time (s)."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> float:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("seconds "):
                return float(line.split()[1])
        self._process.communicate()
        raise NoEditionError("an edition stopped: its own message went to the error stream")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()


def in_turn(editions: Sequence[Edition], rounds: int) -> list[list[float]]:
    """Return processor times (s) of so many lanes of each, one of each after the other."""
    for each in editions:
        each.lane()
    times = [[each.lane() for each in editions] for _ in range(rounds)]
    return [list(of) for of in zip(*times, strict=True)]
