"""The best of several scenarios, with a stated probability of choosing right."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.common import arguments as check
from sim.common.arrays import Floats
from sim.common.errors import Faults, in_unit, refuse, show
from sim.common.watch import Progress, watched
from sim.experiment.growing import (
    Growing,
    Option,
    check_above_zero,
    check_confidence,
    check_number,
    get_ready,
    grow_all,
)
from sim.measures.kpis import BY_NAME, kpi_of
from sim.readable.figures import Choices
from sim.readable.frame import Shown, Shows
from sim.statistics.selection import FIRST_STAGE, Chosen, choose, first_stage
from sim.world.scenario import Scenario


@dataclass(frozen=True, repr=False)
class Selection(Shows):
    """A choice among scenarios.

    Attributes:
        table: one row per scenario, best first: scenario, mean, lead (how much better than the best
            of the others), low, high (bounds of
            the lead that hold for all scenarios together), verdict (best, may be best, worse).
        best: name of the best mean.
        n: replications of each scenario.
        is_guaranteed: whether there were enough replications for the indifference asked.
        why: the choice and its certainty, in words.
        values: the KPI, one row per replication, one column per scenario.
        kpi: the number that decided.
    """

    table: Choices
    best: str
    n: int
    is_guaranteed: bool
    why: str
    values: pd.DataFrame = field(repr=False)
    kpi: str = ""

    def __str__(self) -> str:
        return f"{self.table}\n\n{self.why}"

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return f"{self.table._repr_html_()}<p>{escape(self.why)}</p>"

    def _table(self) -> Shown:
        return self.table


def select_best(
    scenarios: Sequence[str | Path | Scenario] | Mapping[str, Option],
    *,
    kpi: str,
    indifference: float,
    smaller_is_better: bool = True,
    confidence: float = 0.95,
    min_replications: int = FIRST_STAGE,
    max_replications: int = 2000,
    progress: Progress | bool | None = None,
    **arguments: Any,
) -> Selection:
    """Choose the scenario with the best mean of one KPI.

    Right with probability `confidence` where the best is at least `indifference` ahead. All
    scenarios are run under common random numbers; a first stage says how many replications are
    needed (Clark and Yang 1986, see `sim/statistics/selection.py`).

    Args:
        scenarios: two or more: names, paths or loaded scenarios, or a mapping of names to those or
            to mappings such as
            `{"scenario": "baseline", "levers": {"evaluation.interval_days": 42}}`.
        kpi: the number that decides, for example `census_alone`.
        indifference: smallest difference worth knowing, in the unit of the KPI, > 0.
        smaller_is_better: whether the smallest mean is the best.
        confidence: probability of choosing right, above 1 / number of scenarios and 0.5, below 1.
        min_replications: size of the first stage, >= 10.
        max_replications: most replications of each scenario; if more are needed, the answer says
            what can be promised with these.
        progress: called with (replications added, to be added), of all scenarios together; True for
            a bar, False for silence; default: a bar if a person watches.
        arguments: region, seed, engine, start, end, warm_up_years, parameters, workers, as in
            `sim.simulate`.

    Raises:
        ConfigError: anything wrong, all faults at once; or the KPI is undefined in most
            replications.
    """
    faults = Faults()
    options = named(scenarios, faults)
    check_number(kpi, "kpi", faults)
    check_above_zero(
        indifference,
        "'indifference'",
        faults,
        "the smallest difference worth knowing, in the unit of the KPI.",
    )
    check.kind(smaller_is_better, bool, "'smaller_is_better'", faults, "True or False.")
    n_min = check.whole(min_replications, "min_replications", faults, 10)
    check.whole(
        max_replications, "max_replications", faults, n_min, more=f" 'min_replications' is {n_min}."
    )
    check_confidence(confidence, faults)
    faults.stop()
    ready = get_ready("select_best", options, arguments, (BY_NAME[kpi.partition(".")[0]],))
    first = next(iter(ready.values()))
    check_number(kpi, "kpi", faults, list(first.grow(1).columns))
    faults.stop()

    with watched(progress, "select best") as told:
        values = _values(ready, kpi, n_min, told)
        whole = values.dropna()
        if len(whole) < max(10, len(values) / 2):
            refuse(
                f"kpi: '{kpi}' is defined in {len(whole)} of {len(values)} replications of all "
                "scenarios; choose one that always is, or a longer period."
            )
        stage = first_stage(whole.to_numpy(), indifference, confidence)
        n_needed = math.ceil(stage.n_needed * len(values) / len(whole))
        values = _values(ready, kpi, min(n_needed, max_replications), told)
    chosen = choose(values.dropna().to_numpy(), stage.spread, smaller_is_better)
    table = _table(values, chosen)
    n, best = len(values), str(values.columns[chosen.best])
    why = _why(
        table, best, kpi, n, n_needed, indifference, confidence, -float(chosen.low[chosen.best])
    )
    return Selection(Choices(table, {"kpi": kpi}), best, n, n >= n_needed, why, values, kpi)


def named(scenarios: object, faults: Faults) -> dict[str, Option]:
    """Return scenarios by name.

    Notes what is no list or mapping, fewer than two, and names that occur twice.
    """
    if isinstance(scenarios, Mapping):
        options = {str(name): option for name, option in scenarios.items()}
    elif isinstance(scenarios, Sequence) and not isinstance(scenarios, str):
        names = [
            each.name if isinstance(each, Scenario) else Path(str(each)).stem for each in scenarios
        ]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            faults.add(
                f"scenarios: {', '.join(twice)} occurs twice. Give each a name of its own: "
                f"{{'first': ..., 'second': ...}}."
            )
        options = dict(zip(names, scenarios, strict=True))
    else:
        faults.add(
            f"'scenarios' is {show(scenarios)}; it must be a list of scenarios, or a mapping of "
            "names to scenarios."
        )
        return {}
    if len(options) < 2 and not faults.messages:
        faults.add(
            f"scenarios: {', '.join(options) or 'none'}; two or more are needed to choose from."
        )
    return options


def _values(
    ready: Mapping[str, Growing], kpi: str, n: int, progress: Progress | None
) -> pd.DataFrame:
    grow_all(ready.values(), n, progress)
    return pd.DataFrame({name: each.values[kpi] for name, each in ready.items()})


def _table(values: pd.DataFrame, chosen: Chosen) -> pd.DataFrame:
    means: Floats = values.dropna().to_numpy().mean(axis=0)
    verdict = np.where(chosen.may_be_best, "may be best", "worse")
    verdict[chosen.best] = "best"
    columns = {
        "scenario": values.columns,
        "mean": means,
        "lead": chosen.lead,
        "low": chosen.low,
        "high": chosen.high,
        "verdict": verdict,
    }
    return (
        pd.DataFrame(columns)
        .sort_values("lead", ascending=False, kind="stable")
        .reset_index(drop=True)
    )


def _why(
    table: pd.DataFrame,
    best: str,
    kpi: str,
    n: int,
    n_needed: int,
    indifference: float,
    confidence: float,
    behind: float,
) -> str:
    unit = kpi_of(kpi).unit
    rivals = [str(name) for name in table.loc[table["verdict"] == "may be best", "scenario"]]
    if not rivals:
        text = (
            f"With {confidence:.0%} confidence '{best}' is the best on {kpi}, after {n:,} "
            "replications of each scenario."
        )
    else:
        text = (
            f"'{best}' has the best mean of {kpi} after {n:,} replications of each scenario; not "
            f"shown to be worse: {', '.join(rivals)}. "
            f"With {confidence:.0%} confidence '{best}' is the best or at most "
            f"{in_unit(f'{behind:.3g}', unit)} from it."
        )
    if n < n_needed:
        text += (
            f" For an indifference of {in_unit(f'{indifference:g}', unit)} about {n_needed:,} "
            f"replications are needed; 'max_replications' allowed {n:,}."
        )
    return text
