"""1:1 that is asked for: the referrer asks, the funder decides after days (process 6).

In crisis it may start at once and be decided after. It needs people: where they are not, the start
waits.
"""

from sim.draws import Purpose
from sim.engine.core.memory import cells
from sim.engine.core.memory.lane import draw, log, plan, today
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.people import Youth
from sim.engine.core.process.arrangement import stop_funding
from sim.engine.core.process.arrangement_starts import is_start_possible, start_arrangement
from sim.engine.core.process.books import tally
from sim.engine.core.process.funder import cancel_request, is_funded
from sim.engine.core.process.labour import n_left, n_left_agency
from sim.engine.core.process.levels import NEVER, has_one_to_one, has_place
from sim.engine.core.process.queue_of_ret import ask_ret, consult
from sim.engine.core.process.youth_leaves import go_home, leave_place
from sim.engine.core.process.youth_seeks import bear, stop_asking
from sim.engine.phases import Fact, What
from sim.rules import decide, start, stay

# --- asked ----------------------------------------------------------------------------------------


@handler
def ask_one_to_one(
    youth: Youth, variant: int, cause: int, is_crisis: bool, is_partial: bool
) -> None:
    """Ask for 1:1: it starts at once, waits for the RET, or waits for the funder."""
    if youth.is_requested:
        return
    p = youth.region.p.decision
    youth.is_requested, youth.is_approved, youth.is_gated = True, False, False
    youth.variant_asked, youth.cause_asked, youth.is_crisis_asked = variant, cause, is_crisis
    youth.is_partial, youth.day_requested = is_partial, today(youth)
    log(youth, Fact.REQUESTED, youth.id, cause)
    if start.is_without_search(variant, cause):
        ask_ret(youth, is_crisis)
    if decide.is_at_once(draw(youth, Purpose.AT_ONCE), is_crisis, p):
        plan_decision(youth)
        try_start(youth, False)
        return
    if decide.is_gated(draw(youth, Purpose.GATE), decide.is_known(youth.advice), p):
        youth.is_gated = True
        consult(youth)
    else:
        plan_decision(youth)


@handler
def plan_decision(youth: Youth) -> None:
    """The funder decides after days."""
    days = decide.days_to_decide(draw(youth, Purpose.DECISION_DAYS), youth.region.p.decision)
    plan_in(youth, days)


@handler
def plan_in(youth: Youth, days: int) -> None:
    """Plan the decision, or the next try, in so many days."""
    youth.day_decision = today(youth) + days
    plan(youth, youth.day_decision, What.DECISION)


@handler
def be_advised(youth: Youth) -> None:
    """The RET says yes or no to 1:1; a request that waited for its word goes to the funder."""
    has_open = youth.n_pending + youth.n_accepted > 0
    youth.advice = decide.advice(draw(youth, Purpose.ADVICE), has_open, youth.region.p.decision)
    log(youth, Fact.ADVISED, youth.id, int(decide.is_for(youth.advice)))
    if youth.is_requested and youth.is_gated:
        plan_decision(youth)


# --- decided --------------------------------------------------------------------------------------


@handler
def decide_on_request(youth: Youth) -> None:
    """The funder decides on what was asked, or on what runs already; or the start is tried."""
    if youth.day_decision != today(youth):
        return
    youth.day_decision = NEVER
    if youth.is_requested:
        if youth.is_approved:
            try_start(youth, True)
        elif is_funded(youth, youth.is_crisis_asked, False):
            youth.is_approved = True
            try_start(youth, True)
        else:
            be_refused(youth)
    elif has_one_to_one(youth) and not youth.arrangement.is_decided:
        a = youth.arrangement
        a.is_decided = True
        if not is_funded(youth, a.is_crisis, True):
            youth.n_requests_refused += 1
            stop_funding(a)


@handler
def be_refused(youth: Youth) -> None:
    """The youth stays where it is, with what there is; a crisis goes on."""
    youth.n_requests_refused += 1
    cancel_request(youth)
    if youth.is_crisis and not has_place(youth):
        bear(youth)
    elif has_place(youth) and start.is_outside(youth.variant_asked):
        if stay.is_bridge(youth.location.setting):
            be_patient(youth)
        else:
            go_home(youth)


@handler
def be_patient(youth: Youth) -> None:
    """The place is kept for some days more."""
    p = youth.region.p.setting[youth.location.setting]
    youth.day_patience = today(youth) + stay.days_of_patience(draw(youth, Purpose.PATIENCE), p)
    plan(youth, youth.day_patience, What.PATIENCE)


# --- started --------------------------------------------------------------------------------------


@handler
def try_start(youth: Youth, is_decided: bool) -> None:
    """Start if there are people; else the start waits and is tried again."""
    region, is_outside = youth.region, start.is_outside(youth.variant_asked)
    n = n_left(region) + n_left_agency(region)
    if not is_start_possible(youth, n):
        wait_for_people(youth, n, is_decided)
        return
    youth.is_requested, youth.is_approved, youth.is_gated = False, False, False
    if is_outside and has_place(youth):
        leave_place(youth, True)  # the place can be kept no longer
    if is_outside:
        stop_asking(youth)
    start_arrangement(youth, is_decided)


@handler
def wait_for_people(youth: Youth, n: int, is_decided: bool) -> None:
    """Nobody to do it: tried again later; what could not start at once waits to be decided."""
    tally(youth.region, cells.START_WAITS, 1)
    log(youth, Fact.START_WAITS, youth.id, n)
    if is_decided:
        plan_in(youth, start.days_to_next_try(youth.region.p.start))
