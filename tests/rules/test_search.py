"""Process 3, searching for a place."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.names import PLACE_SETTINGS, Setting, Variant, Wait
from sim.rules import search
from tests.rules.arguments import UNIT, Moved, arguments, call, draws, moving
from tests.rules.groups import SEARCH

CALM = {
    "setting_accept": 0.0,
    "reluctance": 0.0,
    "n_moves": 0,
    "severity": 0.5,
    "days_age": 5500,
    "behaviour": 0,
    "is_crisis": False,
    "label": 0.0,
    "dependency": 0.0,
    "level": 0,
    "is_mediated": False,
    "has_analysis": False,
    "is_misfit": False,
    "p": SEARCH,
}


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


@given(orders_with(wait=int(Wait.OPEN), has_secure_need=True))
def test_who_needs_a_closed_place_that_is_not_asked_for_gets_its_alternative_before_a_group(
    values: dict,
) -> None:
    tried = order(values)
    assert tried.index(Setting.SMALL_SCALE) < tried.index(Setting.OPEN_GROUP), f"tried {tried}"


@given(orders_with(wait=int(Wait.OPEN), has_secure_need=False))
def test_who_needs_no_closed_place_and_had_no_one_to_one_is_not_sent_to_its_alternative(
    values: dict,
) -> None:
    assert Setting.SMALL_SCALE not in order(values), f"tried {order(values)}"


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
    "name", ["n_moves", "severity", "days_age", "behaviour", "reluctance", "is_misfit"]
)  # K02
@given(data=st.data())
def test_acceptance_falls_with(name: str, data: st.DataObject) -> None:
    moved = data.draw(moving(search.p_accept, name))
    assert moved.at_high < moved.at_low, moved


@given(moving(search.p_accept, "label", reluctance=0.2))
def test_acceptance_falls_with_what_one_to_one_still_counts(moved: Moved) -> None:
    assert moved.at_high < moved.at_low, moved  # K18


@given(moving(search.p_accept, "dependency", label=1.0))
def test_acceptance_after_one_to_one_falls_the_longer_it_lasted(moved: Moved) -> None:
    assert moved.at_high < moved.at_low, moved  # K18


@given(moving(search.p_accept, "level", st.integers(1, 5), label=1.0))
def test_acceptance_after_one_to_one_falls_with_the_rung(moved: Moved) -> None:
    assert moved.at_high < moved.at_low, moved


@given(moving(search.p_accept, "tariff_gap", st.integers(0, 4).map(lambda k: k / 10), severity=0.6))
def test_acceptance_falls_with_the_share_by_which_tariffs_lag_behind(moved: Moved) -> None:
    assert moved.at_high < moved.at_low, moved  # K67


def test_tariffs_that_lag_behind_shut_out_the_most_severe_first() -> None:
    def odds_lost(severity: float) -> float:
        before, after = (
            call(
                search.p_accept,
                {**CALM, "severity": severity, "p": SEARCH._replace(tariff_gap=gap)},
            )
            for gap in (0.0, 0.3)
        )
        return math.log(before / (1.0 - before)) - math.log(after / (1.0 - after))

    mild, severe = odds_lost(0.2), odds_lost(0.9)
    assert severe > 2.0 * mild > 0.0, f"log-odds {mild} at 0.2, {severe} at 0.9"  # K67


@given(moving(search.p_accept, "duty_to_accept", st.integers(0, 10).map(lambda k: k / 10)))
def test_a_duty_to_accept_raises_acceptance(moved: Moved) -> None:
    assert moved.at_high > moved.at_low, moved


@given(arguments(search.p_accept))
def test_under_a_full_duty_nobody_is_refused(values: dict) -> None:
    chance = call(search.p_accept, {**values, "p": values["p"]._replace(duty_to_accept=1.0)})
    assert chance == pytest.approx(1.0, abs=1e-12), f"{chance}"


@pytest.mark.parametrize("name", ["dependency", "level"])
@given(data=st.data())
def test_without_a_label_acceptance_does_not_depend_on(name: str, data: st.DataObject) -> None:
    moved = data.draw(moving(search.p_accept, name, label=0.0))
    assert moved.at_high == moved.at_low, moved


@given(moving(search.p_accept, "n_moves", st.integers(10, 60)))
def test_moves_past_the_tenth_count_no_more(moved: Moved) -> None:
    assert moved.at_high == moved.at_low, moved


@pytest.mark.parametrize("name", ["is_mediated", "is_crisis", "setting_accept", "has_analysis"])
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


@pytest.mark.parametrize("name", ["is_crisis", "is_out_of_region", "is_misfit"])
@given(data=st.data())
def test_less_is_known_at_admission_and_the_match_is_poorer(name: str, data: st.DataObject) -> None:
    moved = data.draw(moving(search.match_quality, name))
    assert moved.at_high < moved.at_low, moved  # K03; never clipped at the numbers of these tests


@given(moving(search.match_quality, "has_analysis"))
def test_an_explanatory_analysis_improves_the_match(moved: Moved) -> None:
    assert moved.at_high > moved.at_low, moved  # K12


def test_the_median_match_of_a_planned_admission_is_the_base() -> None:
    match = search.match_quality(0.5, False, False, False, False, SEARCH)
    assert match == pytest.approx(SEARCH.match_base, rel=1e-12), (
        f"{match}, must be {SEARCH.match_base}"
    )


# --- how the search goes on -----------------------------------------------------------------------


@given(moving(search.days_tolerated, "known"))
def test_a_known_route_is_never_taken_later(moved: Moved) -> None:
    assert moved.at_high <= moved.at_low, moved  # K65


@pytest.mark.parametrize("rule", [search.n_at_once, search.days_to_next_round])
def test_a_search_asks_somebody_on_some_day(rule) -> None:
    for is_crisis in (False, True):
        assert rule(is_crisis, SEARCH) >= 1, f"{rule(is_crisis, SEARCH)}"


def test_in_crisis_more_are_asked_and_sooner() -> None:
    calm, crisis = (search.n_at_once(is_crisis, SEARCH) for is_crisis in (False, True))
    slow, quick = (search.days_to_next_round(is_crisis, SEARCH) for is_crisis in (False, True))
    assert crisis > calm and quick < slow, f"{calm} and {crisis} asked, {slow} and {quick} days"


@given(moving(search.may_ask_again, "chance"))
def test_a_higher_chance_never_keeps_a_provider_from_being_asked_again(moved: Moved) -> None:
    assert moved.at_low <= moved.at_high, moved


@given(UNIT)
def test_nobody_is_asked_again_while_nothing_has_changed(chance: float) -> None:
    assert not search.may_ask_again(chance, chance, SEARCH), f"at {chance}"


@given(moving(search.is_accepted, "chance"))
def test_who_is_accepted_stays_accepted_as_the_chance_rises(moved: Moved) -> None:
    assert moved.at_low <= moved.at_high, moved  # one draw for good


@given(st.integers(1, 60))
def test_youths_are_spread_evenly_over_the_services_of_a_ring(n: int) -> None:
    nearest = [search.first_on_ring(u, n) for u in draws(n * 8)]
    assert [nearest.count(k) for k in range(n)] == [8] * n, f"{nearest}"


@given(moving(search.label, "days_since"))
def test_a_label_fades_and_never_grows(moved: Moved) -> None:
    assert moved.at_high <= moved.at_low, moved  # K18


@given(arguments(search.label))
def test_a_label_lies_between_none_and_full_and_is_full_outside_a_group(values: dict) -> None:
    got, variant = call(search.label, values), values["variant"]
    assert 0.0 <= got <= 1.0, f"{got}"
    assert got == 1.0 or variant in (Variant.NONE, Variant.GROUP), f"{got} in {variant}"


@given(arguments(search.label, was_alone=False).filter(lambda v: v["variant"] <= Variant.GROUP))
def test_who_was_never_outside_a_group_has_no_label(values: dict) -> None:
    assert call(search.label, values) == 0.0, f"{call(search.label, values)}"


queue = st.tuples(st.booleans(), st.integers(0, 4000), st.integers(0, 10**6))


@given(queue, queue)
def test_a_waiting_list_goes_by_crisis_then_day_asked_then_youth(one: tuple, other: tuple) -> None:
    def rank(at: tuple) -> tuple:
        return (not at[0], at[1], at[2])

    is_before = search.place_in_queue(*one) < search.place_in_queue(*other)
    assert is_before is (rank(one) < rank(other)), f"{one} and {other}"


@given(arguments(search.is_last_resort))
def test_a_crisis_ends_in_the_last_resort_only_for_who_has_neither_place_nor_one_to_one(
    values: dict,
) -> None:
    expected = (
        values["day"] >= values["day_tolerance"]
        and not values["has_place"]
        and not values["has_one_to_one"]
    )
    assert call(search.is_last_resort, values) is expected, f"{values}"


def test_a_crisis_place_takes_whoever_comes_but_who_was_sent_away_from_one() -> None:
    assert search.chance_in_crisis_place() == 1.0
    taken = [search.takes_in_crisis(was_sent_away) for was_sent_away in (False, True)]
    assert taken == [True, False], f"{taken}"


@given(
    odds_before=st.floats(-8.0, 8.0),
    rise=st.floats(-1.0, 4.0),
    duty=st.sampled_from([0.0, 0.3]),
    rise_to_ask_again=st.floats(0.01, 0.3),
)
def test_the_quick_look_never_says_no_where_a_provider_is_asked_again(
    odds_before: float, rise: float, duty: float, rise_to_ask_again: float
) -> None:
    n = len(search.SearchParameters._fields)
    p = search.SearchParameters(*[1.0] * n)._replace(
        duty_to_accept=duty, rise_to_ask_again=rise_to_ask_again
    )
    before = search.chance_at_odds(odds_before, p._replace(duty_to_accept=0.0))
    chance = search.chance_at_odds(odds_before + rise, p)
    if search.may_ask_again(before, chance, p):
        assert search.may_have_risen(odds_before, odds_before + rise, duty, p), (
            f"{before} -> {chance}, asked again from {rise_to_ask_again} on"
        )


@given(arguments(search.log_odds))
def test_nearly_the_log_odds_differ_by_less_than_errors_of_rounding(values: dict[str, Any]) -> None:
    beside = call(search.log_odds, {**values, "setting_accept": 0.0, "reluctance": 0.0})
    nearly = search.nearly_log_odds(
        beside, values["setting_accept"], values["reluctance"], values["label"]
    )
    exact = call(search.log_odds, values)
    assert abs(nearly - exact) < search.ERROR_OF_ROUNDING / 10, f"{nearly} for {exact}"


@pytest.mark.parametrize("wait", list(Wait))
@pytest.mark.parametrize("is_secure", [False, True])
def test_a_closed_place_is_asked_for_on_but_for_a_follow_up_place(
    wait: Wait, is_secure: bool
) -> None:
    expected = is_secure and wait != Wait.FOLLOW_UP
    assert search.is_still_secure(is_secure, wait.value) == expected, f"{wait.name}, {is_secure}"


@pytest.mark.parametrize("wait", list(Wait))
@pytest.mark.parametrize(
    ("places", "is_none"), [(0.0, True), (0.5, True), (1.0, False), (70, False)]
)
def test_where_no_closed_place_is_left_its_alternatives_are_open_to_whom_one_is_asked(
    wait: Wait, places: float, is_none: bool
) -> None:
    assert search.is_alternative_open(True, wait.value, places)
    expected = is_none and wait == Wait.SECURE
    assert search.is_alternative_open(False, wait.value, places) == expected
