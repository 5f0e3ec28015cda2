"""What a youth asks for.

The request, the waiting list, the queue of the RET (processes 2 and 6).
"""

from sim.draws import Purpose
from sim.engine.core.memory import cells
from sim.engine.core.memory.fields import is_some, place_of
from sim.engine.core.memory.lane import draw, log, plan, today
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.state import Location, Region, Youth
from sim.engine.core.process.books import count
from sim.engine.core.process.levels import NEVER, days_age, has_place, level_of
from sim.engine.core.process.lists import put_case, put_waiting, take_case, take_waiting
from sim.engine.core.process.location import n_free
from sim.engine.phases import Fact, What
from sim.names import Wait
from sim.rules import close_places, follow_up, review, search, start, stay

# --- waiting list: those in crisis first, then by day asked, then by id ---------------------------


@handler
def enlist(youth: Youth) -> None:
    """Put a youth in its place on the waiting list."""
    region = youth.region
    before = region.last_crisis if youth.is_crisis else region.last_waiting
    place = search.place_in_queue(youth.is_crisis, youth.day_asked, youth.id)
    while (
        is_some(before)
        and search.place_in_queue(before.is_crisis, before.day_asked, before.id) > place
    ):
        before = before.previous_waiting
    put_waiting(region, before, youth)
    if youth.is_crisis and place_of(before) == place_of(region.last_crisis):
        region.last_crisis = youth


@handler
def delist(youth: Youth) -> None:
    """Take a youth off the waiting list."""
    region = youth.region
    if place_of(region.last_crisis) == place_of(youth):
        region.last_crisis = youth.previous_waiting
    take_waiting(region, youth)


# --- queue of the RET: by day brought in, then by id ----------------------------------------------


@handler
def consult(youth: Youth) -> None:
    """Bring a case to the RET, unless it is in the queue already."""
    if youth.is_in_review:
        return
    region = youth.region
    youth.is_in_review = True
    youth.day_case = today(youth)
    before = region.last_case
    place = review.place_in_queue(youth.day_case, youth.id)
    while is_some(before) and review.place_in_queue(before.day_case, before.id) > place:
        before = before.previous_case
    put_case(region, before, youth)
    region.n_queue += 1


@handler
def leave_queue(youth: Youth) -> None:
    """Take a case out of the queue of the RET."""
    youth.is_in_review = False
    take_case(youth.region, youth)
    youth.region.n_queue -= 1


@handler
def ask_ret(youth: Youth, is_crisis: bool) -> None:
    """Perhaps bring a complex case to the RET."""
    luck = draw(youth, Purpose.CONSULT_RET)
    if start.is_ret_consulted(luck, is_crisis, youth.is_reviewed, youth.region.p.start):
        youth.is_consulted = True
        consult(youth)


@handler
def close_case(youth: Youth) -> None:
    """The youth has a place, or 1:1 ended: what comes next is a new case for the RET."""
    youth.is_consulted = False
    youth.is_reviewed = False


# --- the request ----------------------------------------------------------------------------------


@handler
def ask(youth: Youth, wait: int, is_crisis: bool, is_expelled: bool) -> None:
    """Ask for a place: onto the waiting list, perhaps to the RET.

    A crisis is borne for some days only.
    """
    p = youth.region.p
    now = today(youth)
    youth.wait, youth.is_crisis, youth.is_expelled = wait, is_crisis, is_expelled
    youth.day_asked = now
    youth.n_refused, youth.was_offered_secure = 0, False
    youth.day_next_offer = now
    youth.is_out_ok = search.may_go_outside(draw(youth, Purpose.OUT_OF_REGION), p.search)
    youth.is_open_to_alternative = youth.is_reviewed
    youth.day_tolerance = NEVER
    youth.day_tipping = NEVER
    if is_crisis:
        allow_alternative(youth)
    elif search.is_from_home(wait):
        youth.day_tipping = now + search.days_until_tipping(
            draw(youth, Purpose.TIPPING), youth.severity, p.search
        )
        plan(youth, youth.day_tipping, What.TIPPING)
    if start.is_complex(is_crisis, wait):
        ask_ret(youth, is_crisis)
    log(youth, Fact.ASKED, youth.id, wait)
    count(youth.region, cells.WAITING + wait, 1)
    enlist(youth)


@handler
def allow_alternative(youth: Youth) -> None:
    """In crisis an alternative may be allowed at once; the crisis is borne for some days."""
    p = youth.region.p.search
    youth.is_open_to_alternative = search.is_alternative_allowed(
        draw(youth, Purpose.ALTERNATIVE), youth.is_open_to_alternative, p
    )
    youth.day_tolerance = today(youth) + search.days_tolerated(draw(youth, Purpose.TOLERANCE), p)


@handler
def stop_asking(youth: Youth) -> None:
    """Off the waiting list."""
    if youth.wait != Wait.NONE:
        delist(youth)
        count(youth.region, cells.WAITING + youth.wait, -1)
    youth.wait = Wait.NONE.value
    youth.is_crisis, youth.is_expelled = False, False
    youth.day_tolerance = NEVER
    youth.day_tipping = NEVER


@handler
def tip(youth: Youth) -> None:
    """Waiting at home turns into a crisis."""
    if youth.day_tipping != today(youth) or not search.is_from_home(youth.wait):
        return
    youth.day_tipping = NEVER
    delist(youth)
    youth.is_crisis = True
    enlist(youth)
    allow_alternative(youth)
    log(youth, Fact.TIPPED, youth.id, today(youth) - youth.day_asked)


# --- doors ----------------------------------------------------------------------------------------


@handler
def free_location(region: Region, setting: int, youth: Youth) -> Location:
    """Return a location with a free place.

    From a door drawn for this youth on, the first that has one. No free place, no draw.
    """
    p = region.p.setting[setting]
    if region.n_free[setting] == 0 or not close_places.has_room(
        region.n_present[setting], p.places
    ):
        return Location(region, 0)
    first_of_setting = region.at_setting[setting]
    n = region.at_setting[setting + 1] - first_of_setting
    first = search.first_of_doors(
        draw(youth, Purpose.FIRST_DOOR), stay.n_locations(p.places, p.group_size)
    )
    for k in range(n):
        location = region.locations[first_of_setting + (first + k) % n]
        if n_free(location) > 0 and place_of(location) != place_of(youth.location):
            return location
    return Location(region, 0)


@handler
def first_door(youth: Youth, region: Region) -> Location:
    """Return the first location in `region` to which this youth can go, or nobody.

    In the order of settings asked for.
    """
    wish = search.Wish(
        wait=youth.wait,
        is_old_enough=follow_up.is_old_enough(days_age(youth), youth.region.p.follow_up),
        prefers_family_home=youth.prefers_family_home,
        is_open_to_alternative=youth.is_open_to_alternative,
        is_secure=youth.is_secure,
        level=level_of(youth),
        is_from_group=has_place(youth) and follow_up.is_in_group(youth.location.setting),
        is_crisis=youth.is_crisis,
    )
    for k in range(6):
        setting = search.setting_to_try(k, wish)
        if setting < 0:
            break
        location = free_location(region, setting, youth)
        if is_some(location):
            return location
    return Location(region, 0)
