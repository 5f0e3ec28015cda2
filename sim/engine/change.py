"""What a changed parameter brings about beside its new value, in both executors.

The deeds stand in `reference/region.py` and `core/process/region_changes.py`: `take_over_places`
and the others. Whatever changed, the rates of all teams of the region are set anew that evening.
"""

from sim.names import PLACE_SETTINGS

NOTHING_ELSE = -1
TAKE_OVER_MONEY = -2  # every youth's money per day is counted anew
PLAN_MAXIMUM = -3  # running 1:1 gets another day of the reviewed decision
FIT_IN = -4  # there may be fewer people than hold positions
TAKE_OVER_STAFF = -10  # from here down: a setting whose teams have other positions
TAKE_OVER_PLACES = 0  # from here on: a setting whose locations open, shrink or close


def action_of(name: str) -> int:
    """Return what else a change of a parameter (`group.field`, `setting.<setting>.field`) brings
    about: one of the codes above, or the setting whose places are taken over.
    """
    group, *thing, field = name.split(".")
    if group == "setting" and field in ("places", "is_closed_on_date"):
        return TAKE_OVER_PLACES + [s.name.lower() for s in PLACE_SETTINGS].index(thing[0])
    if group == "setting" and field == "positions_per_place":
        return TAKE_OVER_STAFF - [s.name.lower() for s in PLACE_SETTINGS].index(thing[0])
    if group == "staff" and field in ("supply_fte", "agency_share"):
        return FIT_IN
    if group in ("cost", "level") or field == "tariff_per_day":
        return TAKE_OVER_MONEY
    return PLAN_MAXIMUM if field == "maximum_days" else NOTHING_ELSE
