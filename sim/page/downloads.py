"""Tables that can be taken along. Made in memory from a checked address; no path from outside is read or written."""

import io
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.measures.comparison import COLUMNS
from sim.measures.intervals import mean_band, paired_band
from sim.measures.kpis import kpi_of
from sim.measures.suppress import suppress
from sim.page.address import State, Variant
from sim.page.computing import Computer, Found
from sim.page.sample import SERIES
from sim.page.variant import world_of_variant
from sim.page.views import months

WAIT = 60.0  # seconds to wait for the pairs of a table
COUNTS = ("youths", "1/year", "cases", "day/year")  # units of which small values are left out
SERIES_UNITS = {"isolation_days": "day/month", "moves": "1/month", "ret_queue": "cases", "stability": "share", "stability_core": "share",
                "cost_staff": "euro/month", "cost_housing": "euro/month", "cost_other": "euro/month", "cost_places": "euro/month"}  # fmt: skip
SMALL = 5.0


def whole(computer: Computer, state: State, visitor: str) -> Found:
    """Return all pairs of what the address asks for, or as many as there are after a minute."""
    base, world = world_of_variant(Variant(), state.region), world_of_variant(state.variant, state.region)
    return computer.ask(visitor, base, world, computer.pairs - 1, WAIT)


def kpi_table(found: Found) -> pd.DataFrame:
    """Return [kpi, unit, base, other, difference, low, high, n], as `sim.compare` does."""
    names = list(dict.fromkeys(name for sample in (*found.base, *found.variant) for name in sample.kpis))
    a, b = (np.array([[s.kpis.get(name, np.nan) for name in names] for s in side]) for side in (found.base, found.variant))
    a, b = np.where(np.isnan(b), np.nan, a), np.where(np.isnan(a), np.nan, b)
    gap = paired_band(a, b)
    units = [kpi_of(name).unit for name in names]
    values = {"kpi": names, "unit": units, "base": mean_band(a).mean, "other": mean_band(b).mean}
    return pd.DataFrame({**values, "difference": gap.mean, "low": gap.low, "high": gap.high, "n": gap.n})[list(COLUMNS)]


def series_table(found: Found, when: Sequence[str]) -> pd.DataFrame:
    """Return [month, series, unit, base, other, difference, low, high, n] of the monthly series."""
    parts = []
    for row, name in enumerate(SERIES):
        a, b = (np.array([sample.series[row] for sample in side]) for side in (found.base, found.variant))
        gap = paired_band(a, b)
        values = {"base": mean_band(a).mean, "other": mean_band(b).mean, "difference": gap.mean, "low": gap.low, "high": gap.high, "n": gap.n}
        parts.append(pd.DataFrame({"month": list(when), "kpi": f"month.{name}", "unit": SERIES_UNITS.get(name, "youths"), **values}))
    return pd.concat(parts, ignore_index=True)


def tables(found: Found) -> pd.DataFrame:
    """Return both tables one below the other, with small counts left out; `month` is empty for means over the period."""
    whole_period = kpi_table(found).assign(month="")
    together = pd.concat([whole_period, series_table(found, months())], ignore_index=True)[["month", *COLUMNS]]
    is_count = together["unit"].isin([*COUNTS, "day/month", "1/month"])
    small = suppress(together[is_count], ["base", "other"], SMALL, along=["difference", "low", "high"])
    hidden = small["base"].isna() | small["other"].isna()
    small.loc[hidden, ["base", "other", "difference", "low", "high"]] = np.nan  # one side and the difference would give the other away
    return pd.concat([small, together[~is_count]]).sort_index()


def as_csv(table: pd.DataFrame) -> bytes:
    """Return the table as CSV in UTF-8, points as decimal signs."""
    return table.to_csv(index=False, float_format="%.6g").encode("utf-8")


def as_parquet(table: pd.DataFrame) -> bytes:
    """Return the table as Parquet."""
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_pandas(table, preserve_index=False), buffer, compression="zstd")
    return buffer.getvalue()
