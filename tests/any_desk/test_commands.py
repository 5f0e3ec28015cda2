"""Every command runs on a desk without POSIX and without a language: what Windows lacks is refused
to our code and to libraries, processes start by `spawn`, the locale is ASCII, and a text file that
is opened without saying how is an error.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sim.common.paths import SCENARIOS
from tests.any_desk.desks import ASCII, DESK, ROOT, WITHOUT_POSIX, run

BARE = {**ASCII, **WITHOUT_POSIX}
ASK = ["region=limburg", "start=2025-01-01", "end=2025-02-01", "warm_up_years=0", "members=0"]
DESIGN = {
    "title": {"nl": "Kléin", "en": "Small – one"},
    "scenario": "jzplus_zero_2030",
    "base": "baseline",
    "region": "noord_holland",
    "method": "latin_hypercube",
    "points": 12,
    "replications": 2,
    "start": "2025-01-01",
    "end": "2025-07-01",
    "warm_up_years": 0,
    "levers": {"evaluation.interval_days": {"low": 28, "high": 182}},
}
IMPORT_ALL = """
import importlib, pkgutil, sim
names = [each.name for each in pkgutil.walk_packages(sim.__path__, "sim.")]
for name in names:
    importlib.import_module(name)
print(len(names))
from sim.__main__ import COMMANDS, main
for command in COMMANDS:
    print(f"== {command}")
    try:
        code = main([command, "--help"])
    except SystemExit as stop:
        code = stop.code
    assert not code, f"{command}: {code}"
"""


def doorstroom(folder: Path, *arguments: str, code: int = 0) -> str:
    done = run(folder, "-m", "sim", *arguments, code=code, **BARE)
    assert b"Traceback" not in done.stderr, done.stderr.decode(errors="replace")
    return done.stdout.decode("ascii")  # the console has nothing else


def test_this_desk_refuses_what_windows_lacks(tmp_path: Path) -> None:
    done = run(tmp_path, "-c", "import fcntl", code=1, **BARE)
    assert b"No module named 'fcntl' on this desk" in done.stderr
    done = run(tmp_path, "-c", "import signal; signal.SIGKILL", code=1, **BARE)
    assert b"SIGKILL" in done.stderr
    (tmp_path / "sim").mkdir()
    (tmp_path / "sim" / "__init__.py").write_text("import os\nos.kill(os.getpid(), 0)\n", "utf-8")
    done = run(tmp_path, "-c", "import sys; sys.path.insert(0, '.'); import sim", code=1, **BARE)
    assert b"'os' has no attribute 'kill' on this desk" in done.stderr
    (tmp_path / "sim" / "__init__.py").write_text("open(__file__)\n", "utf-8")
    done = run(tmp_path, "-c", "import sys; sys.path.insert(0, '.'); import sim", code=1, **BARE)
    assert b"EncodingWarning" in done.stderr


def test_every_module_can_be_imported_and_every_command_says_what_it_does(tmp_path: Path) -> None:
    n, *told = run(tmp_path, "-c", IMPORT_ALL, **BARE).stdout.decode("ascii").split("== ")
    assert int(n) >= 200, f"only {n} modules were found"
    assert len(told) >= 9 and all(len(each.splitlines()) > 3 for each in told), told


def test_the_main_job_runs(tmp_path: Path) -> None:
    shutil.copy(SCENARIOS / "jzplus_zero_2030.yaml", tmp_path / "één wens.yaml")
    own = ["scenario='één wens.yaml'", "replications=1", "workers=1", "language=nl"]
    told = doorstroom(tmp_path, *ASK, *own)
    assert "Jongeren in 1-op-1" in told, told
    pages = list(tmp_path.rglob("summary.nl.html"))
    assert pages and "é" in pages[0].read_text(encoding="utf-8")
    written = [path for path in tmp_path.rglob("*") if path.suffix in (".csv", ".html", ".json")]
    assert written and not [path for path in written if b"\r" in path.read_bytes()]


@pytest.mark.slow
def test_the_main_job_runs_on_processes(tmp_path: Path) -> None:
    doorstroom(tmp_path, *ASK, "replications=2", "workers=2", "engine=reference")
    assert list(tmp_path.rglob("summary.nl.html"))


@pytest.mark.slow
def test_a_sweep_runs_on_processes_and_conditions_are_read_from_it(tmp_path: Path) -> None:
    (tmp_path / "d.yaml").write_text(json.dumps(DESIGN), encoding="utf-8")
    sweep = ["sweep", "d.yaml", "--output", "S", "--workers", "2"]
    assert "0 tasks were there, 13 were run" in doorstroom(tmp_path, *sweep)
    assert "13 tasks were there, 0 were run" in doorstroom(tmp_path, *sweep)
    doorstroom(tmp_path, "discover", "S", "--at-most", "0.1", "--difference")


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ["parameters", "--region", "limburg"],
        ["evidence", "--replications", "2"],
        ["claims", "--claims", "K31", "--replications", "3", "--output", "out"],
        [
            "calibrate",
            "--region",
            "limburg",
            "--draws",
            "450",
            "--members",
            "20",
            "--output",
            "out",
        ],
        ["worth", "--members", "40", "--replications", "1", "--workers", "2"],
        ["sensitivity", "--trajectories", "2", "--points", "2", "--keep", "1", "--workers", "2"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_command_runs(arguments: list[str], tmp_path: Path) -> None:
    assert doorstroom(tmp_path, *arguments).strip()


@pytest.mark.slow
def test_the_workshop_page_starts_and_answers(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    paths = {"PYTHONPATH": os.pathsep.join([str(DESK), str(ROOT)])}
    with subprocess.Popen(
        [sys.executable, "-m", "sim", "workshop", "--port", port, "--workers", "1"],
        cwd=tmp_path,
        env={**os.environ, **paths, **BARE},
        stderr=subprocess.PIPE,
    ) as page:
        try:
            assert page.stderr is not None
            told = b"".join(iter_until(page.stderr.readline, b"is ready"))
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60) as answer:
                assert "Doorstroom" in answer.read().decode("utf-8"), told
        finally:
            page.kill()


def iter_until(read: Callable[[], bytes], last: bytes) -> Iterator[bytes]:
    """Lines up to the one that holds `last`, or to the end."""
    for line in iter(read, b""):
        yield line
        if last in line:
            return
