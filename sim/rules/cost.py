"""What care costs: staff hours x tariff, place tariffs, evaluations, reviews, renewals.

Money in whole eurocents, so that sums are exact. Numbers: `conf/parameters/cost.yaml`, minutes of
staff per rung `conf/parameters/level.yaml`; put together for one youth and day by both executors
(`reference/region.py`, `core/process/books.py`).
"""

import math
from typing import NamedTuple

from sim.compiled import rule


class CostParameters(NamedTuple):
    """Tariffs, at the price level of the profile."""

    tariff_per_hour: float  # euro per hour of presence in 1:1, contracted provider; lever
    surcharge_non_contracted: float  # factor without contract; lever
    tariff_spread: float  # scale of the log-logistic spread between arrangements
    housing_per_day: float  # euro per day for a separate location or unit
    staff_hours_per_evaluation: float  # hours of the team per evaluation held
    expert_per_evaluation: float  # euro for an independent outside expert at one evaluation
    per_review: float  # euro per review by the RET
    professional_per_hour: float  # euro per hour of professionals outside the roster
    training_per_position_year: float  # euro per position and year at full training
    leadership_per_position_year: float  # euro per position and year at full practice leadership
    per_position_year: float  # euro per post and year beyond what the tariff of a place pays for
    empty_place_share: float  # share of the tariff of a place that a place without a youth costs
    retention_per_position_year: float  # euro per position and year to halve departures
    duty_per_place_year: float  # euro per place and year at a full duty to accept
    guarantee_per_placement: float  # euro per youth placed from 1:1 without any reluctance
    prevention_per_request: float  # euro per youth who therefore does not arrive
    per_faster_decision: float  # euro per request for 1:1 decided on at once instead of as before


class LevelParameters(NamedTuple):
    """One rung of the intensity ladder."""

    staff_present: float  # staff present at a time per youth
    hours_per_day: float  # hours per day


@rule
def staff_minutes(p: LevelParameters) -> int:
    """Return minutes of staff presence per day at a rung."""
    return math.floor(p.staff_present * p.hours_per_day * 60.0 + 0.5)


@rule
def tariff_factor(u: float, is_contracted: bool, of_provider: float, p: CostParameters) -> float:
    """Return an arrangement's own factor on the hourly tariff.

    Log-logistic spread around that of its provider (and region), and a surcharge without contract
    (K61, K62).
    """
    own: float = of_provider * (u / (1.0 - u)) ** p.tariff_spread
    return own if is_contracted else own * p.surcharge_non_contracted


@rule
def cents_of_staff(minutes: int, factor: float, p: CostParameters) -> int:
    """Return eurocents per day of staff presence."""
    return math.floor(minutes * p.tariff_per_hour * factor * 100.0 / 60.0 + 0.5)


@rule
def cents(euro: float) -> int:
    """Return an amount in whole eurocents, halves up."""
    return math.floor(euro * 100.0 + 0.5)


@rule
def cents_of_housing(is_alone: bool, p: CostParameters) -> int:
    """Return eurocents per day of a separate location or unit."""
    return cents(p.housing_per_day) if is_alone else 0


@rule
def cents_of_evaluation(has_expert: bool, p: CostParameters) -> int:
    """Return eurocents of one evaluation held."""
    euro = p.staff_hours_per_evaluation * p.professional_per_hour
    return cents(euro + p.expert_per_evaluation) if has_expert else cents(euro)
