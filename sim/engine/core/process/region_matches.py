"""Free places are handed out, in the region and elsewhere.

Then 1:1 where a crisis is borne no longer (processes 2, 5).
"""

from sim.draws import Purpose
from sim.engine.core.memory.fields import is_some, place_of
from sim.engine.core.memory.lane import draw, log, today
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.state import Lane, Location, Region, Youth
from sim.engine.core.process.levels import dependency_of, has_one_to_one, has_place, level_of
from sim.engine.core.process.youth_in_care import move_in, start_reactive
from sim.engine.core.process.youth_seeks import first_door
from sim.engine.phases import Fact
from sim.names import N_PLACE_SETTINGS
from sim.rules import search, stay


@handler
def offer(youth: Youth, location: Location) -> None:
    """Offer this youth to a provider: accepted and moved in, or refused. One offer per interval."""
    p, provider = youth.region.p.search, location.region.p.setting[location.setting]
    if stay.is_secure(location.setting):
        youth.was_offered_secure = True
    variant = youth.arrangement.variant if has_one_to_one(youth) else 0
    is_from_one_to_one = search.is_from_one_to_one(youth.was_alone, variant)
    made = search.Offer(
        setting_accept=provider.accept,
        reluctance=location.reluctance,
        n_moves=youth.n_moves,
        severity=youth.severity,
        behaviour=youth.behaviour.value,
        is_crisis=youth.is_crisis,
        is_from_one_to_one=is_from_one_to_one,
        dependency=dependency_of(youth) if is_from_one_to_one else 0.0,
        level=level_of(youth),
        is_mediated=youth.is_reviewed,
    )
    if search.is_accepted(draw(youth, Purpose.ACCEPTANCE), made, p):
        is_elsewhere = place_of(location.region) != place_of(youth.region)
        match = search.match_quality(
            u=draw(youth, Purpose.MATCH_QUALITY),
            is_crisis=youth.is_crisis,
            has_analysis=youth.has_analysis,
            is_out_of_region=is_elsewhere,
            p=p,
        )
        move_in(youth, location, match)
    else:
        youth.n_refused += 1
        youth.day_next_offer = today(youth) + search.days_to_next_offer(p)
        log(youth, Fact.REFUSED, youth.id, location.setting)


@handler
def has_free_place(region: Region) -> bool:
    """Tell whether any place can be given out."""
    n = 0
    for setting in range(N_PLACE_SETTINGS):
        n += region.n_free[setting]
    return n > 0


@handler
def match_region(region: Region) -> None:
    """Free places go to the waiting list, crisis first, then waiting time, then id."""
    now = today(region)
    youth = region.first_waiting
    while is_some(youth) and has_free_place(region):
        following = youth.next_waiting
        if youth.day_next_offer <= now:
            location = first_door(youth, region)
            if is_some(location):
                offer(youth, location)
        youth = following


@handler
def match_country(lane: Lane) -> None:
    """After all regions matched: places elsewhere, and 1:1 where nothing was found."""
    for index in range(lane.n_regions):
        region = lane.regions[index]
        if lane.n_regions > 1:
            match_elsewhere(lane, region)
        youth = region.first_waiting
        while is_some(youth) and youth.is_crisis:
            following = youth.next_waiting
            if search.is_borne_no_longer(
                lane.today, youth.day_tolerance, has_place(youth), has_one_to_one(youth)
            ):
                start_reactive(youth)
            youth = following


@handler
def match_elsewhere(lane: Lane, region: Region) -> None:
    """Places in other regions for searches that may go there."""
    youth = region.first_waiting
    while is_some(youth):
        following = youth.next_waiting
        may_look = search.may_look_elsewhere(
            is_out_ok=youth.is_out_ok,
            is_crisis=youth.is_crisis,
            days_asked=lane.today - youth.day_asked,
            wait=youth.wait,
            p=region.p.search,
        )
        if may_look and youth.day_next_offer <= lane.today:
            for k in range(1, lane.n_regions):
                location = first_door(youth, lane.regions[(region.index + k) % lane.n_regions])
                if is_some(location):
                    offer(youth, location)
                    break
        youth = following
