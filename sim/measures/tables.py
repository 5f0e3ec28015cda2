"""Recordings made into tidy tables: names for codes, dates for days, euro for cents.

Tables hold the reporting period only. A row that was active in it is there whole: an episode that began in the warm-up keeps its date of
start. What still runs has no end date. Cells of the census that are empty for a whole month are left out. `sim/measures/schemas.py` has
units and meanings.
"""

from collections.abc import Callable, Sequence
from enum import IntEnum

import numpy as np
import pandas as pd

from sim.measures.inputs import Ints, Recording, days_reported, happened, is_active, reported
from sim.measures.months import month_means, months_reported
from sim.measures.schemas import COLUMNS, ROW_TABLES, is_date
from sim.world.names import Cause, Component, Outcome, Setting, Variant

CENTS = 100.0
NAMES: dict[str, type[IntEnum]] = {"setting": Setting, "variant": Variant, "cause": Cause, "outcome": Outcome, "component": Component}


def tables(recordings: Sequence[Recording]) -> dict[str, pd.DataFrame]:
    """Return all tidy tables of some recordings of one world, one below the other."""
    if not recordings:
        raise ValueError("there are no recordings to make tables of; run at least one replication.")
    worlds = sorted({r.region_names for r in recordings})
    if len(worlds) > 1:
        raise ValueError(f"recordings have different regions: {worlds}. Make tables of one world at a time.")
    return {name: pd.concat([_table(name, r) for r in recordings], ignore_index=True)[[c[0] for c in COLUMNS[name]]] for name in COLUMNS}


def _table(name: str, recording: Recording) -> pd.DataFrame:
    made: dict[str, Callable[[Recording], pd.DataFrame]] = {"census": census, "costs": costs}
    table = made[name](recording) if name in made else rows(name, recording)
    return table.assign(replication=recording.replication)


def census(recording: Recording) -> pd.DataFrame:
    """Return month means [month, region, setting, variant, level, youths, days]; empty cells are left out."""
    means = month_means(recording, reported(recording, "census"))
    region, setting, variant, level, month = (i.astype(np.int64) for i in np.nonzero(means))
    dates = months_reported(recording)
    return pd.DataFrame(
        {
            "month": pd.to_datetime(pd.Series(dates, dtype=object)).to_numpy()[month],
            "region": _categories(region, recording.region_names),
            "setting": _named("setting", setting),
            "variant": _named("variant", variant),
            "level": level,
            "youths": means[region, setting, variant, level, month],
            "days": days_reported(recording)[month],
        }
    )


def costs(recording: Recording) -> pd.DataFrame:
    """Return [year, region, component, euro, days] of every calendar year touched, not scaled up."""
    cents = reported(recording, "cents_per_day")
    year, first = np.unique([month.year for month in months_reported(recording)], return_index=True)
    days = np.add.reduceat(days_reported(recording), first)
    euro = np.add.reduceat(cents, first, axis=-1) / CENTS
    region, component, k = (i.ravel() for i in np.indices(euro.shape))
    return pd.DataFrame(
        {
            "year": year[k].astype(np.int64),
            "region": _categories(region, recording.region_names),
            "component": _named("component", component),
            "euro": euro.ravel(),
            "days": days[k].astype(np.int64),
        }
    )


def rows(name: str, recording: Recording) -> pd.DataFrame:
    """Return a table of recorded rows that touch the reporting period; `name` is one of episodes, stays, teams, ret."""
    if name not in ROW_TABLES:
        raise ValueError(f"'{name}' is not a table of rows; there are {', '.join(ROW_TABLES)}.")
    recorded = recording.rows[name]
    is_in = is_active(recording, recorded["day_end"].to_numpy()) if "day_end" in recorded else happened(recording, recorded["day"].to_numpy())
    recorded = recorded[is_in]
    table = recorded.reset_index(drop=True).copy()
    for column in recorded.columns:
        if is_date(column):
            table[column] = _dates(recording, recorded[column].to_numpy(np.int64))
        elif column.startswith("region"):
            table[column] = _categories(recorded[column].to_numpy(np.int64), recording.region_names)
        elif column in NAMES:
            table[column] = _named(column, recorded[column].to_numpy(np.int64))
    if "cents" in table:
        table["euro"] = table.pop("cents") / CENTS
    return table


def _named(column: str, codes: Ints) -> "pd.Categorical[str]":
    return _categories(codes, [member.name.lower() for member in NAMES[column]])


def _categories(codes: Ints, names: Sequence[str]) -> "pd.Categorical[str]":
    return pd.Categorical.from_codes(codes, pd.Index(list(names), dtype="str"))


def _dates(recording: Recording, day: Ints) -> "pd.Series[pd.Timestamp]":
    dates = np.datetime64(recording.day_zero, "s") + day.astype("timedelta64[D]")
    return pd.Series(np.where(day < 0, np.datetime64("NaT", "s"), dates).astype("datetime64[s]"))
