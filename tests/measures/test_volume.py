"""Counts of youths, on recordings in which the answer is known by hand."""

import datetime as dt

import numpy as np
import pytest

from sim.measures import cost, system, volume
from sim.measures.inputs import days_per_period, in_region
from sim.measures.periods import month_dates, month_means, total_by_year
from sim.names import Cause, Component, Setting, Variant
from tests.measures.synthetic import blank, table


def test_warm_up_days_are_not_counted() -> None:
    made = blank(10, day_start=6)
    made.days["census"][0, Setting.ONE_TO_ONE_SOLO, Variant.SOLO, 3, :6] = 100
    made.days["census"][0, Setting.ONE_TO_ONE_SOLO, Variant.SOLO, 3, 6:] = [1, 2, 3, 4]
    assert volume.census_one_to_one(made) == 2.5
    assert volume.census_alone(made) == 2.5
    assert volume.isolation_days_per_year(made) == pytest.approx(10 / 4 * 365.2425)


def test_a_youth_alone_at_rung_zero_is_isolated_but_not_in_one_to_one() -> None:
    made = blank(4)
    made.days["census"][0, Setting.ONE_TO_ONE_UNIT, Variant.UNIT, 0] = 1
    assert volume.census_one_to_one(made) == 0
    assert volume.isolation_days_per_year(made) == pytest.approx(365.2425)


def test_one_to_one_in_a_group_is_in_the_volume_but_not_alone() -> None:
    made = blank(2)
    made.days["census"][0, Setting.OPEN_GROUP, Variant.GROUP, 2] = 3
    made.days["census"][0, Setting.OPEN_GROUP, Variant.NONE, 0] = 20
    made.days["census_registered"][0] = 2
    assert (
        volume.census_one_to_one(made),
        volume.census_registered(made),
        volume.census_alone(made),
    ) == (3, 2, 0)
    assert volume.census_in_care(made) == 23
    assert volume.census_by_variant(made) == {"group": 3, "unit": 0, "solo": 0, "home": 0}


def test_starts_per_year_are_counts_over_mean_gregorian_years() -> None:
    made = blank(731, day_start=0)
    made.days["starts"][0, Cause.REFUSED, [3, 4, 700]] = 2
    made.days["starts"][0, Cause.NO_PLACE, 9] = 1
    assert volume.starts_per_year(made) == pytest.approx(7 / (731 / 365.2425))
    assert volume.starts_by_cause(made)["refused"] == pytest.approx(6 / (731 / 365.2425))
    assert volume.starts_by_year(made) == {"2025": 5.0, "2026": 2.0}


def test_a_year_of_which_less_than_half_is_reported_is_left_out_and_others_are_scaled() -> None:
    made = blank(365 + 200 + 10, day_start=365)  # 2026: 200 days and ten more
    assert total_by_year(made, days_per_period(made)) == {"2026": 365.0}
    assert total_by_year(blank(100), days_per_period(blank(100))) == {}


def test_occupancy_is_youth_days_over_place_days_and_undefined_without_places() -> None:
    made = blank(4)
    made.days["census"][0, Setting.JEUGDZORGPLUS, 0, 0] = [1, 1, 2, 2]
    made.days["places"][0, Setting.JEUGDZORGPLUS] = 2
    assert volume.occupancy(made)["jeugdzorgplus"] == 0.75
    assert np.isnan(volume.occupancy(made)["hic"])


def test_month_means_times_days_give_back_every_youth_day() -> None:
    made = blank(430, day_start=17, day_zero=dt.date(2027, 11, 20))
    made.days["census"][0, 2, 1, 3] = np.random.default_rng(5).integers(0, 9, 430)
    months, days = month_dates(made), days_per_period(made)
    assert months[0] == dt.date(2027, 12, 1) and months[2] == dt.date(2028, 2, 1) and days[2] == 29
    assert days.sum() == 413 and len(days) == len(months)
    youth_days = made.days["census"][0, 2, 1, 3, 17:].sum()
    np.testing.assert_allclose(
        (month_means(made, volume.one_to_one_days(made)) * days).sum(), youth_days
    )


def test_cost_of_one_to_one_leaves_out_the_place_and_total_does_not() -> None:
    made = blank(1461)
    made.days["cents_per_day"][0, Component.PLACE] = 10_000
    made.days["cents_per_day"][0, Component.ONE_TO_ONE_STAFF] = 20_000
    made.days["cents_per_day"][0, Component.REVIEW, 0] = 1_461_00
    assert cost.one_to_one_per_year(made) == pytest.approx(200 * 365.2425 + 365.2425)
    assert cost.total_per_year(made) == pytest.approx(300 * 365.2425 + 365.2425)
    assert sum(cost.by_component(made).values()) == pytest.approx(cost.total_per_year(made))


def test_cost_per_youth_year_weighs_spells_by_their_reporting_days() -> None:
    made = blank(20, day_start=10)
    made.rows["spells"] = table(
        "spells",
        {
            "variant": Variant.SOLO,
            "level": 3,
            "day_start": 5,
            "day_end": 12,
            "cents_per_day": 100_00,
        },  # 2 days count
        {
            "variant": Variant.GROUP,
            "level": 2,
            "day_start": 14,
            "day_end": -1,
            "cents_per_day": 50_00,
        },  # 6 days count
        {
            "variant": Variant.SOLO,
            "level": 0,
            "day_start": 12,
            "day_end": -1,
            "cents_per_day": 9_00,
        },  # no 1:1
        {
            "variant": Variant.SOLO,
            "level": 3,
            "day_start": 0,
            "day_end": 9,
            "cents_per_day": 999_00,
        },  # warm-up
    )
    assert cost.per_youth_year(made) == pytest.approx((2 * 100 + 6 * 50) / 8 * 365.2425)
    assert cost.per_youth_year_solo(made) == pytest.approx(100 * 365.2425)


def test_fte_is_hours_of_presence_in_a_year_over_net_hours() -> None:
    made = blank(8)
    made.days["staff_minutes_per_day"][0] = 24 * 60
    assert system.fte_one_to_one(made) == pytest.approx(24 * 365.2425 / 1200)
    assert system.fte_one_to_one(made, 1000.0) == pytest.approx(24 * 365.2425 / 1000)


def test_regions_add_up_to_the_whole() -> None:
    made = blank(6, regions=("A", "B"))
    made.days["census"][0, Setting.HOME, Variant.HOME, 2] = 2
    made.days["census"][1, Setting.HOME, Variant.HOME, 2] = 5
    parts = [volume.census_one_to_one(in_region(made, k)) for k in (0, 1)]
    assert parts == [2, 5] and volume.census_one_to_one(made) == 7
