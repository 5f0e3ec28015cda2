"""Process 6, the funder decides on 1:1."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules import decide
from tests.rules.arguments import LUCK, UNIT, Moved, arguments, call, mean_over_draws, moving
from tests.rules.groups import DECISION

AT_LEAST_THIRD = st.integers(3, 5)


@given(arguments(decide.p_approve))
def test_a_chance_lies_between_never_and_always(values: dict) -> None:
    assert 0.0 < call(decide.p_approve, values) < 1.0, f"{call(decide.p_approve, values)}"


# K11: pressure; K65: a known route
@pytest.mark.parametrize("name", ["is_crisis", "is_running", "known", "pressure"])
@given(data=st.data())
def test_approval_rises_with(name: str, data: st.DataObject) -> None:
    over = st.integers(0, 10).map(lambda k: k / 10) if name == "pressure" else None
    moved = data.draw(moving(decide.p_approve, name, over, n_refused=0))
    assert moved.at_high > moved.at_low, moved


@given(moving(decide.p_approve, "stance"))
def test_approval_falls_the_more_a_family_carries_a_step_down(moved: Moved) -> None:
    assert moved.at_high < moved.at_low, moved  # K14


@given(moving(decide.p_approve, "level", AT_LEAST_THIRD))
def test_what_is_dearer_is_approved_less(moved: Moved) -> None:
    assert moved.at_high < moved.at_low, moved


@given(moving(decide.p_approve, "level", st.integers(0, 3)))
def test_up_to_one_worker_day_and_night_the_rung_does_not_matter(moved: Moved) -> None:
    assert moved.at_high == moved.at_low, moved


@given(moving(decide.p_approve, "n_refused"))
def test_who_asks_again_is_never_approved_less(moved: Moved) -> None:
    assert moved.at_high >= moved.at_low, moved


@given(moving(decide.p_approve, "n_refused", st.integers(3, 9)))
def test_pressure_is_full_at_some_point(moved: Moved) -> None:
    assert moved.at_high == moved.at_low, moved


@given(arguments(decide.p_approve))
def test_advice_for_helps_and_advice_against_harms(values: dict) -> None:
    unknown, against, given_for = (
        call(decide.p_approve, {**values, "advice": advice})
        for advice in (decide.UNKNOWN, decide.AGAINST, decide.FOR)
    )
    assert against < unknown < given_for, f"{against}, {unknown}, {given_for}"  # K12


@given(moving(decide.days_to_decide, "u"))
def test_days_to_decide_rise_with_the_draw(moved: Moved) -> None:
    assert moved.at_low <= moved.at_high, moved


def test_mean_days_to_decide_are_those_asked_for_and_half_a_day_of_rounding_up() -> None:
    mean = mean_over_draws(lambda u: decide.days_to_decide(u, DECISION))
    assert mean == pytest.approx(DECISION.days + 0.5, rel=2e-3), f"{mean} days"


@given(LUCK)
def test_without_a_crisis_nothing_starts_before_it_is_decided(u: float) -> None:
    assert not decide.is_at_once(u, False, DECISION._replace(p_at_once=1.0))


@given(moving(decide.is_gated, "gate", UNIT, is_advised=False))
def test_a_wider_gate_lets_nobody_through_that_a_narrower_one_held(moved: Moved) -> None:
    assert moved.at_high >= moved.at_low, moved


@given(arguments(decide.is_gated, is_advised=True))
def test_who_has_the_word_of_the_ret_does_not_wait_for_it(values: dict) -> None:
    assert not call(decide.is_gated, values), f"{values}"


@given(arguments(decide.is_stopped_at_gate).filter(lambda v: v["advice"] != decide.AGAINST))
def test_only_a_no_stops_a_request_at_the_gate(values: dict) -> None:
    assert not call(decide.is_stopped_at_gate, values), f"{values}"


@given(arguments(decide.is_stopped_at_gate, is_gated=False))
def test_outside_the_gate_the_word_of_the_ret_is_advice(values: dict) -> None:
    assert not call(decide.is_stopped_at_gate, values), f"{values}"


@given(moving(decide.advice, "has_open_application"))
def test_an_application_still_open_never_makes_the_ret_advise_one_to_one(moved: Moved) -> None:
    assert moved.at_high <= moved.at_low, moved


@given(LUCK, st.booleans())
def test_the_ret_says_yes_or_no(u: float, has_open: bool) -> None:
    advice = decide.advice(u, has_open, DECISION)
    assert decide.is_known(advice) and decide.is_for(advice) is (advice == decide.FOR), f"{advice}"


@pytest.mark.parametrize(("name", "sign"), [("n_now", 1), ("n_past", -1)])
@given(data=st.data())
def test_a_route_is_more_known_with_more_use_now_and_less_before(
    name: str, sign: int, data: st.DataObject
) -> None:
    moved = data.draw(moving(decide.known_route, name))
    assert sign * (moved.at_high - moved.at_low) >= 0.0, moved  # K65


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_how_known_a_route_is_stays_within_one_and_is_nothing_at_its_own_past(
    n: int, past: int
) -> None:
    assert -1.0 <= decide.known_route(n, float(past)) <= 1.0, f"{decide.known_route(n, past)}"
    assert decide.known_route(n, float(n)) == 0.0, f"{decide.known_route(n, float(n))} at {n}"


@given(arguments(decide.past_after_month))
def test_a_past_moves_toward_today_and_never_beyond(values: dict) -> None:
    after = call(decide.past_after_month, values)
    low, high = sorted((values["n_past"], float(values["n_now"])))
    assert low - 1e-9 <= after <= high + 1e-9, f"{after} between {low} and {high}"


@given(st.integers(0, 200), st.integers(1, 12))
def test_in_the_first_year_the_past_is_today(n_now: int, month: int) -> None:
    after = decide.past_after_month(77.0, n_now, month, DECISION)
    assert after == pytest.approx(n_now, abs=1e-9), f"{after} after month {month}, today {n_now}"


def test_after_years_of_another_use_the_past_has_come_near_it() -> None:
    past = 10.0
    for month in range(13, 13 + 240):
        past = decide.past_after_month(past, 100, month, DECISION)
    assert 99.0 < past < 100.0, f"{past} after twenty years of 100"
