"""Process 16, registration: is an arrangement registered as 1:1, or hidden under another label?

Source: NJi quickscan 2026, Aantal; K64.
"""

from typing import NamedTuple

from sim.compiled import rule


class RegistrationParameters(NamedTuple):
    """What a municipality sees."""

    p_contracted: float  # chance that a contracted arrangement is registered as 1:1, a region's own
    p_non_contracted: float  # the same without contract, a region's own


@rule
def p_registered(is_contracted: bool, p: RegistrationParameters) -> float:
    """Return the chance that an arrangement is registered as 1:1."""
    return p.p_contracted if is_contracted else p.p_non_contracted


@rule
def is_registered(u: float, is_contracted: bool, p: RegistrationParameters) -> bool:
    """Tell whether an arrangement is registered as 1:1."""
    return u < p_registered(is_contracted, p)
