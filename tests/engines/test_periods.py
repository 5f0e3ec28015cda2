"""Periods are months that straddle neither a year nor the beginning of the reporting period.

Their sums lose nothing.
"""

import datetime as dt
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.common.errors import ConfigError
from sim.engine.periods import period_edges, period_sums
from sim.engine.recording import NotRecorded


@pytest.mark.parametrize(
    ("zero", "day_start", "n_days", "edges"),
    [
        (dt.date(2025, 1, 1), 0, 60, [0, 31, 59, 60]),
        (dt.date(2025, 1, 15), 20, 60, [0, 17, 20, 45, 60]),
        (dt.date(2024, 2, 1), 29, 60, [0, 29, 60]),
        (dt.date(2025, 12, 31), 0, 2, [0, 1, 2]),
        (dt.date(2025, 1, 31), 0, 1, [0, 1]),
        (dt.date(2025, 3, 3), 9, 10, [0, 9, 10]),
    ],
)
def test_a_period_is_a_month_cut_at_both_ends_and_where_reporting_begins(
    zero: dt.date, day_start: int, n_days: int, edges: list[int]
) -> None:
    found = period_edges(zero, day_start, n_days)
    assert found.tolist() == edges and found.dtype == np.int64


@given(
    zero=st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)),
    n_days=st.integers(1, 900),
    data=st.data(),
)
def test_every_day_lies_in_one_period_of_one_month(
    zero: dt.date, n_days: int, data: st.DataObject
) -> None:
    day_start = data.draw(st.integers(0, n_days - 1))
    edges = period_edges(zero, day_start, n_days)
    assert (
        edges[0] == 0 and edges[-1] == n_days and (np.diff(edges) > 0).all() and day_start in edges
    )
    months = [
        {(d.year, d.month) for d in (zero + dt.timedelta(days=int(k)) for k in range(a, b))}
        for a, b in pairwise(edges)
    ]
    assert all(len(month) == 1 for month in months)
    split = [a == b for a, b in pairwise(months)]
    assert sum(split) <= 1, "only the beginning of reporting cuts a month in two"
    per_day = np.arange(2 * n_days, dtype=np.int64).reshape(2, n_days)
    sums = period_sums(per_day, edges)
    assert sums.tolist() == [[int(row[a:b].sum()) for a, b in pairwise(edges)] for row in per_day]


def test_daily_counts_that_were_not_recorded_say_how_to_get_them() -> None:
    days = NotRecorded()
    assert not days
    for read in (
        lambda: days["census"],
        lambda: dict(days),
        lambda: "census" in days,
        lambda: days.get("census"),
    ):
        with pytest.raises(ConfigError, match='daily counts were not recorded: pass record="days"'):
            read()
