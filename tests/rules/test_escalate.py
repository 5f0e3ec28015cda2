"""Process 5, escalation: rate of incidents, coping, what follows."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules import escalate
from sim.rules.functions import BEHAVIOUR_MAX
from tests.rules.arguments import (
    LEVEL_5,
    LUCK,
    UNIT,
    Moved,
    arguments,
    call,
    draws,
    incident_rate,
    moving,
)
from tests.rules.groups import ESCALATION

CHANCES = [
    escalate.p_cope,
    escalate.p_kept_with_one_to_one,
    escalate.p_give_up,
]


@pytest.mark.parametrize("chance", CHANCES)
@given(data=st.data())
def test_a_chance_lies_between_never_and_always(chance, data: st.DataObject) -> None:
    p = call(chance, data.draw(arguments(chance)))
    assert 0.0 <= p <= 1.0, f"{chance.__name__} is {p}"


@given(arguments(incident_rate))
def test_incidents_never_become_impossible(values: dict) -> None:
    assert call(incident_rate, values) > 0.0, f"{call(incident_rate, values)} a day"  # K51


def test_the_rate_at_reference_is_the_rate_asked_for() -> None:
    reference = escalate.Exposure(
        severity=0.5,
        behaviour=0,
        trust=5,
        match=0.5,
        occupancy=1.0,
        n_group=6.0,
        has_peer_with_one_to_one=False,
        stability=0.5,
        competence=5,
        fit=0.5,
        is_one_to_one=False,
        uncovered=0.0,
        dependency=0.0,
        log_setting=0.0,
    )
    per_year = 365.2425 * incident_rate(reference, ESCALATION)
    assert per_year == pytest.approx(ESCALATION.per_year, rel=1e-12), (
        f"{per_year} a year, must be {ESCALATION.per_year}"
    )


# Riemersma 2024-2025: smaller groups; K03: a match from more information; K05: severity and
# behaviour; K49: a peer with 1:1
@pytest.mark.parametrize(
    "name",
    ["severity", "behaviour", "occupancy", "n_group", "has_peer_with_one_to_one", "log_setting"],
)
@given(data=st.data())
def test_incidents_rise_with(name: str, data: st.DataObject) -> None:
    moved = data.draw(moving(incident_rate, name))
    assert moved.at_high > moved.at_low, moved


# K03, K08, K09, K31, K37
@pytest.mark.parametrize("name", ["stability", "competence", "fit", "match", "trust"])
@given(data=st.data())
def test_incidents_fall_with(name: str, data: st.DataObject) -> None:
    moved = data.draw(moving(incident_rate, name))
    assert moved.at_high < moved.at_low, moved


@given(moving(incident_rate, "is_one_to_one", dependency=0.0, uncovered=0.0))
def test_one_to_one_lowers_incidents_at_its_start(moved: Moved) -> None:
    assert moved.at_high < moved.at_low, moved  # K43


@given(moving(incident_rate, "uncovered", is_one_to_one=True))
def test_hours_that_nobody_covers_bring_incidents(moved: Moved) -> None:
    assert moved.at_high > moved.at_low, moved


@given(moving(incident_rate, "dependency", is_one_to_one=True, uncovered=0.25))
def test_the_relief_of_one_to_one_fades_with_dependency(moved: Moved) -> None:
    assert moved.at_high > moved.at_low, moved  # K44


@given(moving(incident_rate, "is_one_to_one", dependency=1.0, uncovered=0.0))
def test_at_full_dependency_nothing_is_left_of_the_relief(moved: Moved) -> None:
    assert moved.at_high == moved.at_low, moved


@given(moving(incident_rate, "dependency", is_one_to_one=False))
def test_without_one_to_one_dependency_means_nothing(moved: Moved) -> None:
    assert moved.at_high == moved.at_low, moved


@given(LUCK, LEVEL_5)
def test_an_incident_raises_behaviour_by_one_or_two_levels_up_to_the_highest(
    u: float, behaviour: int
) -> None:
    after = escalate.behaviour_after_incident(u, behaviour, ESCALATION)
    assert after in (min(behaviour + 1, BEHAVIOUR_MAX), min(behaviour + 2, BEHAVIOUR_MAX)), (
        f"{behaviour} became {after}"
    )


@given(moving(escalate.behaviour_after_incident, "u"))
def test_behaviour_after_an_incident_never_rises_with_the_draw(moved: Moved) -> None:
    assert moved.at_high <= moved.at_low, moved


def test_the_share_of_jumps_by_two_levels_is_the_share_asked_for() -> None:
    n = 10_000
    share = sum(escalate.behaviour_after_incident(u, 0, ESCALATION) == 2 for u in draws(n)) / n
    assert share == pytest.approx(ESCALATION.p_jump_two, abs=1.0 / n), (
        f"{share}, must be {ESCALATION.p_jump_two}"
    )


@pytest.mark.parametrize(
    "name", ["stability", "competence", "setting_cope", "staff"]
)  # K04, K07, K31
@given(data=st.data())
def test_coping_rises_with(name: str, data: st.DataObject) -> None:
    moved = data.draw(moving(escalate.p_cope, name))
    assert moved.at_high > moved.at_low, moved


@pytest.mark.parametrize(
    "name", ["behaviour", "severity", "strain", "not_permanent"]
)  # K05, K07, K58
@given(data=st.data())
def test_coping_falls_with(name: str, data: st.DataObject) -> None:
    moved = data.draw(moving(escalate.p_cope, name))
    assert moved.at_high < moved.at_low, moved


@pytest.mark.parametrize("name", ["p_keep", "group_funding", "known"])  # K39, K65
@given(data=st.data())
def test_being_kept_with_one_to_one_never_falls_with(name: str, data: st.DataObject) -> None:
    moved = data.draw(moving(escalate.p_kept_with_one_to_one, name))
    assert moved.at_high >= moved.at_low, moved


@given(moving(escalate.p_kept_with_one_to_one, "stance"))
def test_a_family_that_wants_one_to_one_makes_it_no_less_likely_that_a_youth_is_kept_with_it(
    moved: Moved,
) -> None:
    assert moved.at_high <= moved.at_low, moved  # -1: wants it kept (K14)


@given(moving(escalate.p_kept_with_one_to_one, "known"))
def test_a_known_route_is_taken_no_less_often(moved: Moved) -> None:
    assert moved.at_low <= moved.at_high, moved  # K65


@given(moving(escalate.p_give_up, "fear"))
def test_giving_up_is_likelier_with_fear(moved: Moved) -> None:
    assert moved.at_high > moved.at_low, moved  # K04


@given(arguments(escalate.resting_behaviour))
def test_behaviour_rests_at_a_level(values: dict) -> None:
    rest = call(escalate.resting_behaviour, values)
    assert 0 <= rest <= BEHAVIOUR_MAX, f"{rest}, highest {BEHAVIOUR_MAX}"


@pytest.mark.parametrize("name", ["severity", "is_isolated", "dependency"])  # K44, K50
@given(data=st.data())
def test_resting_behaviour_never_falls_with(name: str, data: st.DataObject) -> None:
    moved = data.draw(moving(escalate.resting_behaviour, name))
    assert moved.at_high >= moved.at_low, moved


@given(moving(escalate.resting_behaviour, "stability"))
def test_a_steadier_team_never_raises_resting_behaviour(moved: Moved) -> None:
    assert moved.at_high <= moved.at_low, moved  # K37


@given(UNIT, UNIT)
def test_long_isolation_raises_resting_behaviour_by_a_level_where_there_is_room(
    severity: float, stability: float
) -> None:
    before, after = (
        escalate.resting_behaviour(severity, stability, True, dependency, 3, ESCALATION)
        for dependency in (0.0, 1.0)
    )
    assert after > before or before == BEHAVIOUR_MAX, (
        f"{before} became {after}"
    )  # K44, K50; 1.5 levels at full dependency


@given(moving(escalate.resting_behaviour, "participation"))
def test_a_day_programme_never_raises_resting_behaviour(moved: Moved) -> None:
    assert moved.at_high <= moved.at_low, moved  # K44


@given(moving(escalate.is_restrained, "less_restraint", UNIT))
def test_less_restraint_never_adds_a_restraint(moved: Moved) -> None:
    assert moved.at_high <= moved.at_low, moved  # K13


@given(UNIT, UNIT)
def test_less_restraint_takes_its_share_of_restraint_away(p_restrain: float, less: float) -> None:
    n = 1000
    p = ESCALATION._replace(less_restraint=less)
    share = sum(escalate.is_restrained(u, p_restrain, p) for u in draws(n)) / n
    expected = p_restrain * (1.0 - less)
    assert share == pytest.approx(expected, abs=1.5 / n), f"{share}, must be {expected}"  # K13


@pytest.mark.parametrize("name", ["had_one_to_one", "has_shared_rung"])
@given(data=st.data())
def test_a_partial_return_is_only_for_who_had_one_to_one_where_sharing_is_possible(
    name: str, data: st.DataObject
) -> None:
    values = data.draw(arguments(escalate.is_partial_return, **{name: False}))
    assert not call(escalate.is_partial_return, values), f"{values}"  # K40


@given(arguments(incident_rate), st.data())
def test_own_factor_knows_no_place_and_the_rate_around_no_youth(
    values: dict[str, Any], data: st.DataObject
) -> None:
    others = data.draw(arguments(incident_rate))
    around = ("occupancy", "n_group", "stability", "competence", "fit", "log_setting")
    moved = {**values, **{name: others[name] for name in around}}
    own, rate = escalate.own_factor, escalate.rate_around
    assert call(own, values) == call(own, moved), f"{values} against {moved}"
    elsewhere = {**moved, "p": values["p"]}
    still = {**others, **{name: values[name] for name in (*around, "p")}}
    assert call(rate, values) == call(rate, still), f"{values} against {still}"
    product = call(own, elsewhere) * call(rate, elsewhere)
    assert call(incident_rate, elsewhere) == product, f"{product} at {elsewhere}"
