"""Days alone end where an arrangement goes along into a place."""

import datetime as dt

import pytest

from sim.measures import alone, duration, moves, of_claims
from sim.measures.window import window
from sim.names import Outcome, Setting, Variant
from tests.measures.synthetic import Made, blank, table

YEAR = 365.2425


def made_of(*rows: dict[str, object], n_days: int = 1000, day_start: int = 500) -> Made:
    made = blank(n_days, day_start)
    made.rows["episodes"] = table("episodes", *rows)
    return made


def test_days_beyond_ninety_are_those_alone_in_the_period_and_no_others() -> None:
    made = made_of(
        {"variant": Variant.SOLO, "day_start": 460, "day_end": 700, "day_moved": 600},  # 550..600
        {"variant": Variant.UNIT, "day_start": 300, "day_end": 520},  # 500..520
        {"variant": Variant.SOLO, "day_start": 900, "day_end": -1},  # 990..1000
        {"variant": Variant.SOLO, "day_start": 800, "day_end": 880},  # too short
        {"variant": Variant.GROUP, "day_start": 0, "day_end": -1},  # never alone
    )
    years = 500 / YEAR
    assert alone.days_beyond(90)(made) == pytest.approx((50 + 20 + 10) / years)
    assert alone.days_beyond(180)(made) == pytest.approx(20 / years)
    assert alone.days_beyond(0)(made) == pytest.approx((100 + 20 + 100 + 80) / years)


def test_a_move_into_a_place_ends_the_days_outside_but_not_the_arrangement() -> None:
    made = made_of(
        {"variant": Variant.SOLO, "day_start": 600, "day_end": 900, "day_moved": 700},
        {"variant": Variant.HOME, "day_start": 600, "day_end": 700},
    )
    assert duration.mean_duration(made) == pytest.approx(200)
    assert duration.mean_duration_outside(made) == pytest.approx(100)


def test_days_left_alone_count_from_the_first_reporting_day_to_the_move() -> None:
    made = made_of(
        {"variant": Variant.SOLO, "day_start": 400, "day_end": 900, "day_moved": 560},
        {"variant": Variant.UNIT, "day_start": 400, "day_end": 900, "day_moved": 450},  # gone
        {"variant": Variant.UNIT, "day_start": 450, "day_end": 600},
    )
    assert of_claims.days_left_alone(made) == 80


def test_a_failure_after_the_move_is_counted_where_the_stay_ended() -> None:
    failed = {"variant": Variant.SOLO, "day_start": 510, "day_end": 700, "outcome": Outcome.FAILED}
    made = made_of({**failed, "day_moved": 600, "variant_end": Variant.GROUP})
    made.days["census"][0, Setting.OPEN_GROUP, 0, 0] = 1
    made.rows["stays"] = table("stays", {"day_start": 600, "day_end": 700, "is_unplanned_end": 1})
    assert moves.moves_out_of_care(made) == pytest.approx(1 / (500 / YEAR))
    made.rows["episodes"] = table("episodes", failed)
    assert moves.moves_out_of_care(made) == pytest.approx(2 / (500 / YEAR))


def test_transition_days_are_those_of_who_moved_in_the_period() -> None:
    one = {"variant": Variant.SOLO, "day_start": 400, "day_end": -1}
    made = made_of(
        {**one, "day_moved": 600, "days_transition": 20},
        {**one, "day_moved": 620, "days_transition": 30},
        {**one, "day_moved": 450, "days_transition": 90},
        {**one, "days_transition": 70},
    )
    assert alone.transition_days(made) == 25


def test_a_window_does_not_know_of_a_move_after_it() -> None:
    made = made_of(
        {"variant": Variant.SOLO, "day_start": 0, "day_end": 900, "day_moved": 600}, day_start=0
    )
    seen = window(made, dt.date(2025, 1, 1), dt.date(2025, 7, 20))  # 200 days
    assert alone.days_beyond(90)(seen) == pytest.approx(110 / (200 / YEAR))
