"""Process 1, a youth arrives: Poisson candidates per region, thinned to a dated rate.

Attributes drawn once. Form: assumption; counts: evidence.
"""

import math
from typing import NamedTuple

from sim.common.calendar import DAYS_PER_YEAR
from sim.compiled import rule
from sim.names import Profile
from sim.rules.functions import TRUST_MAX, clip, exponential, geometric, logistic, per_day


class ArrivalParameters(NamedTuple):
    """Who arrives, and in what state."""

    population: float  # inhabitants aged 0 to 22, a region's own
    # arrivals per year per 10,000 inhabitants aged 0 to 22, a region's own; lever (prevention)
    per_10000: float
    # candidates per year per 10,000, from which arrivals are thinned; the same in every scenario
    ceiling_per_10000: float
    p_crisis: float  # share that arrives in crisis
    severity_a: float  # Kumaraswamy shape a of severity
    severity_b: float  # Kumaraswamy shape b of severity
    share_age_9_11: float  # share of arrivals aged 9, 10 or 11
    share_age_12_14: float  # share aged 12 to 14
    share_age_15_17: float  # share aged 15 to 17; the rest is 18 to 22
    share_disability: float  # share with a mild intellectual disability
    share_psychiatry: float  # share with psychiatric problems; the rest: behaviour
    moves_before: float  # mean number of moves before arrival
    trust_at_start: float  # level of trust of a youth who never moved
    trust_lost_per_move: float  # levels of trust lost by each earlier move
    family_home_base: (
        float  # log-odds of being sought a family home first, at age 15 and severity 0.5
    )
    family_home_per_year: float  # change of those log-odds per year of age
    family_home_per_severity: float  # change of those log-odds per unit of severity


@rule
def days_to_next_candidate(u: float, p: ArrivalParameters) -> float:
    """Return the gap to the next candidate in days (not whole): exponential at the ceiling rate.

    Infinite without candidates.
    """
    per_year = p.ceiling_per_10000 * p.population / 10000.0
    if per_year <= 0.0:
        return math.inf
    return exponential(u) / per_day(per_year)


@rule
def is_arrival(u: float, p: ArrivalParameters) -> bool:
    """Tell whether a candidate arrives.

    Thinning, so that a lower rate removes youths and leaves the others who they were.
    """
    return u * p.ceiling_per_10000 < p.per_10000


@rule
def is_in_crisis(u: float, p: ArrivalParameters) -> bool:
    """Tell whether a youth who arrives, or comes back, is in crisis."""
    return u < p.p_crisis


@rule
def severity(u: float, p: ArrivalParameters) -> float:
    """Return chronic severity in (0, 1): the Kumaraswamy quantile (1 - (1 - u)**(1/b))**(1/a)."""
    z: float = (1.0 - (1.0 - u) ** (1.0 / p.severity_b)) ** (1.0 / p.severity_a)
    return z


@rule
def profile(u: float, p: ArrivalParameters) -> int:
    """Return what a place must be able to carry (`Profile`)."""
    if u < p.share_disability:
        return Profile.DISABILITY.value
    if u < p.share_disability + p.share_psychiatry:
        return Profile.PSYCHIATRY.value
    return Profile.BEHAVIOUR.value


@rule
def days_of_age(u: float, p: ArrivalParameters) -> int:
    """Return age at arrival in days.

    Four bands (9-11, 12-14, 15-17, 18-22 years), uniform within a band.
    """
    first, second, third = p.share_age_9_11, p.share_age_12_14, p.share_age_15_17
    if u < first:
        years = 9.0 + 3.0 * u / first
    elif u < first + second:
        years = 12.0 + 3.0 * (u - first) / second
    elif u < first + second + third:
        years = 15.0 + 3.0 * (u - first - second) / third
    else:
        years = 18.0 + 5.0 * (u - first - second - third) / (1.0 - first - second - third)
    return math.floor(years * DAYS_PER_YEAR)


@rule
def moves_before(u: float, severity: float, p: ArrivalParameters) -> int:
    """Return moves before arrival: geometric, with a mean that rises in proportion to severity."""
    return geometric(u, p.moves_before * 2.0 * severity)


@rule
def trust_at_arrival(n_moves: int, p: ArrivalParameters) -> int:
    """Return the level of trust in care at arrival.

    Lowered by every earlier move (NJi quickscan 2026, Doelgroep).
    """
    return clip(math.floor(p.trust_at_start - p.trust_lost_per_move * n_moves + 0.5), TRUST_MAX)


@rule
def prefers_family_home(u: float, years: float, severity: float, p: ArrivalParameters) -> bool:
    """Tell whether a family home is sought before a group: likelier when young and less severe."""
    return u < logistic(
        p.family_home_base
        + p.family_home_per_year * (years - 15.0)
        + p.family_home_per_severity * (severity - 0.5)
    )
