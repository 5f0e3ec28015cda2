"""Small work for drills, each a command whose results can be told apart number by number."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from tests.experiment.small import DESIGN

SWEEP = {**DESIGN, "points": 3, "replications": 6, "block": 1}
NOT_ALIKE = {"run.json", "provenance.json"}  # they hold the hour and the folder

# a calibration without its fit: draws in a pool, kept in blocks of four
DRAWS = """
import sys
from pathlib import Path
import numpy as np
from sim.evidence import draws_table as table
from sim.common.paths import CONF
from sim.evidence.targets import load_targets
from sim.experiment.executors import Pool

if __name__ == "__main__":
    table.BLOCK = 2
    world = table.base_world("limburg")
    targets = table.targets_of(load_targets(CONF / "targets"), "limburg")
    values = np.linspace(0.4, 0.6, 16)[:, None]
    folder = Path(sys.argv[1])
    arguments = dict(seed=1, folder=folder / "draws", executor=Pool(2))
    found = table.simulate_draws(values, ("escalation.per_year",), world, targets, **arguments)
    temporary = folder / ".figures.npy"
    np.save(temporary, found)
    temporary.replace(folder / "figures.npy")
"""


def sweep_results(folder: Path) -> Any:
    """Return every number of a sweep, sorted, and how often each task was counted."""
    import sim

    results = sim.open_results(folder)
    rows = results.sql(
        "SELECT scenario, point, replication, kpi, value FROM results "
        "ORDER BY scenario, point, replication, kpi, value"
    )
    return rows.to_csv(index=False), results.points.to_csv(index=False)


def draws_results(folder: Path) -> Any:
    """Return all that a calibration kept of its draws."""
    kept = {
        path.name: pd.read_parquet(path).to_csv(index=False)
        for path in sorted((folder / "draws").glob("*.parquet"))
    }
    return kept, (folder / "figures.npy").read_bytes()


def answer_results(folder: Path) -> Any:
    """Return tables by their numbers, and everything else that an answer holds byte for byte."""
    found: dict[str, Any] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() or ".hydra" in path.parts or path.name in NOT_ALIKE:
            continue
        is_table = path.suffix == ".parquet"
        found[name] = pd.read_parquet(path).to_csv(index=False) if is_table else path.read_bytes()
    return found


@dataclass(frozen=True)
class Piece:
    """A piece of work.

    Attributes:
        arguments: behind `python`, to be run in a folder of its own.
        results: what it left in that folder, to compare.
        has_workers: it starts processes that work for it.
    """

    arguments: Sequence[str]
    results: Callable[[Path], Any]
    has_workers: bool

    def command(self) -> list[str]:
        """Return the program and its arguments."""
        return [sys.executable, *self.arguments]


PIECES = {
    "sweep": Piece(
        ["-m", "sim", "sweep", "small.yaml", "--output", "out", "--workers", "2"],
        lambda folder: sweep_results(folder / "out"),
        True,
    ),
    "draws": Piece(["draws.py", "."], draws_results, True),
    "ask": Piece(
        [
            *("-m", "sim", "region=limburg", "replications=2", "output=out"),
            *("start=2025-01-01", "end=2025-07-01", "warm_up_years=0"),
        ],
        lambda folder: answer_results(folder / "out"),
        False,
    ),
}


def prepare(folder: Path) -> Path:
    """Make a folder with the files that the pieces need."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "small.yaml").write_text(yaml.safe_dump(SWEEP), encoding="utf-8")
    (folder / "draws.py").write_text(DRAWS, encoding="utf-8")
    return folder
