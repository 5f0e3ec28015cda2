"""Doorstroom: a simulation of regional youth-care flow and one-to-one guidance in the Netherlands.

`sim.simulate(scenario, region=..., replications=..., seed=...)` runs a scenario; `sim.compare(base, other)` gives the paired differences.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.front_door import Result, compare, simulate

__all__ = ["Result", "compare", "simulate"]


def __getattr__(name: str) -> Any:
    """Load the front door when it is asked for: the parameter table and the theory need none of it."""
    if name in __all__:
        import importlib

        door = importlib.import_module("sim.front_door")
        globals().update({key: getattr(door, key) for key in __all__})
        return globals()[name]
    raise AttributeError(f"module 'sim' has no attribute {name!r}")
