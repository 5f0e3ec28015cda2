"""Process 15, places are closed or built: a region's capacity path, spread over its locations.

Source: NJi quickscan 2026; path: evidence and scenario.
"""

import math

from sim.compiled import rule
from sim.rules.stay import size_of_group


@rule
def places_of_location(places: float, group_size: float, nth: int) -> int:
    """Return the places of the nth location (from 0) when the region has `places` in all.

    Locations fill in order, so the last one closes first. A capacity that is not whole is rounded
    down, halves up: floor(places + 0.5).
    """
    total = math.floor(places + 0.5)
    size = size_of_group(group_size)
    return min(max(total - nth * size, 0), size)


@rule
def has_room(n_present: int, places: float) -> bool:
    """Tell whether a region may give out a place of a setting.

    While more youths are present than places, places vanish as they fall free.
    """
    return n_present < math.floor(places + 0.5)


@rule
def n_free(n_places: int, n_present: int) -> int:
    """Return the places of a location that can be given out; 0 when too many are present."""
    return max(n_places - n_present, 0)


@rule
def n_usable(n_places: int, n_present: int) -> int:
    """Return the places of a location, or the youths present where these are more."""
    return max(n_places, n_present)


@rule
def occupancy(n_places: int, n_present: int) -> float:
    """Return youths / places of a location, 0..1; full when more are present than places."""
    n = n_usable(n_places, n_present)
    return n_present / n if n else 0.0


@rule
def n_displaced(n_places: int, n_present: int, is_closed_on_date: float) -> int:
    """Return how many youths must leave a location at once: all above its places, or nobody."""
    return max(n_present - n_places, 0) if is_closed_on_date > 0.0 else 0
