"""A 1:1 arrangement: evaluations, steps, authorisation, maximum duration (processes 7-9, 12, 15).

Its start: `arrangement_starts.py`; its end: `arrangement_ends.py`.
"""

from sim.draws import Purpose
from sim.engine.core.memory.lane import draw, draw_four, log, plan, today
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.people import Arrangement
from sim.engine.core.memory.state import Team
from sim.engine.core.process.arrangement_ends import (
    become_ready,
    count_level,
    end_arrangement,
    look_for_place,
    take_back_judgement,
)
from sim.engine.core.process.books import move, pay
from sim.engine.core.process.funder import is_funded
from sim.engine.core.process.labour import not_permanent_in
from sim.engine.core.process.levels import (
    NEVER,
    change_team,
    change_youth,
    dependency_of,
    has_place,
    is_alone,
    is_outside,
    move_behaviour,
    move_competence,
    move_fear,
    stability_of,
    team_of,
    watch_behaviour,
)
from sim.engine.core.process.posts import resize_posts
from sim.engine.core.process.queue_of_ret import consult
from sim.engine.core.process.team import fit_of_arrangement
from sim.engine.core.process.way_down import update
from sim.engine.core.process.youth_leaves import expel, go_home, move_stance, move_unplanned
from sim.engine.core.process.youth_seeks import ask_in_crisis
from sim.engine.phases import Fact, What
from sim.names import Component, Outcome, Variant
from sim.rules import (
    authorise,
    cost,
    escalate,
    evaluate,
    family,
    staff,
    start,
    step_down,
)
from sim.rules.functions import BEHAVIOUR_MAX, share_of


@handler
def bring_to_ret(a: Arrangement) -> None:
    """An urgent arrangement is brought to the RET later."""
    if a.is_present:
        consult(a.youth)


@handler
def pay_for(a: Arrangement, component: int, cents: int) -> None:
    """Book a one-off cost of this arrangement."""
    a.cents += cents
    pay(a.region, component, cents)


@handler
def leading_team(a: Arrangement) -> Team:
    """Return the team that leads: its own, or that of the place where the youth lives."""
    return team_of(a.youth)


# --- evaluation, steps (processes 7, 8) -----------------------------------------------------------


@handler
def plan_evaluation(a: Arrangement) -> None:
    """Due every so many days, as long as the arrangement runs."""
    days = evaluate.days_between(a.region.evaluation_factor, a.region.p.evaluation)
    plan(a, today(a) + days, What.EVALUATION)


@handler
def meet_evaluation(a: Arrangement) -> None:
    """An evaluation is due, and the next is planned as long as the arrangement runs."""
    if not a.is_present:
        return
    hold_evaluation(a)
    if a.is_present:
        plan_evaluation(a)


@handler
def hold_evaluation(a: Arrangement) -> None:
    """The evaluation itself: held or not; if held, a step down is attempted or not."""
    region, youth = a.region, a.youth
    p = region.p.evaluation
    a.n_due += 1
    luck_held, luck_expert, luck, _ = draw_four(a, Purpose.HELD)
    is_held = evaluate.is_held(luck_held, not_permanent_in(region), p)
    has_expert = evaluate.has_expert(luck_expert, p)
    log(a, Fact.EVALUATED, a.id, int(is_held))
    change_youth(youth)  # relief fades with dependency
    watch_behaviour(youth)  # long isolation may have raised the level at which behaviour rests
    a.is_missed, a.is_in_renewal = not is_held, False
    if not is_held:
        update(a)
        return
    a.n_held += 1
    pay_for(a, Component.EVALUATION, cost.cents_of_evaluation(has_expert, region.p.cost))
    is_judgement = step_down.is_judgement(a.level, is_alone(a))
    if is_judgement and a.is_ready:
        look_for_place(a)
        return  # nothing left but a place to go to
    is_in_renewal = authorise.is_in_renewal(
        today(a), a.day_authorised_until, region.p.authorisation
    )
    if not evaluate.is_attempted(luck, on_table(a, has_expert, is_in_renewal), p):
        a.is_in_renewal = is_in_renewal
        update(a)
    elif is_judgement:
        become_ready(a)
    else:
        attempt(a)


@handler
def on_table(a: Arrangement, has_expert: bool, is_in_renewal: bool) -> evaluate.Evaluation:
    """Return what is on the table at an evaluation."""
    team, youth = leading_team(a), a.youth
    return evaluate.Evaluation(
        stability=stability_of(team),
        competence=team.competence.value,
        has_analysis=a.has_analysis,
        has_plan=a.has_plan,
        has_expert=has_expert,
        is_proactive=a.is_proactive,
        fit=fit_of_arrangement(a),
        leadership=team.leadership,
        behaviour=youth.behaviour.value,
        fear=a.fear.value,
        dependency=dependency_of(youth),
        stance=youth.stance,
        is_in_renewal=is_in_renewal,
        is_after_departure=staff.is_after_departure(today(a) - team.day_departed, a.region.p.staff),
        days_without_incident=today(a) - a.day_incident,
    )


@handler
def attempt(a: Arrangement) -> None:
    """Try one step down. Failure feeds fear, and fear makes the next attempt rarer (K21)."""
    p, team, youth = a.region.p.step_down, leading_team(a), a.youth
    a.n_attempts += 1
    log(a, Fact.ATTEMPTED, a.id, a.level)
    below = step_down.next_rung(a.level, a.variant == Variant.GROUP, a.has_shared_rung)
    tried = step_down.Attempt(
        behaviour=youth.behaviour.value,
        stability=stability_of(team),
        competence=team.competence.value,
        trust=youth.trust.value,
        has_plan=a.has_plan,
        n_rungs=a.level - below,
        is_too_fast=step_down.is_too_fast(today(a) - a.day_last_step, p),
    )
    if step_down.is_success(draw(a, Purpose.SUCCESS), tried, p):
        a.day_last_step = today(a)
        move_fear(a, -int(p.fear_relief))
        if step_down.gives_experience(draw(a, Purpose.EXPERIENCE), p):
            move_competence(team, 1)
        log(a, Fact.SUCCEEDED, a.id, below)
        move_stance(youth, True)
        move_behaviour(youth, int(step_down.wobbles(draw(a, Purpose.WOBBLE), p)))
        step_to(a, below)
    else:
        a.n_failed += 1
        move_stance(youth, False)
        move_behaviour(youth, int(p.behaviour_jump))
        move_fear(a, int(p.fear_jump))
        log(a, Fact.FELL_BACK, a.id, a.fear.value)
        if step_down.falls_back_further(draw(a, Purpose.FALL_BACK), p):
            step_to(a, a.level + 1)
    update(a)
    change_team(team)
    change_youth(youth)


@handler
def step_to(a: Arrangement, level: int) -> None:
    """Go to another rung; rung 0 is the end of 1:1."""
    level = step_down.rung_within(level, is_alone(a), a.region.p.step_down)
    if level == a.level:
        return
    if level == 0:
        youth = a.youth
        end_arrangement(a, Outcome.POSITIVE.value)
        if not has_place(youth):
            go_home(youth)
        return
    change_level(a, level)
    move(a.youth)
    look_for_place(a)


@handler
def change_level(a: Arrangement, level: int) -> None:
    """Go to another rung: its positions are filled as far as there are people."""
    count_level(a)
    a.level = level
    log(a, Fact.LEVEL, a.id, level)
    resize_posts(a)


@handler
def not_coped(a: Arrangement) -> None:
    """After an incident with which the team could not cope.

    More fear, perhaps one rung more, perhaps the end.
    """
    p, youth = a.region.p, a.youth
    move_fear(a, int(p.step_down.fear_per_incident))
    take_back_judgement(a)
    if escalate.is_given_up(draw(a, Purpose.GIVE_UP), a.fear.value, p.escalation):
        if has_place(youth):
            expel(youth)
        else:
            fail(a, True)
    elif escalate.is_stepped_up(draw(a, Purpose.LEVEL_UP), p.escalation):
        step_to(a, a.level + 1)


# --- authorisation (process 12) -------------------------------------------------------------------


@handler
def plan_renewal(a: Arrangement) -> None:
    """The funder decides on renewal at the end of each term."""
    plan(a, a.day_authorised_until, What.RENEWAL)


@handler
def renew(a: Arrangement) -> None:
    """At the end of its term the funder decides on renewal, at the cost of effort.

    A no leaves some days in which a place is looked for; a second no ends it.
    """
    if not a.is_present or a.day_authorised_until != today(a):
        return
    p = a.region.p
    a.n_renewals += 1
    pay_for(
        a,
        Component.AUTHORISATION,
        cost.cents(p.authorisation.effort_hours * p.cost.professional_per_hour),
    )
    if is_funded(a.youth, False, True):
        a.is_under_notice = False
        a.day_authorised_until = today(a) + authorise.days_of_term(p.authorisation)
        log(a, Fact.RENEWED, a.id, a.n_renewals)
    elif a.is_under_notice:
        stop_funding(a)
        return
    else:
        a.is_under_notice = True
        a.day_authorised_until = today(a) + authorise.days_of_notice(p.authorisation)
        a.is_search_forced = True
        look_for_place(a)
    plan_renewal(a)


@handler
def stop_funding(a: Arrangement) -> None:
    """The funder said no: it stops. Outside a group the youth is in crisis without a place."""
    youth, was_outside = a.youth, is_outside(a)
    end_arrangement(a, Outcome.NOT_FUNDED.value)
    if was_outside:
        move_unplanned(youth)
        ask_in_crisis(youth, False)


@handler
def fail(a: Arrangement, is_expelled: bool) -> None:
    """It is given up: the youth must move in crisis."""
    youth = a.youth
    end_arrangement(a, Outcome.FAILED.value)
    move_stance(youth, False)
    move_unplanned(youth)
    ask_in_crisis(youth, is_expelled)


@handler
def plan_maximum(a: Arrangement) -> None:
    """Plan the reviewed decision at the maximum duration, if one applies."""
    days = authorise.days_until_maximum(a.region.p.authorisation)
    if days > 0:
        a.day_maximum = max(a.day_start + days, today(a) + 1)
        plan(a, a.day_maximum, What.MAXIMUM)
    else:
        a.day_maximum = NEVER


@handler
def decide_at_maximum(a: Arrangement) -> None:
    """The maximum is reached: the RET reviews, a step down is forced, a place is looked for.

    Under a hard cap it ends.
    """
    if not a.is_present or a.day_maximum != today(a):
        return
    p = a.region.p.authorisation
    a.day_maximum = today(a) + authorise.days_of_term(p)
    plan(a, a.day_maximum, What.MAXIMUM)
    outcome = authorise.outcome_at_maximum(draw(a, Purpose.HARD_CAP), is_outside(a), p)
    is_forced = authorise.is_attempt_forced(draw(a, Purpose.FORCED_ATTEMPT), p)
    log(a, Fact.MAXIMUM_REACHED, a.id, int(outcome != Outcome.RUNNING))
    if outcome == Outcome.FAILED:
        fail(a, False)
    elif outcome != Outcome.RUNNING:
        end_arrangement(a, outcome)
    else:
        consult(a.youth)
        a.is_search_forced = True
        look_for_place(a)
        if is_forced and not step_down.is_judgement(a.level, is_alone(a)):
            attempt(a)


# --- at home --------------------------------------------------------------------------------------


@handler
def plan_burden(a: Arrangement) -> None:
    """1:1 at home weighs more on the family every so many days."""
    plan(a, today(a) + family.days_to_burden(a.region.p.family), What.BURDEN)


@handler
def burden_family(a: Arrangement) -> None:
    """1:1 at home weighs on the family, and may break down under it (K52)."""
    if not a.is_present or not start.is_with_family(a.variant):
        return
    a.burden = family.burden_after(a.burden)
    if family.is_broken_down(
        draw(a, Purpose.BURDEN),
        a.burden,
        share_of(a.youth.behaviour.value, BEHAVIOUR_MAX),
        a.region.p.family,
    ):
        log(a, Fact.BROKE_DOWN, a.id, a.burden)
        fail(a, True)
    else:
        plan_burden(a)
