"""Questions to begin with.

Each is an address, so that a first-time visitor has an answer after one press.
"""

from types import MappingProxyType

from sim.page.levers.groups import LEVERS
from sim.page.levers.today import on_step, range_of, row_today
from sim.page.state.address import Variant
from sim.page.texts import mark

CLOSED = {"jzp": 0.0, "jzp_by": 2030.0}


def presets(region: str) -> list[tuple[str, Variant]]:
    """Return (words, variant) of each question.

    As many small-scale places as there are closed ones today in the region.
    """
    places = row_today("setting.jeugdzorgplus.places", region)
    as_many = min(on_step(LEVERS["small"], places), range_of(LEVERS["small"], wide=False)[1])
    asked = (
        (mark("JeugdzorgPlus closes and nothing is built instead"), CLOSED),
        (
            mark("JeugdzorgPlus closes, and as many small-scale places are ready in time"),
            {**CLOSED, "small": as_many, "built_by": 2028.0},
        ),
        (
            mark("JeugdzorgPlus closes, and the small-scale places come too late"),
            {**CLOSED, "small": as_many, "built_by": 2034.0},
        ),
        (mark("We evaluate every six weeks"), {"evaluation": 6.0, "held": 90.0}),
        (mark("Teams stay together"), {"leave": 7.0, "hire": 80.0}),
        (mark("The RET looks along beforehand"), {"ret": 90.0, "late": 80.0, "cases": 10.0}),
    )
    return [
        (words, Variant("baseline", MappingProxyType(dict(sorted(moved.items())))))
        for words, moved in asked
    ]
