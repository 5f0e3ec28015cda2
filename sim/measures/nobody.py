"""Youths who need somebody and have nobody: 1:1 that cannot begin, days without any place, hours
that nobody gives. Where people are scarce less 1:1 runs, and these say at whose expense.
"""

import numpy as np

from sim.measures.in_force import row_by_period
from sim.measures.inputs import Recording, mean_per_day, ratio, reported
from sim.measures.volume import census_days, one_to_one_days
from sim.names import Setting, Variant

MINUTES = 60.0
BETWEEN = "start.days_between_tries"


def waiting_for_people(recording: Recording) -> float:
    """Return the mean number of youths for whom 1:1 should begin and there are no people.

    Reckoned from the tries to start, each of which stands for the days until the next one; exact
    but for what ends or is decided between two tries. NaN where the recording does not know its
    world, and so not how many days lie between tries.
    """
    days = reported(recording, "start_waits") * row_by_period(recording, BETWEEN)
    return mean_per_day(recording, days)


def waiting_without_place(recording: Recording) -> float:
    """Return the mean number of youths who wait for a place and have none, nor 1:1."""
    days = census_days(recording)[Setting.HOME, Variant.NONE].sum(axis=0)
    return mean_per_day(recording, np.asarray(days))


def uncovered_hours_per_day(recording: Recording) -> float:
    """Return the hours a day that are due to a youth in 1:1 and that nobody gives, mean over
    youth-days; NaN where nobody is in 1:1.
    """
    minutes = float(reported(recording, "uncovered_minutes_per_day").sum())
    return ratio(minutes / MINUTES, float(one_to_one_days(recording).sum()))
