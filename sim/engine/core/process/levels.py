"""Hazards that change while they run, and levels that relax one step at a scheduled time."""

from sim.draws import Kind
from sim.engine.core.memory.fields import place_of
from sim.engine.core.memory.lane import plan, today
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.state import Arrangement, Clock, Lane, Team, Youth
from sim.engine.phases import Phase, What
from sim.rules import clock as rule
from sim.rules import escalate, staff, start, step_down
from sim.rules.functions import (
    BEHAVIOUR_MAX,
    COMPETENCE_MAX,
    FEAR_MAX,
    STRAIN_MAX,
    TRUST_MAX,
    clip,
    towards,
    whole_days,
)

NEVER = rule.NEVER


# --- clocks ---------------------------------------------------------------------------------------


@handler
def wind(clock: Clock, left: int) -> None:
    """Start on a new threshold; it runs once a rate is set."""
    clock.left = left
    clock.daily = 0
    clock.since = today(clock)
    clock.due = NEVER


@handler
def set_rate(
    clock: Clock, daily: int, phase: int, kind: int, entity: int, what: int, place: int
) -> None:
    """Spend what passed at the old rate, go on at the new one from tomorrow."""
    lane = Lane(clock, 0)
    clock.left = rule.spent(clock.left, clock.daily, lane.today - clock.since)
    clock.since = lane.today
    clock.daily = daily
    clock.due = lane.today + rule.days_until(clock.left, daily)
    if clock.due < clock.entry and clock.due < lane.n_days:
        clock.entry = clock.due
        plan(clock, clock.due, phase, kind, entity, what, place)


@handler
def strikes(clock: Clock, phase: int, kind: int, entity: int, what: int, place: int) -> bool:
    """Tell whether an entry of the agenda is the clock striking.

    If it was postponed meanwhile, plan it anew.
    """
    lane = Lane(clock, 0)
    if clock.entry != lane.today:
        return False  # a stale copy
    clock.entry = NEVER
    if clock.due == lane.today:
        clock.due = NEVER
        clock.daily = 0
        return True
    if clock.due < lane.n_days:
        clock.entry = clock.due
        plan(clock, clock.due, phase, kind, entity, what, place)
    return False


@handler
def set_incident_rate(youth: Youth, daily: int) -> None:
    """Set the hazard of a serious incident."""
    set_rate(
        youth.incidents, daily, Phase.INCIDENT, Kind.YOUTH, youth.id, What.INCIDENT, place_of(youth)
    )


@handler
def set_relapse_rate(youth: Youth, daily: int) -> None:
    """Set the hazard of a relapse."""
    set_rate(
        youth.relapses, daily, Phase.LEAVE, Kind.YOUTH, youth.id, What.RELAPSE, place_of(youth)
    )


@handler
def set_departure_rate(team: Team, daily: int) -> None:
    """Set the hazard of a departure."""
    set_rate(
        team.departures, daily, Phase.STAFF, team.kind, team.id, What.DEPARTURE, place_of(team)
    )


# --- what follows from the state ------------------------------------------------------------------


@handler
def is_alone(arrangement: Arrangement) -> bool:
    """In a unit or a separate location."""
    return start.is_alone(arrangement.variant)


@handler
def is_outside(arrangement: Arrangement) -> bool:
    """Outside a group, with a core team of its own."""
    return start.is_outside(arrangement.variant)


@handler
def has_place(youth: Youth) -> bool:
    """Tell whether the youth has a place in care."""
    return place_of(youth.location) != 0


@handler
def has_one_to_one(youth: Youth) -> bool:
    """Tell whether the youth has a running 1:1 arrangement."""
    return place_of(youth.arrangement) != 0


@handler
def level_of(youth: Youth) -> int:
    """Return the rung of the running arrangement, 0 without one."""
    return youth.arrangement.level if has_one_to_one(youth) else 0


@handler
def team_of(youth: Youth) -> Team:
    """Return the team in whose care the youth is, or nobody."""
    if has_place(youth):
        return youth.location.team
    if has_one_to_one(youth):
        return youth.arrangement.own_team
    return Team(youth, 0)


@handler
def stability_of(team: Team) -> float:
    """Return settled positions / positions, 0..1."""
    return staff.share_of_positions(team.n_held[staff.SETTLED], team.n_positions)


@handler
def not_permanent(team: Team) -> float:
    """Return the share of positions vacant or held by agency staff."""
    n = team.n_held[staff.VACANT] + team.n_held[staff.AGENCY]
    return staff.share_of_positions(n, team.n_positions)


@handler
def dependency_of(youth: Youth) -> float:
    """Return dependency on 1:1, of the running arrangement or the last one, 0..1."""
    days = (
        today(youth) - youth.arrangement.day_start
        if has_one_to_one(youth)
        else youth.days_one_to_one
    )
    return step_down.dependency(days, youth.region.p.step_down)


@handler
def days_age(youth: Youth) -> int:
    """Return the age in days."""
    return today(youth) - youth.day_born


# --- levels ---------------------------------------------------------------------------------------


@handler
def resting_behaviour(youth: Youth) -> int:
    """Return the level to which behaviour relaxes."""
    team = team_of(youth)
    stability = stability_of(team) if place_of(team) != 0 else 0.5
    is_isolated = has_one_to_one(youth) and is_alone(youth.arrangement)
    dependency = dependency_of(youth) if is_isolated else 0.0  # counts in isolation only
    return escalate.resting_behaviour(
        youth.severity, stability, is_isolated, dependency, youth.region.p.escalation
    )


@handler
def watch_behaviour(youth: Youth) -> None:
    """Plan one step of relaxation if behaviour is not at rest and none is planned."""
    level = youth.behaviour
    if not level.is_planned and level.value != resting_behaviour(youth):
        level.is_planned = True
        day = today(youth) + whole_days(youth.region.p.escalation.days_behaviour)
        plan(youth, day, Phase.INCIDENT, Kind.YOUTH, youth.id, What.BEHAVIOUR, place_of(youth))


@handler
def move_behaviour(youth: Youth, by: int) -> None:
    """Raise or lower behaviour."""
    youth.behaviour.value = clip(youth.behaviour.value + by, BEHAVIOUR_MAX)
    watch_behaviour(youth)


@handler
def watch_trust(youth: Youth) -> None:
    """Plan one step of recovery if trust is not at rest and none is planned."""
    level, p = youth.trust, youth.region.p.escalation
    if not level.is_planned and level.value != escalate.resting_trust(p):
        level.is_planned = True
        plan(
            youth,
            today(youth) + whole_days(p.days_trust),
            Phase.INCIDENT,
            Kind.YOUTH,
            youth.id,
            What.TRUST,
            place_of(youth),
        )


@handler
def move_trust(youth: Youth, by: int) -> None:
    """Raise or lower trust."""
    youth.trust.value = clip(youth.trust.value + by, TRUST_MAX)
    watch_trust(youth)


@handler
def watch_fear(arrangement: Arrangement) -> None:
    """Plan one step of relaxation if fear is not at rest and none is planned."""
    level = arrangement.fear
    if not level.is_planned and level.value != 0:
        level.is_planned = True
        day = today(arrangement) + whole_days(arrangement.region.p.step_down.days_fear)
        plan(
            arrangement,
            day,
            Phase.INCIDENT,
            Kind.ARRANGEMENT,
            arrangement.id,
            What.FEAR,
            place_of(arrangement),
        )


@handler
def move_fear(arrangement: Arrangement, by: int) -> None:
    """Raise or lower fear."""
    arrangement.fear.value = clip(arrangement.fear.value + by, FEAR_MAX)
    watch_fear(arrangement)


@handler
def watch_competence(team: Team) -> None:
    """Plan one step toward rest if competence is not at rest and none is planned."""
    level = team.competence
    if not level.is_planned and level.value != staff.resting_competence(
        stability_of(team), team.region.p.staff
    ):
        level.is_planned = True
        day = today(team) + whole_days(team.region.p.staff.days_competence)
        plan(team, day, Phase.STAFF, team.kind, team.id, What.COMPETENCE, place_of(team))


@handler
def move_competence(team: Team, by: int) -> None:
    """Raise or lower competence."""
    team.competence.value = clip(team.competence.value + by, COMPETENCE_MAX)
    watch_competence(team)


@handler
def watch_strain(team: Team) -> None:
    """Plan one step of relaxation if strain is not at rest and none is planned."""
    level = team.strain
    if not level.is_planned and level.value != 0:
        level.is_planned = True
        day = today(team) + whole_days(team.region.p.escalation.days_strain)
        plan(team, day, Phase.STAFF, team.kind, team.id, What.STRAIN, place_of(team))


@handler
def move_strain(team: Team, by: int) -> None:
    """Raise or lower strain."""
    team.strain.value = clip(team.strain.value + by, STRAIN_MAX)
    watch_strain(team)


@handler
def relax_behaviour(youth: Youth) -> None:
    """One step, if the youth is in the system."""
    youth.behaviour.is_planned = False
    if youth.is_present:
        youth.behaviour.value = towards(youth.behaviour.value, resting_behaviour(youth))
        change_youth(youth)
        watch_behaviour(youth)


@handler
def relax_trust(youth: Youth) -> None:
    """One step, if the youth is in the system."""
    youth.trust.is_planned = False
    if youth.is_present:
        rest = escalate.resting_trust(youth.region.p.escalation)
        youth.trust.value = towards(youth.trust.value, rest)
        change_youth(youth)
        watch_trust(youth)


@handler
def relax_fear(arrangement: Arrangement) -> None:
    """One step, while the arrangement runs; no daily rate depends on fear."""
    arrangement.fear.is_planned = False
    if arrangement.is_present:
        arrangement.fear.value = towards(arrangement.fear.value, 0)
        watch_fear(arrangement)


@handler
def relax_competence(team: Team) -> None:
    """One step, while the team exists."""
    team.competence.is_planned = False
    if team.is_present:
        team.competence.value = towards(
            team.competence.value, staff.resting_competence(stability_of(team), team.region.p.staff)
        )
        change_team(team)
        watch_competence(team)


@handler
def relax_strain(team: Team) -> None:
    """One step, while the team exists."""
    team.strain.is_planned = False
    if team.is_present:
        team.strain.value = towards(team.strain.value, 0)
        change_team(team)
        watch_strain(team)


# --- what this evening's accounting looks at ------------------------------------------------------


@handler
def change_youth(youth: Youth) -> None:
    """Have this evening's accounting set the youth's rates anew."""
    if not youth.is_listed:
        youth.is_listed = True
        youth.next_changed = youth.region.changed_youth
        youth.region.changed_youth = youth


@handler
def change_team(team: Team) -> None:
    """Have this evening's accounting set the rates of the team and its youths anew."""
    if not team.is_listed:
        team.is_listed = True
        team.next_changed = team.region.changed_team
        team.region.changed_team = team
