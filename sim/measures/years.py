"""Calendar years in the reporting period.

Measures per calendar year are means per day, or counts scaled to a whole year (count * days of the year / days reported), so that a year
cut off by the end of the run can be compared with the others. A year of which less than half is reported is left out.
"""

import calendar
from collections.abc import Iterator

import numpy as np

from sim.measures.inputs import Floats, Ints, Recording, days_reported
from sim.measures.months import months_reported


def calendar_years(recording: Recording) -> Iterator[tuple[int, int, int]]:
    """Yield (year, first, last + 1) of each calendar year of which at least half is reported; positions among the reporting periods."""
    years = np.array([month.year for month in months_reported(recording)])
    days = days_reported(recording)
    for year in np.unique(years).tolist():
        first, stop = np.searchsorted(years, [year, year + 1]).tolist()
        if 2 * days[first:stop].sum() >= days_of(year):
            yield year, first, stop


def days_of(year: int) -> int:
    """Return 365 or 366."""
    return 366 if calendar.isleap(year) else 365


def mean_by_year(recording: Recording, by_period: Ints | Floats) -> dict[str, float]:
    """Return the mean per day in each calendar year of sums by reporting period."""
    days = days_reported(recording)
    return {str(year): float(by_period[a:b].sum()) / float(days[a:b].sum()) for year, a, b in calendar_years(recording)}


def total_by_year(recording: Recording, by_period: Ints | Floats) -> dict[str, float]:
    """Return the total in each calendar year, scaled to the whole year, of sums by reporting period."""
    return {year: mean * days_of(int(year)) for year, mean in mean_by_year(recording, by_period).items()}
