"""What a policy costs by itself, people in use and decisions, on numbers known by hand."""

import numpy as np
import pytest

from sim.measures import cost, nobody, policy, staffing
from sim.measures.in_force import row_by_period
from sim.measures.inputs import in_region
from sim.measures.kpis import measure
from sim.names import PLACE_SETTINGS, Component, Decision, Setting, Variant
from tests.measures.in_world import YEAR, made_of
from tests.measures.synthetic import blank, lively


def test_a_row_is_the_mean_over_the_days_of_each_period() -> None:
    made = made_of((31 + 7, 0, "staff.training", 0.9), (59, 0, "staff.training", 0.1))
    by_period = row_by_period(made, "staff.training")[0]
    expected = [0.5, (7 * 0.5 + 21 * 0.9) / 28, *[0.1] * 10]
    assert by_period == pytest.approx(expected)
    assert np.isnan(row_by_period(made, "staff.nothing")).all()


def test_one_region_of_several_has_its_own_rows() -> None:
    made = made_of((0, 1, "staff.training", 1.0), regions=("A", "B"))
    assert row_by_period(in_region(made, 1), "staff.training").mean() == 1.0
    assert row_by_period(in_region(made, 0), "staff.training").mean() == 0.5
    both = policy.by_part(made)["training"]
    assert both == pytest.approx(100 * 2000 * (0.5 + 1.0))
    assert policy.by_part(in_region(made, 1))["training"] == pytest.approx(100 * 2000 * 1.0)


def test_training_costs_positions_times_intensity_times_price_from_the_day_it_is_raised() -> None:
    parts = policy.by_part(made_of((181, 0, "staff.training", 1.0)))  # from July on
    assert parts["training"] == pytest.approx(100 * 2000 * (0.5 + 1.0) / 2)
    assert parts["leadership"] == pytest.approx(100 * 8000 * 0.25)


def test_posts_cost_money_beyond_what_the_tariff_pays_for_and_save_it_below() -> None:
    row = f"setting.{Setting.OPEN_GROUP.name.lower()}.positions_per_place"
    for posts, times in ((1.2, 0.0), (1.7, 0.5), (1.0, -0.2)):
        made = made_of((0, 0, row, posts))
        made.days["places"][0, PLACE_SETTINGS.index(Setting.OPEN_GROUP)] = 30
        made.days["places"][0, PLACE_SETTINGS.index(Setting.HIC)] = 8
        assert policy.by_part(made)["posts"] == pytest.approx(30 * times * 70_000)


def test_empty_places_cost_a_share_of_their_tariff_and_kept_places_all_of_it() -> None:
    made = made_of()
    k = PLACE_SETTINGS.index(Setting.SMALL_SCALE)
    made.days["places"][0, k] = 10
    made.days["census"][0, Setting.SMALL_SCALE, 0, 0] = 6
    made.days["kept_free"][0, k] = 1
    parts = policy.by_part(made)
    assert parts["empty_places"] == pytest.approx(3 * 100 * 0.7 * YEAR)
    assert parts["kept_places"] == pytest.approx(1 * 100 * YEAR)
    new = parts["training"] + parts["leadership"] + parts["empty_places"]
    assert policy.all_in_per_year(made) == pytest.approx(new), "who is kept a place for pays it"


def test_what_is_recorded_is_counted_once_in_the_total_with_the_policy() -> None:
    made = made_of()
    made.days["cents_per_day"][0, Component.EVALUATION] = 10_000
    made.days["cents_per_day"][0, Component.REVIEW] = 20_000
    made.days["cents_per_day"][0, Component.PLACE] = 70_000
    parts = policy.by_part(made)
    assert (parts["evaluation"], parts["review"]) == pytest.approx((100 * YEAR, 200 * YEAR))
    assert policy.per_year(made) == pytest.approx(sum(parts.values()))
    more = parts["training"] + parts["leadership"]
    assert policy.all_in_per_year(made) == pytest.approx(cost.total_per_year(made) + more)
    assert cost.total_per_year(made) == pytest.approx(1000 * YEAR)


def test_without_its_world_a_recording_has_no_cost_of_the_policy_and_no_error() -> None:
    numbers = measure(lively(0, years=1))
    assert np.isnan(numbers["cost_policy"]) and np.isnan(numbers["people_in_use.agency"])
    assert numbers["cost_policy_by_part.evaluation"] > 0


def test_people_in_use_are_told_against_the_supply_and_the_pool() -> None:
    made = made_of()
    made.days["staff_in_use"][0, 0], made.days["staff_in_use"][0, 1] = 300, 20
    assert staffing.fte_in_use(made) == {"permanent": 300, "agency": 20}
    assert staffing.share_of_people_in_use(made) == {"permanent": 0.75, "agency": 1.0}


def test_hours_due_are_those_given_and_those_that_nobody_gave() -> None:
    made = made_of()
    made.days["staff_minutes_per_day"][0] = 18 * 60
    made.days["uncovered_minutes_per_day"][0] = 6 * 60
    assert staffing.uncovered_share(made) == 0.25
    assert staffing.uncovered_hours(made) == pytest.approx(6 * YEAR)
    assert np.isnan(staffing.uncovered_share(blank(9)))


def test_decisions_are_approved_or_refused() -> None:
    made = made_of()
    made.days["decisions"][0, Decision.APPROVED, [3, 9, 200]] = 1
    made.days["decisions"][0, Decision.REFUSED, 3] = 1
    made.days["start_waits"][0, [1, 2]] = 1
    assert staffing.share_approved(made) == 0.75
    assert staffing.decisions(made) == pytest.approx(
        {"decided": 4 / 365 * YEAR, "refused": 1 / 365 * YEAR}
    )
    assert staffing.starts_that_waited(made) == pytest.approx(2 / 365 * YEAR)


def test_who_has_nobody_is_counted_from_tries_places_and_hours() -> None:
    made = made_of((181, 0, nobody.BETWEEN, 6.0))  # from July on twice as long between tries
    made.days["start_waits"][0, [10, 20, 200]] = 1
    made.days["census"][0, Setting.HOME, Variant.NONE, 0] = 2
    made.days["census"][0, Setting.HOME, Variant.HOME, 3] = 1
    made.days["census"][0, Setting.OPEN_GROUP, Variant.GROUP, 2] = 3
    made.days["uncovered_minutes_per_day"][0] = 6 * 60
    assert nobody.waiting_for_people(made) == pytest.approx((3 + 3 + 6) / 365)
    assert nobody.waiting_without_place(made) == 2
    assert nobody.uncovered_hours_per_day(made) == pytest.approx(6 / 4)
    empty = blank(9)
    assert np.isnan(nobody.waiting_for_people(empty)) and nobody.waiting_without_place(empty) == 0
    assert np.isnan(nobody.uncovered_hours_per_day(empty))
