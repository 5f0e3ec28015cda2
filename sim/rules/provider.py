"""Process 3, providers: what differs between organisations.

Own reluctance, the days their intake takes, their tariff. A provider's own number in the data goes
before the row. Source: NJi quickscan 2026, Aanbieders; Jeugdhulp Rijnmond, Oct 2023. Form:
assumption.
"""

import math
from typing import NamedTuple

from sim.compiled import rule
from sim.rules.functions import DAYS_MAX


class ProviderParameters(NamedTuple):
    """Providers in general."""

    days_intake: float  # mean days from an application to its answer
    days_intake_in_crisis: float  # the same in crisis
    intake_stages: float  # stages that follow each other in an intake, each exponential, 1..3
    reluctance_spread: float  # scale of the logistic spread of own reluctance (log-odds)
    tariff_spread: float  # scale of the log-logistic spread of own tariffs of 1:1


@rule
def days_of_intake(
    first: float,
    second: float,
    third: float,
    own_days: float,
    is_crisis: bool,
    p: ProviderParameters,
) -> int:
    """Return the whole days (at least 1) until a provider answers.

    Stages that follow each other, each exponential (an Erlang distribution): reading the file, a
    meeting, a visit.

    Args:
        first: draw of the first stage.
        second: of the second, where there are so many.
        third: likewise.
        own_days: the provider's own mean (days), nan for the row. A crisis shortens it in the same
            proportion.
        is_crisis: asked in crisis.
        p: parameters.
    """
    luck = 1.0 - first  # exponentials add up as the logarithm of a product
    if p.intake_stages >= 2.0:
        luck *= 1.0 - second
    if p.intake_stages >= 3.0:
        luck *= 1.0 - third
    days = mean_of_intake(own_days, is_crisis, p) / p.intake_stages * -math.log(luck)
    return max(1, math.ceil(min(days, DAYS_MAX)))


@rule
def mean_of_intake(own_days: float, is_crisis: bool, p: ProviderParameters) -> float:
    """Return the mean days until a provider answers; arguments as for `days_of_intake`."""
    mean = p.days_intake if math.isnan(own_days) else own_days
    return mean * p.days_intake_in_crisis / p.days_intake if is_crisis else mean


@rule
def reluctance(u: float, own: float, p: ProviderParameters) -> float:
    """Return a provider's reluctance (log-odds off its chance of accepting): its own, or drawn."""
    if not math.isnan(own):
        return own
    return p.reluctance_spread * math.log(u / (1.0 - u))


@rule
def tariff(u: float, own: float, p: ProviderParameters) -> float:
    """Return a provider's factor on the hourly tariff of 1:1: its own, or drawn."""
    if not math.isnan(own):
        return own
    factor: float = (u / (1.0 - u)) ** p.tariff_spread
    return factor


@rule
def is_taking(day: int, day_from: int, day_until: int) -> bool:
    """Tell whether a provider takes applications on a day: it exists by then."""
    return day_from <= day < day_until


@rule
def fits(days_age: int, days_from: int, days_until: int, profile: int, profiles: int) -> bool:
    """Tell whether a service takes youths of this age (days) and carries this profile.

    `profiles` is a set of `Profile` as bits.
    """
    return days_from <= days_age < days_until and (profiles >> profile) & 1 == 1
