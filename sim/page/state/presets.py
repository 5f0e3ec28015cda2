"""Questions to begin with.

Each is an address, so that a first-time visitor has an answer after one press.
"""

from types import MappingProxyType

from sim.page.levers.groups import LEVERS
from sim.page.levers.today import on_step, range_of, row_today
from sim.page.state.address import PageVariant

CLOSED = {"jzp": 0.0, "jzp_by": 2030.0}


def presets(region: str) -> list[tuple[str, PageVariant]]:
    """Return (words, variant) of each question.

    As many small-scale places as there are closed ones today in the region.
    """
    places = row_today("setting.jeugdzorgplus.places", region)
    as_many = min(on_step(LEVERS["small"], places), range_of(LEVERS["small"], wide=False)[1])
    asked = (
        ("page.jeugdzorgplus_closes_and_nothing_is_built", CLOSED),
        (
            "page.jeugdzorgplus_closes_and_as_many_small",
            {**CLOSED, "small": as_many, "built_by": 2028.0},
        ),
        (
            "page.jeugdzorgplus_closes_and_the_small_scale",
            {**CLOSED, "small": as_many, "built_by": 2034.0},
        ),
        ("page.we_evaluate_every_six_weeks", {"evaluation": 6.0, "held": 90.0}),
        ("page.teams_stay_together", {"leave": 7.0, "hire": 80.0}),
        ("page.the_ret_looks_along_beforehand", {"ret": 90.0, "late": 80.0, "cases": 10.0}),
    )
    return [
        (words, PageVariant("baseline", MappingProxyType(dict(sorted(moved.items())))))
        for words, moved in asked
    ]
