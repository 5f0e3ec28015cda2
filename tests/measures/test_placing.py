"""Applications, refusals until a place, waiting, and empty places, on rows made by hand."""

import datetime as dt

import numpy as np
import pytest

from sim.measures import placing
from sim.measures.window import window
from sim.names import PLACE_SETTINGS, Answer, Setting
from tests.measures.laws import assert_applications_add_up
from tests.measures.synthetic import blank, lively, table

YES, NO, OPEN = Answer.ACCEPTED, Answer.REFUSED, Answer.OPEN


def asked(
    youth: int, day: int, answer: Answer, after: int = 5, end: int = -1, **more: object
) -> dict[str, object]:
    answered = {} if answer == OPEN else {"day_answer": day + after}
    return {"id_youth": youth, "day_asked": day, "answer": answer, "day_end": end, **answered} | {
        "is_from_one_to_one": True,
        **more,
    }


def test_asked_is_accepted_and_refused_and_open() -> None:
    made = lively(0, years=1)
    assert_applications_add_up(made)
    assert sum(placing.answers(made).values()) == pytest.approx(1.0)
    made.rows["applications"].loc[3, "answer"] = NO  # the one that led to a place
    with pytest.raises(AssertionError, match="placed without a yes"):
        assert_applications_add_up(made)


def test_answers_are_those_of_what_was_asked_in_the_period() -> None:
    made = blank(100, day_start=50)
    made.rows["applications"] = table(
        "applications", asked(1, 10, NO), asked(1, 60, NO), asked(2, 60, YES), asked(3, 98, OPEN)
    )
    assert placing.answers(made) == {"accepted": 1 / 3, "refused": 1 / 3, "open": 1 / 3}
    assert placing.applications_per_year(made) == pytest.approx(3 / (50 / 365.2425))
    assert placing.days_to_answer(made) == 5


def test_refusals_until_a_place_are_those_of_the_same_youth_since_the_place_before() -> None:
    made = blank(300, day_start=50)
    placed = {"is_placed": True}
    made.rows["applications"] = table(
        "applications",
        asked(1, 10, NO),
        asked(1, 20, YES, end=40, **placed),  # before the period: no placement of it
        asked(1, 41, NO),
        asked(1, 42, NO),
        asked(1, 43, NO, after=200),  # comes after the place: no refusal before it
        asked(1, 44, OPEN),
        asked(1, 60, YES, end=80, **placed),
        asked(1, 90, NO),  # looks again, and has no place yet
        asked(2, 10, NO),  # another youth, without a place
        asked(3, 60, YES, end=60, after=0, **placed),  # at once
        asked(4, 60, NO, is_from_one_to_one=False),
        asked(4, 60, YES, end=70, is_from_one_to_one=False, **placed),
        asked(5, 60, YES, end=60, after=0, setting=Setting.CRISIS_GROUP, **placed),  # not asked
    )
    assert placing.refusals_per_placement(made) == {"median": 1.0, "mean": 1.0}  # 2 and 0
    assert placing.applications_per_placement(made) == pytest.approx((5 + 1 + 2) / 3)


def test_without_a_placement_refusals_until_one_are_undefined() -> None:
    made = blank(30)
    made.rows["applications"] = table("applications", asked(1, 3, NO))
    assert np.isnan(placing.refusals_per_placement(made)["median"])
    assert np.isnan(placing.applications_per_placement(blank(30)))


def test_placed_on_the_day_leaves_out_crisis_and_places_that_fit_badly() -> None:
    made = blank(50)
    rows = [(0, 0, 0), (9, 0, 0), (0, 1, 0), (0, 0, 1)]
    made.rows["stays"] = table(
        "stays",
        *(
            {"day_start": 3, "day_end": -1, "days_waited": w, "is_crisis": c, "is_misfit": m}
            for w, c, m in rows
        ),
    )
    assert placing.placed_on_the_day(made) == 0.5 and placing.share_misfit(made) == 0.25


def test_what_a_window_does_not_see_yet_is_open_and_not_placed() -> None:
    made = blank(100)
    made.rows["applications"] = table(
        "applications",
        asked(1, 10, NO),
        asked(1, 20, YES, after=5, end=70, is_placed=True),
        asked(2, 30, NO, after=40),
        asked(3, 90, NO),
    )
    seen = window(made, dt.date(2025, 1, 1), dt.date(2025, 3, 2))  # 60 days
    assert_applications_add_up(seen)
    assert placing.answers(seen) == {"accepted": 1 / 3, "refused": 1 / 3, "open": 1 / 3}
    assert np.isnan(placing.applications_per_placement(seen))
    assert placing.applications_per_placement(made) == 2


def test_empty_places_are_those_without_a_youth_that_are_kept_for_nobody() -> None:
    made = blank(31)
    k = PLACE_SETTINGS.index(Setting.FOLLOW_UP)
    made.days["places"][0, k] = 10
    made.days["census"][0, Setting.FOLLOW_UP, 0, 0] = 7
    made.days["kept_free"][0, k] = 1
    made.days["queue"][0, k] = 4
    assert placing.empty_days(made, Setting.FOLLOW_UP).tolist() == [62]
    assert placing.queue_by_setting(made)["follow_up"] == 4
    made.days["census"][0, Setting.FOLLOW_UP, 0, 0] = 12  # youths of one region, places of another
    assert placing.empty_days(made, Setting.FOLLOW_UP).tolist() == [0]
