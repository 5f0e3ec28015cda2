"""Process 10, moving on from 1:1."""

import pytest
from hypothesis import given

from sim.names import PLACE_SETTINGS, Cause, Outcome, Setting
from sim.rules.follow_up import (
    is_bridging,
    is_old_enough,
    is_searching,
    is_stay_prolonged,
    outcome_of_moving_on,
)
from tests.rules.arguments import Moved, arguments, call, moving
from tests.rules.groups import FOLLOW_UP

WAITS_FOR_A_PLACE = {Cause.NO_SECURE_PLACE, Cause.NO_PLACE, Cause.REFUSED, Cause.NO_FOLLOW_UP}


@pytest.mark.parametrize("cause", Cause)
def test_one_to_one_bridges_a_gap_exactly_when_it_began_for_want_of_a_place(cause: Cause) -> None:
    assert is_bridging(int(cause)) is (cause in WAITS_FOR_A_PLACE), (
        f"{cause.name}: {is_bridging(int(cause))}"
    )


@given(moving(is_searching, "level"))
def test_a_higher_rung_never_starts_the_search(moved: Moved) -> None:
    assert moved.at_high <= moved.at_low, moved


@given(moving(is_searching, "has_plan"))
def test_an_exit_plan_never_stops_the_search(moved: Moved) -> None:
    assert moved.at_high >= moved.at_low, moved  # K19, K35


@given(arguments(is_searching, is_forced=True))
def test_a_forced_search_is_a_search_at_any_rung(values: dict) -> None:
    assert call(is_searching, values), f"none at rung {values['level']}"


@given(arguments(is_searching, is_ready=True))
def test_who_is_judged_ready_is_searching(values: dict) -> None:
    assert call(is_searching, values), f"none at rung {values['level']}"


@given(arguments(is_searching, is_ready=False, is_forced=False, has_plan=False))
def test_who_is_not_ready_and_has_no_plan_does_not_search(values: dict) -> None:
    assert not call(is_searching, values), f"searching at rung {values['level']}"


def test_one_to_one_that_goes_on_in_the_receiving_place_has_not_ended() -> None:
    outcomes = [Outcome(outcome_of_moving_on(is_with)) for is_with in (True, False)]
    assert outcomes == [Outcome.RUNNING, Outcome.STABILISED], f"{outcomes}"


@given(moving(is_old_enough, "days_age"))
def test_nobody_grows_too_young(moved: Moved) -> None:
    assert moved.at_high >= moved.at_low, moved


@pytest.mark.parametrize(("years", "expected"), [(15.99, False), (16.01, True)])
def test_independent_living_begins_at_its_age(years: float, expected: bool) -> None:
    assert is_old_enough(int(years * 365.2425), FOLLOW_UP) is expected, (
        f"{years} years, from {FOLLOW_UP.years_follow_up}"
    )


@pytest.mark.parametrize("setting", PLACE_SETTINGS)
@pytest.mark.parametrize("years", [12, 17])
def test_a_stay_goes_on_only_where_a_follow_up_place_is_the_one_step_and_the_youth_too_young(
    setting: Setting, years: int
) -> None:
    expected = setting in (Setting.OPEN_GROUP, Setting.FAMILY_HOME) and years < 16
    assert is_stay_prolonged(int(setting), years * 366, False, FOLLOW_UP) is expected, (
        f"{setting.name} at {years}"
    )


@pytest.mark.parametrize("setting", PLACE_SETTINGS)
def test_with_one_to_one_a_stay_in_supported_living_goes_on(setting: Setting) -> None:
    expected = setting == Setting.FOLLOW_UP
    assert is_stay_prolonged(int(setting), 17 * 366, True, FOLLOW_UP) is expected
