"""One calendar: how long a year is, and in which year or month a day lies.

A year is the mean Gregorian year wherever days become years, or a count becomes a rate per year,
a day or a cost per year. Where a definition itself says "within a year" or "longer than a year",
it means 365 whole days, and says so by the other name, `DAYS_ONE_YEAR`.
"""

import datetime as dt
from calendar import isleap
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from sim.common.arrays import Floats, Ints

DAYS_PER_YEAR = 365.2425  # mean Gregorian year
MONTHS_PER_YEAR = 12
DAYS_PER_MONTH = DAYS_PER_YEAR / MONTHS_PER_YEAR
DAYS_ONE_YEAR = 365  # the horizon "one year" of a definition, in whole days
ONE_DAY = dt.timedelta(days=1)


@overload
def years_of(days: float) -> float: ...
@overload
def years_of(days: NDArray[Any]) -> Floats: ...
def years_of(days: float | NDArray[Any]) -> float | Floats:
    """Return days as mean Gregorian years."""
    return days / DAYS_PER_YEAR


@overload
def months_of(days: float) -> float: ...
@overload
def months_of(days: NDArray[Any]) -> Floats: ...
def months_of(days: float | NDArray[Any]) -> float | Floats:
    """Return days as twelfths of a mean Gregorian year."""
    return days * MONTHS_PER_YEAR / DAYS_PER_YEAR


def whole_days(years: float) -> int:
    """Return years as the nearest whole number of days: 5 years are 1826 days."""
    return round(years * DAYS_PER_YEAR)


def days_in_year(year: int) -> int:
    """Return the days of a calendar year, 365 or 366."""
    return 366 if isleap(year) else 365


def year_on(day_zero: dt.date, day: Ints) -> Ints:
    """Return the calendar year of each day of a run, (n,); day 0 is `day_zero`."""
    years: Ints = _dates(day_zero, day).astype("datetime64[Y]").astype(np.int64) + 1970
    return years


def month_on(day_zero: dt.date, day: Ints) -> list[dt.date]:
    """Return the first date of the calendar month of each day of a run; day 0 is `day_zero`."""
    months: list[dt.date] = (
        _dates(day_zero, day).astype("datetime64[M]").astype("datetime64[D]").tolist()
    )
    return months


def _dates(day_zero: dt.date, day: Ints) -> NDArray[np.datetime64]:
    return np.datetime64(day_zero, "D") + day.astype("timedelta64[D]")
