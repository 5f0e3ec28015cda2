"""What a worker does.

Simulate some replications of a point, measure all KPIs, and give them as one Arrow table.
"""

import threading
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from sim.engine.core import Keep
from sim.engine.core.batch import Workspace
from sim.experiment.plan import Task
from sim.measures.kpis import kpi_of, measure

SCHEMA = pa.schema(
    [
        pa.field("point", pa.int32(), metadata={"meaning": "number of the point"}),
        pa.field(
            "replication",
            pa.int32(),
            metadata={"meaning": ("the same number in another point had the same luck")},
        ),
        pa.field(
            "kpi",
            pa.dictionary(pa.int16(), pa.string()),
            metadata={"meaning": "what was measured; kpis.parquet has unit and title"},
        ),
        pa.field(
            "value",
            pa.float64(),
            metadata={
                "meaning": ("null where it is undefined in this replication"),
                "unit": "see kpis.parquet",
            },
        ),
    ]
)
_mine = threading.local()


def run_task(task: Task) -> pa.Table:
    """Return [point, replication, kpi, value], in order of replication and KPI.

    The same wherever and whenever it runs.

    Raises:
        OverflowError: more happens in its world than the model has room for.
    """
    (found,) = run_tasks([task])
    if isinstance(found, OverflowError):
        raise found
    return found


def run_tasks(tasks: Sequence[Task]) -> list[pa.Table | OverflowError]:
    """Return for each of several tasks what `run_task` gives, or what it raises.

    Tasks of the same replications; a past that their worlds have in common is run once.
    """
    workspace: Workspace | None = getattr(_mine, "workspace", None)
    if workspace is None:
        workspace = _mine.workspace = Workspace(Keep())
    first = tasks[0]
    assert all((t.seed, t.replications) == (first.seed, first.replications) for t in tasks)
    rows: list[list[dict[str, float]]] = [[] for _ in tasks]
    failed: dict[int, OverflowError] = {}
    for replication in first.replications:
        going = [k for k in range(len(tasks)) if k not in failed]
        worlds = [tasks[k].world for k in going]
        for at, found in workspace.run_together(worlds, first.seed, replication):
            if isinstance(found, OverflowError):
                failed[going[at]] = found
            else:
                rows[going[at]].append(measure(found))
    return [failed[k] if k in failed else _table(task, rows[k]) for k, task in enumerate(tasks)]


def _table(task: Task, numbers: Sequence[dict[str, float]]) -> pa.Table:
    names = list(dict.fromkeys(name for row in numbers for name in row))
    values = np.array([[row.get(name, np.nan) for name in names] for row in numbers])
    n, k = values.shape
    columns = [
        pa.array(np.full(n * k, task.point, dtype=np.int32)),
        pa.array(np.repeat(np.array(task.replications, dtype=np.int32), k)),
        pa.DictionaryArray.from_arrays(
            pa.array(np.tile(np.arange(k, dtype=np.int16), n)), pa.array(names)
        ),
        pa.array(values.ravel(), from_pandas=True),
    ]
    return pa.Table.from_arrays(columns, schema=SCHEMA)


def units(names: list[str]) -> dict[str, str]:
    """Return the unit of every KPI."""
    return {name: kpi_of(name).unit for name in names}
