"""Ids: nobody shares one with another of the same kind, and each tells whose it is."""

from hypothesis import given
from hypothesis import strategies as st

from sim.common.ids import (
    ID_BITS,
    MOST_PER_YOUTH,
    SOURCE_BITS,
    arrangement_id,
    location_id,
    nth_present,
    youth_id,
    youth_of,
)
from sim.names import PLACE_SETTINGS

SOURCES = st.integers(0, 255)
NTH = st.integers(0, (1 << 22) - 1)  # arrangements of later candidates would have no room
PLACES = st.integers(0, (1 << 18) - 1)


@given(SOURCES, NTH, st.integers(0, MOST_PER_YOUTH - 1))
def test_the_id_of_an_arrangement_tells_whose_it_is(source: int, nth: int, n: int) -> None:
    youth = youth_id(source, nth)
    assert youth_of(arrangement_id(youth, n)) == youth, f"{n}th arrangement of {nth} of {source}"


@given(SOURCES, NTH, NTH)
def test_the_last_arrangement_of_one_youth_comes_before_the_first_of_the_next(
    source: int, one: int, other: int
) -> None:
    low, high = sorted((one, other))
    last = arrangement_id(youth_id(source, low), MOST_PER_YOUTH - 1)
    first = arrangement_id(youth_id(source, high), 0)
    assert last < first or low == high, f"{last} of {low}, {first} of {high}"


@given(st.sampled_from(PLACE_SETTINGS), PLACES)
def test_who_is_present_on_the_first_day_has_room_for_arrangements(
    setting: int, place: int
) -> None:
    nth = nth_present(int(setting), place)
    highest = arrangement_id(youth_id(0, nth), MOST_PER_YOUTH - 1)
    assert highest < 1 << SOURCE_BITS, f"{highest} runs into the number of the source"


@given(SOURCES, st.sampled_from(PLACE_SETTINGS), st.integers(0, (1 << 16) - 1), NTH)
def test_every_id_fits_in_its_bits(source: int, setting: int, location: int, nth: int) -> None:
    for id_ in (location_id(source, int(setting), location), youth_id(source, nth)):
        assert 0 <= id_ < 1 << ID_BITS and id_ >> SOURCE_BITS == source, f"{id_} of {source}"
