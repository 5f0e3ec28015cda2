"""A disk that is full, or that cannot be written: one message, exit code 2 (1 of a sweep some of
whose tasks failed), nothing that was there is changed, and with room the same command ends well.

Where this account may mount one, the disk is a small one in memory; elsewhere files may not grow
beyond some bytes, and the folder has no right to be written.
"""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drills.commands import ROOT, environment, run_cli, told
from tests.drills.damage import tree
from tests.drills.effort import Drill
from tests.drills.small_work import prepare

if sys.platform == "win32":
    pytest.skip("a full disk is made with what POSIX has", allow_module_level=True)

DISK = 64 * 2**20  # bytes
FILLER = "filler"
RUN = ["--region", "limburg", "--replications", "2"]
COMMANDS = {  # name -> arguments; what they write stands in `new/`, which is not there yet
    "new": ["new", "region", "own", "--population", "9000"],
    "sweep": ["sweep", "small.yaml", "--workers", "2", "--output", "new"],
    "ask": [
        *("region=limburg", "replications=2", "output=new"),
        *("start=2025-01-01", "end=2025-07-01", "warm_up_years=0"),
    ],
    "report": ["report", *RUN, "--no-doubt", "--output", "new/r.html"],
    "claims": ["claims", "--claims", "K17", "--replications", "4", "--output", "new"],
    "kpis": ["kpis", "--html", "new/kpis.html"],
    "worth": ["worth", "--members", "40", "--replications", "2", "--output", "new"],
    "sensitivity": [
        *("sensitivity", "--region", "limburg", "--trajectories", "2", "--points", "8"),
        *("--output", "new"),
    ],
    "calibrate": [
        *("calibrate", "--region", "limburg", "--draws", "400"),
        *("--work", "new/work", "--output", "new/ensemble"),
    ],
}
TOO_LONG = {"calibrate", "sensitivity"}  # to be seen to its end
CAN_MOUNT = os.geteuid() == 0 and sys.platform == "linux" and shutil.which("mount") is not None


def mounted(*arguments: str) -> bool:
    return subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode == 0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of its own where that can be had, with the files of the commands."""
    folder = tmp_path / "disk"
    folder.mkdir()
    is_own = CAN_MOUNT and mounted("-t", "tmpfs", "-o", f"size={DISK}", "none", str(folder))
    try:
        prepare(folder)
        (folder / "before").mkdir()
        (folder / "before" / "kept.txt").write_text("what was there", encoding="utf-8")
        yield folder
    finally:
        if is_own:
            subprocess.run(["umount", "-l", str(folder)], check=False)


@contextlib.contextmanager
def full(folder: Path, room: int) -> Iterator[dict[str, str]]:
    """Leave so many bytes of room; give what the environment of a command needs for it."""
    if not os.path.ismount(folder):
        yield {"DOORSTROOM_DRILL_LARGEST": str(room)}
        return
    with contextlib.suppress(OSError), open(folder / FILLER, "wb", buffering=0) as filler:
        while filler.write(bytes(2**16)):
            pass
    os.truncate(folder / FILLER, (folder / FILLER).stat().st_size // 4096 * 4096 - room)
    try:
        yield {}
    finally:
        (folder / FILLER).unlink()


@contextlib.contextmanager
def read_only(folder: Path, room: int) -> Iterator[dict[str, str]]:
    """Take the right to write in a folder away."""
    if os.path.ismount(folder):
        assert mounted("-o", "remount,ro", str(folder)), "the disk cannot be made read-only"
        try:
            yield {}
        finally:
            mounted("-o", "remount,rw", str(folder))
        return
    if os.geteuid() == 0:
        pytest.skip("the administrator may write everywhere, and no disk can be mounted")
    folder.chmod(0o555)
    try:
        yield {}
    finally:
        folder.chmod(0o755)


# run by a command of which no file may grow: Python reads it before anything else
LIMIT = """
import os, resource
if "DOORSTROOM_DRILL_LARGEST" in os.environ:
    largest = int(os.environ["DOORSTROOM_DRILL_LARGEST"])
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
"""


def on_disk(name: str, disk: Path, words: dict[str, str], hooks: Path) -> tuple[int, str, str]:
    paths = os.pathsep.join([str(hooks), str(ROOT)])
    env = environment(PYTHONPATH=paths, PYTHONDONTWRITEBYTECODE="1", **words)
    done = run_cli(COMMANDS[name], disk, env)
    return done.returncode, done.stderr, told(done)


KINDS = {"full": full, "read-only": read_only}


@pytest.mark.parametrize("kind", KINDS)
def test_a_disk_that_takes_nothing_is_told_and_loses_nothing(
    kind: str, drill: Drill, disk: Path, tmp_path: Path
) -> None:
    (tmp_path / "hooks").mkdir()
    (tmp_path / "hooks" / "sitecustomize.py").write_text(LIMIT, encoding="utf-8")
    is_long = drill.effort.rounds > 1
    short = ["sweep"] if kind == "full" else ["new"]
    faults = []
    for name in COMMANDS if is_long else short:
        is_twice = is_long and kind == "full" and name not in TOO_LONG
        for room in [0, drill.rng.randrange(300_000)] if is_twice else [0]:
            before = tree(disk)
            with KINDS[kind](disk, room) as words:
                code, said, all_said = on_disk(name, disk, words, tmp_path / "hooks")
                after = {n: what for n, what in tree(disk).items() if n != FILLER}
            where = f"{kind}, {room:,} bytes of room, {name}: {all_said}"
            drill.count("commands tried")
            drill.count("commands that found room after all", code == 0)
            lost = {n for n, what in before.items() if after.get(n) != what}
            half = [n for n in set(after) - set(before) if Path(n).name.startswith(".")]
            half = [n for n in half if ".hydra" not in Path(n).parts]
            allowed = (0, 1, 2) if name == "sweep" and room else (0, 2) if room else (2,)
            wrong = {
                f"exit code {code}": code not in allowed and not (name == "sweep" and code == 1),
                "a traceback": "Traceback" in all_said or "Exception ignored" in said,
                "no message": code != 0 and not said.strip(),
                "more than one message": len(said.strip().splitlines()) > 8,
                f"changed: {sorted(lost)}": bool(lost),
                f"half-written: {sorted(half)}": bool(half),
            }
            faults += [f"{fault}: {where}" for fault, is_so in wrong.items() if is_so]
            if name not in TOO_LONG and code:
                code, _, all_said = on_disk(name, disk, {}, tmp_path / "hooks")
                if code:
                    faults.append(f"with room again: {where}\n{all_said}")
                drill.count("ended well with room", code == 0)
            for path in (disk / "new", disk / "own.yaml"):
                shutil.rmtree(path, ignore_errors=True)
                path.unlink(missing_ok=True)
    assert not faults, "\n\n".join(faults)
