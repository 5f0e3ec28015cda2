"""Locations are dealt out so that closing the last ones takes from everybody in proportion."""

import math

from hypothesis import given
from hypothesis import strategies as st

from sim.world.locations import dealt

WEIGHTS = st.lists(st.integers(1, 60), min_size=1, max_size=14).map(tuple)
N_LOCATIONS = st.integers(0, 120)


@given(WEIGHTS, N_LOCATIONS)
def test_every_beginning_of_the_row_is_within_one_location_of_the_exact_shares(
    weights: tuple[int, ...], n_locations: int
) -> None:
    row = dealt(tuple(map(float, weights)), n_locations)
    has, total = [0] * len(weights), sum(weights)
    for n, service in enumerate(row, 1):
        has[service] += 1
        for weight, k in zip(weights, has, strict=True):
            assert abs(k * total - weight * n) < total, f"{has} of {weights} after {n}"
    assert len(row) == n_locations


@given(WEIGHTS, N_LOCATIONS, st.integers(1, 40))
def test_more_locations_leave_those_that_were_there_whose_they_were(
    weights: tuple[int, ...], n_locations: int, more: int
) -> None:
    few, many = (dealt(tuple(map(float, weights)), n) for n in (n_locations, n_locations + more))
    assert many[:n_locations] == few


@given(WEIGHTS, N_LOCATIONS, st.integers(2, 1000))
def test_only_the_proportion_of_weights_counts(
    weights: tuple[int, ...], n_locations: int, times: int
) -> None:
    whole = dealt(tuple(map(float, weights)), n_locations)
    total = sum(weights)
    for same in ([w / total for w in weights], [float(w * times) for w in weights]):
        assert dealt(tuple(same), n_locations) == whole


@given(st.integers(2, 14), N_LOCATIONS)
def test_equals_take_turns_by_order(n_services: int, n_locations: int) -> None:
    row = dealt((1.0 / n_services,) * n_services, n_locations)
    has = [row.count(service) for service in range(n_services)]
    assert max(has) - min(has) <= 1, f"{has}"
    assert list(row[:n_services]) == list(range(min(n_services, n_locations)))


def test_a_service_however_small_has_its_location_when_its_share_is_worth_one() -> None:
    weights = (50.0, *(5.0,) * 10)
    for n_locations in (15, 20, 40):
        has = dealt(weights, n_locations).count(0)
        exact = n_locations / 2
        assert math.floor(exact) <= has <= math.ceil(exact), f"{has} of {n_locations}"
