"""Columns of the tidy tables, each with type, unit and meaning: Arrow schemas."""

import re
from collections.abc import Mapping
from types import MappingProxyType

import pyarrow as pa

from sim.engine.columns import TABLES as RECORDED

CATEGORY = pa.dictionary(pa.int8(), pa.string())
ARROW = MappingProxyType({"int": pa.int64(), "float": pa.float64(), "bool": pa.bool_()})
CATEGORIES = (
    "region",
    "region_place",
    "setting",
    "variant",
    "variant_end",
    "cause",
    "outcome",
    "wait",
    "answer",
)  # codes that become names
ROW_TABLES = ("episodes", "stays", "applications", "teams", "ret")

NO_DAY = re.compile(r"-1(?= while| never|: none yet)")  # in the meaning of a recorded day

REPLICATION = (
    "replication",
    pa.int64(),
    "-",
    "number of the replication; the same number in another scenario had the same luck",
)
REGION = ("region", CATEGORY, "name", "region responsible for the youth")
Column = tuple[str, pa.DataType, str, str]

CENSUS: tuple[Column, ...] = (
    ("month", pa.date32(), "date", "first day of the month"),
    REGION,
    ("setting", CATEGORY, "name", "where the youth is (sim.names.Setting)"),
    ("variant", CATEGORY, "name", "form of 1:1, none without (sim.names.Variant)"),
    ("level", pa.int64(), "rung", "rung of the ladder, 0 without 1:1"),
    (
        "youths",
        pa.float64(),
        "youths",
        "mean over the reporting days of the month of youths at the end of the day",
    ),
    ("days", pa.int64(), "day", "reporting days of the month; youths x days = youth-days"),
    REPLICATION,
)
REASONS: tuple[Column, ...] = (
    ("month", pa.date32(), "date", "first day of the month"),
    REGION,
    ("variant", CATEGORY, "name", "form of 1:1 (sim.names.Variant)"),
    ("reason", CATEGORY, "name", "why 1:1 runs on that day (sim.names.Reason)"),
    (
        "youths",
        pa.float64(),
        "youths",
        "mean over the reporting days of the month of youths in 1:1 at the end of the day",
    ),
    ("days", pa.int64(), "day", "reporting days of the month; youths x days = youth-days"),
    REPLICATION,
)
COSTS: tuple[Column, ...] = (
    ("year", pa.int64(), "year", "calendar year"),
    REGION,
    ("component", CATEGORY, "name", "component of cost (sim.names.Component)"),
    ("euro", pa.float64(), "euro", "cost of the reporting days of the year, not scaled up"),
    ("days", pa.int64(), "day", "reporting days of the year"),
    REPLICATION,
)


def is_date(column: str) -> bool:
    """Return whether a recorded column is a day of the run (`day`, `day_...`), which becomes a
    date.
    """
    return column == "day" or column.startswith("day_")


def row_columns(table: str) -> tuple[Column, ...]:
    """Return the columns of a table of recorded rows.

    Codes as names, days as dates, money in euro.
    """
    return (*(_row_column(name, *RECORDED[table][name]) for name in RECORDED[table]), REPLICATION)


def _row_column(name: str, kind: str, unit: str, meaning: str) -> Column:
    if is_date(name):
        return (name, pa.date32(), "date", NO_DAY.sub("null", meaning))
    if name in CATEGORIES:
        return (name, CATEGORY, "name", meaning)
    if name == "cents":
        return ("euro", pa.float64(), "euro", meaning)
    return (name, ARROW[kind], unit, meaning)


SPELLS: tuple[Column, ...] = (
    ("id_youth", pa.int64(), *RECORDED["spells"]["id_youth"][1:]),
    ("n_arrangement", pa.int64(), *RECORDED["episodes"]["n_arrangement"][1:]),
    REGION,
    *(
        _row_column(name, *RECORDED["spells"][name])
        for name in ("setting", "variant", "level", "day_start", "day_end")
    ),
    (
        "euro_per_day",
        pa.float64(),
        "euro/day",
        "cost of 1:1 per day in this stretch (staff and housing)",
    ),
    REPLICATION,
)
COLUMNS: Mapping[str, tuple[Column, ...]] = MappingProxyType(
    {
        "census": CENSUS,
        **{name: row_columns(name) for name in ROW_TABLES},
        "spells": SPELLS,
        "reasons": REASONS,
        "costs": COSTS,
    }
)


def schema(table: str) -> pa.Schema:
    """Return the Arrow schema of a tidy table, or of the full log as recorded (`events`), with unit
    and meaning of each field in its metadata.
    """
    log = (
        *(
            (name, ARROW[kind], unit, meaning)
            for name, (kind, unit, meaning) in RECORDED["events"].items()
        ),
        REPLICATION,
    )
    columns = log if table == "events" else COLUMNS[table]
    return pa.schema(
        [
            pa.field(name, kind, metadata={"unit": unit, "meaning": meaning})
            for name, kind, unit, meaning in columns
        ]
    )
