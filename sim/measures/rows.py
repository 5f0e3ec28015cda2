"""Rows of the recorded tables that lie in the reporting period, as columns.

An episode or stay *starts* (or *ends*) in the period when the day on which that happened is a
reporting day; it is *active* in the period when it had not ended before `day_start`.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.common.arrays import Bools, Ints
from sim.engine.recording import RecordedRows
from sim.measures.inputs import Recording, View, once, view
from sim.names import Setting

RUNNING = -1  # end day of what has not ended
BITS_OF_DAY = 16


class Rows:
    """Some rows of a table: `rows[name]` is an array.

    A column is cut out when it is first asked for.
    """

    def __init__(self, whole: Callable[[str], NDArray[Any]], is_in: Bools) -> None:
        self._whole, self._is_in = whole, is_in
        self._n = int(np.count_nonzero(is_in))
        self._columns: dict[str, NDArray[Any]] = {}

    def __getitem__(self, name: str) -> NDArray[Any]:
        if name not in self._columns:
            self._columns[name] = self._whole(name)[self._is_in]
        return self._columns[name]

    def __len__(self) -> int:
        return self._n

    def where(self, is_in: Bools) -> "Rows":
        """Return those of the rows for which this holds."""
        return Rows(self.__getitem__, is_in)


@once
def column(recording: View, table: str, name: str) -> NDArray[Any]:
    """Return one whole column of a recorded table.

    As an executor leaves it behind, no table is made for it.
    """
    rows = recording.rows
    return (
        rows.column(table, name) if isinstance(rows, RecordedRows) else rows[table][name].to_numpy()
    )


def rows_where(recording: Recording, table: str, is_in: Bools) -> Rows:
    """Return the rows of a recorded table for which this holds."""
    return Rows(partial(column, view(recording), table), is_in)


def every(recording: Recording, table: str) -> Rows:
    """Return all rows of a recorded table, warm-up included."""
    day = column(recording, table, "day_start")
    return rows_where(recording, table, np.ones(len(day), np.bool_))


def in_setting(stays: Rows, *settings: Setting) -> Rows:
    """Return those of the stays that are in one of these settings."""
    return stays.where(is_any(stays["setting"], *settings))


def day_end_or(rows: Rows, running: int) -> Ints:
    """Return the day on which each row ended, `running` where it goes on."""
    days: Ints = np.where(rows["day_end"] == RUNNING, running, rows["day_end"])
    return days


def is_any(codes: Ints, *members: int) -> Bools:
    """Return which of these codes are one of `members`."""
    is_one: Bools = np.logical_or.reduce([codes == member for member in members])
    return is_one


def happened(recording: Recording, day: Ints) -> Bools:
    """Return which of these days are reporting days (-1, running, is none)."""
    return (day >= recording.day_start) & (day < recording.n_days)


@once
def started(recording: View, table: str) -> Rows:
    """Return the rows of `table` that start in the reporting period."""
    return rows_where(recording, table, happened(recording, column(recording, table, "day_start")))


@once
def ended(recording: View, table: str) -> Rows:
    """Return the rows of `table` that end in the reporting period."""
    return rows_where(recording, table, happened(recording, column(recording, table, "day_end")))


@once
def active(recording: View, table: str) -> Rows:
    """Return the rows of `table` that had not ended before the reporting period."""
    day_end = column(recording, table, "day_end")
    return rows_where(recording, table, (day_end == RUNNING) | (day_end >= recording.day_start))


@once
def months(recording: View, table: str) -> Rows:
    """Return the month rows (`teams` or `ret`) that close in the reporting period."""
    return rows_where(recording, table, happened(recording, column(recording, table, "day")))


def youth_day(youth: Ints, day: Ints) -> Ints:
    """Return (youth, day) as one integer that sorts by youth, then by day."""
    keys: Ints = np.asarray(youth).astype(np.int64) << BITS_OF_DAY | np.maximum(day, 0)
    return keys


def parts_of(keys: Ints) -> tuple[Ints, Ints]:
    """Return youth and day of each such integer."""
    return keys >> BITS_OF_DAY, keys & ((1 << BITS_OF_DAY) - 1)


def count_between(keys: Ints, youth: Ints, after: Ints, until: Ints) -> Ints:
    """Return per row how many of the sorted `keys` of that youth lie on days in (after, until]."""
    until = np.maximum(until, after)
    n: Ints = np.searchsorted(keys, youth_day(youth, until), "right") - np.searchsorted(
        keys, youth_day(youth, after), "right"
    )
    return n


def days_in_period(recording: Recording, rows: Rows | pd.DataFrame) -> Ints:
    """Return per row (with `day_end` = last day + 1, or -1) the number of reporting days that it
    covers.
    """
    end = np.asarray(rows["day_end"], dtype=np.int64)
    end = np.where(end == RUNNING, recording.n_days, end)
    first = np.maximum(np.asarray(rows["day_start"], dtype=np.int64), recording.day_start)
    days: Ints = np.maximum(np.minimum(end, recording.n_days) - first, 0)
    return days
