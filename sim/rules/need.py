"""Process 2, need and request: who needs closed care, and for whom it is asked.

A secure need is drawn once, by severity, and stays. Whether a closed place is asked for follows the
closed places there are, by one elasticity for the past and the future. Source: NJi quickscan 2026,
Trend; Jeugdautoriteit, June 2023. Form: assumption.
"""

from typing import NamedTuple

from sim.compiled import rule


class NeedParameters(NamedTuple):
    """Need of closed care, and its request."""

    p_secure: float  # share of arrivals with a secure need
    with_severity: float  # exponent: how strongly the need goes with the rank of severity
    # closed places of 2019 in the region, against which today's are held, a region's own
    places_reference: float
    # how far requests follow places: 0, need alone decides; 1, in proportion to closed places
    elasticity: float


@rule
def has_secure_need(u: float, rank: float, p: NeedParameters) -> bool:
    """Tell whether a youth has a secure need.

    The chance rises with the rank (0..1) of severity and averages p_secure while below 1.
    """
    chance: float = p.p_secure * (1.0 + p.with_severity) * rank**p.with_severity
    return u < chance


@rule
def p_request(places: float, p: NeedParameters) -> float:
    """Return the chance that a closed place is asked for, given a need: (places now / 2019)**e.

    1 where there are as many places as in 2019 or more; with e = 0 always 1.
    """
    if p.elasticity <= 0.0 or p.places_reference <= 0.0:
        return 1.0
    chance: float = min(max(places, 0.0) / p.places_reference, 1.0) ** p.elasticity
    return chance


@rule
def is_secure_asked(u: float, has_need: bool, places: float, p: NeedParameters) -> bool:
    """Tell whether a closed place is asked for on this occasion.

    One draw per youth and occasion, so that fewer places mean a subset of the same youths.
    """
    return has_need and u < p_request(places, p)
