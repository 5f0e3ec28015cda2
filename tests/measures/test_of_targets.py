"""Measures over a window, on recordings in which the answer is known by hand."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from sim.common.errors import ConfigError
from sim.engine.recording import NotRecorded
from sim.measures import cost
from sim.measures import in_care as care
from sim.measures.catalogue import count
from sim.measures.inputs import Recording
from sim.measures.of_targets import OF_TARGETS
from sim.measures.window import window
from sim.names import Outcome, Setting, Variant
from tests.measures.synthetic import Made, blank, table

ZERO = dt.date(2025, 1, 1)
GROUP, SECURE = Setting.OPEN_GROUP, Setting.JEUGDZORGPLUS


def asked(name: str, recording: Recording) -> float:
    return count(name, recording, "conf/targets: 'measure'")


def day(n: int) -> dt.date:
    return ZERO + dt.timedelta(days=n)


def one_youth_in_care() -> Made:
    """Two moves before arrival.

    A planned move on day 10, an unplanned one on day 20, a return on day 30, a planned move on day
    40.
    """
    made = blank(60)
    made.rows["youths"] = table("youths", {"id_youth": 1, "n_moves_at_arrival": 2, "n_moves": 6})
    stays = [(0, 10, False), (10, 20, True), (30, 40, False), (40, -1, False)]
    made.rows["stays"] = table(
        "stays",
        *(
            {"id_youth": 1, "setting": GROUP, "day_start": a, "day_end": b, "is_unplanned_end": u}
            for a, b, u in stays
        ),
    )
    spells = [(0, 20), (30, -1)]
    made.rows["spells"] = table(
        "spells",
        *({"id_youth": 1, "setting": GROUP, "day_start": a, "day_end": b} for a, b in spells),
    )
    return made


@pytest.mark.parametrize(("until", "moves"), [(5, 2), (15, 3), (21, 4), (35, 5), (60, 6)])
def test_moves_are_those_made_by_the_end_of_the_window(until: int, moves: int) -> None:
    assert care.moves_so_far(window(one_youth_in_care(), ZERO, day(until))) == moves


def test_a_youth_who_is_not_in_care_in_the_window_has_no_moves_in_it() -> None:
    assert np.isnan(care.moves_so_far(window(one_youth_in_care(), day(22), day(28))))


def test_attempts_of_an_arrangement_that_outlasts_the_window_are_not_counted() -> None:
    made = blank(800)
    episodes = [(0, 365, 2), (0, 700, 50), (10, -1, 50)]
    made.rows["episodes"] = table(
        "episodes", *({"day_start": a, "day_end": b, "n_attempts": n} for a, b, n in episodes)
    )
    assert asked("attempts_per_year_of_ended", window(made, ZERO, day(400))) == pytest.approx(
        2 * 365.2425 / 365
    )


def test_what_began_after_the_window_is_not_seen_and_what_ended_after_it_still_runs() -> None:
    made = blank(800)
    made.rows["episodes"] = table(
        "episodes",
        {"day_start": 0, "day_end": 500},
        {"day_start": 390, "day_end": 395},
        {"day_start": 450},
    )
    assert care.days_so_far(window(made, ZERO, day(400))).tolist() == [400]
    assert care.share_of_running_over_one_year(window(made, ZERO, day(400))) == 1


def test_small_steps_are_neither_a_good_end_nor_one_that_was_given_up() -> None:
    made = blank(400)
    ends = {"day_start": 0, "day_end": 300}
    step, none, worse = ({"level_start": 3, "level_end": end} for end in (2, 3, 4))
    made.rows["episodes"] = table(
        "episodes",
        {**ends, **step, "day_moved": -1, "outcome": Outcome.AGED_OUT},  # a rung lower
        {**ends, **none, "day_moved": 90, "outcome": Outcome.AGED_OUT},  # into a place
        {**ends, **none, "day_moved": -1, "outcome": Outcome.STABILISED},
        {**ends, **none, "day_moved": -1, "outcome": Outcome.AGED_OUT},  # no worse
        {**ends, **worse, "day_moved": -1, "outcome": Outcome.AGED_OUT},
        {**ends, **step, "day_moved": 90, "outcome": Outcome.FAILED},
        {**ends, **step, "day_moved": 90, "outcome": Outcome.POSITIVE},
        {**ends, **step, "day_moved": -1, "day_end": -1, "outcome": Outcome.RUNNING},
    )
    assert asked("ended_with_small_steps", window(made, ZERO, day(400))) == 4 / 7


def test_a_stay_of_exactly_a_year_is_not_longer_than_a_year() -> None:
    made = blank(800)
    made.rows["stays"] = table(
        "stays",
        *({"setting": SECURE, "day_start": 0, "day_end": end} for end in (20, 30, 365, 366)),
    )
    seen = window(made, ZERO, day(800))
    assert asked("share_stay_over_one_year_jeugdzorgplus", seen) == 0.25
    assert asked("share_stay_under_one_month_jeugdzorgplus", seen) == 0.5


def test_one_youth_placed_twice_counts_as_two_placements_and_one_youth() -> None:
    made = blank(100)
    rows = [{"id_youth": 1, "setting": SECURE, "day_start": a, "day_end": a + 5} for a in (0, 50)]
    made.rows["stays"] = table(
        "stays", *rows, {"id_youth": 2, "setting": GROUP, "day_start": 3, "day_end": -1}
    )
    seen = window(made, ZERO, day(100))
    assert asked("placements_per_youth_jeugdzorgplus", seen) == 2
    assert asked("youths_in_jeugdzorgplus", seen) == 1
    assert asked("youths_in_open_care", seen) == 1


def test_quantiles_of_cost_are_weighted_by_days() -> None:
    made = blank(100)
    made.rows["spells"] = table(
        "spells",
        {
            "variant": Variant.SOLO,
            "level": 3,
            "day_start": 0,
            "day_end": 98,
            "cents_per_day": 100_000,
        },
        {
            "variant": Variant.SOLO,
            "level": 5,
            "day_start": 98,
            "day_end": 100,
            "cents_per_day": 300_000,
        },
        {"variant": Variant.GROUP, "level": 2, "day_start": 0, "day_end": 100, "cents_per_day": 10},
    )
    seen = window(made, ZERO, day(100))
    assert asked("cost_per_youth_year_solo.lowest", seen) == pytest.approx(365_242.5)
    assert asked("cost_per_youth_year_solo.highest", seen) == pytest.approx(365_242.5)
    assert cost.alone_per_year(seen) == pytest.approx((98 * 1000 + 2 * 3000) / (100 / 365.2425))


def test_a_change_of_inflow_compares_the_last_year_with_the_first() -> None:
    made = blank(1000)
    made.rows["stays"] = table(
        "stays",
        *({"setting": SECURE, "day_start": a, "day_end": a + 1} for a in (0, 100, 364, 500, 999)),
    )
    assert care.change_inflow_jeugdzorgplus(window(made, ZERO, day(1000))) == pytest.approx(
        1 / 3 - 1
    )


def test_an_outcome_is_a_share_of_arrangements_that_ended_in_the_window() -> None:
    made = blank(100)
    made.rows["episodes"] = table(
        "episodes",
        {"day_end": 10, "outcome": Outcome.FAILED},
        {"day_end": 20, "outcome": Outcome.POSITIVE},
        {"day_end": 90, "outcome": Outcome.POSITIVE},
    )
    assert asked("outcome.failed", window(made, ZERO, day(50))) == 0.5


@pytest.mark.parametrize("name", [one.name for one in OF_TARGETS])
def test_a_measure_of_a_recording_in_which_nothing_happens_is_a_number_or_undefined(
    name: str,
) -> None:
    assert isinstance(asked(name, window(blank(800), ZERO, day(800))), float)


def test_a_label_that_a_kpi_does_not_have_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"did you mean 'outcome\.positive'"):
        asked("outcome.postive", window(blank(10), ZERO, day(10)))


def test_a_window_counts_its_own_days_wherever_in_a_month_it_begins_and_ends() -> None:
    made = blank(800, day_start=31)
    made.days["census"][0, Setting.ONE_TO_ONE_SOLO, Variant.SOLO, 3] = np.arange(800)
    seen = window(made, day(40), day(400))
    assert asked("census_alone", seen) == np.arange(40, 400).mean()
    assert care.change_one_to_one(seen) == 360 - 91
    assert seen.edges[0] == 0 and 40 in seen.edges and seen.edges[-1] == 400


def test_a_window_needs_daily_counts_and_says_how_to_get_them() -> None:
    made = replace(blank(10), days=NotRecorded())
    with pytest.raises(ConfigError, match='pass record="days"'):
        window(made, ZERO, day(10))


def test_a_window_outside_the_recording_is_refused() -> None:
    with pytest.raises(ValueError, match="does not lie inside"):
        window(blank(10), ZERO, day(11))
