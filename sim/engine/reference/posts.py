"""Who holds the positions of a team that starts, or that needs more or fewer (process 7).

Nobody works who does not exist: permanent workers and the agency pool of a region are finite.
"""

from typing import TYPE_CHECKING

from sim.draws import Purpose
from sim.engine.reference.team import Team
from sim.rules import staff

if TYPE_CHECKING:
    from sim.engine.reference.arrangement import Arrangement
    from sim.engine.reference.location import Location


def team_of_location(location: "Location", *, is_first_day: bool) -> Team:
    """Open the team of a location; on the first day with people who are there already."""
    region = location.region
    p, labour = region.p.staff, region.labour
    team = Team(region, location)
    for _ in range(location.n_positions):
        luck = location.draw(Purpose.POSITION_START)
        if is_first_day:
            meant = staff.who_is_there(luck, region.supply_at_start, p)
            holder = staff.who_exists(meant, labour.n_left, labour.n_left_agency)
        else:
            n_agency = team.holders.count(staff.AGENCY)
            holder = staff.who_can_start(
                is_agency=staff.is_agency_sought(luck, p.p_core_agency),
                is_within_cap=staff.has_room_for_agency(n_agency, location.n_positions, p),
                n_left=labour.n_left,
                n_left_agency=labour.n_left_agency,
            )
        team.add_position(holder)
    team.begin(location.leadership)
    return team


def team_of_posts(a: "Arrangement") -> Team:
    """Form the team of an arrangement: its own alone and at home, the extra posts in a group.

    Some settled colleagues of the provider's groups go along to a unit.
    """
    p = a.region.p.staff
    team = Team(a.region, a)
    n = a.n_positions_due
    for _ in range(staff.n_from_group(int(a.variant), n, p)):
        lender = lender_of(a)
        if lender is None:
            break
        lender.leave(lender.holders.index(staff.SETTLED))
        team.add_position(staff.SETTLED)
    while len(team.holders) < n:
        team.add_position(_who_starts(a))
    team.begin(staff.nearness_of_leadership(a.region.n_sites, p))
    return team


def _who_starts(a: "Arrangement") -> int:
    labour, p = a.region.labour, a.region.p.staff
    luck = a.draw(Purpose.CORE_POSITION)
    return staff.who_can_start(
        is_agency=staff.is_agency_sought(luck, staff.p_agency_of_core_team(a.is_contracted, p)),
        is_within_cap=True,
        n_left=labour.n_left,
        n_left_agency=labour.n_left_agency,
    )


def lender_of(a: "Arrangement") -> Team | None:
    """Return the team of the provider's groups with most settled colleagues, if it can spare one.

    The first of them in order of location.
    """
    teams = [
        at.team
        for at in a.region.all_locations()
        if at.service.provider is a.provider and at.team is not None
    ]
    best = max(teams, key=lambda team: team.holders.count(staff.SETTLED), default=None)
    if best is None or not staff.may_lend(best.holders.count(staff.SETTLED)):
        return None
    return best


def resize_posts(a: "Arrangement") -> None:
    """Have as many positions as the rung asks for: new ones filled as far as there are people."""
    team = a.own_team
    assert team is not None
    while len(team.holders) < a.n_positions_due:
        team.add_position(_who_starts(a))
    while len(team.holders) > a.n_positions_due:
        team.remove_position()
    team.tell()


def resize_group(location: "Location") -> None:
    """The positions per place changed: new ones are to be hired for."""
    team, p = location.team, location.region.p.staff
    if team is None:
        return
    while len(team.holders) < location.n_positions:
        n_agency, n = team.holders.count(staff.AGENCY), location.n_positions
        is_within_cap = staff.has_room_for_agency(n_agency, n, p)
        team.add_position(staff.filled_by(is_within_cap, location.region.labour.n_left_agency))
    while len(team.holders) > location.n_positions:
        team.remove_position()
    team.tell()
