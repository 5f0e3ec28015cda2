"""What a worker does.

Simulate some replications of a point, measure all KPIs, and give them as one Arrow table.
"""

import threading

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
    """
    workspace: Workspace | None = getattr(_mine, "workspace", None)
    if workspace is None:
        workspace = _mine.workspace = Workspace(Keep())
    numbers = [
        measure(workspace.run(task.world, task.seed, replication))
        for replication in task.replications
    ]
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
