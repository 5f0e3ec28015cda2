"""Teams and staff in 1:1. Team counts are those of the last day of each reported month."""

from sim.common.calendar import DAYS_PER_YEAR
from sim.measures.inputs import Recording, mean_per_day, ratio, reported
from sim.measures.rows import months

MONTHS_PER_YEAR = 12.0


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


def _share(recording: Recording, part: str, whole: str) -> float:
    teams = months(recording, "teams")
    return ratio(float(teams[part].sum()), float(teams[whole].sum()))
