"""Who holds the positions of a team that starts, or that needs more or fewer (process 7).

Nobody works who does not exist: permanent workers and the agency pool of a region are finite.
"""

from sim.draws import Kind, Purpose
from sim.engine.core.memory.fields import ints_at, is_some, place_of
from sim.engine.core.memory.lane import allocate, allocate_record, clear, draw
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.people import WORDS_OF_TEAM, Arrangement
from sim.engine.core.memory.state import Lane, Location, Region, Team
from sim.engine.core.process.books import minutes_due
from sim.engine.core.process.labour import n_left, n_left_agency, shift
from sim.engine.core.process.levels import NEVER, change_team, stability_of, wind
from sim.engine.core.process.surroundings import look_around
from sim.engine.core.process.team import first_held, leave, plan_position, tell
from sim.engine.core.process.team_time import begin_time
from sim.rules import clock, staff

# --- room -----------------------------------------------------------------------------------------


@handler
def new_team(region: Region, is_core: bool, room: int) -> Team:
    """Return a record without positions; those of teams of 1:1 are used again."""
    lane = Lane(region, 0)
    team = lane.free_team
    if is_core and is_some(team):
        lane.free_team = team.next_free
        holders, days, room = team.holders, team.day_of_change, team.room
        clear(team, place_of(team), WORDS_OF_TEAM)
        team.holders, team.day_of_change, team.room = holders, days, room
    else:
        team = Team(lane, allocate_record(lane, WORDS_OF_TEAM))
        make_room(team, room)
    team.region = region
    team.day_departed = -NEVER
    team.departures.entry = NEVER
    begin_time(team)
    team.is_present = True
    return team


@handler
def make_room(team: Team, room: int) -> None:
    """Have room for more positions: rows elsewhere, with what is in them."""
    holders = ints_at(team, allocate(team, room))
    days = ints_at(team, allocate(team, room))
    for position in range(team.n_positions):
        holders[position] = team.holders[position]
        days[position] = team.day_of_change[position]
    team.holders, team.day_of_change, team.room = holders, days, room


# --- positions ------------------------------------------------------------------------------------


@handler
def add_position(team: Team, holder: int) -> None:
    """One position more, and who holds it."""
    position = team.n_positions
    if position == team.room:
        make_room(team, 2 * position + 1)
    team.holders[position] = holder
    team.day_of_change[position] = NEVER
    team.n_positions = position + 1
    shift(team, holder, 1)
    if holder != staff.SETTLED:
        plan_position(team, position)


@handler
def remove_position(team: Team) -> None:
    """One position less: a vacant one, else agency staff, somebody new, a settled colleague."""
    weakest, position = team.holders[0], 0
    for k in range(team.n_positions):
        if team.holders[k] <= weakest:
            weakest, position = team.holders[k], k
    shift(team, weakest, -1)
    team.n_positions -= 1
    for k in range(position, team.n_positions):
        team.holders[k] = team.holders[k + 1]
        team.day_of_change[k] = team.day_of_change[k + 1]


@handler
def begin_team(team: Team, leadership: float) -> None:
    """Begin to work, with the holders of its positions."""
    team.leadership = leadership
    team.competence.value = staff.resting_competence(stability_of(team), team.region.p.staff)
    wind(team.departures, clock.threshold(draw(team, Purpose.DEPARTURE)))
    look_around(team)
    change_team(team)


# --- locations ------------------------------------------------------------------------------------


@handler
def n_positions_of(location: Location) -> int:
    """Return the positions of its team."""
    p = location.region.p.setting[location.setting]
    return staff.positions_of_location(p.group_size, p.positions_per_place)


@handler
def open_location_team(location: Location, is_first_day: bool) -> None:
    """Open the team of a location; on the first day with people who are there already."""
    region, n = location.region, n_positions_of(location)
    p = region.p.staff
    team = new_team(region, False, n)
    team.id, team.kind, team.location = location.id, Kind.LOCATION.value, location
    team.n_drawn = location.n_drawn
    for _ in range(n):
        luck = draw(location, Purpose.POSITION_START)
        if is_first_day:
            meant = staff.who_is_there(luck, region.supply_at_start, p)
            holder = staff.who_exists(meant, n_left(region), n_left_agency(region))
        else:
            holder = staff.who_can_start(
                is_agency=staff.is_agency_sought(luck, p.p_core_agency),
                is_within_cap=staff.has_room_for_agency(team.n_held[staff.AGENCY], n, p),
                n_left=n_left(region),
                n_left_agency=n_left_agency(region),
            )
        add_position(team, holder)
    begin_team(team, location.leadership)
    location.team = team


@handler
def resize_group(location: Location) -> None:
    """The positions per place changed: new ones are to be hired for."""
    team, region = location.team, location.region
    if not is_some(team):
        return
    n = n_positions_of(location)
    while team.n_positions < n:
        is_within_cap = staff.has_room_for_agency(team.n_held[staff.AGENCY], n, region.p.staff)
        add_position(team, staff.filled_by(is_within_cap, n_left_agency(region)))
    while team.n_positions > n:
        remove_position(team)
    tell(team)


# --- 1:1 ------------------------------------------------------------------------------------------


@handler
def n_positions_due(a: Arrangement) -> int:
    """Return the positions that the rung asks for."""
    return staff.positions_of_rung(minutes_due(a), a.region.p.staff)


@handler
def who_starts(a: Arrangement) -> int:
    """Return who holds a new position of 1:1."""
    region, p = a.region, a.region.p.staff
    luck = draw(a, Purpose.CORE_POSITION)
    return staff.who_can_start(
        is_agency=staff.is_agency_sought(luck, staff.p_agency_of_core_team(a.is_contracted, p)),
        is_within_cap=True,
        n_left=n_left(region),
        n_left_agency=n_left_agency(region),
    )


@handler
def lender_of(a: Arrangement) -> Team:
    """Return the team of the provider's groups with most settled colleagues, or nobody if it can
    spare none: the first of them in order of location.
    """
    best = Team(a, 0)
    if not is_some(a.provider):
        return best
    location = a.provider.first_location
    while is_some(location):
        team = location.team
        if is_some(team) and (
            not is_some(best) or team.n_held[staff.SETTLED] > best.n_held[staff.SETTLED]
        ):
            best = team
        location = location.next_of_provider
    if is_some(best) and not staff.may_lend(best.n_held[staff.SETTLED]):
        return Team(a, 0)
    return best


@handler
def form_team_of_posts(a: Arrangement) -> None:
    """Form the team of an arrangement: its own alone and at home, the extra posts in a group.

    Some settled colleagues of the provider's groups go along to a unit.
    """
    region = a.region
    p, n = region.p.staff, n_positions_due(a)
    team = new_team(region, True, max(n, Lane(a, 0).n_positions_core))
    team.id, team.kind, team.arrangement = a.id, Kind.ARRANGEMENT.value, a
    team.n_drawn = a.n_drawn
    for _ in range(staff.n_from_group(a.variant, n, p)):
        lender = lender_of(a)
        if not is_some(lender):
            break
        leave(lender, first_held(lender, staff.SETTLED))
        add_position(team, staff.SETTLED)
    while team.n_positions < n:
        add_position(team, who_starts(a))
    begin_team(team, staff.nearness_of_leadership(region.n_sites, p))
    a.own_team = team


@handler
def resize_posts(a: Arrangement) -> None:
    """Have as many positions as the rung asks for: new ones filled as far as there are people."""
    team, n = a.own_team, n_positions_due(a)
    while team.n_positions < n:
        add_position(team, who_starts(a))
    while team.n_positions > n:
        remove_position(team)
    tell(team)
