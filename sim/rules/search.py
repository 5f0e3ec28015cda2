"""Process 3, searching for a place: which settings, in which order, and who says yes.

Source: NJi quickscan 2026, Redenen, Aanbieders and Duur.
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
    months,
    share_of,
    weibull_days,
    whole_days,
    years,
)

DAY_BITS = 20  # bits of a day of the run in a place in a queue
NO_CHANCE_YET = -1.0  # of an application that has no answer
ODDS_IN_CRISIS_PLACE = math.inf  # log-odds of the chance of 1 that a crisis place accepts
ALMOST_FOUR = 4.0 - 1e-6  # what errors of rounding leave of the log-odds of a rise of the chance
ERROR_OF_ROUNDING = 1e-9  # of log-odds, and more
MOST_SETTINGS = 7  # settings that one search may try, at most


class SearchParameters(NamedTuple):
    """How a place is sought, and who is accepted."""

    days_tolerance: float  # mean days that a crisis without a place is borne
    tolerance_shape: float  # Weibull shape of those days
    tolerance_per_known: float  # log of the factor on those days per log of use over its own past
    days_to_tip: float  # mean days after which waiting at home turns into a crisis
    n_at_once: float  # providers asked at the start of a search
    n_at_once_in_crisis: float  # the same in crisis
    days_between_rounds: float  # days after which one more provider is asked
    days_between_rounds_in_crisis: float  # the same in crisis
    rise_to_ask_again: float  # rise of the chance at which a provider that refused is asked again
    p_alternative_in_crisis: (
        float  # chance that an alternative to a closed place is allowed at once in crisis
    )
    p_out_of_region: float  # chance that a search may go outside the region
    accept_base: float  # log-odds that a provider accepts a calm youth who never moved
    accept_per_move: float  # change of those log-odds per earlier move (up to ten)
    accept_per_severity: float  # change per unit of severity
    accept_per_year: float  # change per year of age above 15
    accept_per_behaviour: float  # change from the calmest to the most intense behaviour
    accept_in_crisis: float  # change in crisis (pressure to admit)
    accept_after_one_to_one: float  # change for a youth who comes from 1:1; lever (reluctance)
    accept_per_dependency: float  # further change from short to long 1:1 (the label)
    accept_per_level: float  # further change per rung above the last
    months_label: float  # months after a time alone in which what it costs falls to 1/e
    accept_with_ret: float  # change when the RET mediates
    accept_with_analysis: float  # change with an explanatory analysis
    # share by which tariffs lag behind costs, 0..1; lever (indexation)
    tariff_gap: float
    accept_per_gap: float  # change at a full gap for the most severe youths (K67)
    accept_when_misfit: float  # change at a place that fits badly, in crisis
    duty_to_accept: float  # share of refusals that a duty to accept takes away, 0..1; lever
    match_base: float  # quality of the match (0..1) of a planned admission, at the median
    match_spread: float  # half-width of the match quality
    match_in_crisis: float  # change of match quality in crisis
    match_with_analysis: float  # change of match quality with an explanatory analysis
    match_out_of_region: float  # change of match quality outside the region
    match_when_misfit: float  # change of match quality at a place that fits badly


class Wish(NamedTuple):
    """What a youth looks for, as far as the order of settings depends on it."""

    wait: int  # what is asked for (`Wait`)
    is_old_enough: bool  # for supported or independent living
    prefers_family_home: bool  # a family home is tried before a group
    # an alternative to a closed place is allowed (RET reviewed, or crisis), or all that there is
    is_open_to_alternative: bool
    is_secure: bool  # a closed place was asked for
    has_secure_need: bool  # a closed place is needed, asked for or not
    level: int  # rung of the running arrangement, 0 without one
    # the present place is an open group or a family home: only a follow-up place is a step on
    is_from_group: bool
    # asked for in crisis; with an alternative allowed, a hospital bed comes first for those who
    # need no closed place
    is_crisis: bool


class Candidate(NamedTuple):
    """A youth for whom a provider is asked."""

    setting_accept: float  # log-odds added by the setting
    # log-odds taken off by this provider's own reluctance, counted twice after 1:1
    reluctance: float
    n_moves: int  # moves so far (counted up to ten)
    severity: float  # 0..1
    days_age: int  # age in days
    behaviour: int  # level 0..5
    is_crisis: bool  # asked for in crisis
    # how much 1:1 outside a group still counts: 1 in it, fading afterwards, 0 never
    label: float
    dependency: float  # 1 - exp(-months in 1:1 / tau), 0..1
    level: int  # rung of the running arrangement outside a group, 0 without one
    is_mediated: bool  # the RET mediates
    has_analysis: bool  # explanatory analysis present
    is_misfit: bool  # the place is not meant for this age or profile


@rule
def what_to_ask(is_secure: bool) -> int:
    """Return what a youth without a place asks for (`Wait`)."""
    return Wait.SECURE.value if is_secure else Wait.OPEN.value


@rule
def is_still_secure(is_secure: bool, wait: int) -> bool:
    """Tell whether a closed place that was asked for is still asked for in a new search.

    Not in a search for a follow-up place: a closed stay ended as planned, and its authorisation
    with it; a new one is a new occasion (`need.py`).
    """
    return is_secure and wait != Wait.FOLLOW_UP


@rule
def is_from_home(wait: int) -> bool:
    """Tell whether a place is asked for by who has none, or only a bridge."""
    return wait == Wait.SECURE or wait == Wait.OPEN


@rule
def place_in_queue(is_crisis: bool, day_asked: int, youth: int) -> int:
    """Return a place on a waiting list, lowest first: crisis, then day asked, then id."""
    calm = 0 if is_crisis else 1
    return (calm << DAY_BITS | day_asked) << ID_BITS | youth


@rule
def may_go_outside(u: float, p: SearchParameters) -> bool:
    """Tell whether a search may go outside the region, once all in it have been asked."""
    return u < p.p_out_of_region


@rule
def is_alternative_allowed(u: float, is_allowed: bool, p: SearchParameters) -> bool:
    """Tell whether in crisis an alternative to a closed place is allowed.

    At once by some providers, and always where it was allowed before (the RET reviewed).
    """
    return is_allowed or u < p.p_alternative_in_crisis


@rule
def days_tolerated(u: float, known: float, p: SearchParameters) -> int:
    """Return the days that a crisis without a place is borne before 1:1 is asked for.

    Fewer where 1:1 has become a known route (`known`: log of use over its own past, K65).
    """
    mean = p.days_tolerance * math.exp(p.tolerance_per_known * known)
    return weibull_days(u, mean, p.tolerance_shape)


@rule
def days_until_tipping(u: float, severity: float, p: SearchParameters) -> int:
    """Return the days after which waiting at home turns into a crisis.

    Shorter for severe problems.
    """
    return exponential_days(u, p.days_to_tip * 2.0 * (1.0 - severity))


@rule
def n_at_once(is_crisis: bool, p: SearchParameters) -> int:
    """Return how many providers are asked at the start of a search."""
    return int(p.n_at_once_in_crisis if is_crisis else p.n_at_once)


@rule
def days_to_next_round(is_crisis: bool, p: SearchParameters) -> int:
    """Return the days (at least 1) until one more provider is asked, and refusals are looked at."""
    return whole_days(p.days_between_rounds_in_crisis if is_crisis else p.days_between_rounds)


@rule
def may_ask_again(chance_before: float, chance: float, p: SearchParameters) -> bool:
    """Tell whether a provider that refused is asked again: only when the chance has risen."""
    return chance >= chance_before + p.rise_to_ask_again


@rule
def setting_to_try(k: int, wish: Wish) -> int:
    """Return the k-th setting to try (k = 0, 1, ...), or -1 when there is no further one.

    Source: docs/model.md, processes 3 and 10.
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
        if wish.has_secure_need:  # where no closed place is asked for, its alternative is
            if k == 0:
                return Setting.SMALL_SCALE.value
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
    if wait == Wait.AFTER_ONE_TO_ONE or is_secure or wish.has_secure_need:
        if k == 0:
            return Setting.SMALL_SCALE.value
        k -= 1
    if k == 0:
        return first
    if k == 1:
        return second
    return -1


@rule
def is_alternative_open(is_allowed: bool, wait: int, places: float) -> bool:
    """Tell whether an alternative to a closed place may be asked for in this search.

    Where it is allowed (reviewed, or crisis); and where a closed place is asked for and there is
    none in the region, since nobody goes on asking for what is not there. Form: assumption.
    """
    return is_allowed or (wait == Wait.SECURE and places < 1.0)


@rule
def is_another(setting: int, here: int) -> bool:
    """Tell whether a setting is another than where the youth is (`here`, -1 for nowhere)."""
    return setting != here


@rule
def takes_in_crisis(was_sent_away: bool) -> bool:
    """Tell whether a crisis place takes a youth in crisis: whoever comes.

    Unless one gave up on this youth in this crisis.
    """
    return not was_sent_away


@rule
def chance_in_crisis_place() -> float:
    """Return the chance that a crisis place accepts: it is there for whoever comes."""
    return 1.0


@rule
def is_last_resort(day: int, day_tolerance: int, has_place: bool, has_one_to_one: bool) -> bool:
    """Tell whether a crisis without a place has been borne long enough.

    Then a place that fits badly is taken, or 1:1 is asked for.
    """
    return day_tolerance <= day and not has_place and not has_one_to_one


@rule
def first_on_ring(u: float, n: int) -> int:
    """Return which of `n` services on a ring is nearest to a youth who lives at `u` on it."""
    return min(math.floor(u * n), max(n - 1, 0))


@rule
def label(was_alone: bool, variant: int, days_since: int, p: SearchParameters) -> float:
    """Return how much 1:1 outside a group still counts against a youth, 0..1.

    Args:
        was_alone: the last 1:1 was outside a group, or began there.
        variant: form of the running arrangement, 0 for none.
        days_since: days since the time outside a group ended.
        p: parameters.
    Source: NJi quickscan 2026, Duur; K18.
    """
    if variant != Variant.NONE and variant != Variant.GROUP:
        return 1.0
    if not was_alone:
        return 0.0
    return math.exp(-months(days_since) / p.months_label)


@rule
def p_accept(who: Candidate, p: SearchParameters) -> float:
    """Return the chance (0..1) that a provider accepts the youth for whom it is asked.

    A duty to accept takes away a share of the refusals that are left.
    """
    return chance_at_odds(log_odds(who, p), p)


@rule
def chance_at_odds(odds: float, p: SearchParameters) -> float:
    """Return the chance (0..1) of a yes at these log-odds, with a duty to accept."""
    return chance_with_duty(odds, p.duty_to_accept)


@rule
def chance_with_duty(odds: float, duty_to_accept: float) -> float:
    """Return the chance (0..1) of a yes at these log-odds, with such a duty to accept."""
    chance = logistic(odds)
    return chance + duty_to_accept * (1.0 - chance)


@rule
def may_have_risen(
    odds_before: float, odds: float, duty_to_accept: float, p: SearchParameters
) -> bool:
    """Tell whether the chance may have risen so far that a provider is asked again: quickly, from
    its log-odds, and never no where it has.

    A chance rises by a quarter of what its log-odds rise at most; not so with a duty to accept,
    which may be newer than the refusal.
    """
    rise = odds - odds_before + ERROR_OF_ROUNDING
    return duty_to_accept > 0.0 or rise >= ALMOST_FOUR * p.rise_to_ask_again


@rule
def nearly_log_odds(
    of_youth: float, setting_accept: float, reluctance: float, label: float
) -> float:
    """Return `log_odds` but for errors of rounding, from what they would be for a provider without
    reluctance of a setting that adds nothing (`of_youth`), for `may_have_risen`.
    """
    return of_youth + setting_accept - reluctance * (1.0 + label)


@rule
def log_odds(who: Candidate, p: SearchParameters) -> float:
    """Return the log-odds that a provider accepts the youth, without a duty to accept.

    Falls with moves and severity, sharply for youths who come from 1:1, the more the longer it
    lasted and the higher the rung, and with a tariff that lags behind costs; RET mediation and an
    explanatory analysis raise it.

    Source: NJi quickscan 2026, Duur and Gevolgen; K02, K18, K67. Form: logistic, assumption.
    """
    x = (
        p.accept_base
        + who.setting_accept
        - who.reluctance
        + p.accept_per_move * min(who.n_moves, 10)
    )
    x += p.accept_per_severity * (who.severity - 0.5) + p.accept_per_behaviour * share_of(
        who.behaviour, BEHAVIOUR_MAX
    )
    x += p.accept_per_year * (years(who.days_age) - 15.0)
    x += p.accept_per_gap * p.tariff_gap * who.severity
    if who.is_crisis:
        x += p.accept_in_crisis
    x += who.label * (
        p.accept_after_one_to_one
        - who.reluctance
        + p.accept_per_dependency * who.dependency
        + p.accept_per_level * max(who.level - 1, 0)
    )
    if who.is_mediated:
        x += p.accept_with_ret
    if who.has_analysis:
        x += p.accept_with_analysis
    if who.is_misfit:
        x += p.accept_when_misfit
    return x


@rule
def is_accepted(u: float, chance: float) -> bool:
    """Tell whether a provider accepts; `u` is the draw that youth and provider share, for good."""
    return u < chance


@rule
def match_quality(
    u: float,
    is_crisis: bool,
    has_analysis: bool,
    is_out_of_region: bool,
    is_misfit: bool,
    p: SearchParameters,
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
    if is_misfit:
        x += p.match_when_misfit
    return min(max(x, 0.0), 1.0)
