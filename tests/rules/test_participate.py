"""Participation in school or day programme."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules import participate
from sim.rules.participate import PARTICIPATION_MAX
from tests.rules.arguments import Moved, arguments, call, moving
from tests.rules.groups import PARTICIPATION


@given(arguments(participate.at_arrival))
def test_participation_at_arrival_is_a_level(values: dict) -> None:
    level = call(participate.at_arrival, values)
    assert 0 <= level <= PARTICIPATION_MAX, f"{level}, highest {PARTICIPATION_MAX}"


@given(moving(participate.at_arrival, "u"))
def test_participation_at_arrival_never_falls_as_the_draw_rises(moved: Moved) -> None:
    assert moved.at_low <= moved.at_high, moved


@given(moving(participate.at_arrival, "severity"))
def test_severe_youths_never_arrive_with_more_of_a_day_programme(moved: Moved) -> None:
    assert moved.at_high <= moved.at_low, moved


@given(moving(participate.rest, "is_alone"))
def test_nobody_alone_comes_to_more_participation_than_in_the_same_place_with_others(
    moved: Moved,
) -> None:
    assert moved.at_high <= moved.at_low, moved  # K44


@given(moving(participate.rest, "of_setting", is_alone=False, has_place=True))
def test_in_a_place_participation_moves_to_what_the_setting_offers(moved: Moved) -> None:
    assert (moved.at_low, moved.at_high) == (moved.low, moved.high), moved


@pytest.mark.parametrize("name", ["has_place", "of_setting"])
@given(data=st.data())
def test_alone_it_does_not_depend_on(name: str, data: st.DataObject) -> None:
    moved = data.draw(moving(participate.rest, name, is_alone=True))
    assert moved.at_low == moved.at_high, moved


@pytest.mark.parametrize(
    ("is_alone", "days"), [(True, PARTICIPATION.days_alone), (False, PARTICIPATION.days)]
)
def test_a_level_takes_the_days_of_its_row(is_alone: bool, days: float) -> None:
    got = participate.days_per_level(is_alone, PARTICIPATION)
    assert got == days, f"{got} days, must be {days}"


def test_only_the_lowest_level_is_no_programme_at_all() -> None:
    without = [participate.is_without_programme(k) for k in range(PARTICIPATION_MAX + 1)]
    assert without == [True, False, False, False], f"{without}"
