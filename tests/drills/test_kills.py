"""Killed at any moment: the same command again gives what an undisturbed run gives, number by
number, and of the killed one nothing is left: no process, no half-written file.

The whole group is killed (a closed laptop), the command alone (short of memory), or one worker.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.drills.commands import MARK, environment, left_after
from tests.drills.effort import Drill
from tests.drills.small_work import PIECES, Piece, prepare

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
AT_ONCE = 3  # kills of one folder before it is finished and compared


def run(piece: Piece, folder: Path) -> tuple[Any, float]:
    """Run a piece of work to its end; return what it left, and how long it took in seconds."""
    began = time.monotonic()
    env = environment()
    done = subprocess.run(
        piece.command(), cwd=folder, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"exit code {done.returncode}\n{done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stderr, done.stderr
    assert not left_after(env[MARK]), "a finished command leaves a process"
    return piece.results(folder), time.monotonic() - began


def kill(piece: Piece, folder: Path, whom: str, after: float, drill: Drill) -> float:
    """Start a piece of work, kill some of it after so many seconds, and see that all ends.

    Return how long it took where it had finished before; 0 where it was killed.
    """
    env, began, took = environment(), time.monotonic(), 0.0
    with open(folder / "said.txt", "w+", encoding="utf-8") as said:
        started = subprocess.Popen(
            piece.command(), cwd=folder, env=env, stdout=said, stderr=said, start_new_session=True
        )
        try:
            started.wait(after)
            took = time.monotonic() - began
            drill.count("had finished before")
        except subprocess.TimeoutExpired:
            strike(started.pid, whom, drill)
        if whom == "a worker":  # it is replaced, and the command goes on
            code = started.wait(120)
            said.seek(0)
            text = said.read()
            assert code == 0 and "Traceback" not in text, f"exit code {code}\n{text}"
        started.wait(120)
    left = left_after(env[MARK])
    assert not left, f"10 seconds after the death of {whom}: {left}"
    return took


def strike(pid: int, whom: str, drill: Drill) -> None:
    if whom == "the group":
        os.killpg(pid, signal.SIGKILL)
    elif whom == "the command":
        os.kill(pid, signal.SIGKILL)
    else:
        workers = [
            each
            for each in psutil.Process(pid).children(recursive=True)
            if "spawn_main" in " ".join(each.cmdline())
        ]
        if not workers:
            whom = "nobody: no worker was there yet"
        else:
            drill.rng.choice(workers).kill()
    drill.count(f"kills of {whom}")


def test_what_was_killed_goes_on_to_the_same_numbers(drill: Drill, tmp_path: Path) -> None:
    names = ["sweep"] if drill.effort.kills < AT_ONCE else list(PIECES)
    expected = {}
    for name in names:
        expected[name] = run(PIECES[name], prepare(tmp_path / f"undisturbed {name}"))
    longest = {name: seconds for name, (_, seconds) in expected.items()}
    n_killed = 0
    for k in range(drill.effort.kills):
        if n_killed >= drill.effort.kills:
            break
        name = names[k % len(names)]
        piece = PIECES[name]
        folder = prepare(tmp_path / f"{k} {name}")
        whom = ["the group", "the command"]
        drill.rng.shuffle(whom)
        whom.append("a worker" if piece.has_workers else "the group")
        for each in whom[: drill.effort.kills]:
            took = kill(piece, folder, each, drill.rng.uniform(0, longest[name]), drill)
            if took:  # the next ones are killed sooner
                longest[name] = took
                break
            n_killed += 1
        found, _ = run(piece, folder)
        assert found == expected[name][0], f"{name}, killed {whom}: other numbers"
        assert hidden(folder) == [], f"{name}, killed {whom}"
        drill.count("folders finished with the same numbers")


def hidden(folder: Path) -> list[str]:
    """Return what runs left half-written."""
    return [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob(".*"))
        if path.name not in (".lock", ".hydra")
    ]
