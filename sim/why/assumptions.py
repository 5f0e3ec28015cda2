"""Which assumptions matter for a difference.

Each one moved to both ends of its plausible range, in base and scenario alike, all others held. One
at a time: it shows what drives the answer near where the model stands, not what assumptions do
together.
"""

from collections.abc import Callable, Iterator, Sequence
from inspect import signature
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.common import arguments as check
from sim.common.errors import refuse, unknown
from sim.common.watch import Progress, watched
from sim.engine.core import Keep, run_batch
from sim.front_door import Prepared, prepare
from sim.measures.kpis import BY_NAME, kpi_of, measure
from sim.readable.why import Assumptions
from sim.statistics.intervals import mean_interval
from sim.world.build import World, default_conf, default_groups
from sim.world.parameters import load_rows
from sim.world.row import UNCERTAIN, Row
from sim.world.scenario import Scenario, load_scenario


def assumptions_that_matter(
    scenario: str | Path | Scenario,
    *,
    base: str | Path | Scenario | None = None,
    kpi: str = "census_one_to_one",
    names: Sequence[str] | None = None,
    replications: int = 4,
    progress: Progress | bool | None = None,
    **arguments: Any,
) -> Assumptions:
    """Return the assumptions and estimates, the one that moves the difference most first.

    Args:
        scenario: as in `sim.simulate`.
        base: what it is compared with; default: what it stands on top of, else the baseline.
        kpi: number of which the difference (scenario minus base, paired) is followed, `kpi` or
            `kpi.label`.
        names: rows to move; default: every row of kind assumption or estimate that has a range.
        replications: paired replications for each end, >= 2.
        progress: called with (rows finished, rows in all); True for a bar, False for silence;
            default: a bar if a person watches.
        arguments: region, seed, start, end, warm_up_years, levers, workers, as in `sim.simulate`.

    Returns:
        [name, description, unit, kind, grade, value, low_end, high_end, at_low, at_high, swing,
        low, high]: the difference at either end; `swing` = at_high - at_low with its paired 95 % t
        interval. The difference with every row where it is stands in `.attrs["difference"]`.

    Raises:
        ConfigError: anything wrong in files or arguments, before anything runs.
    """
    valid = [
        name
        for name in signature(prepare).parameters
        if name not in ("scenario", "record", "replications", "parameters", "engine")
    ]
    check.check_names(
        "assumptions_that_matter",
        arguments,
        [*valid, "base", "kpi", "names", "replications", "progress"],
    )
    if kpi.partition(".")[0] not in BY_NAME:
        refuse(f"assumptions_that_matter: {unknown('kpi', kpi, BY_NAME)}")
    rows = load_rows(default_conf() / "parameters", default_groups())
    movable = {
        name: row
        for name, row in rows.items()
        if row.kind in UNCERTAIN and row.values and row.plausible[0] < row.plausible[1]
    }
    for name in names or ():
        if name not in movable:
            refuse(f"assumptions_that_matter: {unknown('assumption or estimate', name, movable)}")
    chosen = [movable[name] for name in names or movable]
    asked = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    sides = (asked.usual_base if base is None else base, asked)
    levers = arguments.pop("levers", None)

    def both(parameters: dict[str, float]) -> list[Prepared]:
        given = {**arguments, "replications": replications, "parameters": parameters}
        return [
            prepare(side, levers=levers if k else None, **given) for k, side in enumerate(sides)
        ]

    usual = both({})
    worlds: list[World] = [run.world for run in usual]
    for row in chosen:
        for end in row.plausible:
            worlds.extend(run.world for run in both({row.name: end}))
    with watched(progress, "assumptions") as told:
        values = _values(worlds, usual[0], replications, kpi, told)
    differences = (
        values[1::2] - values[0::2]
    )  # (usual, then low and high end of each row) x replications
    table = pd.DataFrame(
        [_line(row, *differences[1 + 2 * k : 3 + 2 * k]) for k, row in enumerate(chosen)]
    )
    table = Assumptions(table.sort_values("swing", key=np.abs, ascending=False, ignore_index=True))
    table.attrs = {
        "difference": float(np.mean(differences[0])),
        "kpi": kpi,
        "unit": kpi_of(kpi).unit,
        "replications": replications,
    }
    return table


def _values(
    worlds: Sequence[World],
    run: Prepared,
    replications: int,
    kpi: str,
    progress: Callable[[int, int], None] | None,
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    values = np.full((len(worlds), replications), np.nan)
    for lane in _lanes(worlds, run, replications):
        values[lane.world, lane.replication] = measure(lane.recording, [kpi_of(kpi)]).get(
            kpi, np.nan
        )
        if progress is not None and lane.replication == replications - 1 and lane.world % 4 == 1:
            progress(lane.world // 4, len(worlds) // 4)
    return values


def _lanes(worlds: Sequence[World], run: Prepared, replications: int) -> Iterator[Any]:
    for lanes in run_batch(worlds, replications, seed=run.seed, keep=Keep(), threads=run.workers):
        yield from lanes


def _line(row: Row, at_low: Any, at_high: Any) -> dict[str, Any]:
    swing = mean_interval(at_high - at_low)
    last = row.values[-1]
    return {
        "name": row.name,
        "description": row.description,
        "unit": row.unit,
        "kind": row.kind,
        "grade": last.grade,
        "value": last.value,
        "low_end": row.plausible[0],
        "high_end": row.plausible[1],
        "at_low": float(np.mean(at_low)),
        "at_high": float(np.mean(at_high)),
        "swing": swing.mean,
        "low": swing.low,
        "high": swing.high,
    }
