"""Several scenarios against one base: the family, its names, and what cannot be paired."""

import numpy as np
import pytest

import sim
from sim.common.errors import ConfigError
from sim.measures.kpis import HEADLINES
from tests.worlds import small

N = 24


@pytest.fixture(scope="module")
def runs():
    return {
        "base": small(replications=N),
        "same": small(replications=N),
        "zero": small(
            "jzplus_zero_2030",
            replications=N,
            levers={"setting.jeugdzorgplus.places": {"from": "2025-07-01", "to": 2}},
        ),
        "closed": small(
            replications=N, levers={"setting.jeugdzorgplus.places": {"from": "2025-07-01", "to": 0}}
        ),
    }


def test_differences_are_those_of_each_comparison_and_intervals_are_wider(runs):
    many = sim.compare_many(
        runs["base"],
        {"zero": runs["zero"], "closed": runs["closed"]},
        kpis=["census_in_care", "cost_total", "duration"],
    )
    assert list(many["scenario"].unique()) == ["zero", "closed"] and len(many) == 10
    for name, part in many.groupby("scenario"):
        alone = sim.compare(runs["base"], runs[name]).set_index("kpi").loc[part["kpi"]]
        for column in ("base", "other", "difference", "n"):
            np.testing.assert_allclose(part[column], alone[column])
        width, single = (
            (part["high"] - part["low"]).to_numpy(),
            (alone["bootstrap_high"] - alone["bootstrap_low"]).to_numpy(),
        )
        moves = np.isfinite(width) & (single > 0)
        assert moves.any() and (width[moves] > single[moves]).all()


def test_a_scenario_that_changes_nothing_differs_by_exactly_nothing(runs):
    many = sim.compare_many(
        runs["base"],
        {"same": runs["same"], "closed": runs["closed"]},
        kpis=["census_alone", "census_jeugdzorgplus"],
    )
    same = many[many["scenario"] == "same"]
    assert (same[["difference", "low", "high"]] == 0).all(axis=None) and (
        same["p_adjusted"] == 1
    ).all()
    assert (
        many[many["scenario"] == "closed"]
        .set_index("kpi")
        .loc["census_jeugdzorgplus", "p_adjusted"]
        < 0.05
    )


def test_without_names_the_family_is_the_table_on_the_screen(runs):
    assert list(sim.compare_many(runs["base"], [runs["zero"]])["kpi"]) == list(HEADLINES)


def test_a_larger_family_never_makes_an_interval_narrower(runs):
    few = sim.compare_many(runs["base"], [runs["zero"]], kpis=["cost_total"]).iloc[0]
    many = sim.compare_many(runs["base"], [runs["zero"]]).set_index("kpi").loc["cost_total"]
    assert (
        many["low"] <= few["low"]
        and many["high"] >= few["high"]
        and many["p_adjusted"] >= few["p_adjusted"]
    )


@pytest.mark.parametrize(
    ("others", "given", "message"),
    [
        (["zero", "zero"], {}, "compare_many: jzplus_zero_2030 occurs twice"),
        (["closed", "same"], {}, "compare_many: baseline occurs twice"),
        ([], {}, "compare_many: 'others' is empty; give at least one result."),
        (
            ["zero"],
            {"kpis": "census_alone"},
            "'kpis' is 'census_alone'; it must be a list of at least one KPI.",
        ),
        (
            ["zero"],
            {"kpis": ["census_alon"]},
            "kpis: unknown KPI 'census_alon'; did you mean 'census_alone'?",
        ),
        (
            ["zero"],
            {"confidence": 1.0},
            "'confidence' is 1; it must be a number above 0.5 and below 1. Usual is 0.95.",
        ),
    ],
)
def test_what_is_wrong_is_taught(runs, others, given, message):
    with pytest.raises(ConfigError) as caught:
        sim.compare_many(runs["base"], [runs[name] for name in others], **given)
    assert message in str(caught.value)


def test_what_is_no_result_or_has_another_seed_cannot_be_paired(runs):
    with pytest.raises(ConfigError, match="others: '0' is 'baseline'; it must be a result"):
        sim.compare_many(runs["base"], ["baseline"])
    with pytest.raises(ConfigError, match="'seed' is 1 in the base and 2 in the other"):
        sim.compare_many(runs["base"], [small(replications=N, seed=2)])
