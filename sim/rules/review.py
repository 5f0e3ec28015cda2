"""Process 6, review by the Regional Expert Team: a queue served at a weekly rate.

Source: S0, Plaatsings- en besluitvormingsproces; K12.
"""

import math
from typing import NamedTuple

from sim.compiled import rule


class ReviewParameters(NamedTuple):
    """The Regional Expert Team."""

    per_week: float  # reviews per week, a region's own; lever (RET capacity)
    days_decision: float  # days between the request and the earliest review; lever (decision time)
    p_analysis: float  # chance that a review supplies an explanatory analysis
    p_plan: float  # chance that a review supplies an exit plan
    # chance that a review turns a reactive arrangement with an analysis into a proactive one
    p_to_proactive: float
    p_alternative: float  # chance that a review has an alternative place looked for at any rung


@rule
def n_reviews(week: int, p: ReviewParameters) -> int:
    """Return the reviews that fit in the given week (from 0).

    Whole numbers whose running mean is the weekly rate.
    """
    return math.floor((week + 1) * p.per_week + 1e-9) - math.floor(week * p.per_week + 1e-9)
