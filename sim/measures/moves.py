"""Unplanned moves and returns to 1:1.

Out of places, and out of 1:1 outside a group, which end in no stay.
"""

import numpy as np

from sim.common.arrays import Bools, Ints
from sim.common.calendar import DAYS_ONE_YEAR, years_of
from sim.measures import volume
from sim.measures.alone import began_alone
from sim.measures.groups import IN_CARE, OUTSIDE
from sim.measures.inputs import Recording, View, mean, once, ratio
from sim.measures.rows import (
    RUNNING,
    column,
    count_between,
    ended,
    happened,
    is_any,
    rows_where,
    started,
    youth_day,
)
from sim.names import Outcome

DAYS_EARLY_END = 180


def _failed_outside(recording: Recording) -> Bools:
    # one that went along into a place and failed there ended a stay, which is counted there
    is_failed: Bools = is_any(column_of(recording, "variant_end"), *OUTSIDE) & (
        column_of(recording, "outcome") == Outcome.FAILED
    )
    return is_failed


def column_of(recording: Recording, name: str) -> Ints:
    """Return one column of all arrangements."""
    return np.asarray(column(recording, "episodes", name))


def moves_out_of_care(recording: Recording) -> float:
    """Return unplanned moves per youth-year in care.

    Out of places and out of 1:1 outside a group.
    """
    failed = rows_where(
        recording,
        "episodes",
        _failed_outside(recording) & happened(recording, column_of(recording, "day_end")),
    )
    n_moves = int(ended(recording, "stays")["is_unplanned_end"].sum()) + len(failed)
    in_care = volume.setting_days(recording, *IN_CARE)
    return ratio(n_moves, years_of(float(in_care.sum())))


@once
def _unplanned(recording: View) -> Ints:
    """Return (youth, day) of every unplanned move as keys, sorted."""
    stays = rows_where(
        recording,
        "stays",
        column(recording, "stays", "is_unplanned_end").astype(bool)
        & (column(recording, "stays", "day_end") >= 0),
    )
    failed = rows_where(
        recording, "episodes", _failed_outside(recording) & (column_of(recording, "day_end") >= 0)
    )
    keys = [youth_day(rows["id_youth"], rows["day_end"]) for rows in (stays, failed)]
    return np.sort(np.concatenate(keys))


def moves_in_year_after_start(recording: Recording) -> float:
    """Return unplanned moves in the year after the start of 1:1, per arrangement started with a
    year of the run left after it.
    """
    rows = started(recording, "episodes")
    rows = rows.where(rows["day_start"] + DAYS_ONE_YEAR < recording.n_days)
    n = count_between(
        _unplanned(recording),
        rows["id_youth"],
        rows["day_start"],
        rows["day_start"] + DAYS_ONE_YEAR,
    )
    return mean(n)


def early_breakdown(recording: Recording) -> float:
    """Return the share of stays begun in the period, with 180 days of the run left, that ended in
    an unplanned move within 180 days.
    """
    rows = started(recording, "stays")
    rows = rows.where(rows["day_start"] + DAYS_EARLY_END < recording.n_days)
    is_early = (rows["day_end"] != RUNNING) & (
        rows["day_end"] - rows["day_start"] <= DAYS_EARLY_END
    )
    return mean(rows["is_unplanned_end"].astype(bool) & is_early)


def returns_180(recording: Recording) -> float:
    """Return the share of arrangements that ended in the period, however but by age, after which
    1:1 starts again within 180 days.

    Unlike the KPI `relapse_180` it counts arrangements that were broken off. Only ends with 180
    days of the run left count.
    """
    rows = ended(recording, "episodes")
    rows = rows.where(
        (rows["outcome"] != Outcome.AGED_OUT)
        & (rows["day_end"] + DAYS_EARLY_END < recording.n_days)
    )
    starts = np.sort(youth_day(column_of(recording, "id_youth"), column_of(recording, "day_start")))
    return mean(
        count_between(
            starts, rows["id_youth"], rows["day_end"] - 1, rows["day_end"] + DAYS_EARLY_END
        )
        > 0
    )


def lost_after_move(recording: Recording) -> float:
    """Return the share of moves out of 1:1 alone in the period, with 180 days of the run left,
    after which the place is lost or the youth is alone in 1:1 again within 180 days.
    """
    rows = began_alone(recording)
    moved = rows["day_moved"]
    rows = rows.where(happened(recording, moved) & (moved + DAYS_EARLY_END < recording.n_days))
    alone = began_alone(recording)
    again = np.sort(youth_day(alone["id_youth"], alone["day_start"]))
    youth, day = rows["id_youth"], rows["day_moved"]
    n = count_between(_unplanned(recording), youth, day, day + DAYS_EARLY_END)
    n = n + count_between(again, youth, day, day + DAYS_EARLY_END)
    return mean(n > 0)


def returns_after_step(recording: Recording) -> float:
    """Return the share of steps down in the period, with 180 days left, after which the youth is on
    a higher rung again within 180 days.
    """
    spells = ["id_youth", "day_start", "level"]
    youth, day, level = (np.asarray(column(recording, "spells", name)) for name in spells)
    order = np.lexsort((day, youth))
    before, after = order[:-1], order[1:]
    is_same = youth[before] == youth[after]
    keys = youth_day(youth[after], day[after])
    rises = keys[is_same & (level[after] > level[before])]
    is_seen = (
        is_same
        & (level[after] < level[before])
        & (level[after] > 0)
        & happened(recording, day[after])
    )
    steps = after[is_seen & (day[after] + DAYS_EARLY_END < recording.n_days)]
    return mean(count_between(rises, youth[steps], day[steps], day[steps] + DAYS_EARLY_END) > 0)
