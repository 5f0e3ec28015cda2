"""Process 6, a 1:1 arrangement starts: cause, form, rung, what is known, who provides.

Source: NJi quickscan 2026, Redenen, Plaatsingsproces, Intensiteit.
"""

import math
from typing import NamedTuple

from sim.compiled import rule
from sim.names import Cause, Setting, Variant, Wait
from sim.rules.functions import (
    BEHAVIOUR_MAX,
    FEAR_MAX,
    clip,
    exponential_days,
    share_of,
    weibull_days,
    whole_days,
    years,
)
from sim.rules.search import is_from_home


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
    p_home: float  # chance that 1:1 outside a group is given at home
    p_home_young: float  # the same below the age of `years_young`
    years_young: float  # age below which a child is seldom put alone
    # chance that a unit of a contracted provider is sought when not urgent, a region's own; lever
    p_contracted: float
    contracted_in_crisis: float  # factor on that chance in crisis
    unit_accept: float  # log-odds added to acceptance by a unit of a contracted provider
    # share of the positions for which people must be there for 1:1 to start
    coverage_to_start: float
    days_between_tries: float  # days after which a start that waits for people is tried again
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
def cause_of_start(is_expelled: bool, is_secure: bool, is_accepted: bool, is_refused: bool) -> int:
    """Return the cause of a start after a search in crisis without result (`Cause`).

    The nearest reason: who answered said no (`is_refused`), nobody yes (`is_accepted`); there was
    no closed place, for whom one is asked; no place, for whom a provider would take; else the
    escalation that began the search. Where a closed place is asked for, only closed care counts.
    """
    if is_refused and not is_accepted:
        return Cause.REFUSED.value
    if is_secure:
        return Cause.NO_SECURE_PLACE.value
    return Cause.ESCALATION.value if is_expelled and not is_accepted else Cause.NO_PLACE.value


@rule
def cause_after_patience(
    is_from_bridge: bool, is_secure: bool, is_accepted: bool, is_refused: bool
) -> int:
    """Return the cause of a start where a place could be kept no longer (`Cause`).

    From a crisis place the search had no result; from any other the follow-up place was lacking.
    """
    if is_from_bridge:
        return cause_of_start(False, is_secure, is_accepted, is_refused)
    return Cause.NO_FOLLOW_UP.value


@rule
def is_complex(is_crisis: bool, wait: int) -> bool:
    """Tell whether a search is a case for the RET.

    In crisis, for a closed place, or out of 1:1 (NJi quickscan 2026, Plaatsings- en
    besluitvormingsproces).
    """
    return is_crisis or wait == Wait.SECURE or wait == Wait.AFTER_ONE_TO_ONE


@rule
def is_without_search(variant: int, cause: int) -> bool:
    """Tell whether 1:1 starts without a search before, in which the RET might have been asked."""
    return variant == Variant.GROUP or cause == Cause.NO_FOLLOW_UP


@rule
def p_consult(is_crisis: bool, of_region: float, p: StartParameters) -> float:
    """Return the chance that the RET is consulted before; `of_region` is the region's own factor.

    Lower in crisis (NJi quickscan 2026, Plaatsings- en besluitvormingsproces).
    """
    chance = p.p_ret * p.ret_in_crisis if is_crisis else p.p_ret
    return min(chance * of_region, 1.0)


@rule
def is_ret_consulted(
    u: float, is_crisis: bool, is_reviewed: bool, of_region: float, p: StartParameters
) -> bool:
    """Tell whether the RET is consulted on a case, once per case."""
    return u < p_consult(is_crisis, of_region, p) and not is_reviewed


@rule
def days_to_late_review(u: float, u_days: float, is_crisis: bool, p: StartParameters) -> int:
    """Return the days after which an urgent arrangement is brought to the RET, or -1 for never."""
    if is_crisis and u < p.p_late_review:
        return exponential_days(u_days, p.days_to_late_review)
    return -1


@rule
def may_be_planned(wait: int, is_crisis: bool, has_analysis: bool) -> bool:
    """Tell whether a review may plan proactive 1:1 instead of a place.

    For who waits at home, not in crisis, with an explanatory analysis.
    """
    return is_from_home(wait) and not is_crisis and has_analysis


@rule
def is_planned(u: float, p: StartParameters) -> bool:
    """Tell whether a review plans proactive 1:1 instead of a place."""
    return u < p.p_planned


@rule
def is_alone(variant: int) -> bool:
    """Tell whether a form of 1:1 is in a unit or a separate location."""
    return variant == Variant.UNIT or variant == Variant.SOLO


@rule
def is_outside(variant: int) -> bool:
    """Tell whether a form of 1:1 is outside a group, with a core team of its own."""
    return variant != Variant.GROUP


@rule
def is_with_family(variant: int) -> bool:
    """Tell whether 1:1 of this form is given at home."""
    return variant == Variant.HOME


@rule
def setting_of(variant: int) -> int:
    """Return where a youth with 1:1 of this form outside a group is (`Setting`)."""
    if variant == Variant.UNIT:
        return Setting.ONE_TO_ONE_UNIT.value
    if variant == Variant.SOLO:
        return Setting.ONE_TO_ONE_SOLO.value
    return Setting.HOME.value


@rule
def is_at_home(u: float, days_age: int, p: StartParameters) -> bool:
    """Tell whether 1:1 outside a group is given at home: likelier for children (age in days)."""
    return u < (p.p_home_young if years(days_age) < p.years_young else p.p_home)


@rule
def p_contracted(is_crisis: bool, p: StartParameters) -> float:
    """Return the chance that a contracted provider is sought; lower in crisis (K02)."""
    return p.p_contracted * p.contracted_in_crisis if is_crisis else p.p_contracted


@rule
def is_contract_sought(u: float, is_crisis: bool, p: StartParameters) -> bool:
    """Tell whether a unit of a contracted provider is sought before a bespoke one without."""
    return u < p_contracted(is_crisis, p)


@rule
def rung_to_plan_for(variant: int, is_partial_return: bool) -> int:
    """Return the rung for which people are looked for: day and night outside, less in a group."""
    if variant != Variant.GROUP:
        return 3
    return 1 if is_partial_return else 2


@rule
def is_start_possible(n_left: int, n_due: int, p: StartParameters) -> bool:
    """Tell whether enough people are left in the region for 1:1 to start."""
    return n_left >= p.coverage_to_start * n_due


@rule
def days_to_next_try(p: StartParameters) -> int:
    """Return the days (at least 1) until a start that waits for people is tried again."""
    return whole_days(p.days_between_tries)


@rule
def has_analysis(u: float, had_analysis: bool, p: StartParameters) -> bool:
    """Tell whether a shared explanatory analysis is present at the start."""
    return u < p.p_analysis or had_analysis


@rule
def has_plan(u: float, had_plan: bool, p: StartParameters) -> bool:
    """Tell whether an exit plan is present at the start."""
    return u < p.p_plan or had_plan


@rule
def is_proactive(
    u: float, cause: int, is_crisis: bool, has_analysis: bool, p: StartParameters
) -> bool:
    """Tell whether the goal is proactive.

    Always where 1:1 was planned so; else only of a start that is not urgent, with an analysis.
    """
    if cause == Cause.PROACTIVE:
        return True
    return not is_crisis and has_analysis and u < p.p_proactive


@rule
def has_shared_rung(u: float, p: StartParameters) -> bool:
    """Tell whether sharing one worker (rung 1) is possible for 1:1 in a group."""
    return u < p.p_shared_rung


@rule
def level_of_start(u: float, variant: int, is_partial_return: bool, p: StartParameters) -> int:
    """Return the rung at the start: alone at least 3, sometimes 4 or 5.

    In a group or at home usually 2; a partial return begins at the shared rung 1 (K40;
    docs/model.md, intensity ladder).
    """
    if is_partial_return:
        return 1
    if is_alone(variant):
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
