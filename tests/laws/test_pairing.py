"""The same luck: draws depend on nothing but their address, so a policy changes what it touches and
leaves the rest alone.
"""

import datetime as dt
import os
import subprocess
import sys

import pandas as pd
import pytest

from sim.engine.phases import Fact
from tests.worlds import small


def log(**arguments: object) -> pd.DataFrame:
    return small(record="events", **arguments).recordings[0].rows["events"]  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def base() -> pd.DataFrame:
    return log()


def test_the_same_seed_gives_the_same_log_to_the_last_event(base: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(base, log())


def test_another_seed_gives_another_log(base: pd.DataFrame) -> None:
    assert not base.equals(log(seed=2))


@pytest.mark.parametrize(
    "lever",
    [
        "evaluation.interval_days",
        "setting.open_group.places",
        "staff.departures_per_year",
        "cost.tariff_per_hour",
    ],
)
def test_a_lever_moved_by_zero_changes_nothing_at_all(base: pd.DataFrame, lever: str) -> None:
    pd.testing.assert_frame_equal(
        base, log(levers={lever: {"from": dt.date(2026, 1, 1), "add": 0.0}})
    )


def test_a_ramp_to_where_it_started_changes_nothing_at_all(base: pd.DataFrame) -> None:
    ramp = {"from": dt.date(2025, 3, 1), "until": dt.date(2026, 6, 1), "times": 1.0}
    pd.testing.assert_frame_equal(
        base, log(levers={"setting.jeugdzorgplus.places": ramp, "staff.supply_fte": ramp})
    )


def test_a_longer_horizon_leaves_the_first_years_alone(base: pd.DataFrame) -> None:
    longer = log(end=dt.date(2029, 1, 1))
    pd.testing.assert_frame_equal(
        base, longer[longer["day"] <= base["day"].max()].reset_index(drop=True)
    )


def test_before_a_policy_takes_effect_nothing_differs(base: pd.DataFrame) -> None:
    other = log(levers={"evaluation.interval_days": {"from": dt.date(2026, 7, 1), "to": 42}})
    day = (dt.date(2026, 7, 1) - dt.date(2025, 1, 1)).days + 365
    pd.testing.assert_frame_equal(
        base[base["day"] < day].reset_index(drop=True),
        other[other["day"] < day].reset_index(drop=True),
    )
    assert not base.equals(other), "the lever did nothing"


@pytest.mark.parametrize(
    "setting", ["jeugdzorgplus", "open_group", "hic", "small_scale", "family_home", "follow_up"]
)
def test_before_places_are_built_nothing_differs(base: pd.DataFrame, setting: str) -> None:
    other = log(levers={f"setting.{setting}.places": {"from": dt.date(2026, 7, 1), "times": 2.0}})
    day = (dt.date(2026, 7, 1) - dt.date(2025, 1, 1)).days + 365
    pd.testing.assert_frame_equal(
        base[base["day"] < day].reset_index(drop=True),
        other[other["day"] < day].reset_index(drop=True),
    )
    assert not base.equals(other), "the places did nothing"


def test_the_order_in_which_regions_are_named_changes_nothing() -> None:
    one = (
        small(record="events", region=["limburg", "overijssel"], search__p_out_of_region=1.0)
        .recordings[0]
        .rows["events"]
    )
    other = (
        small(record="events", region=["overijssel", "limburg"], search__p_out_of_region=1.0)
        .recordings[0]
        .rows["events"]
    )
    pd.testing.assert_frame_equal(one, other)


def test_a_youth_is_the_same_person_under_every_policy() -> None:
    who = ["id_youth", "day_arrival", "days_age_at_arrival", "severity", "n_moves_at_arrival"]
    base = small().recordings[0].rows["youths"][who]
    other = (
        small(
            "jzplus_zero_2030",
            levers={"setting.small_scale.places": 40, "evaluation.interval_days": 42},
        )
        .recordings[0]
        .rows["youths"][who]
    )
    pd.testing.assert_frame_equal(base, other)


def test_fewer_arrivals_remove_youths_and_leave_the_others_who_they_were(
    base: pd.DataFrame,
) -> None:
    fewer = log(levers={"arrival.per_10000": {"from": dt.date(2025, 1, 1), "times": 0.7}})
    arrived = {
        name: set(frame.loc[frame["fact"] == Fact.ARRIVED, ["id", "value"]].itertuples(index=False))
        for name, frame in (("base", base), ("fewer", fewer))
    }
    assert arrived["fewer"] < arrived["base"], (
        f"{len(arrived['fewer'] - arrived['base'])} youths arrive only when there are fewer "
        "arrivals"
    )


def test_replications_do_not_depend_on_the_number_of_processes() -> None:
    one, two = small(replications=2, workers=1), small(replications=2, workers=2)
    for a, b in zip(one.recordings, two.recordings, strict=True):
        for name, table in a.rows.items():
            pd.testing.assert_frame_equal(table, b.rows[name])


def test_a_region_runs_the_same_alone_and_beside_another_where_nobody_crosses() -> None:
    alone = small(search__p_out_of_region=0.0).recordings[0]
    both = small(search__p_out_of_region=0.0, region=["limburg", "noord_holland"]).recordings[0]
    mine = (
        both.rows["episodes"][both.rows["episodes"]["region"] == 1]
        .assign(region=0)
        .reset_index(drop=True)
    )
    pd.testing.assert_frame_equal(alone.rows["episodes"], mine)


def test_results_do_not_depend_on_the_hash_seed_of_python() -> None:
    code = (
        "import hashlib, pandas as pd; from tests.worlds import small;"
        "r = small(record='events').recordings[0];"
        "print(hashlib.sha256(''.join(str(pd.util.hash_pandas_object(t).sum()) for t in "
        "r.rows.values()).encode()).hexdigest())"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "4321")
    }
    assert len(printed) == 1, f"different results: {printed}"
