"""Machine code on disk, damaged in every way, or made by processes that are killed: the right
number all the same, and what was wrong is named.

All in processes of their own: machine code that is wrong ends its process.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sim.common.machine_code import FOLDER
from tests.drills.commands import environment, run_cli, told
from tests.drills.damage import DAMAGES
from tests.drills.effort import Drill

RULES = """
from typing import NamedTuple
from sim.compiled import rule

class Pair(NamedTuple):
    first: float
    second: float

@rule
def doubled(x: int) -> int:
    return 2 * x

@rule
def summed(pair: Pair, times: int) -> float:
    return (pair.first + pair.second) * doubled(times)

@rule
def is_more(x: float, y: float) -> bool:
    return x > y
"""
DAMAGING = """
import contextlib, importlib, io, json, random, sys
from collections import Counter
from sim.common import machine_code
import own
from tests.drills.damage import DAMAGES

rng, tries, seen = random.Random(int(sys.argv[1])), int(sys.argv[2]), Counter()

def numbers():
    importlib.reload(own)
    machine_code._say_once.cache_clear()
    with contextlib.redirect_stderr(io.StringIO()) as said:
        found = own.doubled(21), own.summed(own.Pair(1.5, 2.5), 3), own.is_more(1.0, 2.0)
    return found, said.getvalue()

right = 42, 24.0, False
assert numbers()[0] == right
assert numbers() == (right, ""), "what was kept is read in silence"
for k in range(tries):
    kind = list(DAMAGES)[k % len(DAMAGES)]
    path = rng.choice(sorted(machine_code.FOLDER.rglob("own.*.code")))
    done = DAMAGES[kind](path, rng)
    found, said = numbers()
    assert found == right, (done, found)
    assert (path.name in said) == (kind not in ("remove", "copy")), (done, said)
    assert numbers() == (right, ""), (done, "it was not mended")
    seen[kind] += 1
    for double in machine_code.FOLDER.rglob("*(1)*"):
        double.unlink()
print(json.dumps(seen))
"""
ONCE = "import own; print(own.doubled(21), own.summed(own.Pair(1.5, 2.5), 3))"
SMALL = ["region=limburg", "replications=2", "end=2026-01-01", "warm_up_years=0", "members=0"]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with a few rules."""
    (tmp_path / "own.py").write_text(RULES, encoding="utf-8")
    return tmp_path


def start(folder: Path, program: str, *arguments: object) -> "subprocess.Popen[str]":
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        cwd=folder,
        env=environment(DOORSTROOM_CACHE=str(folder / "cache")),
        stdout=pipe,
        stderr=pipe,
        text=True,
    )


def test_damaged_machine_code_is_named_and_made_anew(drill: Drill, own: Path) -> None:
    running = start(own, DAMAGING, drill.seed, drill.effort.flips)
    said, errors = running.communicate(timeout=1200)
    assert running.returncode == 0, f"exit code {running.returncode}\n{said}\n{errors}"
    for kind, n in json.loads(said).items():
        drill.count(kind, n)
    drill.count("another number or another end", 0)


def test_processes_that_compile_at_once_and_are_killed_harm_nobody(drill: Drill, own: Path) -> None:
    for _ in range(drill.effort.rounds):
        shutil.rmtree(own / "cache", ignore_errors=True)
        several = [start(own, ONCE) for _ in range(2)]
        for each in several[: drill.rng.randrange(2) + 1]:
            try:
                each.wait(drill.rng.uniform(0.5, 6.0))
                drill.count("had finished before")
            except subprocess.TimeoutExpired:
                each.kill()
                drill.count("kills")
        for each in [*several, start(own, ONCE)]:
            said, errors = each.communicate(timeout=300)
            if each.returncode in (0, 1):  # those that were not killed
                assert (each.returncode, said, errors) == (0, "42 24.0\n", "")
        left = [path.name for path in (own / "cache").rglob(".*")]
        assert not left, "half-written"


@pytest.mark.drill
@pytest.mark.parametrize("kind", ["truncate", "flip", "folder"])
def test_the_whole_model_with_damaged_machine_code_gives_the_same_answer(
    kind: str, drill: Drill, tmp_path: Path
) -> None:
    if drill.effort.name == "short":
        pytest.skip("compiling the model takes long")
    version = tmp_path / "cache" / "doorstroom" / FOLDER.name
    env = environment(DOORSTROOM_CACHE=str(tmp_path / "cache"))

    def answer(name: str) -> tuple[str, str]:
        done = run_cli(["ask", *SMALL, f"output={name}"], tmp_path, env, timeout=1200)
        assert done.returncode == 0, told(done)
        (kpis,) = (tmp_path / name).rglob("kpis.csv")
        return kpis.read_text(encoding="utf-8"), done.stderr

    if FOLDER.is_dir():
        shutil.copytree(FOLDER, version)
    before, _ = answer("before")
    for path in sorted(version.glob("*/kernel.run_lane-*.code")):
        DAMAGES[kind](path, drill.rng)
    after, errors = answer("after")
    assert after == before and "kernel.run_lane" in errors and "compiling the model" in errors
    drill.count(f"{kind} of the model's own code")
