"""Measures share what they read: a table is made when it is first needed, and once."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sim.engine.recording import NotRecorded
from sim.measures import volume
from sim.measures.inputs import count_per_period, in_region, once, view
from sim.measures.kpis import measure
from sim.measures.lazy import Lazy
from sim.measures.rows import ended, started
from sim.tables.tables import tables
from tests.measures.synthetic import blank, lively, table


def test_a_lazy_mapping_makes_a_value_once_and_only_when_asked_for() -> None:
    made: Counter[str] = Counter()
    lazy = Lazy(["a", "b"], lambda name: made.update([name]) or name.upper())  # type: ignore[func-returns-value]
    assert list(lazy) == ["a", "b"] and len(lazy) == 2 and "a" in lazy and not made
    assert lazy["a"] == lazy["a"] == "A" and made == {"a": 1}
    with pytest.raises(KeyError):
        lazy["c"]


def test_counts_of_a_recording_do_not_make_its_tables() -> None:
    def refuse(name: str) -> pd.DataFrame:
        raise AssertionError(f"{name} was made")

    made = lively(0, years=1)
    bare = replace(made, rows=Lazy(made.rows, refuse))
    assert volume.census_one_to_one(bare) == volume.census_one_to_one(made)
    assert volume.census_one_to_one(in_region(bare, 0)) == volume.census_one_to_one(made)


def test_all_kpis_and_tables_are_made_without_daily_counts_and_make_each_table_once() -> None:
    made = lively(1, years=1)
    times: Counter[str] = Counter()

    def counted(name: str) -> pd.DataFrame:
        times[name] += 1
        return made.rows[name]

    class Sparse(type(made)):  # type: ignore[misc]
        sums = property(lambda self: made.sums)

    bare = Sparse(
        made.n_days,
        made.day_start,
        made.day_zero,
        made.region_names,
        rows=Lazy(made.rows, counted),
        days=NotRecorded(),
    )
    np.testing.assert_equal(measure(bare), measure(made))
    assert set(times.values()) == {1} and "events" not in times
    assert tables([bare]).keys() == tables([made]).keys()


def test_what_is_worked_out_for_a_view_is_shared_and_a_recording_starts_anew() -> None:
    calls: Counter[int] = Counter()
    count = once(lambda recording, k: calls.update([k]) or k)
    made = blank(40)
    seen = view(made)
    assert (
        view(seen) is seen
        and (count(seen, 1), count(seen, 1), count(seen, 2)) == (1, 1, 2)
        and calls == {1: 1, 2: 1}
    )
    count(made, 1)
    assert calls[1] == 2
    assert started(seen, "stays") is started(seen, "stays") and started(seen, "stays") is not ended(
        seen, "stays"
    )


def test_a_column_of_some_rows_has_only_those_rows() -> None:
    made = blank(100, day_start=50)
    made.rows["stays"] = table(
        "stays", *({"day_start": d, "setting": d % 3} for d in (10, 50, 60, 99))
    )
    rows = started(made, "stays")
    assert len(rows) == 3 and rows["day_start"].tolist() == [50, 60, 99]
    some = rows.where(rows["setting"] == 0)
    assert len(some) == 2 and some["day_start"].tolist() == [60, 99]


def test_days_are_counted_in_the_period_in_which_they_lie() -> None:
    made = blank(70, day_start=10)  # January from the 11th, February, March until the 11th
    assert count_per_period(made, np.array([10, 30, 31, 58, 59, 69, 69])).tolist() == [2, 2, 3]
