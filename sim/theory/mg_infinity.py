"""Care without a limit on places (M/G/infinity).

How many youths are in care, in the long run and on the way there.

Holds for: Poisson referrals, independent stays of any distribution, nobody waits. The number in
care is then Poisson around the mean given here, on every day and not in the long run only.

Source: Eick, Massey and Whitt, The physics of the Mt/G/infinity queue, Operations Research 41
(1993) 731-742; Gross, Shortle, Thompson and Harris, Fundamentals of Queueing Theory, 4th ed.
(2008), ch. 2 and 5.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import poisson

from sim.theory._checks import need_not_negative, need_positive, need_quantile


def mean_census(rate_referral: float, days_stay: float) -> float:
    """Return the mean number of youths in care in the long run.

    Args:
        rate_referral: youths per day, >= 0.
        days_stay: mean length of stay in days, > 0; the shape of the distribution does not matter.

    Returns:
        Youths.

    Raises:
        ValueError: an argument is outside its range.

    Source: Gross et al. (2008), ch. 5: Poisson with mean rate_referral * days_stay.
    """
    need_not_negative(rate_referral=rate_referral)
    need_positive(days_stay=days_stay)
    return rate_referral * days_stay


def census_quantile(quantile: float, mean: float) -> int:
    """Return the number of youths in care that is not exceeded with chance `quantile`.

    Args:
        quantile: chance, 0 <= quantile < 1.
        mean: mean number in care on that day, >= 0; see the other functions of this file.

    Returns:
        Youths, a whole number: the least n with P(census <= n) >= quantile; 0 at quantile 0.

    Raises:
        ValueError: an argument is outside its range.

    Source: Eick et al. (1993), theorem 1: the census is Poisson at every time when care starts
        empty.
    """
    need_quantile(quantile=quantile)
    need_not_negative(mean=mean)
    return max(0, int(poisson.ppf(quantile, mean))) if mean > 0 else 0


def census_exponential(
    days: float, rate_referral: float, days_stay: float, n_start: float = 0.0
) -> float:
    """Return the mean number in care `days` after the start, when stays are exponential.

    Args:
        days: time since the start in days, >= 0 (continuous time).
        rate_referral: youths per day, >= 0.
        days_stay: mean length of stay in days, > 0.
        n_start: youths in care at the start, >= 0.

    Returns:
        Youths; runs from `n_start` to `mean_census`, and days_stay days cover 63 % of the way.

    Raises:
        ValueError: an argument is outside its range.

    Source: Gross et al. (2008), ch. 2, transient behaviour of M/M/infinity.
    """
    need_not_negative(days=days, n_start=n_start)
    long_run = mean_census(rate_referral, days_stay)
    return long_run * -math.expm1(-days / days_stay) + n_start * math.exp(-days / days_stay)


def census_fixed(days: float, rate_referral: float, days_stay: float) -> float:
    """Return the mean number in care `days` after an empty start, when every stay lasts `days_stay`
    days.

    Args:
        days: time since the start in days, >= 0 (continuous time).
        rate_referral: youths per day, >= 0.
        days_stay: length of every stay in days, > 0.

    Returns:
        Youths; rises in a straight line and is level from `days_stay` on.

    Raises:
        ValueError: an argument is outside its range.

    Source: Eick et al. (1993), theorem 1 with a fixed service time.
    """
    need_not_negative(days=days)
    need_positive(days_stay=days_stay)
    return mean_census(rate_referral, min(days, days_stay)) if days > 0 else 0.0


def census_by_day(n_referred: ArrayLike, p_still_there: ArrayLike) -> NDArray[np.float64]:
    """Return the mean number in care on every evening, for any stay and for referrals that change
    by the day.

    Args:
        n_referred: mean number of youths who enter on each day, shape (n_days,), >= 0.
        p_still_there: chance that a youth is still in care on the evening k days after the day of
            entry, shape (n_ages,), k = 0, 1, ...;
            does not rise, in 0..1. Past its end it counts as 0, so `p_still_there` must reach as
            far as the stays do, or as n_days.

    Returns:
        Youths, shape (n_days,). Exact for a simulator with whole days; starts empty.

    Raises:
        ValueError: an array is not one-dimensional or holds numbers outside its range.

    Source: Eick et al. (1993), theorem 1 as a sum over whole days: m(d) = sum over k of
        n_referred(d - k) p_still_there(k).
    """
    referred = np.asarray(n_referred, dtype=np.float64)
    still_there = np.asarray(p_still_there, dtype=np.float64)
    if referred.ndim != 1 or still_there.ndim != 1 or not referred.size or not still_there.size:
        raise ValueError(
            f"n_referred has shape {referred.shape}, p_still_there {still_there.shape}; two rows "
            "of numbers are needed."
        )
    if not (np.isfinite(referred).all() and (referred >= 0).all()):
        raise ValueError(
            "n_referred holds a number that is negative or not finite; every day needs a mean >= 0."
        )
    if not (
        (still_there >= 0).all() and (still_there <= 1).all() and (np.diff(still_there) <= 0).all()
    ):
        raise ValueError(
            "p_still_there leaves 0..1 or rises; it is the chance still to be there k evenings "
            "after entry."
        )
    census: NDArray[np.float64] = np.convolve(referred, still_there)[: referred.size]
    return census
