"""Dates along an axis.

Years in a long run, months in a short one, never so many that labels overlap.
"""

import datetime as dt
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from sim.words.catalogue import say


def label_dates(ax: Axes, months: Sequence[dt.date], lang: str, n_most: int = 5) -> Axes:
    """Put at most `n_most` ticks on `ax`.

    At 1 January of years if there are two or more, else at the first days of months. `months` are
    the first days of the months shown. Below the first month, and below every January, stands the
    year.
    """
    years = [month for month in months if (month.month, month.day) == (1, 1)]
    shown = _spread(years if len(years) >= 2 else months, n_most)
    labels = [
        str(day.year) if len(years) >= 2 else _month(day, day == shown[0], lang) for day in shown
    ]
    ax.set_xticks(np.array(shown, dtype="datetime64[D]"), labels)
    return ax


def _spread(days: Sequence[dt.date], n_most: int) -> Sequence[dt.date]:
    return days[:: -(-len(days) // n_most)]


def _month(day: dt.date, is_first: bool, lang: str) -> str:
    name = say(f"units.months_short.{day.month}", lang)
    return f"{name}\n{day.year}" if is_first or day.month == 1 else name


def label_years(ax: Axes, years: Sequence[int], n_most: int = 12) -> Axes:
    """Put at most `n_most` ticks on `ax`, where years are numbers."""
    shown = list(years)[:: -(-len(years) // n_most)] if years else []
    ax.set_xticks(shown, [str(year) for year in shown])
    return ax
