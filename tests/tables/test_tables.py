"""Tidy tables and their Parquet."""

import json
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from sim.tables.parquet import write_parquet
from sim.tables.schemas import COLUMNS, schema
from sim.tables.suppress import suppress
from sim.tables.tables import tables
from tests.measures.synthetic import blank, lively, table
from tests.worlds import small


def test_no_youth_day_and_no_cent_is_lost_between_recording_and_tables() -> None:
    made = lively(3, 0.5, years=2)
    made_tables = tables([made])
    census, costs = made_tables["census"], made_tables["costs"]
    assert np.isclose(
        (census["youths"] * census["days"]).sum(), made.days["census"][..., made.day_start :].sum()
    )
    assert np.isclose(
        costs["euro"].sum() * 100, made.days["cents_per_day"][..., made.day_start :].sum()
    )


def test_codes_become_names_days_become_dates_and_running_has_no_end() -> None:
    made = blank(100, day_start=10)
    made.rows["episodes"] = table(
        "episodes",
        {"day_start": 5, "day_end": 9},
        {"day_start": 5, "day_end": 31, "variant": 3, "outcome": 1, "cents": 12345},
        {"day_start": 40, "day_end": -1, "cause": 3},
    )
    rows = tables([made])["episodes"]
    assert rows["variant"].tolist() == ["solo", "none"] and rows["outcome"].tolist() == [
        "positive",
        "running",
    ]
    assert rows["day_end"].tolist()[0] == pd.Timestamp("2025-02-01") and rows[
        "day_end"
    ].isna().tolist() == [False, True]
    assert (
        rows["day_start"].tolist()[0] == pd.Timestamp("2025-01-06")
        and rows["euro"].tolist()[0] == 123.45
    )


def test_the_rungs_that_arrangements_held_add_up_to_their_days_at_each_rung() -> None:
    result = small(replications=2, warm_up_years=0.0)
    spells, episodes = result.tables["spells"], result.tables["episodes"]
    assert not spells.empty and (spells["level"] > 0).all()
    end = spells["day_end"].fillna(pd.Timestamp(result.world.run.end))
    who = ["replication", "id_youth", "n_arrangement"]
    held = spells.assign(days=(end - spells["day_start"]).dt.days).pivot_table(
        index=who, columns="level", values="days", aggfunc="sum", fill_value=0
    )
    counted = episodes.set_index(who)[[f"days_level_{k}" for k in range(1, 6)]].set_axis(
        range(1, 6), axis=1
    )
    held = held.reindex(index=counted.index, columns=counted.columns, fill_value=0)
    wrong = (held != counted).any(axis=1)
    assert not wrong.any(), (
        f"{wrong.sum()} of {len(counted)} arrangements, first: {held[wrong].head(1)} and "
        f"{counted[wrong].head(1)}"
    )


def test_parquet_gives_back_the_tables_with_units_meaning_and_provenance(tmp_path: Any) -> None:
    made = tables([lively(0, years=1), lively(1, years=1)])
    paths = write_parquet(made, tmp_path / "run", {"seed": 7, "scenario": "é"})
    assert sorted(p.name for p in (tmp_path / "run").iterdir()) == sorted(p.name for p in paths)
    for name, frame in made.items():
        arrow = pq.read_table(tmp_path / "run" / f"{name}.parquet")
        assert arrow.num_rows == len(frame) and arrow.column_names == [c[0] for c in COLUMNS[name]]
        for field in arrow.schema:
            assert field.metadata[b"unit"] and field.metadata[b"meaning"], field.name
        assert json.loads(arrow.schema.metadata[b"provenance"]) == {"seed": 7, "scenario": "é"}
        back = arrow.to_pandas()
        for column in frame:
            left, right = frame[column], back[column]
            if left.dtype.kind == "M":
                right = pd.to_datetime(right)
            np.testing.assert_array_equal(
                left.astype(object).where(left.notna(), None),
                right.astype(object).where(right.notna(), None),
            )
    assert (
        pq.read_schema(tmp_path / "run" / "episodes.parquet").field("day_end").type
        == schema("episodes").field("day_end").type
    )
    assert (
        json.loads((tmp_path / "run" / "provenance.json").read_text(encoding="utf-8"))["seed"] == 7
    )


def test_a_failed_write_leaves_the_old_file_and_no_litter(tmp_path: Any) -> None:
    made = tables([blank(40)])
    write_parquet(made, tmp_path, {"run": 1})
    before = {p.name for p in tmp_path.iterdir()}
    with pytest.raises((KeyError, ValueError)):
        write_parquet({"census": made["census"].drop(columns="youths")}, tmp_path, {"run": 2})
    assert {p.name for p in tmp_path.iterdir()} == before
    assert json.loads((tmp_path / "provenance.json").read_text(encoding="utf-8")) == {"run": 1}


def test_regions_of_different_worlds_do_not_share_a_table() -> None:
    with pytest.raises(ValueError, match="different regions"):
        tables([blank(10), blank(10, regions=("B",))])


def test_small_counts_are_suppressed_and_zero_stays() -> None:
    frame = pd.DataFrame(
        {"youths": [0, 1, 4, 5, 60], "euro": [0.0, 1.0, 2.0, 3.0, 4.0], "year": 2026}
    )
    shown = suppress(frame, ["youths"], along=["euro"])
    assert shown["youths"].isna().tolist() == [False, True, True, False, False]
    assert shown["euro"].isna().tolist() == [False, True, True, False, False] and frame[
        "youths"
    ].tolist() == [0, 1, 4, 5, 60]
