"""The run of one lane, day by day.

The order of `sim/engine/phases.py`, and for every planned event the handler of its process.
"""

from numba import types

from sim.compiled import cached
from sim.draws import Kind, Purpose
from sim.engine.core.memory.fields import (
    WordArray,
    everything,
    is_some,
    place_of,
    read_ahead,
)
from sim.engine.core.memory.lane import (
    WORDS_OF_LINE,
    clear_list,
    draw,
    draw_once,
    sort_list,
    take_from_agenda,
)
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.people import NEXT_OF_YOUTH, PLACE_MASK, Arrangement, Youth
from sim.engine.core.memory.state import Lane, Region, Team
from sim.engine.core.process.arrangement import (
    bring_to_ret,
    burden_family,
    decide_at_maximum,
    meet_evaluation,
    renew,
)
from sim.engine.core.process.books import turn_period
from sim.engine.core.process.levels import (
    relax_behaviour,
    relax_competence,
    relax_fear,
    relax_participation,
    relax_strain,
    relax_trust,
    strikes,
)
from sim.engine.core.process.location import take_over_number
from sim.engine.core.process.one_to_one import decide_on_request
from sim.engine.core.process.records import close_books
from sim.engine.core.process.region_changes import change_policy, keep_derived, sort_youths
from sim.engine.core.process.region_evening import account, set_free
from sim.engine.core.process.region_matches import match_region
from sim.engine.core.process.ret import hold_reviews
from sim.engine.core.process.team import change_positions, depart
from sim.engine.core.process.team_time import call_teams, is_due
from sim.engine.core.process.youth_arrives import arrive_in, await_candidate, fill_places
from sim.engine.core.process.youth_in_care import (
    end_stay,
    lose_patience,
    suffer_incident,
    suffer_relapse,
)
from sim.engine.core.process.youth_leaves import age_out
from sim.engine.core.process.youth_moves import move_over
from sim.engine.core.process.youth_seeks import awake, lose_tolerance, tip
from sim.engine.phases import Phase, What, what_and_id
from sim.names import N_PLACE_SETTINGS
from sim.rules import differ, provider, review, staff, stay

# read ahead of a youth who hears or searches: lines of the cache beside those that every event
# reads, and applications
FIRST_OF_SEARCH, LINES_OF_SEARCH, MOST_READ_AHEAD = 2, 2, 7


@handler
def do_for_team(lane: Lane, place: int, what: int, entity: int) -> None:
    """What happens to a team."""
    team = Team(lane, place)
    if team.id != entity:
        return
    if what == What.DEPARTURE:
        if strikes(team.departures, team, What.DEPARTURE):
            depart(team)
    elif what == What.COMPETENCE:
        relax_competence(team)
    elif what == What.STRAIN:
        relax_strain(team)
    elif what == What.POSITION:
        change_positions(team)  # and who is called has an entry of its own


@handler
def do_for_arrangement(lane: Lane, place: int, what: int, entity: int) -> None:
    """What happens to a 1:1 arrangement."""
    a = Arrangement(lane, place)
    if a.id != entity:
        return
    if what == What.TRANSITION:
        move_over(a)
    elif what == What.FEAR:
        relax_fear(a)
    elif what == What.BURDEN:
        burden_family(a)
    elif what == What.EVALUATION:
        meet_evaluation(a)
    elif what == What.RENEWAL:
        renew(a)
    elif what == What.MAXIMUM:
        decide_at_maximum(a)
    else:
        bring_to_ret(a)


@handler
def do_for_youth(lane: Lane, place: int, what: int, entity: int) -> None:
    """What happens to a youth."""
    youth = Youth(lane, place)
    if youth.id != entity:
        return
    if what == What.INCIDENT:
        if is_due(youth):
            suffer_incident(youth)
    elif what == What.BEHAVIOUR:
        relax_behaviour(youth)
    elif what == What.TRUST:
        relax_trust(youth)
    elif what == What.PARTICIPATION:
        relax_participation(youth)
    elif what == What.ANSWER:
        awake(youth)
    elif what == What.DECISION:
        decide_on_request(youth)
    elif what == What.TOLERANCE:
        lose_tolerance(youth)
    elif what == What.STAY_END:
        end_stay(youth)
    elif what == What.PATIENCE:
        lose_patience(youth)
    elif what == What.TIPPING:
        tip(youth)
    elif what == What.AGE_OUT:
        age_out(youth)
    elif strikes(youth.relapses, youth, What.RELAPSE):
        suffer_relapse(youth)


@handler
def read_applications_ahead(lane: Lane) -> None:
    """Have the applications of youths who hear or search today come from memory together, and not
    one after the other: the first of everybody, then the second.
    """
    words, first, n = everything(lane), lane.limit, 0
    if first - (lane.n_words - first) // 2 < lane.top:
        return  # no room to keep them
    for at in range(first, lane.n_words, 2):
        what, _ = what_and_id(words[at])
        n += 1
        youth = Youth(lane, words[at + 1])
        words[first - n] = place_of(youth.first_application) * int(what == What.ANSWER)
        for k in range(LINES_OF_SEARCH):
            read_ahead(lane, words[at + 1] + (FIRST_OF_SEARCH + k) * WORDS_OF_LINE)
        read_ahead(lane, place_of(youth.n_drawn))
    for _ in range(MOST_READ_AHEAD):
        for at in range(first - n, first):
            words[at] = words[words[at] + NEXT_OF_YOUTH] & PLACE_MASK


@handler
def run_phase(lane: Lane, phase: int) -> None:
    """The planned events of one phase of today, in order."""
    lane.phase = phase
    take_from_agenda(lane, phase)
    if phase == Phase.INCIDENT:
        call_teams(lane)
    sort_list(lane)
    if phase == Phase.EVALUATE:
        read_applications_ahead(lane)
    words = everything(lane)
    first, end = lane.limit, lane.n_words
    for at in range(first, end, 2):
        key, place = words[at], words[at + 1]
        what, entity = what_and_id(key)
        if what <= What.CALL:
            do_for_team(lane, place, what, entity)
        elif what <= What.TOLERANCE:
            do_for_youth(lane, place, what, entity)
        else:
            do_for_arrangement(lane, place, what, entity)
    lane.n_events += (end - first) // 2
    clear_list(lane)


@handler
def run_day(lane: Lane) -> None:
    """One simulated day."""
    turn_period(lane)
    change_policy(lane)
    run_phase(lane, Phase.STAFF.value)
    run_phase(lane, Phase.LEAVE.value)
    run_phase(lane, Phase.INCIDENT.value)
    run_phase(lane, Phase.EVALUATE.value)
    n = lane.n_regions
    if review.is_meeting_day(lane.today):
        lane.phase = Phase.REVIEW.value
        for k in range(n):
            hold_reviews(lane.regions[k])
    lane.phase = Phase.ARRIVE.value
    for k in range(n):
        arrive_in(lane.regions[k])
    lane.phase = Phase.MATCH.value
    for k in range(n):
        match_region(lane.regions[k])
    lane.phase = Phase.ACCOUNT.value
    for k in range(n):
        account(lane.regions[k])
    set_free(lane)
    lane.n_events += 2 * n


@handler
def draw_of_region(region: Region, purpose: int) -> float:
    """Return the one draw of a region for a purpose."""
    return draw_once(region, Kind.REGION, region.source, purpose, 0)


@handler
def begin_region(region: Region) -> None:
    """What differs between regions, providers, locations and their teams."""
    keep_derived(region)
    p = region.p.difference
    region.reluctance = differ.effect(
        draw_of_region(region, Purpose.REGION_RELUCTANCE), p.reluctance
    )
    region.ret_factor = differ.factor(draw_of_region(region, Purpose.REGION_RET), p.ret)
    region.evaluation_factor = differ.factor(
        draw_of_region(region, Purpose.REGION_EVALUATION), p.evaluation
    )
    region.tariff = differ.factor(draw_of_region(region, Purpose.REGION_TARIFF), p.tariff)
    begin_providers(region)
    begin_locations(region)


@handler
def begin_providers(region: Region) -> None:
    """Organisations: their own reluctance and tariff, from the data or drawn."""
    p = region.p.provider
    for k in range(region.n_providers):
        it = region.providers[k]
        luck = draw_once(it, Kind.PROVIDER, it.id, Purpose.PROVIDER_RELUCTANCE, 0)
        it.reluctance = region.reluctance + provider.reluctance(luck, it.own_reluctance, p)
        luck = draw_once(it, Kind.PROVIDER, it.id, Purpose.PROVIDER_TARIFF, 0)
        it.tariff = region.tariff * provider.tariff(luck, it.own_tariff, p)


@handler
def begin_locations(region: Region) -> None:
    """Locations and their teams, with the people that there are."""
    n = 0
    for setting in range(N_PLACE_SETTINGS):
        p = region.p.setting[setting]
        n_most = region.location_at[setting + 1] - region.location_at[setting]
        n_open = min(stay.n_locations(p.places, p.group_size), n_most)
        n += n_open * staff.positions_of_location(p.group_size, p.positions_per_place)
    region.supply_at_start = staff.supply_at_start(n, region.p.staff)
    for k in range(region.location_at[N_PLACE_SETTINGS]):
        location = region.locations[k]
        location.luck_fit = draw(location, Purpose.LOCATION_FIT)
        location.leadership = staff.leadership_of_location(
            draw(location, Purpose.LOCATION_LEADERSHIP), region.p.staff
        )
        take_over_number(location, True)


@handler
def begin_lane(lane: Lane) -> None:
    """The morning of day 0: locations, first youths, first candidates."""
    lane.phase = -1
    for k in range(lane.n_regions):
        begin_region(lane.regions[k])
    for k in range(lane.n_regions):
        fill_places(lane.regions[k])
    for k in range(lane.n_regions):
        await_candidate(lane.regions[k])


@handler
def close_lane(lane: Lane) -> None:
    """Write what still goes on, in order of region and id."""
    for k in range(lane.n_regions):
        region = lane.regions[k]
        sort_youths(region)
        youth = region.first_youth
        while is_some(youth):
            if not youth.is_final:
                close_books(youth)
            youth = youth.next_in_region


@cached(types.int64(types.int64[::1]))
def run_lane(block: WordArray) -> int:
    """Run a lane that was laid out in its block, or one that paused, up to its day of pause or to
    the end; return the number of events.

    Raises:
        NoRoomError: the block has no room left for records, or a table none for rows.
        OverflowError: an id that the model has no room for.
    """
    lane = Lane(block, 0)
    if lane.day_next == 0:
        begin_lane(lane)
    for day in range(lane.day_next, lane.day_pause):
        lane.today = day
        run_day(lane)
    lane.day_next = lane.day_pause
    if lane.day_next == lane.n_days:
        close_lane(lane)
    return lane.n_events
