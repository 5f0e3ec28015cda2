"""Process 6, the funder decides on 1:1: on a request, on what started in crisis, on a renewal.

Source: NJi quickscan 2026, Plaatsings- en besluitvormingsproces; CCE/Leiden 2025, Meerzorg; K11,
K12, K65. Form: logistic, assumption.
"""

import math
from typing import NamedTuple

from sim.compiled import rule
from sim.rules.functions import logistic, weibull_days

UNKNOWN, AGAINST, FOR = 0, 1, 2  # what the RET advised
MOST_KNOWN = 1.0  # the route counts as at most e times as known as its own past


class DecisionParameters(NamedTuple):
    """The funder and what weighs on it."""

    days: float  # mean days until a decision; lever (decision time)
    days_shape: float  # Weibull shape of those days
    p_at_once: float  # chance that in crisis 1:1 starts before it is decided
    base: float  # log-odds of approval at reference (planned, no advice, rung 3)
    in_crisis: float  # change in crisis
    if_running: float  # change when it already runs
    with_advice: float  # change when the RET advised it
    against_advice: float  # change when the RET advised against it
    per_pressure: float  # change from no to full pressure
    # pressure on the funder (a youth on the street, a threatened lawsuit), 0..1; lever
    pressure: float
    pressure_per_refusal: float  # added pressure for each request of this youth refused before
    per_rung: float  # change per rung above the third (dearer)
    per_stance: float  # change per step of a family that wants it (K14)
    per_known: float  # change per log of use over its own past
    years_memory: float  # years over which a region's use becomes its own past
    gate: float  # share of requests that wait for the RET's word; lever (RET as gate)
    is_binding: float  # chance that the funder follows a no of the gate; lever
    p_advise: float  # chance that the RET advises 1:1 without an alternative in sight
    p_advise_with_place: float  # the same while an application elsewhere is still open


class Case(NamedTuple):
    """A request for 1:1, as far as the funder's decision depends on it."""

    is_crisis: bool  # in crisis
    is_running: bool  # it runs already: started at once, or a renewal
    advice: int  # UNKNOWN, AGAINST or FOR
    n_refused: int  # requests of this youth refused before
    level: int  # rung asked for
    stance: int  # family's stance, -1 wants 1:1 kept, +1 carries a step down
    known: float  # log of use over its own past


@rule
def p_approve(case: Case, p: DecisionParameters) -> float:
    """Return the chance (0..1) that the funder approves."""
    x = p.base + p.per_rung * max(case.level - 3, 0) - p.per_stance * case.stance
    x += p.per_known * case.known
    x += p.per_pressure * min(p.pressure + p.pressure_per_refusal * case.n_refused, 1.0)
    if case.is_crisis:
        x += p.in_crisis
    if case.is_running:
        x += p.if_running
    if case.advice == FOR:
        x += p.with_advice
    elif case.advice == AGAINST:
        x += p.against_advice
    return logistic(x)


@rule
def is_approved(u: float, case: Case, p: DecisionParameters) -> bool:
    """Tell whether the funder approves."""
    return u < p_approve(case, p)


@rule
def days_to_decide(u: float, p: DecisionParameters) -> int:
    """Return the whole days (at least 1) until the funder decides."""
    return weibull_days(u, p.days, p.days_shape)


@rule
def is_at_once(u: float, is_crisis: bool, p: DecisionParameters) -> bool:
    """Tell whether 1:1 starts before it is decided: only in crisis."""
    return is_crisis and u < p.p_at_once


@rule
def is_known(advice: int) -> bool:
    """Tell whether the RET has said yes or no."""
    return advice != UNKNOWN


@rule
def is_for(advice: int) -> bool:
    """Tell whether the RET advised 1:1."""
    return advice == FOR


@rule
def is_gated(u: float, is_advised: bool, p: DecisionParameters) -> bool:
    """Tell whether a request waits for the RET's word, where it has not been given."""
    return not is_advised and u < p.gate


@rule
def is_stopped_at_gate(u: float, is_gated: bool, advice: int, p: DecisionParameters) -> bool:
    """Tell whether the RET's no is the last word."""
    return is_gated and advice == AGAINST and u < p.is_binding


@rule
def advice(u: float, has_open_application: bool, p: DecisionParameters) -> int:
    """Return what the RET advises on a request for 1:1: FOR or AGAINST."""
    chance = p.p_advise_with_place if has_open_application else p.p_advise
    return FOR if u < chance else AGAINST


@rule
def known_route(n_now: int, n_past: float) -> float:
    """Return how known a route 1:1 has become: log of use over its own past, within -1..1 (K65).

    One is added to both, so that a region without use has a number too.
    """
    x = math.log((n_now + 1.0) / (n_past + 1.0))
    return min(max(x, -MOST_KNOWN), MOST_KNOWN)


@rule
def past_after_month(n_past: float, n_now: int, n_months: int, p: DecisionParameters) -> float:
    """Return a region's past use after its `n_months`-th month: it moves toward today's.

    In the first year of a run the past is today, as there is nothing else; then it is a mean over
    the months, and in the end over the years of memory.
    """
    n = min(max(n_months - 11, 1), max(math.floor(12.0 * p.years_memory), 1))
    return n_past + (n_now - n_past) / n
