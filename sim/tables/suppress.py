"""Small counts are left out of whatever is exported for publication."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.measures.comparison import COLUMNS

SMALL = 5.0
# units of which small values are left out
COUNTS = ("youths", "1/year", "1/month", "cases", "applications", "day/year", "day/month")
NUMBERS = tuple(name for name in COLUMNS if name not in ("kpi", "unit", "n"))


def suppress(
    table: pd.DataFrame, columns: Sequence[str], threshold: float = SMALL, along: Sequence[str] = ()
) -> pd.DataFrame:
    """Return a copy of `table` in which counts above 0 and below `threshold` are missing.

    For anything published, above all after an imported caseload: a cell of one or two may point at
    a real youth. The simulation's own Parquet is not suppressed. Zero stays. Totals are not
    checked: where a row total is published beside its cells, suppress a second cell by hand.

    Args:
        table: one row per cell.
        columns: columns with counts (or mean counts).
        threshold: smallest count shown.
        along: columns that go missing in every row in which a count does, for example the cost of
            the same youths.
    """
    shown = table.copy()
    is_small_row = pd.Series(False, index=table.index)
    for column in columns:
        is_small = (table[column] > 0) & (table[column] < threshold)
        shown[column] = table[column].astype(float).mask(is_small)
        is_small_row |= is_small
    for column in along:
        shown[column] = table[column].mask(is_small_row)
    return shown


def without_small(table: pd.DataFrame) -> pd.DataFrame:
    """Return a comparison in which counts below `SMALL` are left out.

    On both sides and in what would give them away.
    """
    is_count = table["unit"].isin(COUNTS)
    small = suppress(table[is_count], ["base", "other"], SMALL, along=NUMBERS[2:])
    hidden = small["base"].isna() | small["other"].isna()
    # one side and the difference would give the other away
    small.loc[hidden, list(NUMBERS)] = np.nan
    return pd.concat([small, table[~is_count]]).sort_index()
