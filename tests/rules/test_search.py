"""Process 2, searching for a place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.names import PLACE_SETTINGS, Setting, Wait
from sim.rules import search
from tests.rules.arguments import Moved, arguments, call, draws, moving
from tests.rules.groups import SEARCH


def order(values: dict) -> list[int]:
    """All settings tried, in order; stops at the first -1."""
    tried: list[int] = []
    while (setting := call(search.setting_to_try, {**values, "k": len(tried)})) >= 0 and len(
        tried
    ) < 20:
        tried.append(setting)
    return tried


orders = arguments(search.setting_to_try)


def orders_with(**fixed: object) -> st.SearchStrategy[dict]:
    return arguments(search.setting_to_try, **fixed)


# --- how long is waited ---------------------------------------------------------------------------


@pytest.mark.parametrize("inverse", [search.days_tolerated, search.days_until_tipping])
@given(data=st.data())
def test_a_wait_never_falls_as_the_draw_rises(inverse, data: st.DataObject) -> None:
    moved = data.draw(moving(inverse, "u"))
    assert moved.at_low <= moved.at_high, moved


@given(moving(search.days_until_tipping, "severity"))
def test_severe_problems_never_take_longer_to_turn_into_a_crisis(moved: Moved) -> None:
    assert moved.at_high <= moved.at_low, moved


# --- what is tried --------------------------------------------------------------------------------


@given(orders)
def test_only_settings_with_places_are_tried_each_once(values: dict) -> None:
    tried = order(values)
    assert len(tried) == len(set(tried)) and set(tried) <= set(PLACE_SETTINGS), f"tried {tried}"


@given(orders, st.integers(0, 5))
def test_past_the_last_setting_nothing_is_tried_any_more(values: dict, further: int) -> None:
    last = call(search.setting_to_try, {**values, "k": len(order(values)) + further})
    assert last == -1, f"setting {last} after the end of {order(values)}"


@given(orders_with(wait=int(Wait.SECURE)))
def test_a_closed_place_is_tried_first_and_alternatives_only_where_allowed(values: dict) -> None:
    alternatives = [Setting.SMALL_SCALE, Setting.HIC] if values["is_open_to_alternative"] else []
    assert order(values) == [Setting.JEUGDZORGPLUS, *alternatives], f"tried {order(values)}"


@given(orders_with(is_secure=False).filter(lambda values: values["wait"] != Wait.SECURE))
def test_who_needs_no_closed_place_is_never_offered_one(values: dict) -> None:
    assert Setting.JEUGDZORGPLUS not in order(values), f"tried {order(values)}"


@given(
    orders.filter(
        lambda values: (
            not (values["is_crisis"] and values["is_open_to_alternative"])
            and values["wait"] != Wait.SECURE
        )
    )
)
def test_a_crisis_bed_is_tried_only_in_crisis_with_an_alternative_allowed(values: dict) -> None:
    assert Setting.HIC not in order(values), f"tried {order(values)}"


@given(orders.filter(lambda values: not values["is_old_enough"]))
def test_nobody_too_young_is_offered_independent_living(values: dict) -> None:
    assert Setting.FOLLOW_UP not in order(values), f"tried {order(values)}"


@given(
    orders_with(wait=int(Wait.FOLLOW_UP), is_from_group=True).filter(
        lambda values: values["is_old_enough"]
    )
)
def test_from_a_group_only_a_follow_up_place_is_a_step_on(values: dict) -> None:
    assert order(values) == [Setting.FOLLOW_UP], f"tried {order(values)}"


@given(orders_with(wait=int(Wait.AFTER_ONE_TO_ONE)))
def test_after_one_to_one_small_scale_living_is_tried_before_a_group(values: dict) -> None:
    tried = order(values)
    assert tried.index(Setting.SMALL_SCALE) < tried.index(Setting.OPEN_GROUP), f"tried {tried}"


@given(orders)
def test_the_preference_for_a_family_home_decides_which_of_two_is_tried_first(values: dict) -> None:
    tried = order(values)
    if Setting.FAMILY_HOME in tried and Setting.OPEN_GROUP in tried:
        is_first = tried.index(Setting.FAMILY_HOME) < tried.index(Setting.OPEN_GROUP)
        assert is_first is values["prefers_family_home"], (
            f"tried {tried}, preference {values['prefers_family_home']}"
        )


@given(orders)
def test_the_preference_for_a_family_home_never_changes_which_settings_are_tried(
    values: dict,
) -> None:
    one, other = (order({**values, "prefers_family_home": prefers}) for prefers in (False, True))
    assert set(one) == set(other), f"{one} and {other}"


# --- who accepts ----------------------------------------------------------------------------------


@given(arguments(search.p_accept))
def test_a_chance_lies_between_never_and_always(values: dict) -> None:
    assert 0.0 <= call(search.p_accept, values) <= 1.0, f"{call(search.p_accept, values)}"


@pytest.mark.parametrize(
    "name", ["n_moves", "severity", "behaviour", "is_from_one_to_one", "reluctance"]
)  # K02, K18
@given(data=st.data())
def test_acceptance_falls_with(name: str, data: st.DataObject) -> None:
    moved = data.draw(moving(search.p_accept, name))
    assert moved.at_high < moved.at_low, moved


@given(moving(search.p_accept, "dependency", is_from_one_to_one=True))
def test_acceptance_after_one_to_one_falls_the_longer_it_lasted(moved: Moved) -> None:
    assert moved.at_high < moved.at_low, moved  # K18


@given(moving(search.p_accept, "level", st.integers(1, 5), is_from_one_to_one=True))
def test_acceptance_after_one_to_one_falls_with_the_rung(moved: Moved) -> None:
    assert moved.at_high < moved.at_low, moved


@pytest.mark.parametrize("name", ["dependency", "level"])
@given(data=st.data())
def test_without_one_to_one_acceptance_does_not_depend_on(name: str, data: st.DataObject) -> None:
    moved = data.draw(moving(search.p_accept, name, is_from_one_to_one=False))
    assert moved.at_high == moved.at_low, moved


@given(moving(search.p_accept, "n_moves", st.integers(10, 60)))
def test_moves_past_the_tenth_count_no_more(moved: Moved) -> None:
    assert moved.at_high == moved.at_low, moved


@pytest.mark.parametrize("name", ["is_mediated", "is_crisis", "setting_accept"])
@given(data=st.data())
def test_acceptance_rises_with(name: str, data: st.DataObject) -> None:
    moved = data.draw(moving(search.p_accept, name))
    assert moved.at_high > moved.at_low, moved


# --- how well it fits -----------------------------------------------------------------------------


@given(arguments(search.match_quality))
def test_a_match_lies_between_none_and_perfect(values: dict) -> None:
    assert 0.0 <= call(search.match_quality, values) <= 1.0, f"{call(search.match_quality, values)}"


@given(moving(search.match_quality, "u"))
def test_a_match_never_falls_as_the_draw_rises(moved: Moved) -> None:
    assert moved.at_low <= moved.at_high, moved


@pytest.mark.parametrize("name", ["is_crisis", "is_out_of_region"])
@given(data=st.data())
def test_less_is_known_at_admission_and_the_match_is_poorer(name: str, data: st.DataObject) -> None:
    moved = data.draw(moving(search.match_quality, name))
    assert moved.at_high < moved.at_low, moved  # K03; never clipped at the numbers of these tests


@given(moving(search.match_quality, "has_analysis"))
def test_an_explanatory_analysis_improves_the_match(moved: Moved) -> None:
    assert moved.at_high > moved.at_low, moved  # K12


def test_the_median_match_of_a_planned_admission_is_the_base() -> None:
    match = search.match_quality(0.5, False, False, False, SEARCH)
    assert match == pytest.approx(SEARCH.match_base, rel=1e-12), (
        f"{match}, must be {SEARCH.match_base}"
    )


@given(st.integers(1, 60))
def test_doors_are_spread_evenly_over_those_that_are_open(n_open: int) -> None:
    doors = [search.first_of_doors(u, n_open) for u in draws(n_open * 8)]
    assert [doors.count(k) for k in range(n_open)] == [8] * n_open, f"{doors}"


@given(arguments(search.may_look_elsewhere))
def test_who_may_go_elsewhere_does_so_at_once_in_crisis_and_after_a_while_otherwise(
    values: dict,
) -> None:
    is_late = values["days_asked"] >= values["p"].days_before_out_of_region
    is_from_home = values["wait"] in (Wait.SECURE, Wait.OPEN)
    expected = values["is_out_ok"] and is_from_home and (values["is_crisis"] or is_late)
    assert call(search.may_look_elsewhere, values) == expected, f"{values}"
