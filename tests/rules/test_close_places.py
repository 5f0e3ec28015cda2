"""Process 15, places are closed or built; the locations that hold them."""

import math

from hypothesis import given
from hypothesis import strategies as st

from sim.rules.close_places import has_room, places_of_location
from sim.rules.stay import n_locations
from tests.rules.arguments import PLACES, Moved, moving

whole_sizes = st.integers(1, 14).map(float)


def held(places: float, group_size: float) -> list[int]:
    return [
        places_of_location(places, group_size, nth)
        for nth in range(n_locations(places, group_size))
    ]


@given(PLACES, whole_sizes)
def test_locations_hold_all_places_of_the_region(places: float, group_size: float) -> None:
    total = sum(held(places, group_size))
    assert total == math.floor(places + 0.5), (
        f"{total} places in locations, {places} in the region, groups of {group_size}"
    )


@given(PLACES, st.integers(20, 140).map(lambda k: k / 10))
def test_locations_hold_all_places_when_the_group_size_is_not_whole(
    places: float, group_size: float
) -> None:
    total = sum(held(places, group_size))
    assert total == math.floor(places + 0.5), (
        f"{total} places in locations, {places} in the region, groups of {group_size}"
    )


@given(PLACES, whole_sizes)
def test_only_the_last_location_in_use_is_not_full(places: float, group_size: float) -> None:
    in_use = [n for n in held(places, group_size) if n > 0]
    assert all(n == group_size for n in in_use[:-1]), f"{in_use}, groups of {group_size}"


@given(PLACES, PLACES, whole_sizes)
def test_the_last_location_closes_first(places: float, other: float, group_size: float) -> None:
    low, high = sorted((places, other))
    n = n_locations(high, group_size)
    before, after = (
        [places_of_location(x, group_size, nth) for nth in range(n)] for x in (high, low)
    )
    shrunk = [nth for nth in range(n) if after[nth] < before[nth]]
    assert all(
        before[nth] == 0 or after[nth] == 0 for nth in range(shrunk[0] + 1 if shrunk else n, n)
    ), f"{before} became {after}"


@given(moving(places_of_location, "places"))
def test_more_places_in_the_region_never_take_a_place_from_a_location(moved: Moved) -> None:
    assert moved.at_high >= moved.at_low, moved


@given(PLACES, whole_sizes, st.integers(0, 400))
def test_no_location_holds_more_than_a_group(places: float, group_size: float, nth: int) -> None:
    n = places_of_location(places, group_size, nth)
    assert 0 <= n <= group_size, f"{n} places in a group of {group_size}"


@given(PLACES, st.integers(0, 250))
def test_a_place_is_given_out_only_while_fewer_are_present_than_the_region_has_places(
    places: float, n_present: int
) -> None:
    assert has_room(n_present, places) == (n_present + 1 <= math.floor(places + 0.5))
