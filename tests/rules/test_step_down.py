"""Process 10, step down or relapse."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.names import Outcome
from sim.rules.step_down import (
    LOWEST_ALONE,
    abruptness,
    days_dependent,
    dependency,
    is_judgement,
    is_too_fast,
    next_rung,
    p_success,
    rung_within,
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


@given(moving(dependency, "days"))
def test_dependency_rises_with_time_in_one_to_one(moved: Moved) -> None:
    assert moved.at_high > moved.at_low, moved  # K20


@given(moving(dependency, "months_dependency", st.integers(1, 60).map(float), days=200.0))
def test_dependency_grows_slower_with_a_longer_time_constant(moved: Moved) -> None:
    assert moved.at_high < moved.at_low, moved


def test_dependency_is_two_thirds_after_its_time_constant() -> None:
    got, exact = (
        dependency(365.0, STEP_DOWN),
        1.0 - math.exp(-1.0),
    )  # twelve months are 365.2425 days
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


@given(arguments(rung_within))
def test_every_rung_lies_within_those_of_its_form_alone_from_day_and_night(values: dict) -> None:
    p, rung = values["p"], call(rung_within, values)
    low, high = (LOWEST_ALONE, p.highest_alone) if values["is_alone"] else (0, p.highest_beside)
    assert low <= rung <= high, f"rung {rung} from {values['level']}, {low} to {high}"
    assert rung == values["level"] or not low <= values["level"] <= high, f"{rung}"


@pytest.mark.parametrize("level", range(1, 6))
@pytest.mark.parametrize("is_alone", [False, True])
def test_only_alone_on_the_lowest_rung_an_attempt_is_the_judgement_that_a_youth_is_ready(
    level: int, is_alone: bool
) -> None:
    expected = is_alone and level <= LOWEST_ALONE
    assert is_judgement(level, is_alone) is expected, f"rung {level}, alone {is_alone}"


@given(moving(days_dependent, "days_since", is_in=True))
def test_in_one_to_one_days_that_count_add_up(moved: Moved) -> None:
    assert moved.at_high - moved.at_low == moved.high - moved.low, moved  # K20


@given(moving(days_dependent, "days_since", is_in=False))
def test_out_of_one_to_one_what_was_built_up_fades(moved: Moved) -> None:
    assert moved.at_high <= moved.at_low, moved


@given(moving(days_dependent, "days"))
def test_dependency_is_carried_from_one_arrangement_to_the_next(moved: Moved) -> None:
    assert moved.at_low < moved.at_high, moved


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
