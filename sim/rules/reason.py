"""Why a 1:1 arrangement runs today: exactly one reason (docs/model.md, Outputs).

The decomposition of duration that policy can act on: evaluation, follow-up capacity, reluctance,
teams and the funder each own one.
"""

from typing import NamedTuple

from sim.compiled import rule
from sim.names import Reason


class Standing(NamedTuple):
    """How an arrangement stands, as far as the reason depends on it."""

    is_in_transition: bool  # a place is kept
    is_searching: bool  # a place after 1:1 is asked for
    is_accepted: bool  # somebody said yes
    is_open: bool  # an answer is awaited, or nobody could be asked yet
    is_missed: bool  # the last evaluation that was due was not held
    is_in_renewal: (
        bool  # the last evaluation fell into the renewal window, or a decision is awaited
    )


@rule
def reason_of(at: Standing) -> int:
    """Return why 1:1 runs today (`Reason`)."""
    if at.is_in_transition:
        return Reason.TRANSITION.value
    if at.is_searching:
        if at.is_accepted:
            return Reason.NO_PLACE_FREE.value
        return Reason.BRIDGING.value if at.is_open else Reason.REFUSED.value
    if at.is_missed:
        return Reason.NOT_EVALUATED.value
    return Reason.RENEWAL.value if at.is_in_renewal else Reason.NOT_READY.value
