"""Process 8, review by the Regional Expert Team: a queue served at a weekly rate.

Source: NJi quickscan 2026, Plaatsings- en besluitvormingsproces; K12.
"""

import math
from typing import NamedTuple

from sim.common.ids import ID_BITS
from sim.compiled import rule
from sim.names import Wait

DAYS_PER_WEEK = 7


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
def is_meeting_day(day: int) -> bool:
    """Tell whether the RET meets on this day of the run, the last of each week."""
    return day % DAYS_PER_WEEK == DAYS_PER_WEEK - 1


@rule
def n_reviews(week: int, p: ReviewParameters) -> int:
    """Return the reviews that fit in the given week (from 0).

    Whole numbers whose running mean is the weekly rate.
    """
    return math.floor((week + 1) * p.per_week + 1e-9) - math.floor(week * p.per_week + 1e-9)


@rule
def place_in_queue(day_case: int, youth: int) -> int:
    """Return a place in the queue, lowest first: by day brought in, then by id."""
    return day_case << ID_BITS | youth


@rule
def is_solved(has_one_to_one: bool, wait: int) -> bool:
    """Tell whether a case needs no review any more: nothing is asked for and no 1:1 runs."""
    return not has_one_to_one and wait == Wait.NONE


@rule
def is_due(n_left: int, days_waited: int, p: ReviewParameters) -> bool:
    """Tell whether a case is reviewed in a meeting that has room for `n_left` more."""
    return n_left > 0 and days_waited >= p.days_decision


@rule
def has_analysis(u: float, had_analysis: bool, p: ReviewParameters) -> bool:
    """Tell whether an explanatory analysis is present after a review."""
    return had_analysis or u < p.p_analysis


@rule
def has_plan(u: float, had_plan: bool, p: ReviewParameters) -> bool:
    """Tell whether an exit plan is present after a review."""
    return had_plan or u < p.p_plan


@rule
def is_proactive(u: float, was_proactive: bool, has_analysis: bool, p: ReviewParameters) -> bool:
    """Tell whether the goal of 1:1 is proactive after a review.

    Reactive may become proactive where there is an analysis.
    """
    return was_proactive or (has_analysis and u < p.p_to_proactive)


@rule
def is_search_forced(u: float, was_forced: bool, p: ReviewParameters) -> bool:
    """Tell whether after a review a place is looked for at any rung."""
    return was_forced or u < p.p_alternative
