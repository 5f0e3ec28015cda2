"""Sums over periods made into month means.

In the reporting period every period is a month; the first and last may be cut off.
"""

import datetime as dt

import numpy as np

from sim.measures.inputs import Floats, Ints, Recording, days_per_period, reported_edges


def month_dates(recording: Recording) -> list[dt.date]:
    """Return the first date of each month of the reporting period, also where reporting begins
    later in that month.
    """
    days = reported_edges(recording)[:-1].astype("timedelta64[D]")
    first_days = np.datetime64(recording.day_zero, "D") + days
    dates: list[dt.date] = first_days.astype("datetime64[M]").astype("datetime64[D]").tolist()
    return dates


def month_means(recording: Recording, per_period: Ints) -> Floats:
    """Return the mean per day in each month.

    `per_period` has the reporting periods on its last axis.
    """
    means: Floats = per_period / days_per_period(recording)
    return means
