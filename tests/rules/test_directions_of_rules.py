"""Each rule moves the way its source says, everywhere in its plausible domain.

Chances stay chances. Parameters are those in force today.
"""

import datetime as dt
import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.common.paths import CONF
from sim.engine.reference.parameters import ParametersInForce
from sim.names import Setting, Wait
from sim.rules import (
    arrive,
    clock,
    close_places,
    cost,
    decide,
    escalate,
    evaluate,
    family,
    relapse,
    review,
    search,
    staff,
    start,
    step_down,
)
from sim.rules.functions import weibull_days
from sim.world.build import Run, build_world, default_groups
from sim.world.parameters import load_rows
from tests.rules.arguments import arguments, call, domain, incident_rate, moving

WORLD = build_world(
    "baseline", region="noord_holland", run=Run(dt.date(2025, 1, 1), dt.date(2026, 1, 1), 0)
)
P = ParametersInForce(WORLD.names, WORLD.values[0])
unit = st.floats(0.0, 1.0)
luck = st.floats(1e-9, 1.0 - 1e-9)
ROWS = load_rows(CONF / "parameters", default_groups())
SLOPES = ("log-odds", "log-rate", "log of factor")  # units of rows that say how strongly
NO_SLOPE = {  # rows in such a unit that no argument goes with
    "search.accept_base",  # where all else is nothing
    "provider.reluctance_spread",  # scales of what is drawn
    "difference.reluctance",
}


class Direction(NamedTuple):
    """What a row does: a rule moves with an argument, in a direction that a source gives."""

    rule: Any
    row: str  # group and name of the row that carries it
    argument: str
    sign: int
    claim: str
    fixed: Mapping[str, Any] = MappingProxyType({})


ATTEMPT, SUCCESS = evaluate.p_attempt, step_down.p_success
RATE, COPE, GIVE_UP = incident_rate, escalate.p_cope, escalate.p_give_up
ACCEPT, APPROVE, LEAVE = search.p_accept, decide.p_approve, staff.departure_rate
RELAPSE, BREAK, FAMILY_HOME = (
    relapse.relapse_rate,
    family.is_broken_down,
    arrive.prefers_family_home,
)
IN = {"is_one_to_one": True}
LABEL = {"label": 1.0}
DIRECTIONS = [
    Direction(*case)
    for case in (
        (ATTEMPT, "evaluation.attempt_per_fear", "fear", -1, "K21"),
        (ATTEMPT, "evaluation.attempt_per_dependency", "dependency", -1, "K20"),
        (ATTEMPT, "evaluation.attempt_in_renewal", "is_in_renewal", -1, "K23"),
        (ATTEMPT, "evaluation.attempt_per_stability", "stability", 1, "K31"),
        (ATTEMPT, "evaluation.attempt_per_competence", "competence", 1, "K31"),
        (ATTEMPT, "evaluation.attempt_with_expert", "has_expert", 1, "K36"),
        (ATTEMPT, "evaluation.attempt_with_analysis", "has_analysis", 1, "K35"),
        (ATTEMPT, "evaluation.attempt_with_plan", "has_plan", 1, "K35"),
        (ATTEMPT, "evaluation.attempt_if_proactive", "is_proactive", 1, "K45"),
        (ATTEMPT, "evaluation.attempt_per_fit", "fit", 1, "K41"),
        (ATTEMPT, "evaluation.attempt_per_leadership", "leadership", 1, "K60"),
        (ATTEMPT, "evaluation.attempt_per_calm", "behaviour", -1, "K37"),
        (ATTEMPT, "evaluation.attempt_per_stance", "stance", 1, "K30"),
        (ATTEMPT, "evaluation.attempt_after_departure", "is_after_departure", -1, "K32"),
        (ATTEMPT, "evaluation.attempt_when_content", "days_without_incident", -1, "K22"),
        (RATE, "escalation.per_severity", "severity", 1, "K05"),
        (RATE, "escalation.per_behaviour", "behaviour", 1, "K05"),
        (RATE, "escalation.per_trust", "trust", -1, "K09"),
        (RATE, "escalation.per_mismatch", "match", -1, "K03"),
        (RATE, "escalation.per_occupancy", "occupancy", 1, "docs/model.md"),
        (RATE, "escalation.per_group_size", "n_group", 1, "Riemersma 2024-2025"),
        (RATE, "escalation.peer_one_to_one", "has_peer_with_one_to_one", 1, "K49"),
        (RATE, "escalation.per_stability", "stability", -1, "K37"),
        (RATE, "escalation.per_competence", "competence", -1, "K31"),
        (RATE, "escalation.per_fit", "fit", -1, "K08"),
        (RATE, "escalation.one_to_one_relief", "is_one_to_one", -1, "K43", {"uncovered": 0.0}),
        (RATE, "escalation.one_to_one_relief", "dependency", 1, "K44", IN),
        (RATE, "escalation.per_uncovered", "uncovered", 1, "docs/model.md", IN),
        (COPE, "escalation.cope_per_stability", "stability", 1, "K31"),
        (COPE, "escalation.cope_per_competence", "competence", 1, "K04"),
        (COPE, "escalation.cope_per_behaviour", "behaviour", -1, "K05"),
        (COPE, "escalation.cope_per_severity", "severity", -1, "K05"),
        (COPE, "escalation.cope_per_strain", "strain", -1, "K07"),
        (COPE, "escalation.cope_per_vacancy", "not_permanent", -1, "K58"),
        (COPE, "escalation.cope_per_staff", "staff", 1, "K07"),
        (GIVE_UP, "escalation.give_up_per_fear", "fear", 1, "K04"),
        (ACCEPT, "search.accept_per_move", "n_moves", -1, "docs/model.md"),
        (ACCEPT, "search.accept_per_severity", "severity", -1, "K02"),
        (ACCEPT, "search.accept_per_gap", "severity", -1, "K67"),
        (ACCEPT, "search.accept_per_behaviour", "behaviour", -1, "K02"),
        (ACCEPT, "search.accept_after_one_to_one", "label", -1, "K18", {"reluctance": 0.0}),
        (ACCEPT, "search.accept_per_dependency", "dependency", -1, "K18", LABEL),
        (ACCEPT, "search.accept_per_level", "level", -1, "K18", LABEL),
        (ACCEPT, "search.accept_with_ret", "is_mediated", 1, "docs/model.md"),
        (ACCEPT, "search.accept_with_analysis", "has_analysis", 1, "K12"),
        (ACCEPT, "search.accept_when_misfit", "is_misfit", -1, "docs/model.md"),
        (APPROVE, "decision.in_crisis", "is_crisis", 1, "K11"),
        (APPROVE, "decision.if_running", "is_running", 1, "K23"),
        (APPROVE, "decision.per_pressure", "n_refused", 1, "K11"),
        (APPROVE, "decision.per_rung", "level", -1, "K61"),
        (APPROVE, "decision.per_stance", "stance", -1, "K14"),
        (APPROVE, "decision.per_known", "known", 1, "K65"),
        (SUCCESS, "step_down.success_per_extra_rung", "n_rungs", -1, "K33"),
        (SUCCESS, "step_down.success_too_fast", "is_too_fast", -1, "K33"),
        (SUCCESS, "step_down.success_per_stability", "stability", 1, "K31"),
        (SUCCESS, "step_down.success_per_competence", "competence", 1, "K31"),
        (SUCCESS, "step_down.success_with_plan", "has_plan", 1, "K35"),
        (SUCCESS, "step_down.success_per_behaviour", "behaviour", -1, "K37"),
        (SUCCESS, "step_down.success_per_trust", "trust", 1, "K53"),
        (LEAVE, "staff.per_strain", "strain", 1, "Stand van de Jeugdzorg 2023"),
        (LEAVE, "staff.per_one_to_one", "one_to_one_load", 1, "K54"),
        (LEAVE, "staff.per_shortage", "vacant", 1, "Stand van de Jeugdzorg 2023"),
        (LEAVE, "staff.per_leadership", "leadership", -1, "K60"),
        (RELAPSE, "relapse.per_abruptness", "abruptness", 1, "K33"),
        (RELAPSE, "relapse.per_stability", "stability", -1, "K32"),
        (RELAPSE, "relapse.per_behaviour", "behaviour", 1, "docs/model.md"),
        (RELAPSE, "relapse.per_severity", "severity", 1, "docs/model.md"),
        (RELAPSE, "relapse.per_participation", "participation", -1, "K46"),
        (BREAK, "family.break_per_burden", "burden", 1, "K52"),
        (BREAK, "family.break_per_behaviour", "behaviour_share", 1, "K52"),
        (FAMILY_HOME, "arrival.family_home_per_year", "years", -1, "docs/model.md"),
        (FAMILY_HOME, "arrival.family_home_per_severity", "severity", -1, "docs/model.md"),
    )
]
# what no argument of a rule moves, but another row: the direction of the one under the other
ADVICE = [("decision.with_advice", decide.FOR, 1), ("decision.against_advice", decide.AGAINST, -1)]
LAPSE = "evaluation.attempt_if_lapses"


def strength(value: Any) -> float:
    """Return a chance as log-odds and a rate as its log, as rows state them; else the number."""
    if isinstance(value, float) and 0.0 < value < 1.0:
        return math.log(value) - math.log1p(-value)
    return float(value)


def log_of(rule: Any, value: Any) -> float:
    """Return the value of a rule on the scale on which its rows add up."""
    if rule.__name__.endswith("_rate"):
        return math.log(value) if value > 0.0 else 0.0
    return strength(value)


@pytest.mark.parametrize("case", DIRECTIONS, ids=lambda c: f"{c.row}-{c.argument}")
@given(data=st.data())
def test_a_rule_moves_the_way_its_source_says(case: Direction, data: st.DataObject) -> None:
    group, _ = case.row.split(".")
    moved = data.draw(moving(case.rule, case.argument, p=getattr(P, group), **case.fixed))
    change = case.sign * (moved.at_high - moved.at_low)
    assert change >= -1e-12, f"{case.claim}: {moved}"
    assert moved.at_low >= 0.0 and moved.at_high >= 0.0, f"{moved}"
    if case.rule.__name__.startswith("p_"):
        assert moved.at_low <= 1.0 and moved.at_high <= 1.0, f"{moved}"


@pytest.mark.parametrize("case", DIRECTIONS, ids=lambda c: f"{c.row}-{c.argument}")
@given(data=st.data())
def test_a_row_carries_its_direction_as_far_as_its_range_goes(
    case: Direction, data: st.DataObject
) -> None:
    group, name = case.row.split(".")
    low, high = ROWS[case.row].plausible
    value = data.draw(st.floats(low, high), "row")
    call_of = data.draw(arguments(case.rule, p=getattr(P, group), **case.fixed))
    one, other = sorted(
        data.draw(
            st.lists(domain(case.rule, case.argument), min_size=2, max_size=2, unique=True), "moved"
        )
    )

    def change(amount: float) -> float:
        at = {**call_of, "p": call_of["p"]._replace(**{name: amount})}
        before, after = (
            log_of(case.rule, call(case.rule, {**at, case.argument: x})) for x in (one, other)
        )
        return after - before

    with_row, without = change(value), change(0.0)
    assert case.sign * (with_row - without) >= -1e-6, (
        f"{case.claim}: {case.argument} from {one} to {other} changes {case.rule.__name__} by "
        f"{with_row} with {case.row} {value} and by {without} without"
    )


@pytest.mark.parametrize(("row", "advice", "sign"), ADVICE)
@given(data=st.data())
def test_advice_moves_approval_its_way(
    row: str, advice: int, sign: int, data: st.DataObject
) -> None:
    values = data.draw(arguments(decide.p_approve, p=P.decision))
    amount = data.draw(st.floats(*ROWS[row].plausible))
    p = P.decision._replace(**{row.split(".")[1]: amount})
    with_it, without = (
        call(decide.p_approve, {**values, "p": p, "advice": what})
        for what in (advice, decide.UNKNOWN)
    )
    assert sign * (with_it - without) >= -1e-12, f"K12: {with_it} with, {without} without"


@given(data=st.data())
def test_funding_that_lapses_never_raises_attempts(data: st.DataObject) -> None:
    values = data.draw(arguments(evaluate.p_attempt, p=P.evaluation))
    amount = data.draw(st.floats(*ROWS[LAPSE].plausible))
    without, with_it = (
        call(
            evaluate.p_attempt,
            {
                **values,
                "p": P.evaluation._replace(lapses_on_improvement=share, attempt_if_lapses=amount),
            },
        )
        for share in (0.0, 1.0)
    )
    assert with_it <= without + 1e-12, f"K24: {with_it} where it lapses, {without} where not"


def test_every_row_that_says_how_strongly_in_one_direction_has_its_direction_tested() -> None:
    one_sided = {
        name
        for name, row in ROWS.items()
        if row.unit in SLOPES and 0.0 in row.plausible and "setting" not in name
    }
    tested = {case.row for case in DIRECTIONS} | {row for row, _, _ in ADVICE} | {LAPSE}
    assert one_sided - tested == NO_SLOPE, f"untested {one_sided - tested - NO_SLOPE}"
    assert tested <= one_sided, f"of no sign {tested - one_sided}"


@pytest.mark.parametrize(
    "inverse",
    [
        lambda u: arrive.severity(u, P.arrival),
        lambda u: arrive.days_of_age(u, P.arrival),
        lambda u: search.days_tolerated(u, 0.0, P.search),
        lambda u: arrive.moves_before(u, 0.7, P.arrival),
        lambda u: staff.days_to_hire(u, 2000.0, P.staff),
        lambda u: weibull_days(u, 190.0, 1.15),
        lambda u: start.days_meant(u, P.start),
        lambda u: cost.tariff_factor(u, True, 1.0, P.cost),
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
            has_secure_need=True,
            level=0,
            is_from_group=False,
            is_crisis=True,
        )
        tried = [search.setting_to_try(k, wish) for k in range(4)]
        return [setting for setting in tried if setting >= 0]

    assert order(False) == [Setting.JEUGDZORGPLUS]
    assert order(True) == [Setting.JEUGDZORGPLUS, Setting.SMALL_SCALE, Setting.HIC]


def test_in_a_group_without_a_shared_rung_the_last_step_is_two_rungs() -> None:
    assert step_down.next_rung(2, True, False) == 0
    assert step_down.next_rung(2, True, True) == step_down.next_rung(2, False, False) == 1
