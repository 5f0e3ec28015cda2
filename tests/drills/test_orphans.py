"""The command alone is killed, at any moment: its workers end too, whatever they are at."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.drills.commands import MARK, environment, left_after
from tests.drills.effort import Drill

WORK = {
    "waiting for work": "time.sleep, 0",
    "asleep": "time.sleep, 300",
    "busy": "exec, 'while True: pass'",
    "busy without the interpreter's lock": "hashlib.pbkdf2_hmac, 'sha256', b'', b'', 2**31 - 1",
}
PARENT = """
import hashlib, time
from sim.common.processes import Workers
pool = Workers(2)
print("starting", flush=True)
found = [pool.submit(WORK) for _ in range(3)]
if "time.sleep, 0" == "WORK":
    [each.result() for each in found]
print("at work", flush=True)
time.sleep(300)
"""


def test_workers_end_with_the_process_that_started_them(drill: Drill, tmp_path: Path) -> None:
    for _ in range(drill.effort.rounds):
        for name, work in WORK.items():
            env = environment()
            started = subprocess.Popen(
                [sys.executable, "-c", PARENT.replace("WORK", work)],
                cwd=tmp_path,
                env=env,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
            assert started.stdout is not None and started.stdout.readline() == "starting\n"
            try:
                started.wait(drill.rng.uniform(0, 3))
            except subprocess.TimeoutExpired:
                started.kill()
            started.stdout.close()
            started.wait()
            left = left_after(env[MARK])
            assert not left, f"10 seconds after the death of who started them, {name}: {left}"
            drill.count(f"killed, workers {name}")


STARTING = """
import signal, time
import psutil
from sim.common.processes import Workers
with Workers(2) as pool:
    found = [pool.submit(sorted, [2, 1]) for _ in range(2)]
    while not all(each.done() for each in found):
        for child in psutil.Process().children():
            if "spawn_main" in " ".join(child.cmdline()):
                child.send_signal(signal.SIGINT)
        time.sleep(0.01)
    print(found[0].result())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals between processes")
def test_a_worker_that_is_starting_says_nothing_of_ctrl_c() -> None:
    done = subprocess.run(
        [sys.executable, "-c", STARTING],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "[1, 2]\n", "")
