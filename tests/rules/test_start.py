"""Process 6, a 1:1 arrangement starts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.names import PLACE_SETTINGS, Cause, Setting, Variant, Wait
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


@given(moving(start.p_consult, "is_crisis", of_region=1.0))
def test_a_crisis_lowers_the_chance_that_the_ret_is_consulted(moved: Moved) -> None:
    assert moved.at_high < moved.at_low, moved  # K12


@given(moving(start.p_consult, "of_region"))
def test_a_region_that_uses_its_ret_more_never_consults_it_less(moved: Moved) -> None:
    assert moved.at_low <= moved.at_high, moved  # K62


@given(moving(start.p_contracted, "is_crisis"))
def test_a_crisis_lowers_the_chance_that_a_contracted_provider_is_sought(moved: Moved) -> None:
    assert moved.at_high < moved.at_low, moved  # K02


@pytest.mark.parametrize(
    ("is_expelled", "is_secure", "is_accepted", "is_refused", "cause"),
    [
        (True, True, False, False, Cause.NO_SECURE_PLACE),
        (False, True, True, True, Cause.NO_SECURE_PLACE),
        (True, True, False, True, Cause.REFUSED),
        (False, False, False, True, Cause.REFUSED),
        (True, False, True, True, Cause.NO_PLACE),
        (True, False, False, False, Cause.ESCALATION),
        (False, False, False, False, Cause.NO_PLACE),
    ],
)
def test_the_cause_is_who_says_no_to_all_then_the_place_that_lacks_then_what_began_the_search(
    is_expelled: bool, is_secure: bool, is_accepted: bool, is_refused: bool, cause: Cause
) -> None:
    got = start.cause_of_start(is_expelled, is_secure, is_accepted, is_refused)
    assert got == cause, f"{Cause(got).name}, must be {cause.name}"


@given(arguments(start.level_of_start))
def test_alone_one_to_one_starts_day_and_night_and_elsewhere_with_one_worker_at_most(
    values: dict,
) -> None:
    level, allowed = (
        call(start.level_of_start, values),
        (1,)
        if values["is_partial_return"]
        else (3, 4, 5)
        if values["variant"] in ALONE
        else (2, 3),
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
    got = sum(start.level_of_start(u, solo, False, START) == level for u in draws(N)) / N
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


@given(moving(start.is_start_possible, "n_left", st.integers(0, 20)))
def test_more_people_never_make_a_start_wait(moved: Moved) -> None:
    assert moved.at_low <= moved.at_high, moved


@given(
    moving(start.is_start_possible, "coverage_to_start", st.integers(0, 10).map(lambda k: k / 10))
)
def test_asking_for_more_coverage_never_makes_a_start_possible(moved: Moved) -> None:
    assert moved.at_high <= moved.at_low, moved


@given(st.integers(1, 20))
def test_with_people_for_every_position_one_to_one_can_start(n_due: int) -> None:
    assert start.is_start_possible(n_due, n_due, START), f"{n_due} of {n_due}"
    assert not start.is_start_possible(0, n_due, START), f"nobody for {n_due}"


@pytest.mark.parametrize("is_from_bridge", [False, True])
def test_patience_that_ends_in_a_place_lacks_a_follow_up_place_and_in_a_bridge_any_place(
    is_from_bridge: bool,
) -> None:
    cause = start.cause_after_patience(is_from_bridge, 0, False, False)
    expected = Cause.NO_PLACE if is_from_bridge else Cause.NO_FOLLOW_UP
    assert cause == expected, f"{Cause(cause).name}, must be {expected.name}"


@pytest.mark.parametrize("variant", [Variant.UNIT, Variant.SOLO, Variant.HOME])
def test_a_youth_with_one_to_one_outside_a_group_is_in_no_place(variant: Variant) -> None:
    setting = Setting(start.setting_of(int(variant)))
    assert setting not in PLACE_SETTINGS, f"{variant.name} in {setting.name}"
    assert start.is_with_family(int(variant)) is (setting == Setting.HOME), f"{setting.name}"


@pytest.mark.parametrize("variant", [v for v in Variant if v != Variant.NONE])
def test_alone_is_outside_a_group_and_not_at_home(variant: Variant) -> None:
    expected = start.is_outside(int(variant)) and not start.is_with_family(int(variant))
    assert start.is_alone(int(variant)) is expected, f"{variant.name}"


@given(moving(start.is_at_home, "days_age"))
def test_growing_older_never_brings_one_to_one_home(moved: Moved) -> None:
    assert moved.at_high <= moved.at_low, moved
