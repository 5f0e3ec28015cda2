"""Ctrl-C typed in a terminal at any moment of any command: exit code 130, or 0 where it had just
finished; one line of ours at most, no traceback, the cursor shown again, no process left.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from sim.__main__ import COMMANDS
from sim.experiment.results import open_results
from tests.drills.commands import MARK, environment, left_after, run_cli, told
from tests.drills.effort import Drill
from tests.drills.small_work import SWEEP, prepare

if sys.platform == "win32":
    pytest.skip("Windows has no terminals of this kind", allow_module_level=True)
import pty

CTRL_C = b"\x03"
HIDDEN, SHOWN = "\x1b[?25l", "\x1b[?25h"
WITHIN = 10.0  # seconds from Ctrl-C to the end
LONGEST = 20.0  # seconds of a command within which Ctrl-C is typed
SMALL = {
    "ask": ["region=limburg", "replications=2", "end=2026-01-01", "warm_up_years=0", "output=a"],
    "report": ["--region", "limburg", "--replications", "2", "--no-doubt", "--output", "r.html"],
    "new": ["region", "own", "--population", "9000"],
    "check": ["ombouw"],
    "workshop": [],  # a free port is chosen for it
    "scenarios": [],
    "regions": [],
    "levers": [],
    "kpis": [],
    "sweep": ["small.yaml", "--workers", "2", "--output", "s"],
    "discover": ["s"],  # a target is chosen for it
    "sensitivity": ["--region", "limburg", "--trajectories", "2", "--points", "8"],
    "worth": ["--members", "40", "--replications", "2"],
    "parameters": [],
    "evidence": ["--region", "limburg", "--replications", "2"],
    "history": ["--region", "limburg", "--replications", "2"],
    "validity": ["--region", "limburg", "--replications", "2"],
    "timelines": ["--region", "limburg", "--number", "2"],
    "claims": ["--claims", "K17", "--replications", "4"],
    "calibrate": ["--region", "limburg", "--draws", "400", "--work", "w", "--output", "c"],
}


@dataclass
class Ended:
    """How a command in a terminal came to its end."""

    code: int
    screen: str  # all that was written to it
    seconds: float  # from Ctrl-C to the end; -1 where it had ended before
    left: list[str]  # processes that were still there


def in_terminal(arguments: Sequence[str], folder: Path, after: float) -> Ended:
    """Run a command in a terminal of its own, and type Ctrl-C after so many seconds."""
    env = environment(TERM="xterm-256color")
    here, there = pty.openpty()

    def own_terminal() -> None:
        os.login_tty(there)  # a session of its own, and this is its terminal
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # tests in the background ignore it

    started = subprocess.Popen(
        [sys.executable, "-m", "sim", *arguments],
        cwd=folder,
        env=env,
        preexec_fn=own_terminal,
        pass_fds=(there,),
    )
    os.close(there)
    screen = bytearray()

    def read() -> None:
        while True:
            try:
                more = os.read(here, 65_536)
            except OSError:  # nobody has the other end open any more
                return
            if not more:
                return
            screen.extend(more)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    seconds = -1.0
    try:
        try:
            started.wait(after)
        except subprocess.TimeoutExpired:
            os.write(here, CTRL_C)
            began = time.monotonic()
            started.wait(WITHIN + 50)  # told as a fault below, with what it had said
            seconds = time.monotonic() - began
        left = left_after(env[MARK])
    finally:
        if started.poll() is None:
            os.killpg(started.pid, signal.SIGKILL)
            started.wait()
        reader.join(5)
        os.close(here)
    return Ended(started.returncode, screen.decode("utf-8", "replace"), seconds, left)


def faults_of(ended: Ended) -> list[str]:
    """Return what was not as it is promised."""
    found = []
    if ended.code not in (0, 130):
        found.append(f"exit code {ended.code}")
    if ended.seconds > WITHIN:
        found.append(f"{ended.seconds:.0f} seconds until it ended")
    said = ended.screen.count("Interrupted; ")
    if said > 1 or (ended.code == 130 and said == 0):
        found.append(f"{said} lines that say so")
    if any(word in ended.screen for word in ("Traceback", "Exception ignored", "Error:", "leaked")):
        found.append("a traceback or a warning")
    if ended.screen.rfind(HIDDEN) > ended.screen.rfind(SHOWN):
        found.append("the cursor stays hidden")
    if ended.left:
        found.append(f"left: {ended.left}")
    return found


def is_before_ours(ended: Ended) -> bool:
    """Tell whether Python itself was still starting: no line of ours had run."""
    is_dead = ended.code == -signal.SIGINT and not ended.screen.replace("^C", "").strip()
    return is_dead or (
        "Traceback" in ended.screen
        and "KeyboardInterrupt" in ended.screen
        and f"{os.sep}sim{os.sep}" not in ended.screen
    )


def free_port() -> int:
    """Return a port that nobody listens to."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def make_finished(folder: Path) -> str:
    """Run a sweep of points enough to discover something in; return the middle of what came out."""
    wide = {**SWEEP, "points": 14, "replications": 1}
    (folder / "wide.yaml").write_text(yaml.safe_dump(wide), encoding="utf-8")
    done = run_cli(["sweep", "wide.yaml", "--workers", "2", "--output", "s"], folder)
    assert done.returncode == 0, told(done)
    values = open_results(folder / "s").values("census_one_to_one")
    return f"{values.groupby('point')['census_one_to_one'].mean().median():.4f}"


def test_every_command_is_among_those_that_are_interrupted() -> None:
    assert set(SMALL) == set(COMMANDS)


def test_ctrl_c_ends_a_command_in_one_line(drill: Drill, tmp_path: Path) -> None:
    names, faults, longest = list(SMALL), [], dict.fromkeys(SMALL, 4.0)
    order = [names[k % len(names)] for k in range(drill.effort.interrupts)]
    if len(order) < len(names):
        order = drill.rng.sample([n for n in names if n != "discover"], drill.effort.interrupts)
    else:
        target = make_finished(prepare(tmp_path / "finished"))
    drill.count("with a fault", 0)
    for k, name in enumerate(order):
        folder = prepare(tmp_path / f"{k}_{name}")
        arguments = [name, *SMALL[name]]
        if name == "discover":
            shutil.copytree(tmp_path / "finished" / "s", folder / "s")
            arguments += ["--at-most", target]
        elif name == "workshop":
            arguments += ["--port", str(free_port())]
        after = drill.rng.uniform(0.1, longest[name])
        began = time.monotonic()
        ended = in_terminal(arguments, folder, after)
        # the next time a command that goes on longer is interrupted later
        took = time.monotonic() - began
        longest[name] = min(LONGEST, max(longest[name], 2 * after) if ended.seconds >= 0 else took)
        drill.count("times Ctrl-C was typed" if ended.seconds >= 0 else "ended before")
        if is_before_ours(ended):
            drill.count("while Python itself was starting")
            continue
        drill.count(f"exit code {ended.code}")
        if wrong := faults_of(ended):
            drill.count("with a fault")
            faults.append(f"{name} after {after:.2f} s: {'; '.join(wrong)}\n{ended.screen[-1500:]}")
    assert not faults, "\n\n".join(faults)
