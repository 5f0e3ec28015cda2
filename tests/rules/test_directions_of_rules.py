"""Each rule moves the way its source says, everywhere in its plausible domain.

Chances stay chances. Parameters are those in force today.
"""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.reference.parameters import ParametersInForce
from sim.names import Cause, Setting, Wait
from sim.rules import (
    arrive,
    clock,
    close_places,
    cost,
    escalate,
    evaluate,
    relapse,
    review,
    search,
    staff,
    start,
    step_down,
)
from sim.rules.functions import weibull_days
from sim.world.build import Run, build_world
from tests.rules.arguments import call

WORLD = build_world(
    "baseline", region="noord_holland", run=Run(dt.date(2025, 1, 1), dt.date(2026, 1, 1), 0)
)
P = ParametersInForce(WORLD.names, WORLD.values[0])
unit = st.floats(0.0, 1.0)
luck = st.floats(1e-9, 1.0 - 1e-9)
level5, level10 = st.integers(0, 5), st.integers(0, 10)
ATTEMPT = {
    "stability": unit,
    "competence": level10,
    "has_analysis": st.booleans(),
    "has_plan": st.booleans(),
    "has_expert": st.booleans(),
    "is_proactive": st.booleans(),
    "fit": unit,
    "leadership": unit,
    "behaviour": level5,
    "fear": level5,
    "dependency": unit,
    "stance": st.integers(-1, 1),
    "is_in_renewal": st.booleans(),
    "is_after_departure": st.booleans(),
}
INCIDENT = {
    "severity": unit,
    "behaviour": level5,
    "trust": level10,
    "match": unit,
    "occupancy": unit,
    "n_group": st.floats(1, 12),
    "has_peer_with_one_to_one": st.booleans(),
    "stability": unit,
    "competence": level10,
    "fit": unit,
    "is_one_to_one": st.booleans(),
    "dependency": unit,
    "log_setting": st.floats(-1, 1),
}
ACCEPT = {
    "setting_accept": st.floats(-1, 1),
    "reluctance": st.floats(-0.6, 0.6),
    "n_moves": st.integers(0, 20),
    "severity": unit,
    "behaviour": level5,
    "is_crisis": st.booleans(),
    "is_from_one_to_one": st.booleans(),
    "dependency": unit,
    "level": level5,
    "is_mediated": st.booleans(),
}
COPE = {
    "setting_cope": st.floats(-1, 2),
    "stability": unit,
    "competence": level10,
    "behaviour": level5,
    "severity": unit,
    "strain": level10,
    "not_permanent": unit,
}
SUCCESS = {
    "behaviour": level5,
    "stability": unit,
    "competence": level10,
    "trust": level10,
    "has_plan": st.booleans(),
    "n_rungs": st.integers(1, 3),
    "is_too_fast": st.booleans(),
}
LEAVE = {
    "n_settled": st.integers(0, 9),
    "n_new": st.integers(0, 5),
    "strain": level10,
    "one_to_one_load": st.floats(0, 3),
    "vacant": unit,
    "leadership": unit,
}
RELAPSE = {
    "behaviour": level5,
    "severity": unit,
    "abruptness": st.integers(0, 4),
    "stability": unit,
}
CASES = [  # rule, its arguments, its parameters, argument, sign, claim
    *[
        (evaluate.p_attempt, ATTEMPT, P.evaluation, *case)
        for case in (
            ("fear", -1, "K21"),
            ("dependency", -1, "K20"),
            ("is_in_renewal", -1, "K23"),
            ("stability", 1, "K31"),
            ("competence", 1, "K31"),
            ("has_expert", 1, "K36"),
            ("has_analysis", 1, "K35"),
            ("has_plan", 1, "K35"),
            ("is_proactive", 1, "K45"),
            ("fit", 1, "K41"),
            ("leadership", 1, "K60"),
            ("behaviour", -1, "K37"),
            ("stance", 1, "K30"),
            ("is_after_departure", -1, "K32"),
        )
    ],
    *[
        (escalate.incident_rate, INCIDENT, P.escalation, *case)
        for case in (
            ("severity", 1, "K05"),
            ("behaviour", 1, "K05"),
            ("trust", -1, "K09"),
            ("match", -1, "K03"),
            ("occupancy", 1, "docs/model.md"),
            ("n_group", 1, "Riemersma 2024-2025"),
            ("has_peer_with_one_to_one", 1, "K49"),
            ("stability", -1, "K37"),
            ("competence", -1, "K31"),
            ("fit", -1, "K08"),
            ("is_one_to_one", -1, "K43"),
            ("dependency", 1, "K44"),
        )
    ],
    *[
        (search.p_accept, ACCEPT, P.search, *case)
        for case in (
            ("n_moves", -1, "docs/model.md"),
            ("is_from_one_to_one", -1, "K18"),
            ("dependency", -1, "K18"),
            ("is_mediated", 1, "docs/model.md"),
            ("severity", -1, "K02"),
        )
    ],
    *[
        (escalate.p_cope, COPE, P.escalation, *case)
        for case in (
            ("stability", 1, "K31"),
            ("competence", 1, "K04"),
            ("behaviour", -1, "K05"),
            ("strain", -1, "K07"),
            ("not_permanent", -1, "K58"),
        )
    ],
    *[
        (step_down.p_success, SUCCESS, P.step_down, *case)
        for case in (
            ("n_rungs", -1, "K33"),
            ("is_too_fast", -1, "K33"),
            ("stability", 1, "K31"),
            ("has_plan", 1, "K35"),
            ("behaviour", -1, "K37"),
            ("trust", 1, "K53"),
        )
    ],
    *[
        (staff.departure_rate, LEAVE, P.staff, *case)
        for case in (
            ("strain", 1, "Stand van de Jeugdzorg 2023"),
            ("one_to_one_load", 1, "K54"),
            ("vacant", 1, "Stand van de Jeugdzorg 2023"),
            ("leadership", -1, "K60"),
        )
    ],
    *[
        (relapse.relapse_rate, RELAPSE, P.relapse, *case)
        for case in (
            ("abruptness", 1, "K33"),
            ("stability", -1, "K32"),
            ("behaviour", 1, "docs/model.md"),
            ("severity", 1, "docs/model.md"),
        )
    ],
]


@pytest.mark.parametrize(
    "rule, arguments, p, moved, sign, claim", CASES, ids=[f"{c[0].__name__}-{c[3]}" for c in CASES]
)
@given(data=st.data())
def test_a_rule_moves_the_way_its_source_says(
    rule: Any,
    arguments: dict[str, Any],
    p: Any,
    moved: str,
    sign: int,
    claim: str,
    data: st.DataObject,
) -> None:
    values = {name: data.draw(strategy, name) for name, strategy in arguments.items()}
    if rule is escalate.incident_rate and moved == "dependency":
        values["is_one_to_one"] = True
    if rule is search.p_accept and moved == "dependency":
        values["is_from_one_to_one"] = True
    low, high = sorted((data.draw(arguments[moved], "one"), data.draw(arguments[moved], "other")))
    at_low, at_high = (call(rule, {**values, moved: value, "p": p}) for value in (low, high))
    assert sign * (at_high - at_low) >= -1e-12, (
        f"{claim}: {moved} from {low} to {high} moves {rule.__name__} from {at_low} to {at_high}"
    )
    assert at_low >= 0.0 and at_high >= 0.0
    if rule.__name__.startswith("p_"):
        assert at_low <= 1.0 and at_high <= 1.0


@pytest.mark.parametrize(
    "inverse",
    [
        lambda u: arrive.severity(u, P.arrival),
        lambda u: arrive.days_of_age(u, P.arrival),
        lambda u: search.days_tolerated(u, P.search),
        lambda u: arrive.moves_before(u, 0.7, P.arrival),
        lambda u: staff.days_to_hire(u, 2000.0, P.staff),
        lambda u: weibull_days(u, 190.0, 1.15),
        lambda u: start.days_meant(u, P.start),
        lambda u: cost.tariff_factor(u, True, P.cost),
        clock.threshold,
    ],
)
@given(one=luck, other=luck)
def test_every_inverse_rises_with_the_draw(inverse: Any, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert inverse(low) <= inverse(high)


@given(u=luck)
def test_youths_arrive_between_nine_and_twenty_three(u: float) -> None:
    years = arrive.days_of_age(u, P.arrival) / 365.2425
    assert 8.99 <= years <= 23.0, f"{years} years"


@given(mean=st.floats(5, 1000), shape=st.floats(0.6, 3.0))
def test_the_mean_of_whole_day_durations_is_what_was_asked_for_plus_half_a_day(
    mean: float, shape: float
) -> None:
    n = 4000
    average = sum(weibull_days((k + 0.5) / n, mean, shape) for k in range(n)) / n
    assert abs(average - (mean + 0.5)) < 0.02 * mean + 0.3, f"asked {mean}, got {average}"


@given(places=st.integers(0, 500), size=st.integers(1, 12))
def test_locations_hold_all_places_and_the_last_one_closes_first(places: int, size: int) -> None:
    held = [
        close_places.places_of_location(float(places), float(size), k)
        for k in range(-(-places // size) + 2)
    ]
    assert sum(held) == places
    assert held == sorted(held, reverse=True)


@given(rate=st.floats(0, 20), weeks=st.integers(1, 600))
def test_weekly_reviews_add_up_to_the_rate(rate: float, weeks: int) -> None:
    p = P.review._replace(per_week=rate)
    total = sum(review.n_reviews(week, p) for week in range(weeks))
    assert abs(total - weeks * rate) <= 1.0, f"{total} reviews in {weeks} weeks at {rate}"


@given(left=st.integers(1, 2**40), daily=st.integers(1, 2**36))
def test_a_clock_strikes_on_the_first_day_on_which_the_sum_reaches_the_threshold(
    left: int, daily: int
) -> None:
    days = clock.days_until(left, daily)
    if days < clock.NEVER:
        assert days * daily >= left
        assert days == 1 or (days - 1) * daily < left


@given(demand=st.floats(100, 5000), more=st.floats(0, 2000), u=luck)
def test_hiring_takes_longer_when_demand_rises(demand: float, more: float, u: float) -> None:
    assert staff.days_to_hire(u, demand + more, P.staff) >= staff.days_to_hire(u, demand, P.staff)


@given(n=st.integers(0, 200))
def test_leadership_is_thinner_with_more_sites(n: int) -> None:
    assert staff.nearness_of_leadership(n + 1, P.staff) < staff.nearness_of_leadership(n, P.staff)


@given(vacant=unit, more=unit)
def test_shortage_eats_evaluations_first(vacant: float, more: float) -> None:
    low, high = sorted((vacant, more))
    assert 0.0 <= evaluate.p_held(high, P.evaluation) <= evaluate.p_held(low, P.evaluation) <= 1.0


def test_a_closed_place_is_tried_first_and_alternatives_only_when_allowed() -> None:
    def order(allowed: bool) -> list[int]:
        wish = search.Wish(
            wait=int(Wait.SECURE),
            is_old_enough=False,
            prefers_family_home=False,
            is_open_to_alternative=allowed,
            is_secure=True,
            level=0,
            is_from_group=False,
            is_crisis=True,
        )
        tried = [search.setting_to_try(k, wish) for k in range(4)]
        return [setting for setting in tried if setting >= 0]

    assert order(False) == [Setting.JEUGDZORGPLUS]
    assert order(True) == [Setting.JEUGDZORGPLUS, Setting.SMALL_SCALE, Setting.HIC]


def test_the_cause_of_a_start_is_the_closed_place_that_was_never_offered_before_refusals() -> None:
    assert start.cause_of_start(True, 3, True, False) == Cause.NO_SECURE_PLACE
    assert start.cause_of_start(True, 3, True, True) == Cause.REFUSED
    assert start.cause_of_start(True, 0, False, False) == Cause.ESCALATION
    assert start.cause_of_start(False, 0, False, False) == Cause.NO_PLACE


def test_in_a_group_without_a_shared_rung_the_last_step_is_two_rungs() -> None:
    assert step_down.next_rung(2, True, False) == 0
    assert step_down.next_rung(2, True, True) == step_down.next_rung(2, False, False) == 1
