"""Process 9, evaluation: is it held, and is a step down attempted?

Source: CCE/Leiden 2025, Factoren, Angst en risico, Thema 2-6; K20-K24, K27, K28, K31.
"""

from typing import NamedTuple

from sim.compiled import rule
from sim.rules.functions import (
    BEHAVIOUR_MAX,
    COMPETENCE_MAX,
    FEAR_MAX,
    logistic,
    share_of,
    whole_days,
)


class EvaluationParameters(NamedTuple):
    """When 1:1 is evaluated, and what makes a step down be tried."""

    interval_days: float  # days between evaluations that are due; lever
    compliance: float  # chance that an evaluation that is due is held, fully staffed; lever
    compliance_per_vacancy: (
        float  # that chance falls by this from no to all positions vacant or agency in the region
    )
    p_outside_expert: float  # chance that an independent outside expert takes part; lever
    attempt_base: float  # log-odds of an attempt at reference
    attempt_per_stability: float  # from no to all settled
    attempt_per_competence: float  # from no to full competence
    attempt_with_analysis: float  # with an explanatory analysis
    attempt_with_plan: float  # with an exit plan
    attempt_with_expert: float  # with an outside expert at the table
    attempt_if_proactive: float  # with a proactive goal
    attempt_per_fit: float  # from no to full physical fit
    attempt_per_leadership: float  # from distant to near leadership
    attempt_per_calm: float  # from most intense to calmest behaviour
    attempt_per_fear: float  # from no to full fear
    attempt_per_dependency: float  # from short to long 1:1
    attempt_per_stance: float  # per step of the family's stance (-1, 0, +1)
    attempt_in_renewal: float  # inside the renewal window of the authorisation
    attempt_after_departure: float  # soon after a departure from the team
    days_content: float  # days without incident after which all are content as it is
    attempt_when_content: float  # then (K22)
    # how far funding lapses on improvement, 0..1; lever
    lapses_on_improvement: float
    attempt_if_lapses: float  # at the calmest behaviour, where all of it would lapse (K24)


@rule
def days_between(of_region: float, p: EvaluationParameters) -> int:
    """Return the days (at least 1) between evaluations; `of_region` is the region's own factor."""
    return whole_days(p.interval_days * of_region)


@rule
def p_held(not_permanent: float, p: EvaluationParameters) -> float:
    """Return the chance that a due evaluation is held; staff shortage eats reflection first (K69).

    `not_permanent` is the share of positions in the region that are vacant or held by agency staff.
    """
    return min(max(p.compliance - p.compliance_per_vacancy * not_permanent, 0.0), 1.0)


@rule
def is_held(u: float, not_permanent: float, p: EvaluationParameters) -> bool:
    """Tell whether a due evaluation is held."""
    return u < p_held(not_permanent, p)


@rule
def has_expert(u: float, p: EvaluationParameters) -> bool:
    """Tell whether an independent outside expert takes part in an evaluation."""
    return u < p.p_outside_expert


class Evaluation(NamedTuple):
    """What is on the table at an evaluation."""

    stability: float  # settled positions / positions of the team, 0..1
    competence: int  # level 0..10
    has_analysis: bool  # explanatory analysis present
    has_plan: bool  # exit plan present
    has_expert: bool  # an outside expert takes part
    is_proactive: bool  # the goal is proactive
    fit: float  # physical fit, 0..1
    leadership: float  # nearness of leadership, 0..1
    behaviour: int  # level 0..5
    fear: int  # level 0..5
    dependency: float  # 0..1
    stance: int  # family's stance, -1, 0 or +1
    # within the renewal window of the authorisation (nobody risks the grant)
    is_in_renewal: bool
    is_after_departure: bool  # a departure from the team is recent
    days_without_incident: int  # since the last incident, or since the start


@rule
def p_attempt(at: Evaluation, p: EvaluationParameters) -> float:
    """Return the chance (0..1) that an evaluation leads to an attempt to step down.

    Source: CCE/Leiden 2025, Factoren; K20, K21, K23, K31, K35, K36. Form: logistic, assumption.
    """
    x = (
        p.attempt_base
        + p.attempt_per_stability * (at.stability - 0.5)
        + p.attempt_per_competence * (share_of(at.competence, COMPETENCE_MAX) - 0.5)
    )
    x += p.attempt_per_fit * (at.fit - 0.5) + p.attempt_per_leadership * (at.leadership - 0.5)
    x += p.attempt_per_calm * (
        0.5 - share_of(at.behaviour, BEHAVIOUR_MAX)
    ) + p.attempt_per_fear * share_of(at.fear, FEAR_MAX)
    x += p.attempt_per_dependency * at.dependency + p.attempt_per_stance * at.stance
    if at.has_analysis:
        x += p.attempt_with_analysis
    if at.has_plan:
        x += p.attempt_with_plan
    if at.has_expert:
        x += p.attempt_with_expert
    if at.is_proactive:
        x += p.attempt_if_proactive
    if at.is_in_renewal:
        x += p.attempt_in_renewal
    if at.is_after_departure:
        x += p.attempt_after_departure
    if at.days_without_incident >= p.days_content:
        x += p.attempt_when_content
    x += (
        p.attempt_if_lapses
        * p.lapses_on_improvement
        * (1.0 - share_of(at.behaviour, BEHAVIOUR_MAX))
    )
    return logistic(x)


@rule
def is_attempted(u: float, at: Evaluation, p: EvaluationParameters) -> bool:
    """Tell whether an evaluation leads to an attempt to step down."""
    return u < p_attempt(at, p)
