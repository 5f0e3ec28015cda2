"""People for 1:1: hours that nobody gave, workers in use, starts that waited for people; and what
the funder decided.
"""

import numpy as np

from sim.measures.in_force import row_by_period
from sim.measures.inputs import (
    Recording,
    days_per_period,
    mean_per_day,
    n_years,
    ratio,
    reported,
)
from sim.names import Decision

MINUTES = 60.0
KINDS = ("permanent", "agency")  # the axis of the day count `staff_in_use`


def uncovered_hours(recording: Recording) -> float:
    """Return hours of presence in 1:1 per year that were due and that nobody gave."""
    minutes = float(reported(recording, "uncovered_minutes_per_day").sum())
    return ratio(minutes / MINUTES, n_years(recording))


def uncovered_share(recording: Recording) -> float:
    """Return the share of the presence due in 1:1 that nobody gave; due is what was given and what
    was not.
    """
    uncovered = float(reported(recording, "uncovered_minutes_per_day").sum())
    given = float(reported(recording, "staff_minutes_per_day").sum())
    return ratio(uncovered, given + uncovered)


def fte_in_use(recording: Recording) -> dict[str, float]:
    """Return full-time workers in use, mean over the reporting days, by kind."""
    days = reported(recording, "staff_in_use").sum(axis=0)
    return {kind: mean_per_day(recording, days[k]) for k, kind in enumerate(KINDS)}


def share_of_people_in_use(recording: Recording) -> dict[str, float]:
    """Return full-time workers in use over those there are: permanent over the labour supply,
    agency over the pool.

    NaN where the recording does not know its world.
    """
    supply = row_by_period(recording, "staff.supply_fte")
    pool = supply * row_by_period(recording, "staff.agency_share")
    days = days_per_period(recording)
    there = {
        kind: float(np.average(fte.sum(axis=0), weights=days))
        for kind, fte in zip(KINDS, (supply, pool), strict=True)
    }
    return {kind: ratio(used, there[kind]) for kind, used in fte_in_use(recording).items()}


def starts_that_waited(recording: Recording) -> float:
    """Return how often per year 1:1 could not begin because people were lacking: tries, of
    which one start may make many.
    """
    return ratio(float(reported(recording, "start_waits").sum()), n_years(recording))


def decisions(recording: Recording) -> dict[str, float]:
    """Return requests for 1:1, first or to go on, that the funder decided on per year, and those
    that it refused.
    """
    n = reported(recording, "decisions").sum(axis=(0, 2))
    years = n_years(recording)
    return {
        "decided": ratio(float(n.sum()), years),
        "refused": ratio(float(n[Decision.REFUSED]), years),
    }


def share_approved(recording: Recording) -> float:
    """Return the share of requests decided on that the funder approved."""
    n = reported(recording, "decisions").sum(axis=(0, 2))
    return ratio(float(n[Decision.APPROVED]), float(n.sum()))
