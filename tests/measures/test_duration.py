"""Durations: Kaplan-Meier by hand, with censoring and delayed entry."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter
from lifelines.exceptions import StatError

from sim.measures import duration
from sim.names import Setting
from tests.measures.synthetic import Made, blank, table


def with_episodes(
    n_days: int, day_start: int, *spans: tuple[int, int], days_planned: int = 0
) -> Made:
    made = blank(n_days, day_start)
    made.rows["episodes"] = table(
        "episodes",
        *({"day_start": a, "day_end": b, "days_planned": days_planned} for a, b in spans),
    )
    return made


def test_without_censoring_the_curve_is_the_share_that_lasts_longer() -> None:
    made = with_episodes(100, 0, (0, 10), (0, 20), (5, 35), (9, 49))  # 10, 20, 30, 40 days
    curve = duration.survival(made)
    assert curve is not None
    np.testing.assert_allclose(
        duration.survival_at(curve, np.array([0, 9, 10, 20, 39, 40])), [1, 1, 0.75, 0.5, 0.25, 0]
    )
    assert duration.quartiles(made) == {"quarter": 10, "median": 20, "three_quarters": 30}


def test_a_running_episode_counts_as_at_risk_until_the_last_day_seen() -> None:
    made = with_episodes(
        31, 0, (0, 10), (10, -1), (0, 25)
    )  # ends at 10 and 25; one seen for 20 days (0-based day 30 is the last)
    assert duration.at_risk(made).duration.tolist() == [10, 20, 25]
    curve = duration.survival(made)
    # at 10: one of three ends; at 25: one of one
    np.testing.assert_allclose(
        duration.survival_at(curve, np.array([10, 24, 25])), [2 / 3, 2 / 3, 0]
    )


def test_an_episode_that_ran_before_reporting_enters_late() -> None:
    # reporting from day 100. One began on day 60: known to run on the evening of day 99, at
    # duration 39. It ends at 50. Two begin in the period and end at 30 and at 60. At 30 only those
    # two are at risk; at 50 the late one and one other.
    made = with_episodes(400, 100, (60, 110), (100, 130), (120, 180))
    assert duration.at_risk(made).entry.tolist() == [39, 0, 0]
    np.testing.assert_allclose(
        duration.survival_at(duration.survival(made), np.array([29, 30, 50, 60])), [1, 0.5, 0.25, 0]
    )


def test_an_episode_that_ended_before_reporting_is_not_counted() -> None:
    assert duration.survival(with_episodes(50, 20, (0, 19))) is None
    assert np.isnan(duration.quartiles(with_episodes(50, 20, (0, 19)))["median"])


@given(
    spells=st.lists(
        st.tuples(st.integers(0, 60), st.integers(1, 60), st.booleans()), min_size=1, max_size=80
    )
)
def test_the_curve_is_that_of_lifelines(spells: list[tuple[int, int, bool]]) -> None:
    entry = np.array([entry for entry, _, _ in spells])
    seen_until = entry + np.array([days for _, days, _ in spells])
    has_ended = np.array([ended for _, _, ended in spells])
    try:
        expected = (
            KaplanMeierFitter()
            .fit(seen_until, has_ended, entry=entry)
            .survival_function_["KM_estimate"]
        )
    except StatError:  # lifelines refuses a curve that comes down to zero early
        assume(False)
    days = np.arange(125)
    found, wanted = (
        duration.survival_at(curve, days)
        for curve in (duration.kaplan_meier(seen_until, has_ended, entry), expected)
    )
    np.testing.assert_allclose(found, wanted, rtol=0, atol=1e-12)


def test_a_curve_that_comes_down_to_zero_early_stays_there() -> None:
    made = with_episodes(
        400, 100, (50, 149), (50, 160), (100, 103)
    )  # until two enter at 49 there is only one, and it ends at 3
    assert duration.quartiles(made) == {"quarter": 3, "median": 3, "three_quarters": 3}
    assert duration.share_over_one_year(made) == 0


def test_a_quartile_is_undefined_where_the_curve_stays_above_it() -> None:
    made = with_episodes(50, 0, (0, 10), (0, -1), (0, -1), (0, -1))
    q = duration.quartiles(made)
    assert (
        q["quarter"] == 10
        and np.isnan(q["median"])
        and np.isnan(duration.share_over_one_year(made))
    )


def test_share_over_one_year_does_not_count_an_end_on_day_365() -> None:
    assert duration.share_over_one_year(
        with_episodes(900, 0, (0, 365), (0, 366), (0, 800), (0, 10))
    ) == pytest.approx(0.5)


def test_excess_is_the_restricted_mean_minus_the_mean_planned_under_one_cap() -> None:
    made = with_episodes(2000, 0, (0, 100), (0, 300), days_planned=50)
    assert duration.excess_over_planned(made) == pytest.approx(200 - 50)
    capped = with_episodes(2000, 0, (0, 100), (0, 1900), days_planned=1500)
    assert duration.excess_over_planned(capped) == pytest.approx((100 + 1095) / 2 - 1095)


def test_dropping_running_episodes_would_have_shortened_the_median() -> None:
    """Seed 11.

    Exponential durations, mean 300 days, seen for 400 days: the median must be near 300 ln 2 = 208
    days. With 4000 episodes its standard error is about 300 / sqrt(4000) = 5 days; 25 days off is a
    false alarm of less than 1e-5.
    """
    rng = np.random.default_rng(11)
    begin = rng.integers(0, 1400, 4000)
    end = begin + np.ceil(rng.exponential(300, 4000)).astype(int)
    made = with_episodes(
        1400, 1000, *((int(a), int(b) if b < 1400 else -1) for a, b in zip(begin, end, strict=True))
    )
    median = duration.quartiles(made)["median"]
    assert abs(median - 208) < 25, f"median {median}, expected 208"


def test_length_of_stay_in_closed_care_is_that_of_leavers_in_the_period() -> None:
    made = blank(100, day_start=50)
    made.rows["stays"] = table(
        "stays",
        {"setting": Setting.HIC, "day_start": 0, "day_end": 99},
        *(
            {"setting": Setting.JEUGDZORGPLUS, "day_start": a, "day_end": b}
            for a, b in ((10, 60), (60, 90), (0, 49), (70, -1))
        ),
    )
    assert duration.stay_jeugdzorgplus(made) == 40
