"""Calendar years in the reporting period.

Measures per calendar year are means per day, or counts scaled to a whole year (count * days of the year / days reported), so that a year
cut off by the end of the run can be compared with the others. A year of which less than half is reported is left out.
"""

import calendar
import datetime as dt
from collections.abc import Iterator

import numpy as np

from sim.measures.inputs import Floats, Ints, Recording


def calendar_years(recording: Recording) -> Iterator[tuple[int, int, int]]:
    """Yield (year, first, last + 1) of each calendar year of which at least half is reported; positions among the reporting days."""
    zero = recording.day_zero.toordinal()
    first_date = dt.date.fromordinal(zero + recording.day_start)
    last_date = dt.date.fromordinal(zero + recording.n_days - 1)
    for year in range(first_date.year, last_date.year + 1):
        first = max(dt.date(year, 1, 1), first_date).toordinal() - zero - recording.day_start
        stop = min(dt.date(year, 12, 31), last_date).toordinal() + 1 - zero - recording.day_start
        if 2 * (stop - first) >= days_of(year):
            yield year, first, stop


def days_of(year: int) -> int:
    """Return 365 or 366."""
    return 366 if calendar.isleap(year) else 365


def mean_by_year(recording: Recording, per_day: Ints | Floats) -> dict[str, float]:
    """Return the mean per day in each calendar year; `per_day` has shape (n reporting days,)."""
    return {str(year): float(np.mean(per_day[a:b])) for year, a, b in calendar_years(recording)}


def total_by_year(recording: Recording, per_day: Ints | Floats) -> dict[str, float]:
    """Return the total in each calendar year, scaled to the whole year; `per_day` has shape (n reporting days,)."""
    return {str(year): float(np.mean(per_day[a:b])) * days_of(year) for year, a, b in calendar_years(recording)}
