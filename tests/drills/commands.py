"""Commands as programs of their own, and the processes that they leave."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
MARK = "DOORSTROOM_DRILL_MARK"  # in the environment of a command, and of every process it starts
PATIENCE = 10.0  # seconds in which a command that was ended leaves no process


def environment(**words: str) -> dict[str, str]:
    """Return the environment of a command: `sim` is found, and its processes can be told."""
    paths = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    plain = {"PYTHONPATH": paths, "PYTHONUTF8": "1", "COLUMNS": "100", MARK: secrets.token_hex(8)}
    return {**os.environ, **plain, **words}


def run_cli(
    args: Sequence[object],
    cwd: Path,
    env: Mapping[str, str] | None = None,
    timeout: float = 600.0,
) -> subprocess.CompletedProcess[str]:
    """Run `python -m sim` with arguments in a folder, to its end.

    Args:
        args: what stands behind `python -m sim`.
        cwd: the folder to stand in.
        env: of the program; `environment()` where it is not given.
        timeout: seconds until it is ended and the test fails.
    """
    env = dict(env or environment())
    try:
        return subprocess.run(
            [sys.executable, "-m", "sim", *map(str, args)],
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired:
        left_after(env.get(MARK, "none"), patience=0)
        raise


def told(done: subprocess.CompletedProcess[str]) -> str:
    """Return exit code and all that a command said, for the message of a failure."""
    return f"exit code {done.returncode}\n--- output\n{done.stdout}\n--- errors\n{done.stderr}"


def alive(mark: str) -> list[psutil.Process]:
    """Return the processes that carry a mark in their environment."""
    found = []
    for process in psutil.process_iter():
        try:
            is_ours = process.environ().get(MARK) == mark
            if is_ours and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except (psutil.Error, OSError):  # it has ended, or is another user's
            continue
    return found


def left_after(mark: str, patience: float = PATIENCE) -> list[str]:
    """Return what is still there of a command when `patience` seconds have gone; then end it."""
    until = time.monotonic() + patience
    while (left := alive(mark)) and time.monotonic() < until:
        time.sleep(0.1)
    said = []
    for process in left:
        try:
            said.append(f"{process.pid} {' '.join(process.cmdline())[:200]}")
            process.kill()
        except psutil.Error:
            continue
    return said
