"""Process 14, ageing out: at the age limit youth care ends.

Source: Youth Act (18, extended to at most 23); shares: assumption.
"""

import math
from typing import NamedTuple

from sim.common.calendar import DAYS_PER_YEAR
from sim.compiled import rule


class AgeLimitParameters(NamedTuple):
    """The age limit of youth care."""

    years: float  # age at which youth care ends by law
    p_extended: float  # share whose care is extended beyond it
    years_extended: float  # age at which extended care ends at the latest


@rule
def days_of_age_limit(u: float, days_age: int, p: AgeLimitParameters) -> int:
    """Return the age in days at which this youth's care ends.

    The limit, or later when extended (the lower the draw the later, evenly spread). Who arrives
    past the limit has a year of care, but none beyond the extended limit. Always later than
    `days_age`.
    """
    years = p.years
    if u < p.p_extended:
        years = p.years_extended - (p.years_extended - p.years) * (u / p.p_extended)
    at_arrival = days_age / DAYS_PER_YEAR
    if at_arrival >= p.years:
        years = min(p.years_extended, max(years, at_arrival + 1.0))
    return max(math.floor(years * DAYS_PER_YEAR), days_age + 1)
