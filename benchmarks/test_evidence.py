"""What evidence costs.

A whole calibration of a region as it is kept, from nothing, and the core claims.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]


def command(benchmark: Any, *arguments: str) -> None:
    """Time a command of the project, once."""
    benchmark.pedantic(
        lambda: subprocess.run(
            [sys.executable, "-m", *arguments], check=True, cwd=ROOT, capture_output=True
        ),
        rounds=1,
    )


@pytest.mark.benchmark(group="evidence")
class TestEvidence:
    def test_calibration_of_a_region(self, benchmark: Any, tmp_path: Path) -> None:
        command(
            benchmark,
            "calibrate",
            "--workers",
            "2",
            "--work",
            str(tmp_path / "work"),
            "--output",
            str(tmp_path / "kept"),
        )

    def test_core_claims(self, benchmark: Any) -> None:
        command(benchmark, "claims", "--core", "--workers", "2")
