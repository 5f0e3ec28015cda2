"""Free places go to the waiting lists; then a way out of every crisis that is borne no longer
(process 3).
"""

from sim.engine.core.memory.fields import NOBODY, everything, is_some, place_of
from sim.engine.core.memory.lane import clear_list, put_on_list, sort_list
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.people import Youth
from sim.engine.core.memory.state import Lane, Region, Service
from sim.engine.core.process.services import free_location, head, place_in_queue
from sim.engine.core.process.youth_in_care import ask_reactive
from sim.engine.core.process.youth_moves import take_misfit, take_place
from sim.engine.core.process.youth_seeks import is_at_end
from sim.names import N_PLACE_SETTINGS


@handler
def match_region(region: Region) -> None:
    """The evening's matching of one region, where places or waiting lists have changed."""
    for setting in range(N_PLACE_SETTINGS):
        if region.has_changed[setting] != 0:
            region.has_changed[setting] = 0
            if region.n_ready[setting] > 0:
                for k in range(region.service_at[setting], region.service_at[setting + 1]):
                    if region.is_ready[k] != 0:
                        give_places(region.services[k])
    if is_some(region.first_desperate):
        find_ways_out(region)


@handler
def give_places(service: Service) -> None:
    """Free places go to the waiting list, in its order."""
    while is_some(service.desk.first_waiting):
        location = free_location(service)
        if not is_some(location):
            return
        take_place(head(service), location)


@handler
def find_ways_out(region: Region) -> None:
    """Where a crisis is borne no longer, a place that fits badly, or 1:1, in order of waiting."""
    lane, youth = Lane(region, 0), region.first_desperate
    region.first_desperate = NOBODY
    while is_some(youth):
        youth.is_desperate = False
        put_on_list(lane, place_in_queue(youth), place_of(youth))
        youth = youth.next_desperate
    sort_list(lane)
    words = everything(lane)
    for at in range(lane.limit, lane.n_words, 2):
        youth = Youth(region, words[at + 1])
        if is_at_end(youth) and not take_misfit(youth):
            ask_reactive(youth)
    clear_list(lane)
