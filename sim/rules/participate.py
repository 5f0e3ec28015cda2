"""Participation in school or day programme: falls with months alone, rises in groups.

Source: NJi quickscan 2026, Gevolgen jongeren; CCE/Leiden 2025, Impact; K44, K46. Form: assumption.
"""

import math
from typing import NamedTuple

from sim.compiled import rule
from sim.rules.functions import clip

PARTICIPATION_MAX = 3  # 0: no school or day programme at all; 3: all days


class ParticipationParameters(NamedTuple):
    """School and day programme."""

    at_start: float  # level at arrival, at severity 0.5
    per_severity: float  # change of that level per unit of severity
    spread: float  # half-width of that level between youths
    rest_alone: float  # level to which it moves alone
    rest_at_home: float  # level to which it moves at home without a place
    days_alone: float  # days alone in which a level is lost
    days: float  # days elsewhere in which it moves one level


@rule
def at_arrival(u: float, severity: float, p: ParticipationParameters) -> int:
    """Return the level (0..3) at arrival."""
    x = p.at_start + p.per_severity * (severity - 0.5) + p.spread * (2.0 * u - 1.0)
    return clip(math.floor(x + 0.5), PARTICIPATION_MAX)


@rule
def rest(is_alone: bool, has_place: bool, of_setting: float, p: ParticipationParameters) -> int:
    """Return the level to which participation moves; `of_setting` is that of the place."""
    if is_alone:
        return int(p.rest_alone)
    return int(of_setting) if has_place else int(p.rest_at_home)


@rule
def days_per_level(is_alone: bool, p: ParticipationParameters) -> float:
    """Return the days in which participation moves one level."""
    return p.days_alone if is_alone else p.days


@rule
def is_without_programme(level: int) -> bool:
    """Tell whether a youth has no school or day programme at all."""
    return level <= 0
