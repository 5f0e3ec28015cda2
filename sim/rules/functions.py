"""Shapes shared by the rules.

The logistic curve, inverse distribution functions, and levels that relax. Every inverse takes the
draw `u` in (0, 1) as its argument and rises with it, so that luck keeps its order when a parameter
moves.
"""

import math

from sim.common.calendar import DAYS_PER_YEAR
from sim.compiled import rule

BEHAVIOUR_MAX = (
    5  # resolution of the state, not a number of the world: levels 0..MAX are mapped onto (0, 1)
)
TRUST_MAX = 10
FEAR_MAX = 5
COMPETENCE_MAX = 10
STRAIN_MAX = 10
DAYS_MAX = 1 << 30  # of a duration, beyond every horizon: days fit into 32 bits


@rule
def logistic(x: float) -> float:
    """Return 1 / (1 + exp(-x)), a chance in [0, 1], without overflow."""
    if x >= 0.0:
        return 1.0 / (1.0 + math.exp(-x))
    e = math.exp(x)
    return e / (1.0 + e)


@rule
def share_of(level: int, highest: int) -> float:
    """Map a level 0..highest onto [0, 1]."""
    return level / highest


@rule
def clip(level: int, highest: int) -> int:
    """Return the level held within 0..highest."""
    return min(max(level, 0), highest)


@rule
def towards(level: int, rest: int) -> int:
    """Return the level one step nearer to its resting level."""
    if level > rest:
        return level - 1
    if level < rest:
        return level + 1
    return level


@rule
def whole_days(days: float) -> int:
    """Return a duration in whole days, rounded down, at least one."""
    return max(1, int(min(days, DAYS_MAX)))


@rule
def exponential(u: float) -> float:
    """Return the unit exponential at quantile u: -ln(1 - u)."""
    return -math.log(1.0 - u)


@rule
def weibull_days(u: float, days_mean: float, shape: float) -> int:
    """Return a duration of at least one whole day.

    Weibull with the given mean (days) and shape (1 is exponential), at quantile u.
    """
    if days_mean <= 0.0:
        return 1
    if shape == 1.0:
        return exponential_days(u, days_mean)
    return weibull_days_with(u, days_mean, shape, math.gamma(1.0 + 1.0 / shape))


@rule
def weibull_days_with(u: float, days_mean: float, shape: float, mean_at_scale_1: float) -> int:
    """Return `weibull_days` where the mean at scale 1 is known, gamma(1 + 1 / shape)."""
    if days_mean <= 0.0:
        return 1
    power = math.exp(math.log(exponential(u)) / shape)
    return max(1, math.ceil(min(days_mean / mean_at_scale_1 * power, DAYS_MAX)))


@rule
def exponential_days(u: float, days_mean: float) -> int:
    """Return a duration of at least one whole day, exponential with the given mean (days), at
    quantile u.
    """
    if days_mean <= 0.0:
        return 1
    return max(1, math.ceil(min(days_mean * exponential(u), DAYS_MAX)))


@rule
def geometric(u: float, mean: float) -> int:
    """Return a count 0, 1, 2, ..., geometric with the given mean, at quantile u."""
    if mean <= 0.0:
        return 0
    return math.floor(math.log(1.0 - u) / math.log(mean / (1.0 + mean)))


@rule
def years(days: int) -> float:
    """Return days as mean Gregorian years (365.2425 days)."""
    return days / DAYS_PER_YEAR


@rule
def months(days: int) -> float:
    """Return days as months of a mean Gregorian year (365.2425 / 12 days)."""
    return days * 12.0 / DAYS_PER_YEAR


@rule
def per_day(per_year: float) -> float:
    """Return a rate per year as a rate per day (mean Gregorian year)."""
    return per_year / DAYS_PER_YEAR
