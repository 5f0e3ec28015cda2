"""Decisions that take a draw: fair to the chance, and never against the draw.

That one chance is the same for all and that a lower draw is never turned down where a higher one is
taken is what makes two scenarios differ by the policy and not by luck.
"""

import inspect
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.names import Cause, Outcome
from sim.rules import (
    arrive,
    authorise,
    decide,
    escalate,
    evaluate,
    register,
    review,
    search,
    staff,
    start,
    stay,
    step_down,
    transition,
)
from tests.engines.test_compiled import RULES
from tests.rules.arguments import Moved, call, draws, moving
from tests.rules.groups import (
    ARRIVAL,
    AUTHORISATION,
    DECISION,
    ESCALATION,
    EVALUATION,
    REGISTRATION,
    REVIEW,
    SEARCH,
    SETTING,
    STAFF,
    START,
    STEP_DOWN,
    TRANSITION,
)

N = 10_000
DECISIONS = [
    rule
    for rule in RULES
    if inspect.get_annotations(rule.py_func, eval_str=True)["return"] is bool
    and "u" in inspect.signature(rule.py_func).parameters
]
PROACTIVE = int(Cause.PROACTIVE)
SHARES: list[tuple[Any, dict[str, Any], float]] = [
    (arrive.is_in_crisis, {"p": ARRIVAL}, ARRIVAL.p_crisis),
    (authorise.is_attempt_forced, {"p": AUTHORISATION}, AUTHORISATION.p_forced_attempt),
    (escalate.gives_experience, {"p": ESCALATION}, ESCALATION.p_experience),
    (escalate.is_stepped_up, {"p": ESCALATION}, ESCALATION.p_level_up),
    (decide.is_at_once, {"is_crisis": True, "p": DECISION}, DECISION.p_at_once),
    (decide.is_gated, {"is_advised": False, "p": DECISION}, DECISION.gate),
    (
        decide.is_stopped_at_gate,
        {"is_gated": True, "advice": decide.AGAINST, "p": DECISION},
        DECISION.is_binding,
    ),
    (
        escalate.is_partial_return,
        {"had_one_to_one": True, "has_shared_rung": True, "p": ESCALATION},
        ESCALATION.p_partial_return,
    ),
    (evaluate.has_expert, {"p": EVALUATION}, EVALUATION.p_outside_expert),
    (evaluate.is_held, {"not_permanent": 0.0, "p": EVALUATION}, EVALUATION.compliance),
    (register.is_registered, {"is_contracted": True, "p": REGISTRATION}, REGISTRATION.p_contracted),
    (review.has_analysis, {"had_analysis": False, "p": REVIEW}, REVIEW.p_analysis),
    (review.has_plan, {"had_plan": False, "p": REVIEW}, REVIEW.p_plan),
    (
        review.is_proactive,
        {"was_proactive": False, "has_analysis": True, "p": REVIEW},
        REVIEW.p_to_proactive,
    ),
    (review.is_search_forced, {"was_forced": False, "p": REVIEW}, REVIEW.p_alternative),
    (search.may_go_outside, {"p": SEARCH}, SEARCH.p_out_of_region),
    (
        search.is_alternative_allowed,
        {"is_allowed": False, "p": SEARCH},
        SEARCH.p_alternative_in_crisis,
    ),
    (staff.is_jolted, {"p": STAFF}, STAFF.p_jolt),
    (staff.is_reassured, {"p": STAFF}, STAFF.p_fresh_start),
    (start.has_analysis, {"had_analysis": False, "p": START}, START.p_analysis),
    (start.has_plan, {"had_plan": False, "p": START}, START.p_plan),
    (start.has_shared_rung, {"p": START}, START.p_shared_rung),
    (start.is_contract_sought, {"is_crisis": False, "p": START}, START.p_contracted),
    (start.is_at_home, {"days_age": 6000, "p": START}, START.p_home),
    (start.is_at_home, {"days_age": 4000, "p": START}, START.p_home_young),
    (start.is_planned, {"p": START}, START.p_planned),
    (
        start.is_ret_consulted,
        {"is_crisis": False, "is_reviewed": False, "of_region": 1.0, "p": START},
        START.p_ret,
    ),
    (
        start.is_proactive,
        {"cause": 0, "is_crisis": False, "has_analysis": True, "p": START},
        START.p_proactive,
    ),
    (
        start.is_proactive,
        {"cause": PROACTIVE, "is_crisis": True, "has_analysis": False, "p": START},
        1.0,
    ),
    (
        start.is_proactive,
        {"cause": 0, "is_crisis": True, "has_analysis": True, "p": START},
        0.0,
    ),
    (stay.is_filled_at_start, {"p": SETTING}, SETTING.filled_at_start),
    (stay.is_bridged, {"p": SETTING}, SETTING.p_one_to_one_after_patience),
    (transition.is_taken_back, {"p": TRANSITION}, TRANSITION.p_taken_back),
    (transition.is_shaken, {"days_kept": 21, "p": TRANSITION}, TRANSITION.p_shaken / 2),
    (step_down.gives_experience, {"p": STEP_DOWN}, STEP_DOWN.p_experience),
    (step_down.falls_back_further, {"p": STEP_DOWN}, STEP_DOWN.p_fall_back),
]


@pytest.mark.parametrize("rule", DECISIONS, ids=lambda rule: f"{rule.__module__}.{rule.__name__}")
@given(data=st.data())
def test_a_higher_draw_never_turns_a_no_into_a_yes(rule: Any, data: st.DataObject) -> None:
    moved: Moved = data.draw(moving(rule, "u"))
    assert moved.at_high <= moved.at_low, moved


@pytest.mark.parametrize(
    ("rule", "values", "share"), SHARES, ids=[f"{r.__module__}.{r.__name__}" for r, *_ in SHARES]
)
def test_a_decision_falls_in_the_share_asked_for(
    rule: Any, values: dict[str, Any], share: float
) -> None:
    got = sum(call(rule, {"u": u, **values}) for u in draws(N)) / N
    assert got == pytest.approx(share, abs=1.5 / N), f"{got}, must be {share}"


@pytest.mark.parametrize(
    ("is_outside", "outcome"), [(True, Outcome.FAILED), (False, Outcome.STABILISED)]
)
def test_the_cap_ends_one_to_one_in_the_share_asked_for_and_as_a_failure_only_outside_a_group(
    is_outside: bool, outcome: Outcome
) -> None:
    outcomes = [authorise.outcome_at_maximum(u, is_outside, AUTHORISATION) for u in draws(N)]
    assert set(outcomes) == {Outcome.RUNNING, outcome}, f"{set(outcomes)}"
    share = outcomes.count(outcome) / N
    assert share == pytest.approx(AUTHORISATION.p_hard_cap, abs=1.5 / N), f"{share}"


def test_only_an_urgent_start_is_reviewed_later_in_the_share_asked_for() -> None:
    days = [start.days_to_late_review(u, 0.5, True, START) for u in draws(N)]
    share = sum(d > 0 for d in days) / N
    assert share == pytest.approx(START.p_late_review, abs=1.5 / N), f"{share}"
    assert {start.days_to_late_review(u, 0.5, False, START) for u in draws(100)} == {-1}
