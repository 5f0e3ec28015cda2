"""Day counts made into month means."""

import datetime as dt

import numpy as np
import pandas as pd

from sim.measures.inputs import Floats, Ints, Recording


def month_starts(recording: Recording) -> tuple[Ints, list[dt.date]]:
    """Return where each month begins among the reporting days, and its first date; the first and last month may be cut off."""
    first = recording.day_zero + dt.timedelta(days=recording.day_start)
    dates = pd.date_range(first, periods=recording.n_days - recording.day_start, freq="D")
    key = dates.year.to_numpy() * 12 + dates.month.to_numpy() - 1
    starts: Ints = np.flatnonzero(np.r_[True, np.diff(key) != 0]).astype(np.int64)
    return starts, [dt.date(int(k) // 12, int(k) % 12 + 1, 1) for k in key[starts]]


def month_days(recording: Recording) -> Ints:
    """Return the number of reporting days in each month."""
    starts, _ = month_starts(recording)
    days: Ints = np.diff(np.r_[starts, recording.n_days - recording.day_start])
    return days


def month_means(recording: Recording, per_day: Ints) -> Floats:
    """Return the mean of each month; `per_day` has the reporting days on its last axis."""
    starts, _ = month_starts(recording)
    means: Floats = np.add.reduceat(per_day, starts, axis=-1) / month_days(recording)
    return means
