"""Levers alone and their interaction are the whole difference.

A lever alone is the base with that lever.
"""

import warnings
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import sim
from sim.common.errors import ConfigError
from sim.plots.steps import figure_waterfall
from sim.plots.style import styled
from sim.reporting.figures import svg
from sim.why.waterfall import Waterfall, waterfall
from sim.world.changes import Change
from sim.world.scenario import Scenario, load_scenario
from tests.worlds import PERIOD, small_parameters

LEVERS = {
    "setting.follow_up.places": 30,
    "evaluation.interval_days": {"from": "2025-03-01", "to": 42},
}
RUN: dict[str, Any] = {
    "region": "noord_holland",
    "seed": 1,
    "workers": 1,
    "replications": 3,
    **PERIOD,
    "parameters": small_parameters(),
}


@pytest.fixture(scope="module")
def three() -> Waterfall:
    return waterfall("jzplus_zero_2030", levers=LEVERS, **RUN)


def test_levers_and_their_interaction_are_the_whole_difference_in_every_replication(
    three: Waterfall,
) -> None:
    parts = three.replications
    np.testing.assert_allclose(
        parts.drop(columns="total").sum(axis=1), parts["total"], rtol=0, atol=1e-9
    )
    assert three.table["difference"].iloc[:-1].sum() == pytest.approx(
        three.table["difference"].iloc[-1], abs=1e-9
    )
    assert three.other - three.base == pytest.approx(three.table["difference"].iloc[-1], abs=1e-9)


def test_each_lever_alone_is_the_base_with_that_lever_and_the_total_is_the_scenario(
    three: Waterfall,
) -> None:
    base = sim.simulate("baseline", **RUN)
    alone = {
        name: sim.simulate("baseline", levers={name: change}, **RUN)
        for name, change in LEVERS.items()
    }
    alone["setting.jeugdzorgplus.places"] = sim.simulate("jzplus_zero_2030", **RUN)
    alone["total"] = sim.simulate("jzplus_zero_2030", levers=LEVERS, **RUN)
    shown = three.table.set_index("lever")
    assert set(shown.index) == {*alone, "interaction"}
    for name, result in alone.items():
        expected = sim.compare(base, result).set_index("kpi").loc["census_one_to_one"]
        for column in ("difference", "low", "high"):
            assert shown.loc[name, column] == pytest.approx(expected[column], abs=1e-9), (
                name,
                column,
            )


def test_one_lever_has_no_interaction_and_is_run_once() -> None:
    told: list[tuple[int, int]] = []
    one = waterfall(
        "jzplus_zero_2030",
        kpi="starts_by_cause.no_secure_place",
        progress=lambda *seen: told.append(seen),
        **RUN,
    )
    assert list(one.table["lever"]) == ["setting.jeugdzorgplus.places", "interaction", "total"]
    assert (one.replications["interaction"] == 0.0).all() and one.replications[
        "setting.jeugdzorgplus.places"
    ].equals(one.replications["total"])
    assert told[0] == (0, 6) and told[-1] == (6, 6), (
        f"base and scenario, three replications each: {told}"
    )


def test_a_lever_that_moves_nothing_does_nothing() -> None:
    still = waterfall(
        "baseline",
        levers={"evaluation.interval_days": {"times": 1.0}, "staff.training": {"add": 0.0}},
        **RUN,
    )
    assert (still.table[["difference", "low", "high"]] == 0.0).all(axis=None)


def test_a_base_with_changes_of_its_own_keeps_them_in_every_run() -> None:
    base = load_scenario("jzplus_zero_2030")
    two = waterfall(with_levers(base), base=base, **RUN)
    assert list(two.table["lever"]) == ["evaluation.interval_days", "interaction", "total"]
    expected = sim.compare(
        sim.simulate(base, **RUN),
        sim.simulate(base, levers={"evaluation.interval_days": 42}, **RUN),
    ).set_index("kpi")
    assert two.table["difference"].iloc[0] == pytest.approx(
        expected.loc["census_one_to_one", "difference"], abs=1e-9
    )


def with_levers(scenario: Scenario) -> Scenario:
    every_six_weeks = Change(PERIOD["start"], PERIOD["start"], "to", 42.0)
    return replace(
        scenario,
        name="more",
        changes={**scenario.changes, "evaluation.interval_days": (every_six_weeks,)},
    )


def test_a_scenario_that_changes_nothing_is_refused_with_the_way_out() -> None:
    with pytest.raises(
        ConfigError,
        match=r"'baseline' changes nothing that its base 'baseline' does not.*pass levers=",
    ):
        waterfall("baseline", **RUN)


def test_unknown_numbers_and_arguments_are_refused_with_the_nearest_name() -> None:
    with pytest.raises(
        ConfigError, match=r"unknown kpi 'census_one_to_on'; did you mean 'census_one_to_one'\?"
    ):
        waterfall("jzplus_zero_2030", kpi="census_one_to_on", **RUN)
    with pytest.raises(
        ConfigError, match=r"unknown kpi 'duration.medain'; did you mean 'duration.median'\?"
    ):
        waterfall("jzplus_zero_2030", kpi="duration.medain", **RUN)
    with pytest.raises(
        ConfigError,
        match=r"waterfall: unknown argument 'replication'; did you mean 'replications'\?",
    ):
        waterfall("jzplus_zero_2030", replication=3)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_figure_renders_without_a_warning_and_names_every_lever(
    three: Waterfall, lang: str
) -> None:
    with warnings.catch_warnings(), styled():
        warnings.simplefilter("error")
        figure = figure_waterfall(three.kpi, three.table, lang)
        assert svg(figure) == svg(figure_waterfall(three.kpi, three.table, lang))
    labels = [text.get_text().replace("\n", " ") for text in figure.axes[0].get_yticklabels()]
    assert labels == list(three.table[lang]) and len(set(labels)) == len(labels)
