"""What is kept of a run: tables always, daily counts and the full log when asked for."""

import datetime as dt

import pandas as pd
import pytest

from sim.common.errors import ConfigError
from sim.engine.columns import APPLICATIONS, DAY_COUNTS, EPISODES, STAYS, YOUTHS
from sim.engine.core.memory.fields import Record, layout
from sim.engine.core.memory.rows import ApplicationRow, EpisodeRow, StayRow, YouthRow
from sim.engine.recording import Recorder, Recording, day_shapes
from sim.front_door import prepare
from tests.worlds import small

SHORT = {"end": dt.date(2025, 4, 10), "warm_up_years": 0.1}


def recorded(record: str) -> Recording:
    return small(record=record, **SHORT).recordings[0]  # type: ignore[arg-type]


def test_each_way_of_recording_holds_what_stands_before_it() -> None:
    tables, days, events = (recorded(record) for record in ("tables", "days", "events"))
    assert not tables.days and len(days.days) == len(events.days) == len(DAY_COUNTS)
    assert (
        tables.rows["events"].empty
        and days.rows["events"].empty
        and not events.rows["events"].empty
    )
    for more in (days, events):
        assert all((more.sums[name] == tables.sums[name]).all() for name in DAY_COUNTS)
        for name in tables.rows:
            if name != "events":
                pd.testing.assert_frame_equal(more.rows[name], tables.rows[name])


def test_sums_have_the_axes_of_the_day_counts_with_periods_for_days() -> None:
    r = recorded("days")
    assert set(r.sums) == set(DAY_COUNTS)
    for name, shape in day_shapes(len(r.region_names), r.n_days).items():
        assert r.days[name].shape == shape and r.sums[name].shape == (
            *shape[:-1],
            len(r.edges) - 1,
        ), name


def test_an_unknown_way_of_recording_is_refused() -> None:
    with pytest.raises(
        ConfigError,
        match=r"unknown record 'day'; did you mean 'days'\? Valid: days, events, tables",
    ):
        recorded("day")


@pytest.mark.parametrize(
    ("row", "named"), [({"day": 0}, "region"), ({"day": 0, "colour": 1}, "colour")]
)
def test_a_row_without_a_column_or_with_one_too_many_is_refused_by_name(
    row: dict[str, int], named: str
) -> None:
    run = prepare("baseline", region="limburg", replications=1, end=SHORT["end"])
    recorder = Recorder(run.world, events=False, days=False)
    with pytest.raises(KeyError, match=named):
        recorder.write("ret", **row)
    assert recorder.rows["ret"] == []


@pytest.mark.parametrize(
    "row, table",
    [
        (EpisodeRow, EPISODES),
        (StayRow, STAYS),
        (ApplicationRow, APPLICATIONS),
        (YouthRow, YOUTHS),
    ],
)
def test_a_row_in_memory_has_the_columns_of_its_table_in_their_order(
    row: type[Record], table: dict[str, tuple[str, str, str]]
) -> None:
    assert [(name, spec.what) for name, spec in layout(row).items()] == [
        (name, kind) for name, (kind, _, _) in table.items()
    ]
    assert [spec.at for spec in layout(row).values()] == list(range(len(table)))
