"""Dated changes of parameters take effect in the morning (process 14 and all levers)."""

import math

from sim.engine.change import (
    FIT_IN,
    PLAN_MAXIMUM,
    TAKE_OVER_MONEY,
    TAKE_OVER_PLACES,
    TAKE_OVER_STAFF,
)
from sim.engine.core.memory.fields import (
    everything,
    everything_as_floats,
    is_some,
    layout,
    place_of,
)
from sim.engine.core.memory.lane import clear_list, log, put_on_list, sort_list
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.parts import Parameters
from sim.engine.core.memory.people import Arrangement, Youth
from sim.engine.core.memory.state import Lane, Location, Region, Team
from sim.engine.core.process.arrangement import plan_maximum
from sim.engine.core.process.arrangement_ends import lose_place
from sim.engine.core.process.books import move
from sim.engine.core.process.labour import n_left, n_left_agency
from sim.engine.core.process.levels import change_team
from sim.engine.core.process.lists import put_arrangement, put_youth
from sim.engine.core.process.location import take_over_number
from sim.engine.core.process.posts import resize_group
from sim.engine.core.process.team import let_go_one, n_taken
from sim.engine.core.process.youth_leaves import displace_youth
from sim.engine.phases import Fact, Phase
from sim.names import N_PLACE_SETTINGS
from sim.rules import close_places, escalate, staff
from sim.rules.functions import BEHAVIOUR_MAX, TRUST_MAX

# first word of a group of parameters, and the word after it
OF_ESCALATION, OF_RELAPSE, OF_STAFF = (
    (group.at, group.at + len(group.of._fields))
    for group in (layout(Parameters)[name] for name in ("escalation", "relapse", "staff"))
)


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
        count_change(region, lane.change_word[k])
        keep_derived(region)
        take_over(region, lane.change_action[k])
        change_all_teams(region)


@handler
def count_change(region: Region, word: int) -> None:
    """Have rates reckoned anew that depend on the parameter that changed."""
    if OF_ESCALATION[0] <= word < OF_ESCALATION[1] or OF_RELAPSE[0] <= word < OF_RELAPSE[1]:
        region.n_changes += 1
    elif OF_STAFF[0] <= word < OF_STAFF[1]:
        region.n_staff_changes += 1


@handler
def keep_derived(region: Region) -> None:
    """Keep what follows from the parameters alone and is asked for often."""
    for setting in range(N_PLACE_SETTINGS):
        region.mean_of_stay[setting] = math.gamma(1.0 + 1.0 / region.p.setting[setting].stay_shape)
    region.mean_of_hire = math.gamma(1.0 + 1.0 / region.p.staff.hire_shape)
    for level in range(BEHAVIOUR_MAX + 1):
        region.by_behaviour[level] = escalate.factor_of_behaviour(level, region.p.escalation)
    for level in range(TRUST_MAX + 1):
        region.by_trust[level] = escalate.factor_of_trust(level, region.p.escalation)


@handler
def take_over(region: Region, action: int) -> None:
    """What else a change brings about (`sim/engine/change.py`)."""
    if action >= TAKE_OVER_PLACES:
        take_over_places(region, action - TAKE_OVER_PLACES)
    elif action == TAKE_OVER_MONEY:
        take_over_money(region)
    elif action <= TAKE_OVER_STAFF:
        setting = TAKE_OVER_STAFF - action
        for k in range(region.location_at[setting], region.location_at[setting + 1]):
            resize_group(region.locations[k])
    elif action == FIT_IN:
        fit_in(region)
    elif action == PLAN_MAXIMUM:
        a = region.first_arrangement
        while is_some(a):
            plan_maximum(a)
            a = a.next_in_region


@handler
def change_all_teams(region: Region) -> None:
    """Have the rates of all teams set anew."""
    for k in range(region.location_at[N_PLACE_SETTINGS]):
        location = region.locations[k]
        if is_some(location.team):
            change_team(location.team)
    a = region.first_arrangement
    while is_some(a):
        change_team(a.own_team)
        a = a.next_in_region


# --- people ---------------------------------------------------------------------------------------


@handler
def fit_in(region: Region) -> None:
    """There are fewer people than hold positions: one of every team in turn leaves.

    Teams of locations in their order, then those of 1:1 in order of id.
    """
    if n_left(region) < 0 or n_left_agency(region) < 0:
        sort_arrangements(region)
    while n_left(region) < 0:
        for k in range(region.location_at[N_PLACE_SETTINGS]):
            location = region.locations[k]
            if is_some(location.team) and n_left(region) < 0:
                let_go_permanent(location.team)
        a = region.first_arrangement
        while is_some(a):
            if n_left(region) < 0:
                let_go_permanent(a.own_team)
            a = a.next_in_region
    while n_left_agency(region) < 0:
        for k in range(region.location_at[N_PLACE_SETTINGS]):
            location = region.locations[k]
            if is_some(location.team) and n_left_agency(region) < 0:
                let_go_one(location.team, staff.AGENCY)
        a = region.first_arrangement
        while is_some(a):
            if n_left_agency(region) < 0:
                let_go_one(a.own_team, staff.AGENCY)
            a = a.next_in_region


@handler
def let_go_permanent(team: Team) -> None:
    """Somebody permanent leaves a team, first who is new."""
    if not let_go_one(team, staff.NEW):
        let_go_one(team, staff.SETTLED)


@handler
def sort_arrangements(region: Region) -> None:
    """Put the 1:1 arrangements of a region in order of id."""
    lane, a = Lane(region, 0), region.first_arrangement
    while is_some(a):
        put_on_list(lane, a.id, place_of(a))
        a = a.next_in_region
    sort_list(lane)
    words = everything(lane)
    last = Arrangement(region, 0)
    region.first_arrangement = last
    for at in range(lane.limit, lane.n_words, 2):
        a = Arrangement(region, words[at + 1])
        put_arrangement(region, last, a)
        last = a
    clear_list(lane)


# --- money ----------------------------------------------------------------------------------------


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


# --- places ---------------------------------------------------------------------------------------


@handler
def take_over_places(region: Region, setting: int) -> None:
    """The region's capacity changed: locations open, shrink or close.

    If closed on the date, youths above it must leave.
    """
    for k in range(region.location_at[setting], region.location_at[setting + 1]):
        location = region.locations[k]
        take_over_number(location, False)
        n = close_places.n_displaced(
            location.n_places, n_taken(location), region.p.setting[setting].is_closed_on_date
        )
        n_lost = min(location.n_kept, n)
        lose_kept(location, n_lost)
        displace(location, n - n_lost)


@handler
def lose_kept(location: Location, n: int) -> None:
    """So many places that are kept are lost with their location, in order of id of 1:1."""
    lane = Lane(location, 0)
    for _ in range(n):
        first = Arrangement(lane, 0)
        for k in range(lane.n_regions):
            a = lane.regions[k].first_arrangement
            while is_some(a):
                if place_of(a.kept) == place_of(location) and (
                    not is_some(first) or a.id < first.id
                ):
                    first = a
                a = a.next_in_region
        lose_place(first)


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
