"""Hydra's own sweeps: every launcher that is documented writes a folder for every combination."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LAUNCHERS = {
    "basic": [],
    "doorstroom": ["hydra/launcher=doorstroom", "hydra.launcher.n_jobs=2", "workers=1"],
    "joblib": ["hydra/launcher=joblib", "hydra.launcher.n_jobs=2", "workers=1"],
    "submitit_local": ["hydra/launcher=submitit_local"],
}


@pytest.mark.slow
@pytest.mark.parametrize("launcher", LAUNCHERS)
def test_a_sweep_writes_a_folder_for_every_combination(launcher: str, tmp_path: Path) -> None:
    if launcher not in ("basic", "doorstroom"):
        pytest.importorskip(
            f"hydra_plugins.hydra_{launcher.partition('_')[0]}_launcher",
            reason="not installed: uv sync --extra cluster",
        )
    levers = "policy.evaluation.interval_days=42,84"
    command = [
        sys.executable,
        "-m",
        "sim",
        "-m",
        "scenario=baseline,jzplus_zero_2030",
        levers,
        "replications=2",
        "end=2026-01-01",
        "warm_up_years=0",
    ]
    done = subprocess.run(
        [*command, f"output={tmp_path}", *LAUNCHERS[launcher]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    pages = sorted(
        path.parent.name.rpartition("__replications")[0]
        for path in tmp_path.glob("*/*/summary.nl.html")
    )
    expected = [
        f"{name}_against_baseline__evaluation.interval_days={days}"
        for name in ("baseline", "jzplus_zero_2030")
        for days in (42, 84)
    ]
    assert done.returncode == 0 and pages == expected, (
        f"exit {done.returncode}, {pages}: {done.stderr[-1000:]}"
    )
    (summary,) = tmp_path.glob("multirun/*/summary.csv")
    assert len(summary.read_text(encoding="utf-8").splitlines()) == 5
