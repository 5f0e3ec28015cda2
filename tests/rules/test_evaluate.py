"""Process 9, evaluation: is it held, and is a step down attempted?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.evaluate import days_between, p_attempt, p_held
from tests.rules.arguments import UNIT, Moved, arguments, call, moving
from tests.rules.groups import EVALUATION

CALM = {
    "stability": 0.5,
    "competence": 5,
    "has_analysis": True,
    "has_plan": True,
    "has_expert": False,
    "is_proactive": False,
    "fit": 0.5,
    "leadership": 0.5,
    "behaviour": 0,
    "fear": 1,
    "dependency": 0.3,
    "stance": 0,
    "is_in_renewal": False,
    "is_after_departure": False,
}


@pytest.mark.parametrize("chance", [p_attempt, p_held])
@given(data=st.data())
def test_a_chance_lies_between_never_and_always(chance, data: st.DataObject) -> None:
    p = call(chance, data.draw(arguments(chance)))
    assert 0.0 <= p <= 1.0, f"{chance.__name__} is {p}"


# K12 and K35: analysis and plan; K30: family; K31: team; K36: outside expert; K41: environment;
# K45: proactive goal; K60: leadership
@pytest.mark.parametrize(
    "name",
    [
        "stability",
        "competence",
        "has_analysis",
        "has_plan",
        "has_expert",
        "is_proactive",
        "fit",
        "leadership",
        "stance",
    ],
)
@given(data=st.data())
def test_attempts_rise_with(name: str, data: st.DataObject) -> None:
    moved = data.draw(moving(p_attempt, name))
    assert moved.at_high > moved.at_low, moved


# K20: dependency; K21: fear; K23: renewal window; K32: departures; K37: behaviour
@pytest.mark.parametrize(
    "name", ["fear", "dependency", "behaviour", "is_in_renewal", "is_after_departure"]
)
@given(data=st.data())
def test_attempts_fall_with(name: str, data: st.DataObject) -> None:
    moved = data.draw(moving(p_attempt, name))
    assert moved.at_high < moved.at_low, moved


@given(moving(p_held, "not_permanent"))
def test_shortage_eats_evaluation(moved: Moved) -> None:
    assert moved.at_high < moved.at_low, moved  # K69


def test_a_full_team_holds_the_evaluations_it_complies_with() -> None:
    assert p_held(0.0, EVALUATION) == EVALUATION.compliance, (
        f"{p_held(0.0, EVALUATION)}, must be {EVALUATION.compliance}"
    )


def test_a_shortage_that_outweighs_compliance_leaves_no_evaluation() -> None:
    p = p_held(1.0, EVALUATION._replace(compliance=0.4, compliance_per_vacancy=0.9))
    assert p == 0.0, f"{p}, must be 0"


@given(moving(p_attempt, "days_without_incident"))
def test_a_long_calm_never_raises_attempts_at_the_same_behaviour(moved: Moved) -> None:
    assert moved.at_high <= moved.at_low, moved  # K22


def test_contentment_comes_after_the_days_of_its_row() -> None:
    days = int(EVALUATION.days_content)
    before, after = (
        call(p_attempt, {**CALM, "days_without_incident": d, "p": EVALUATION})
        for d in (days - 1, days)
    )
    assert after < before, f"{before} after {days - 1} days, {after} after {days}"  # K22


@given(
    moving(p_attempt, "lapses_on_improvement", UNIT, behaviour=0, days_without_incident=0, fear=2)
)
def test_funding_that_lapses_on_improvement_lowers_attempts_of_the_calm(moved: Moved) -> None:
    assert moved.at_high < moved.at_low, moved  # K24


@given(moving(p_attempt, "lapses_on_improvement", UNIT, behaviour=5))
def test_where_nothing_has_improved_nothing_would_lapse(moved: Moved) -> None:
    assert moved.at_high == moved.at_low, moved  # K24


@given(moving(days_between, "of_region"))
def test_a_region_that_evaluates_less_often_never_evaluates_sooner(moved: Moved) -> None:
    assert 1 <= moved.at_low <= moved.at_high, moved  # K62
