"""The family: its stance on stepping down, which moves, and its burden when 1:1 is given at home.

Source: CCE/Leiden 2025, Thema 6, Ouders; NJi quickscan 2026, Gevolgen voor ouders; K14, K30, K52.
Form: assumption.
"""

from typing import NamedTuple

from sim.compiled import rule
from sim.rules.functions import logistic, share_of, whole_days

BURDEN_MAX = 5


class FamilyParameters(NamedTuple):
    """Stance and burden."""

    p_keeps: float  # share of families that want 1:1 kept, at arrival
    p_carries: float  # share of families that carry a step down, at arrival
    p_falls: float  # chance that a failure moves the stance one step toward keeping 1:1
    p_rises: float  # chance that a success moves it one step toward carrying
    # share of those falls that a guaranteed right of return takes away, 0..1; lever
    right_of_return: float
    days_burden: float  # days of 1:1 at home in which burden rises one level
    break_base: float  # log-odds that 1:1 at home breaks down at such a moment, without burden
    break_per_burden: float  # change of those log-odds from no to full burden
    break_per_behaviour: float  # change from calmest to most intense behaviour


@rule
def stance_at_arrival(u: float, p: FamilyParameters) -> int:
    """Return the family's stance: -1 wants 1:1 kept, 0 neutral, +1 carries a step down."""
    if u < p.p_keeps:
        return -1
    return 1 if u >= 1.0 - p.p_carries else 0


@rule
def stance_after(u: float, stance: int, is_success: bool, p: FamilyParameters) -> int:
    """Return the stance after a step down held, or after a step, a place or a trajectory failed."""
    if is_success:
        return min(stance + 1, 1) if u < p.p_rises else stance
    chance = p.p_falls * (1.0 - p.right_of_return)
    return max(stance - 1, -1) if u < chance else stance


@rule
def days_to_burden(p: FamilyParameters) -> int:
    """Return the whole days until burden rises one level."""
    return whole_days(p.days_burden)


@rule
def burden_after(burden: int) -> int:
    """Return the burden one level higher, at most 5."""
    return min(burden + 1, BURDEN_MAX)


@rule
def is_broken_down(u: float, burden: int, behaviour_share: float, p: FamilyParameters) -> bool:
    """Tell whether 1:1 at home breaks down under its burden; behaviour as a share 0..1."""
    x = p.break_base + p.break_per_burden * share_of(burden, BURDEN_MAX)
    return u < logistic(x + p.break_per_behaviour * behaviour_share)
