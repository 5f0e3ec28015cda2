"""Processes 7 and 12, people and teams: departures, agency, hires, settling, competence, strain.

Source: CCE/Leiden 2025, Thema 2, Impact, Management; K32, K54-K60; Stand van de Jeugdzorg 2023.
"""

import math
from typing import NamedTuple

from sim.common.calendar import DAYS_PER_YEAR
from sim.compiled import rule
from sim.names import Variant
from sim.rules.functions import (
    COMPETENCE_MAX,
    STRAIN_MAX,
    clip,
    per_day,
    share_of,
    weibull_days_with,
    whole_days,
)
from sim.rules.start import fit_of

VACANT, AGENCY, NEW, SETTLED = 0, 1, 2, 3  # who holds a position


class StaffParameters(NamedTuple):
    """Teams and the regional labour market."""

    departures_per_year: float  # per permanent position at reference; lever (team stability)
    new_factor: float  # factor on the rate for those still settling in
    per_strain: float  # log-rate from no to full strain
    per_one_to_one: float  # log-rate per full-time 1:1 post per position (exhaustion)
    per_shortage: float  # log-rate from no to all positions vacant
    per_leadership: float  # log-rate from distant to near leadership
    agency_cap: float  # highest share of a team's positions that may be held by agency staff; lever
    days_hire: float  # mean days to fill a position permanently when demand equals supply; lever
    hire_shape: float  # Weibull shape of those days
    hire_elasticity: float  # exponent of demand over supply in those days
    # permanent care staff that the region's labour market can supply, full-time equivalents, a
    # region's own; lever
    supply_fte: float
    # agency staff that can be had at most, as a share of that supply; lever (agency pool)
    agency_share: float
    days_settle: float  # days for a new colleague to settle
    training: float  # intensity of training, 0..1; lever
    practice_leadership: float  # intensity of practice leadership, 0..1; lever
    competence_base: float  # resting share of competence without training or practice leadership
    competence_per_training: float  # added by full training
    competence_per_leadership: float  # added by full practice leadership
    competence_per_settled: float  # added from no to all positions settled
    days_competence: float  # days for competence to move one level
    p_jolt: float  # chance that a departure raises a youth's behaviour one level
    days_postponed: float  # days after a departure in which steps down are postponed
    days_calm: float  # days without departures or strain that make a period calm
    p_fresh_start: float  # chance that one newcomer in a calm period lowers fear one level
    # settled colleagues of a contracted provider's groups who go along to 1:1 alone
    core_from_group: float
    p_forget: float  # chance, over positions, that analysis and plan go with a settled leaver (K26)
    p_core_agency: (
        float  # chance that such a position starts with agency staff, contracted provider
    )
    p_core_agency_non_contracted: float  # the same, provider without contract
    leadership_base: float  # mean nearness of leadership of a location, 0..1
    leadership_spread: float  # half-width between locations
    solo_managers: float  # managers of arrangements outside groups, a region's own
    sites_per_manager: float  # sites per manager at which nearness is halved
    p_settled_at_start: float  # share of positions settled on the first day of the run
    p_agency_at_start: float  # share of positions held by agency staff on the first day of the run
    hours_per_fte_year: float  # net hours of presence per full-time worker per year


@rule
def departure_rate(
    n_settled: int,
    n_new: int,
    strain: int,
    one_to_one_load: float,
    vacant: float,
    leadership: float,
    p: StaffParameters,
) -> float:
    """Return departures per day of a team.

    Args:
        n_settled: positions held by settled permanent staff.
        n_new: positions held by permanent staff still settling in.
        strain: level 0..10 of recent incidents.
        one_to_one_load: full-time 1:1 posts carried per position.
        vacant: share of positions held by nobody.
        leadership: nearness, 0..1.
        p: parameters.
    Source: K54, K56, K60, Stand van de Jeugdzorg 2023. Form: log-linear, assumption.
    """
    x = (
        p.per_strain * share_of(strain, STRAIN_MAX)
        + p.per_one_to_one * one_to_one_load
        + p.per_shortage * vacant
    )
    x += p.per_leadership * (leadership - 0.5)
    return per_day(p.departures_per_year) * (n_settled + p.new_factor * n_new) * math.exp(x)


@rule
def who_leaves(u: float, n_settled: int, n_new: int, p: StaffParameters) -> int:
    """Return who leaves: a settled colleague, or one still settling in."""
    return SETTLED if u * (n_settled + p.new_factor * n_new) < n_settled else NEW


@rule
def is_jolted(u: float, p: StaffParameters) -> bool:
    """Tell whether a departure from the team raises a youth's behaviour one level (K32)."""
    return u < p.p_jolt


@rule
def n_permanent(p: StaffParameters) -> int:
    """Return how many permanent workers there are in the region, at most."""
    return max(math.floor(p.supply_fte + 1e-9), 0)


@rule
def n_agency_pool(p: StaffParameters) -> int:
    """Return how many agency workers can be had in the region, at most."""
    return max(math.floor(p.agency_share * p.supply_fte + 1e-9), 0)


@rule
def has_room_for_agency(n_agency: int, n_positions: int, p: StaffParameters) -> bool:
    """Tell whether one more agency worker stays within the cap of a group's team."""
    return n_agency + 1 <= p.agency_cap * n_positions + 1e-9


@rule
def filled_by(is_within_cap: bool, n_left_agency: int) -> int:
    """Return who fills a position after a departure: agency staff if there are any, else nobody."""
    return AGENCY if is_within_cap and n_left_agency > 0 else VACANT


@rule
def who_can_start(is_agency: bool, is_within_cap: bool, n_left: int, n_left_agency: int) -> int:
    """Return who holds a position of a new team: somebody new, agency staff, or nobody yet.

    Args:
        is_agency: agency staff is sought first.
        is_within_cap: one more agency worker is within the team's cap.
        n_left: permanent workers left in the region.
        n_left_agency: agency workers left.
    """
    agency = filled_by(is_within_cap, n_left_agency)
    if is_agency and agency == AGENCY:
        return AGENCY
    return NEW if n_left > 0 else agency


@rule
def who_exists(holder: int, n_left: int, n_left_agency: int) -> int:
    """Return the holder of a position, or nobody where no such worker is left in the region."""
    if holder == AGENCY:
        return AGENCY if n_left_agency > 0 else VACANT
    return holder if n_left > 0 else VACANT


@rule
def is_permanent(holder: int) -> bool:
    """Tell whether a position is held by permanent staff."""
    return holder >= NEW


@rule
def may_lend(n_settled: int) -> bool:
    """Tell whether a group can spare a settled colleague for 1:1 alone: not the last one."""
    return n_settled > 1


@rule
def n_from_group(variant: int, n_positions: int, p: StaffParameters) -> int:
    """Return how many settled colleagues of the provider's groups go along: to a unit only."""
    return min(int(p.core_from_group), n_positions) if variant == Variant.UNIT else 0


@rule
def one_to_one_load(is_own: bool, n_uncovered: int, n_positions: int) -> float:
    """Return the posts of 1:1 that a team carries, per position (K54).

    A team of 1:1 carries all of its own; a group what nobody else covers.
    """
    if is_own:
        return 1.0
    return n_uncovered / max(n_positions, 1)


@rule
def is_hired(n_left: int) -> bool:
    """Tell whether there is anybody to hire; else the vacancy is open for another while."""
    return n_left > 0


@rule
def positions_of_rung(minutes_per_day: int, p: StaffParameters) -> int:
    """Return the positions that so many minutes of presence every day ask for, at least one."""
    return max(1, math.ceil(fte_of(minutes_per_day, p) - 1e-9))


@rule
def coverage(n_filled: int, n_positions: int) -> float:
    """Return hours that people are there over hours that are needed, 0..1."""
    return n_filled / n_positions if n_positions else 1.0


@rule
def minutes_there(minutes: int, n_filled: int, n_positions: int) -> int:
    """Return the minutes per day that are covered, whole, of those that are due."""
    return minutes * n_filled // max(n_positions, 1)


@rule
def staff_ratio(n_filled: int, n_uncovered: int, n_youths: int, per_youth: float) -> float:
    """Return staff per youth over what the setting has (`per_youth`), 1 as meant.

    Posts of 1:1 in the group that nobody holds are borne by the group.
    """
    if n_youths <= 0 or per_youth <= 0.0:
        return 1.0
    return max(n_filled - n_uncovered, 0) / n_youths / per_youth


@rule
def is_forgotten(u: float, n_positions: int, p: StaffParameters) -> bool:
    """Tell whether analysis and plan go with a settled colleague who leaves (K26)."""
    return u * max(n_positions, 1) < p.p_forget


@rule
def days_to_hire(u: float, demand_fte: float, p: StaffParameters) -> int:
    """Return the days until a position is filled permanently.

    Grows with regional demand over supply (CCE/Leiden 2025; Stand van de Jeugdzorg 2023).
    """
    return days_to_hire_with(u, demand_fte, math.gamma(1.0 + 1.0 / p.hire_shape), p)


@rule
def days_to_hire_with(
    u: float, demand_fte: float, mean_of_scale_1: float, p: StaffParameters
) -> int:
    """Return `days_to_hire` where the mean at scale 1 of its distribution is known."""
    tightness = max(demand_fte, 0.0) / max(p.supply_fte, 1.0)
    days = p.days_hire * max(tightness, 0.1) ** p.hire_elasticity
    return weibull_days_with(u, days, p.hire_shape, mean_of_scale_1)


@rule
def demand_fte(n_positions: int, minutes_per_day: int, p: StaffParameters) -> float:
    """Return a region's demand for staff, full-time equivalents.

    Positions of location teams, and all minutes of presence in 1:1.
    """
    return n_positions + fte_of(minutes_per_day, p)


@rule
def days_to_settle(p: StaffParameters) -> int:
    """Return the days until a new colleague is settled."""
    return whole_days(p.days_settle)


@rule
def days_left_to_settle(days_known: int, p: StaffParameters) -> int:
    """Return the days until colleagues who began to work in so many days ago are settled, from 0.

    Source: CCE/Leiden 2025, Thema 3 (a team is widened person by person); K33.
    """
    return max(days_to_settle(p) - days_known, 0)


@rule
def share_of_positions(n: int, n_positions: int) -> float:
    """Return the share of positions that are held in some way, 0..1; 0 without positions."""
    return n / n_positions if n_positions else 0.0


@rule
def resting_competence(stability: float, p: StaffParameters) -> int:
    """Return the level to which competence moves.

    Training, practice leadership and settled staff raise it.
    """
    x = (
        p.competence_base
        + p.competence_per_training * p.training
        + p.competence_per_leadership * p.practice_leadership
    )
    x += p.competence_per_settled * (stability - 0.5)
    return clip(math.floor(COMPETENCE_MAX * x + 0.5), COMPETENCE_MAX)


@rule
def nearness_of_leadership(n_sites: int, p: StaffParameters) -> float:
    """Return the nearness (0..1) of leadership to an arrangement outside a group.

    Thinner where one manager has many sites (K59).
    """
    if p.solo_managers <= 0.0:
        return 0.0
    return p.leadership_base / (1.0 + n_sites / (p.solo_managers * p.sites_per_manager))


@rule
def is_agency_sought(u: float, p_agency: float) -> bool:
    """Tell whether agency staff is sought first for a position of a new team."""
    return u < p_agency


@rule
def who_is_there(u: float, supply: float, p: StaffParameters) -> int:
    """Return who holds a position on the first day of the run.

    `supply` is the share of all positions for which there are permanent workers (at most 1): where
    they are fewer, vacancies are spread evenly.
    """
    if u < p.p_agency_at_start:
        return AGENCY
    if u < p.p_agency_at_start + p.p_settled_at_start * supply:
        return SETTLED
    return NEW if u < p.p_agency_at_start + (1.0 - p.p_agency_at_start) * supply else VACANT


@rule
def supply_at_start(n_positions: int, p: StaffParameters) -> float:
    """Return the share of all positions of groups for which there are permanent workers, 0..1."""
    return min(n_permanent(p) / n_positions, 1.0) if n_positions else 1.0


@rule
def is_calm(days_since_departure: int, strain: int, p: StaffParameters) -> bool:
    """Tell whether the team's period is calm: no recent departure, no strain.

    A mass exit is never calm.
    """
    return days_since_departure >= p.days_calm and strain == 0


@rule
def is_fresh_start(n_new: int, days_since_departure: int, strain: int, p: StaffParameters) -> bool:
    """Tell whether a newcomer is a fresh start: the only one, in a calm period (K57)."""
    return n_new == 1 and is_calm(days_since_departure, strain, p)


@rule
def is_reassured(u: float, p: StaffParameters) -> bool:
    """Tell whether a fresh start lowers the fear of stepping down one level."""
    return u < p.p_fresh_start


@rule
def is_after_departure(days_since_departure: int, p: StaffParameters) -> bool:
    """Tell whether a departure is so recent that steps down are postponed."""
    return days_since_departure < p.days_postponed


@rule
def leadership_of_location(u: float, p: StaffParameters) -> float:
    """Return the nearness (0..1) of leadership of a location."""
    return fit_of(u, p.leadership_base, p.leadership_spread)


@rule
def fte_of(minutes_per_day: int, p: StaffParameters) -> float:
    """Return the full-time workers needed for so many minutes of presence every day of the year."""
    return minutes_per_day / 60.0 * DAYS_PER_YEAR / p.hours_per_fte_year


@rule
def positions_of_location(n_places: float, per_place: float) -> int:
    """Return the positions of a location's team, at least one."""
    return max(1, math.floor(n_places * per_place + 0.5))


@rule
def p_agency_of_core_team(is_contracted: bool, p: StaffParameters) -> float:
    """Return the chance that a position of a core team starts with agency staff."""
    return p.p_core_agency if is_contracted else p.p_core_agency_non_contracted
