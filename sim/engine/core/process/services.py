"""Providers and their services: who takes whom, who waits, which place is free (process 3)."""

from sim.draws import Kind, Purpose, uniforms
from sim.engine.core.memory import cells
from sim.engine.core.memory.fields import is_some
from sim.engine.core.memory.lane import draw_once, today
from sim.engine.core.memory.machine import handler, inlined
from sim.engine.core.memory.people import Application, Youth
from sim.engine.core.memory.state import Lane, Location, Provider, Service
from sim.engine.core.process.books import count
from sim.engine.core.process.levels import days_age
from sim.engine.core.process.lists import put_waiting, take_waiting
from sim.rules import close_places, search, stay
from sim.rules import provider as rule


@inlined
def is_taking(provider: Provider) -> bool:
    """It exists today, and takes applications."""
    return rule.is_taking(today(provider), provider.day_from, provider.day_until)


@inlined
def is_open(service: Service) -> bool:
    """It takes applications: the provider does, and it has places."""
    return service.n_open > 0 and is_taking(service.provider)


@inlined
def fits(service: Service, youth: Youth) -> bool:
    """It is meant for youths of this age and profile."""
    return rule.fits(
        days_age=days_age(youth),
        days_from=service.days_age_from,
        days_until=service.days_age_until,
        profile=youth.profile,
        profiles=service.profiles,
    )


@handler
def lucks_of(youth: Youth, provider: Provider) -> tuple[float, float, float, float]:
    """Return the draws that a youth and a provider share, for good: of its answer, and of the
    stages of its intake.
    """
    lane = Lane(youth, 0)
    return uniforms(
        lane.seed, lane.replication, Kind.YOUTH, youth.id, Purpose.ACCEPTANCE, provider.id
    )


@handler
def luck_of(youth: Youth, provider: Provider) -> float:
    """Return the draw that a youth and a provider share, for good."""
    return draw_once(youth, Kind.YOUTH, youth.id, Purpose.ACCEPTANCE, provider.id)


@handler
def free_location(service: Service) -> Location:
    """Return the first location with a free place, if the region may give one out, or nobody."""
    region, setting = service.region, service.setting
    if service.n_free == 0 or not close_places.has_room(
        region.n_taken[setting], region.p.setting[setting].places
    ):
        return Location(service, 0)
    location = service.first_location
    while location.n_free == 0:
        location = location.next_of_service
    return location


@inlined
def count_ready(service: Service) -> None:
    """Keep which services of the region are ready: a free place, and somebody waits."""
    region, now = service.region, int(service.n_free > 0 and is_some(service.desk.first_waiting))
    before = region.is_ready[service.number]
    if now != before:
        region.is_ready[service.number] = now
        region.n_ready[service.setting] += now - before


@inlined
def count_all_ready(desk: Service) -> None:
    """Keep which services are ready whose youths wait on this list."""
    if not stay.is_crisis_place(desk.setting):
        count_ready(desk)
        return
    region, setting = desk.region, desk.setting
    for k in range(region.service_at[setting], region.service_at[setting + 1]):
        count_ready(region.services[k])


@handler
def join(a: Application) -> None:
    """Put an accepted application on the waiting list."""
    region, setting, desk = a.service.region, a.service.setting, a.service.desk
    was_empty = not is_some(desk.first_waiting)
    put_waiting(desk, Application(desk, 0), a)
    if was_empty:
        count_all_ready(desk)
    count(region, cells.QUEUE + setting, 1)
    region.has_changed[setting] = 1


@handler
def withdraw(a: Application) -> None:
    """Take an application off the waiting list."""
    desk = a.service.desk
    take_waiting(desk, a)
    if not is_some(desk.first_waiting):
        count_all_ready(desk)
    count(desk.region, cells.QUEUE + desk.setting, -1)


@handler
def place_in_queue(youth: Youth) -> int:
    """Return the place on a waiting list, lowest first."""
    return search.place_in_queue(youth.is_crisis, youth.day_asked, youth.id)


@handler
def head(service: Service) -> Application:
    """Return the first on the waiting list: crisis, then day asked, then id; or nobody."""
    first = service.desk.first_waiting
    if is_some(first):
        lowest = place_in_queue(first.youth)
        a = first.next_waiting
        while is_some(a):
            place = place_in_queue(a.youth)
            if place < lowest:
                first, lowest = a, place
            a = a.next_waiting
    return first
