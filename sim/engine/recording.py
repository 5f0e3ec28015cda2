"""What one replication leaves behind: rows of facts and exact counts per day. Written by an executor, read by `sim/measures`."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.engine.record import TABLES
from sim.world.build import World
from sim.world.names import N_COMPONENTS, N_LEVELS, N_PLACE_SETTINGS, N_SETTINGS, N_VARIANTS, Cause, Wait

DTYPES = {"int": np.int64, "float": np.float64, "bool": np.bool_}


@dataclass(frozen=True)
class Recording:
    """Everything recorded in one replication.

    Attributes:
        n_days: days of the run, warm-up included.
        day_start: first reporting day; the days before are warm-up.
        day_zero: calendar date of day 0.
        region_names: regions in the run, in order of index.
        replication: number of the replication.
        net_hours_per_fte_year: hours of presence per full-time worker per year.
        rows: tables of `sim/engine/record.py`, with exactly those columns.
        days: day counts of `sim/engine/record.py`.
    """

    n_days: int
    day_start: int
    day_zero: date
    region_names: tuple[str, ...]
    replication: int
    net_hours_per_fte_year: float
    rows: dict[str, pd.DataFrame]
    days: dict[str, NDArray[np.int64]]


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
    }


class Recorder:
    """Collects rows and changes of day counts while a replication runs.

    Stocks (census, places, waiting, money and minutes per day) are written as changes on the day on which they happen and summed at the end, so that
    the figure of a day is its state in the evening. Flows (starts, arrivals, left, returned, one-off money) are counts of the day itself.
    """

    def __init__(self, world: World, *, events: bool) -> None:
        n_regions = len(world.region_names)
        self.changes = {name: np.zeros(shape, dtype=np.int64) for name, shape in day_shapes(n_regions, world.n_days).items()}
        self.once = np.zeros((n_regions, N_COMPONENTS, world.n_days), dtype=np.int64)
        self.rows: dict[str, list[tuple[object, ...]]] = {name: [] for name in TABLES}
        self.keeps_events = events

    def fact(self, day: int, phase: int, fact: int, entity: int, value: int) -> None:
        """Append one line to the full log."""
        if self.keeps_events:
            self.rows["events"].append((day, phase, int(fact), entity, value))

    def finish(self, world: World, replication: int, hours_per_fte_year: float) -> Recording:
        """Return the recording: changes summed over days, rows as tables."""
        flows = {"starts", "arrivals", "left", "returned"}
        days = {name: change if name in flows else np.cumsum(change, axis=-1) for name, change in self.changes.items()}
        days["cents_per_day"] = days["cents_per_day"] + self.once
        tables = {}
        for name, rows in self.rows.items():
            columns = TABLES[name]
            values = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
            tables[name] = pd.DataFrame(
                {column: np.array(data, dtype=DTYPES[columns[column][0]]) for column, data in zip(columns, values, strict=True)}
            )
        return Recording(
            n_days=world.n_days,
            day_start=world.run.warm_up_days,
            day_zero=world.date(0),
            region_names=world.region_names,
            replication=replication,
            net_hours_per_fte_year=hours_per_fte_year,
            rows=tables,
            days=days,
        )


def period_edges(day_zero: date, day_start: int, n_days: int) -> NDArray[np.int64]:
    """Return the first day of every period and, last, `n_days`; a period is a calendar month, cut at `day_start`."""
    from datetime import timedelta

    edges = {0, n_days} | ({day_start} if day_start < n_days else set())
    edges |= {day for day in range(n_days) if (day_zero + timedelta(days=day)).day == 1}
    return np.array(sorted(edges), dtype=np.int64)
