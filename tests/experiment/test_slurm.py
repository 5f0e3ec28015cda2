"""The same plan on a real Slurm.

Dask's scheduler here, its workers as jobs of Slurm, one of them cancelled in mid-run; and Hydra's
own launcher. Needs Debian's `slurm-wlm` and `munge` and the right to start their daemons (root);
skipped with a message where they are absent.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.experiment.executors import Dask, Serial
from sim.experiment.plan import make_plan
from sim.experiment.run import run_plan
from tests.experiment import small

ROOT = Path(__file__).resolve().parents[2]
CONFIGURATION = """ClusterName=test
SlurmctldHost={host}(127.0.0.1)
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} State=UNKNOWN
PartitionName=main Nodes={host} Default=YES MaxTime=INFINITE State=UP
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
SlurmctldPort={port}
SlurmdPort={port_of_node}
AuthType=auth/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
ReturnToService=2
SlurmUser=root
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/ctld.pid
SlurmdPidFile={folder}/d.pid
"""
REASON = (
    "Slurm cannot be started here: it needs slurmctld, slurmd and munged (Debian: slurm-wlm, "
    "munge) and root"
)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not all(map(shutil.which, ("slurmctld", "slurmd", "munged", "sbatch")))
        or os.geteuid() != 0,
        reason=REASON,
    ),
]


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def call(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def slurm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A Slurm of one node on loopback."""
    folder = tmp_path_factory.mktemp("slurm")
    for name in ("state", "spool"):
        (folder / name).mkdir()
    host = call("hostname", "-s").strip()
    text = CONFIGURATION.format(
        host=host, cpus=os.cpu_count(), port=free_port(), port_of_node=free_port(), folder=folder
    )
    (folder / "slurm.conf").write_text(text)
    was_running = (
        subprocess.run(["pgrep", "-x", "munged"], capture_output=True, check=False).returncode == 0
    )
    if not was_running:
        Path("/run/munge").mkdir(exist_ok=True)
        shutil.chown("/run/munge", "munge", "munge")
        call("runuser", "-u", "munge", "--", "munged")
    os.environ["SLURM_CONF"] = str(folder / "slurm.conf")
    daemons = [
        subprocess.Popen(
            [name, "-f", str(folder / "slurm.conf"), *more, "-D"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for name, more in (("slurmctld", []), ("slurmd", ["-N", host]))
    ]
    try:
        for _ in range(60):
            if (
                "idle"
                in subprocess.run(
                    ["sinfo", "-h", "-o", "%T"], capture_output=True, text=True, check=False
                ).stdout
            ):
                break
            time.sleep(0.5)
        else:
            pytest.fail("Slurm did not come up in half a minute")
        yield folder
        subprocess.run(["scancel", "--user", "root"], check=False)
        for _ in range(40):
            if not call("squeue", "-h").strip():
                break
            time.sleep(0.5)
    finally:
        for daemon in reversed(daemons):
            daemon.kill()  # slurmd ends only when its last step has
        for daemon in daemons:
            daemon.wait(20)
        if not was_running:
            subprocess.run(["pkill", "-x", "munged"], check=False)
        del os.environ["SLURM_CONF"]


def test_a_plan_on_dask_on_slurm_gives_the_same_files_though_a_worker_is_cancelled(
    slurm: Path, tmp_path: Path
) -> None:
    pytest.importorskip(
        "distributed", reason="dask.distributed is not installed: uv sync --extra cluster"
    )
    plan = make_plan(small.design(points=12))
    run_plan(plan, tmp_path / "here", Serial(), 1, say=lambda _: None)
    file = tmp_path / "scheduler.json"
    scheduler = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "distributed.cli.dask_scheduler",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--no-dashboard",
            "--scheduler-file",
            str(file),
        ],
        stderr=subprocess.DEVNULL,
    )
    worker = (
        f"{sys.executable} -m distributed.cli.dask_worker --scheduler-file {file} --nthreads "
        "1 --no-dashboard --host 127.0.0.1"
    )
    job = call(
        "sbatch",
        "--parsable",
        "--array=0-1",
        "--chdir",
        str(ROOT),
        "--output",
        str(tmp_path / "worker-%a.log"),
        "--wrap",
        worker,
    ).strip()

    class Cancelling:
        """Cancels one of the two workers when the third result has come."""

        def run(self, tasks: Any, folder: Path, work: Any) -> Any:
            for n, outcome in enumerate(
                Dask(scheduler_file=str(file), patience=60).run(tasks, folder, small.take_time)
            ):
                if n == 2:
                    call("scancel", f"{job}_1")
                yield outcome

    try:
        report = run_plan(plan, tmp_path / "slurm", Cancelling(), 2, say=lambda _: None)
    finally:
        scheduler.terminate()
        scheduler.wait(20)
    here, there = (
        {p.name: p.read_bytes() for p in (tmp_path / side).glob("results/*/*.parquet")}
        for side in ("here", "slurm")
    )
    assert report.n_missing == 0 and not report.failures and there == here, f"{report}"


def test_hydra_sweeps_on_slurm(slurm: Path, tmp_path: Path) -> None:
    pytest.importorskip(
        "hydra_plugins.hydra_submitit_launcher",
        reason="hydra-submitit-launcher is not installed: uv sync --extra cluster",
    )
    command = [
        sys.executable,
        "-m",
        "sim",
        "-m",
        "region=limburg,overijssel",
        "replications=2",
        "end=2026-01-01",
        "warm_up_years=0",
        f"output={tmp_path}",
        "hydra/launcher=submitit_slurm",
        "hydra.launcher.partition=main",
        "hydra.launcher.cpus_per_task=1",
    ]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    pages = sorted(path.parts[-3] for path in tmp_path.glob("*/*/summary.en.html"))
    assert done.returncode == 0 and pages == ["limburg", "overijssel"], (
        f"exit {done.returncode}, {pages}: {done.stderr[-2000:]}"
    )
