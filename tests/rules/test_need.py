"""Process 2, need and request."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.need import (
    has_secure_need,
    is_of_age,
    is_secure_asked,
    is_still_asked,
    p_request,
)
from tests.rules.arguments import LUCK, PLACES, UNIT, Moved, arguments, call, draws, moving
from tests.rules.groups import NEED

ELASTICITY = st.integers(0, 20).map(lambda k: k / 20)


@given(moving(has_secure_need, "rank"))
def test_the_milder_of_two_with_the_same_luck_never_needs_a_closed_place_alone(
    moved: Moved,
) -> None:
    assert moved.at_high >= moved.at_low, moved


def test_the_need_of_a_closed_place_averages_its_share_over_all_ranks() -> None:
    n = 300
    share = sum(has_secure_need(u, rank, NEED) for u in draws(n) for rank in draws(n)) / n**2
    assert share == pytest.approx(NEED.p_secure, abs=2e-3), f"{share}, must be {NEED.p_secure}"


@given(arguments(p_request))
def test_the_chance_of_a_request_lies_between_never_and_always(values: dict) -> None:
    assert 0.0 <= call(p_request, values) <= 1.0, f"{call(p_request, values)}"


@given(moving(p_request, "places"))
def test_fewer_closed_places_never_bring_more_requests(moved: Moved) -> None:
    assert moved.at_low <= moved.at_high, moved


@given(moving(p_request, "elasticity", ELASTICITY))
def test_the_more_demand_follows_supply_the_fewer_requests_below_the_places_of_2019(
    moved: Moved,
) -> None:
    assert moved.at_high <= moved.at_low, moved


@given(PLACES)
def test_without_elasticity_every_need_is_a_request(places: float) -> None:
    assert p_request(places, NEED._replace(elasticity=0.0)) == 1.0, f"at {places} places"


@given(st.integers(0, 400).map(lambda k: k / 4))
def test_with_full_elasticity_requests_are_in_proportion_to_places(places: float) -> None:
    got = p_request(places, NEED._replace(elasticity=1.0))
    expected = places / NEED.places_reference
    assert got == pytest.approx(expected, abs=1e-12), f"{got}, must be {expected}"


@given(st.integers(0, 400), ELASTICITY)
def test_with_the_places_of_2019_or_more_every_need_is_a_request(more: int, e: float) -> None:
    chance = p_request(NEED.places_reference + more, NEED._replace(elasticity=e))
    assert chance == 1.0, f"{chance} with {more} places more than in 2019"


@given(ELASTICITY)
def test_without_places_the_share_that_follows_them_vanishes_and_no_more(e: float) -> None:
    chance = p_request(0.0, NEED._replace(elasticity=e))
    assert chance == pytest.approx(1.0 - e, abs=1e-12), f"{chance} at elasticity {e}"


@pytest.mark.parametrize("age", [9.0, 11.99, 18.0, 18.5, 22.0])
@given(LUCK)
def test_nobody_asks_for_a_closed_place_outside_the_ages_it_is_for(age: float, u: float) -> None:
    assert not is_secure_asked(u, True, age, NEED.places_reference, NEED), f"at {age} years"


@pytest.mark.parametrize("age", [12.0, 15.0, 17.99])
@given(LUCK)
def test_with_the_places_of_2019_every_need_at_those_ages_is_a_request(
    age: float, u: float
) -> None:
    assert is_of_age(age, NEED)
    assert is_secure_asked(u, True, age, NEED.places_reference, NEED), f"at {age} years"


@given(arguments(is_secure_asked, has_need=False))
def test_nobody_asks_for_a_closed_place_without_a_need(values: dict) -> None:
    assert not call(is_secure_asked, values), f"{values}"


@given(moving(is_secure_asked, "places"))
def test_who_asks_with_fewer_places_asks_with_more_too(moved: Moved) -> None:
    assert moved.at_low <= moved.at_high, moved  # a subset of the same youths


@given(UNIT)
def test_the_share_of_needs_that_become_requests_is_the_chance(share: float) -> None:
    n = 1000
    got = sum(is_secure_asked(u, True, 15.0, 100.0 * share, NEED) for u in draws(n)) / n
    expected = p_request(100.0 * share, NEED)
    assert got == pytest.approx(expected, abs=1.5 / n), f"{got}, must be {expected}"


@pytest.mark.parametrize("age", [12.0, 17.9, 18.0, 18.6])
@pytest.mark.parametrize("is_secure", [False, True])
def test_a_closed_place_that_was_asked_for_is_not_once_one_comes_of_age(
    age: float, is_secure: bool
) -> None:
    assert is_still_asked(is_secure, age, NEED) == (is_secure and age < 18.0), f"at {age}"
