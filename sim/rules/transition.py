"""Process 10, the way down from alone: a place is kept, the new team works in, the youth moves.

Source: CCE/Leiden 2025, Thema 3 (a team is widened person by person); K33. Form: assumption.
"""

from typing import NamedTuple

from sim.compiled import rule
from sim.rules.functions import whole_days

RUNGS_OF_A_JUMP = 2  # rungs skipped when a youth leaves day-and-night 1:1 without transition


class TransitionParameters(NamedTuple):
    """From a time alone into a place."""

    days: float  # days of transition, 0 for none; lever (transition care)
    rung_after: float  # rung of 1:1 in the receiving place
    # chance that an incident not coped with takes the judgement back that a youth is ready
    p_taken_back: float


@rule
def days_of_transition(p: TransitionParameters) -> int:
    """Return the whole days for which the place is kept; 0: the youth moves at once."""
    return whole_days(p.days) if p.days >= 1.0 else 0


@rule
def rung_after(p: TransitionParameters) -> int:
    """Return the rung of 1:1 in the receiving place, where it goes on as an overlay."""
    return int(p.rung_after)


@rule
def is_taken_back(u: float, p: TransitionParameters) -> bool:
    """Tell whether an incident not coped with takes the judgement back that a youth is ready."""
    return u < p.p_taken_back


@rule
def abruptness(days: int) -> int:
    """Return how abrupt the move was, in rungs: none after a transition."""
    return 0 if days > 0 else RUNGS_OF_A_JUMP
