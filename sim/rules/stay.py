"""Process 4, a stay.

Planned length, what is asked at its end, how long a follow-up place is waited for.

Source: NJi quickscan 2026; lengths: the rows of conf/parameters/setting.yaml.
"""

import math
from typing import NamedTuple

from sim.compiled import rule
from sim.names import Setting
from sim.rules.functions import weibull_days, weibull_days_with


class SettingParameters(NamedTuple):
    """One setting in which a place is a resource."""

    places: float  # places in the region; lever (capacity path)
    # 1: youths above a reduced capacity must leave at once; 0: places vanish as they fall free;
    # lever
    is_closed_on_date: float
    filled_at_start: (
        float  # share of places filled on the first day of the run (before the warm-up)
    )
    group_size: float  # places per location
    positions_per_place: float  # staff positions per place; lever (staff per youth)
    positions_reference: float  # positions per youth for which the chance of coping is stated
    days_stay: float  # mean planned length of stay
    stay_shape: float  # Weibull shape of the planned length
    stay_per_severity: float  # log of the factor on that length per unit of severity
    p_home_after: float  # chance that the youth goes home at the end of the stay
    days_patience: (
        float  # mean days for which the place may be kept while waiting for a follow-up place
    )
    p_one_to_one_after_patience: (
        float  # chance that 1:1 bridges the gap when the place can be kept no longer
    )
    accept: float  # log-odds added to acceptance by this setting
    incidents: float  # log of the factor on the rate of incidents
    cope: float  # log-odds added to coping
    p_restrain: float  # chance that an incident not coped with ends in restraint
    p_keep: (
        float  # chance that a youth with whom the team cannot cope is kept with 1:1 in the group
    )
    programme: float  # level of participation (0..3) to which a youth moves here
    fit: float  # mean physical fit of its locations, 0..1; lever (physical environment)
    fit_spread: float  # half-width of physical fit between locations
    tariff_per_day: float  # euro per youth per day; lever


@rule
def size_of_group(group_size: float) -> int:
    """Return the places of a full location, at least one; halves are rounded up."""
    return max(math.floor(group_size + 0.5), 1)


@rule
def n_locations(places: float, group_size: float) -> int:
    """Return how many locations hold so many places."""
    return math.ceil(math.floor(places + 0.5) / size_of_group(group_size))


@rule
def days_planned_stay(u: float, severity: float, p: SettingParameters) -> int:
    """Return the planned length of a stay in days, longer for severe youths."""
    return days_planned_stay_with(u, severity, math.gamma(1.0 + 1.0 / p.stay_shape), p)


@rule
def days_planned_stay_with(
    u: float, severity: float, mean_of_scale_1: float, p: SettingParameters
) -> int:
    """Return `days_planned_stay` where the mean at scale 1 of its distribution is known."""
    factor = math.exp(p.stay_per_severity * (severity - 0.5))
    return weibull_days_with(u, p.days_stay * factor, p.stay_shape, mean_of_scale_1)


@rule
def is_crisis_place(setting: int) -> bool:
    """Tell whether a place takes whoever comes in crisis, without asking."""
    return setting == Setting.CRISIS_GROUP


@rule
def is_bridge(setting: int) -> bool:
    """Tell whether a place only bridges the time until another is found: the search goes on."""
    return setting == Setting.CRISIS_GROUP or setting == Setting.HIC


@rule
def days_of_patience(u: float, p: SettingParameters) -> int:
    """Return for how many days the place may be kept while a follow-up place is waited for.

    Exponential.
    """
    return weibull_days(u, p.days_patience, 1.0)


@rule
def is_filled_at_start(u: float, p: SettingParameters) -> bool:
    """Tell whether somebody is in a place on the first day of the run."""
    return u < p.filled_at_start


@rule
def is_secure(setting: int) -> bool:
    """Tell whether a setting is closed youth care: for who is there a closed place was asked."""
    return setting == Setting.JEUGDZORGPLUS


@rule
def is_bridged(u: float, p: SettingParameters) -> bool:
    """Tell whether 1:1 bridges the gap when the place can be kept no longer.

    Otherwise the youth goes home.
    """
    return u < p.p_one_to_one_after_patience


@rule
def may_go_home(has_one_to_one: bool) -> bool:
    """Tell whether going home is a question at the end of a stay: in 1:1 a place is asked for."""
    return not has_one_to_one


@rule
def goes_home(u: float, p: SettingParameters) -> bool:
    """Tell whether the youth goes home at the end of the stay rather than to a follow-up place."""
    return u < p.p_home_after
