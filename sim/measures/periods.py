"""Sums over periods made into months and calendar years.

In the reporting period every period is a month; the first and last may be cut off. Measures per
calendar year are means per day, or counts scaled to a whole year (count * days of the year / days
reported), so that a year cut off by the end of the run can be compared with the others. A year of
which less than half is reported is left out.
"""

import datetime as dt

import numpy as np

from sim.common.arrays import Floats, Ints
from sim.common.calendar import DAYS_PER_YEAR, MONTHS_PER_YEAR, days_in_year, month_on, year_on
from sim.measures.inputs import Recording, View, days_per_period, once, reported_edges


def month_dates(recording: Recording) -> list[dt.date]:
    """Return the first date of each month of the reporting period, also where reporting begins
    later in that month.
    """
    return month_on(recording.day_zero, reported_edges(recording)[:-1])


def month_means(recording: Recording, per_period: Ints) -> Floats:
    """Return the mean per day in each month.

    `per_period` has the reporting periods on its last axis.
    """
    means: Floats = per_period / days_per_period(recording)
    return means


@once
def calendar_years(recording: View) -> tuple[Ints, Ints, Ints]:
    """Return each calendar year touched, where it begins among the reporting periods, and its
    number of reporting days.
    """
    edges = reported_edges(recording)
    year, first = np.unique(year_on(recording.day_zero, edges[:-1]), return_index=True)
    return year, first, np.add.reduceat(np.diff(edges), first)


def mean_by_year(recording: Recording, per_period: Ints | Floats) -> dict[str, float]:
    """Return the mean per day in each calendar year.

    `per_period` holds sums, `(n reporting periods,)`.
    """
    year, first, days = calendar_years(recording)
    totals = np.add.reduceat(per_period, first).tolist()
    return {
        str(y): total / n
        for y, total, n in zip(year.tolist(), totals, days.tolist(), strict=True)
        if 2 * n >= days_in_year(y)
    }


def total_by_year(recording: Recording, per_period: Ints | Floats) -> dict[str, float]:
    """Return the total in each calendar year, scaled to the whole year.

    `per_period` holds sums, `(n reporting periods,)`.
    """
    return {
        year: mean * days_in_year(int(year))
        for year, mean in mean_by_year(recording, per_period).items()
    }


def mean_at_end(recording: Recording, per_period: Ints | Floats) -> float:
    """Return the mean per day over the last twelve months of the period.

    `per_period` holds sums, `(n reporting periods,)`.
    """
    last = slice(-MONTHS_PER_YEAR, None)
    return float(per_period[last].sum()) / float(days_per_period(recording)[last].sum())


def per_year_at_end(recording: Recording, per_period: Ints | Floats) -> float:
    """Return the amount per year over the last twelve months of the period.

    `per_period` holds sums, `(n reporting periods,)`.
    """
    return mean_at_end(recording, per_period) * DAYS_PER_YEAR
