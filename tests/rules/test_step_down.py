"""Process 8, step down or relapse."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.names import Outcome
from sim.rules.step_down import (
    abruptness,
    dependency,
    is_on_last_rung,
    is_too_fast,
    next_rung,
    p_success,
    rung_at_most,
)
from tests.rules.arguments import Moved, arguments, call, moving
from tests.rules.groups import STEP_DOWN


@given(arguments(p_success))
def test_a_chance_lies_between_never_and_always(values: dict) -> None:
    assert 0.0 <= call(p_success, values) <= 1.0, f"{call(p_success, values)}"


@pytest.mark.parametrize("name", ["stability", "competence", "trust", "has_plan"])  # K31, K35
@given(data=st.data())
def test_success_rises_with(name: str, data: st.DataObject) -> None:
    moved = data.draw(moving(p_success, name))
    assert moved.at_high > moved.at_low, moved


@pytest.mark.parametrize("name", ["behaviour", "n_rungs", "is_too_fast"])  # K33, K37
@given(data=st.data())
def test_success_falls_with(name: str, data: st.DataObject) -> None:
    moved = data.draw(moving(p_success, name))
    assert moved.at_high < moved.at_low, moved


@given(arguments(dependency))
def test_dependency_lies_between_none_and_full(values: dict) -> None:
    assert 0.0 <= call(dependency, values) < 1.0, f"{call(dependency, values)}"


@given(moving(dependency, "days_in_one_to_one"))
def test_dependency_rises_with_time_in_one_to_one(moved: Moved) -> None:
    assert moved.at_high > moved.at_low, moved  # K20


@given(
    moving(dependency, "months_dependency", st.integers(1, 60).map(float), days_in_one_to_one=200)
)
def test_dependency_grows_slower_with_a_longer_time_constant(moved: Moved) -> None:
    assert moved.at_high < moved.at_low, moved


def test_dependency_is_two_thirds_after_its_time_constant() -> None:
    got, exact = dependency(365, STEP_DOWN), 1.0 - math.exp(-1.0)  # twelve months are 365.2425 days
    assert got == pytest.approx(exact, abs=1e-3), f"{got}, must be {exact}"


@given(arguments(next_rung))
def test_the_next_rung_is_lower_and_no_lower_than_none(values: dict) -> None:
    below = call(next_rung, values)
    assert 0 <= below < values["level"], f"from {values['level']} to {below}"


@pytest.mark.parametrize("level", range(1, 6))
@pytest.mark.parametrize("in_group", [False, True])
@pytest.mark.parametrize("has_shared_rung", [False, True])
def test_every_step_is_one_rung_but_that_from_two_in_a_group_that_cannot_share(
    level: int, in_group: bool, has_shared_rung: bool
) -> None:
    below, expected = (
        next_rung(level, in_group, has_shared_rung),
        0 if level == 2 and in_group and not has_shared_rung else level - 1,
    )
    assert below == expected, f"from {level} to {below}, must be {expected}"  # K39


@given(arguments(rung_at_most))
def test_no_rung_is_above_the_highest_of_its_form(values: dict) -> None:
    rung, highest = (
        call(rung_at_most, values),
        values["p"].highest_alone if values["is_alone"] else values["p"].highest_beside,
    )
    assert rung == min(values["level"], highest), (
        f"rung {rung} from {values['level']}, highest {highest}"
    )


@pytest.mark.parametrize("level", range(1, 6))
@pytest.mark.parametrize("is_alone", [False, True])
def test_only_alone_on_rung_one_is_nothing_left_to_step_down_to(level: int, is_alone: bool) -> None:
    assert is_on_last_rung(level, is_alone) is (is_alone and level == 1), (
        f"rung {level}, alone {is_alone}"
    )


@given(moving(is_too_fast, "days_since_step"))
def test_waiting_longer_never_makes_a_step_too_fast(moved: Moved) -> None:
    assert moved.at_high <= moved.at_low, moved


@pytest.mark.parametrize("level", range(6))
@pytest.mark.parametrize("outcome", Outcome)
def test_an_ending_is_the_more_abrupt_the_higher_the_rung_unless_it_was_gone_down_wholly(
    level: int, outcome: Outcome
) -> None:
    got, expected = (
        abruptness(level, int(outcome)),
        0 if outcome == Outcome.POSITIVE else max(level - 1, 0),
    )
    assert got == expected, f"{got} from rung {level}, {outcome.name}; must be {expected}"
