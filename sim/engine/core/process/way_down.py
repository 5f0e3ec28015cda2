"""Why 1:1 runs today: one reason for every day (process 10)."""

from sim.engine.core.memory import cells
from sim.engine.core.memory.fields import is_some
from sim.engine.core.memory.lane import today
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.people import Arrangement
from sim.engine.core.process.books import count
from sim.names import N_REASONS, Variant, Wait
from sim.rules import reason


@handler
def update(a: Arrangement) -> None:
    """Bring the reason in line with how things stand, and count its days."""
    youth = a.youth
    if not a.is_present:
        return
    standing = reason.Standing(
        is_in_transition=is_some(a.kept),
        is_searching=youth.wait == Wait.AFTER_ONE_TO_ONE,
        is_accepted=youth.n_accepted > 0,
        is_open=youth.n_pending > 0 or not is_some(youth.first_application),
        is_missed=a.is_missed,
        is_in_renewal=a.is_in_renewal,
    )
    count_reason(a, reason.reason_of(standing), a.variant)


@handler
def count_reason(a: Arrangement, new: int, variant: int) -> None:
    """Count another reason, or none (-1), under a form of 1:1."""
    before = a.reason
    if new == before and variant == a.variant_reason:
        return
    if before >= 0:
        a.days_of_reason[before] += today(a) - a.day_reason
        count(a.region, cells.REASONS + a.variant_reason * N_REASONS + before, -1)
    if new >= 0:
        count(a.region, cells.REASONS + variant * N_REASONS + new, 1)
    a.reason, a.variant_reason, a.day_reason = new, variant, today(a)


@handler
def close_reason(a: Arrangement) -> None:
    """The arrangement ends: no reason any more."""
    count_reason(a, -1, Variant.NONE.value)
