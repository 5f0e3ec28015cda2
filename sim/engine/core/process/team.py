"""Teams: who leaves, who comes, what it does to their youths (process 12).

Who holds the positions of a new team, or one that needs more or fewer: `posts.py`.
"""

from sim.draws import Purpose
from sim.engine.core.memory.fields import is_some, place_of, read_ahead
from sim.engine.core.memory.lane import draw, log, plan, today
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.people import Arrangement, Youth
from sim.engine.core.memory.state import Location, Team
from sim.engine.core.process.labour import demand_fte, is_own, n_left, n_left_agency, shift
from sim.engine.core.process.levels import (
    NEVER,
    change_team,
    change_youth,
    has_one_to_one,
    has_place,
    move_behaviour,
    move_fear,
    n_filled,
    set_departure_rate,
    team_of,
    wind,
)
from sim.engine.phases import Fact, What
from sim.rules import clock, close_places, staff, start

# --- where a team works ---------------------------------------------------------------------------


@handler
def n_taken(location: Location) -> int:
    """Return youths present, and places kept for who is to come."""
    return location.n_present + location.n_kept


@handler
def n_usable(location: Location) -> int:
    """Return places, or those taken where these are more."""
    return close_places.n_usable(location.n_places, n_taken(location))


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
def n_uncovered(team: Team) -> int:
    """Return posts of 1:1 in the group that nobody holds, and that the group bears."""
    return team.location.n_uncovered if is_some(team.location) else 0


@handler
def staff_ratio(team: Team) -> float:
    """Return staff per youth over what the setting has; alone over what the rung asks for."""
    if is_own(team):
        return staff.coverage(n_filled(team), team.n_positions)
    location = team.location
    return staff.staff_ratio(
        n_filled=n_filled(team),
        n_uncovered=n_uncovered(team),
        n_youths=location.n_present,
        per_youth=location.region.p.setting[location.setting].positions_reference,
    )


@handler
def tell(team: Team) -> None:
    """Who is there has changed: rates, and hours of 1:1 that are covered."""
    change_team(team)
    if is_own(team):
        youth = team.arrangement.youth
        change_youth(youth)
        leading = team_of(youth)
        if is_some(leading):
            change_team(leading)


# --- positions ------------------------------------------------------------------------------------


@handler
def set_holder(team: Team, position: int, holder: int) -> None:
    """A position changes hands."""
    shift(team, team.holders[position], -1)
    team.holders[position] = holder
    shift(team, holder, 1)
    tell(team)


@handler
def first_held(team: Team, holder: int) -> int:
    """Return the first position that is held so; there is one."""
    position = 0
    while team.holders[position] != holder:
        position += 1
    return position


@handler
def plan_position(team: Team, position: int) -> None:
    """Plan the next change of a position.

    A hire if agency staff or nobody holds it, settling if somebody new does.
    """
    p = team.region.p.staff
    if team.holders[position] == staff.NEW:
        days = staff.days_to_settle(p)
    else:
        days = staff.days_to_hire_with(
            u=draw(team, Purpose.HIRE),
            demand_fte=demand_fte(team.region),
            mean_of_scale_1=team.region.mean_of_hire,
            p=p,
        )
    team.day_of_change[position] = today(team) + days
    plan(team, today(team) + days, What.POSITION)


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
        elif not staff.is_hired(n_left(team.region)):
            plan_position(team, position)  # nobody to hire: open for another while
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


# --- departures -----------------------------------------------------------------------------------


@handler
def depart(team: Team) -> None:
    """Somebody permanent leaves (K32)."""
    if not team.is_present:
        return
    p = team.region.p.staff
    settled, new = team.n_held[staff.SETTLED], team.n_held[staff.NEW]
    wind(team.departures, clock.threshold(draw(team, Purpose.DEPARTURE)))
    if settled + new == 0:
        change_team(team)
        return
    leaver = staff.who_leaves(draw(team, Purpose.WHO_LEAVES), settled, new, p)
    leave(team, first_held(team, leaver))
    log(team, Fact.DEPARTED, team.id, team.n_held[staff.SETTLED])
    if leaver == staff.SETTLED:
        forget_with(team)


@handler
def leave(team: Team, position: int) -> None:
    """Somebody permanent leaves a position.

    Agency staff or nobody fills it; every youth of the team may be jolted.
    """
    region = team.region
    p = region.p.staff
    is_within_cap = is_own(team) or staff.has_room_for_agency(
        team.n_held[staff.AGENCY], team.n_positions, p
    )
    set_holder(team, position, staff.filled_by(is_within_cap, n_left_agency(region)))
    plan_position(team, position)
    team.day_departed = today(team)
    region.n_departures += 1
    if is_some(team.location):
        for seat in range(team.location.n_present):  # their counts of draws
            read_ahead(team, place_of(team.location.youths[seat].n_drawn))
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
def forget_with(team: Team) -> None:
    """What the leading team knows of analysis and plan goes with who made them (K26)."""
    if is_some(team.location):
        for seat in range(team.location.n_present):
            forget_plan_of(team.location.youths[seat], team)
    else:
        forget_plan_of(team.arrangement.youth, team)


@handler
def forget_plan_of(youth: Youth, team: Team) -> None:
    """One youth's analysis and plan may go with a settled colleague of its leading team."""
    if not has_one_to_one(youth) or place_of(team_of(youth)) != place_of(team):
        return
    a = youth.arrangement
    if staff.is_forgotten(draw(a, Purpose.MEMORY), team.n_positions, team.region.p.staff):
        a.has_analysis, a.has_plan = False, False
        youth.has_analysis, youth.has_plan = False, False


@handler
def hand_over(team: Team, days_known: int) -> None:
    """1:1 goes along into a place: colleagues there take over from those who were outside.

    They have worked in for so many days already.
    """
    days = staff.days_left_to_settle(days_known, team.region.p.staff)
    for position in range(team.n_positions):
        if not staff.is_permanent(team.holders[position]):
            continue
        team.day_of_change[position] = today(team) + days if days > 0 else NEVER
        set_holder(team, position, staff.NEW if days > 0 else staff.SETTLED)
        if days > 0:
            plan(team, today(team) + days, What.POSITION)


@handler
def let_go_one(team: Team, holder: int) -> bool:
    """Where there are fewer people, one of those who hold a position so leaves, if any."""
    if team.n_held[holder] == 0:
        return False
    position = first_held(team, holder)
    if staff.is_permanent(holder):
        leave(team, position)
    else:
        set_holder(team, position, staff.VACANT)
    return True


@handler
def dissolve(team: Team) -> None:
    """The location closes or the arrangement ends: everybody goes back to the labour market."""
    team.is_present = False
    set_departure_rate(team, 0)
    for holder in range(4):
        n = team.n_held[holder]
        shift(team, holder, -n)
        team.n_held[holder] = n
