"""A new region and a new scenario load and run as they are written, and say what is a guess."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim
from sim.catalogue.new_region import POPULATION, SCALED, text_of_region
from sim.commands import new
from sim.common.errors import ConfigError
from sim.common.yaml_strict import parse
from sim.front_door import prepare
from sim.words.levers import all_rows
from sim.world.build import default_conf
from sim.world.region import load_regions, region_of


@settings(max_examples=15)
@given(st.integers(500, 4_000_000), st.sampled_from(["limburg", "zuid_holland"]))
def test_a_region_of_any_size_loads_with_its_numbers_in_proportion(
    population: int, like: str
) -> None:
    rows = all_rows()
    text = text_of_region("mine", population, like, None, {}, Path("mine.yaml"))
    mine = region_of("mine", "mine.yaml", parse(text.encode(), "mine.yaml"), rows)
    (model,) = load_regions(like, rows=rows, folder=default_conf() / "region")
    share = population / model.rows[POPULATION][-1].value
    assert mine.rows[POPULATION][0].value == population
    for name, values in model.rows.items():
        if name == POPULATION:
            continue
        row, made, there = rows[name], mine.rows[name][-1].value, values[-1].value
        expected = there * share if row.unit in SCALED else there
        nearest = 0.5 if row.integer else 0.006 * abs(expected)
        assert abs(made - expected) <= nearest, f"{name}: {made}, in proportion {expected}"


def test_what_is_guessed_is_marked_and_what_is_known_is_not(tmp_path: Path) -> None:
    path = sim.new_region(
        "mine",
        population=98_000,
        known={"setting.hic.places": 12},
        path=tmp_path / "mine.yaml",
    )
    written = path.read_text(encoding="utf-8").splitlines()
    lines = [line for line in written if "value:" in line and not line.startswith("#")]
    known = [line for line in lines if line.endswith("# KNOWN")]
    assert len(known) == 2 and "value: 98000," in known[0] and "value: 12," in known[1]
    for line in lines:
        if line not in known:
            assert line.endswith("# GUESSED") and "grade: D" in line and "assumption" in line, line


def test_a_new_region_runs_and_shares_its_luck_with_no_other(tmp_path: Path) -> None:
    path = sim.new_region("mine", population=30_000, path=tmp_path / "mine.yaml")
    world = prepare("jzplus_zero_2030", region=str(path), replications=1).world
    taken = set(sim.regions()["source_number"].dropna())
    assert world.region_names == ("mine",) and world.region_sources[0] not in taken
    result = sim.simulate(
        "baseline", region=str(path), replications=1, end="2025-07-01", warm_up_years=0
    )
    assert result.kpis.set_index("kpi").loc["census_in_care", "mean"] > 0


def test_a_new_scenario_runs_and_changes_what_it_says(tmp_path: Path) -> None:
    target = tmp_path / "more_places.yaml"
    assert new.main(["scenario", "more_places", "--output", str(target)]) == 0
    world = prepare(target, replications=1).world
    column = world.column("evaluation.interval_days")
    assert world.change_value[world.change_name == column].tolist() == [42.0]


WRONG = [
    (
        ["region", "mine", "--population", "30.000"],
        "can be read as 30000 or as 30. Write 30000, or 30.",
    ),
    (["region", "mine", "--population", "many"], "must be a number"),
    (["region", "mine", "--population", "-3"], "must be at least 1"),
    (["region", "Mine!", "--population", "3000"], "small letters"),
    (["region", "limburg", "--population", "3000"], "is there already"),
    (["region", "mine", "--population", "3000", "--from", "limbrug"], "did you mean 'limburg'"),
    (["region", "mine", "--population", "3000", "--set", "setting.hic.place=3"], "hic.places"),
    (["region", "mine", "--population", "3000", "--set", "setting.hic.places"], "row=value"),
    (["region", "mine", "--population", "3000", "--set", "setting.hic.places=-1"], "at least 0"),
    (["scenario", "ombouw"], "is there already"),
    (["scenario", "mine", "--on-top-of", "ombow"], "did you mean 'ombouw'"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG, ids=lambda each: str(each)[-40:])
def test_what_is_wrong_is_refused_and_nothing_is_written(
    arguments: list[str], message: str, tmp_path: Path, monkeypatch, capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    assert new.main(arguments) == 2
    assert message in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "mine.yaml"
    target.write_text("mine: true\n")
    with pytest.raises(ConfigError, match="is there already"):
        sim.new_region("mine", population=3000, path=target)
    assert target.read_text() == "mine: true\n"
