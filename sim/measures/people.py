"""What it means for youths: how 1:1 starts, how it ends, moves, waiting, relapse."""

import numpy as np

from sim.measures.inputs import DAYS_PER_YEAR, Recording, Table, ended, happened, mean, n_years, ratio, started
from sim.measures.volume import setting_by_period
from sim.world.names import PLACE_SETTINGS, Outcome, Setting

DAYS_RELAPSE = 180
GOOD = (Outcome.POSITIVE, Outcome.STABILISED)


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
    in_care = setting_by_period(recording, *(s for s in Setting if s != Setting.HOME))
    return ratio(n_moves, float(in_care.sum()) / DAYS_PER_YEAR)


def moves_per_leaver(recording: Recording) -> float:
    """Return the mean number of moves between arrival and leaving for good, of youths who left in the period."""
    youths = Table(recording, "youths")
    leavers = youths.where(happened(recording, youths["day_left"]))
    return mean(leavers["n_moves"] - leavers["n_moves_at_arrival"])


def relapse_180(recording: Recording) -> float:
    """Return the share of episodes ended well after which the same youth starts 1:1 again within 180 days.

    Ended well: positive or stabilised. Only ends with 180 reporting days after them count, so that each had the same time to relapse; who
    left care counts as not relapsed.
    """
    episodes = Table(recording, "episodes")
    order = np.lexsort((episodes["n_arrangement"], episodes["id_youth"]))
    youth, start, end, outcome = (episodes[name][order] for name in ("id_youth", "day_start", "day_end", "outcome"))
    has_next = np.r_[youth[1:] == youth[:-1], False][: len(youth)]
    is_relapse = has_next & (np.roll(start, -1) - end <= DAYS_RELAPSE)
    is_counted = happened(recording, end) & (end + DAYS_RELAPSE < recording.n_days) & np.isin(outcome, [int(o) for o in GOOD])
    return mean(is_relapse[is_counted])


def outcome_shares(recording: Recording) -> dict[str, float]:
    """Return the share of each outcome among episodes that ended in the period."""
    outcome = ended(recording, "episodes")["outcome"]
    return {o.name.lower(): mean(outcome == o) for o in Outcome if o != Outcome.RUNNING}


def aged_out_per_year(recording: Recording) -> float:
    """Return 1:1 arrangements per year that end because the age limit of youth care comes first."""
    return ratio(int((ended(recording, "episodes")["outcome"] == Outcome.AGED_OUT).sum()), n_years(recording))


def waited_crisis(recording: Recording) -> dict[str, float]:
    """Return days waited before a stay that was asked for in crisis, mean per setting; who never got a place is not in it."""
    return _waited(recording, True)


def waited_other(recording: Recording) -> dict[str, float]:
    """Return days waited before a stay that was not asked for in crisis, mean per setting; who never got a place is not in it."""
    return _waited(recording, False)


def _waited(recording: Recording, is_crisis: bool) -> dict[str, float]:
    stays = started(recording, "stays")
    stays = stays.where(stays["is_crisis"].astype(np.bool_) == is_crisis)
    days, setting = stays["days_waited"], stays["setting"]
    return {s.name.lower(): mean(days[setting == s]) for s in PLACE_SETTINGS}
