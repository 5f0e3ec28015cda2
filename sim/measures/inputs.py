"""What a measure reads, and the parts of it that lie in the reporting period.

Everything is counted over the reporting days `day_start <= day < n_days`; the days before are warm-up. An episode or stay *starts* (or
*ends*) in the period when the day on which that happened is a reporting day; it is *active* in the period when it had not ended before
`day_start`.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.engine.recording import Rows

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

DAYS_PER_YEAR = 365.25
RUNNING = -1  # end day of what has not ended


class Recording(Protocol):
    """One replication as an executor recorded it; tables and arrays are those of `sim/engine/record.py`."""

    @property
    def n_days(self) -> int:
        """Days of the run, warm-up included."""

    @property
    def day_start(self) -> int:
        """First reporting day."""

    @property
    def day_zero(self) -> dt.date:
        """Calendar date of day 0."""

    @property
    def region_names(self) -> tuple[str, ...]:
        """Regions, in order of index."""

    @property
    def replication(self) -> int:
        """Number of the replication."""

    @property
    def net_hours_per_fte_year(self) -> float:
        """Hours of presence per full-time colleague per year."""

    @property
    def edges(self) -> Ints:
        """First day of every period, and n_days."""

    @property
    def rows(self) -> Mapping[str, pd.DataFrame]:
        """Tables of rows."""

    @property
    def sums(self) -> Mapping[str, NDArray[Any]]:
        """Sums of day counts over the days of each period."""

    @property
    def days(self) -> Mapping[str, NDArray[Any]]:
        """Counts of every day, if they were recorded."""


@dataclass(frozen=True)
class Part:
    """A part of a recording: one of its regions, or a window of its days. Counts of single days come along where they were recorded."""

    n_days: int
    day_start: int
    day_zero: dt.date
    region_names: tuple[str, ...]
    replication: int
    net_hours_per_fte_year: float
    edges: Ints
    rows: Mapping[str, pd.DataFrame]
    sums: Mapping[str, NDArray[Any]]
    days: Mapping[str, NDArray[Any]]


def in_region(recording: Recording, region: int) -> Part:
    """Return `recording` cut down to one region (index in `region_names`), for any measure; `events` and single days are left out."""
    return Part(
        recording.n_days,
        recording.day_start,
        recording.day_zero,
        (recording.region_names[region],),
        recording.replication,
        recording.net_hours_per_fte_year,
        recording.edges,
        {name: t[t["region"] == region].assign(region=0) for name, t in recording.rows.items() if "region" in t},
        {name: a[region : region + 1] for name, a in recording.sums.items()},
        {},
    )


def n_years(recording: Recording) -> float:
    """Return the length of the reporting period in years of 365.25 days."""
    return (recording.n_days - recording.day_start) / DAYS_PER_YEAR


def first_period(recording: Recording) -> int:
    """Return the index of the first reporting period."""
    return int(np.searchsorted(recording.edges, recording.day_start))


def reported(recording: Recording, name: str) -> Ints:
    """Return the sums of the day counts `name` over each reporting period; last axis = period."""
    array: Ints = recording.sums[name][..., first_period(recording) :]
    return array


def days_reported(recording: Recording) -> Ints:
    """Return the days of each reporting period."""
    days: Ints = np.diff(recording.edges)[first_period(recording) :]
    return days


def mean_per_day(recording: Recording, by_period: NDArray[Any]) -> float:
    """Return the mean per reporting day of sums by reporting period."""
    return float(by_period.sum()) / (recording.n_days - recording.day_start)


class Table:
    """Columns of a recorded table as arrays, each read when it is asked for; `where` leaves rows out."""

    def __init__(self, recording: Recording, name: str, kept: "Bools | None" = None) -> None:
        self._rows, self._name, self._kept = recording.rows, name, kept

    def __getitem__(self, column: str) -> NDArray[Any]:
        rows = self._rows
        values = rows.column(self._name, column) if isinstance(rows, Rows) else rows[self._name][column].to_numpy()
        return values if self._kept is None else values[self._kept]

    def where(self, mask: Bools) -> "Table":
        """Return the rows for which `mask`, as long as this table, is true."""
        kept = mask
        if self._kept is not None:
            kept = self._kept.copy()
            kept[self._kept] = mask
        table = Table.__new__(Table)
        table._rows, table._name, table._kept = self._rows, self._name, kept
        return table

    def __len__(self) -> int:
        return len(self._rows[self._name]) if self._kept is None else int(self._kept.sum())


def happened(recording: Recording, day: NDArray[Any]) -> Bools:
    """Return which of these days are reporting days (-1, running, is none)."""
    is_reported: Bools = (day >= recording.day_start) & (day < recording.n_days)
    return is_reported


def is_active(recording: Recording, day_end: NDArray[Any]) -> Bools:
    """Return which rows had not ended before the reporting period."""
    is_in: Bools = (day_end == RUNNING) | (day_end >= recording.day_start)
    return is_in


def started(recording: Recording, table: str) -> Table:
    """Return the rows of `table` that start in the reporting period."""
    rows = Table(recording, table)
    return rows.where(happened(recording, rows["day_start"]))


def ended(recording: Recording, table: str) -> Table:
    """Return the rows of `table` that end in the reporting period."""
    rows = Table(recording, table)
    return rows.where(happened(recording, rows["day_end"]))


def active(recording: Recording, table: str) -> Table:
    """Return the rows of `table` that had not ended before the reporting period."""
    rows = Table(recording, table)
    return rows.where(is_active(recording, rows["day_end"]))


def days_in_period(recording: Recording, rows: "Table | pd.DataFrame") -> Ints:
    """Return per row (with `day_end` = last day + 1, or -1) the number of reporting days that it covers."""
    end = np.asarray(rows["day_end"], dtype=np.int64)
    end = np.where(end == RUNNING, recording.n_days, end)
    first = np.maximum(np.asarray(rows["day_start"], dtype=np.int64), recording.day_start)
    days: Ints = np.maximum(np.minimum(end, recording.n_days) - first, 0)
    return days


def ratio(part: float, whole: float) -> float:
    """Return part / whole; NaN where there is no whole."""
    return float(part) / float(whole) if whole else float("nan")


def mean(values: "pd.Series[Any] | NDArray[Any]") -> float:
    """Return the mean; NaN where there is nothing to average."""
    return float(np.mean(values)) if len(values) else float("nan")
