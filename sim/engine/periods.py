"""Periods: calendar months, cut where the run or the reporting period begins or ends."""

from datetime import date

import numpy as np
from numpy.typing import NDArray


def period_edges(day_zero: date, day_start: int, n_days: int) -> NDArray[np.int64]:
    """Return the first day of every period, and `n_days` at the end, `(n_periods + 1,)`.

    A period is a calendar month, cut at day 0, at `day_start` and at `n_days`: none straddles a
    year or the beginning of the reporting period.

    Args:
        day_zero: calendar date of day 0.
        day_start: first reporting day, 0 <= day_start < n_days.
        n_days: days of the run, >= 1.
    """
    zero = np.datetime64(day_zero, "D")
    end = zero + np.timedelta64(n_days, "D")
    months = np.arange(
        zero.astype("datetime64[M]"), end.astype("datetime64[M]") + np.timedelta64(1, "M")
    )
    first_days = (months.astype("datetime64[D]") - zero).astype(np.int64)
    inside = first_days[(first_days > 0) & (first_days < n_days)]
    return np.unique(np.concatenate([np.array([0, day_start, n_days], dtype=np.int64), inside]))


def period_sums(per_day: NDArray[np.int64], edges: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the sum over the days of each period; the last axis goes from days to periods."""
    return np.add.reduceat(per_day, edges[:-1], axis=-1)
