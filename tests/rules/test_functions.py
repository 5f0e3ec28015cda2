"""Shapes shared by the rules: chances, levels, inverse distribution functions."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.functions import (
    clip,
    exponential,
    exponential_days,
    geometric,
    logistic,
    months,
    per_day,
    share_of,
    towards,
    weibull_days,
)
from tests.rules.arguments import LUCK, Moved, draws, mean_over_draws, moving

level_any = st.integers(-20, 20)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_the_logistic_curve_is_a_chance_at_any_number(x: float) -> None:
    assert 0.0 <= logistic(x) <= 1.0, f"logistic({x}) = {logistic(x)}"


@given(st.floats(-30.0, 30.0))
def test_the_logistic_curve_is_never_certain_at_log_odds_that_occur(x: float) -> None:
    assert 0.0 < logistic(x) < 1.0, f"logistic({x}) = {logistic(x)}"


@given(moving(logistic, "x", st.integers(-300, 300).map(lambda k: k / 10)))
def test_the_logistic_curve_rises(moved: Moved) -> None:
    assert moved.at_high > moved.at_low, moved


@given(st.floats(-700.0, 700.0))
def test_the_logistic_curve_is_the_inverse_of_the_log_odds(x: float) -> None:
    assert logistic(x) + logistic(-x) == pytest.approx(1.0, abs=1e-15)
    if abs(x) < 20.0:
        assert math.log(logistic(x) / logistic(-x)) == pytest.approx(x, abs=1e-7)


@given(st.integers(1, 20))
def test_levels_are_mapped_onto_nothing_to_all(highest: int) -> None:
    assert (share_of(0, highest), share_of(highest, highest)) == (0.0, 1.0), (
        f"{share_of(0, highest)} to {share_of(highest, highest)}"
    )


@given(level_any, st.integers(1, 20))
def test_a_clipped_level_lies_in_range_and_one_in_range_is_kept(level: int, highest: int) -> None:
    clipped = clip(level, highest)
    assert 0 <= clipped <= highest, f"{level} became {clipped}, highest {highest}"
    assert clipped == level or not 0 <= level <= highest, (
        f"{level} became {clipped}, highest {highest}"
    )


@given(level_any, level_any)
def test_a_level_reaches_its_rest_in_as_many_steps_as_it_is_away_and_stays(
    level: int, rest: int
) -> None:
    n_steps = 0
    at = level
    while at != rest and n_steps < 100:
        at, n_steps = towards(at, rest), n_steps + 1
    assert n_steps == abs(level - rest), f"{n_steps} steps from {level} to {rest}"
    assert towards(rest, rest) == rest, f"from {rest} to {towards(rest, rest)}"


@given(LUCK)
def test_the_exponential_gives_the_draw_back(u: float) -> None:
    again = -math.expm1(-exponential(u))
    assert again == pytest.approx(u, rel=1e-6, abs=1e-15), f"{u} came back as {again}"


@pytest.mark.parametrize("inverse", [exponential, weibull_days, exponential_days, geometric])
@given(data=st.data())
def test_an_inverse_never_falls_as_the_draw_rises(inverse, data: st.DataObject) -> None:
    moved = data.draw(moving(inverse, "u"))
    assert moved.at_low <= moved.at_high, moved


@pytest.mark.parametrize("inverse", [weibull_days, exponential_days])
@given(data=st.data())
def test_a_longer_mean_never_shortens_the_same_luck(inverse, data: st.DataObject) -> None:
    moved = data.draw(moving(inverse, "days_mean"))
    assert moved.at_low <= moved.at_high, moved


@given(moving(geometric, "mean"))
def test_a_higher_mean_never_lowers_the_count_of_the_same_luck(moved: Moved) -> None:
    assert moved.at_low <= moved.at_high, moved


@given(LUCK, st.floats(-10.0, 5000.0), st.floats(0.5, 5.0))
def test_every_duration_is_at_least_one_day(u: float, days_mean: float, shape: float) -> None:
    shortest = min(weibull_days(u, days_mean, shape), exponential_days(u, days_mean))
    assert shortest >= 1, f"{shortest} days at mean {days_mean}"


@given(LUCK, st.integers(1, 1000).map(float))
def test_a_weibull_of_shape_one_is_the_exponential(u: float, days_mean: float) -> None:
    one, other = weibull_days(u, days_mean, 1.0), exponential_days(u, days_mean)
    assert abs(one - other) <= 1, (
        f"{one} and {other} days"
    )  # a day: ceil of two roundings of one number


@pytest.mark.parametrize("days_mean", [20.0, 90.0, 400.0])
@pytest.mark.parametrize("shape", [0.8, 1.0, 1.3, 2.0, 3.5])
def test_the_mean_of_a_weibull_is_the_mean_asked_for_and_half_a_day_of_rounding_up(
    days_mean: float, shape: float
) -> None:
    mean = mean_over_draws(lambda u: weibull_days(u, days_mean, shape))
    assert mean == pytest.approx(days_mean + 0.5, rel=1e-3, abs=0.1), (
        f"{mean} days, asked for {days_mean} + 0.5"
    )


@pytest.mark.parametrize("days_mean", [0.5, 3.0, 20.0, 150.0])
def test_the_mean_of_whole_exponential_days_is_that_of_the_geometric(days_mean: float) -> None:
    mean = mean_over_draws(lambda u: exponential_days(u, days_mean))
    exact = 1.0 / -math.expm1(-1.0 / days_mean)
    assert mean == pytest.approx(exact, rel=1e-3), f"{mean} days, exactly {exact}"


@pytest.mark.parametrize("mean", [0.2, 1.0, 2.5, 8.0])
def test_the_geometric_count_has_the_mean_asked_for(mean: float) -> None:
    got = mean_over_draws(lambda u: geometric(u, mean))
    assert got == pytest.approx(mean, rel=2e-3), f"{got}, asked for {mean}"


@pytest.mark.parametrize("mean", [0.2, 1.0, 2.5, 8.0])
def test_the_geometric_count_is_zero_with_its_own_chance(mean: float) -> None:
    n = 20_000
    share = sum(geometric(u, mean) == 0 for u in draws(n)) / n
    assert share == pytest.approx(1.0 / (1.0 + mean), abs=2.0 / n), (
        f"{share}, must be {1.0 / (1.0 + mean)}"
    )


def test_four_hundred_years_are_four_thousand_eight_hundred_months() -> None:
    assert months(146_097) == pytest.approx(4800.0, rel=1e-12), (
        f"{months(146_097)} months"
    )  # 400 Gregorian years are 146,097 days


@given(st.floats(0.0, 1e6))
def test_a_rate_per_day_over_four_hundred_years_is_four_hundred_times_the_rate_per_year(
    per_year: float,
) -> None:
    total = per_day(per_year) * 146_097
    assert total == pytest.approx(400.0 * per_year, rel=1e-12), (
        f"{total}, must be {400.0 * per_year}"
    )
