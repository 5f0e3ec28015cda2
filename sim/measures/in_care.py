"""Counts for targets about youths in care: moves so far, stays, 1:1 that goes on.

Each over the days of a `window`.
"""

import numpy as np
import pandas as pd

from sim.common.arrays import Floats
from sim.common.calendar import DAYS_ONE_YEAR, years_of
from sim.measures.groups import ALONE, OPEN_CARE
from sim.measures.inputs import Recording, View, mean, mean_per_day, once, ratio
from sim.measures.rows import RUNNING, days_in_period
from sim.measures.volume import setting_days
from sim.names import Outcome, Setting

DAYS_COMPARED = 91  # at either end of a window, of a change over it


@once
def moves_of_youths_in_care(recording: View) -> "pd.Series[float]":
    """Return, per youth in care (any setting but home) on any day of the window, the moves made by
    the end of the window.

    `n_moves` of a youth is made up at the end of the run, so moves are counted again from rows:
    those before arrival, stays that ended in an unplanned move, planned moves from one place to the
    next on one day, arrangements that failed alone or at home, and returns to care.
    """
    before = recording.rows["youths"].set_index("id_youth")["n_moves_at_arrival"]
    stays = recording.rows["stays"].sort_values(["id_youth", "day_start"])
    has_ended = stays["day_end"] != RUNNING
    is_unplanned = has_ended & stays["is_unplanned_end"].astype(bool)
    is_direct = has_ended & (stays.groupby("id_youth")["day_start"].shift(-1) == stays["day_end"])
    episodes = recording.rows["episodes"]
    failed = episodes[
        (episodes["variant_end"] >= min(ALONE))
        & (episodes["outcome"] == Outcome.FAILED)
        & (episodes["day_end"] != RUNNING)
    ]
    spells = recording.rows["spells"].sort_values(["id_youth", "day_start"])
    is_return = (spells["day_end"] != RUNNING) & (
        spells.groupby("id_youth")["day_start"].shift(-1) > spells["day_end"]
    )
    total = before.astype(float)
    for events in (stays[is_unplanned | is_direct], failed, spells[is_return]):
        total = total.add(events.groupby("id_youth").size(), fill_value=0.0)
    in_care = spells.loc[
        (spells["setting"] != Setting.HOME) & (days_in_period(recording, spells) > 0), "id_youth"
    ].unique()
    return total[total.index.isin(in_care)]


def moves_so_far(recording: Recording) -> float:
    """Return the mean number of moves by the end of the window, of youths in care in it."""
    return mean(moves_of_youths_in_care(recording))


def share_ever_moved(recording: Recording) -> float:
    """Return the share of youths in care in the window with at least one move by its end."""
    return mean(moves_of_youths_in_care(recording) > 0)


def moves_so_far_of_moved(recording: Recording) -> float:
    """Return the mean number of moves by the end of the window, of youths in care in it who were
    ever moved.
    """
    moves = moves_of_youths_in_care(recording)
    return mean(moves[moves > 0])


def share_over_ten_moves_of_moved(recording: Recording) -> float:
    """Return the share with more than ten moves, of youths in care in the window who were ever
    moved.
    """
    moves = moves_of_youths_in_care(recording)
    return mean(moves[moves > 0] > 10)


def ratio_moves_small_scale_to_group(recording: Recording) -> float:
    """Return unplanned ends per day of stay in small-scale places, over the same in open groups."""
    return ratio(
        _unplanned_per_day(recording, Setting.SMALL_SCALE),
        _unplanned_per_day(recording, Setting.OPEN_GROUP),
    )


def _unplanned_per_day(recording: Recording, setting: Setting) -> float:
    stays = recording.rows["stays"]
    stays = stays[stays["setting"] == setting]
    has_ended = (stays["day_end"] >= recording.day_start) & (stays["day_end"] != RUNNING)
    return ratio(
        float((has_ended & stays["is_unplanned_end"].astype(bool)).sum()),
        float(days_in_period(recording, stays).sum()),
    )


def stays_per_youth_open_care(recording: Recording) -> float:
    """Return stays in open residential care on any day of the window, per youth with one."""
    stays = recording.rows["stays"]
    stays = stays[stays["setting"].isin([int(s) for s in OPEN_CARE])]
    stays = stays[days_in_period(recording, stays) > 0]
    return ratio(len(stays), stays["id_youth"].nunique())


def days_so_far(recording: Recording) -> Floats:
    """Return, per arrangement that goes on at the end of the window, the days since its start."""
    episodes = recording.rows["episodes"]
    started = episodes.loc[episodes["day_end"] == RUNNING, "day_start"]
    days: Floats = (recording.n_days - started).to_numpy(np.float64)
    return days


def share_of_running_over_one_year(recording: Recording) -> float:
    """Return the share of arrangements that go on at the end of the window which began more than
    365 days before.
    """
    return mean(days_so_far(recording) > DAYS_ONE_YEAR)


def mean_duration(recording: Recording) -> float:
    """Return the mean days since the start, of arrangements that go on at the end of the window.

    Not the mean of whole durations.
    """
    return mean(days_so_far(recording))


def share_aged_over_15(recording: Recording) -> float:
    """Return the share of youths of 16 or older, of those whose arrangement goes on at the end of
    the window.
    """
    episodes = recording.rows["episodes"]
    running = episodes[episodes["day_end"] == RUNNING]
    days_age = running["days_age"] + recording.n_days - running["day_start"]
    return mean(years_of(days_age.to_numpy()) >= 16.0)


def change_one_to_one(recording: Recording) -> float:
    """Return youths in 1:1 over the last 91 days of the window less those over its first 91 days
    (means).
    """
    per_day = recording.days["census"][:, :, :, 1:, recording.day_start :].sum(axis=(0, 1, 2, 3))
    return mean(per_day[-DAYS_COMPARED:]) - mean(per_day[:DAYS_COMPARED])


def change_inflow_jeugdzorgplus(recording: Recording) -> float:
    """Return stays begun in JeugdzorgPlus in the last 365 days of the window over those in its
    first 365 days, less one.
    """
    stays = recording.rows["stays"]
    day = stays.loc[stays["setting"] == Setting.JEUGDZORGPLUS, "day_start"].to_numpy(np.int64)
    n_first = int(
        ((day >= recording.day_start) & (day < recording.day_start + DAYS_ONE_YEAR)).sum()
    )
    n_last = int((day >= max(recording.day_start, recording.n_days - DAYS_ONE_YEAR)).sum())
    return ratio(n_last, n_first) - 1.0


def census_groups(recording: Recording) -> float:
    """Return the mean number of youths in open groups and small-scale places."""
    return mean_per_day(recording, setting_days(recording, Setting.OPEN_GROUP, Setting.SMALL_SCALE))
