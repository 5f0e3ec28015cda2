"""Hazards in fixed point.

A threshold, a daily rate, the whole day on which the sum reaches the threshold.
"""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.clock import (
    MOST_OWN,
    NEVER,
    daily,
    days_until,
    needed,
    own_threshold,
    spent,
    threshold,
    weight,
)
from tests.rules.arguments import LUCK, Moved, mean_over_draws, moving

ONE = 1 << 32  # one, in fixed point
OWN, ONE_OF_OWN = 1 << 20, 1 << 52  # a weight of one, and a threshold of one for who has a weight


@given(LUCK)
def test_a_threshold_is_at_least_one_unit(u: float) -> None:
    assert threshold(u) >= 1, f"{threshold(u)} at {u}"


@given(moving(threshold, "u"))
def test_a_threshold_rises_with_the_draw(moved: Moved) -> None:
    assert moved.at_low <= moved.at_high, moved


def test_the_mean_threshold_is_one() -> None:
    mean = mean_over_draws(threshold) / ONE
    assert mean == pytest.approx(1.0, rel=1e-3), f"{mean}, must be 1"


@given(st.floats(0.0, 1000.0))
def test_a_daily_rate_is_rounded_by_at_most_half_a_unit(rate: float) -> None:
    assert abs(daily(rate) - rate * ONE) <= 0.5, f"{daily(rate)} units, must be {rate * ONE}"


@given(st.floats(1000.0, 1e300))
def test_a_daily_rate_is_held_at_a_thousand(rate: float) -> None:
    assert daily(rate) == 1000 * ONE, f"{daily(rate)}, must be {1000 * ONE}"


@given(moving(daily, "rate"))
def test_a_daily_rate_in_fixed_point_never_falls_as_the_rate_rises(moved: Moved) -> None:
    assert moved.at_low <= moved.at_high, moved


@given(st.integers(1, 1 << 37), st.integers(1 << 8, 1000 << 32))
def test_a_clock_strikes_on_the_first_day_on_which_the_sum_reaches_the_threshold(
    left: int, per_day: int
) -> None:
    days = days_until(left, per_day)
    assert days * per_day >= left, f"{days} days of {per_day} are {days * per_day}, short of {left}"
    assert (days - 1) * per_day < left, (
        f"{days - 1} days of {per_day} are {(days - 1) * per_day}, enough for {left}"
    )


@given(st.integers(1, 1 << 37), st.integers(-10, 0))
def test_a_clock_without_a_rate_never_strikes(left: int, per_day: int) -> None:
    assert days_until(left, per_day) == NEVER, f"{days_until(left, per_day)} days, must be {NEVER}"


@given(st.integers(1, 1 << 37), st.integers(1, 1000 << 32))
def test_a_clock_strikes_between_tomorrow_and_never(left: int, per_day: int) -> None:
    assert 1 <= days_until(left, per_day) <= NEVER, f"{days_until(left, per_day)} days"


@given(moving(days_until, "daily", st.integers(0, 1 << 42)))
def test_a_higher_rate_never_strikes_later(moved: Moved) -> None:
    assert moved.at_high <= moved.at_low, moved


@given(moving(days_until, "left"))
def test_a_higher_threshold_never_strikes_earlier(moved: Moved) -> None:
    assert moved.at_high >= moved.at_low, moved


@pytest.mark.parametrize("rate", [0.004, 0.05, 0.7, 3.0])
def test_the_mean_days_to_a_strike_are_those_of_a_constant_hazard(rate: float) -> None:
    mean = mean_over_draws(lambda u: days_until(threshold(u), daily(rate)))
    exact = 1.0 / -math.expm1(-rate)
    assert mean == pytest.approx(exact, rel=1e-3), f"{mean} days, exactly {exact}"


@given(st.integers(1, 40 * ONE), st.integers(1 << 16, ONE), st.integers(1, 1000))
def test_spending_day_by_day_and_at_once_strike_on_the_same_day(
    left: int, rate: int, days: int
) -> None:
    days = min(days, days_until(left, rate) - 1)  # looked at before it strikes
    got = days + days_until(spent(left, 1, rate * days, left), rate)
    assert got == days_until(left, rate), (
        f"day {got} when looked at after {days} days, {days_until(left, rate)} at once"
    )


@given(LUCK)
def test_a_threshold_is_the_same_for_who_has_a_weight_but_for_its_unit(u: float) -> None:
    assert own_threshold(u) >> 20 == pytest.approx(threshold(u), abs=1), f"{own_threshold(u)}"


@given(st.floats(0.0, MOST_OWN))
def test_a_weight_is_rounded_by_at_most_half_a_unit_and_never_nothing(factor: float) -> None:
    assert weight(factor) >= 1
    assert abs(weight(factor) - max(factor * OWN, 1.0)) <= 0.5, f"{weight(factor)} at {factor}"


@given(st.floats(MOST_OWN, 1e300))
def test_a_weight_is_held_at_its_highest(factor: float) -> None:
    assert weight(factor) == MOST_OWN * OWN, f"{weight(factor)}"


WEIGHTS, PACES = st.integers(1, int(MOST_OWN) * OWN), st.integers(1, 1000 * ONE)


@given(st.integers(1, 37 * ONE_OF_OWN), WEIGHTS, PACES)
def test_days_of_time_of_a_threshold_are_the_days_of_the_product(
    left: int, own: int, pace: int
) -> None:
    days = -(-left // (own * pace))  # the ceiling, in whole numbers of any size
    assert days_until(needed(left, own), pace) == min(days, NEVER), f"{days} days"


@given(st.integers(1, 37 * ONE_OF_OWN), WEIGHTS, st.lists(st.integers(0, 1 << 40), max_size=8))
def test_time_spent_in_pieces_and_at_once_leaves_as_much(
    left: int, own: int, pieces: list[int]
) -> None:
    at_once, rest = left, left
    for piece in pieces:
        rest = spent(rest, own, piece, needed(rest, own))
    passed = sum(pieces)
    at_once = spent(left, own, passed, needed(left, own))
    assert rest == at_once == max(1, left - own * passed), f"{rest} in pieces, {at_once} at once"
