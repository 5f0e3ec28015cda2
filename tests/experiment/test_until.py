"""Replications added until a difference is known precisely enough.

What is kept, why it stops, and what it teaches.
"""

import numpy as np
import pandas as pd
import pytest

import sim
from sim.common.errors import ConfigError
from sim.experiment.growing import Growing, grow_all
from sim.front_door import prepare
from sim.statistics.stopping import half_widths, next_look, stop_after
from tests.worlds import PERIOD, small, small_parameters

ZERO = {
    "scenario": "jzplus_zero_2030",
    "levers": {
        "setting.jeugdzorgplus.places": {"from": "2025-07-01", "until": "2027-01-01", "to": 0}
    },
}
SMALL = {
    "region": "noord_holland",
    "seed": 1,
    "workers": 1,
    "parameters": small_parameters(),
    **PERIOD,
}


def until(**given):
    return sim.compare_until(
        "baseline", ZERO, **{"precision": {"census_alone": 0.05}, **SMALL, **given}
    )


@pytest.fixture(scope="module")
def stopped():
    return until(min_replications=10, max_replications=30)


def test_replications_are_the_same_in_blocks_as_at_once(stopped):
    at_once = sim.compare(
        small(replications=stopped.n),
        small("jzplus_zero_2030", replications=stopped.n, levers=ZERO["levers"]),
    )
    pd.testing.assert_frame_equal(stopped.kpis, at_once)


def test_a_scenario_grows_without_running_anything_twice():
    heard = []
    growing = Growing(prepare("baseline", replications=1, **SMALL))
    first = growing.grow(3)
    second = growing.grow(5, lambda done, total: heard.append((done, total)))
    pd.testing.assert_frame_equal(first, second[:3])
    assert growing.n == 5 and list(second.index) == list(range(5)) and heard == [(2, 2)]
    assert growing.grow(5) is second, "nothing was missing"


def test_scenarios_that_grow_together_are_what_each_is_alone():
    def sides() -> list[Growing]:
        names = ("baseline", "jzplus_zero_2030", "baseline")
        return [Growing(prepare(name, replications=1, **SMALL)) for name in names]

    heard: list[tuple[int, int]] = []
    alone, together = sides(), sides()
    together[1].grow(2)  # stands further than the others
    grow_all(together, 4, lambda done, total: heard.append((done, total)))
    for one, other in zip(alone, together, strict=True):
        pd.testing.assert_frame_equal(one.grow(4), other.values)
    assert heard[-1] == (10, 10)


def test_it_stops_at_the_maximum_and_says_what_would_be_needed(stopped):
    assert not stopped.is_precise and stopped.n == 30
    assert stopped.why.startswith(
        "Stopped at 30 replications, the maximum: census_alone is known to ± "
    )
    assert "youths where 0.05 was asked (about " in stopped.why
    assert stopped.looks["n"].iloc[0] == 10 and stopped.looks["n"].iloc[-1] == 30


def test_it_goes_on_from_where_it_stopped(stopped):
    width = float(stopped.looks["half_width"].iloc[-1])
    more = stopped.go_on(precision={"census_alone": 0.8 * width}, max_replications=200)
    assert (
        more.is_precise
        and 30 < more.n <= 200
        and more.why.startswith(f"Stopped at {more.n} replications: every difference")
    )
    pd.testing.assert_frame_equal(more.base[:30], stopped.base[:30])
    row = more.kpis.set_index("kpi").loc["census_alone"]
    assert row["high"] - row["difference"] <= 0.8 * width


def test_a_difference_that_is_always_the_same_is_precise_at_once_and_is_named():
    got = sim.compare_until(
        "baseline", "baseline", precision={"census_alone": 0.1}, min_replications=10, **SMALL
    )
    assert (
        got.is_precise
        and got.n == 10
        and got.why.endswith("census_alone: the same difference in every replication.")
    )


def test_all_faults_are_said_before_anything_runs():
    with pytest.raises(ConfigError) as caught:
        until(
            precision={"census_alon": 1, "cost_total": 0, "duration.median": True},
            min_replications=40,
            max_replications=20,
            confidence=95,
        )
    text = str(caught.value)
    assert "precision: unknown KPI 'census_alon'; did you mean 'census_alone'?" in text
    assert (
        "precision: 'cost_total' is 0; it must be above 0: the half-width wanted, in the unit of "
        "the KPI."
    ) in text
    assert "precision: 'duration.median' is true" in text
    assert (
        "'max_replications' is 20; it must be a whole number of at least 40. 'min_replications' is "
        "40."
    ) in text
    assert "'confidence' is 95; it must be a number above 0.5 and below 1. Usual is 0.95." in text


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"precision": {}}, "'precision' is {}; it must name at least one KPI"),
        ({"precision": {"duration.media": 5}}, "did you mean 'duration.median'"),
        ({"replications": 5}, "compare_until: unknown argument 'replications'"),
        ({"regio": "limburg"}, "did you mean 'region'"),
        (
            {"min_replications": 3},
            "'min_replications' is 3; it must be a whole number of at least 10.",
        ),
    ],
)
def test_what_is_wrong_is_taught(given, message):
    with pytest.raises(ConfigError) as caught:
        until(**given)
    assert message in str(caught.value)


def test_a_scenario_may_have_levers_of_its_own_and_unknown_keys_are_named():
    own = {
        "scenario": "baseline",
        "levers": {"setting.jeugdzorgplus.places": {"from": "2025-07-01", "to": 0}},
    }
    got = sim.compare_until(
        "baseline", own, precision={"census_alone": 100}, min_replications=10, **SMALL
    )
    assert got.kpis.set_index("kpi").loc["census_jeugdzorgplus", "difference"] < -1
    with pytest.raises(
        ConfigError, match="scenario 'other': unknown key 'lever'; did you mean 'levers'"
    ):
        sim.compare_until(
            "baseline",
            {"scenario": "baseline", "lever": {}},
            precision={"census_alone": 100},
            **SMALL,
        )


def test_the_next_look_is_where_it_would_suffice_between_a_quarter_and_double_further():
    assert [next_look(40, ratio, 1000) for ratio in (1.01, 1.2, 1.4, 9.0, np.nan)] == [
        50,
        60,
        80,
        80,
        80,
    ]
    assert next_look(40, 3.0, 70) == 70


def test_what_varies_too_rarely_is_not_called_precise():
    x = np.zeros((50, 3))
    x[:3, 1], x[:, 2] = 1.0, np.arange(50)
    half = half_widths(x)
    assert half[0] == 0 and np.isnan(half[1]) and half[2] > 0
    assert stop_after(x, [1.0, 1.0, 100.0]) == 50 and stop_after(x[:, :1], [1.0]) == 40
