"""One youth in care: stays end, incidents happen, who went home comes back (processes 4, 10).

Moving in: `youth_moves.py`; leaving: `youth_leaves.py`; what is asked for: `youth_seeks.py`.
"""

from sim.draws import Purpose
from sim.engine.core.memory import cells
from sim.engine.core.memory.fields import is_some
from sim.engine.core.memory.lane import draw, draw_four, log, today
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.people import Youth
from sim.engine.core.memory.state import Team
from sim.engine.core.process.applications import was_told
from sim.engine.core.process.arrangement import not_coped
from sim.engine.core.process.books import count_programme, move, tally, uncovered_of
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
    move_trust,
    not_permanent,
    resting_behaviour,
    stability_of,
    team_of,
    watch_behaviour,
    watch_participation,
    watch_trust,
)
from sim.engine.core.process.one_to_one import ask_one_to_one, be_patient
from sim.engine.core.process.surroundings import set_rate_of_relapse
from sim.engine.core.process.team import staff_ratio
from sim.engine.core.process.team_time import set_weight, wind_incidents
from sim.engine.core.process.youth_leaves import (
    expel,
    go_home,
    leave_place,
    move_unplanned,
)
from sim.engine.core.process.youth_moves import plan_end
from sim.engine.core.process.youth_seeks import ask, ask_from_home, ask_in_crisis
from sim.engine.phases import Fact
from sim.names import Answer, Cause, Variant, Wait
from sim.rules import arrive, clock, escalate, follow_up, need, relapse, start, stay
from sim.rules.functions import years


@handler
def enter(youth: Youth) -> None:
    """Come into the system."""
    youth.is_present = True
    youth.behaviour.value = max(youth.behaviour.value, resting_behaviour(youth))
    watch_behaviour(youth)
    watch_trust(youth)
    watch_participation(youth)
    move(youth)


# --- a stay (process 3) ---------------------------------------------------------------------------


@handler
def end_stay(youth: Youth) -> None:
    """The planned end: home, or a request for a follow-up place.

    Waiting for it, the youth keeps the place.
    """
    if not has_place(youth) or youth.day_stay_end != today(youth):
        return
    youth.day_stay_end = NEVER
    setting = youth.location.setting
    p = youth.region.p.setting[setting]
    may_go_home = stay.may_go_home(has_one_to_one(youth))
    if may_go_home and stay.goes_home(draw(youth, Purpose.HOME_AFTER), p):
        go_home(youth)
    elif follow_up.is_stay_prolonged(
        setting, days_age(youth), has_one_to_one(youth), youth.region.p.follow_up
    ):
        plan_end(youth)
    else:
        if youth.wait == Wait.NONE:  # from a bridge the search goes on already
            ask(youth, Wait.FOLLOW_UP.value, False, False)
        be_patient(youth)


@handler
def grow_out_of_closed_care(youth: Youth) -> None:
    """Who has come of age asks for no closed place any more (process 2)."""
    youth.is_secure = need.is_still_asked(
        youth.is_secure, years(days_age(youth)), youth.region.p.need
    )


@handler
def lose_patience(youth: Youth) -> None:
    """The place can be kept no longer: 1:1 is asked for to bridge the gap, or home."""
    if not has_place(youth) or youth.day_patience != today(youth):
        return
    setting = youth.location.setting
    if has_one_to_one(youth):
        be_patient(youth)  # nobody is sent home from 1:1
    elif stay.is_bridged(draw(youth, Purpose.KEEP), youth.region.p.setting[setting]):
        grow_out_of_closed_care(youth)
        cause = start.cause_after_patience(
            stay.is_bridge(setting),
            youth.is_secure,
            was_told(youth, Answer.ACCEPTED.value),
            was_told(youth, Answer.REFUSED.value),
        )
        ask_one_to_one(youth, Variant.NONE.value, cause, False, False)
    else:
        go_home(youth)


# --- escalation (process 4) -----------------------------------------------------------------------


@handler
def set_rates_of_youth(youth: Youth) -> None:
    """Set tomorrow's rates of incidents and of relapse."""
    count_programme(youth)
    team = team_of(youth)
    if not is_some(team) or not youth.is_present:
        return
    watch_behaviour(youth)  # the level at which it rests may have moved with the team or the place
    region = youth.region
    p, n_changes = region.p.escalation, region.n_changes
    if youth.own_changes != n_changes or youth.match != youth.match_counted:
        youth.steady_factor = escalate.steady_factor(youth.severity, youth.match, p)
        youth.match_counted, youth.own_changes = youth.match, n_changes
    # the order of `escalate.own_factor`
    own = region.by_behaviour[youth.behaviour.value] * region.by_trust[youth.trust.value]
    own = youth.steady_factor * own * factor_of_one_to_one(youth, team)
    set_weight(youth, team, clock.weight(own))
    if has_place(youth):
        set_rate_of_relapse(youth, team.stability)


@handler
def factor_of_one_to_one(youth: Youth, team: Team) -> float:
    """Return the factor on the rate of incidents of 1:1, the youth's own and that of peers."""
    is_own = has_one_to_one(youth)
    return escalate.factor_of_one_to_one(
        has_peer_with_one_to_one=team.n_one_to_one > int(is_own),
        is_one_to_one=is_own,
        uncovered=uncovered_of(youth.arrangement) if is_own else 0.0,
        dependency=dependency_of(youth) if is_own else 0.0,
        p=youth.region.p.escalation,
    )


@handler
def suffer_incident(youth: Youth) -> None:
    """A serious incident.

    The team copes, or 1:1 is put beside the youth, or the youth must leave.
    """
    team = team_of(youth)
    if not is_some(team) or not youth.is_present:
        return
    p = youth.region.p.escalation
    luck, luck_jump, luck_cope, _ = draw_four(youth, Purpose.INCIDENT)
    wind_incidents(youth, clock.own_threshold(luck))
    move_behaviour(
        youth,
        escalate.behaviour_after_incident(luck_jump, youth.behaviour.value, p)
        - youth.behaviour.value,
    )
    move_strain(team, 1)
    change_youth(youth)
    change_team(team)
    log(youth, Fact.INCIDENT, youth.id, youth.behaviour.value)
    if has_one_to_one(youth):
        youth.arrangement.n_incidents += 1
        youth.arrangement.day_incident = today(youth)
    cope, p_restrain = 0.0, p.p_restrain_alone
    if has_place(youth):
        here = youth.location.region.p.setting[youth.location.setting]
        cope, p_restrain = here.cope, here.p_restrain
    met = escalate.Incident(
        setting_cope=cope,
        stability=stability_of(team),
        competence=team.competence.value,
        behaviour=youth.behaviour.value,
        severity=youth.severity,
        strain=team.strain.value,
        not_permanent=not_permanent(team),
        staff=staff_ratio(team),
    )
    if escalate.is_coped(luck_cope, met, p):
        log(youth, Fact.COPED, youth.id, youth.behaviour.value)
        if escalate.gives_experience(draw(youth, Purpose.EXPERIENCE), p):
            move_competence(team, 1)
    elif escalate.is_restrained(draw(youth, Purpose.RESTRAINT), p_restrain, p):
        be_restrained(youth)
    elif has_one_to_one(youth):
        not_coped(youth.arrangement)
    else:
        not_coped_in_group(youth)


@handler
def be_restrained(youth: Youth) -> None:
    """It ends in restraint: everything stays as it is, but for trust (K13)."""
    tally(youth.region, cells.RESTRAINTS, 1)
    if has_one_to_one(youth):
        youth.arrangement.n_restraints += 1
    log(youth, Fact.RESTRAINED, youth.id, youth.behaviour.value)
    move_trust(youth, -int(youth.region.p.escalation.trust_lost_by_restraint))


@handler
def not_coped_in_group(youth: Youth) -> None:
    """The shared rung is tried, or 1:1 is asked for in the group, or the youth must leave."""
    p = youth.region.p
    if escalate.is_kept_with_one_to_one(
        u=draw(youth, Purpose.KEEP),
        p_keep=p.setting[youth.location.setting].p_keep,
        group_funding=p.start.p_shared_rung,
        known=youth.region.known_route,
        stance=youth.stance,
        p=p.escalation,
    ):
        luck = draw(youth, Purpose.PARTIAL_RETURN)
        luck_shared = draw(youth, Purpose.PARTIAL_RETURN)
        is_partial = escalate.is_partial_return(
            luck, youth.had_one_to_one, start.has_shared_rung(luck_shared, p.start), p.escalation
        )
        ask_one_to_one(youth, Variant.GROUP.value, Cause.ESCALATION.value, True, is_partial)
    else:
        expel(youth)


@handler
def ask_reactive(youth: Youth) -> None:
    """A crisis without a place is borne no longer: 1:1, with the nearest reason as its cause."""
    grow_out_of_closed_care(youth)
    cause = start.cause_of_start(
        youth.is_expelled,
        youth.is_secure,
        was_told(youth, Answer.ACCEPTED.value),
        was_told(youth, Answer.REFUSED.value),
    )
    ask_one_to_one(youth, Variant.NONE.value, cause, True, False)


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
        ask_from_home(youth, arrive.is_in_crisis(luck, youth.region.p.arrival))
    elif has_place(youth):
        log(youth, Fact.RELAPSED, youth.id, youth.location.setting)
        leave_place(youth, True)
        ask_in_crisis(youth, True)
