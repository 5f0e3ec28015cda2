"""Process 2, searching for a place: which settings, in which order.

Who accepts; how long a crisis is borne. Source: NJi quickscan 2026, Redenen and Duur.
"""

import math
from typing import NamedTuple

from sim.common.ids import ID_BITS
from sim.compiled import rule
from sim.names import Setting, Variant, Wait
from sim.rules.functions import (
    BEHAVIOUR_MAX,
    exponential_days,
    logistic,
    share_of,
    weibull_days,
    whole_days,
)

DAY_BITS = 20  # bits of a day of the run in a place in a queue


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


class Wish(NamedTuple):
    """What a youth looks for, as far as the order of settings depends on it."""

    wait: int  # what is asked for (`Wait`)
    is_old_enough: bool  # for supported or independent living
    prefers_family_home: bool  # a family home is tried before a group
    # an alternative to a closed place is allowed (RET reviewed, or crisis)
    is_open_to_alternative: bool
    is_secure: bool  # a closed place was indicated
    level: int  # rung of the running arrangement, 0 without one
    # the present place is an open group or a family home: only a follow-up place is a step on
    is_from_group: bool
    # asked for in crisis; with an alternative allowed, a crisis bed comes first for those who need
    # no closed place
    is_crisis: bool


class Offer(NamedTuple):
    """A youth who is offered to a provider."""

    setting_accept: float  # log-odds added by the setting
    # log-odds taken off by this provider's own acceptance policy, counted twice after 1:1
    reluctance: float
    n_moves: int  # moves so far (counted up to ten)
    severity: float  # 0..1
    behaviour: int  # level 0..5
    is_crisis: bool  # asked for in crisis
    is_from_one_to_one: bool  # has, or had last, a solo, unit or home arrangement
    dependency: float  # 1 - exp(-months in 1:1 / tau), 0..1
    level: int  # rung of the running arrangement, 0 without one
    is_mediated: bool  # the RET mediates


@rule
def what_to_ask(is_secure: bool) -> int:
    """Return what a youth without a place asks for (`Wait`)."""
    return Wait.SECURE.value if is_secure else Wait.OPEN.value


@rule
def is_from_home(wait: int) -> bool:
    """Tell whether a place is asked for by who has none, so that waiting may turn into a crisis."""
    return wait == Wait.SECURE or wait == Wait.OPEN


@rule
def place_in_queue(is_crisis: bool, day_asked: int, youth: int) -> int:
    """Return a place on the waiting list, lowest first: crisis, then day asked, then id."""
    calm = 0 if is_crisis else 1
    return (calm << DAY_BITS | day_asked) << ID_BITS | youth


@rule
def may_go_outside(u: float, p: SearchParameters) -> bool:
    """Tell whether a search may go outside the region, if it lasts."""
    return u < p.p_out_of_region


@rule
def is_alternative_allowed(u: float, is_allowed: bool, p: SearchParameters) -> bool:
    """Tell whether in crisis an alternative to a closed place is allowed.

    At once by some providers, and always where it was allowed before (the RET reviewed).
    """
    return is_allowed or u < p.p_alternative_in_crisis


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
def is_borne_no_longer(day: int, day_tolerance: int, has_place: bool, has_one_to_one: bool) -> bool:
    """Tell whether 1:1 starts because a crisis without a place has been borne long enough."""
    return day_tolerance <= day and not has_place and not has_one_to_one


@rule
def days_to_next_offer(p: SearchParameters) -> int:
    """Return the days after a refusal before the youth is offered again."""
    return whole_days(p.days_between_offers)


@rule
def setting_to_try(k: int, wish: Wish) -> int:
    """Return the k-th setting to try (k = 0, 1, ...), or -1 when there is no further one.

    Source: docs/model.md, processes 2 and 9.
    """
    wait, is_secure = wish.wait, wish.is_secure
    if wait == Wait.SECURE:
        if k == 0:
            return Setting.JEUGDZORGPLUS.value
        if wish.is_open_to_alternative and k == 1:
            return Setting.SMALL_SCALE.value
        if wish.is_open_to_alternative and k == 2:
            return Setting.HIC.value
        return -1
    first = Setting.FAMILY_HOME.value if wish.prefers_family_home else Setting.OPEN_GROUP.value
    second = Setting.OPEN_GROUP.value if wish.prefers_family_home else Setting.FAMILY_HOME.value
    if wait == Wait.OPEN:
        if wish.is_crisis and wish.is_open_to_alternative:
            if k == 0:
                return Setting.HIC.value
            k -= 1
        if k == 0:
            return first
        if k == 1:
            return second
        return -1
    if wait == Wait.AFTER_ONE_TO_ONE and is_secure and wish.level > 1:
        if k == 0:
            return Setting.JEUGDZORGPLUS.value
        k -= 1
    if wish.is_old_enough:
        if k == 0:
            return Setting.FOLLOW_UP.value
        k -= 1
    if wait == Wait.FOLLOW_UP and wish.is_from_group:
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
    """Return the location from which on a youth tries doors, evenly over those open now."""
    return math.floor(u * max(n_open, 1))


@rule
def may_look_elsewhere(
    is_out_ok: bool, is_crisis: bool, days_asked: int, wait: int, p: SearchParameters
) -> bool:
    """Tell whether a search goes outside the region: from home, for those who may.

    A crisis does not wait (docs/model.md, scope).
    """
    is_long = is_crisis or days_asked >= p.days_before_out_of_region
    return is_out_ok and is_from_home(wait) and is_long


@rule
def is_from_one_to_one(was_alone: bool, variant: int) -> bool:
    """Tell whether a youth comes from 1:1 outside a group, now (`variant`, 0 for none) or last."""
    return was_alone or (variant != Variant.NONE and variant != Variant.GROUP)


@rule
def p_accept(offer: Offer, p: SearchParameters) -> float:
    """Return the chance that a provider accepts the youth who is offered.

    Falls with moves and sharply for youths who come from 1:1, the more the longer it lasted and the
    higher the rung; RET mediation raises it.

    Source: NJi quickscan 2026, Duur and Gevolgen; K02, K18.
    """
    x = (
        p.accept_base
        + offer.setting_accept
        - offer.reluctance
        + p.accept_per_move * min(offer.n_moves, 10)
    )
    x += p.accept_per_severity * (offer.severity - 0.5) + p.accept_per_behaviour * share_of(
        offer.behaviour, BEHAVIOUR_MAX
    )
    if offer.is_crisis:
        x += p.accept_in_crisis
    if offer.is_from_one_to_one:
        x += (
            p.accept_after_one_to_one
            - offer.reluctance
            + p.accept_per_dependency * offer.dependency
            + p.accept_per_level * max(offer.level - 1, 0)
        )
    if offer.is_mediated:
        x += p.accept_with_ret
    return logistic(x)


@rule
def is_accepted(u: float, offer: Offer, p: SearchParameters) -> bool:
    """Tell whether a provider accepts the youth who is offered."""
    return u < p_accept(offer, p)


@rule
def match_quality(
    u: float, is_crisis: bool, has_analysis: bool, is_out_of_region: bool, p: SearchParameters
) -> float:
    """Return how well the place fits (0..1), which depends on what was known at admission.

    Source: NJi quickscan 2026, Redenen, fourth point; K03.
    """
    x = p.match_base + p.match_spread * (2.0 * u - 1.0)
    if is_crisis:
        x += p.match_in_crisis
    if has_analysis:
        x += p.match_with_analysis
    if is_out_of_region:
        x += p.match_out_of_region
    return min(max(x, 0.0), 1.0)
