"""Process 11, relapse after follow-up or after going home.

Source: CCE/Leiden 2025, Thema 2-3; rates of re-entry: evidence (foreign, grade D).
"""

import math
from typing import NamedTuple

from sim.compiled import rule
from sim.rules.functions import BEHAVIOUR_MAX, per_day, share_of
from sim.rules.participate import PARTICIPATION_MAX

STABILITY_AT_HOME = 0.5  # there is no team: the reference of the rule


class RelapseParameters(NamedTuple):
    """Coming back."""

    per_year: float  # returns per youth-year at reference (calm, gradual, team half settled)
    per_behaviour: float  # log-rate from calmest to most intense
    per_severity: float  # log-rate per unit of severity
    per_abruptness: float  # log-rate per rung left at the end of 1:1
    per_stability: float  # log-rate from no to all positions of the receiving team settled
    per_participation: float  # log-rate from no to a full day programme
    days_at_risk: float  # days after which no relapse is counted any more


@rule
def relapse_rate(
    behaviour: int,
    severity: float,
    abruptness: int,
    stability: float,
    participation: int,
    p: RelapseParameters,
) -> float:
    """Return the rate of relapse per day.

    Args:
        behaviour: level 0..5.
        severity: 0..1.
        abruptness: rungs above the last at which 1:1 ended (0 for a gradual ending, or for no 1:1).
        stability: of the receiving team, 0..1 (0.5 at home).
        participation: level 0..3.
        p: parameters.
    """
    x = p.per_behaviour * share_of(behaviour, BEHAVIOUR_MAX) + p.per_severity * (severity - 0.5)
    x += p.per_abruptness * abruptness + p.per_stability * (stability - 0.5)
    x += p.per_participation * (share_of(participation, PARTICIPATION_MAX) - 0.5)
    return per_day(p.per_year) * math.exp(x)


@rule
def days_at_risk(p: RelapseParameters) -> int:
    """Return the whole days for which a relapse is counted."""
    return int(p.days_at_risk)


@rule
def is_counted(day: int, day_at_risk_until: int, day_limit: int) -> bool:
    """Tell whether a relapse on this day counts: while at risk, and before the age limit."""
    return day <= day_at_risk_until and day < day_limit
