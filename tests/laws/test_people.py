"""People are finite: nobody works who does not exist, and 1:1 needs people."""

import numpy as np
import pytest
from scipy import stats

from sim.engine.recording import Recording
from sim.names import Variant
from tests.worlds import small

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


def test_with_nobody_there_are_no_hours_at_all() -> None:
    recording = small(staff__supply_fte=0, escalation__per_year=2.0).recordings[0]
    assert recording.sums["staff_minutes_per_day"].sum() == 0
    assert recording.sums["staff_in_use"].sum() == 0
