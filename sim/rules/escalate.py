"""Process 5, escalation.

The rate of incidents, whether the team copes, what happens if it does not. Source: NJi quickscan
2026, Redenen; CCE/Leiden 2025, Interviews start.
"""

import math
from typing import NamedTuple

from sim.compiled import rule
from sim.rules.functions import (
    BEHAVIOUR_MAX,
    COMPETENCE_MAX,
    FEAR_MAX,
    STRAIN_MAX,
    TRUST_MAX,
    clip,
    logistic,
    per_day,
    share_of,
)
from sim.rules.participate import PARTICIPATION_MAX

MOST_LOG_RATE = 300.0  # of a factor on a rate, so that two of them stay a number
MOST_LOG_FACTOR = 75.0  # of each of four factors of a youth, likewise
LEAST_STAFF = 0.1  # staff per youth below which coping falls no further


class EscalateParameters(NamedTuple):
    """Incidents, coping, and levels that follow from them."""

    # serious incidents per youth-year at reference (severity 0.5, calm, full group of six, team
    # half settled and half competent)
    per_year: float
    per_severity: float  # log-rate per unit of severity
    per_behaviour: float  # log-rate from calmest to most intense
    per_occupancy: float  # log-rate from empty to full
    per_group_size: float  # log-rate per youth above six
    per_mismatch: float  # log-rate from a perfect to no match
    peer_one_to_one: float  # log-rate when a peer in the group has 1:1
    per_stability: float  # log-rate from no to all positions settled
    per_competence: float  # log-rate from no to full competence
    per_fit: float  # log-rate from no to full physical fit
    per_trust: float  # log-rate from no to full trust
    one_to_one_relief: float  # log-rate taken off by 1:1 at its start; fades with dependency
    per_uncovered: float  # log-rate from all to none of the hours of 1:1 covered
    p_jump_two: float  # chance that an incident raises behaviour by two levels instead of one
    cope_base: float  # log-odds of coping at reference
    cope_per_stability: float  # log-odds from no to all settled
    cope_per_competence: float  # log-odds from no to full competence
    cope_per_behaviour: float  # log-odds from calmest to most intense
    cope_per_severity: float  # log-odds per unit of severity
    cope_per_strain: float  # log-odds from no to full strain
    cope_per_vacancy: float  # log-odds from no to all positions vacant or agency
    cope_per_staff: float  # log-odds per log of staff per youth over what the setting has (K07)
    # share of restraint that is given up without another answer, 0..1; lever (less restraint)
    less_restraint: float
    p_restrain_alone: float  # chance that an incident not coped with alone ends in restraint
    trust_lost_by_restraint: float  # levels of trust lost by a restraint
    keep_per_known: (
        float  # log of the factor on being kept with 1:1 per log of use over its own past
    )
    # log of the factor on being kept with 1:1 in the group per step of the family's stance, from
    # wanting 1:1 to carrying a step down
    keep_per_stance: float
    p_partial_return: (
        float  # chance that after a complete step down the shared rung is tried first (K40)
    )
    keep_with_group_funding: (
        float  # added chance of being kept with 1:1 when the group is funded for it
    )
    competence_lost_by_expulsion: float  # levels of competence lost by a team that gave up
    p_experience: float  # chance that coping with an incident raises competence
    p_level_up: float  # chance of one rung more when a team with 1:1 does not cope
    give_up_base: (
        float  # log-odds that the provider gives up an arrangement after an incident not coped with
    )
    give_up_per_fear: float  # change of those log-odds from no to full fear
    days_behaviour: float  # days for behaviour to relax one level
    days_trust: float  # days for trust to recover one level
    days_strain: float  # days for strain to relax one level
    trust_lost: float  # levels of trust lost by an unplanned move or a failed trajectory
    trust_rest: float  # level to which trust recovers
    rest_per_severity: float  # resting level of behaviour per unit of severity
    rest_per_instability: float  # added resting level with no settled team
    rest_isolated: float  # added resting level of long isolation (full dependency)
    rest_without_programme: float  # added resting level without any day programme


class Exposure(NamedTuple):
    """A youth and what surrounds it, as far as the rate of incidents depends on it."""

    severity: float  # chronic, 0..1
    behaviour: int  # level 0..5
    trust: int  # level 0..10
    match: float  # quality of the match of the place, 0..1
    occupancy: float  # youths / places of the location, 0..1 (1 for an arrangement alone)
    n_group: float  # places of the group (1 for an arrangement alone)
    has_peer_with_one_to_one: bool  # a peer in the same group has 1:1
    stability: float  # settled positions / positions, 0..1
    competence: int  # level 0..10
    fit: float  # physical fit, 0..1
    is_one_to_one: bool  # the youth has 1:1
    uncovered: float  # share of the hours of 1:1 that nobody covers, 0..1
    dependency: float  # 0..1; relief fades with it
    log_setting: float  # log of the setting's own factor


class Incident(NamedTuple):
    """An incident and the team that meets it."""

    setting_cope: float  # log-odds added by the setting
    stability: float  # settled positions / positions, 0..1
    competence: int  # level 0..10
    behaviour: int  # level 0..5 after the incident
    severity: float  # chronic, 0..1
    strain: int  # level 0..10
    not_permanent: float  # share of positions that are vacant or held by agency staff
    staff: float  # staff per youth over what the setting has, 1 as meant


@rule
def own_factor(at: Exposure, p: EscalateParameters) -> float:
    """Return the factor on the rate of incidents of the youth, of its 1:1 and of that of peers.

    The rate per day of one youth is this times `rate_around`. Source: K03, K05, K08, K31, K43, K44,
    K47, K49; Riemersma 2024-2025. Form: log-linear, assumption.
    """
    factor = steady_factor(at.severity, at.match, p)
    factor *= factor_of_behaviour(at.behaviour, p) * factor_of_trust(at.trust, p)
    return factor * factor_of_one_to_one(
        at.has_peer_with_one_to_one, at.is_one_to_one, at.uncovered, at.dependency, p
    )


@rule
def steady_factor(severity: float, match: float, p: EscalateParameters) -> float:
    """Return what the own factor holds for a whole stay: of severity and match."""
    return factor_of(p.per_severity * (severity - 0.5) + p.per_mismatch * (0.5 - match))


@rule
def factor_of_behaviour(behaviour: int, p: EscalateParameters) -> float:
    """Return the factor of a level of behaviour."""
    return factor_of(p.per_behaviour * share_of(behaviour, BEHAVIOUR_MAX))


@rule
def factor_of_trust(trust: int, p: EscalateParameters) -> float:
    """Return the factor of a level of trust."""
    return factor_of(p.per_trust * (share_of(trust, TRUST_MAX) - 0.5))


@rule
def factor_of_one_to_one(
    has_peer_with_one_to_one: bool,
    is_one_to_one: bool,
    uncovered: float,
    dependency: float,
    p: EscalateParameters,
) -> float:
    """Return the factor of 1:1, the youth's own and that of peers; 1 without any."""
    if not (has_peer_with_one_to_one or is_one_to_one):
        return 1.0
    x = p.peer_one_to_one if has_peer_with_one_to_one else 0.0
    if is_one_to_one:
        x -= p.one_to_one_relief * (1.0 - dependency) * (1.0 - uncovered)
        x += p.per_uncovered * uncovered
    return factor_of(x)


@rule
def factor_of(x: float) -> float:
    """Return the factor of a change of the log-rate, held within what multiplies safely."""
    return math.exp(min(max(x, -MOST_LOG_FACTOR), MOST_LOG_FACTOR))


@rule
def rate_around(at: Exposure, p: EscalateParameters) -> float:
    """Return the rate of serious incidents per day at an own factor of 1: of place and team."""
    x = at.log_setting
    x += p.per_occupancy * (at.occupancy - 1.0) + p.per_group_size * (at.n_group - 6.0)
    x += p.per_stability * (at.stability - 0.5) + p.per_competence * (
        share_of(at.competence, COMPETENCE_MAX) - 0.5
    )
    x += p.per_fit * (at.fit - 0.5)
    return per_day(p.per_year) * math.exp(min(x, MOST_LOG_RATE))


@rule
def behaviour_after_incident(u: float, behaviour: int, p: EscalateParameters) -> int:
    """Return the level of behaviour after an incident: one up, sometimes two."""
    jump = 2 if u < p.p_jump_two else 1
    return clip(behaviour + jump, BEHAVIOUR_MAX)


@rule
def p_cope(at: Incident, p: EscalateParameters) -> float:
    """Return the chance that the team copes with an incident.

    The opposite is handelingsverlegenheid (K04, K07).
    """
    x = (
        p.cope_base
        + at.setting_cope
        + p.cope_per_stability * (at.stability - 0.5)
        + p.cope_per_competence * (share_of(at.competence, COMPETENCE_MAX) - 0.5)
    )
    x += p.cope_per_behaviour * share_of(at.behaviour, BEHAVIOUR_MAX) + p.cope_per_severity * (
        at.severity - 0.5
    )
    x += p.cope_per_strain * share_of(at.strain, STRAIN_MAX) + p.cope_per_vacancy * at.not_permanent
    x += p.cope_per_staff * math.log(max(at.staff, LEAST_STAFF))
    return logistic(x)


@rule
def is_coped(u: float, at: Incident, p: EscalateParameters) -> bool:
    """Tell whether the team copes with an incident."""
    return u < p_cope(at, p)


@rule
def gives_experience(u: float, p: EscalateParameters) -> bool:
    """Tell whether coping with an incident raises competence one level."""
    return u < p.p_experience


@rule
def is_restrained(u: float, p_restrain: float, p: EscalateParameters) -> bool:
    """Tell whether an incident not coped with ends in restraint (K13).

    `p_restrain` is the setting's chance, as long as nothing is given up.
    """
    return u < p_restrain * (1.0 - p.less_restraint)


@rule
def p_kept_with_one_to_one(
    p_keep: float, group_funding: float, known: float, stance: int, p: EscalateParameters
) -> float:
    """Return the chance that a youth with whom the team cannot cope is kept with 1:1 in the group.

    Rather than having to leave; likelier where 1:1 has become a known route (`known`: log of use
    over its own past, K65) and where the family wants it (`stance`, K14).
    """
    chance = p_keep * math.exp(p.keep_per_known * known + p.keep_per_stance * stance)
    chance += p.keep_with_group_funding * group_funding
    return min(max(chance, 0.0), 1.0)


@rule
def is_kept_with_one_to_one(
    u: float,
    p_keep: float,
    group_funding: float,
    known: float,
    stance: int,
    p: EscalateParameters,
) -> bool:
    """Tell whether a youth with whom the team cannot cope is kept with 1:1 in the group."""
    return u < p_kept_with_one_to_one(p_keep, group_funding, known, stance, p)


@rule
def is_partial_return(
    u: float, had_one_to_one: bool, has_shared_rung: bool, p: EscalateParameters
) -> bool:
    """Tell whether a bad period after a complete step down is met with the shared rung (K40)."""
    return had_one_to_one and has_shared_rung and u < p.p_partial_return


@rule
def p_give_up(fear: int, p: EscalateParameters) -> float:
    """Return the chance that a provider gives up an arrangement.

    After an incident it did not cope with; rises with fear.
    """
    return logistic(p.give_up_base + p.give_up_per_fear * share_of(fear, FEAR_MAX))


@rule
def is_given_up(u: float, fear: int, p: EscalateParameters) -> bool:
    """Tell whether a provider gives up an arrangement after an incident it did not cope with."""
    return u < p_give_up(fear, p)


@rule
def is_stepped_up(u: float, p: EscalateParameters) -> bool:
    """Tell whether such an incident brings one rung more, where the arrangement goes on."""
    return u < p.p_level_up


@rule
def resting_behaviour(
    severity: float,
    stability: float,
    is_isolated: bool,
    dependency: float,
    participation: int,
    p: EscalateParameters,
) -> int:
    """Return the level to which behaviour relaxes.

    Set by severity, the team, the day programme (participation 0..3) and, in the long run,
    isolation (K37, K44, K50).
    """
    x = p.rest_per_severity * severity + p.rest_per_instability * (1.0 - stability)
    if is_isolated:
        x += p.rest_isolated * dependency
    x += p.rest_without_programme * (1.0 - share_of(participation, PARTICIPATION_MAX))
    return clip(math.floor(x), BEHAVIOUR_MAX)


@rule
def resting_trust(p: EscalateParameters) -> int:
    """Return the level to which trust in care recovers."""
    return clip(int(p.trust_rest), TRUST_MAX)
