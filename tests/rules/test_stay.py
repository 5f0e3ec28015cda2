"""Process 4, a stay."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.names import Setting
from sim.rules import stay
from tests.rules.arguments import PLACES, Moved, draws, mean_over_draws, moving
from tests.rules.groups import SETTING


def days_at_median_severity(u: float, p: stay.SettingParameters) -> int:
    return stay.days_planned_stay(u, 0.5, p)


@pytest.mark.parametrize("inverse", [stay.days_planned_stay, stay.days_of_patience])
@given(data=st.data())
def test_a_duration_never_falls_as_the_draw_rises(inverse, data: st.DataObject) -> None:
    moved = data.draw(moving(inverse, "u"))
    assert moved.at_low <= moved.at_high, moved


@pytest.mark.parametrize(
    ("inverse", "mean"),
    [(days_at_median_severity, SETTING.days_stay), (stay.days_of_patience, SETTING.days_patience)],
)
def test_mean_durations_are_those_asked_for_and_half_a_day_of_rounding_up(
    inverse, mean: float
) -> None:
    got = mean_over_draws(lambda u: inverse(u, SETTING))
    assert got == pytest.approx(mean + 0.5, rel=1e-3), f"{got} days, asked for {mean} + 0.5"


def test_the_share_that_goes_home_is_the_share_asked_for() -> None:
    n = 10_000
    share = sum(stay.goes_home(u, SETTING) for u in draws(n)) / n
    assert share == pytest.approx(SETTING.p_home_after, abs=1.0 / n), (
        f"{share}, must be {SETTING.p_home_after}"
    )


@given(moving(stay.goes_home, "u"))
def test_a_draw_that_does_not_go_home_leaves_higher_draws_in_care(moved: Moved) -> None:
    assert moved.at_high <= moved.at_low, moved


@given(PLACES, st.integers(1, 14).map(float))
def test_locations_are_as_few_as_can_hold_the_places(places: float, group_size: float) -> None:
    n, whole = stay.n_locations(places, group_size), math.floor(places + 0.5)
    assert (n - 1) * group_size < whole <= n * group_size or n == whole == 0, (
        f"{n} locations of {group_size} for {places} places"
    )


@given(moving(stay.n_locations, "places"))
def test_more_places_are_never_fewer_locations(moved: Moved) -> None:
    assert moved.at_high >= moved.at_low, moved


@given(moving(stay.days_planned_stay, "severity"))
def test_severe_youths_never_have_a_shorter_stay_planned_with_the_same_luck(moved: Moved) -> None:
    assert moved.at_low <= moved.at_high, moved


def test_only_in_a_crisis_place_or_a_hospital_bed_does_the_search_go_on() -> None:
    bridges = {setting for setting in Setting if stay.is_bridge(int(setting))}
    assert bridges == {Setting.CRISIS_GROUP, Setting.HIC}, f"{bridges}"
    crisis = {setting for setting in Setting if stay.is_crisis_place(int(setting))}
    assert crisis == {Setting.CRISIS_GROUP} <= bridges, f"{crisis}"


def test_going_home_is_no_question_while_one_to_one_runs() -> None:
    assert [stay.may_go_home(has) for has in (False, True)] == [True, False]
