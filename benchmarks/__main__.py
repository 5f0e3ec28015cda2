"""`python -m benchmarks` times everything in one run and writes RESULTS.md: machine, versions,
date, and figures beside the goals, misses included. What follows is handed to pytest
(`-k "not sweep"`).

`python -m benchmarks budget` tells what one lane does (`budget.py`), `python -m benchmarks
skeleton` what of it a skeleton in C does, and how long that takes (`skeleton.py`).
"""

import datetime as dt
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numba
import numpy
import psutil
import simpy

from benchmarks import budget, results, skeleton

HERE = Path(__file__).parent
ROOT = HERE.parent


def main() -> int:
    """Run the benchmarks and write the results; or print the budget of a lane, or its skeleton."""
    for name, part in (("budget", budget.main), ("skeleton", skeleton.main)):
        if sys.argv[1:2] == [name]:
            return part(sys.argv[2:])
    load = _load()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "benchmarks.json"
        command = [
            "pytest",
            str(HERE),
            "-p",
            "no:xdist",
            "-o",
            "addopts=",
            "--import-mode=importlib",
            "-q",
            "-rs",
            f"--benchmark-json={report}",
            *sys.argv[1:],
        ]
        code = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=False).returncode
        if not report.exists() or not report.stat().st_size:
            return code
        found = {each["name"]: each for each in json.loads(report.read_bytes())["benchmarks"]}
    text = results.page(found, about(load, sys.argv[1:]))
    (HERE / "RESULTS.md").write_text(text, encoding="utf-8", newline="\n")
    print(text)
    return code


def about(load: str, chosen: Sequence[str]) -> str:
    """Return when, how and on what it was measured, and how busy that was."""
    asked = " ".join(["python -m benchmarks", *(f'"{a}"' if " " in a else a for a in chosen)])
    return f"""Measured on {dt.date.today().isoformat()} by `{asked}`, everything in one run.

- {_processor()}, {os.cpu_count()} processors; {platform.system()}, Python \
{platform.python_version()}, Numba {numba.__version__}, NumPy {numpy.__version__}, \
SimPy {simpy.__version__}
- processes that wanted to run, on average, at the start {load}, at the end {_load()}

Best of several rounds each; what is said to be in turn is the median ratio of the rounds. Read the
ratios; the times are those of this machine on that day. Region: Noord-Holland, all rules on."""


def _load() -> str:
    """Return how busy the machine was in the last minute."""
    return f"{psutil.getloadavg()[0]:.1f}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(
            line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")
        )
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


if __name__ == "__main__":
    sys.exit(main())
