"""Teams, staff in 1:1, and the Regional Expert Team (RET): how often asked, how long it takes.

Team counts are those of the last day of each reported month.
"""

import numpy as np

from sim.common.calendar import DAYS_PER_YEAR, MONTHS_PER_YEAR
from sim.measures.inputs import Recording, mean, mean_per_day, ratio, reported
from sim.measures.rows import months, started


def stability(recording: Recording) -> float:
    """Return the share of positions held by settled permanent staff, over all teams and months."""
    return _share(recording, "n_settled", "n_positions")


def stability_core(recording: Recording) -> float:
    """Return the share of positions held by settled permanent staff in core teams of solo and unit
    arrangements.
    """
    return _share(recording, "n_settled_core", "n_positions_core")


def agency_share(recording: Recording) -> float:
    """Return the share of positions held by agency staff."""
    return _share(recording, "n_agency", "n_positions")


def vacancy_share(recording: Recording) -> float:
    """Return the share of positions held by nobody."""
    return _share(recording, "n_vacant", "n_positions")


def departures_per_position_year(recording: Recording) -> float:
    """Return departures per position per year.

    Each month row stands for a twelfth of a year of its positions.
    """
    teams = months(recording, "teams")
    return ratio(
        float(teams["n_departures"].sum()), float(teams["n_positions"].sum()) / MONTHS_PER_YEAR
    )


def fte_one_to_one(recording: Recording, hours_per_fte_year: float | None = None) -> float:
    """Return full-time colleagues needed for staff presence in 1:1.

    Args:
        recording: one replication.
        hours_per_fte_year: hours per year that one full-time colleague works with youths (leave,
            illness, training and meetings taken off);
            default the recording's `net_hours_per_fte_year`.

    Returns:
        FTE, mean over the reporting days.
    """
    hours = recording.net_hours_per_fte_year if hours_per_fte_year is None else hours_per_fte_year
    return ratio(
        mean_per_day(recording, reported(recording, "staff_minutes_per_day").sum(axis=0))
        / 60.0
        * DAYS_PER_YEAR,
        hours,
    )


def ret_at_start(recording: Recording) -> float:
    """Return the share of 1:1 starts before which the RET was consulted."""
    return mean(started(recording, "episodes")["is_ret_at_start"])


def ret_ever(recording: Recording) -> float:
    """Return the share of 1:1 started in the period in which the RET was involved at any time so
    far.
    """
    return mean(started(recording, "episodes")["is_ret"])


def ret_queue(recording: Recording) -> float:
    """Return the mean number of cases that wait for review at the end of a month, all regions."""
    rows = months(recording, "ret")
    return ratio(float(rows["n_queue"].sum()), len(np.unique(rows["day"])))


def ret_days_waited(recording: Recording) -> float:
    """Return the mean wait (days) of the cases reviewed in the reported months."""
    rows = months(recording, "ret")
    return ratio(float(rows["days_waited"].sum()), float(rows["n_reviewed"].sum()))


def _share(recording: Recording, part: str, whole: str) -> float:
    teams = months(recording, "teams")
    return ratio(float(teams[part].sum()), float(teams[whole].sum()))
