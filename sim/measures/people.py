"""What it means for youths: how 1:1 starts, how it ends, moves, harm, relapse."""

import numpy as np

from sim.common.calendar import years_of
from sim.measures.groups import ENDED_WELL, IN_CARE
from sim.measures.inputs import Recording, mean, n_years, ratio, reported
from sim.measures.rows import column, ended, happened, is_any, rows_where, started
from sim.measures.volume import setting_days
from sim.names import Outcome

DAYS_RELAPSE = 180


def share_non_contracted(recording: Recording) -> float:
    """Return the share of 1:1 starts with a provider without a contract."""
    return 1.0 - mean(started(recording, "episodes")["is_contracted"])


def share_proactive(recording: Recording) -> float:
    """Return the share of 1:1 started in the period whose goal is, or became, proactive."""
    return mean(started(recording, "episodes")["is_proactive"])


def share_in_crisis(recording: Recording) -> float:
    """Return the share of 1:1 starts in crisis."""
    return mean(started(recording, "episodes")["is_crisis"])


def share_analysis_at_start(recording: Recording) -> float:
    """Return the share of 1:1 starts with a shared explanatory analysis."""
    return mean(started(recording, "episodes")["has_analysis_at_start"])


def share_plan(recording: Recording) -> float:
    """Return the share of 1:1 started in the period that has, or got, an exit plan."""
    return mean(started(recording, "episodes")["has_plan"])


def unplanned_moves_per_youth_year(recording: Recording) -> float:
    """Return unplanned moves per youth-year in care (any setting but home)."""
    n_moves = int(ended(recording, "stays")["is_unplanned_end"].sum())
    in_care = setting_days(recording, *IN_CARE)
    return ratio(n_moves, years_of(float(in_care.sum())))


def moves_per_leaver(recording: Recording) -> float:
    """Return the mean number of moves between arrival and leaving for good, of youths who left in
    the period.
    """
    leavers = rows_where(
        recording, "youths", happened(recording, column(recording, "youths", "day_left"))
    )
    return mean(leavers["n_moves"] - leavers["n_moves_at_arrival"])


def relapse_180(recording: Recording) -> float:
    """Return the share of episodes ended well after which the same youth starts 1:1 again within
    180 days.

    Ended well: positive or stabilised. Only ends with 180 reporting days after them count, so that
    each had the same time to relapse; who left care counts as not relapsed.
    """
    columns = ("id_youth", "n_arrangement", "day_start", "day_end", "outcome")
    id_youth, n, start, end, outcome = (column(recording, "episodes", name) for name in columns)
    order = np.lexsort((n, id_youth))
    one, following = order[:-1], order[1:]
    has_relapsed = np.zeros(len(end), np.bool_)
    has_relapsed[one] = (id_youth[one] == id_youth[following]) & (
        start[following] - end[one] <= DAYS_RELAPSE
    )
    is_counted = (
        happened(recording, end)
        & (end + DAYS_RELAPSE < recording.n_days)
        & is_any(outcome, *ENDED_WELL)
    )
    return mean(has_relapsed[is_counted])


def outcome_shares(recording: Recording) -> dict[str, float]:
    """Return the share of each outcome among episodes that ended in the period."""
    outcome = ended(recording, "episodes")["outcome"]
    n = np.bincount(outcome, minlength=len(Outcome))
    return {o.name.lower(): ratio(n[o], len(outcome)) for o in Outcome if o != Outcome.RUNNING}


def aged_out_per_year(recording: Recording) -> float:
    """Return 1:1 arrangements per year that end because the age limit of youth care comes first."""
    return ratio(
        int((ended(recording, "episodes")["outcome"] == Outcome.AGED_OUT).sum()), n_years(recording)
    )


def restraints_per_year(recording: Recording) -> float:
    """Return serious incidents per year that ended in restraint."""
    return _count_per_year(recording, "restraints")


def unplanned_moves_per_year(recording: Recording) -> float:
    """Return unplanned moves per year, out of places and out of 1:1."""
    return _count_per_year(recording, "unplanned_moves")


def days_without_programme(recording: Recording) -> float:
    """Return youth-days per year without school or day programme, in 1:1 or in a place."""
    return _count_per_year(recording, "without_programme")


def _count_per_year(recording: Recording, name: str) -> float:
    return ratio(float(reported(recording, name).sum()), n_years(recording))
