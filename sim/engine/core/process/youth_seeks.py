"""What a youth asks for: the search for a place starts, turns into a crisis, ends (process 3).

Its applications: `applications.py`; 1:1 that is asked for: `one_to_one.py`.
"""

from sim.draws import Purpose
from sim.engine.core.memory import cells
from sim.engine.core.memory.fields import is_some
from sim.engine.core.memory.lane import draw, log, plan, today
from sim.engine.core.memory.machine import handler, inlined
from sim.engine.core.memory.people import Application, Youth
from sim.engine.core.process.applications import (
    accept,
    ask_around,
    ask_more,
    be_awake,
    end_applications,
    look_at,
    refuse,
)
from sim.engine.core.process.books import count, move
from sim.engine.core.process.crisis_desk import come
from sim.engine.core.process.levels import NEVER, days_age, has_one_to_one, has_place
from sim.engine.core.process.queue_of_ret import ask_ret
from sim.engine.phases import Fact, What
from sim.names import Answer, Setting, Wait
from sim.rules import need, search, start
from sim.rules.functions import years

# --- a request starts -----------------------------------------------------------------------------


@handler
def ask_secure(youth: Youth) -> bool:
    """On this occasion, ask for a closed place or not (process 2)."""
    p = youth.region.p
    youth.is_secure = need.is_secure_asked(
        draw(youth, Purpose.SECURE_REQUEST),
        youth.has_secure_need,
        years(days_age(youth)),
        p.setting[Setting.JEUGDZORGPLUS].places,
        p.need,
    )
    youth.was_secure = youth.was_secure or youth.is_secure
    return youth.is_secure


@handler
def ask(youth: Youth, wait: int, is_crisis: bool, is_expelled: bool) -> None:
    """Ask for a place: at providers, perhaps at the RET. A crisis is borne for some days."""
    p, now = youth.region.p, today(youth)
    youth.wait, youth.is_crisis, youth.is_expelled = wait, is_crisis, is_expelled
    youth.is_secure = search.is_still_secure(youth.is_secure, wait)
    youth.day_asked, youth.day_counted = now, now
    youth.is_out_ok = search.may_go_outside(draw(youth, Purpose.OUT_OF_REGION), p.search)
    youth.is_open_to_alternative = youth.is_reviewed
    youth.day_tolerance, youth.day_tipping = NEVER, NEVER
    log(youth, Fact.ASKED, youth.id, wait)
    count(youth.region, cells.WAITING + wait, 1)
    if is_crisis:
        be_in_crisis(youth)
    elif search.is_from_home(wait):
        youth.day_tipping = now + search.days_until_tipping(
            draw(youth, Purpose.TIPPING), youth.severity, p.search
        )
        plan(youth, youth.day_tipping, What.TIPPING)
    if start.is_complex(is_crisis, wait):
        ask_ret(youth, is_crisis)
    ask_around(youth)
    plan_round(youth)


@handler
def ask_from_home(youth: Youth, is_crisis: bool) -> None:
    """Ask for what a youth without a place needs."""
    ask(youth, search.what_to_ask(ask_secure(youth)), is_crisis, False)


@handler
def ask_in_crisis(youth: Youth, is_expelled: bool) -> None:
    """Look for a place in crisis; a closed one may be asked for now."""
    stop_asking(youth)
    ask(youth, search.what_to_ask(ask_secure(youth)), True, is_expelled)
    move(youth)


@handler
def be_in_crisis(youth: Youth) -> None:
    """In crisis an alternative may be allowed at once, and crisis places take whoever comes."""
    region = youth.region
    youth.is_open_to_alternative = search.is_alternative_allowed(
        draw(youth, Purpose.ALTERNATIVE), youth.is_open_to_alternative, region.p.search
    )
    bear(youth)
    if search.takes_in_crisis(youth.was_sent_away):
        come(youth)


# --- it goes on -----------------------------------------------------------------------------------


@handler
def bear(youth: Youth) -> None:
    """The crisis is borne for some days."""
    region = youth.region
    youth.day_tolerance = today(youth) + search.days_tolerated(
        draw(youth, Purpose.TOLERANCE), region.known_route, region.p.search
    )
    plan(youth, youth.day_tolerance, What.TOLERANCE)


@handler
def tip(youth: Youth) -> None:
    """Waiting at home turns into a crisis."""
    if youth.day_tipping != today(youth) or not search.is_from_home(youth.wait):
        return
    youth.day_tipping = NEVER
    youth.is_crisis, youth.day_counted = True, today(youth)
    log(youth, Fact.TIPPED, youth.id, today(youth) - youth.day_asked)
    be_in_crisis(youth)
    ask_around(youth)
    plan_round(youth)


@handler
def is_at_end(youth: Youth) -> bool:
    """The crisis is borne no longer, and there is neither place nor 1:1."""
    return search.is_last_resort(
        today(youth), youth.day_tolerance, has_place(youth), has_one_to_one(youth)
    )


@handler
def lose_tolerance(youth: Youth) -> None:
    """A crisis without a place has been borne long enough: this evening a way out is taken."""
    if is_at_end(youth) and not youth.is_desperate:
        youth.is_desperate = True
        youth.next_desperate = youth.region.first_desperate
        youth.region.first_desperate = youth


@handler
def plan_round(youth: Youth) -> None:
    """Plan when one more provider is asked."""
    days = search.days_to_next_round(youth.is_crisis, youth.region.p.search)
    youth.day_round = today(youth) + days
    be_awake(youth, youth.day_round)


@handler
def awake(youth: Youth) -> None:
    """Answers come, then a round is due; both stand in the agenda once, on the first of their days.

    Nothing is planned until all of today has happened.
    """
    if youth.day_awake != today(youth):
        return  # a stale copy
    youth.day_awake = -1
    day = min(hear(youth), go_round(youth))
    youth.day_awake = NEVER
    be_awake(youth, min(day, youth.day_round))


@inlined
def go_round(youth: Youth) -> int:
    """One more provider is asked, and refusals are looked at again.

    Return the day of the first answer to what is asked now.
    """
    if youth.day_round != today(youth) or youth.wait == Wait.NONE:
        return NEVER
    day = ask_more(youth, 1)
    plan_round(youth)
    return day


@inlined
def take_answer(a: Application) -> None:
    """A provider answers: the chance is as it is today."""
    look_at(a)
    if search.is_accepted(a.luck, a.chance):
        accept(a)
    else:
        refuse(a)


@inlined
def hear(youth: Youth) -> int:
    """Providers answer, in the order in which they were first asked.

    Return the day of the next answer.
    """
    now, day, n_heard = today(youth), NEVER, 0
    a, heard = youth.first_pending, youth.first_pending
    while is_some(a):
        if a.day_answer == now:
            n_heard += 1
            heard = a
        else:
            day = min(day, a.day_answer)
        a = a.next_waiting
    if n_heard == 1:
        take_answer(heard)
    elif n_heard > 1:
        a = youth.first_application
        while is_some(a):
            if a.is_running and a.answer == Answer.OPEN and a.day_answer == now:
                take_answer(a)
            a = a.next_of_youth
    if n_heard > 0:
        day = min(day, ask_around(youth))
        if youth.n_pending == 0 and youth.n_accepted == 0 and not youth.is_consulted:
            ask_ret(youth, youth.is_crisis)  # everybody has refused
    return day


# --- it ends --------------------------------------------------------------------------------------


@handler
def stop_asking(youth: Youth) -> None:
    """No place is asked for any more: applications that stand lapse."""
    end_applications(youth, False)
    if youth.wait != Wait.NONE:
        count(youth.region, cells.WAITING + youth.wait, -1)
    youth.wait = Wait.NONE.value
    youth.is_crisis, youth.is_expelled = False, False
    youth.day_round, youth.day_tolerance, youth.day_tipping = NEVER, NEVER, NEVER


@handler
def be_bridged(youth: Youth) -> None:
    """A crisis place or hospital bed was found: the search goes on from there, in calm.

    Other crisis places are not waited for any more.
    """
    youth.is_crisis, youth.is_expelled = False, False
    youth.day_tolerance, youth.day_tipping = NEVER, NEVER
    end_applications(youth, True)
