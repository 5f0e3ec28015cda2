"""Small worlds for tests: a few dozen places, so that a decade takes about a second."""

import datetime as dt
from typing import Any

import sim
from sim.front_door import Result

SMALL_PLACES = {
    "jeugdzorgplus": 8,
    "open_group": 40,
    "hic": 6,
    "small_scale": 8,
    "family_home": 12,
    "follow_up": 8,
    "crisis_group": 2,
}
PERIOD = {"start": dt.date(2025, 1, 1), "end": dt.date(2028, 1, 1), "warm_up_years": 1.0}


def fixed(**values: float) -> dict[str, Any]:
    """Return parameters (double underscore for the dot) that hold in the whole run, allowed outside
    their plausible range.
    """
    return {
        name.replace("__", "."): {"value": value, "widen": "a test world"}
        for name, value in values.items()
    }


def small_parameters(**values: float) -> dict[str, Any]:
    """Return the parameters of a region with some eighty places, plus `values` on top."""
    places = {f"setting__{setting}__places": n for setting, n in SMALL_PLACES.items()}
    return fixed(
        **{
            "arrival__population": 30_000,
            "staff__supply_fte": 110,
            "need__places_reference": SMALL_PLACES["jeugdzorgplus"],
            "staff__solo_managers": 1,
            "review__per_week": 0.4,
            **places,
            **values,
        }
    )


def small(
    scenario: str = "baseline",
    *,
    replications: int = 1,
    levers: dict[str, Any] | None = None,
    **values: Any,
) -> Result:
    """Run the small region in this process.

    Upper-case keywords go to `simulate`; the others are parameters.
    """
    run = {
        key: values.pop(key)
        for key in list(values)
        if key in ("seed", "record", "workers", "start", "end", "warm_up_years", "region", "engine")
    }
    arguments = {"region": "noord_holland", "seed": 1, "workers": 1, **PERIOD, **run}
    return sim.simulate(
        scenario,
        replications=replications,
        levers=levers,
        parameters=small_parameters(**values),
        **arguments,
    )
