"""Counts for targets about youths in care: moves so far, stays per youth, 1:1 that goes on. Each over the days of a `window`."""

import pandas as pd

from sim.measures.inputs import RUNNING, Recording, days_in_period, ended
from sim.measures.volume import ALONE
from sim.world.names import Outcome, Setting

DAYS_OF_YEAR = 365.2425
OPEN = (Setting.OPEN_GROUP, Setting.HIC, Setting.SMALL_SCALE, Setting.FOLLOW_UP)


def moves_so_far(recording: Recording) -> "pd.Series[float]":
    """Return per youth in care on any day of the window (any setting but home) the moves made by the end of the window.

    `n_moves` of a youth is made up at the end of the run, so moves are counted again from rows: those before arrival, stays that ended in an
    unplanned move, planned moves from one place to the next on the same day, and arrangements alone that failed.
    """
    spells = recording.rows["spells"]
    in_care = spells.loc[(spells["setting"] != Setting.HOME) & (days_in_period(recording, spells) > 0), "id_youth"].unique()
    before = recording.rows["youths"].set_index("id_youth")["n_moves_at_arrival"]
    stays = recording.rows["stays"].sort_values(["id_youth", "day_start"])
    has_ended = stays["day_end"] != RUNNING
    is_unplanned = has_ended & stays["is_unplanned_end"].astype(bool)
    is_direct = has_ended & ~is_unplanned & (stays.groupby("id_youth")["day_start"].shift(-1) == stays["day_end"])
    of_stays = (is_unplanned | is_direct).groupby(stays["id_youth"]).sum()
    episodes = ended(recording_of_all(recording), "episodes")
    alone = episodes[episodes["variant"].isin([int(v) for v in ALONE]) & (episodes["outcome"] == Outcome.FAILED)]
    total = before.add(of_stays, fill_value=0).add(alone.groupby("id_youth").size(), fill_value=0)
    found: pd.Series[float] = total.reindex(in_care).dropna().astype(float)
    return found
