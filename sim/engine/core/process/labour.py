"""The regional labour market: positions by holder, and who is left (processes 7 and 11)."""

from sim.draws import Kind
from sim.engine.core.memory import cells
from sim.engine.core.memory.fields import place_of
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.people import Arrangement
from sim.engine.core.memory.state import Location, Region, Team
from sim.engine.core.process.books import count
from sim.rules import staff


@handler
def n_left(region: Region) -> int:
    """Return permanent workers of the region who hold no position.

    Negative once there are fewer than hold one.
    """
    n = region.held[staff.NEW] + region.held[staff.SETTLED]
    return staff.n_permanent(region.p.staff) - n


@handler
def n_left_agency(region: Region) -> int:
    """Return agency workers who hold no position; negative once there are fewer."""
    return staff.n_agency_pool(region.p.staff) - region.held[staff.AGENCY]


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
def is_own(team: Team) -> bool:
    """Tell whether it is the team of a 1:1 arrangement."""
    return team.kind == Kind.ARRANGEMENT


@handler
def count_posts(location: Location, a: Arrangement, by: int) -> None:
    """Count 1:1 that comes to a group or leaves it, and its posts that nobody holds."""
    location.n_one_to_one += by
    location.n_uncovered += by * a.own_team.n_held[staff.VACANT]


@handler
def shift(team: Team, holder: int, by: int) -> None:
    """Count positions of a team that are held in some way."""
    region = team.region
    team.n_held[holder] += by
    region.held[holder] += by
    if is_own(team):
        region.held_core[holder] += by
        a = team.arrangement
        youth = a.youth
        if (
            holder == staff.VACANT
            and place_of(youth.arrangement) == place_of(a)
            and place_of(youth.location) != 0
        ):
            youth.location.n_uncovered += by
    if holder != staff.VACANT:
        count(region, cells.IN_USE + int(not staff.is_permanent(holder)), by)
