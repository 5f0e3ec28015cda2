"""Process 8, step down or relapse."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.step_down import dependency, next_rung, p_success
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


@given(moving(dependency, "months_dependency", st.integers(1, 60).map(float), days_in_one_to_one=200))
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
def test_every_step_is_one_rung_but_that_from_two_in_a_group_that_cannot_share(level: int, in_group: bool, has_shared_rung: bool) -> None:
    below, expected = next_rung(level, in_group, has_shared_rung), 0 if level == 2 and in_group and not has_shared_rung else level - 1
    assert below == expected, f"from {level} to {below}, must be {expected}"  # K39
