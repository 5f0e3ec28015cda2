"""The Regional Expert Team (RET): how often it is asked, and how long it takes."""

import numpy as np

from sim.measures.inputs import Recording, mean, ratio
from sim.measures.rows import months, started


def coverage_at_start(recording: Recording) -> float:
    """Return the share of 1:1 starts before which the RET was consulted."""
    return mean(started(recording, "episodes")["is_ret_at_start"])


def coverage_ever(recording: Recording) -> float:
    """Return the share of 1:1 started in the period in which the RET was involved at any time so
    far.
    """
    return mean(started(recording, "episodes")["is_ret"])


def queue(recording: Recording) -> float:
    """Return the mean number of cases that wait for review at the end of a month, over all regions."""
    rows = months(recording, "ret")
    return ratio(float(rows["n_queue"].sum()), len(np.unique(rows["day"])))


def days_waited(recording: Recording) -> float:
    """Return the mean wait (days) of the cases reviewed in the reported months."""
    rows = months(recording, "ret")
    return ratio(float(rows["days_waited"].sum()), float(rows["n_reviewed"].sum()))
