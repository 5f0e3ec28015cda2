"""Process 10, step down or fall back.

Does the attempt hold, and what it does to fear, behaviour and the team. Source: CCE/Leiden 2025,
Thema 2-3; K21, K32-K35.
"""

import math
from typing import NamedTuple

from sim.common.calendar import DAYS_PER_YEAR
from sim.compiled import rule
from sim.names import Outcome
from sim.rules.functions import BEHAVIOUR_MAX, COMPETENCE_MAX, TRUST_MAX, logistic, months, share_of

LOWEST_ALONE = 3  # one worker day and night: the least there is alone


class StepDownParameters(NamedTuple):
    """How attempts end."""

    success_base: float  # log-odds that an attempt succeeds at reference (one rung)
    success_per_behaviour: float  # from calmest to most intense
    success_per_stability: float  # from no to all settled
    success_per_competence: float  # from no to full competence
    success_per_trust: float  # from no to full trust
    success_with_plan: float  # with an exit plan that is shared
    success_per_extra_rung: float  # per rung more than one in a single step
    success_too_fast: float  # too soon after the last step
    days_too_fast: float  # days within which a next step is too soon
    fear_relief: float  # levels of fear lost by a success
    fear_jump: float  # levels of fear gained by a failure
    behaviour_jump: float  # levels of behaviour gained by a failure
    p_wobble: float  # chance that a success raises behaviour one level for a while (K34)
    p_experience: float  # chance that a success raises competence one level
    p_fall_back: float  # chance that a failure costs one rung more than before
    days_fear: float  # days for fear to relax one level
    fear_per_incident: float  # levels of fear gained by an incident not coped with
    highest_alone: float  # highest rung of 1:1 in a unit or a separate location
    highest_beside: float  # highest rung of 1:1 in a group or at home
    months_dependency: float  # tau: months in 1:1 after which dependency is 1 - 1/e
    months_fade: float  # months out of 1:1 in which what was built up falls to 1/e


@rule
def days_dependent(days: float, days_since: int, is_in: bool, p: StepDownParameters) -> float:
    """Return the days of 1:1 that still count for dependency (not whole).

    Args:
        days: those that counted at the last start or end of 1:1.
        days_since: days since then.
        is_in: 1:1 runs: they add up; else they fade (carried from one arrangement to the next).
        p: parameters.
    """
    if is_in:
        return days + days_since
    return days * math.exp(-months(days_since) / p.months_fade)


@rule
def dependency(days: float, p: StepDownParameters) -> float:
    """Return dependency on 1:1 in [0, 1) after days that count: 1 - exp(-months / tau) (K20)."""
    return 1.0 - math.exp(-days * 12.0 / DAYS_PER_YEAR / p.months_dependency)


@rule
def next_rung(level: int, variant_in_group: bool, has_shared_rung: bool) -> int:
    """Return the rung below.

    In a group rung 1 exists only where sharing one worker is possible; else the step from 2 is to 0
    (K39).
    """
    if level == 2 and variant_in_group and not has_shared_rung:
        return 0
    return level - 1


@rule
def is_judgement(level: int, is_alone: bool) -> bool:
    """Tell whether an attempt is the judgement that the youth is ready for a place.

    Alone there is no rung below day-and-night presence: the only step down is a move.

    Source: NJi quickscan 2026, Intensiteit: alone "minimaal 24 uur per dag".
    """
    return is_alone and level <= LOWEST_ALONE


@rule
def rung_within(level: int, is_alone: bool, p: StepDownParameters) -> int:
    """Return `level` within the rungs that this form of 1:1 has: alone from 3, beside from 0."""
    if is_alone:
        return max(min(level, int(p.highest_alone)), LOWEST_ALONE)
    return min(level, int(p.highest_beside))


@rule
def is_too_fast(days_since_step: int, p: StepDownParameters) -> bool:
    """Tell whether a next step comes too soon after the last (K33)."""
    return days_since_step < p.days_too_fast


@rule
def abruptness(level: int, outcome: int) -> int:
    """Return how abruptly 1:1 ended: rungs above the last, 0 where every rung was gone down."""
    return 0 if outcome == Outcome.POSITIVE else max(level - 1, 0)


class Attempt(NamedTuple):
    """An attempt to step down, and who makes it."""

    behaviour: int  # level 0..5
    stability: float  # settled positions / positions of the team, 0..1
    competence: int  # level 0..10
    trust: int  # level 0..10
    has_plan: bool  # an exit plan is present
    n_rungs: int  # rungs in one step
    is_too_fast: bool  # too soon after the last step


@rule
def p_success(at: Attempt, p: StepDownParameters) -> float:
    """Return the chance that an attempt to step down succeeds (K31-K35)."""
    x = (
        p.success_base
        + p.success_per_behaviour * share_of(at.behaviour, BEHAVIOUR_MAX)
        + p.success_per_stability * (at.stability - 0.5)
    )
    x += p.success_per_competence * (
        share_of(at.competence, COMPETENCE_MAX) - 0.5
    ) + p.success_per_trust * (share_of(at.trust, TRUST_MAX) - 0.5)
    x += p.success_per_extra_rung * (at.n_rungs - 1)
    if at.has_plan:
        x += p.success_with_plan
    if at.is_too_fast:
        x += p.success_too_fast
    return logistic(x)


@rule
def is_success(u: float, at: Attempt, p: StepDownParameters) -> bool:
    """Tell whether an attempt to step down succeeds."""
    return u < p_success(at, p)


@rule
def gives_experience(u: float, p: StepDownParameters) -> bool:
    """Tell whether a step down that held raises the team's competence one level."""
    return u < p.p_experience


@rule
def wobbles(u: float, p: StepDownParameters) -> bool:
    """Tell whether a step down that held raises behaviour one level for a while.

    Source: CCE/Leiden 2025, Thema 3 ("even wiebeliger"); K34.
    """
    return u < p.p_wobble


@rule
def falls_back_further(u: float, p: StepDownParameters) -> bool:
    """Tell whether a step down that failed costs one rung more than before."""
    return u < p.p_fall_back
