"""Starts, ends, moves, waiting and relapse, on rows made by hand."""

import numpy as np
import pytest

from sim.measures import people, placing, system, volume
from sim.names import Outcome, Setting
from tests.measures.synthetic import blank, table


def test_shares_of_starts_count_only_starts_in_the_period() -> None:
    made = blank(100, day_start=50)
    made.rows["episodes"] = table(
        "episodes",
        {"day_start": 10, "day_end": 60, "is_contracted": True, "is_ret": True, "has_plan": True},
        {
            "day_start": 50,
            "day_end": -1,
            "is_contracted": True,
            "is_ret_at_start": True,
            "is_ret": True,
            "has_analysis_at_start": True,
        },
        {"day_start": 60, "day_end": 70, "is_ret": True, "is_proactive": True, "is_crisis": True},
        {"day_start": 70, "day_end": 80},
        {"day_start": 99, "day_end": -1},
    )
    assert people.share_non_contracted(made) == 0.75
    assert (system.ret_at_start(made), system.ret_ever(made)) == (0.25, 0.5)
    assert (
        people.share_analysis_at_start(made),
        people.share_plan(made),
        people.share_proactive(made),
        people.share_in_crisis(made),
    ) == (
        0.25,
        0,
        0.25,
        0.25,
    )


def test_outcomes_are_shares_of_what_ended_in_the_period() -> None:
    made = blank(731, day_start=0)
    ends = [Outcome.POSITIVE, Outcome.STABILISED, Outcome.STABILISED, Outcome.AGED_OUT]
    made.rows["episodes"] = table(
        "episodes", *({"day_end": 10, "outcome": o} for o in ends), {"day_end": -1}
    )
    assert people.outcome_shares(made) == {
        "positive": 0.25,
        "stabilised": 0.5,
        "failed": 0,
        "aged_out": 0.25,
        "not_funded": 0,
    }
    assert people.aged_out_per_year(made) == pytest.approx(365.2425 / 731)


def test_relapse_counts_only_good_ends_with_180_days_to_look_ahead() -> None:
    made = blank(1000)
    good = {"outcome": Outcome.POSITIVE}
    made.rows["episodes"] = table(
        "episodes",
        {
            "id_youth": 1,
            "n_arrangement": 0,
            "day_start": 0,
            "day_end": 100,
            **good,
        },  # relapse on day 280: within
        {
            "id_youth": 1,
            "n_arrangement": 1,
            "day_start": 280,
            "day_end": 300,
            **good,
        },  # next on 481: not within
        {
            "id_youth": 1,
            "n_arrangement": 2,
            "day_start": 481,
            "day_end": 500,
            "outcome": Outcome.FAILED,
        },  # did not end well
        {"id_youth": 2, "n_arrangement": 0, "day_start": 0, "day_end": 600, **good},  # never again
        {
            "id_youth": 3,
            "n_arrangement": 0,
            "day_start": 0,
            "day_end": 820,
            **good,
        },  # too late to look 180 days ahead
        {"id_youth": 3, "n_arrangement": 1, "day_start": 830, "day_end": -1},
        {
            "id_youth": 4,
            "n_arrangement": 0,
            "day_start": 0,
            "day_end": 819,
            "outcome": Outcome.STABILISED,
        },  # just in time
        {"id_youth": 4, "n_arrangement": 1, "day_start": 999, "day_end": -1},
    )
    assert people.relapse_180(made) == 0.5


def test_unplanned_moves_are_per_youth_year_in_care() -> None:
    made = blank(100, day_start=50)
    made.days["census"][0, Setting.OPEN_GROUP, 0, 0] = 2
    made.days["census"][0, Setting.HOME, 0, 0] = 70
    made.rows["stays"] = table(
        "stays",
        *(
            {"day_end": e, "is_unplanned_end": u}
            for e, u in ((40, 1), (50, 1), (60, 0), (70, 1), (-1, 1))
        ),
    )
    assert people.unplanned_moves_per_youth_year(made) == pytest.approx(2 / (2 * 50 / 365.2425))


def test_moves_per_leaver_leave_out_moves_before_arrival() -> None:
    made = blank(100, day_start=50)
    made.rows["youths"] = table(
        "youths",
        {"day_left": 60, "n_moves": 5, "n_moves_at_arrival": 2},
        {"day_left": 70, "n_moves": 1, "n_moves_at_arrival": 0},
        {"day_left": 40, "n_moves": 90},
        {"day_left": -1, "n_moves": 90},
    )
    assert people.moves_per_leaver(made) == 2


def test_waiting_is_apart_for_crisis_and_by_setting() -> None:
    made = blank(100, day_start=50)
    hic, follow_up = Setting.HIC, Setting.FOLLOW_UP
    rows = (
        (hic, 60, 4, 1),
        (hic, 70, 6, 1),
        (hic, 80, 30, 0),
        (hic, 10, 999, 1),
        (follow_up, 60, 90, 0),
    )
    made.rows["stays"] = table(
        "stays",
        *(
            {"setting": s, "day_start": d, "day_end": -1, "days_waited": w, "is_crisis": c}
            for s, d, w, c in rows
        ),
        {"setting": hic, "day_start": 60, "day_end": -1, "days_waited": 99, "is_misfit": 1},
    )
    assert placing.waited_crisis(made)["hic"] == 5 and placing.waited_other(made)["hic"] == 30
    assert placing.waited_other(made)["follow_up"] == 90 and np.isnan(
        placing.waited_crisis(made)["follow_up"]
    )


def test_inflow_into_closed_care_counts_stays_that_start_in_the_period() -> None:
    made = blank(731)
    made.rows["stays"] = table(
        "stays",
        *({"setting": Setting.JEUGDZORGPLUS, "day_start": d, "day_end": -1} for d in (0, 5, 400)),
    )
    assert volume.inflow_jeugdzorgplus(made) == pytest.approx(3 / (731 / 365.2425))
    assert volume.inflow_jeugdzorgplus_by_year(made) == {"2025": 2, "2026": 1}


def test_team_shares_are_sums_over_sums_of_reported_months() -> None:
    made = blank(100, day_start=50)
    made.rows["teams"] = table(
        "teams",
        {"day": 30, "n_positions": 1000},
        {
            "day": 58,
            "n_positions": 10,
            "n_settled": 6,
            "n_agency": 2,
            "n_vacant": 1,
            "n_positions_core": 4,
            "n_settled_core": 1,
            "n_departures": 1,
        },
        {
            "day": 89,
            "n_positions": 30,
            "n_settled": 24,
            "n_agency": 2,
            "n_vacant": 3,
            "n_positions_core": 4,
            "n_settled_core": 3,
            "n_departures": 1,
        },
    )
    assert (system.stability(made), system.stability_core(made)) == (0.75, 0.5)
    assert (system.agency_share(made), system.vacancy_share(made)) == (0.1, 0.1)
    assert system.departures_per_position_year(made) == pytest.approx(2 / (40 / 12))


def test_the_ret_queue_adds_regions_and_the_wait_weighs_reviews() -> None:
    made = blank(100, regions=("A", "B"))
    made.rows["ret"] = table(
        "ret",
        {"day": 30, "region": 0, "n_queue": 3, "n_reviewed": 1, "days_waited": 40},
        {"day": 30, "region": 1, "n_queue": 5},
        {"day": 58, "region": 0, "n_queue": 0, "n_reviewed": 3, "days_waited": 20},
        {"day": 58, "region": 1},
    )
    assert system.ret_queue(made) == 4 and system.ret_days_waited(made) == 15
