"""Places of a location: given out, taken back, closed and built (processes 3 and 14)."""

from sim.engine.core.memory import cells
from sim.engine.core.memory.fields import NOBODY, is_some
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.state import Location, Youth
from sim.engine.core.process.books import count
from sim.engine.core.process.levels import change_team
from sim.engine.core.process.team import dissolve, n_usable, open_location_team
from sim.rules import close_places


@handler
def n_free(location: Location) -> int:
    """Return places that can be given out; 0 when more are present than places."""
    return close_places.n_free(location.n_places, location.n_present)


@handler
def take_over_number(location: Location, is_first_day: bool) -> None:
    """Take over the number of places that the region's capacity path leaves to this location.

    Open or close the team.
    """
    p = location.region.p.setting[location.setting]
    before = n_free(location)
    location.n_places = close_places.places_of_location(p.places, p.group_size, location.nth)
    location.region.n_free[location.setting] += n_free(location) - before
    if location.n_places > 0 and not is_some(location.team):
        open_location_team(location, is_first_day)
    count_places(location)


@handler
def count_places(location: Location) -> None:
    """Keep the count of usable places; close the team of a location without places and youths."""
    n = n_usable(location)
    if n != location.n_counted:
        count(location.region, cells.PLACES + location.setting, n - location.n_counted)
        location.n_counted = n
    if n == 0 and is_some(location.team):
        dissolve(location.team)
        location.team = NOBODY


@handler
def take_in(location: Location, youth: Youth) -> None:
    """Give a free place to a youth."""
    location.youths[location.n_present] = youth
    youth.seat = location.n_present
    location.n_present += 1
    location.region.n_free[location.setting] -= 1
    location.region.n_present[location.setting] += 1
    change_team(location.team)


@handler
def let_go(location: Location, youth: Youth) -> None:
    """Take the place back."""
    before = n_free(location)
    last = location.n_present - 1
    moved = location.youths[last]
    location.youths[youth.seat] = moved
    moved.seat = youth.seat
    location.n_present = last
    location.region.n_free[location.setting] += n_free(location) - before
    location.region.n_present[location.setting] -= 1
    change_team(location.team)
    count_places(location)
