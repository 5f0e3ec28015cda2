"""What surrounds the youths of a team, and the rates of tomorrow that follow: of departures, of
incidents and of relapse (processes 5, 11 and 12).
"""

from sim.engine.core.memory.fields import is_some, place_of
from sim.engine.core.memory.lane import today
from sim.engine.core.memory.machine import handler, inlined
from sim.engine.core.memory.people import Youth
from sim.engine.core.memory.state import Team
from sim.engine.core.process.labour import is_own
from sim.engine.core.process.levels import (
    change_youth,
    has_place,
    set_departure_rate,
    set_relapse_rate,
    stability_of,
    team_of,
    watch_behaviour,
    watch_competence,
)
from sim.engine.core.process.team import (
    fit_of_arrangement,
    fit_of_location,
    n_uncovered,
    n_usable,
)
from sim.engine.core.process.team_time import set_pace
from sim.rules import clock, close_places, escalate, relapse, staff

# what changed around a team's youths: nothing; what only the pace of incidents depends on;
# stability, on which their relapse and the rest of their behaviour depend too; who has 1:1, on
# which their own rates depend
NOTHING, AROUND, STABILITY, EVERYTHING = 0, 1, 2, 3


@inlined
def look_around(team: Team) -> int:
    """Take up what surrounds the team's youths; tell what of it changed."""
    stability, competence = stability_of(team), team.competence.value
    occupancy, n_group, n_one_to_one, log_setting = 1.0, 1.0, 0, 0.0
    if is_some(team.location):
        location = team.location
        occupancy = close_places.occupancy(location.n_places, location.n_present)
        n_group, n_one_to_one = float(n_usable(location)), location.n_one_to_one
        fit = fit_of_location(location)
        log_setting = location.region.p.setting[location.setting].incidents
    else:
        fit = fit_of_arrangement(team.arrangement)
    changed = NOTHING
    if n_one_to_one != team.n_one_to_one:
        changed = EVERYTHING
    elif stability != team.stability:
        changed = STABILITY
    elif (
        competence != team.level_competence
        or occupancy != team.occupancy
        or n_group != team.n_group
        or fit != team.fit
        or log_setting != team.log_setting
        or team.n_changes != team.region.n_changes
    ):
        changed = AROUND
    if changed != NOTHING:
        team.stability, team.level_competence, team.occupancy = stability, competence, occupancy
        team.n_group, team.n_one_to_one, team.fit = n_group, n_one_to_one, fit
        team.log_setting, team.n_changes = log_setting, team.region.n_changes
        rate = escalate.rate_around(around(team), team.region.p.escalation)
        set_pace(team, clock.daily(rate))
    return changed


@handler
def around(team: Team) -> escalate.Exposure:
    """Return what surrounds the team's youths, and nothing of any youth."""
    return escalate.Exposure(
        severity=0.5,
        behaviour=0,
        trust=0,
        match=0.5,
        occupancy=team.occupancy,
        n_group=team.n_group,
        has_peer_with_one_to_one=False,
        stability=team.stability,
        competence=team.level_competence,
        fit=team.fit,
        is_one_to_one=False,
        uncovered=0.0,
        dependency=0.0,
        log_setting=team.log_setting,
    )


@handler
def set_rates_of_team(team: Team) -> None:
    """Set tomorrow's rate of departures, and the pace of its youths' incidents.

    Have the youths' own rates set anew if who of them has 1:1 changed, and look at what else
    depends on how stable it is.
    """
    if not team.is_present:
        return
    set_rate_of_departures(team)
    changed = look_around(team)
    if changed < STABILITY:
        return
    if not is_some(team.location):
        feel(team.arrangement.youth, team)
        return
    for seat in range(team.location.n_present):
        youth = team.location.youths[seat]
        if changed == EVERYTHING:
            change_youth(youth)
        else:
            feel(youth, team)


@inlined
def feel(youth: Youth, team: Team) -> None:
    """A team is more or less stable: behaviour may rest elsewhere, and relapse be nearer."""
    if place_of(team_of(youth)) == place_of(team):
        watch_behaviour(youth)
        if has_place(youth):
            set_rate_of_relapse(youth, team.stability)


@inlined
def set_rate_of_departures(team: Team) -> None:
    """Set tomorrow's rate of departures, and see to competence, unless all that they depend on is
    as it was when this was last done.
    """
    n, held, uncovered = team.n_positions, team.n_held, n_uncovered(team)
    seen_held = ((n << 16 | held[staff.SETTLED]) << 16 | held[staff.NEW]) << 15 | held[staff.VACANT]
    if (
        seen_held == team.seen_held
        and levels_seen(team, uncovered) == team.seen_levels
        and team.region.n_staff_changes == team.seen_changes
        and team.departures.daily != 0
    ):
        return
    p = team.region.p.staff
    rate = staff.departure_rate(
        n_settled=held[staff.SETTLED],
        n_new=held[staff.NEW],
        strain=team.strain.value,
        one_to_one_load=staff.one_to_one_load(is_own(team), uncovered, n),
        vacant=staff.share_of_positions(held[staff.VACANT], n),
        leadership=team.leadership,
        p=p,
    )
    set_departure_rate(team, clock.daily(rate))
    watch_competence(team)
    team.seen_held, team.seen_levels = seen_held, levels_seen(team, uncovered)
    team.seen_changes = team.region.n_staff_changes


@inlined
def levels_seen(team: Team, uncovered: int) -> int:
    """Return strain, competence, whether a step of it is planned, and posts that are uncovered."""
    levels = (uncovered << 8 | team.strain.value) << 8 | team.competence.value
    return levels << 1 | int(team.competence.is_planned)


@inlined
def set_rate_of_relapse(youth: Youth, stability: float) -> None:
    """Set tomorrow's rate of relapse of a youth in a place, with a team so stable."""
    if today(youth) < youth.day_at_risk_until:
        set_relapse_rate(youth, clock.daily(relapse_rate(youth, stability)))


@inlined
def relapse_rate(youth: Youth, stability: float) -> float:
    """Return the rate of relapse per day, with a team so stable."""
    return relapse.relapse_rate(
        behaviour=youth.behaviour.value,
        severity=youth.severity,
        abruptness=youth.abruptness,
        stability=stability,
        participation=youth.participation.value,
        p=youth.region.p.relapse,
    )
