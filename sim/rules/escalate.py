"""Process 4, escalation.

The rate of incidents, whether the team copes, what happens if it does not. Source: S0, Redenen; S2,
Interviews start.
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
    p_jump_two: float  # chance that an incident raises behaviour by two levels instead of one
    cope_base: float  # log-odds of coping at reference
    cope_per_stability: float  # log-odds from no to all settled
    cope_per_competence: float  # log-odds from no to full competence
    cope_per_behaviour: float  # log-odds from calmest to most intense
    cope_per_severity: float  # log-odds per unit of severity
    cope_per_strain: float  # log-odds from no to full strain
    cope_per_vacancy: float  # log-odds from no to all positions vacant or agency
    keep_with_group_funding: (
        float  # added chance of being kept with 1:1 when the group is funded for it
    )
    p_secure_after_expulsion: (
        float  # chance that a closed place is indicated after an expulsion, at severity 0.5
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


@rule
def incident_rate(
    severity: float,
    behaviour: int,
    trust: int,
    match: float,
    occupancy: float,
    n_group: float,
    has_peer_with_one_to_one: bool,
    stability: float,
    competence: int,
    fit: float,
    is_one_to_one: bool,
    dependency: float,
    log_setting: float,
    p: EscalateParameters,
) -> float:
    """Return the rate of serious incidents per day of one youth.

    Args:
        severity: chronic, 0..1.
        behaviour: level 0..5.
        trust: level 0..10.
        match: quality of the match of the place, 0..1.
        occupancy: youths / places of the location, 0..1 (1 for an arrangement alone).
        n_group: places of the group (1 for an arrangement alone).
        has_peer_with_one_to_one: a peer in the same group has 1:1.
        stability: settled positions / positions, 0..1.
        competence: level 0..10.
        fit: physical fit, 0..1.
        is_one_to_one: the youth has 1:1.
        dependency: 0..1; relief fades with it.
        log_setting: log of the setting's own factor.
        p: parameters.
    Source: K03, K05, K08, K31, K43, K44, K47, K49; P5. Form: log-linear, assumption.
    """
    x = log_setting
    x += p.per_severity * (severity - 0.5) + p.per_behaviour * share_of(behaviour, BEHAVIOUR_MAX)
    x += (
        p.per_occupancy * (occupancy - 1.0)
        + p.per_group_size * (n_group - 6.0)
        + p.per_mismatch * (0.5 - match)
    )
    x += p.per_stability * (stability - 0.5) + p.per_competence * (
        share_of(competence, COMPETENCE_MAX) - 0.5
    )
    x += p.per_fit * (fit - 0.5) + p.per_trust * (share_of(trust, TRUST_MAX) - 0.5)
    if has_peer_with_one_to_one:
        x += p.peer_one_to_one
    if is_one_to_one:
        x -= p.one_to_one_relief * (1.0 - dependency)
    return per_day(p.per_year) * math.exp(x)


@rule
def behaviour_after_incident(u: float, behaviour: int, p: EscalateParameters) -> int:
    """Return the level of behaviour after an incident: one up, sometimes two."""
    jump = 2 if u < p.p_jump_two else 1
    return clip(behaviour + jump, BEHAVIOUR_MAX)


@rule
def p_cope(
    setting_cope: float,
    stability: float,
    competence: int,
    behaviour: int,
    severity: float,
    strain: int,
    not_permanent: float,
    p: EscalateParameters,
) -> float:
    """Return the chance that the team copes with an incident.

    The opposite is handelingsverlegenheid (K04, K07). `not_permanent` is the share of positions
    that are vacant or held by agency staff.
    """
    x = (
        p.cope_base
        + setting_cope
        + p.cope_per_stability * (stability - 0.5)
        + p.cope_per_competence * (share_of(competence, COMPETENCE_MAX) - 0.5)
    )
    x += p.cope_per_behaviour * share_of(behaviour, BEHAVIOUR_MAX) + p.cope_per_severity * (
        severity - 0.5
    )
    x += p.cope_per_strain * share_of(strain, STRAIN_MAX) + p.cope_per_vacancy * not_permanent
    return logistic(x)


@rule
def p_kept_with_one_to_one(p_keep: float, group_funding: float, p: EscalateParameters) -> float:
    """Return the chance that a youth with whom the team cannot cope is kept with 1:1 in the group
    rather than having to leave.
    """
    return min(max(p_keep + p.keep_with_group_funding * group_funding, 0.0), 1.0)


@rule
def p_secure_after_expulsion(severity: float, p: EscalateParameters) -> float:
    """Return the chance that a closed place is indicated for a youth who had to leave.

    In proportion to severity.
    """
    return min(p.p_secure_after_expulsion * 2.0 * severity, 1.0)


@rule
def p_give_up(fear: int, p: EscalateParameters) -> float:
    """Return the chance that a provider gives up an arrangement after an incident it did not cope
    with; rises with fear.
    """
    return logistic(p.give_up_base + p.give_up_per_fear * share_of(fear, FEAR_MAX))


@rule
def resting_behaviour(
    severity: float, stability: float, is_isolated: bool, dependency: float, p: EscalateParameters
) -> int:
    """Return the level to which behaviour relaxes.

    Set by severity, the team and, in the long run, isolation (K37, K44, K50).
    """
    x = p.rest_per_severity * severity + p.rest_per_instability * (1.0 - stability)
    if is_isolated:
        x += p.rest_isolated * dependency
    return clip(math.floor(x), BEHAVIOUR_MAX)
