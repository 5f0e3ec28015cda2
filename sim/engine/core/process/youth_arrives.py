"""Youths arrive: candidates at the ceiling rate, thinned.

Some are present on the first day (process 1).
"""

import math

from sim.common.ids import nth_present, youth_id
from sim.draws import Kind, Purpose, uniforms
from sim.engine.core.memory import cells
from sim.engine.core.memory.fields import is_some, place_of
from sim.engine.core.memory.lane import (
    allocate_record,
    clear,
    draw,
    draw_first,
    draw_source,
    log,
    plan,
    today,
)
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.people import WORDS_OF_YOUTH, Youth
from sim.engine.core.memory.state import Lane, Location, Region
from sim.engine.core.process.books import tally
from sim.engine.core.process.levels import NEVER, days_age
from sim.engine.core.process.lists import put_youth
from sim.engine.core.process.team_time import wind_incidents
from sim.engine.core.process.youth_in_care import enter
from sim.engine.core.process.youth_moves import move_in
from sim.engine.core.process.youth_seeks import ask_from_home
from sim.engine.phases import Fact, What
from sim.names import N_PLACE_SETTINGS
from sim.rules import age_out, arrive, clock, family, need, participate, stay
from sim.rules.functions import BEHAVIOUR_MAX, TRUST_MAX, clip, years


@handler
def new_youth(region: Region, nth: int) -> Youth:
    """Return a youth with everything that is drawn once."""
    lane, p = Lane(region, 0), region.p.arrival
    youth = lane.free_youth
    if is_some(youth):
        lane.free_youth = youth.next_free
        clear(youth, place_of(youth), WORDS_OF_YOUTH)
    else:
        youth = Youth(lane, allocate_record(lane, WORDS_OF_YOUTH))
    youth.id, youth.region = youth_id(region.source, nth), region
    rank, luck_age, luck_secure, luck_profile = draw_first(youth, Purpose.SEVERITY)
    nearness, luck_stance, luck_moves, luck_home = draw_first(youth, Purpose.NEARNESS)
    luck_limit, luck_programme, luck_incident, _ = draw_first(youth, Purpose.AGE_LIMIT)
    youth.severity = arrive.severity(rank, p)
    youth.days_age_at_arrival = arrive.days_of_age(luck_age, p)
    youth.day_arrival, youth.day_born = lane.today, lane.today - youth.days_age_at_arrival
    youth.has_secure_need = need.has_secure_need(luck_secure, rank, region.p.need)
    youth.profile = arrive.profile(luck_profile, p)
    youth.nearness = nearness
    youth.stance = family.stance_at_arrival(luck_stance, region.p.family)
    youth.n_moves = arrive.moves_before(luck_moves, youth.severity, p)
    youth.n_moves_at_arrival = youth.n_moves
    youth.prefers_family_home = arrive.prefers_family_home(
        luck_home, years(days_age(youth)), youth.severity, p
    )
    youth.day_limit = youth.day_born + age_out.days_of_age_limit(
        luck_limit, youth.days_age_at_arrival, region.p.age_limit
    )
    youth.behaviour.value = clip(0, BEHAVIOUR_MAX)
    youth.trust.value = clip(arrive.trust_at_arrival(youth.n_moves, p), TRUST_MAX)
    youth.participation.value = clip(
        participate.at_arrival(luck_programme, youth.severity, region.p.participation),
        participate.PARTICIPATION_MAX,
    )
    youth.relapses.entry = NEVER
    wind_incidents(youth, clock.own_threshold(luck_incident))
    youth.day_left = -1
    youth.match, youth.match_counted = 0.5, -1.0
    youth.day_stay_end, youth.day_patience = NEVER, NEVER
    youth.day_round, youth.day_tolerance, youth.day_tipping = NEVER, NEVER, NEVER
    youth.day_decision, youth.day_awake = NEVER, NEVER
    youth.day_at_risk_until = -1
    youth.cell = -1
    put_youth(region, region.last_youth, youth)
    return youth


@handler
def register_arrival(youth: Youth) -> None:
    """What every arrival has in common."""
    tally(youth.region, cells.ARRIVALS, 1)
    log(youth, Fact.ARRIVED, youth.id, youth.days_age_at_arrival)
    enter(youth)
    plan(youth, youth.day_limit, What.AGE_OUT)


@handler
def arrive_in(region: Region) -> None:
    """Today's candidates, each kept or thinned by a draw of its own, in order of number."""
    lane = Lane(region, 0)
    while region.time < lane.n_days and math.floor(region.time) == lane.today:
        if arrive.is_arrival(region.luck_kept, region.p.arrival):
            youth = new_youth(region, region.nth)
            register_arrival(youth)
            is_crisis = arrive.is_in_crisis(draw(youth, Purpose.CRISIS), region.p.arrival)
            ask_from_home(youth, is_crisis)
        region.nth += 1
        await_candidate(region)


@handler
def await_candidate(region: Region) -> None:
    """Draw when the next candidate comes, and by what it is kept."""
    lane, candidate = Lane(region, 0), youth_id(region.source, region.nth)
    gap, region.luck_kept, _, _ = uniforms(
        lane.seed, lane.replication, Kind.SOURCE, candidate, Purpose.CANDIDATE_GAP, 0
    )
    region.time += arrive.days_to_next_candidate(gap, region.p.arrival)


@handler
def fill_places(region: Region) -> None:
    """On the first day places are filled in part, so that the warm-up is short.

    Who is there has an id of its own per place.
    """
    for setting in range(N_PLACE_SETTINGS):
        p = region.p.setting[setting]
        for k in range(region.location_at[setting], region.location_at[setting + 1]):
            location = region.locations[k]
            for slot in range(location.n_places):
                nth = nth_present(setting, location.nth * stay.size_of_group(p.group_size) + slot)
                if stay.is_filled_at_start(draw_source(region, nth, Purpose.PRESENT_AT_START), p):
                    be_present(new_youth(region, nth), location)


@handler
def be_present(youth: Youth, location: Location) -> None:
    """Be in a place on the first day of the run, as if placed that day."""
    is_secure = stay.is_secure(location.setting)
    youth.is_secure, youth.was_secure = is_secure, is_secure
    youth.has_secure_need = youth.has_secure_need or is_secure
    register_arrival(youth)
    youth.day_counted = today(youth)
    move_in(youth, location, 0.5, 0, False, 0)
