"""The desk of a region's crisis places (process 3): who is in crisis waits there for the first that
has room.
"""

from sim.engine.core.memory.fields import is_some
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.people import Application, Youth
from sim.engine.core.memory.state import Region, Service
from sim.engine.core.process.applications import accept, begin_application
from sim.engine.core.process.services import is_open
from sim.names import Setting
from sim.rules import search, stay


@handler
def crisis_service(region: Region) -> Service:
    """Return the first open service of crisis places, which stands for all of them, or nobody."""
    crisis = Setting.CRISIS_GROUP.value
    for k in range(region.service_at[crisis], region.service_at[crisis + 1]):
        if is_open(region.services[k]):
            return region.services[k]
    return Service(region, 0)


@handler
def is_at_crisis_desk(youth: Youth) -> bool:
    """Tell whether the youth waits for a crisis place."""
    a = youth.first_application
    while is_some(a) and not (a.is_running and stay.is_crisis_place(a.service.setting)):
        a = a.next_of_youth
    return is_some(a)


@handler
def come(youth: Youth) -> None:
    """To the crisis places of its region a youth comes without asking: accepted at once, by all
    that are open, through one desk with one waiting list.
    """
    service = crisis_service(youth.region)
    if not is_some(service) or is_at_crisis_desk(youth):
        return
    a = begin_application(youth, service, Application(youth, 0), 0.0)
    a.odds, a.chance = search.ODDS_IN_CRISIS_PLACE, search.chance_in_crisis_place()
    accept(a)
