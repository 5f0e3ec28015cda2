"""Doorstroom: a simulation of regional youth-care flow and one-to-one guidance in the Netherlands.

`sim.simulate(scenario, region=..., replications=..., seed=...)` runs a scenario; `sim.compare(base, other)` gives the paired differences. Why they
differ: `sim.explain(base, other)` (in parts), `sim.waterfall(scenario)` (lever by lever), `sim.flows(result)` (moves between settings),
`sim.twins(base, other)` (the same youth under two policies).
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.experiment.explain import explain
    from sim.experiment.flows import flows
    from sim.experiment.twins import twins
    from sim.experiment.waterfall import waterfall
    from sim.front_door import Result, compare, simulate

__all__ = ["Result", "compare", "explain", "flows", "simulate", "twins", "waterfall"]

_WHERE = {name: f"sim.experiment.{name}" for name in ("explain", "flows", "twins", "waterfall")}


def __getattr__(name: str) -> Any:
    """Load what is asked for when it is asked for: the parameter table and the theory need none of it."""
    if name in __all__:
        import importlib

        globals()[name] = getattr(importlib.import_module(_WHERE.get(name, "sim.front_door")), name)
        return globals()[name]
    raise AttributeError(f"module 'sim' has no attribute {name!r}")
