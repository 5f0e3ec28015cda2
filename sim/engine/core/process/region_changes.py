"""Dated changes of parameters take effect in the morning (process 14 and all levers)."""

from sim.engine.change import PLAN_MAXIMUM, TAKE_OVER_MONEY, TAKE_OVER_PLACES
from sim.engine.core.memory.fields import everything, everything_as_floats, is_some, place_of
from sim.engine.core.memory.lane import clear_list, log, put_on_list, sort_list
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.state import Lane, Location, Region, Youth
from sim.engine.core.process.arrangement import plan_maximum
from sim.engine.core.process.books import move
from sim.engine.core.process.levels import change_team
from sim.engine.core.process.lists import put_youth
from sim.engine.core.process.location import take_over_number
from sim.engine.core.process.youth_leaves import displace_youth
from sim.engine.phases import Fact, Phase
from sim.rules import close_places


@handler
def change_policy(lane: Lane) -> None:
    """Put today's changes in force, in order of region and name."""
    while lane.next_change < lane.n_changes and lane.change_day[lane.next_change] == lane.today:
        k = lane.next_change
        lane.next_change = k + 1
        lane.phase = Phase.POLICY.value
        region = lane.regions[lane.change_region[k]]
        log(region, Fact.POLICY, region.source, lane.change_name[k])
        everything_as_floats(lane)[place_of(region.p) + lane.change_word[k]] = lane.change_value[k]
        action = lane.change_action[k]
        if action >= TAKE_OVER_PLACES:
            take_over_places(region, action - TAKE_OVER_PLACES)
        elif action == TAKE_OVER_MONEY:
            take_over_money(region)
        elif action == PLAN_MAXIMUM:
            a = region.first_arrangement
            while is_some(a):
                plan_maximum(a)
                a = a.next_in_region
        change_all_teams(region)


@handler
def change_all_teams(region: Region) -> None:
    """Have the rates of all teams set anew."""
    for k in range(region.at_setting[6]):
        location = region.locations[k]
        if is_some(location.team):
            change_team(location.team)
    a = region.first_arrangement
    while is_some(a):
        if is_some(a.own_team):
            change_team(a.own_team)
        a = a.next_in_region


@handler
def take_over_money(region: Region) -> None:
    """Tariffs changed: every youth's money per day is counted anew, in order of id."""
    sort_youths(region)
    youth = region.first_youth
    while is_some(youth):
        move(youth)
        youth = youth.next_in_region


@handler
def sort_youths(region: Region) -> None:
    """Put the youths of a region in order of id."""
    lane = Lane(region, 0)
    youth = region.first_youth
    while is_some(youth):
        put_on_list(lane, youth.id, place_of(youth))
        youth = youth.next_in_region
    sort_list(lane)
    words = everything(lane)
    last = Youth(region, 0)
    region.first_youth = last
    for at in range(lane.limit, lane.n_words, 2):
        youth = Youth(region, words[at + 1])
        put_youth(region, last, youth)
        last = youth
    clear_list(lane)


@handler
def take_over_places(region: Region, setting: int) -> None:
    """The region's capacity changed: locations open, shrink or close.

    If closed on the date, youths above it must leave.
    """
    for k in range(region.at_setting[setting], region.at_setting[setting + 1]):
        location = region.locations[k]
        take_over_number(location, False)
        n = close_places.n_displaced(
            location.n_places, location.n_present, region.p.setting[setting].is_closed_on_date
        )
        displace(location, n)


@handler
def displace(location: Location, n: int) -> None:
    """So many youths must leave: those with the highest ids, in order of id."""
    after = -1
    for _ in range(location.n_present):
        if n <= 0:
            break
        # the lowest id above `after`
        youth = Youth(location, 0)
        n_above = 0
        for seat in range(location.n_present):
            other = location.youths[seat]
            if other.id > after:
                n_above += 1
                if not is_some(youth) or other.id < youth.id:
                    youth = other
        after = youth.id
        if n_above <= n:
            displace_youth(youth)
            n -= 1
