"""Process 10, moving on from 1:1.

When a place is looked for, what counts as blocked, how an ending is judged. Source: NJi quickscan
2026, Duur; K17, K18.
"""

from typing import NamedTuple

from sim.compiled import rule
from sim.names import Cause, Outcome, Setting
from sim.rules.functions import years


class FollowUpParameters(NamedTuple):
    """Moving on."""

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
def is_stay_prolonged(
    setting: int, days_age: int, has_one_to_one: bool, p: FollowUpParameters
) -> bool:
    """Tell whether a stay at its end goes on.

    The youth is too young for the only step on; or has 1:1 in supported living, from where the only
    step on is without it.
    """
    if has_one_to_one and setting == Setting.FOLLOW_UP:
        return True
    return is_in_group(setting) and not is_old_enough(days_age, p)


@rule
def is_bridging(cause: int) -> bool:
    """Tell whether 1:1 only bridges the gap until a place is found.

    Nothing in the youth asks for it, so that the youth is ready for a place from the first day.
    """
    return (
        cause == Cause.NO_PLACE
        or cause == Cause.NO_SECURE_PLACE
        or cause == Cause.REFUSED
        or cause == Cause.NO_FOLLOW_UP
    )


@rule
def is_searching(
    level: int, has_plan: bool, is_ready: bool, is_forced: bool, p: FollowUpParameters
) -> bool:
    """Tell whether a place is looked for: the youth is ready, or it was decided so.

    With an exit plan it is looked for already from some rung on.
    """
    return is_ready or is_forced or (has_plan and level <= p.search_level_with_plan)


@rule
def outcome_of_moving_on(is_with_overlay: bool) -> int:
    """Return how an arrangement is judged that ends with the move into a place (`Outcome`)."""
    return Outcome.RUNNING.value if is_with_overlay else Outcome.STABILISED.value
