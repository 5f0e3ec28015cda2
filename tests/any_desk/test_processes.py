"""Worker processes start from a script without a guard, and run nothing of it."""

import os
import signal
import sys
from pathlib import Path

import psutil
import pytest

from sim.common import processes
from sim.common.processes import OF_THE_GROUP, Workers
from tests.any_desk.desks import run

SCRIPT = """
import math
from sim.common.processes import Workers
print("the script runs")
if __name__ == "__mp_main__":
    raise SystemExit("a worker runs the script")
with Workers(2) as pool:
    print(sum(pool.map(math.sqrt, [1, 4, 9])))
print(__file__, __spec__)
"""


def test_a_script_without_a_guard_starts_workers_that_do_not_run_it(tmp_path: Path) -> None:
    script = tmp_path / "own.py"
    script.write_text(SCRIPT, encoding="utf-8")
    told = run(tmp_path, "own.py").stdout.decode().splitlines()
    assert told == ["the script runs", "6.0", f"{script} None"], told


def test_workers_are_processes_of_their_own_that_end_when_they_are_told() -> None:
    with Workers(1) as pool:
        worker = psutil.Process(pool.submit(os.getpid).result())
        assert worker.pid != os.getpid() and worker.ppid() == os.getpid()
        pool.end()
        worker.wait(60)
    assert not worker.is_running()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals between processes")
@pytest.mark.parametrize("which", OF_THE_GROUP)
def test_what_a_terminal_tells_all_its_processes_is_left_to_the_first(
    which: signal.Signals,
) -> None:
    with Workers(1) as pool:
        worker = psutil.Process(pool.submit(os.getpid).result())
        worker.send_signal(which)
        assert pool.submit(os.getpid).result() == worker.pid


def test_a_pool_has_no_more_workers_than_the_system_can_wait_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Python refuses more than 61 on Windows: a machine with 64 processors must still sweep."""
    monkeypatch.setattr(processes, "MOST", 1)
    with Workers(64) as pool:
        workers = {each.result() for each in [pool.submit(os.getpid) for _ in range(20)]}
    assert len(workers) == 1


@pytest.mark.parametrize("workers", [0, -1])
def test_a_pool_without_workers_is_refused(workers: int) -> None:
    with pytest.raises(ValueError, match="max_workers"):
        Workers(workers)
