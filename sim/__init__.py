"""Doorstroom: a simulation of regional youth-care flow and one-to-one guidance in the Netherlands.

`sim.simulate(scenario, region=..., replications=..., seed=...)` runs a scenario; `sim.compare(base,
other)` gives the paired differences. With more
care: `sim.compare_until(...)` (until it is precise enough), `sim.compare_many(...)` (several
scenarios against one base), `sim.select_best(...)`. Why they differ: `sim.explain(base, other)` (in
parts), `sim.waterfall(scenario)` (lever by lever), `sim.flows(result)` (moves between settings),
`sim.twins(base, other)` (the same youth under two policies). What it rests on:
`sim.assumptions_that_matter(scenario)`. A page to forward: `sim.report(base, other)`. Results of
many points (`python -m sim sweep`): `sim.open_results(folder)`.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.experiment.many import compare_many
    from sim.experiment.results import open_results
    from sim.experiment.select import select_best
    from sim.experiment.until import compare_until
    from sim.front_door import Result, compare, simulate
    from sim.reporting.report import report
    from sim.why.assumptions import assumptions_that_matter
    from sim.why.explain import explain
    from sim.why.flows import flows
    from sim.why.twins import twins
    from sim.why.waterfall import waterfall

_WHERE = {
    "Result": "sim.front_door",
    "assumptions_that_matter": "sim.why.assumptions",
    "compare": "sim.front_door",
    "compare_many": "sim.experiment.many",
    "compare_until": "sim.experiment.until",
    "explain": "sim.why.explain",
    "flows": "sim.why.flows",
    "open_results": "sim.experiment.results",
    "report": "sim.reporting.report",
    "select_best": "sim.experiment.select",
    "simulate": "sim.front_door",
    "twins": "sim.why.twins",
    "waterfall": "sim.why.waterfall",
}
__all__ = [
    "Result",
    "assumptions_that_matter",
    "compare",
    "compare_many",
    "compare_until",
    "explain",
    "flows",
    "open_results",
    "report",
    "select_best",
    "simulate",
    "twins",
    "waterfall",
]


def __getattr__(name: str) -> Any:
    """Load what is asked for when it is asked for.

    The parameter table and the theory need none of it.
    """
    if name in _WHERE:
        import importlib

        globals()[name] = getattr(importlib.import_module(_WHERE[name]), name)
        return globals()[name]
    raise AttributeError(f"module 'sim' has no attribute {name!r}")
