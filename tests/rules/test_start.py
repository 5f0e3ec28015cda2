"""Process 5, a 1:1 arrangement starts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.names import Cause, Variant, Wait
from sim.rules import start
from sim.rules.functions import FEAR_MAX
from tests.rules.arguments import Moved, arguments, call, draws, mean_over_draws, moving
from tests.rules.groups import START

ALONE = (Variant.UNIT, Variant.SOLO)
N = 10_000


@pytest.mark.parametrize("chance", [start.p_consult, start.p_contracted])
@given(data=st.data())
def test_a_chance_lies_between_never_and_always(chance, data: st.DataObject) -> None:
    p = call(chance, data.draw(arguments(chance)))
    assert 0.0 <= p <= 1.0, f"{chance.__name__} is {p}"


@pytest.mark.parametrize("chance", [start.p_consult, start.p_contracted])  # K12; K02
def test_a_crisis_lowers(chance) -> None:
    assert chance(True, START) < chance(False, START), (
        f"{chance(True, START)} in crisis, {chance(False, START)} otherwise"
    )


@pytest.mark.parametrize(
    ("is_expelled", "n_refused", "is_secure", "was_offered_secure", "cause"),
    [
        (True, 3, True, False, Cause.NO_SECURE_PLACE),
        (False, 0, True, False, Cause.NO_SECURE_PLACE),
        (True, 3, True, True, Cause.REFUSED),
        (False, 1, False, False, Cause.REFUSED),
        (True, 0, False, False, Cause.ESCALATION),
        (True, 0, True, True, Cause.ESCALATION),
        (False, 0, False, False, Cause.NO_PLACE),
    ],
)
def test_the_cause_is_the_closed_place_never_offered_then_refusals_then_escalation_then_no_place(
    is_expelled: bool, n_refused: int, is_secure: bool, was_offered_secure: bool, cause: Cause
) -> None:
    got = start.cause_of_start(is_expelled, n_refused, is_secure, was_offered_secure)
    assert got == cause, f"{Cause(got).name}, must be {cause.name}"


@pytest.mark.parametrize(
    ("variant", "share"),
    [
        (Variant.HOME, 0.1),
        (Variant.UNIT, 0.9 * 0.3),
        (Variant.SOLO, 0.9 * 0.7),
        (Variant.GROUP, 0.0),
    ],
)
def test_forms_outside_a_group_start_in_the_shares_asked_for(
    variant: Variant, share: float
) -> None:
    got = sum(start.variant_of_start(u, START) == variant for u in draws(N)) / N
    assert got == pytest.approx(share, abs=1.5 / N), f"{variant.name}: {got}, must be {share}"


@given(arguments(start.level_of_start))
def test_alone_one_to_one_starts_day_and_night_and_elsewhere_with_one_worker_at_most(
    values: dict,
) -> None:
    level, allowed = (
        call(start.level_of_start, values),
        (3, 4, 5) if values["variant"] in ALONE else (2, 3),
    )
    assert level in allowed, f"rung {level}, must be one of {allowed}"


@given(moving(start.level_of_start, "u"))
def test_the_rung_at_the_start_never_rises_with_the_draw(moved: Moved) -> None:
    assert moved.at_high <= moved.at_low, moved


@pytest.mark.parametrize(("level", "share"), [(5, START.p_level_5), (4, START.p_level_4)])
def test_rungs_of_more_than_one_worker_start_in_the_shares_asked_for(
    level: int, share: float
) -> None:
    solo = int(Variant.SOLO)
    got = sum(start.level_of_start(u, solo, START) == level for u in draws(N)) / N
    assert got == pytest.approx(share, abs=1.5 / N), f"rung {level}: {got}, must be {share}"


@given(moving(start.days_meant, "u"))
def test_days_meant_rise_with_the_draw(moved: Moved) -> None:
    assert moved.at_low <= moved.at_high, moved


def test_mean_days_meant_are_those_asked_for_and_half_a_day_of_rounding_up() -> None:
    mean = mean_over_draws(lambda u: start.days_meant(u, START))
    assert mean == pytest.approx(START.days_planned + 0.5, rel=1e-3), (
        f"{mean} days, asked for {START.days_planned} + 0.5"
    )


@given(arguments(start.fear_of_start))
def test_fear_at_the_start_is_a_level(values: dict) -> None:
    fear = call(start.fear_of_start, values)
    assert 0 <= fear <= FEAR_MAX, f"{fear}, highest {FEAR_MAX}"


@pytest.mark.parametrize("name", ["behaviour", "is_crisis"])
@given(data=st.data())
def test_fear_at_the_start_never_falls_with(name: str, data: st.DataObject) -> None:
    moved = data.draw(moving(start.fear_of_start, name))
    assert moved.at_high >= moved.at_low, moved


@given(moving(start.fear_of_start, "has_analysis"))
def test_an_explanatory_analysis_never_adds_fear(moved: Moved) -> None:
    assert moved.at_high <= moved.at_low, moved  # K12


@given(moving(start.fear_of_start, "is_crisis", behaviour=0))
def test_a_calm_start_in_crisis_is_more_fearful_than_a_planned_one(moved: Moved) -> None:
    assert moved.at_high > moved.at_low, moved  # one level, at the numbers of these tests


@given(arguments(start.fit_of))
def test_a_physical_fit_lies_between_none_and_full(values: dict) -> None:
    assert 0.0 <= call(start.fit_of, values) <= 1.0, f"{call(start.fit_of, values)}"


@pytest.mark.parametrize("name", ["u", "mean"])
@given(data=st.data())
def test_a_physical_fit_never_falls_with(name: str, data: st.DataObject) -> None:
    moved = data.draw(moving(start.fit_of, name))
    assert moved.at_high >= moved.at_low, moved


def test_the_mean_fit_is_the_one_asked_for_where_nothing_is_cut_off() -> None:
    mean = mean_over_draws(lambda u: start.fit_of(u, 0.45, 0.25))
    assert mean == pytest.approx(0.45, abs=1e-9), f"{mean}, must be 0.45"


@pytest.mark.parametrize("wait", Wait)
@pytest.mark.parametrize("is_crisis", [False, True])
def test_a_case_for_the_ret_is_a_crisis_a_closed_place_or_a_way_out_of_one_to_one(
    wait: Wait, is_crisis: bool
) -> None:
    expected = is_crisis or wait in (Wait.SECURE, Wait.AFTER_ONE_TO_ONE)
    assert start.is_complex(is_crisis, int(wait)) is expected, f"{wait.name}, crisis {is_crisis}"
