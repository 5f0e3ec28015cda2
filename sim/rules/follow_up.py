"""Process 9, moving on from 1:1.

When a place is looked for, what counts as blocked, how an ending is judged. Source: NJi quickscan
2026, Duur; K17, K18.
"""

from typing import NamedTuple

from sim.compiled import rule
from sim.names import Cause, Outcome, Setting
from sim.rules.functions import years


class FollowUpParameters(NamedTuple):
    """Moving on."""

    ready_level: float  # rung at or below which a solo or unit youth is ready for a place
    search_level_with_plan: (
        float  # rung at or below which a place is looked for already when there is an exit plan
    )
    years_follow_up: float  # age from which supported or independent living is possible


@rule
def is_old_enough(days_age: int, p: FollowUpParameters) -> bool:
    """Tell whether supported or independent living is possible at this age."""
    return years(days_age) >= p.years_follow_up


@rule
def is_in_group(setting: int) -> bool:
    """Tell whether only a follow-up place is a step on from here.

    From an open group or a family home.
    """
    return setting == Setting.OPEN_GROUP or setting == Setting.FAMILY_HOME


@rule
def is_stay_prolonged(setting: int, days_age: int, p: FollowUpParameters) -> bool:
    """Tell whether a stay at its end goes on: the youth is too young for the only step on."""
    return is_in_group(setting) and not is_old_enough(days_age, p)


@rule
def is_bridging(cause: int) -> bool:
    """Tell whether 1:1 only bridges the gap until a place is found.

    Then the search goes on from the first day.
    """
    return (
        cause == Cause.NO_PLACE
        or cause == Cause.NO_SECURE_PLACE
        or cause == Cause.REFUSED
        or cause == Cause.NO_FOLLOW_UP
    )


@rule
def is_ready(level: int, p: FollowUpParameters) -> bool:
    """Tell whether the rung is low enough to live elsewhere.

    Days from here without a place are blocked days.
    """
    return level <= p.ready_level


@rule
def is_blocked(level: int, is_alone: bool, p: FollowUpParameters) -> bool:
    """Tell whether a day on this rung is a blocked day: alone, and ready for a place elsewhere."""
    return is_alone and is_ready(level, p)


@rule
def is_searching(
    level: int, cause: int, has_plan: bool, is_forced: bool, p: FollowUpParameters
) -> bool:
    """Tell whether a place is looked for at this rung, or at any (`is_forced`)."""
    if is_forced or is_ready(level, p) or is_bridging(cause):
        return True
    return has_plan and level <= p.search_level_with_plan


@rule
def outcome_of_moving_on(level: int, p: FollowUpParameters) -> int:
    """Return how an arrangement that ended in a place is judged (`Outcome`).

    Positive from the last rung, else stabilised.
    """
    if is_ready(level, p):
        return Outcome.POSITIVE.value
    return Outcome.STABILISED.value
