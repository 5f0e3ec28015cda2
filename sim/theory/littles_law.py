"""Little's law: number present = rate of arrival x time present.

Three figures of which two suffice, so the third is a check.

Holds for: any steady state, whatever the distributions and the order of service. Within a finite
window it is an identity of bookkeeping, not a law of chance, once arrivals and days are counted
inside the window (`within_window`): a simulator that breaks it has lost or doubled someone.

Source: Little, A proof for the queuing formula L = lambda W, Operations Research 9 (1961) 383-387;
Little, Little's law as viewed on its 50th anniversary, Operations Research 59 (2011) 536-549.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from sim.theory._checks import need_count, need_not_negative, need_positive


class Window(NamedTuple):
    """The three figures of Little's law over one window of whole days."""

    mean_present: float
    """Youths present on an evening, mean over the window."""
    rate_seen: float
    """Youths per day: everyone seen in the window, those already present on its first evening
    included.
    """
    days_inside: float
    """Mean number of evenings that such a youth is present inside the window, days."""


def mean_present(rate_arrival: float, days_present: float) -> float:
    """Return the mean number present.

    Args:
        rate_arrival: youths per day, >= 0.
        days_present: mean time present in days, >= 0.

    Returns:
        Youths.

    Raises:
        ValueError: an argument is outside its range.

    Source: Little (1961), L = lambda W.
    """
    need_not_negative(rate_arrival=rate_arrival, days_present=days_present)
    return rate_arrival * days_present


def days_present(mean_present: float, rate_arrival: float) -> float:
    """Return the mean time present.

    Args:
        mean_present: mean number present, youths, >= 0.
        rate_arrival: youths per day, > 0.

    Returns:
        Days.

    Raises:
        ValueError: an argument is outside its range.

    Source: Little (1961), W = L / lambda.
    """
    need_not_negative(mean_present=mean_present)
    need_positive(rate_arrival=rate_arrival)
    return mean_present / rate_arrival


def rate_arrival(mean_present: float, days_present: float) -> float:
    """Return the rate at which youths arrive.

    Args:
        mean_present: mean number present, youths, >= 0.
        days_present: mean time present in days, > 0.

    Returns:
        Youths per day.

    Raises:
        ValueError: an argument is outside its range.

    Source: Little (1961), lambda = L / W.
    """
    need_not_negative(mean_present=mean_present)
    need_positive(days_present=days_present)
    return mean_present / days_present


def within_window(day_start: ArrayLike, day_end: ArrayLike, day_from: int, n_days: int) -> Window:
    """Return the figures of Little's law from rows (one per stay), for a comparison with counts per
    day.

    Args:
        day_start: first day of each stay, shape (n_stays,).
        day_end: day on which each stay ended, shape (n_stays,), >= day_start; -1 while it runs.
            Present on the evenings day_start <= d <
            day_end.
        day_from: first day of the window, >= 0.
        n_days: length of the window in days, >= 1.

    Returns:
        `Window`, for which mean_present == rate_seen * days_inside up to rounding; zeros when
        nobody is seen.

    Raises:
        ValueError: the arrays differ in shape, a stay ends before it starts, or an argument is
            outside its range.

    Source: Little (2011): the finite form of the law.
    """
    need_count(0, day_from=day_from)
    need_count(1, n_days=n_days)
    start = np.asarray(day_start, dtype=np.int64)
    end = np.asarray(day_end, dtype=np.int64)
    if start.shape != end.shape or start.ndim != 1:
        raise ValueError(
            f"day_start has shape {start.shape}, day_end {end.shape}; two rows of equal length are "
            "needed."
        )
    is_running = end == -1
    if ((end < start) & ~is_running).any():
        raise ValueError(
            "day_end lies before day_start in a stay that has ended; only -1 (running) may."
        )
    day_to = day_from + n_days
    last = np.where(is_running, day_to, np.minimum(end, day_to))
    evenings = np.maximum(0, last - np.maximum(start, day_from))
    n_seen = int((evenings > 0).sum())
    n_evenings = int(evenings.sum())
    return Window(n_evenings / n_days, n_seen / n_days, n_evenings / n_seen if n_seen else 0.0)
