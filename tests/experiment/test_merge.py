"""Many small files become few, and no result is lost, doubled or changed by it."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from sim.experiment import merge as merging
from sim.experiment.executors import Serial
from sim.experiment.plan import make_plan
from sim.experiment.results import open_results
from sim.experiment.run import Report, run_plan
from tests.experiment.small import design


def run(folder: Path, told: list[str] | None = None, **changes: object) -> Report:
    say = (told if told is not None else []).append
    return run_plan(make_plan(design(**changes)), folder, Serial(), 1, say=say)


def numbers(folder: Path) -> pd.DataFrame:
    return open_results(folder).values("census_one_to_one", "cost_total")


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("results/*/*.parquet"))


@pytest.fixture(scope="module")
def single(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("single") / "run"
    run(folder)
    return folder


@pytest.fixture
def merged(single: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(merging, "FEW", 2)
    return _merged(single, tmp_path / "merged")


def _merged(single: Path, folder: Path) -> Path:
    shutil.copytree(single, folder)
    for place in folder.glob("results/*"):
        merging.merge(place.glob("*.parquet"))
    return folder


def test_merged_results_are_the_same(single: Path, merged: Path) -> None:
    assert len(files(merged)) == 2 < len(files(single))
    pd.testing.assert_frame_equal(numbers(merged), numbers(single))
    assert run(merged).n_there == 8


def test_a_sweep_merges_while_it_runs_and_at_its_end(
    tmp_path: Path, single: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "MANY", 3)
    monkeypatch.setattr(merging, "FEW", 2)
    run(tmp_path)
    assert all(path.name.startswith("merged-") for path in files(tmp_path))
    assert len(files(tmp_path)) == 3, [path.name for path in files(tmp_path)]
    pd.testing.assert_frame_equal(numbers(tmp_path), numbers(single))


def test_what_was_merged_and_stands_beside_it_is_counted_once_and_taken_away(
    single: Path, merged: Path
) -> None:
    """As after a kill between the two steps."""
    for path in files(single):
        shutil.copy(path, merged / path.relative_to(single))
    pd.testing.assert_frame_equal(numbers(merged), numbers(single))
    told: list[str] = []
    assert run(merged, told).n_done == 0 and not told
    assert len(files(merged)) == 2


def test_a_damaged_merged_file_is_put_aside_and_its_tasks_are_made_again(
    single: Path, merged: Path
) -> None:
    victim = files(merged)[1]
    content = bytearray(victim.read_bytes())
    content[len(content) // 2] ^= 1
    victim.write_bytes(content)
    told: list[str] = []
    report = run(merged, told)
    assert report.n_done == 6 and any(victim.name in line for line in told), told
    pd.testing.assert_frame_equal(numbers(merged), numbers(single))


def test_a_sweep_that_grows_keeps_what_was_merged_but_its_last_blocks(tmp_path: Path) -> None:
    run(tmp_path / "few", replications=3)
    grown = _merged(tmp_path / "few", tmp_path / "grown")
    report = run(grown, replications=4)
    assert (report.n_there, report.n_done) == (4, 4)
    run(tmp_path / "whole", replications=4)
    pd.testing.assert_frame_equal(numbers(grown), numbers(tmp_path / "whole"))
    assert open_results(grown).n_missing == 0


def test_without_room_files_stay_as_they_are(
    single: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(single, tmp_path / "full"))
    before = {path.name: path.read_bytes() for path in files(folder)}

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    for place in folder.glob("results/*"):
        merging.merge(place.glob("*.parquet"))
    assert {path.name: path.read_bytes() for path in files(folder)} == before


def test_a_reader_goes_on_while_a_run_merges_what_it_reads(single: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(single, tmp_path / "read"))
    reader, expected = open_results(folder), numbers(folder)
    reader.sql("SELECT 1 AS one")
    for place in folder.glob("results/*"):
        merging.merge(place.glob("*.parquet"))
    pd.testing.assert_frame_equal(reader.values("census_one_to_one", "cost_total"), expected)


def test_what_two_runs_left_unmerged_is_merged_by_the_next(
    single: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "FEW", 2)
    folder = Path(shutil.copytree(single, tmp_path / "two"))
    assert run(folder).n_done == 0
    assert all(path.name.startswith("merged-") for path in files(folder))
    pd.testing.assert_frame_equal(numbers(folder), numbers(single))
