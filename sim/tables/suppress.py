"""Small counts are left out of whatever is exported for publication."""

from collections.abc import Sequence

import pandas as pd


def suppress(
    table: pd.DataFrame, columns: Sequence[str], threshold: float = 5, along: Sequence[str] = ()
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
