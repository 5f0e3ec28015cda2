"""Tables that can be taken along.

Made in memory from a checked address; no path from outside is read or written.
"""

import io
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.measures.comparison import COLUMNS, compare_values
from sim.page.computing.queue import Computer, Found
from sim.page.computing.sample import SERIES
from sim.page.shown.views import months
from sim.page.state.address import PageVariant, State
from sim.page.state.variant import world_of_variant
from sim.statistics.intervals import mean_band, paired_band
from sim.tables.suppress import without_small

WAIT = 60.0  # seconds to wait for the pairs of a table
SERIES_UNITS = {
    "isolation_days": "day/month",
    "moves": "1/month",
    "ret_queue": "cases",
    "stability": "share",
    "stability_core": "share",
    "cost_staff": "euro/month",
    "cost_housing": "euro/month",
    "cost_other": "euro/month",
    "cost_places": "euro/month",
}


def whole(computer: Computer, state: State, visitor: str) -> Found:
    """Return all pairs of what the address asks for, or as many as there are after a minute.

    Raises:
        BusyError: too many wait for theirs.
        ConfigError: a lever asks for a value that the row cannot hold.
    """
    base, world = (
        world_of_variant(PageVariant(), state.region),
        world_of_variant(state.variant, state.region),
    )
    with computer.tables.taken():
        found = computer.ask(visitor, base, world, computer.pairs - 1, WAIT)
        computer.drop(visitor)
        return found


def kpi_table(found: Found) -> pd.DataFrame:
    """Return one row per number, as `sim.compare` does."""
    frames = [
        pd.DataFrame(
            [sample.kpis for sample in side], index=[sample.replication for sample in side]
        )
        for side in (found.base, found.variant)
    ]
    return compare_values(frames[0], frames[1])


def series_table(found: Found, when: Sequence[str]) -> pd.DataFrame:
    """Return [month, series, unit, base, other, difference, low, high, n] of the monthly series."""
    parts = []
    for row, name in enumerate(SERIES):
        a, b = (
            np.array([sample.series[row] for sample in side])
            for side in (found.base, found.variant)
        )
        gap = paired_band(a, b)
        values = {
            "base": mean_band(a).mean,
            "other": mean_band(b).mean,
            "difference": gap.mean,
            "low": gap.low,
            "high": gap.high,
            "n": gap.n,
        }
        parts.append(
            pd.DataFrame(
                {
                    "month": list(when),
                    "kpi": f"month.{name}",
                    "unit": SERIES_UNITS.get(name, "youths"),
                    **values,
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def tables(found: Found, note: str = "") -> pd.DataFrame:
    """Return both tables one below the other, with small counts left out.

    `month` is empty for means over the period. `note` stands in every row: that pairs are missing.
    """
    whole_period = kpi_table(found).assign(month="")
    together = pd.concat([whole_period, series_table(found, months())], ignore_index=True).reindex(
        columns=["month", *COLUMNS]
    )
    return without_small(together).assign(note=note)


def as_csv(table: pd.DataFrame) -> bytes:
    """Return the table as CSV in UTF-8, points as decimal signs."""
    return table.to_csv(index=False, float_format="%.6g", lineterminator="\n").encode("utf-8")


def as_parquet(table: pd.DataFrame) -> bytes:
    """Return the table as Parquet."""
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_pandas(table, preserve_index=False), buffer, compression="zstd")
    return buffer.getvalue()
