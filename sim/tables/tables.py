"""Recordings made into tidy tables: names for codes, dates for days, euro for cents.

Tables hold the reporting period only. A row that was active in it is there whole: an episode that
began in the warm-up keeps its date of start. What still runs has no end date. Cells of the census
and of the reasons that are empty for a whole month are left out. `sim/tables/schemas.py` has units
and meanings.
"""

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.common.arrays import Ints
from sim.engine.columns import TABLES
from sim.measures.cost import CENTS
from sim.measures.inputs import Recording, days_per_period, reported
from sim.measures.periods import calendar_years, month_dates, month_means
from sim.measures.rows import active, months
from sim.measures.rows import column as recorded_column
from sim.names import Answer, Cause, Component, Outcome, Reason, Setting, Variant, Wait
from sim.tables.schemas import COLUMNS, ROW_TABLES, is_date

NAMES: dict[str, type[IntEnum]] = {
    "setting": Setting,
    "variant": Variant,
    "variant_end": Variant,
    "cause": Cause,
    "outcome": Outcome,
    "component": Component,
    "wait": Wait,
    "answer": Answer,
    "reason": Reason,
}
Columns = Mapping[str, NDArray[Any]]  # codes still numbers


def tables(recordings: Sequence[Recording]) -> dict[str, pd.DataFrame]:
    """Return all tidy tables of some recordings of one world, one below the other."""
    if not recordings:
        raise ValueError("there are no recordings to make tables of; run at least one replication.")
    worlds = sorted({r.region_names for r in recordings})
    if len(worlds) > 1:
        raise ValueError(
            f"recordings have different regions: {worlds}. Make tables of one world at a time."
        )
    return {name: table(name, recordings) for name in COLUMNS}


def census(recording: Recording) -> pd.DataFrame:
    """Return month means [month, region, setting, variant, level, youths, days].

    Empty cells are left out.
    """
    return table("census", [recording]).drop(columns="replication")


def reasons(recording: Recording) -> pd.DataFrame:
    """Return month means [month, region, variant, reason, youths, days] of why 1:1 runs.

    Empty cells are left out.
    """
    return table("reasons", [recording]).drop(columns="replication")


def costs(recording: Recording) -> pd.DataFrame:
    """Return [year, region, component, euro, days] of every calendar year touched, unscaled."""
    return table("costs", [recording]).drop(columns="replication")


def rows(name: str, recording: Recording) -> pd.DataFrame:
    """Return a table of recorded rows that touch the reporting period.

    `name` is one of episodes, stays, applications, teams, ret.
    """
    if name not in ROW_TABLES:
        raise ValueError(f"'{name}' is not a table of rows; there are {', '.join(ROW_TABLES)}.")
    return table(name, [recording]).drop(columns="replication")


def table(name: str, recordings: Sequence[Recording]) -> pd.DataFrame:
    """Return one tidy table of some recordings of one world, one below the other."""
    parts = [_columns(name, recording) for recording in recordings]
    made = {}
    for column, *_ in COLUMNS[name]:
        values = np.concatenate([part[column] for part in parts])
        names = (
            recordings[0].region_names
            if column.startswith("region")
            else [m.name.lower() for m in NAMES.get(column, ())]
        )
        made[column] = (
            pd.Categorical.from_codes(values, pd.Index(list(names), dtype="str"))
            if names
            else values
        )
    return pd.DataFrame(made, copy=False)


def _columns(name: str, recording: Recording) -> Columns:
    made = {"census": _census, "costs": _costs, "spells": _spells, "reasons": _reasons}
    columns = made[name](recording) if name in made else _rows(name, recording)
    n = len(next(iter(columns.values())))
    return {**columns, "replication": np.full(n, recording.replication, np.int64)}


def _census(recording: Recording) -> Columns:
    return _by_month(recording, "census", ("region", "setting", "variant", "level"))


def _reasons(recording: Recording) -> Columns:
    return _by_month(recording, "reasons", ("region", "variant", "reason"))


def _by_month(recording: Recording, count: str, axes: Sequence[str]) -> Columns:
    """Return the month means of a day count of youths, by its axes but the last; none of zero."""
    means = month_means(recording, reported(recording, count))
    cells = np.nonzero(means)
    *codes, month = cells
    dates = np.array(month_dates(recording), dtype="datetime64[s]")
    return {
        "month": dates[month],
        **dict(zip(axes, codes, strict=True)),
        "youths": means[cells],
        "days": days_per_period(recording)[month],
    }


def _costs(recording: Recording) -> Columns:
    year, first, days = calendar_years(recording)
    euro = np.add.reduceat(reported(recording, "cents_per_day"), first, axis=-1) / CENTS
    region, component, k = (i.ravel() for i in np.indices(euro.shape))
    return {
        "year": year[k],
        "region": region,
        "component": component,
        "euro": euro.ravel(),
        "days": days[k],
    }


def _rows(name: str, recording: Recording) -> Columns:
    has_end = "day_end" in TABLES[name]
    recorded = active(recording, name) if has_end else months(recording, name)
    columns = {c: recorded[c] for c in TABLES[name]}
    if "cents" in columns:
        columns["euro"] = columns["cents"] / CENTS
    return {c: _dates(recording, values) if is_date(c) else values for c, values in columns.items()}


def _spells(recording: Recording) -> Columns:
    """Return the rungs that arrangements held.

    One row per stretch of days at one rung and one cost per day.
    """
    recorded = active(recording, "spells")
    recorded = recorded.where(recorded["level"] > 0)
    columns = {c: recorded[c] for c in TABLES["spells"]}
    columns["euro_per_day"] = columns.pop("cents_per_day") / CENTS
    columns["n_arrangement"] = _n_arrangement(recording, columns["id_youth"], columns["day_start"])
    return {c: _dates(recording, values) if is_date(c) else values for c, values in columns.items()}


def _n_arrangement(recording: Recording, id_youth: Ints, day: Ints) -> Ints:
    """Return which arrangement of each youth runs on a day: the last one that had started."""
    ids, start, n = (
        recorded_column(recording, "episodes", name)
        for name in ("id_youth", "day_start", "n_arrangement")
    )
    order = np.lexsort((n, start, ids))
    key = ids[order] * recording.n_days + start[order]
    if not len(ids):
        return np.zeros(len(day), np.int64)
    last = np.searchsorted(key, id_youth * recording.n_days + day, side="right") - 1
    found: Ints = n[order][last]
    return found


def _dates(recording: Recording, day: Ints) -> NDArray[np.datetime64]:
    dates = np.datetime64(recording.day_zero, "s") + day.astype("timedelta64[D]")
    return np.where(day < 0, np.datetime64("NaT", "s"), dates).astype("datetime64[s]")
