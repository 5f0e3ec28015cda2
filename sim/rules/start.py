"""Process 5, a 1:1 arrangement starts: cause, form, rung, what is known, who provides.

Source: S0, Redenen, Plaatsingsproces, Intensiteit.
"""

import math
from typing import NamedTuple

from sim.compiled import rule
from sim.names import Cause, Variant, Wait
from sim.rules.functions import BEHAVIOUR_MAX, FEAR_MAX, clip, share_of, weibull_days


class StartParameters(NamedTuple):
    """How 1:1 starts."""

    p_ret: float  # chance that the RET is consulted on a case that is not urgent; lever (RET share)
    ret_in_crisis: float  # factor on that chance in crisis
    p_late_review: float  # chance that an urgent arrangement is reviewed later; lever
    days_to_late_review: float  # mean days until it is brought to the RET
    p_analysis: float  # chance of a shared explanatory analysis at the start without RET; lever
    p_plan: float  # chance of an exit plan at the start without RET; lever
    p_proactive: float  # chance that the goal is proactive, given an analysis
    # chance that a case reviewed by the RET is planned as proactive 1:1 instead of a place
    p_planned: float
    p_home: float  # chance that crisis 1:1 is given at home
    # chance that crisis 1:1 alone is in a unit of an institution rather than a separate location
    p_unit: float
    p_contracted: float  # chance of a contracted provider when not urgent, a region's own; lever
    contracted_in_crisis: float  # factor on that chance in crisis
    p_level_4: float  # chance of 2:1 at the start of solo or unit
    p_level_5: float  # chance of 3:1 at the start of solo or unit
    p_level_3_in_group: float  # chance of day and night at the start in a group or at home
    # chance that sharing one worker (rung 1) is possible for 1:1 in a group; lever (group funding)
    p_shared_rung: float
    days_planned: float  # mean duration meant at the start
    planned_shape: float  # Weibull shape of that duration
    fear_base: float  # level of fear at the start, calm youth, planned start
    fear_in_crisis: float  # added level when started in crisis
    fear_per_behaviour: float  # added level from calmest to most intense behaviour
    fear_without_analysis: float  # added level without an explanatory analysis
    fit_alone: (
        float  # mean physical fit of solo and unit places, 0..1; lever (physical environment)
    )
    fit_spread: float  # half-width of that fit


@rule
def cause_of_start(
    is_expelled: bool, n_refused: int, is_secure: bool, was_offered_secure: bool
) -> int:
    """Return the cause of a start after a search in crisis without result (`Cause`).

    A closed place was indicated and none was ever offered: that is the cause; else refusals; else
    the escalation that began the search; else that there was no place.
    """
    if is_secure and not was_offered_secure:
        return Cause.NO_SECURE_PLACE.value
    if n_refused > 0:
        return Cause.REFUSED.value
    return Cause.ESCALATION.value if is_expelled else Cause.NO_PLACE.value


@rule
def is_complex(is_crisis: bool, wait: int) -> bool:
    """Tell whether a search is a case for the RET.

    In crisis, for a closed place, or out of 1:1 (S0, Plaatsings- en besluitvormingsproces).
    """
    return is_crisis or wait == Wait.SECURE or wait == Wait.AFTER_ONE_TO_ONE


@rule
def p_consult(is_crisis: bool, p: StartParameters) -> float:
    """Return the chance that the RET is consulted before.

    Lower in crisis (S0, Plaatsings- en besluitvormingsproces).
    """
    return p.p_ret * p.ret_in_crisis if is_crisis else p.p_ret


@rule
def variant_of_start(u: float, p: StartParameters) -> int:
    """Return the form of 1:1 outside a group: home, unit or solo (`Variant`)."""
    if u < p.p_home:
        return Variant.HOME.value
    if u < p.p_home + (1.0 - p.p_home) * p.p_unit:
        return Variant.UNIT.value
    return Variant.SOLO.value


@rule
def p_contracted(is_crisis: bool, p: StartParameters) -> float:
    """Return the chance that the provider is contracted; lower in crisis (K02)."""
    return p.p_contracted * p.contracted_in_crisis if is_crisis else p.p_contracted


@rule
def level_of_start(u: float, variant: int, p: StartParameters) -> int:
    """Return the rung at the start: alone usually 3, sometimes 4 or 5.

    In a group or at home usually 2 (model page, intensity ladder).
    """
    if variant == Variant.SOLO or variant == Variant.UNIT:
        if u < p.p_level_5:
            return 5
        if u < p.p_level_5 + p.p_level_4:
            return 4
        return 3
    return 3 if u < p.p_level_3_in_group else 2


@rule
def days_meant(u: float, p: StartParameters) -> int:
    """Return the duration meant at the start, in days."""
    return weibull_days(u, p.days_planned, p.planned_shape)


@rule
def fear_of_start(behaviour: int, is_crisis: bool, has_analysis: bool, p: StartParameters) -> int:
    """Return the level of fear of stepping down at the start."""
    x = p.fear_base + p.fear_per_behaviour * share_of(behaviour, BEHAVIOUR_MAX)
    if is_crisis:
        x += p.fear_in_crisis
    if not has_analysis:
        x += p.fear_without_analysis
    return clip(math.floor(x + 0.5), FEAR_MAX)


@rule
def fit_of(u: float, mean: float, spread: float) -> float:
    """Return a physical fit (0..1) around its mean, uniform within the spread."""
    return min(max(mean + spread * (2.0 * u - 1.0), 0.0), 1.0)
