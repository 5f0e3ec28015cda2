"""People are finite: nobody works who does not exist, and 1:1 needs people."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sim.engine.phases import Fact
from sim.engine.recording import Recording
from sim.measures import nobody
from sim.measures.kpis import BY_NAME, measure
from sim.names import Setting, Variant, Wait
from tests.worlds import small

NOBODY = ("waiting_for_people", "waiting_without_place", "uncovered_hours_per_day")

# supply and share of agency staff, as parameters or as levers that move in the run
WORLDS = {
    "as it is": {},
    "a quarter of the people": {"staff__supply_fte": 28},
    "nobody": {"staff__supply_fte": 0},
    "no agency staff": {"staff__agency_share": 0},
    "many incidents": {"escalation__per_year": 4.0},
    "people go in the run": {
        "levers": {
            "staff.supply_fte": [
                {"from": "2025-07-01", "to": 60},
                {"from": "2026-03-01", "to": 20},
                {"from": "2027-01-01", "to": 90},
            ],
            "staff.agency_share": [{"from": "2026-01-01", "to": 0.02}],
        }
    },
    "more staff per youth in the run": {
        "levers": {"setting.open_group.positions_per_place": [{"from": "2026-01-01", "to": 2.2}]}
    },
}


@pytest.fixture(scope="module", params=WORLDS)
def recording(request: pytest.FixtureRequest) -> Recording:
    return small(record="days", **WORLDS[request.param]).recordings[0]


def people(supply: float, agency: float) -> tuple[int, int]:
    return int(np.floor(supply + 1e-9)), int(np.floor(agency * supply + 1e-9))


def test_workers_in_use_never_exceed_supply_and_pool() -> None:
    """Any world: permanent workers within supply, agency staff within its pool, every evening."""
    for name, world in WORLDS.items():
        result = small(record="days", **world)
        w, r = result.world, result.recordings[0]
        supply, share = w.column("staff.supply_fte"), w.column("staff.agency_share")
        now = {supply: float(w.values[0, supply]), share: float(w.values[0, share])}
        for day in range(r.n_days):
            for k in np.flatnonzero(w.change_day == day):
                if int(w.change_name[k]) in now:
                    now[int(w.change_name[k])] = float(w.change_value[k])
            most = people(now[supply], now[share])
            used = r.days["staff_in_use"][0, :, day]
            assert used[0] <= most[0] and used[1] <= most[1], f"{name}, day {day}: {used} of {most}"


def test_hours_given_and_not_given_are_those_that_the_rungs_ask_for(recording: Recording) -> None:
    """Minutes of every rung times youths on it, every evening."""
    minutes = [0, round(0.4 * 14 * 60), 12 * 60, 24 * 60, 2 * 24 * 60, 3 * 24 * 60]
    on_rung = recording.days["census"][:, :, Variant.GROUP :].sum(axis=(1, 2))
    due = np.einsum("rld,l->rd", on_rung, np.array(minutes))
    given = recording.days["staff_minutes_per_day"] + recording.days["uncovered_minutes_per_day"]
    assert np.array_equal(due, given)


def test_with_a_quarter_of_the_people_there_is_less_one_to_one() -> None:
    """20 paired replications, t test: a difference below no effect by chance in 1 of 1,000."""

    def hours(supply: float) -> list[float]:
        result = small(replications=20, staff__supply_fte=supply, escalation__per_year=1.5)
        return [float(r.sums["staff_minutes_per_day"].sum()) for r in result.recordings]

    test = stats.ttest_rel(hours(110 / 4), hours(110), alternative="less")
    assert test.pvalue < 1e-3, f"p = {test.pvalue:.2g}"


def test_with_a_quarter_of_the_people_more_youths_have_nobody() -> None:
    """20 paired replications, t test, as above: what scarcity does to who is not in 1:1 is seen."""

    def numbers(supply: float) -> list[dict[str, float]]:
        result = small(replications=20, staff__supply_fte=supply, escalation__per_year=1.5)
        return [measure(one, [BY_NAME[name] for name in NOBODY]) for one in result.recordings]

    few, all_there = numbers(110 / 4), numbers(110)
    for name in NOBODY:
        pairs = np.array([[a[name], b[name]] for a, b in zip(few, all_there, strict=True)])
        known = pairs[~np.isnan(pairs).any(axis=1)]  # hours per youth in 1:1, where there is one
        assert len(known) >= 12, f"{name}: {len(known)} pairs"
        test = stats.ttest_rel(*known.T, alternative="greater")
        assert test.pvalue < 1e-3, f"{name}: p = {test.pvalue:.2g}"


def test_who_has_neither_a_place_nor_one_to_one_waits_for_a_place(recording: Recording) -> None:
    alone = recording.days["census"][:, Setting.HOME, Variant.NONE].sum(axis=1)
    assert (alone <= recording.days["waiting"][:, [Wait.SECURE, Wait.OPEN]].sum(axis=1)).all()


def test_tries_to_start_stand_for_the_days_on_which_people_are_lacking() -> None:
    """Nearly every try that fails is followed by the next one, or the start, after those days."""
    result = small(record="events", staff__supply_fte=60)
    one = result.recordings[0]
    between = result.world.values[0, result.world.column(nobody.BETWEEN)]
    events, episodes = one.rows["events"], one.rows["episodes"]
    waits = events[events["fact"] == Fact.START_WAITS][["id", "day"]]
    starts = episodes[["id_youth", "day_start"]].set_axis(["id", "day"], axis=1)
    both = pd.concat([waits, starts])
    seen = set(zip(both["id"], both["day"], strict=True))
    followed = [
        (y, day + between) in seen for y, day in zip(waits["id"], waits["day"], strict=True)
    ]
    assert len(followed) > 500 and np.mean(followed) > 0.9


def test_with_nobody_there_are_no_hours_at_all() -> None:
    recording = small(staff__supply_fte=0, escalation__per_year=2.0).recordings[0]
    assert recording.sums["staff_minutes_per_day"].sum() == 0
    assert recording.sums["staff_in_use"].sum() == 0
