"""Process 2, searching for a place: which settings, in which order.

Who accepts; how long a crisis is borne. Source: S0, Redenen and Duur.
"""

import math
from typing import NamedTuple

from sim.compiled import rule
from sim.names import Setting, Wait
from sim.rules.functions import BEHAVIOUR_MAX, exponential_days, logistic, share_of, weibull_days


class SearchParameters(NamedTuple):
    """How a place is sought, offered, refused."""

    days_tolerance: float  # mean days that a crisis without a place is borne
    tolerance_shape: float  # Weibull shape of those days
    days_between_offers: float  # days between two offers to one youth
    days_to_tip: float  # mean days after which waiting at home turns into a crisis
    p_alternative_in_crisis: (
        float  # chance that an alternative to a closed place is allowed at once in crisis
    )
    p_out_of_region: float  # chance that a search may go outside the region
    days_before_out_of_region: float  # days of searching before it does, unless in crisis
    accept_base: float  # log-odds that a provider accepts a calm youth who never moved
    accept_per_move: float  # change of those log-odds per earlier move (up to ten)
    accept_per_severity: float  # change per unit of severity
    accept_per_behaviour: float  # change from the calmest to the most intense behaviour
    accept_in_crisis: float  # change in crisis (pressure to admit)
    accept_after_one_to_one: float  # change for a youth who comes from 1:1; lever (reluctance)
    accept_per_dependency: float  # further change from short to long 1:1 (the label)
    accept_per_level: float  # further change per rung above the last
    accept_with_ret: float  # change when the RET mediates
    match_base: float  # quality of the match (0..1) of a planned admission, at the median
    match_spread: float  # half-width of the match quality
    match_in_crisis: float  # change of match quality in crisis
    match_with_analysis: float  # change of match quality with an explanatory analysis
    match_out_of_region: float  # change of match quality outside the region


@rule
def days_tolerated(u: float, p: SearchParameters) -> int:
    """Return the days that a crisis without a place is borne before a reactive 1:1 arrangement
    starts.
    """
    return weibull_days(u, p.days_tolerance, p.tolerance_shape)


@rule
def days_until_tipping(u: float, severity: float, p: SearchParameters) -> int:
    """Return the days after which waiting at home turns into a crisis.

    Shorter for severe problems.
    """
    return exponential_days(u, p.days_to_tip * 2.0 * (1.0 - severity))


@rule
def setting_to_try(
    wait: int,
    k: int,
    is_old_enough: bool,
    prefers_family_home: bool,
    is_open_to_alternative: bool,
    is_secure: bool,
    level: int,
    is_from_group: bool,
    is_crisis: bool,
) -> int:
    """Return the k-th setting to try (k = 0, 1, ...), or -1 when there is no further one.

    Args:
        wait: what is asked for (`Wait`).
        k: place in the order, from 0.
        is_old_enough: for supported or independent living.
        prefers_family_home: a family home is tried before a group.
        is_open_to_alternative: an alternative to a closed place is allowed (RET reviewed, or
            crisis).
        is_secure: a closed place was indicated.
        level: rung of the running arrangement, 0 without one.
        is_from_group: the present place is an open group or a family home, so that only a follow-up
            place is a step on.
        is_crisis: asked for in crisis; with an alternative allowed, a crisis bed comes first for
            those who need no closed place.
    Source: model page, processes 2 and 9.
    """
    if wait == Wait.SECURE:
        if k == 0:
            return Setting.JEUGDZORGPLUS.value
        if is_open_to_alternative and k == 1:
            return Setting.SMALL_SCALE.value
        if is_open_to_alternative and k == 2:
            return Setting.HIC.value
        return -1
    first = Setting.FAMILY_HOME.value if prefers_family_home else Setting.OPEN_GROUP.value
    second = Setting.OPEN_GROUP.value if prefers_family_home else Setting.FAMILY_HOME.value
    if wait == Wait.OPEN:
        if is_crisis and is_open_to_alternative:
            if k == 0:
                return Setting.HIC.value
            k -= 1
        if k == 0:
            return first
        if k == 1:
            return second
        return -1
    if wait == Wait.AFTER_ONE_TO_ONE and is_secure and level > 1:
        if k == 0:
            return Setting.JEUGDZORGPLUS.value
        k -= 1
    if is_old_enough:
        if k == 0:
            return Setting.FOLLOW_UP.value
        k -= 1
    if wait == Wait.FOLLOW_UP and is_from_group:
        return -1
    if wait == Wait.AFTER_ONE_TO_ONE or is_secure:
        if k == 0:
            return Setting.SMALL_SCALE.value
        k -= 1
    if k == 0:
        return first
    if k == 1:
        return second
    return -1


@rule
def first_of_doors(u: float, n_open: int) -> int:
    """Return the location from which on a youth tries doors, evenly spread over those that are open
    now.
    """
    return math.floor(u * max(n_open, 1))


@rule
def may_look_elsewhere(
    is_out_ok: bool, is_crisis: bool, days_asked: int, wait: int, p: SearchParameters
) -> bool:
    """Tell whether a search goes outside the region: from home, for those who may.

    A crisis does not wait (model page, scope).
    """
    return (
        is_out_ok
        and (wait == Wait.SECURE or wait == Wait.OPEN)
        and (is_crisis or days_asked >= p.days_before_out_of_region)
    )


@rule
def p_accept(
    setting_accept: float,
    reluctance: float,
    n_moves: int,
    severity: float,
    behaviour: int,
    is_crisis: bool,
    is_from_one_to_one: bool,
    dependency: float,
    level: int,
    is_mediated: bool,
    p: SearchParameters,
) -> float:
    """Return the chance that a provider accepts the youth who is offered.

    Falls with moves and sharply for youths who come from 1:1, the more the longer it lasted and the
    higher the rung; RET mediation raises it.

    Args:
        setting_accept: log-odds added by the setting.
        reluctance: log-odds taken off by this provider's own acceptance policy, counted twice after
            1:1.
        n_moves: moves so far (counted up to ten).
        severity: 0..1.
        behaviour: level 0..5.
        is_crisis: asked for in crisis.
        is_from_one_to_one: has, or had last, a solo, unit or home arrangement.
        dependency: 1 - exp(-months in 1:1 / tau), 0..1.
        level: rung of the running arrangement (0 without one).
        is_mediated: the RET mediates.
        p: parameters.
    Source: S0, Duur and Gevolgen; K02, K18.
    """
    x = p.accept_base + setting_accept - reluctance + p.accept_per_move * min(n_moves, 10)
    x += p.accept_per_severity * (severity - 0.5) + p.accept_per_behaviour * share_of(
        behaviour, BEHAVIOUR_MAX
    )
    if is_crisis:
        x += p.accept_in_crisis
    if is_from_one_to_one:
        x += (
            p.accept_after_one_to_one
            - reluctance
            + p.accept_per_dependency * dependency
            + p.accept_per_level * max(level - 1, 0)
        )
    if is_mediated:
        x += p.accept_with_ret
    return logistic(x)


@rule
def match_quality(
    u: float, is_crisis: bool, has_analysis: bool, is_out_of_region: bool, p: SearchParameters
) -> float:
    """Return how well the place fits (0..1), which depends on what was known at admission (S0,
    Redenen, fourth point; K03).
    """
    x = p.match_base + p.match_spread * (2.0 * u - 1.0)
    if is_crisis:
        x += p.match_in_crisis
    if has_analysis:
        x += p.match_with_analysis
    if is_out_of_region:
        x += p.match_out_of_region
    return min(max(x, 0.0), 1.0)
