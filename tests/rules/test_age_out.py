"""Process 14, ageing out."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.age_out import days_of_age_limit
from tests.rules.arguments import LUCK, Moved, draws, moving
from tests.rules.groups import AGE_LIMIT

YEAR = 365.2425
young = st.integers(9 * 366, 18 * 365)
of_age = st.integers(18 * 366, 22 * 365)


@given(LUCK, st.integers(3288, 8400))
def test_nobody_ages_out_on_the_day_of_arrival_or_before(u: float, days_age: int) -> None:
    limit = days_of_age_limit(u, days_age, AGE_LIMIT)
    assert limit > days_age, f"limit at day {limit}, arrival at day {days_age}"


@given(LUCK, young)
def test_who_arrives_young_ages_out_between_the_limit_and_the_extended_limit(
    u: float, days_age: int
) -> None:
    limit = days_of_age_limit(u, days_age, AGE_LIMIT) / YEAR
    assert 17.99 <= limit <= 23.0, f"{limit} years"


@given(LUCK, of_age)
def test_who_arrives_past_the_limit_has_a_year_of_care_or_goes_on_to_the_extended_limit(
    u: float, days_age: int
) -> None:
    limit = days_of_age_limit(u, days_age, AGE_LIMIT)
    first_year = math.floor(min(days_age / YEAR + 1.0, AGE_LIMIT.years_extended) * YEAR)
    assert limit >= first_year, f"limit at day {limit}, a year of care ends at day {first_year}"


def test_the_share_that_goes_on_past_the_limit_is_the_share_extended() -> None:
    n = 10_000
    share = sum(days_of_age_limit(u, 5000, AGE_LIMIT) > math.floor(18 * YEAR) for u in draws(n)) / n
    assert share == pytest.approx(AGE_LIMIT.p_extended, abs=1e-3), (
        f"{share}, must be {AGE_LIMIT.p_extended}"
    )


@given(moving(days_of_age_limit, "days_age", of_age))
def test_who_arrives_older_never_ages_out_at_a_lower_age(moved: Moved) -> None:
    assert moved.at_high >= moved.at_low, moved


@given(moving(days_of_age_limit, "u", days_age=5000))
def test_the_age_limit_never_rises_with_the_draw(moved: Moved) -> None:
    assert moved.at_high <= moved.at_low, moved


@given(
    moving(days_of_age_limit, "p_extended", st.integers(1, 10).map(lambda k: k / 10), days_age=5000)
)
def test_extending_more_youths_never_ends_the_care_of_one_of_them_sooner(moved: Moved) -> None:
    assert moved.at_high >= moved.at_low, moved
