"""Readers of a folder of results trust nothing: no number comes from a file that is not what was
written, and nothing in the name of a folder is a pattern.
"""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from sim.common.errors import ConfigError
from sim.common.files import mark
from sim.common.sealed import checksum
from sim.experiment.executors import Serial
from sim.experiment.plan import make_plan
from sim.experiment.results import open_results
from sim.experiment.run import Report, run_plan
from sim.experiment.store import StoreError
from tests.experiment.small import design


def run(folder: Path, told: list[str] | None = None, **changes: object) -> Report:
    say = (told if told is not None else []).append
    return run_plan(make_plan(design(**changes)), folder, Serial(), 1, say=say)


def numbers(folder: Path) -> pd.DataFrame:
    return open_results(folder).differences("census_one_to_one", "cost_total")


def tree(folder: Path) -> dict[str, bytes | str]:
    return {
        str(path.relative_to(folder)): str(path.readlink())
        if path.is_symlink()
        else path.read_bytes()
        for path in folder.rglob("*")
        if path.is_symlink() or path.is_file()
    }


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("finished") / "run"
    run(folder)
    return folder


@pytest.fixture
def copy(finished: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(finished, tmp_path / "copy"))


def first(folder: Path, k: int = 0) -> Path:
    return sorted(folder.glob("results/*/*.parquet"))[k]


def copied(folder: Path) -> None:
    path = first(folder)
    shutil.copy(path, path.with_name(f"{path.stem} (1).parquet"))


def under_the_name_of_another(folder: Path) -> None:
    one, other = first(folder, 2), first(folder, 3)
    other.write_bytes(one.read_bytes())


def with_another_point_in_its_name(folder: Path) -> None:
    path = first(folder, 2)
    path.rename(path.with_name(path.name.replace("000001-", "000002-", 1)))


def of_another_plan(folder: Path) -> None:
    run(folder.with_name("other"), seed=9)
    path = first(folder.with_name("other"))
    shutil.copy(path, first(folder).parent)


def a_link_to_nowhere(folder: Path) -> None:
    path = first(folder, 4)
    path.unlink()
    path.symlink_to(folder / "nowhere.parquet")


def a_folder_in_its_place(folder: Path) -> None:
    path = first(folder, 4)
    path.unlink()
    path.mkdir()


def other_numbers_under_a_right_checksum(folder: Path) -> None:
    path = first(folder, 4)
    name = path.name.rpartition("-")[0]
    table = pq.read_table(path)
    pq.write_table(table.slice(1), path.with_name("x"))
    content = path.with_name("x").read_bytes()
    path.with_name("x").rename(path.with_name(f"{name}-{checksum(name, content)}.parquet"))


def no_points(folder: Path) -> None:
    (folder / "points.parquet").unlink()


def half_of_points(folder: Path) -> None:
    path = folder / "points.parquet"
    path.write_bytes(path.read_bytes()[:500])


def no_kpis(folder: Path) -> None:
    (folder / "kpis.parquet").unlink()


def another_number_of_replications(folder: Path) -> None:
    path = folder / "study.json"
    path.write_text(path.read_text().replace('"replications": 4', '"replications": 2'))


def half_of_the_study(folder: Path) -> None:
    path = folder / "study.json"
    path.write_text(path.read_text()[:200])


def no_study(folder: Path) -> None:
    (folder / "study.json").unlink()


DAMAGE = (
    copied,
    under_the_name_of_another,
    with_another_point_in_its_name,
    of_another_plan,
    a_link_to_nowhere,
    a_folder_in_its_place,
    other_numbers_under_a_right_checksum,
    no_points,
    half_of_points,
    no_kpis,
    another_number_of_replications,
    half_of_the_study,
    no_study,
)


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda each: each.__name__)
def test_damage_is_refused_by_readers_and_mended_by_the_sweep(
    copy: Path, finished: Path, damage: Callable[[Path], None]
) -> None:
    damage(copy)
    before = tree(copy)
    with pytest.raises(ConfigError) as refused:
        open_results(copy)
    assert len(refused.value.faults) <= 2 and str(copy) in str(refused.value), refused.value
    assert tree(copy) == before, "reading changed something"
    told: list[str] = []
    report = run(copy, told)
    assert report.n_missing == 0 and told, told
    pd.testing.assert_frame_equal(numbers(copy), numbers(finished))
    assert run(copy).damaged == [], "it was not mended once and for all"


def test_a_task_that_was_written_again_in_another_encoding_is_counted_once(
    copy: Path, finished: Path
) -> None:
    path = first(copy, 4)
    name = path.name.rpartition("-")[0]
    pq.write_table(pq.read_table(path), path.with_name("x"), compression="none")
    content = path.with_name("x").read_bytes()
    path.with_name("x").rename(path.with_name(f"{name}-{checksum(name, content)}.parquet"))
    pd.testing.assert_frame_equal(numbers(copy), numbers(finished))
    run(copy)
    assert len(list(copy.glob("results/*/*.parquet"))) == 8


@pytest.mark.parametrize("name", ["run[1]", "run*", "a'b", "50%, é ?", "[x]/deep", "{a,b}"])
def test_the_name_of_a_folder_is_no_pattern(tmp_path: Path, finished: Path, name: str) -> None:
    """Beside it stands a folder that the name would match, with other numbers."""
    run(tmp_path / "run1", seed=9)
    shutil.copytree(finished, tmp_path / name)
    pd.testing.assert_frame_equal(numbers(tmp_path / name), numbers(finished))
    assert run(tmp_path / name).n_done == 0


@pytest.mark.parametrize("changes", [{"replications": 20_000}, {"replications": 2}, {"seed": 7}])
def test_a_refusal_changes_nothing(copy: Path, changes: dict[str, object]) -> None:
    before = tree(copy)
    with pytest.raises(ConfigError):
        run(copy, minutes=0.01, **changes)
    assert tree(copy) == before


def test_a_refusal_leaves_damage_as_it_is(copy: Path) -> None:
    first(copy).unlink()
    (copy / "points.parquet").unlink()
    copied(copy)
    before = tree(copy)
    with pytest.raises(ConfigError, match="Nothing was run"):
        run(copy, minutes=0)
    assert tree(copy) == before
    assert run(copy).n_done == 1


def test_a_refused_sweep_makes_no_folder(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="Nothing was run"):
        run(tmp_path / "new" / "deep", minutes=0)
    assert not list(tmp_path.iterdir())


def test_a_sweep_that_grows_makes_its_last_block_again(tmp_path: Path) -> None:
    run(tmp_path / "grown", replications=3)
    run(tmp_path / "grown", replications=4)
    run(tmp_path / "whole", replications=4)
    assert set(tree(tmp_path / "grown")) == set(tree(tmp_path / "whole"))
    pd.testing.assert_frame_equal(numbers(tmp_path / "grown"), numbers(tmp_path / "whole"))


def test_results_of_an_earlier_program_are_named(copy: Path) -> None:
    (copy / "study.json").write_text(json.dumps({"format": 1, "design": "small"}))
    with pytest.raises(ConfigError, match="'format' is 1"):
        open_results(copy)


@pytest.mark.parametrize("name", ["results", "damaged"])
def test_a_file_where_a_folder_is_needed_is_refused(copy: Path, name: str) -> None:
    shutil.rmtree(copy / name, ignore_errors=True)
    (copy / name).write_text("mine")
    before = tree(copy)
    with pytest.raises(ConfigError, match=f"{name} is no folder"):
        run(copy)
    assert tree(copy) == before


@pytest.mark.parametrize("memory", ["-1GB", "lots", "0", "1KB", "", 500, None, "1MB", float("nan")])
def test_a_bound_of_memory_that_is_none_is_refused(finished: Path, memory: object) -> None:
    with pytest.raises(ConfigError, match="'memory' is"):
        open_results(finished, memory)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "query",
    [
        "CREATE OR REPLACE VIEW results AS SELECT 1 point, 99.0 AS value",
        "DELETE FROM points",
        "SELECT 1; DROP TABLE points",
        "SELECT nothing FROM results",
        "SELEC",
        "",
        None,
    ],
)
def test_a_query_changes_nothing_and_what_is_none_is_told(finished: Path, query: object) -> None:
    results = open_results(finished)
    before = results.summary()
    with pytest.raises(ConfigError, match="sql: "):
        results.sql(query)  # type: ignore[arg-type]
    pd.testing.assert_frame_equal(results.summary(), before)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), None, pd.NA, "x", True])
def test_what_is_no_number_is_refused_instead_of_compared(finished: Path, value: object) -> None:
    results = open_results(finished)
    with pytest.raises(ConfigError, match="'at_most' is"):
        results.share_reached("census_one_to_one", at_most=value)  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match="'n' is"):
        results.best("census_one_to_one", n=-1)
    with pytest.raises(ConfigError, match="'n_bins' is"):
        results.main_effects("census_one_to_one", n_bins=value)  # type: ignore[arg-type]


def test_a_folder_that_is_taken_away_in_mid_run_is_told_at_once(tmp_path: Path) -> None:
    folder, n = tmp_path / "run", 0

    def tell(_: Report) -> None:
        nonlocal n
        n += 1
        if n == 3:
            folder.rename(tmp_path / "moved")

    with pytest.raises(StoreError, match="moved or deleted"):
        run_plan(make_plan(design()), folder, Serial(), 1, tell, say=lambda _: None)
    assert not folder.exists() and run(tmp_path / "moved").n_there == 3


def test_leftovers_in_a_finished_folder_are_taken_away(copy: Path) -> None:
    host = mark().partition("-")[0]
    left = first(copy).parent / f".{host}-999999999-000001-x.parquet"
    left.write_bytes(b"half")
    assert run(copy).n_done == 0 and not left.exists()
