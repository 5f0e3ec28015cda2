"""Stretches that youths live alone in 1:1: from the start of an arrangement that begins in a unit
or a separate location until it goes along into a place, or ends.

The form of an arrangement in the table `episodes` is that of its start; `day_moved` says when it
left off being alone. Source: docs/model.md, Step down or relapse.
"""

from collections.abc import Callable

import numpy as np

from sim.common.arrays import Ints
from sim.measures.groups import ALONE
from sim.measures.inputs import Recording, View, mean, n_years, once, ratio
from sim.measures.rows import RUNNING, Rows, column, happened, is_any, rows_where

NEVER = -1  # day of moving of an arrangement that did not


def day_end_outside(rows: Rows) -> Ints:
    """Return the day on which each arrangement left off being outside a group: the day on which it
    went along into a place, else its last day + 1; -1 where it goes on there.
    """
    days: Ints = np.where(rows["day_moved"] == NEVER, rows["day_end"], rows["day_moved"])
    return days


@once
def began_alone(recording: View) -> Rows:
    """Return all arrangements that began alone (unit or solo), those of the warm-up included."""
    return rows_where(
        recording, "episodes", is_any(column(recording, "episodes", "variant"), *ALONE)
    )


def days_beyond(days: int) -> Callable[[Recording], float]:
    """Return the measure of youth-days per year alone beyond so many days of one arrangement."""

    def per_year(recording: Recording) -> float:
        rows = began_alone(recording)
        end = day_end_outside(rows)
        end = np.where(end == RUNNING, recording.n_days, np.minimum(end, recording.n_days))
        first = np.maximum(rows["day_start"] + days, recording.day_start)
        return ratio(float(np.maximum(end - first, 0).sum()), n_years(recording))

    return per_year


def transition_days(recording: Recording) -> float:
    """Return the mean days of transition of arrangements that went along into a place in the
    period.
    """
    rows = began_alone(recording)
    return mean(rows["days_transition"][happened(recording, rows["day_moved"])])
