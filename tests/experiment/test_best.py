"""The cheapest points that meet what is asked are those that a reader would pick by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.common.errors import ConfigError, Faults
from sim.experiment.best import parse_where
from sim.experiment.executors import Serial
from sim.experiment.plan import make_plan
from sim.experiment.results import Results, open_results
from sim.experiment.run import run_plan
from tests.experiment.small import design

KPIS = ["census_one_to_one", "cost_total"]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    folder = tmp_path_factory.mktemp("results")
    run_plan(make_plan(design(points=5)), folder, Serial(), 1, say=lambda _: None)
    return open_results(folder)


@given(
    st.sampled_from(["<=", "<", ">=", ">"]),
    st.floats(-1e9, 1e9).filter(lambda x: f"{x:.4f}" != ""),
    st.sampled_from(["", " ", "  "]),
)
def test_a_condition_is_read_as_it_is_written(sign: str, bound: float, space: str) -> None:
    faults = Faults()
    (asked,) = parse_where({KPIS[0]: f"{space}{sign}{space}{bound:.4f}{space}"}, KPIS, faults)
    faults.stop()
    assert (asked.kpi, asked.sign, asked.bound) == (KPIS[0], sign, float(f"{bound:.4f}"))
    above = np.array([asked.bound - 1, asked.bound, asked.bound + 1])
    expected = {
        "<=": [True, True, False],
        "<": [True, False, False],
        ">=": [False, True, True],
        ">": [False, False, True],
    }
    assert asked.is_met(above).tolist() == expected[sign]


@given(st.text("<>=!0123456789,. e-+abc", max_size=12))
def test_any_text_is_read_or_refused_with_an_example(text: str) -> None:
    faults = Faults()
    found = parse_where({KPIS[0]: text}, KPIS, faults)
    assert bool(found) != bool(faults.messages)
    if not found:
        assert "'census_one_to_one' is" in faults.messages[0]


@pytest.mark.parametrize(
    ("where", "part"),
    [
        ({"census_one_to_on": "<= 3"}, "did you mean 'census_one_to_one'"),
        ({"cost_total": "=> 3"}, "must be a sign"),
        ({"cost_total": "<= 0,35"}, "decimal point"),
        (
            {"cost_total": "<= 30.000"},
            "30.000, which can be read as 30000 or as 30. Write 30000, or 30.",
        ),
        ({}, "what each number must be"),
        (None, "what each number must be"),
    ],
)
def test_what_is_wrong_in_a_condition_is_named(results: Results, where, part: str) -> None:
    with pytest.raises(ConfigError, match=part):
        results.best(cost="cost_total", where=where)


def test_the_points_are_those_whose_means_meet_it_cheapest_first(results: Results) -> None:
    values = results.values("census_one_to_one", "cost_total").groupby("point").mean()
    bound = float(np.round(values["census_one_to_one"].median(), 4))
    found = results.best(cost="cost_total", where={"census_one_to_one": f"<= {bound:.4f}"})
    meets = values[values["census_one_to_one"] <= bound].sort_values("cost_total")
    assert found["point"].tolist() == meets.index.tolist() and 0 < len(found) < len(values)
    np.testing.assert_allclose(found["cost"], meets["cost_total"], rtol=1e-12)


def test_it_is_surer_the_further_the_bound_is(results: Results) -> None:
    mean = float(results.values("census_one_to_one")["census_one_to_one"].mean())
    sure = [
        results.best(
            cost="cost_total", where={"census_one_to_one": f"<= {mean * factor:.4f}"}
        ).set_index("point")["census_one_to_one_sure"]
        for factor in (1.2, 2.0)
    ]
    assert (sure[1].reindex(sure[0].index) >= sure[0]).all() and (sure[1] > 0.5).all()


def test_where_nothing_meets_it_the_nearest_is_named(results: Results) -> None:
    found = results.best(cost="cost_total", where={"census_one_to_one": "<= 0.0001"})
    assert len(found) == 0 and "No point meets it. Nearest: " in str(found)


def test_either_a_number_or_a_cost_is_given(results: Results) -> None:
    with pytest.raises(ConfigError, match="not both"):
        results.best("cost_total", cost="cost_total", where={"cost_total": "<= 3"})
