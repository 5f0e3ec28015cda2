"""What one replication leaves behind: rows of facts and exact counts.

Written by an executor, read by `sim/measures`. Counts are kept as sums over the days of each
period, which is all that means and totals of months and years need. A period is a calendar month,
cut at the first reporting day. Counts of every single day are kept only when asked for.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.common.arrays import Ints
from sim.common.calendar import years_of
from sim.common.errors import refuse
from sim.engine.columns import TABLES
from sim.engine.periods import period_edges, period_sums
from sim.names import (
    N_COMPONENTS,
    N_LEVELS,
    N_PLACE_SETTINGS,
    N_REASONS,
    N_SETTINGS,
    N_VARIANTS,
    Cause,
    Decision,
    Wait,
)
from sim.world.build import World

DTYPES = {"int": np.int64, "float": np.float64, "bool": np.bool_}
FLOWS = frozenset(
    {
        "starts",
        "arrivals",
        "left",
        "returned",
        "restraints",
        "unplanned_moves",
        "decisions",
        "start_waits",
    }
)  # counts of what happened on the day itself; all others are states of the evening


class RecordedRows(Mapping[str, pd.DataFrame]):
    """Tables of `sim/engine/columns.py`, with exactly those columns, kept column by column in as
    few bytes as hold them.

    A table is made anew each time it is read; who needs one column asks for it with `column`.
    """

    def __init__(self, words: Mapping[str, Ints]) -> None:
        """Take the rows of each table as words, (n rows, n columns): floats by their bits."""
        self._columns = {name: _columns(rows, name) for name, rows in words.items()}

    def __getitem__(self, name: str) -> pd.DataFrame:
        return pd.DataFrame({column: self.column(name, column) for column in self._columns[name]})

    def column(self, name: str, column: str) -> NDArray[np.generic]:
        """Return one column of a table, without making the table."""
        return self._columns[name][column].astype(DTYPES[TABLES[name][column][0]])

    def __contains__(self, name: object) -> bool:
        return name in self._columns

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


def _columns(rows: Ints, name: str) -> dict[str, NDArray[np.generic]]:
    """Return the columns of a table, whole numbers in four bytes where all of the column fit."""
    turned = np.ascontiguousarray(rows.T)
    fits = (turned.min(axis=1, initial=0) >= -(1 << 31)) & (turned.max(axis=1, initial=0) < 1 << 31)
    columns: dict[str, NDArray[np.generic]] = {}
    for k, (column, (kind, _, _)) in enumerate(TABLES[name].items()):
        if kind == "float":
            columns[column] = turned[k].view(np.float64).copy()
        else:
            columns[column] = turned[k].astype(
                np.bool_ if kind == "bool" else np.int32 if fits[k] else np.int64
            )
    return columns


def to_words(rows: list[tuple[object, ...]], name: str) -> Ints:
    """Return rows of a table as words: floats by their bits."""
    kinds = [kind for kind, _, _ in TABLES[name].values()]
    words: Ints = np.zeros((len(rows), len(kinds)), dtype=np.int64)
    for k, kind in enumerate(kinds):
        column: NDArray[np.generic] = np.array([row[k] for row in rows], dtype=DTYPES[kind])
        words[:, k] = column.view(np.int64) if kind == "float" else column
    return words


class NotRecorded(Mapping[str, Ints]):
    """Daily counts that were not kept: false, and whoever reads them is told how to get them."""

    def __getitem__(self, name: str) -> NoReturn:
        refuse('daily counts were not recorded: pass record="days"')

    def __iter__(self) -> Iterator[str]:
        refuse('daily counts were not recorded: pass record="days"')

    def __len__(self) -> int:
        return 0


@dataclass(frozen=True)
class Recording:
    """Everything recorded in one replication.

    Attributes:
        n_days: days of the run, warm-up included.
        day_start: first reporting day; the days before are warm-up.
        day_zero: calendar date of day 0.
        region_names: regions in the run, in order of index.
        world: the numbers with which it ran.
        replication: number of the replication.
        net_hours_per_fte_year: hours of presence per full-time worker per year.
        edges: (n_periods + 1,) first day of every period, and n_days; see `sim/engine/periods.py`.
        rows: tables of `sim/engine/columns.py`, with exactly those columns.
        sums: sums of the day counts of `sim/engine/columns.py` over the days of each period; last
            axis = period.
        days: the day counts themselves, last axis = day, where they were asked for; else
            `NotRecorded`.
    """

    n_days: int
    day_start: int
    day_zero: date
    region_names: tuple[str, ...]
    world: World
    replication: int
    net_hours_per_fte_year: float
    edges: Ints
    rows: Mapping[str, pd.DataFrame]
    sums: Mapping[str, Ints]
    days: Mapping[str, Ints]


def day_shapes(n_regions: int, n_days: int) -> dict[str, tuple[int, ...]]:
    """Return the shape of every day count."""
    return {
        "census": (n_regions, N_SETTINGS, N_VARIANTS, N_LEVELS, n_days),
        "census_registered": (n_regions, n_days),
        "cents_per_day": (n_regions, N_COMPONENTS, n_days),
        "places": (n_regions, N_PLACE_SETTINGS, n_days),
        "waiting": (n_regions, len(Wait), n_days),
        "starts": (n_regions, len(Cause), n_days),
        "arrivals": (n_regions, n_days),
        "left": (n_regions, n_days),
        "returned": (n_regions, n_days),
        "staff_minutes_per_day": (n_regions, n_days),
        "uncovered_minutes_per_day": (n_regions, n_days),
        "staff_in_use": (n_regions, 2, n_days),
        "reasons": (n_regions, N_VARIANTS, N_REASONS, n_days),
        "queue": (n_regions, N_PLACE_SETTINGS, n_days),
        "kept_free": (n_regions, N_PLACE_SETTINGS, n_days),
        "without_programme": (n_regions, n_days),
        "restraints": (n_regions, n_days),
        "unplanned_moves": (n_regions, n_days),
        "decisions": (n_regions, len(Decision), n_days),
        "start_waits": (n_regions, n_days),
    }


def words_of_recording(world: World, *, days: bool, events: bool) -> int:
    """Return about how many words a recording of this world takes.

    For a warning before a run, not to count on.
    """
    n_regions = len(world.region_names)
    years = years_of(world.n_days)
    n_cells = sum(math.prod(shape[1:-1]) for shape in day_shapes(1, 1).values())
    candidates = (
        world.values[:, world.column("arrival.population")]
        * world.values[:, world.column("arrival.ceiling_per_10000")]
        / 10_000
    )
    turnover = (float(candidates.sum()) + float(world.max_places.sum())) * years
    words = n_regions * n_cells * years * 12 + turnover * (
        len(TABLES["stays"]) + len(TABLES["spells"]) + len(TABLES["youths"])
    )
    words += n_regions * n_cells * world.n_days if days else 0
    words += turnover * 12 * len(TABLES["events"]) if events else 0
    return int(words)


class Recorder:
    """Collects rows and changes of day counts while a replication runs.

    Stocks (census, places, waiting, money and minutes per day) are written as changes on the day on
    which they happen and summed at the end, so that the figure of a day is its state in the
    evening. Flows (starts, arrivals, left, returned, one-off money) are counts of the day itself.
    """

    def __init__(self, world: World, *, events: bool, days: bool) -> None:
        n_regions = len(world.region_names)
        self.changes = {
            name: np.zeros(shape, dtype=np.int64)
            for name, shape in day_shapes(n_regions, world.n_days).items()
        }
        self.once = np.zeros((n_regions, N_COMPONENTS, world.n_days), dtype=np.int64)
        self.rows: dict[str, list[tuple[object, ...]]] = {name: [] for name in TABLES}
        self.keeps_events, self.keeps_days = events, days

    def write(self, table: str, **row: object) -> None:
        """Append a row to a table of `sim/engine/columns.py`, by the names of its columns.

        Raises:
            KeyError: a column of the table is missing, or a name is none of its columns.
        """
        columns = TABLES[table]
        if row.keys() != columns.keys():
            raise KeyError(f"table '{table}': {sorted(row.keys() ^ columns.keys())}")
        self.rows[table].append(tuple(row[column] for column in columns))

    def fact(self, day: int, phase: int, fact: int, entity: int, value: int) -> None:
        """Append one line to the full log."""
        if self.keeps_events:
            self.write("events", day=day, phase=phase, fact=int(fact), id=entity, value=value)

    def finish(self, world: World, replication: int, hours_per_fte_year: float) -> Recording:
        """Return the recording: changes summed over days, days over periods, rows as tables."""
        days = {
            name: change if name in FLOWS else np.cumsum(change, axis=-1)
            for name, change in self.changes.items()
        }
        days["cents_per_day"] = days["cents_per_day"] + self.once
        edges = period_edges(world.date(0), world.run.warm_up_days, world.n_days)
        return Recording(
            n_days=world.n_days,
            day_start=world.run.warm_up_days,
            day_zero=world.date(0),
            region_names=world.region_names,
            world=world,
            replication=replication,
            net_hours_per_fte_year=hours_per_fte_year,
            edges=edges,
            rows=RecordedRows({name: to_words(rows, name) for name, rows in self.rows.items()}),
            sums={name: period_sums(per_day, edges) for name, per_day in days.items()},
            days=days if self.keeps_days else NotRecorded(),
        )
