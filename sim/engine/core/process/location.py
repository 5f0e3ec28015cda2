"""Places of a location: given out, kept, taken back, closed and built (processes 3 and 14)."""

from sim.engine.core.memory import cells
from sim.engine.core.memory.fields import NOBODY, is_some
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.people import Youth
from sim.engine.core.memory.state import Location
from sim.engine.core.process.books import count
from sim.engine.core.process.levels import change_team
from sim.engine.core.process.posts import open_location_team
from sim.engine.core.process.services import count_ready
from sim.engine.core.process.team import dissolve, n_taken, n_usable
from sim.rules import close_places


@handler
def count_free(location: Location) -> None:
    """Keep how many places can be given out, of the location and of its service."""
    n = close_places.n_free(location.n_places, n_taken(location))
    service = location.service
    service.n_free += n - location.n_free
    location.n_free = n
    count_ready(service)


@handler
def change_setting(location: Location) -> None:
    """Have this evening's matching look at the setting."""
    location.region.has_changed[location.setting] = 1


@handler
def take_over_number(location: Location, is_first_day: bool) -> None:
    """Take over the number of places that the region's capacity path leaves to this location.

    Open or close the team.
    """
    p = location.region.p.setting[location.setting]
    was_open = location.n_places > 0
    location.n_places = close_places.places_of_location(p.places, p.group_size, location.nth)
    location.service.n_open += int(location.n_places > 0) - int(was_open)
    count_free(location)
    if location.n_places > 0 and not is_some(location.team):
        open_location_team(location, is_first_day)
    change_setting(location)
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
    """Give a free place to a youth, or the one that was kept and released."""
    location.youths[location.n_present] = youth
    youth.seat = location.n_present
    location.n_present += 1
    location.region.n_taken[location.setting] += 1
    count_free(location)
    change_team(location.team)


@handler
def keep_free(location: Location) -> None:
    """Keep a place for a youth in transition."""
    location.n_kept += 1
    location.region.n_taken[location.setting] += 1
    count_free(location)
    count(location.region, cells.KEPT_FREE + location.setting, 1)


@handler
def release(location: Location) -> None:
    """A place that was kept is used, or given back."""
    location.n_kept -= 1
    location.region.n_taken[location.setting] -= 1
    count_free(location)
    count(location.region, cells.KEPT_FREE + location.setting, -1)
    change_setting(location)


@handler
def let_go(location: Location, youth: Youth) -> None:
    """Take the place back."""
    last = location.n_present - 1
    moved = location.youths[last]
    location.youths[youth.seat] = moved
    moved.seat = youth.seat
    location.n_present = last
    location.region.n_taken[location.setting] -= 1
    count_free(location)
    change_team(location.team)
    change_setting(location)
    count_places(location)
