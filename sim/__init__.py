"""Doorstroom: a simulation of regional youth-care flow and one-to-one guidance in the Netherlands.

Find what there is (each with search="..." in Dutch or English):
    levers()     what policy can move: meaning, unit, today's value, range, source
    regions()    regions that are there; new_region(...) makes your own
    scenarios()  questions that are there
    kpis()       what is measured

Run and compare:
    simulate("jzplus_zero_2030", region="limburg", replications=20) -> Result
    compare(base, other)             paired differences of two results
    compare_until(base, other, precision={...})   with as many replications as that takes
    compare_many(base, [other, ...]) several against one base, intervals that hold together
    select_best([...], kpi=...)      the best of several, with a stated probability

Say why:
    explain(base, other)             the difference in parts that add up
    waterfall(scenario)              lever by lever
    flows(result)                    moves between settings
    twins(base, other)               the same youth under two policies
    assumptions_that_matter(scenario)   what the answer rests on

Pass it on:
    report(base, other)              a page to forward
    open_results(folder)             many points: what `doorstroom sweep` made

Whatever these give shows itself: print it, leave it on the last line of a notebook, call
`.plot()`, `.to_excel("x.xlsx")` or `.to_latex()`; `language="nl"` for Dutch.
"""

import typing as _typing

if _typing.TYPE_CHECKING:
    from sim.catalogue.kpis import kpis
    from sim.catalogue.levers import levers
    from sim.catalogue.new_region import new_region
    from sim.catalogue.regions import regions
    from sim.catalogue.scenarios import scenarios
    from sim.experiment.many import compare_many
    from sim.experiment.results import open_results
    from sim.experiment.select import select_best
    from sim.experiment.until import compare_until
    from sim.front_door import compare, simulate
    from sim.reporting.report import report
    from sim.result import Result
    from sim.why.assumptions import assumptions_that_matter
    from sim.why.explain import explain
    from sim.why.flows import flows
    from sim.why.twins import twins
    from sim.why.waterfall import waterfall

_WHERE = {
    "Result": "sim.result",
    "assumptions_that_matter": "sim.why.assumptions",
    "compare": "sim.front_door",
    "compare_many": "sim.experiment.many",
    "compare_until": "sim.experiment.until",
    "explain": "sim.why.explain",
    "flows": "sim.why.flows",
    "kpis": "sim.catalogue.kpis",
    "levers": "sim.catalogue.levers",
    "new_region": "sim.catalogue.new_region",
    "open_results": "sim.experiment.results",
    "regions": "sim.catalogue.regions",
    "report": "sim.reporting.report",
    "scenarios": "sim.catalogue.scenarios",
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
    "kpis",
    "levers",
    "new_region",
    "open_results",
    "regions",
    "report",
    "scenarios",
    "select_best",
    "simulate",
    "twins",
    "waterfall",
]


def __getattr__(name: str) -> _typing.Any:
    """Load what is asked for when it is asked for.

    The parameter table and the theory need none of it.
    """
    if name in _WHERE:
        import importlib

        globals()[name] = getattr(importlib.import_module(_WHERE[name]), name)
        return globals()[name]
    raise AttributeError(f"module 'sim' has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return what completion shows: the public names, and what every module has."""
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})
