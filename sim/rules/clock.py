"""Hazards that change while they run.

A threshold drawn once, spent at an integer daily rate, reached on a whole day. The unit exponential
threshold and the daily hazard are held in fixed point (units of 2**-32), so that an executor that
jumps from event to event and one that steps day by day reach the same day. Exact for rates that are
constant between whole days.

A hazard that is the product of an own factor and of what surrounds somebody is spent in the time of
the surroundings: a pace per day (units of 2**-32) that adds up, times a whole weight. Days follow
from time and time from the threshold, each rounded up, which is as exact as one division: the
ceiling of a ceiling divided is the ceiling of the product divided.
"""

import math

from sim.compiled import rule
from sim.rules.functions import exponential

NEVER = 1 << 30  # a day after every horizon
MOST_OWN = 256.0  # highest factor of one's own that counts


@rule
def threshold(u: float) -> int:
    """Return a unit exponential threshold in fixed point, at least 1."""
    return max(1, math.floor(exponential(u) * 4294967296.0))


@rule
def daily(rate: float) -> int:
    """Return a rate per day (at most 1,000) in fixed point."""
    return math.floor(min(rate, 1000.0) * 4294967296.0 + 0.5)


@rule
def own_threshold(u: float) -> int:
    """Return a unit exponential threshold for whoever has a weight, in units of 2**-52."""
    return max(1, math.floor(exponential(u) * 4503599627370496.0))


@rule
def weight(factor: float) -> int:
    """Return a factor of one's own on a rate (at most `MOST_OWN`) as a whole weight, in units of
    2**-20, at least 1.
    """
    return max(1, math.floor(min(factor, MOST_OWN) * 1048576.0 + 0.5))


@rule
def needed(left: int, weight: int) -> int:
    """Return the time that must pass until what is left of a threshold is spent at a weight."""
    return (left + weight - 1) // weight


@rule
def spent(left: int, weight: int, passed: int, needed: int) -> int:
    """Return what is left of a threshold after the time that passed, at least 1.

    It strikes on its day, not on one before. A rate per day has a weight of 1, and its time is the
    rate by the days.

    Args:
        left: what was left before.
        weight: at which it was spent.
        passed: time since then.
        needed: time after which nothing would be left (`needed`).
    """
    if passed >= needed:
        return 1
    return left - weight * passed


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
