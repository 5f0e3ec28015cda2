"""Process 10, the way down from alone: a place is kept, the new team works in, the youth moves.

Source: CCE/Leiden 2025, Thema 3 (a team is widened person by person); K33. Form: assumption.
"""

from typing import NamedTuple

from sim.compiled import rule
from sim.rules.functions import whole_days


class TransitionParameters(NamedTuple):
    """From a time alone into a place."""

    days: float  # days of transition, 0 for none; lever (transition care)
    rung_after: float  # rung of 1:1 in the receiving place
    # chance that an incident not coped with takes the judgement back that a youth is ready
    p_taken_back: float
    p_shaken: float  # chance that a move among strangers shakes the youth
    levels_shaken: float  # levels of behaviour gained by who is shaken
    days_known: float  # days of transition after which the youth knows the new team


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
def is_shaken(u: float, days_kept: int, p: TransitionParameters) -> bool:
    """Tell whether a move out of a time alone shakes the youth (K33).

    Likeliest among strangers, never where the youth has come to know the new team.

    Args:
        u: luck.
        days_kept: days for which the place was kept and the new team worked in; 0: at once.
        p: parameters.
    """
    strange = 1.0 - days_kept / max(p.days_known, 1.0)
    return u < p.p_shaken * max(strange, 0.0)
