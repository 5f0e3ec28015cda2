"""Teams and the labour market: who holds each position, who leaves, who comes (process 11)."""

from sim.draws import Kind, Purpose
from sim.engine.core.memory.fields import ints_at, is_some, place_of
from sim.engine.core.memory.lane import (
    allocate,
    clear,
    draw,
    log,
    plan,
    today,
)
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.state import (
    WORDS_OF_TEAM,
    Arrangement,
    Lane,
    Location,
    Region,
    Team,
    Youth,
)
from sim.engine.core.process.books import minutes_of
from sim.engine.core.process.levels import (
    NEVER,
    change_team,
    change_youth,
    has_one_to_one,
    has_place,
    move_behaviour,
    move_fear,
    set_departure_rate,
    stability_of,
    watch_competence,
    wind,
)
from sim.engine.phases import Fact, What
from sim.rules import clock, close_places, staff, start

# --- labour market --------------------------------------------------------------------------------


@handler
def not_permanent_in(region: Region) -> float:
    """Return the share of the region's positions that are vacant or held by agency staff."""
    held = region.held
    n = held[0] + held[1] + held[2] + held[3]
    return staff.share_of_positions(held[staff.VACANT] + held[staff.AGENCY], n)


@handler
def demand_fte(region: Region) -> float:
    """Return positions of location teams plus full-time equivalents of all 1:1 presence."""
    n = 0
    for holder in range(4):
        n += region.held[holder] - region.held_core[holder]
    return staff.demand_fte(n, region.minutes, region.p.staff)


@handler
def shift(team: Team, holder: int, by: int) -> None:
    """Count positions of a team held in some way."""
    team.n_held[holder] += by
    team.region.held[holder] += by
    if team.kind == Kind.ARRANGEMENT:
        team.region.held_core[holder] += by


# --- where a team works ---------------------------------------------------------------------------


@handler
def n_usable(location: Location) -> int:
    """Return places, or youths present where these are more."""
    return close_places.n_usable(location.n_places, location.n_present)


@handler
def fit_of_location(location: Location) -> float:
    """Return physical fit, 0..1."""
    p = location.region.p.setting[location.setting]
    return start.fit_of(location.luck_fit, p.fit, p.fit_spread)


@handler
def fit_of_arrangement(a: Arrangement) -> float:
    """Return physical fit of where the youth lives, 0..1."""
    if has_place(a.youth):
        return fit_of_location(a.youth.location)
    return start.fit_of(a.luck_fit, a.region.p.start.fit_alone, a.region.p.start.fit_spread)


@handler
def look_around(team: Team) -> bool:
    """Take up what surrounds the team's youths; tell whether anything in it changed."""
    stability, competence = stability_of(team), team.competence.value
    occupancy, n_group, n_one_to_one, log_setting = 1.0, 1.0, 0, 0.0
    if is_some(team.location):
        location = team.location
        occupancy = close_places.occupancy(location.n_places, location.n_present)
        n_group, n_one_to_one = float(n_usable(location)), location.n_one_to_one
        fit = fit_of_location(location)
        log_setting = location.region.p.setting[location.setting].incidents
    else:
        fit = fit_of_arrangement(team.arrangement)
    is_same = (
        stability == team.stability
        and competence == team.level_competence
        and occupancy == team.occupancy
        and n_group == team.n_group
    )
    if (
        is_same
        and n_one_to_one == team.n_one_to_one
        and fit == team.fit
        and log_setting == team.log_setting
    ):
        return False
    team.stability, team.level_competence, team.occupancy = stability, competence, occupancy
    team.n_group, team.n_one_to_one, team.fit, team.log_setting = (
        n_group,
        n_one_to_one,
        fit,
        log_setting,
    )
    return True


# --- a team starts and stops ----------------------------------------------------------------------


@handler
def new_team(region: Region, is_core: bool, n_positions: int) -> Team:
    """Return a record with room for so many positions; those of core teams are used again."""
    lane = Lane(region, 0)
    team = lane.free_team
    if is_core and is_some(team):
        lane.free_team = team.next_free
        holders, days = team.holders, team.day_of_change
        clear(team, place_of(team), WORDS_OF_TEAM)
    else:
        room = lane.n_positions_core if is_core else n_positions
        team = Team(lane, allocate(lane, WORDS_OF_TEAM))
        holders, days = ints_at(lane, allocate(lane, room)), ints_at(lane, allocate(lane, room))
    team.holders, team.day_of_change = holders, days
    team.n_positions = n_positions
    return team


@handler
def begin_team(team: Team) -> None:
    """Begin to work, with the holders of its positions; leadership is set afterwards."""
    region = team.region
    team.leadership = 0.5
    team.day_departed = -NEVER
    team.is_present = True
    for position in range(team.n_positions):
        team.n_held[team.holders[position]] += 1
        team.day_of_change[position] = NEVER
    team.competence.value = staff.resting_competence(stability_of(team), region.p.staff)
    team.departures.entry = NEVER
    wind(team.departures, clock.threshold(draw(team, Purpose.DEPARTURE)))
    for position in range(team.n_positions):
        if team.holders[position] != staff.SETTLED:
            plan_position(team, position)
    for holder in range(4):
        region.held[holder] += team.n_held[holder]
        if team.kind == Kind.ARRANGEMENT:
            region.held_core[holder] += team.n_held[holder]
    look_around(team)
    change_team(team)


@handler
def open_location_team(location: Location, is_first_day: bool) -> None:
    """Open the team of a location."""
    region = location.region
    p, ps = region.p.setting[location.setting], region.p.staff
    n = staff.positions_of_location(p.group_size, p.positions_per_place)
    team = new_team(region, False, n)
    team.id, team.kind, team.region, team.location = (
        location.id,
        Kind.LOCATION.value,
        region,
        location,
    )
    team.n_drawn = location.n_drawn
    n_agency = 0
    for position in range(n):
        u = draw(location, Purpose.POSITION_START)
        if is_first_day:
            holder = staff.who_is_there(u, ps)
        else:
            holder = staff.who_starts(
                u=u, p_agency=ps.p_core_agency, n_agency=n_agency, n_positions=n, p=ps
            )
        n_agency += int(holder == staff.AGENCY)
        team.holders[position] = holder
    begin_team(team)
    location.team = team
    team.leadership = location.leadership


@handler
def form_core_team(a: Arrangement) -> None:
    """Form the core team of an arrangement outside a group."""
    region = a.region
    p = region.p.staff
    p_agency = staff.p_agency_of_core_team(a.is_contracted, p)
    n = staff.positions_of_core_team(p.core_positions)
    team = new_team(region, True, n)
    team.id, team.kind, team.region, team.arrangement = a.id, Kind.ARRANGEMENT.value, region, a
    team.n_drawn = a.n_drawn
    n_agency = 0
    for position in range(n):
        holder = staff.who_starts(
            u=draw(a, Purpose.CORE_POSITION),
            p_agency=p_agency,
            n_agency=n_agency,
            n_positions=n,
            p=p,
        )
        n_agency += int(holder == staff.AGENCY)
        team.holders[position] = holder
    begin_team(team)
    a.own_team = team
    team.leadership = staff.nearness_of_leadership(region.n_sites, p)


@handler
def dissolve(team: Team) -> None:
    """The location closes or the arrangement ends: everybody goes back to the labour market."""
    team.is_present = False
    set_departure_rate(team, 0)
    for holder in range(4):
        team.region.held[holder] -= team.n_held[holder]
        if team.kind == Kind.ARRANGEMENT:
            team.region.held_core[holder] -= team.n_held[holder]


# --- positions ------------------------------------------------------------------------------------


@handler
def set_holder(team: Team, position: int, holder: int) -> None:
    """A position changes hands."""
    before = team.holders[position]
    team.holders[position] = holder
    shift(team, before, -1)
    shift(team, holder, 1)
    change_team(team)


@handler
def plan_position(team: Team, position: int) -> None:
    """Plan the next change of a position.

    A hire if agency staff or nobody holds it, settling if somebody new does.
    """
    p = team.region.p.staff
    if team.holders[position] == staff.NEW:
        days = staff.days_to_settle(p)
    else:
        days = staff.days_to_hire(draw(team, Purpose.HIRE), demand_fte(team.region), p)
    team.day_of_change[position] = today(team) + days
    plan(team, today(team) + days, What.POSITION)


@handler
def depart(team: Team) -> None:
    """Somebody permanent leaves.

    Agency staff or nobody fills the position; every youth of the team may be jolted (K32).
    """
    if not team.is_present:
        return
    p = team.region.p.staff
    settled, new = team.n_held[staff.SETTLED], team.n_held[staff.NEW]
    wind(team.departures, clock.threshold(draw(team, Purpose.DEPARTURE)))
    if settled + new == 0:
        change_team(team)
        return
    leaver = staff.who_leaves(draw(team, Purpose.WHO_LEAVES), settled, new, p)
    position = 0
    while team.holders[position] != leaver:
        position += 1
    set_holder(team, position, staff.filled_by(team.n_held[staff.AGENCY], team.n_positions, p))
    plan_position(team, position)
    team.day_departed = today(team)
    team.region.n_departures += 1
    log(team, Fact.DEPARTED, team.id, team.n_held[staff.SETTLED])
    if is_some(team.location):
        for seat in range(team.location.n_present):
            jolt(team.location.youths[seat], p)
    else:
        jolt(team.arrangement.youth, p)


@handler
def jolt(youth: Youth, p: staff.StaffParameters) -> None:
    """A departure may raise behaviour."""
    if staff.is_jolted(draw(youth, Purpose.JOLT), p):
        move_behaviour(youth, 1)


@handler
def change_positions(team: Team) -> None:
    """Hires arrive and newcomers settle, in order of position."""
    if not team.is_present:
        return
    for position in range(team.n_positions):
        if team.day_of_change[position] != today(team):
            continue
        if team.holders[position] == staff.NEW:
            team.day_of_change[position] = NEVER
            set_holder(team, position, staff.SETTLED)
            log(team, Fact.SETTLED, team.id, position)
        else:
            set_holder(team, position, staff.NEW)
            plan_position(team, position)
            log(team, Fact.HIRED, team.id, position)
            welcome(team)


@handler
def welcome(team: Team) -> None:
    """One newcomer in a calm period lowers fear.

    Who did not live the escalations is less afraid (K57).
    """
    p = team.region.p.staff
    days = today(team) - team.day_departed
    if not staff.is_fresh_start(team.n_held[staff.NEW], days, team.strain.value, p):
        return
    if is_some(team.location):
        for seat in range(team.location.n_present):
            reassure(team.location.youths[seat], p)
    else:
        reassure(team.arrangement.youth, p)


@handler
def reassure(youth: Youth, p: staff.StaffParameters) -> None:
    """A newcomer may lower fear."""
    if has_one_to_one(youth) and staff.is_reassured(
        draw(youth.arrangement, Purpose.FRESH_START), p
    ):
        move_fear(youth.arrangement, -1)


# --- rates of tomorrow ----------------------------------------------------------------------------


@handler
def set_rates_of_team(team: Team) -> None:
    """Set tomorrow's rate of departures.

    Have the youths' rates set anew if what surrounds them changed.
    """
    if not team.is_present:
        return
    p = team.region.p.staff
    minutes = 0
    if not is_some(team.location):
        minutes = minutes_of(team.arrangement)
    elif team.location.n_one_to_one > 0:
        for seat in range(team.location.n_present):
            youth = team.location.youths[seat]
            if has_one_to_one(youth):
                minutes += minutes_of(youth.arrangement)
    n = team.n_positions
    rate = staff.departure_rate(
        n_settled=team.n_held[staff.SETTLED],
        n_new=team.n_held[staff.NEW],
        strain=team.strain.value,
        one_to_one_load=staff.fte_of(minutes, p) / n,
        vacant=staff.share_of_positions(team.n_held[staff.VACANT], n),
        leadership=team.leadership,
        p=p,
    )
    set_departure_rate(team, clock.daily(rate))
    watch_competence(team)
    if look_around(team):
        if is_some(team.location):
            for seat in range(team.location.n_present):
                change_youth(team.location.youths[seat])
        else:
            change_youth(team.arrangement.youth)
