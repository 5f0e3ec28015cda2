"""What a measure reads.

A recording, whole or one region of it, and its sums over the periods of the reporting period.
Everything is counted over the reporting days `day_start <= day < n_days`; the days before are
warm-up. Day counts come summed over periods (months, cut where reporting begins and where the run
ends), so a measure never reads a single day.
"""

import datetime as dt
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.common.arrays import Floats, Ints
from sim.common.calendar import years_of
from sim.measures.lazy import Lazy

P = ParamSpec("P")
T = TypeVar("T")


class Recording(Protocol):
    """One replication as an executor recorded it.

    Tables and arrays are those of `sim/engine/columns.py`.
    """

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
        """First day of every period, and `n_days` at the end."""

    @property
    def rows(self) -> Mapping[str, pd.DataFrame]:
        """Tables of rows."""

    @property
    def sums(self) -> Mapping[str, Ints]:
        """Day counts summed over each period."""

    @property
    def days(self) -> Mapping[str, Ints]:
        """Counts per day, where they were recorded."""


class Numbers(Protocol):
    """The numbers with which a recording was made: what measures need of a `World`."""

    @property
    def region_names(self) -> tuple[str, ...]:
        """Regions, in order of index."""

    @property
    def names(self) -> tuple[str, ...]:
        """Full names of all rows, the columns of `values`."""

    @property
    def values(self) -> Floats:
        """In force on day 0, (n_regions, n_names)."""

    @property
    def change_day(self) -> Ints:
        """Day on which a value changes, (n_changes,), sorted."""

    @property
    def change_region(self) -> Ints:
        """Index of its region."""

    @property
    def change_name(self) -> Ints:
        """Its column."""

    @property
    def change_value(self) -> Floats:
        """The new value."""


@dataclass(frozen=True, eq=False)
class View:
    """A recording as measures see it: whole, one region of it, or a window of it.

    What measures share is worked out once (see `once`).
    """

    n_days: int
    day_start: int
    day_zero: dt.date
    region_names: tuple[str, ...]
    replication: int
    net_hours_per_fte_year: float
    edges: Ints
    rows: Mapping[str, pd.DataFrame]
    sums: Mapping[str, Ints]
    days: Mapping[str, Ints]
    world: Numbers | None = None  # the numbers with which it ran, where the recording knows them
    memory: dict[Hashable, Any] = field(default_factory=dict, repr=False)


def view(recording: Recording) -> View:
    """Return the view of a recording; a view is its own."""
    if isinstance(recording, View):
        return recording
    return View(
        recording.n_days,
        recording.day_start,
        recording.day_zero,
        recording.region_names,
        recording.replication,
        recording.net_hours_per_fte_year,
        recording.edges,
        recording.rows,
        recording.sums,
        recording.days,
        world_of(recording),
    )


def world_of(recording: Recording) -> Numbers | None:
    """Return the numbers with which a recording was made; None where it does not keep them."""
    world: Numbers | None = getattr(recording, "world", None)
    return world


def once(function: Callable[Concatenate[View, P], T]) -> Callable[Concatenate[Recording, P], T]:
    """Remember what `function` returns, per view and further arguments.

    Measures of one view share it. Nobody may change what it returns.
    """

    @wraps(function)
    def remembered(recording: Recording, /, *arguments: P.args, **named: P.kwargs) -> T:
        seen = view(recording)
        key = (function, arguments, *named.items())
        if key not in seen.memory:
            seen.memory[key] = function(seen, *arguments, **named)
        made: T = seen.memory[key]
        return made

    return remembered


def in_region(recording: Recording, region: int) -> View:
    """Return `recording` cut down to one region (index in `region_names`), for any measure.

    `events` are left out. Youths are those for whom the region is responsible; places, teams and
    RET are its own.
    """

    def rows(name: str) -> pd.DataFrame:
        table = recording.rows[name]
        return table[table["region"] == region].assign(region=0)

    def part(counts: Mapping[str, Ints]) -> Mapping[str, Ints]:
        return Lazy(counts, lambda name: counts[name][region : region + 1])

    return View(
        recording.n_days,
        recording.day_start,
        recording.day_zero,
        (recording.region_names[region],),
        recording.replication,
        recording.net_hours_per_fte_year,
        recording.edges,
        Lazy((name for name in recording.rows if name != "events"), rows),
        part(recording.sums),
        part(recording.days) if recording.days else recording.days,
        world_of(recording),
    )


def n_years(recording: Recording) -> float:
    """Return the length of the reporting period in mean Gregorian years."""
    return years_of(recording.n_days - recording.day_start)


def reported_edges(recording: Recording) -> Ints:
    """Return the first day of each reporting period, and `n_days` at the end."""
    return recording.edges[np.searchsorted(recording.edges, recording.day_start) :]


def days_per_period(recording: Recording) -> Ints:
    """Return the number of days of each reporting period."""
    days: Ints = np.diff(reported_edges(recording))
    return days


@once
def reported(recording: View, name: str) -> Ints:
    """Return the sums of the day counts `name` over each reporting period.

    Last axis = reporting period.
    """
    return recording.sums[name][..., np.searchsorted(recording.edges, recording.day_start) :]


def count_per_period(recording: Recording, day: Ints) -> Ints:
    """Return how many of these reporting days lie in each reporting period."""
    edges = reported_edges(recording)
    count: Ints = np.bincount(
        np.searchsorted(edges, day, side="right") - 1, minlength=len(edges) - 1
    )
    return count


def mean_per_day(recording: Recording, per_period: Ints) -> float:
    """Return the mean per day over all reporting days.

    `per_period` holds a sum for each reporting period, `(n reporting periods,)`.
    """
    return float(per_period.sum()) / (recording.n_days - recording.day_start)


def ratio(part: float, whole: float) -> float:
    """Return part / whole; NaN where there is no whole."""
    return float(part) / float(whole) if whole else float("nan")


def mean(values: "pd.Series[Any] | NDArray[Any]") -> float:
    """Return the mean; NaN where there is nothing to average."""
    return float(np.mean(values)) if len(values) else float("nan")
