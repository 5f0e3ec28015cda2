"""Hazards that change while they run.

A threshold drawn once, spent at an integer daily rate, reached on a whole day. The unit exponential
threshold and the daily hazard are held in fixed point (units of 2**-32), so that an executor that
jumps from event to event and one that steps day by day reach the same day. Exact for rates that are
constant between whole days.
"""

import math

from sim.compiled import rule
from sim.rules.functions import exponential

NEVER = 1 << 30  # a day after every horizon


@rule
def threshold(u: float) -> int:
    """Return a unit exponential threshold in fixed point, at least 1."""
    return max(1, math.floor(exponential(u) * 4294967296.0))


@rule
def daily(rate: float) -> int:
    """Return a rate per day (at most 1,000) in fixed point."""
    return math.floor(min(rate, 1000.0) * 4294967296.0 + 0.5)


@rule
def spent(left: int, daily: int, days: int) -> int:
    """Return what is left of a threshold after `days` whole days at a rate, at least 1.

    It strikes on its day, not on one before.
    """
    return max(1, left - daily * days)


@rule
def is_spent_within(left: int, daily: int, days: int) -> bool:
    """Tell whether what is left of a threshold is spent within `days` whole days: whether
    `days_until` is at most that, without a division.
    """
    return days > 0 and left <= daily * days


@rule
def days_until(left: int, daily: int) -> int:
    """Return the whole days (at least 1) until what is left of a threshold is spent.

    `NEVER` at a rate of zero.
    """
    if daily <= 0:
        return NEVER
    return min(max(1, (left + daily - 1) // daily), NEVER)
