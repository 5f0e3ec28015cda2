"""Process 2, need and request: who needs closed care, and for whom it is asked.

A secure need is drawn once, by severity, and stays. Whether a closed place is asked for follows the
closed places there are, by one elasticity for the past and the future, at the ages that closed care
is for. Source: NJi quickscan 2026, Trend; Jeugdautoriteit, June 2023. Form: assumption.

The form is a line, 1 - e + e x places / places of 2019, where a power (places / 2019)**e is usual.
Both have elasticity e at the places of 2019, are one at e = 0 and in proportion at e = 1. But a
run-down ends at zero, and there a power is a switch: any e above 0 answers like 1, and no world
between the two ends could be asked about. On the line e is the share of requests that vanishes.
"""

from typing import NamedTuple

from sim.compiled import rule


class NeedParameters(NamedTuple):
    """Need of closed care, and its request."""

    p_secure: float  # share of arrivals with a secure need
    with_severity: float  # exponent: how strongly the need goes with the rank of severity
    # closed places of 2019 in the region, against which today's are held, a region's own
    places_reference: float
    # share of the requests that follows places: 0, need alone decides; 1, in proportion
    elasticity: float
    years_from: float  # age from which a closed place may be asked for
    years_until: float  # age from which no closed place may be asked for


@rule
def has_secure_need(u: float, rank: float, p: NeedParameters) -> bool:
    """Tell whether a youth has a secure need.

    The chance rises with the rank (0..1) of severity and averages p_secure while below 1.
    """
    chance: float = p.p_secure * (1.0 + p.with_severity) * rank**p.with_severity
    return u < chance


@rule
def p_request(places: float, p: NeedParameters) -> float:
    """Return the chance that a closed place is asked for, given a need, by the places now.

    1 where there are as many places as in 2019 or more; with e = 0 always 1; 1 - e without places.
    """
    if p.places_reference <= 0.0:
        return 1.0
    share = min(max(places, 0.0) / p.places_reference, 1.0)
    return 1.0 - p.elasticity * (1.0 - share)


@rule
def is_of_age(years: float, p: NeedParameters) -> bool:
    """Tell whether a closed place may be asked for at this age.

    Youth Act (Jeugdwet), article 6.1.2: no new authorisation for closed care from 18 on.
    """
    return p.years_from <= years < p.years_until


@rule
def is_still_asked(is_secure: bool, years: float, p: NeedParameters) -> bool:
    """Tell whether a closed place that was asked for may still be, at the age of today."""
    return is_secure and years < p.years_until


@rule
def is_secure_asked(
    u: float, has_need: bool, years: float, places: float, p: NeedParameters
) -> bool:
    """Tell whether a closed place is asked for on this occasion.

    One draw per youth and occasion, so that fewer places mean a subset of the same youths.
    """
    return has_need and is_of_age(years, p) and u < p_request(places, p)
