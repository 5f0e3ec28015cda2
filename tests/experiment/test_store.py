"""Nothing finished is lost or doubled; what is damaged is found, named and made again."""

import os
from pathlib import Path

import pytest

from sim.common.errors import ConfigError
from sim.experiment import store as storing
from sim.experiment.executors import Serial
from sim.experiment.plan import make_plan
from sim.experiment.run import Report, run_plan
from sim.experiment.store import StoreError, open_store
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
    os.system(f"cp -r {finished} {folder}")
    return folder


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
    monkeypatch.setattr(storing, "model_version", lambda: "0123456789abcdef")
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
    host = storing.socket.gethostname().replace("-", "_")
    dead, living = (
        place / f".{host}-999999999-000001-x.parquet",
        place / f".{host}-{os.getpid()}-000001-x.parquet",
    )
    for path in (dead, living):
        path.write_bytes(b"half")
    open_store(copy, make_plan(design())).check()
    assert not dead.exists() and living.exists(), (
        f"dead left: {dead.exists()}, living left: {living.exists()}"
    )
