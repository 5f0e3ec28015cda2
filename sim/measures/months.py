"""Sums by reporting period made into month means: every reporting period is a calendar month, the first and last perhaps cut off."""

import datetime as dt
from typing import Any

from numpy.typing import NDArray

from sim.measures.inputs import Floats, Recording, days_reported, first_period


def months_reported(recording: Recording) -> list[dt.date]:
    """Return the first date of the month of each reporting period."""
    days = recording.edges[first_period(recording) : -1].tolist()
    return [(recording.day_zero + dt.timedelta(days=day)).replace(day=1) for day in days]


def month_means(recording: Recording, by_period: NDArray[Any]) -> Floats:
    """Return the mean per day of each month; `by_period` has the reporting periods on its last axis."""
    means: Floats = by_period / days_reported(recording)
    return means
