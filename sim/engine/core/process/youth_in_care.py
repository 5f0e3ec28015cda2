"""One youth in care: moves in, has incidents, moves on, comes back (processes 3, 4, 10).

Leaving: `youth_leaves.py`; what is asked for: `youth_seeks.py`.
"""

from sim.draws import Purpose
from sim.engine.core.memory import cells
from sim.engine.core.memory.fields import is_some
from sim.engine.core.memory.lane import draw, log, plan, today
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.state import Location, Youth
from sim.engine.core.process.arrangement import not_coped, start_arrangement
from sim.engine.core.process.arrangement_ends import move_on
from sim.engine.core.process.books import move, setting_of, tally
from sim.engine.core.process.levels import (
    NEVER,
    change_team,
    change_youth,
    days_age,
    dependency_of,
    has_one_to_one,
    has_place,
    move_behaviour,
    move_competence,
    move_strain,
    not_permanent,
    resting_behaviour,
    set_incident_rate,
    set_relapse_rate,
    stability_of,
    team_of,
    watch_behaviour,
    watch_trust,
    wind,
)
from sim.engine.core.process.location import take_in
from sim.engine.core.process.youth_leaves import (
    ask_in_crisis,
    expel,
    go_home,
    leave_place,
    move_unplanned,
)
from sim.engine.core.process.youth_seeks import ask, close_case, stop_asking
from sim.engine.phases import Fact, What
from sim.names import Cause, Variant, Wait
from sim.rules import arrive, clock, escalate, follow_up, relapse, search, start, stay


@handler
def enter(youth: Youth) -> None:
    """Come into the system."""
    youth.is_present = True
    youth.behaviour.value = max(youth.behaviour.value, resting_behaviour(youth))
    watch_behaviour(youth)
    watch_trust(youth)
    move(youth)


# --- a stay (process 3) ---------------------------------------------------------------------------


@handler
def move_in(youth: Youth, location: Location, match: float) -> None:
    """Move into a place. A move from another place or out of 1:1 is a planned move; 1:1 ends."""
    days_waited, is_crisis = today(youth) - youth.day_asked, youth.is_crisis
    youth.n_moves += int(has_place(youth) or has_one_to_one(youth))
    if has_one_to_one(youth):
        move_on(youth.arrangement)
    if has_place(youth):
        leave_place(youth, False)
    stop_asking(youth)
    close_case(youth)
    youth.location, youth.match = location, match
    take_in(location, youth)
    youth.days_waited, youth.stay_in_crisis = days_waited, is_crisis
    youth.day_stay_start = today(youth)
    plan_end(youth)
    log(youth, Fact.PLACED, youth.id, location.setting)
    move(youth)
    change_youth(youth)


@handler
def plan_end(youth: Youth) -> None:
    """Plan the end of the stay."""
    p = youth.region.p.setting[youth.location.setting]
    youth.day_stay_end = today(youth) + stay.days_planned_stay(draw(youth, Purpose.STAY_LENGTH), p)
    plan(youth, youth.day_stay_end, What.STAY_END)


@handler
def end_stay(youth: Youth) -> None:
    """The planned end: home, or a request for a follow-up place.

    Waiting for it, the youth keeps the place.
    """
    if not has_place(youth) or youth.day_stay_end != today(youth):
        return
    youth.day_stay_end = NEVER
    youth.was_alone = False  # a stay that was completed takes the label of 1:1 away
    setting = youth.location.setting
    p = youth.region.p.setting[setting]
    may_go_home = stay.may_go_home(has_one_to_one(youth))
    if may_go_home and stay.goes_home(draw(youth, Purpose.HOME_AFTER), p):
        go_home(youth)
    elif follow_up.is_stay_prolonged(setting, days_age(youth), youth.region.p.follow_up):
        plan_end(youth)  # too young for a follow-up place: the stay is prolonged
    else:
        ask(youth, Wait.FOLLOW_UP, False, False)
        youth.day_patience = today(youth) + stay.days_of_patience(draw(youth, Purpose.PATIENCE), p)
        plan(youth, youth.day_patience, What.PATIENCE)


@handler
def lose_patience(youth: Youth) -> None:
    """The place can be kept no longer: 1:1 bridges the gap, or the youth goes home."""
    if not has_place(youth) or youth.wait != Wait.FOLLOW_UP or youth.day_patience != today(youth):
        return
    p = youth.region.p.setting[youth.location.setting]
    if stay.is_bridged(draw(youth, Purpose.KEEP), p):
        leave_place(youth, True)
        stop_asking(youth)
        start_arrangement(youth, 0, Cause.NO_FOLLOW_UP.value, False)
    else:
        go_home(youth)


# --- escalation (process 4) -----------------------------------------------------------------------


@handler
def set_rates_of_youth(youth: Youth) -> None:
    """Set tomorrow's rates of incidents and of relapse."""
    team = team_of(youth)
    if not is_some(team) or not youth.is_present:
        return
    watch_behaviour(youth)  # the level at which it rests may have moved with the team or the place
    is_one_to_one = has_one_to_one(youth)
    exposure = escalate.Exposure(
        severity=youth.severity,
        behaviour=youth.behaviour.value,
        trust=youth.trust.value,
        match=youth.match,
        occupancy=team.occupancy,
        n_group=team.n_group,
        has_peer_with_one_to_one=team.n_one_to_one > int(is_one_to_one),
        stability=team.stability,
        competence=team.level_competence,
        fit=team.fit,
        is_one_to_one=is_one_to_one,
        dependency=dependency_of(youth) if is_one_to_one else 0.0,
        log_setting=team.log_setting,
    )
    rate = escalate.incident_rate(exposure, youth.region.p.escalation)
    set_incident_rate(youth, clock.daily(rate))
    if has_place(youth) and today(youth) < youth.day_at_risk_until:
        rate = relapse.relapse_rate(
            behaviour=youth.behaviour.value,
            severity=youth.severity,
            abruptness=youth.abruptness,
            stability=team.stability,
            p=youth.region.p.relapse,
        )
        set_relapse_rate(youth, clock.daily(rate))


@handler
def suffer_incident(youth: Youth) -> None:
    """A serious incident.

    The team copes, or 1:1 is put beside the youth, or the youth must leave.
    """
    team = team_of(youth)
    if not is_some(team) or not youth.is_present:
        return
    p = youth.region.p.escalation
    wind(youth.incidents, clock.threshold(draw(youth, Purpose.INCIDENT)))
    move_behaviour(
        youth,
        escalate.behaviour_after_incident(draw(youth, Purpose.JUMP), youth.behaviour.value, p)
        - youth.behaviour.value,
    )
    move_strain(team, 1)
    change_youth(youth)
    change_team(team)
    log(youth, Fact.INCIDENT, youth.id, youth.behaviour.value)
    cope = youth.location.region.p.setting[youth.location.setting].cope if has_place(youth) else 0.0
    met = escalate.Incident(
        setting_cope=cope,
        stability=stability_of(team),
        competence=team.competence.value,
        behaviour=youth.behaviour.value,
        severity=youth.severity,
        strain=team.strain.value,
        not_permanent=not_permanent(team),
    )
    if escalate.is_coped(draw(youth, Purpose.COPE), met, p):
        log(youth, Fact.COPED, youth.id, youth.behaviour.value)
        if escalate.gives_experience(draw(youth, Purpose.EXPERIENCE), p):
            move_competence(team, 1)
    elif has_one_to_one(youth):
        not_coped(youth.arrangement)
    else:
        not_coped_in_group(youth)


@handler
def not_coped_in_group(youth: Youth) -> None:
    """Kept with 1:1 in the group, or out."""
    p = youth.region.p
    if escalate.is_kept_with_one_to_one(
        draw(youth, Purpose.KEEP),
        p.setting[youth.location.setting].p_keep,
        p.start.p_shared_rung,
        p.escalation,
    ):
        start_arrangement(youth, Variant.GROUP.value, Cause.ESCALATION.value, True)
    else:
        expel(youth)


@handler
def start_reactive(youth: Youth) -> None:
    """A crisis without a place is borne no longer.

    1:1 starts, with the nearest reason as its cause.
    """
    cause = start.cause_of_start(
        youth.is_expelled, youth.n_refused, youth.is_secure, youth.was_offered_secure
    )
    stop_asking(youth)
    start_arrangement(youth, 0, cause, True)


# --- coming back (process 10) ---------------------------------------------------------------------


@handler
def suffer_relapse(youth: Youth) -> None:
    """It goes wrong again, at home or in the new place: back to the search, with one more move."""
    if not relapse.is_counted(today(youth), youth.day_at_risk_until, youth.day_limit):
        return
    youth.day_at_risk_until = -1
    if not youth.is_present:
        log(youth, Fact.RETURNED, youth.id, youth.n_moves)
        youth.day_left = -1
        tally(youth.region, cells.RETURNED, 1)
        enter(youth)
        move_unplanned(youth)
        luck = draw(youth, Purpose.CRISIS)
        is_crisis = arrive.is_in_crisis(luck, youth.region.p.arrival)
        ask(youth, search.what_to_ask(youth.is_secure), is_crisis, False)
    elif has_place(youth):
        log(youth, Fact.RELAPSED, youth.id, setting_of(youth))
        leave_place(youth, True)
        ask_in_crisis(youth, True)
