"""The family: stance and burden."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules import family
from sim.rules.family import BURDEN_MAX
from tests.rules.arguments import UNIT, Moved, arguments, call, draws, moving
from tests.rules.groups import FAMILY

N = 10_000


@given(moving(family.stance_at_arrival, "u"))
def test_the_stance_of_the_family_rises_with_the_draw(moved: Moved) -> None:
    assert moved.at_low <= moved.at_high, moved


@pytest.mark.parametrize(("stance", "share"), [(-1, FAMILY.p_keeps), (1, FAMILY.p_carries)])
def test_the_shares_of_families_that_keep_or_carry_are_those_asked_for(
    stance: int, share: float
) -> None:
    got = sum(family.stance_at_arrival(u, FAMILY) == stance for u in draws(N)) / N
    assert got == pytest.approx(share, abs=1.5 / N), f"{got}, must be {share}"


@given(moving(family.stance_after, "is_success"))
def test_a_failure_never_leaves_a_family_readier_than_a_success(moved: Moved) -> None:
    assert moved.at_low <= moved.at_high, moved


@given(arguments(family.stance_after))
def test_a_stance_moves_one_step_at_most_in_the_direction_of_what_happened(values: dict) -> None:
    before, after = values["stance"], call(family.stance_after, values)
    step = 1 if values["is_success"] else -1
    assert after in (before, min(max(before + step, -1), 1)), f"{before} became {after}"


@given(moving(family.stance_after, "right_of_return", UNIT, is_success=False))
def test_a_right_of_return_never_makes_a_family_want_one_to_one_kept(moved: Moved) -> None:
    assert moved.at_low <= moved.at_high, moved  # K30


@given(arguments(family.stance_after, is_success=False))
def test_under_a_full_right_of_return_no_failure_moves_a_family(values: dict) -> None:
    p = values["p"]._replace(right_of_return=1.0)
    after = call(family.stance_after, {**values, "p": p})
    assert after == values["stance"], f"{values['stance']} became {after}"


def test_a_right_of_return_takes_its_share_of_the_falls_away() -> None:
    falls = sum(family.stance_after(u, 0, False, FAMILY) < 0 for u in draws(N)) / N
    expected = FAMILY.p_falls * (1.0 - FAMILY.right_of_return)
    assert falls == pytest.approx(expected, abs=1.5 / N), f"{falls}, must be {expected}"


@given(st.integers(0, BURDEN_MAX))
def test_burden_rises_one_level_up_to_the_highest(burden: int) -> None:
    after = family.burden_after(burden)
    assert after == min(burden + 1, BURDEN_MAX), f"{burden} became {after}"


@given(st.floats(-10.0, 400.0))
def test_burden_never_rises_twice_on_one_day(days: float) -> None:
    got = family.days_to_burden(FAMILY._replace(days_burden=days))
    assert got >= 1, f"{got} days at {days}"


@pytest.mark.parametrize("name", ["burden", "behaviour_share"])
@given(data=st.data())
def test_what_breaks_down_at_home_breaks_down_with_more(name: str, data: st.DataObject) -> None:
    moved = data.draw(moving(family.is_broken_down, name))
    assert moved.at_high >= moved.at_low, moved  # K52


def test_one_to_one_at_home_breaks_down_more_often_under_full_burden_than_under_none() -> None:
    none, full = (
        sum(family.is_broken_down(u, burden, 0.5, FAMILY) for u in draws(N)) / N
        for burden in (0, BURDEN_MAX)
    )
    assert full > 2.0 * none > 0.0, f"{none} without burden, {full} under full burden"  # K52
