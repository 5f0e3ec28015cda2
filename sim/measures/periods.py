"""Calendar years in the reporting period.

Measures per calendar year are means per day, or counts scaled to a whole year (count * days of the
year / days reported), so that a year cut off by the end of the run can be compared with the others.
A year of which less than half is reported is left out.
"""

import calendar

import numpy as np

from sim.measures.inputs import Floats, Ints, Recording, View, once, reported_edges


@once
def calendar_years(recording: View) -> tuple[Ints, Ints, Ints]:
    """Return each calendar year touched, where it begins among the reporting periods, and its
    number of reporting days.
    """
    edges = reported_edges(recording)
    year_of = (np.datetime64(recording.day_zero, "D") + edges[:-1]).astype("datetime64[Y]").astype(
        np.int64
    ) + 1970
    year, first = np.unique(year_of, return_index=True)
    return year, first, np.add.reduceat(np.diff(edges), first)


def days_of(year: int) -> int:
    """Return 365 or 366."""
    return 366 if calendar.isleap(year) else 365


def mean_by_year(recording: Recording, per_period: Ints | Floats) -> dict[str, float]:
    """Return the mean per day in each calendar year.

    `per_period` holds sums, `(n reporting periods,)`.
    """
    year, first, days = calendar_years(recording)
    totals = np.add.reduceat(per_period, first).tolist()
    return {
        str(y): total / n
        for y, total, n in zip(year.tolist(), totals, days.tolist(), strict=True)
        if 2 * n >= days_of(y)
    }


def total_by_year(recording: Recording, per_period: Ints | Floats) -> dict[str, float]:
    """Return the total in each calendar year, scaled to the whole year.

    `per_period` holds sums, `(n reporting periods,)`.
    """
    return {
        year: mean * days_of(int(year))
        for year, mean in mean_by_year(recording, per_period).items()
    }
