"""What would be recognised: bounds are read and scaled, worlds outside of them not believed."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.common.errors import ConfigError
from sim.evidence import calibrate as fitting
from sim.evidence.calibrate import calibrate
from sim.evidence.expectations import check_against, load_expectations, ruled_out, within
from sim.evidence.prior import load_settings
from sim.evidence.targets import Target
from sim.experiment.executors import Serial
from sim.world.build import default_conf, default_groups
from sim.world.parameters import load_rows
from sim.world.region import load_regions

ENTRY = """
alone:
  quantity: "Youths alone"
  measure: {measure}
  period: {{from: 2023-01-01, until: 2024-01-01}}
  low: {low}
  high: {high}
  unit: youths
  grade: D
  source: "assumption"
"""
BOUND = Target(
    "e.alone",
    "alone",
    "census_alone",
    "limburg",
    dt.date(2023, 1, 1),
    dt.date(2024, 1, 1),
    None,
    2.0,
    40.0,
    "youths",
    "D",
    "s",
)


def written(folder: Path, text: str) -> Path:
    (folder / "mine.yaml").write_text(text, encoding="utf-8")
    return folder


def entry(measure: str = "census_alone", low: str = "1", high: str = "2", more: str = "") -> str:
    return ENTRY.format(measure=measure, low=low, high=high) + more


def test_what_is_kept_can_be_read_for_every_region_and_holds_both_ways() -> None:
    for region in ("noord_holland", "nederland", "rotterdam_rijnmond"):
        found = load_expectations(region)
        assert found and all(each.region == region for each in found)


def test_bounds_are_multiplied_by_the_row_of_the_region_and_of_regions_together_by_their_sum(
    tmp_path: Path,
) -> None:
    folder = written(tmp_path, entry(more="  times: need.places_reference\n"))
    rows = load_rows(default_conf() / "parameters", default_groups())
    for region in ("limburg", "nederland"):
        profiles = load_regions(region, rows=rows, folder=default_conf() / "region")
        places = sum(each.rows["need.places_reference"][0].value for each in profiles)
        (found,) = load_expectations(region, folder)
        assert (found.low, found.high) == (pytest.approx(places), pytest.approx(2 * places))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (entry("census_alon"), "did you mean 'census_alone'"),
        (entry(more="  times: need.places_referenc\n"), "did you mean 'need.places_reference'"),
        (entry(more="  value: 3\n"), "'value' is not for an expectation"),
        (entry(more="  region: limburg\n"), "'region' is not for an expectation"),
        ("foo: {measure: census_alone}\n", "required: quantity, measure, low, high, unit, grade"),
        (entry(more="  heigh: 3\n"), "unknown key 'heigh'"),
        (entry(low="null", high="null"), "neither 'value' nor 'low' nor 'high'"),
        (entry(low="3"), "low must not exceed high"),
    ],
)
def test_what_cannot_be_meant_is_told(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=words):
        load_expectations("limburg", written(tmp_path, text))


@given(st.floats(-1e6, 1e6))
def test_a_number_is_believed_where_it_lies_within_both_bounds(x: float) -> None:
    assert within(np.array([[x]]), [BOUND])[0, 0] == (2.0 <= x <= 40.0)


def test_what_is_not_defined_says_nothing_against_a_draw() -> None:
    assert within(np.array([[np.nan]]), [BOUND]).all()


def test_bounds_that_leave_next_to_nothing_are_refused_with_what_each_rules_out() -> None:
    inside = np.ones((100, 2), dtype=bool)
    inside[:95, 0] = False
    both = [BOUND, replace(BOUND, name="e.other")]
    with pytest.raises(ConfigError, match=r"only 5% .* 'e.alone' 95%"):
        ruled_out(inside, both)
    assert ruled_out(inside[60:, :1], [BOUND]) == {"e.alone": pytest.approx(35 / 40)}


@pytest.mark.parametrize(("value", "words"), [(1.0, "1 below it"), (45.0, "5 above it")])
def test_a_figure_outside_of_what_is_expected_is_named_with_its_distance(
    value: float, words: str
) -> None:
    figure = replace(BOUND, name="t.alone", value=value, low=None, high=None)
    with pytest.raises(ConfigError, match=words):
        check_against([BOUND], [figure])
    check_against([BOUND], [replace(figure, value=31.0)])
    check_against([BOUND], [replace(figure, region="nederland")])


def test_draws_outside_of_what_is_expected_are_neither_fitted_to_nor_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Simulations of made-up numbers: the first row of a draw, which is both figure and bound."""

    def simulated(values: Any, *_: Any, **__: Any) -> Any:
        return np.repeat(values[:, :1], 2, axis=1)

    monkeypatch.setattr(fitting.draws, "simulate_draws", simulated)
    settings = load_settings()
    prior = fitting.load_prior("limburg", settings)
    middle = float(prior.middle[0])
    figure = replace(BOUND, name="t.first", value=middle, low=middle * 0.9, high=middle * 1.1)
    figure = replace(figure, grade="A")
    bound = replace(BOUND, low=middle, high=None)
    found = calibrate(
        "limburg",
        draws_wanted=400,
        members=40,
        seed=1,
        folder=tmp_path,
        executor=Serial(),
        settings=settings,
        targets=[figure],
        expected=[bound],
    )
    assert len(found.members) == 40 and (found.again >= middle).all()
    assert (found.before >= middle).all() and 0.35 < found.ruled_out["e.alone"] < 0.65
