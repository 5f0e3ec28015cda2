"""Nothing finished is lost or doubled; what is damaged is found, named and made again."""

import os
import shutil
from pathlib import Path

import pytest

from sim.common.errors import ConfigError
from sim.common.files import mark
from sim.common.paths import SCENARIOS
from sim.experiment import store as storing
from sim.experiment import study as stating
from sim.experiment.executors import Serial
from sim.experiment.plan import make_plan
from sim.experiment.results import open_results
from sim.experiment.run import Report, run_plan
from sim.experiment.store import StoreError, held, take_away_leftovers, write_result
from sim.experiment.task import run_task
from tests.experiment.small import design


def say(_: str) -> None:
    """Say nothing."""


def run(folder: Path, **changes: object) -> Report:
    return run_plan(make_plan(design(**changes)), folder, Serial(), 1, say=say)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("results/*/*.parquet")}


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("finished")
    report = run(folder)
    assert (report.n_there, report.n_done, report.n_missing) == (0, 8, 0)
    return folder


@pytest.fixture
def copy(finished: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "copy"
    return Path(shutil.copytree(finished, folder))


def test_a_finished_sweep_runs_nothing_again(finished: Path) -> None:
    before = files(finished)
    report = run(finished)
    assert (report.n_there, report.n_done) == (8, 0) and files(finished) == before


def test_what_is_missing_is_made_again_byte_for_byte(copy: Path) -> None:
    before = files(copy)
    for name in sorted(before)[::3]:
        next(copy.glob(f"results/*/{name}")).unlink()
    report = run(copy)
    assert report.n_done == 3 and files(copy) == before, (
        f"{report.n_done} made, names {set(files(copy)) ^ set(before)}"
    )


@pytest.mark.parametrize("damage", ["cut", "one bit", "empty"])
def test_a_damaged_file_is_named_put_aside_and_made_again(copy: Path, damage: str) -> None:
    before = files(copy)
    victim = sorted(copy.glob("results/*/*.parquet"))[2]
    content = victim.read_bytes()
    middle = len(content) // 2
    bad = {
        "cut": content[:middle],
        "one bit": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
        "empty": b"",
    }[damage]
    victim.write_bytes(bad)
    told: list[str] = []
    report = run_plan(make_plan(design()), copy, Serial(), 1, say=told.append)
    assert files(copy) == before and report.n_done == 1, f"{report.n_done} made again"
    assert (
        any(victim.name in line for line in told)
        and (copy / "damaged" / victim.name).read_bytes() == bad
    ), f"{told}"


def test_more_replications_add_to_what_is_there(copy: Path) -> None:
    before = files(copy)
    report = run(copy, replications=6)
    assert (report.n_there, report.n_done) == (8, 4) and before.items() <= files(copy).items()


def test_fewer_replications_are_refused(copy: Path) -> None:
    with pytest.raises(ConfigError, match="holds 4 replications of this design; 2 were asked for"):
        run(copy, replications=2)


def test_another_design_is_not_mixed_in(copy: Path) -> None:
    before = files(copy)
    with pytest.raises(ConfigError, match="holds results of another design"):
        run(copy, seed=9)
    assert files(copy) == before


def test_another_version_of_the_model_is_not_mixed_in(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stating, "model_version", lambda: "0123456789abcdef")
    with pytest.raises(
        ConfigError,
        match=r"holds results of model version [0-9a-f]{16}; this is version 0123456789abcdef",
    ):
        run(copy)


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(ConfigError, match=r"holds other things \(thesis\.docx\)"):
        run(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_without_room_it_stops_with_a_message_and_keeps_what_was_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, n = os.fsync, 0

    def full(descriptor: int) -> None:
        nonlocal n
        n += 1
        if n > 3:
            raise OSError(28, "No space left on device")
        real(descriptor)

    monkeypatch.setattr(storing.os, "fsync", full)
    with pytest.raises(StoreError, match="No space left on device"):
        run(tmp_path)
    assert len(files(tmp_path)) == 3 and not list(tmp_path.glob("results/*/.*")), (
        f"{sorted(files(tmp_path))}"
    )
    monkeypatch.undo()
    report = run(tmp_path)
    assert (report.n_there, report.n_done) == (3, 5)


def test_what_a_killed_worker_left_half_written_is_taken_away_and_what_a_living_one_writes_is_not(
    copy: Path,
) -> None:
    place = next(copy.glob("results/*"))
    host = mark().partition("-")[0]
    dead, living, elsewhere = (
        place / f".{host}-999999999-000001-x.parquet",
        place / f".{mark()}-000001-x.parquet",
        place / ".0a1b2c-999999999-000001-x.parquet",
    )
    for path in (dead, living, elsewhere):
        path.write_bytes(b"half")
    take_away_leftovers(copy)
    assert [path.exists() for path in (dead, living, elsewhere)] == [False, True, True]


def test_two_runs_on_one_folder_know_of_each_other(tmp_path: Path) -> None:
    with held(tmp_path) as first, held(tmp_path) as second:
        assert (first, second) == (False, True)
    with held(tmp_path) as later:
        assert not later, "a run that ended still holds the folder"


def test_a_file_that_another_program_reads_is_left_as_it_is(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows nothing can be moved over it; it holds the same."""
    before = files(copy)

    def held(source: Path, target: Path) -> None:
        raise PermissionError(13, "The process cannot access the file", str(target))

    monkeypatch.setattr(os, "replace", held)
    task = make_plan(design()).tasks()[0]
    path = write_result(copy, task, run_task(task))
    assert path.name in before and files(copy) == before


def test_a_scenario_of_a_users_own_file_has_its_results_found_again(tmp_path: Path) -> None:
    own = tmp_path / "mine, more homes.yaml"
    shutil.copy(SCENARIOS / "jzplus_zero_2030.yaml", own)
    report = run(tmp_path / "out", scenario=str(own), points=1, replications=2)
    assert (report.n_done, report.n_missing) == (2, 0)
    assert run(tmp_path / "out", scenario=str(own), points=1, replications=2).n_there == 2
    assert len(open_results(tmp_path / "out").differences("census_one_to_one")) == 1
