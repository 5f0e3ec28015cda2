"""Whatever happens to a file of a sweep: the same numbers, or a refusal that names it; and the
sweep mends it.
"""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from sim.common.errors import ConfigError
from sim.experiment.executors import Serial
from sim.experiment.merge import merge
from sim.experiment.plan import make_plan
from sim.experiment.results import Results, open_results
from sim.experiment.run import run_plan
from tests.drills.damage import DAMAGES, flip
from tests.drills.effort import Drill
from tests.experiment.small import design

SAME, REFUSED, TOLD = "same numbers", "refused by name", "told that a task is missing"


def run(folder: Path, told: list[str] | None = None) -> None:
    say = (told if told is not None else []).append
    run_plan(make_plan(design()), folder, Serial(), 1, say=say)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished sweep: tasks of one scenario merged, those of the other not."""
    folder = tmp_path_factory.mktemp("whole") / "run"
    run(folder)
    merge(sorted(folder.glob("results/scenario=jz*/*.parquet"))[1:])
    return folder


def files(folder: Path) -> list[Path]:
    return [p for p in sorted(folder.rglob("*")) if p.is_file() and not p.name.startswith(".")]


def everything(results: Results) -> pd.DataFrame:
    return results.sql("SELECT * FROM results ORDER BY point, replication, kpi").merge(
        results.points, on="point"
    )


def outcome(folder: Path, expected: pd.DataFrame) -> str:
    """Return what a reader gets; fail if that is another number."""
    try:
        results = open_results(folder)
    except ConfigError as error:
        assert str(folder) in str(error), error
        return REFUSED
    if results.n_missing:
        return TOLD
    pd.testing.assert_frame_equal(everything(results), expected)
    return SAME


def test_a_flipped_bit_gives_no_other_number(whole: Path, tmp_path: Path, drill: Drill) -> None:
    folder = Path(shutil.copytree(whole, tmp_path / "copy"))
    expected = everything(open_results(whole))
    drill.count("flips", drill.effort.flips)
    for _ in range(drill.effort.flips):
        path = drill.rng.choice(files(folder))
        content = path.read_bytes()
        what = flip(path, drill.rng)
        try:
            drill.count(outcome(folder, expected))
        except Exception as error:
            raise AssertionError(what) from error
        path.write_bytes(content)
    drill.count("other numbers", 0)


def test_damage_is_refused_and_mended(whole: Path, tmp_path: Path, drill: Drill) -> None:
    expected = everything(open_results(whole))
    victims = files(whole)
    if drill.effort.name == "short":
        victims = drill.rng.sample(victims, 2)
    for victim in victims:
        for name, damage in DAMAGES.items():
            folder = Path(shutil.copytree(whole, tmp_path / f"{victim.name}-{name}"))
            what = damage(folder / victim.relative_to(whole), drill.rng)
            try:
                drill.count(outcome(folder, expected))
                told: list[str] = []
                run(folder, told)
                assert outcome(folder, expected) == SAME, told
                again: list[str] = []
                run(folder, again)
                assert not again, f"it was not mended once and for all: {again}"
            except Exception as error:
                raise AssertionError(what) from error
            drill.count("mended")
            shutil.rmtree(folder)
    drill.count("other numbers", 0)
