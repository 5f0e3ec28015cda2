"""Steps down a ladder.

One evaluation every so many days, each with the same chance to go one step down. How long until the
bottom?.

Holds for: evaluations at a fixed interval, the first one a whole interval after the start;
independent evaluations; no relapse. The number of evaluations for `n_steps` steps is then negative
binomial (geometric for one step) and the duration is that number times the interval.

Source: Feller, An Introduction to Probability Theory and Its Applications, vol. 1, 3rd ed. (1968),
section VI.8 (waiting times for the r-th success).
"""

import math
from collections.abc import Sequence

from scipy.stats import nbinom

from sim.theory._checks import (
    need_chance,
    need_count,
    need_not_negative,
    need_positive,
    need_quantile,
)


def mean_days(n_steps: int, p_success: float, days_interval: float) -> float:
    """Return the mean duration of the way down.

    Args:
        n_steps: steps to go, >= 0.
        p_success: chance per evaluation of one step down, 0 < p <= 1.
        days_interval: days between evaluations, > 0.

    Returns:
        Days.

    Raises:
        ValueError: an argument is outside its range.

    Source: Feller (1968), section VI.8: mean number of trials n_steps / p_success.
    """
    _check(n_steps, p_success, days_interval)
    return n_steps * days_interval / p_success


def sd_days(n_steps: int, p_success: float, days_interval: float) -> float:
    """Return the standard deviation of the duration of the way down.

    Args:
        n_steps: steps to go, >= 0.
        p_success: chance per evaluation of one step down, 0 < p <= 1.
        days_interval: days between evaluations, > 0.

    Returns:
        Days.

    Raises:
        ValueError: an argument is outside its range.

    Source: Feller (1968), section VI.8: variance of the number of trials n_steps (1 - p_success) /
        p_success^2.
    """
    _check(n_steps, p_success, days_interval)
    return days_interval * math.sqrt(n_steps * (1 - p_success)) / p_success


def days_quantile(quantile: float, n_steps: int, p_success: float, days_interval: float) -> float:
    """Return the duration within which a fraction `quantile` of the youths is down.

    Args:
        quantile: fraction of the youths, 0 <= quantile < 1.
        n_steps: steps to go, >= 0.
        p_success: chance per evaluation of one step down, 0 < p <= 1.
        days_interval: days between evaluations, > 0.

    Returns:
        Days, a whole number of intervals: the least with P(duration <= days) >= quantile, and never
        less than n_steps intervals.

    Raises:
        ValueError: an argument is outside its range.

    Source: Feller (1968), section VI.8.
    """
    need_quantile(quantile=quantile)
    _check(n_steps, p_success, days_interval)
    if n_steps == 0 or p_success == 1:
        return n_steps * days_interval
    n_failures = max(0, int(nbinom.ppf(quantile, n_steps, p_success)))
    return (n_steps + n_failures) * days_interval


def p_longer(days: float, n_steps: int, p_success: float, days_interval: float) -> float:
    """Return the chance that the way down takes longer than `days`.

    Args:
        days: days since the start, >= 0.
        n_steps: steps to go, >= 0.
        p_success: chance per evaluation of one step down, 0 < p <= 1.
        days_interval: days between evaluations, > 0.

    Returns:
        Chance, 0..1. A step taken on day `days` itself counts as taken.

    Raises:
        ValueError: an argument is outside its range.

    Source: Feller (1968), section VI.8.
    """
    need_not_negative(days=days)
    _check(n_steps, p_success, days_interval)
    n_evaluations = math.floor(days / days_interval)
    if n_evaluations < n_steps:
        return 1.0
    return float(nbinom.sf(n_evaluations - n_steps, n_steps, p_success)) if n_steps else 0.0


def mean_days_uneven(p_success: Sequence[float], days_interval: Sequence[float]) -> float:
    """Return the mean duration of a way down on which every step has its own chance and its own
    interval.

    Args:
        p_success: chance per evaluation on each step, 0 < p <= 1, shape (n_steps,).
        days_interval: days between evaluations on each step, > 0, shape (n_steps,).

    Returns:
        Days; 0 without steps.

    Raises:
        ValueError: the lengths differ, or a number is outside its range.

    Source: sum of geometric means, Feller (1968), section IX.3.
    """
    return math.fsum(
        mean_days(1, p, days) for p, days in zip(p_success, days_interval, strict=True)
    )


def mean_days_with_relapse(n_steps: int, p_down: float, p_up: float, days_interval: float) -> float:
    """Return the mean duration of a way down on which an evaluation may also lead one step back up.

    Args:
        n_steps: steps to go, >= 0; the start is the top of the ladder, from which one cannot go up.
        p_down: chance per evaluation of one step down, 0 < p <= 1.
        p_up: chance per evaluation of one step up, >= 0, at most 1 - p_down.
        days_interval: days between evaluations, > 0.

    Returns:
        Days; equal to `mean_days` when p_up is 0.

    Raises:
        ValueError: an argument is outside its range.

    Source: first-passage recursion of a birth-death chain, h(top) = 1 / p_down, h(i) = (1 + p_up
        h(i - 1)) / p_down, where h(i) is the mean number of evaluations for the next step down;
        Karlin and Taylor, A First Course in Stochastic Processes, 2nd ed. (1975), ch. 4.
    """
    need_count(0, n_steps=n_steps)
    need_chance(p_down=p_down)
    need_positive(days_interval=days_interval)
    if not 0 <= p_up <= 1 - p_down:
        raise ValueError(
            f"p_up is {p_up}; a chance >= 0 and at most 1 - p_down = {1 - p_down} is needed."
        )
    n_evaluations = 0.0
    next_step = 0.0
    for i in range(n_steps):
        next_step = (1 + p_up * next_step) / p_down if i else 1 / p_down
        n_evaluations += next_step
    return n_evaluations * days_interval


def _check(n_steps: int, p_success: float, days_interval: float) -> None:
    need_count(0, n_steps=n_steps)
    need_chance(p_success=p_success)
    need_positive(days_interval=days_interval)
