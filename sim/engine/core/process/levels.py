"""Hazards that change while they run, and levels that relax one step at a scheduled time."""

from collections.abc import Callable
from typing import Any, NamedTuple

from sim.engine.core.memory.fields import place_of
from sim.engine.core.memory.lane import plan, today
from sim.engine.core.memory.machine import handler, inlined
from sim.engine.core.memory.parts import Clock
from sim.engine.core.memory.people import Arrangement, Youth
from sim.engine.core.memory.state import Lane, Team
from sim.engine.phases import What
from sim.rules import clock as rule
from sim.rules import escalate, participate, staff, start, step_down
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


@inlined
def due(clock: Clock) -> int:
    """Return the day on which it strikes if nothing changes."""
    return clock.since + rule.days_until(clock.left, clock.daily)


@inlined
def set_rate(clock: Clock, who: Any, daily: int, what: int) -> None:
    """Spend what passed at the old rate, go on at the new one from tomorrow.

    Its day is reckoned only where it comes before that of its entry in the agenda: later ones are
    found when the entry comes up.
    """
    if daily == clock.daily:
        return
    lane = Lane(clock, 0)
    passed = clock.daily * (lane.today - clock.since)
    clock.left = rule.spent(clock.left, 1, passed, clock.left)
    clock.since = lane.today
    clock.daily = daily
    if rule.is_spent_within(clock.left, daily, min(clock.entry, lane.n_days) - 1 - lane.today):
        clock.entry = due(clock)
        plan(who, clock.entry, what)


@inlined
def strikes(clock: Clock, who: Any, what: int) -> bool:
    """Tell whether an entry of the agenda is the clock striking.

    If it was postponed meanwhile, plan it anew.
    """
    lane = Lane(clock, 0)
    if clock.entry != lane.today:
        return False  # a stale copy
    clock.entry = NEVER
    day = due(clock)
    if day == lane.today:
        clock.daily = 0
        return True
    if day < lane.n_days:
        clock.entry = day
        plan(who, day, what)
    return False


@handler
def set_relapse_rate(youth: Youth, daily: int) -> None:
    """Set the hazard of a relapse."""
    set_rate(youth.relapses, youth, daily, What.RELAPSE)


@handler
def set_departure_rate(team: Team, daily: int) -> None:
    """Set the hazard of a departure."""
    set_rate(team.departures, team, daily, What.DEPARTURE)


# --- what follows from the state ------------------------------------------------------------------


@handler
def is_alone(arrangement: Arrangement) -> bool:
    """In a unit or a separate location."""
    return start.is_alone(arrangement.variant)


@handler
def is_outside(arrangement: Arrangement) -> bool:
    """Outside a group, where its own team leads."""
    return start.is_outside(arrangement.variant)


@inlined
def has_place(youth: Youth) -> bool:
    """Tell whether the youth has a place in care."""
    return place_of(youth.location) != 0


@inlined
def has_one_to_one(youth: Youth) -> bool:
    """Tell whether the youth has a running 1:1 arrangement."""
    return place_of(youth.arrangement) != 0


@handler
def level_of(youth: Youth) -> int:
    """Return the rung of the running arrangement, 0 without one."""
    return youth.arrangement.level if has_one_to_one(youth) else 0


@inlined
def team_of(youth: Youth) -> Team:
    """Return the team in whose care the youth is, or nobody."""
    if has_place(youth):
        return youth.location.team
    if has_one_to_one(youth):
        return youth.arrangement.own_team
    return Team(youth, 0)


@inlined
def stability_of(team: Team) -> float:
    """Return settled positions / positions, 0..1."""
    return staff.share_of_positions(team.n_held[staff.SETTLED], team.n_positions)


@handler
def not_permanent(team: Team) -> float:
    """Return the share of positions vacant or held by agency staff."""
    n = team.n_held[staff.VACANT] + team.n_held[staff.AGENCY]
    return staff.share_of_positions(n, team.n_positions)


@handler
def n_filled(team: Team) -> int:
    """Return positions that somebody holds."""
    return team.n_positions - team.n_held[staff.VACANT]


@inlined
def days_dependent(youth: Youth) -> float:
    """Return the days of 1:1 that count for dependency: built up in it, fading out of it."""
    return step_down.days_dependent(
        youth.days_dependent,
        today(youth) - youth.day_dependent,
        has_one_to_one(youth),
        youth.region.p.step_down,
    )


@inlined
def dependency_of(youth: Youth) -> float:
    """Return dependency on 1:1, 0..1."""
    return step_down.dependency(days_dependent(youth), youth.region.p.step_down)


@handler
def count_dependency(youth: Youth) -> None:
    """1:1 starts or ends: from today on it builds up, or fades."""
    youth.days_dependent, youth.day_dependent = days_dependent(youth), today(youth)


@handler
def label_alone(youth: Youth) -> None:
    """A time outside a group ended: it counts against the youth for a while."""
    youth.was_alone, youth.day_alone_ended = True, today(youth)


@inlined
def is_youth_alone(youth: Youth) -> bool:
    """In 1:1 in a unit or a separate location."""
    return has_one_to_one(youth) and is_alone(youth.arrangement)


@handler
def knows_analysis(youth: Youth) -> bool:
    """Tell whether an explanatory analysis is present."""
    return youth.has_analysis or (has_one_to_one(youth) and youth.arrangement.has_analysis)


@handler
def days_age(youth: Youth) -> int:
    """Return the age in days."""
    return today(youth) - youth.day_born


# --- what this evening's accounting looks at ------------------------------------------------------


@inlined
def change_youth(youth: Youth) -> None:
    """Have this evening's accounting set the youth's rates anew."""
    if not youth.is_listed:
        youth.is_listed = True
        youth.next_changed = youth.region.changed_youth
        youth.region.changed_youth = youth


@inlined
def change_team(team: Team) -> None:
    """Have this evening's accounting set the rates of the team and its youths anew."""
    if not team.is_listed:
        team.is_listed = True
        team.next_changed = team.region.changed_team
        team.region.changed_team = team


# --- levels ---------------------------------------------------------------------------------------


@inlined
def resting_behaviour(youth: Youth) -> int:
    """Return the level to which behaviour relaxes."""
    team = team_of(youth)
    stability = stability_of(team) if place_of(team) != 0 else 0.5
    is_isolated = is_youth_alone(youth)
    return escalate.resting_behaviour(
        severity=youth.severity,
        stability=stability,
        is_isolated=is_isolated,
        dependency=dependency_of(youth) if is_isolated else 0.0,  # counts in isolation only
        participation=youth.participation.value,
        p=youth.region.p.escalation,
    )


@handler
def days_behaviour(youth: Youth) -> float:
    """Return the days for behaviour to relax one level."""
    return youth.region.p.escalation.days_behaviour


@handler
def resting_trust(youth: Youth) -> int:
    """Return the level to which trust recovers."""
    return escalate.resting_trust(youth.region.p.escalation)


@handler
def days_trust(youth: Youth) -> float:
    """Return the days for trust to recover one level."""
    return youth.region.p.escalation.days_trust


@handler
def resting_participation(youth: Youth) -> int:
    """Return the level to which participation moves."""
    p, of_setting = youth.region.p, 0.0
    if has_place(youth):
        of_setting = p.setting[youth.location.setting].programme
    return participate.rest(is_youth_alone(youth), has_place(youth), of_setting, p.participation)


@handler
def days_participation(youth: Youth) -> float:
    """Return the days for participation to move one level."""
    return participate.days_per_level(is_youth_alone(youth), youth.region.p.participation)


@handler
def resting_competence(team: Team) -> int:
    """Return the level to which competence moves."""
    return staff.resting_competence(stability_of(team), team.region.p.staff)


@handler
def days_competence(team: Team) -> float:
    """Return the days for competence to move one level."""
    return team.region.p.staff.days_competence


@handler
def days_strain(team: Team) -> float:
    """Return the days for strain to relax one level."""
    return team.region.p.escalation.days_strain


@handler
def days_fear(arrangement: Arrangement) -> float:
    """Return the days for fear to relax one level."""
    return arrangement.region.p.step_down.days_fear


@handler
def none(who: Any) -> int:
    """Return the rest of what relaxes to nothing."""
    return 0


@handler
def change_nothing(who: Any) -> None:
    """No daily rate depends on it."""


class Relaxing(NamedTuple):
    """What can be done with one level."""

    watch: Callable[[Any], None]
    move: Callable[[Any, int], None]
    relax: Callable[[Any], None]


def relaxing(
    field: str,
    highest: int,
    rest: Callable[[Any], int],
    days: Callable[[Any], float],
    what: int,
    change: Callable[[Any], None],
) -> Relaxing:
    """Return the handlers of a level that relaxes one step at a scheduled time.

    Args:
        field: field that holds the level.
        highest: it lies in 0..highest.
        rest: the level to which it relaxes.
        days: days per step.
        what: the event that is one step.
        change: whom this evening's accounting must look at once the level has moved.
    """

    @inlined
    def watch(who: Any) -> None:
        """Plan one step toward rest if the level is not there and none is planned."""
        level = getattr(who, field)
        if not level.is_planned and level.value != rest(who):
            level.is_planned = True
            plan(who, today(who) + whole_days(days(who)), what)

    @handler
    def move(who: Any, by: int) -> None:
        """Raise or lower the level, held within its range."""
        level = getattr(who, field)
        level.value = clip(level.value + by, highest)
        change(who)
        watch(who)

    @handler
    def relax(who: Any) -> None:
        """One step, if who has the level is still there."""
        level = getattr(who, field)
        level.is_planned = False
        if who.is_present:
            level.value = towards(level.value, rest(who))
            change(who)
            watch(who)

    return Relaxing(watch, move, relax)


watch_behaviour, move_behaviour, relax_behaviour = relaxing(
    "behaviour",
    BEHAVIOUR_MAX,
    resting_behaviour,
    days_behaviour,
    What.BEHAVIOUR,
    change_youth,
)
watch_trust, move_trust, relax_trust = relaxing(
    "trust", TRUST_MAX, resting_trust, days_trust, What.TRUST, change_youth
)
watch_participation, move_participation, relax_participation = relaxing(
    "participation",
    participate.PARTICIPATION_MAX,
    resting_participation,
    days_participation,
    What.PARTICIPATION,
    change_youth,
)
watch_fear, move_fear, relax_fear = relaxing(
    "fear", FEAR_MAX, none, days_fear, What.FEAR, change_nothing
)
watch_competence, move_competence, relax_competence = relaxing(
    "competence",
    COMPETENCE_MAX,
    resting_competence,
    days_competence,
    What.COMPETENCE,
    change_team,
)
watch_strain, move_strain, relax_strain = relaxing(
    "strain", STRAIN_MAX, none, days_strain, What.STRAIN, change_team
)
