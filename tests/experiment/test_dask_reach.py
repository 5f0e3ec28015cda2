"""Who can reach a dask scheduler has it run any code: as documented nobody but this machine, or who
holds the certificate; and a scheduler that anybody can reach is not used unasked.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from sim.common.errors import ConfigError
from sim.experiment.executors import Dask, is_for_all
from sim.experiment.plan import make_plan
from tests.experiment import small

ROOT = Path(__file__).resolve().parents[2]
DOC = (ROOT / "docs" / "experiments.md").read_text(encoding="utf-8")
N_TASKS = sum(1 for _ in make_plan(small.design()).tasks())
USE = """
import sys
from pathlib import Path
from sim.experiment.executors import Dask, do_nothing
from sim.experiment.plan import make_plan
from tests.experiment import small
tasks = make_plan(small.design()).tasks()
executor = Dask(scheduler_file=sys.argv[1], patience=15)
print(sum(not each.failure for each in executor.run(tasks, Path("."), do_nothing)))
"""


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("tcp://127.0.0.1:8786", False),
        ("tcp://[::1]:8786", False),
        ("tcp://localhost:8786", False),
        ("inproc://10.0.0.7/1/2", False),
        ("tls://10.0.0.7:8786", False),
        ("tcp://10.0.0.7:8786", True),
        ("tcp://[2001:db8::7]:8786", True),
        ("tcp://node7:8786", True),
        ("ws://node7:8786", True),
    ],
)
def test_an_address_tells_whether_anybody_can_come_in(address: str, expected: bool) -> None:
    assert is_for_all(address) == expected


def commands(of: str) -> list[list[str]]:
    """Return the arguments of `dask scheduler` or `dask worker` wherever the document has them."""
    return [found.split() for found in re.findall(rf"dask {of} (--[^&\"\n]*)", DOC)]


def test_documented_schedulers_and_workers_say_who_can_reach_them() -> None:
    assert len(commands("scheduler")) == len(commands("worker")) == 2
    for words in [*commands("scheduler"), *commands("worker")]:
        assert {"--no-dashboard", "127.0.0.1:0"} <= set(words), words
        assert "127.0.0.1" in words or "tls" in words, words


@contextmanager
def dask(folder: Path, n: int, *more: str, **words: str) -> Iterator[list[psutil.Process]]:
    """The scheduler and worker of the document's example `n`, in a folder.

    Args:
        folder: where they run.
        n: 0: this machine alone, 1: several machines.
        more: further arguments of the scheduler.
        words: of the environment.
    """
    pytest.importorskip("distributed", reason="not installed: uv sync --extra cluster")
    started = []
    for of, extra in (("scheduler", ["--port", "0", *more]), ("worker", [])):
        call = [sys.executable, "-m", f"distributed.cli.dask_{of}"]
        env = {**os.environ, **words, "PYTHONPATH": str(ROOT)}
        with open(folder / f"{of}.log", "w", encoding="utf-8") as log:
            started.append(
                subprocess.Popen(
                    [*call, *commands(of)[n], *extra], cwd=folder, env=env, stdout=log, stderr=log
                )
            )
        for _ in range(600):
            if (folder / "scheduler.json").exists():
                break
            assert started[0].poll() is None, (folder / "scheduler.log").read_text()
            time.sleep(0.1)
    try:
        yield [psutil.Process(each.pid) for each in started]
    finally:
        for each in reversed(started):
            each.terminate()
        for each in started:
            each.wait(30)


def listening(processes: list[psutil.Process]) -> set[str]:
    """Return the addresses at which processes, and those that they started, listen."""
    return {
        connection.laddr.ip
        for process in processes
        for each in (process, *process.children(recursive=True))
        for connection in each.net_connections()
        if connection.status == psutil.CONN_LISTEN
    }


def use(folder: Path, **words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", USE, "scheduler.json"],
        cwd=folder,
        env={**os.environ, **words, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_what_is_documented_for_one_machine_listens_to_that_machine_alone(tmp_path: Path) -> None:
    with dask(tmp_path, 0) as processes:
        done = use(tmp_path)
        assert done.stdout == f"{N_TASKS}\n", done.stderr
        assert listening(processes) == {"127.0.0.1"}


def test_a_scheduler_that_anybody_can_reach_is_used_only_if_one_says_so() -> None:
    with pytest.raises(
        ConfigError, match=r"10\.1\.2\.3:8786 answers whoever .*--host 127\.0\.0\.1"
    ):
        Dask()._check_reach("tcp://10.1.2.3:8786")
    Dask()._check_reach("tcp://127.0.0.1:8786")
    Dask(trusts_network=True)._check_reach("tcp://10.1.2.3:8786")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_what_is_documented_for_several_machines_takes_none_without_the_certificate(
    tmp_path: Path,
) -> None:
    (make,) = re.findall(r"^openssl .*$", DOC, re.MULTILINE)
    subprocess.run(make.split(), cwd=tmp_path, check=True, capture_output=True)
    (settings,) = re.findall(r"```yaml\n(distributed:.*?)```", DOC, re.DOTALL)
    settings = settings.replace("/shared/", f"{tmp_path.as_posix()}/")
    (tmp_path / "tls.yaml").write_text(settings, encoding="utf-8")
    tls = {"DASK_CONFIG": str(tmp_path / "tls.yaml")}
    with dask(tmp_path, 1, "--host", "127.0.0.1", **tls):
        address = json.loads((tmp_path / "scheduler.json").read_text(encoding="utf-8"))["address"]
        assert address.startswith("tls://")
        done = use(tmp_path, **tls)
        assert done.stdout == f"{N_TASKS}\n", done.stderr
        stranger = use(tmp_path)
        assert stranger.stdout == "" and "no dask scheduler answers" in stranger.stderr
