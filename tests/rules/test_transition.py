"""Process 10, the way down from alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules import staff, transition
from sim.rules.step_down import LOWEST_ALONE
from tests.rules.arguments import Moved, moving
from tests.rules.groups import TRANSITION

DAYS = st.integers(0, 480).map(lambda k: k / 4)


@given(moving(transition.days_of_transition, "days", DAYS))
def test_longer_transition_care_never_keeps_a_place_shorter(moved: Moved) -> None:
    assert moved.at_low <= moved.at_high, moved


@given(DAYS)
def test_a_transition_is_none_or_whole_days_of_what_was_asked_for(days: float) -> None:
    got = transition.days_of_transition(TRANSITION._replace(days=days))
    assert got == int(days), f"{got} days, asked for {days}"


@given(moving(transition.is_shaken, "days_kept"))
def test_a_longer_transition_never_shakes_a_youth_more(moved: Moved) -> None:
    assert moved.at_high <= moved.at_low, moved  # K33


@given(st.floats(0.0, 1.0, exclude_max=True), st.integers(42, 480))
def test_nobody_is_shaken_by_a_move_to_a_team_that_is_known(u: float, days_kept: int) -> None:
    assert not transition.is_shaken(u, days_kept, TRANSITION)


@given(moving(staff.days_left_to_settle, "days_known"))
def test_a_team_that_worked_in_longer_is_settled_sooner(moved: Moved) -> None:
    assert 0 <= moved.at_high <= moved.at_low, moved  # K33


@pytest.mark.parametrize("rung", [1.0, 2.0])
def test_in_the_receiving_place_one_to_one_goes_on_below_what_is_the_least_alone(
    rung: float,
) -> None:
    after = transition.rung_after(TRANSITION._replace(rung_after=rung))
    assert 1 <= after < LOWEST_ALONE, f"rung {after}"
