"""The levers that the page shows.

Which row of `conf/parameters` each moves, in which unit, and within which range a room may move it.
Labels are English and go through the catalogue (`texts.py`). Plausible ranges are those of the row
where the row has a telling one; where a row's range only says what exists at all (places,
capacity), the page's own range is written here, relative to today.
"""

from types import MappingProxyType

from sim.page.levers import of_places as levers_of_places
from sim.page.levers import of_rules as levers_of_rules
from sim.page.levers.kinds import Lever, Moment, Switch

GROUPS = (*levers_of_places.GROUPS, *levers_of_rules.GROUPS)
ALL = MappingProxyType({lever.slug: lever for group in GROUPS for lever in group.levers})
LEVERS = MappingProxyType({slug: lever for slug, lever in ALL.items() if isinstance(lever, Lever)})
MOMENTS = MappingProxyType(
    {slug: lever for slug, lever in ALL.items() if isinstance(lever, Moment)}
)
SWITCHES = MappingProxyType(
    {slug: lever for slug, lever in ALL.items() if isinstance(lever, Switch)}
)
