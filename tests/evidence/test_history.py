"""The past retold: closed places as recorded and held, on a small region."""

from datetime import date

import numpy as np

from sim.common.paths import CONF
from sim.engine.execute import execute
from sim.evidence.history import BESIDE, held, recorded, retell, share_of_country
from sim.evidence.targets import load_targets
from sim.world.build import Run, build_world

START, END = date(2019, 1, 1), date(2022, 1, 1)
PLACES = "setting.jeugdzorgplus.places"
CALENDAR = Run(START, END, 365)


def test_held_places_stay_what_they_were_and_nothing_else_changes() -> None:
    world = build_world("baseline", region="limburg", run=CALENDAR)
    other = held(world, START)
    column = world.column(PLACES)
    later = (world.change_name == column) & (world.change_day > world.day(START))
    assert later.any(), "no closed place closes after 2019: nothing to hold"
    assert not ((other.change_name == column) & (other.change_day > world.day(START))).any()
    kept = ~later
    np.testing.assert_array_equal(other.change_value, world.change_value[kept])
    np.testing.assert_array_equal(other.values, world.values)


def test_what_is_laid_to_the_run_down_is_the_paired_difference() -> None:
    world = build_world("baseline", region="limburg", run=CALENDAR)
    one, other = (execute("core", w, 1, 3, "days", 1, None) for w in (world, held(world, START)))
    years = retell(one, other, [], "limburg", 1.0, range(2019, 2022))
    without = retell(other, other, [], "limburg", 1.0, range(2019, 2022))
    for year, beside in zip(years, without, strict=True):
        assert all(value is None for value in year.record.values())
        for measure in BESIDE:
            gap = year.model[measure].mean - beside.model[measure].mean
            assert np.isclose(year.by_run_down[measure].mean, gap)
            assert beside.by_run_down[measure].mean == 0.0
    closed = [year.model["places_jeugdzorgplus"].mean for year in years]
    assert closed[-1] < closed[0]


def test_a_national_count_is_scaled_and_a_length_of_stay_is_not() -> None:
    targets = load_targets(CONF / "targets")
    counts = recorded(targets, "nederland", 1.0, 2019, "inflow_jeugdzorgplus")
    assert counts is not None
    part = recorded(targets, "limburg", 0.1, 2019, "inflow_jeugdzorgplus")
    assert part is not None and np.isclose(part, counts / 10)
    stays = [
        recorded(targets, name, share, 2019, "stay_jeugdzorgplus")
        for name, share in (("nederland", 1.0), ("limburg", 0.1))
    ]
    assert stays[0] == stays[1]


def test_a_region_has_its_share_of_the_countrys_closed_places() -> None:
    national = build_world("baseline", region="nederland", run=CALENDAR)
    world = build_world("baseline", region="limburg", run=CALENDAR)
    assert 0.0 < share_of_country(world, national) < 1.0
    assert share_of_country(national, national) == 1.0
