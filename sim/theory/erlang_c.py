"""A shared pool of places, first come first served (M/M/c): how many wait, and how long.

Holds for: Poisson referrals, exponential stays, one queue, nobody refuses a place or leaves the
queue. The load is `rate_referral * days_stay`, in places. Every figure is a steady state: from
`load >= n_places` on there is none, the queue grows without end and a wait is `inf`.

Source: Gross, Shortle, Thompson and Harris, Fundamentals of Queueing Theory, 4th ed. (2008), ch. 2.
The blocking chance is summed by the recursion B(0) = 1, B(k) = a B(k-1) / (k + a B(k-1)), which has
no factorials and no subtraction, so thousands of places lose no digits.
"""

import math

from sim.theory._checks import need_count, need_not_negative, need_positive, need_quantile


def p_blocked(load: float, n_places: int) -> float:
    """Return the chance that all places are taken when nobody may wait (Erlang B).

    Args:
        load: mean number of places asked for at once, referrals per day times days of stay, >= 0.
        n_places: number of places, >= 0.

    Returns:
        Chance, 0..1; 1 without places.

    Raises:
        ValueError: an argument is outside its range.

    Source: Gross et al. (2008), ch. 2, loss formula of Erlang. Holds for any distribution of the
        stay.
    """
    need_not_negative(load=load)
    need_count(0, n_places=n_places)
    blocked = 1.0
    for k in range(1, int(n_places) + 1):
        blocked = load * blocked / (k + load * blocked)
    return blocked


def p_wait(rate_referral: float, days_stay: float, n_places: int) -> float:
    """Return the chance that a referred youth has to wait (Erlang C).

    Args:
        rate_referral: youths per day, >= 0.
        days_stay: mean length of stay in days, > 0.
        n_places: number of places, >= 1.

    Returns:
        Chance, 0..1; 1 once the load reaches `n_places`.

    Raises:
        ValueError: an argument is outside its range.

    Source: Gross et al. (2008), ch. 2, C = B / (1 - rho + rho B) with B of Erlang's loss formula
        and rho = load / n_places.
    """
    load = _load(rate_referral, days_stay, n_places)
    if load >= n_places:
        return 1.0
    blocked = p_blocked(load, n_places)
    return blocked / ((n_places - load) / n_places + load / n_places * blocked)


def mean_wait(rate_referral: float, days_stay: float, n_places: int) -> float:
    """Return the mean wait of all youths, those who do not wait included.

    Args:
        rate_referral: youths per day, >= 0.
        days_stay: mean length of stay in days, > 0.
        n_places: number of places, >= 1.

    Returns:
        Days; `inf` once the load reaches `n_places`.

    Raises:
        ValueError: an argument is outside its range.

    Source: Gross et al. (2008), ch. 2, Wq = C days_stay / (n_places - load).
    """
    load = _load(rate_referral, days_stay, n_places)
    if load >= n_places:
        return math.inf
    return p_wait(rate_referral, days_stay, n_places) * days_stay / (n_places - load)


def p_wait_longer(days: float, rate_referral: float, days_stay: float, n_places: int) -> float:
    """Return the chance that a youth waits longer than `days`.

    Args:
        days: days of waiting, >= 0.
        rate_referral: youths per day, >= 0.
        days_stay: mean length of stay in days, > 0.
        n_places: number of places, >= 1.

    Returns:
        Chance, 0..1; at `days` = 0 the chance of waiting at all; 1 once the load reaches
        `n_places`.

    Raises:
        ValueError: an argument is outside its range.

    Source: Gross et al. (2008), ch. 2, W(t) of M/M/c: those who wait, wait exponentially with mean
        days_stay / (n_places - load).
    """
    need_not_negative(days=days)
    load = _load(rate_referral, days_stay, n_places)
    if load >= n_places:
        return 1.0
    return p_wait(rate_referral, days_stay, n_places) * math.exp(
        -(n_places - load) * days / days_stay
    )


def wait_quantile(quantile: float, rate_referral: float, days_stay: float, n_places: int) -> float:
    """Return the wait within which a fraction `quantile` of the youths gets a place.

    Args:
        quantile: fraction of all youths, 0 <= quantile < 1.
        rate_referral: youths per day, >= 0.
        days_stay: mean length of stay in days, > 0.
        n_places: number of places, >= 1.

    Returns:
        Days; 0 when more than that fraction does not wait; `inf` once the load reaches `n_places`.

    Raises:
        ValueError: an argument is outside its range.

    Source: inverse of `p_wait_longer`.
    """
    need_quantile(quantile=quantile)
    load = _load(rate_referral, days_stay, n_places)
    if load >= n_places:
        return math.inf
    waits = p_wait(rate_referral, days_stay, n_places)
    if waits <= 1 - quantile:
        return 0.0
    return math.log(waits / (1 - quantile)) * days_stay / (n_places - load)


def mean_n_waiting(rate_referral: float, days_stay: float, n_places: int) -> float:
    """Return the mean number of youths who wait, seen on an arbitrary evening.

    Args:
        rate_referral: youths per day, >= 0.
        days_stay: mean length of stay in days, > 0.
        n_places: number of places, >= 1.

    Returns:
        Youths; `inf` once the load reaches `n_places`.

    Raises:
        ValueError: an argument is outside its range.

    Source: Gross et al. (2008), ch. 2, Lq = rate_referral Wq (Little's law).
    """
    return rate_referral * mean_wait(rate_referral, days_stay, n_places)


def places_needed(rate_referral: float, days_stay: float, days_wait: float) -> int:
    """Return the smallest number of places that keeps the mean wait at or below `days_wait`.

    Args:
        rate_referral: youths per day, >= 0.
        days_stay: mean length of stay in days, > 0.
        days_wait: highest mean wait in days that is still good, > 0.

    Returns:
        Places, >= 1.

    Raises:
        ValueError: an argument is outside its range.

    Source: `mean_wait`, which falls with every place.
    """
    need_positive(days_wait=days_wait)
    n_places = max(1, math.floor(_load(rate_referral, days_stay, 1)) + 1)
    while mean_wait(rate_referral, days_stay, n_places) > days_wait:
        n_places += 1
    return n_places


def _load(rate_referral: float, days_stay: float, n_places: int) -> float:
    need_not_negative(rate_referral=rate_referral)
    need_positive(days_stay=days_stay)
    need_count(1, n_places=n_places)
    return rate_referral * days_stay
