"""Both executors on one world: everything they leave behind must be the same, row by row."""

import numpy as np
import pandas as pd

from sim.engine import core, reference
from sim.engine.recording import Recording
from sim.world.build import World


def both(world: World, seed: int, replication: int) -> tuple[Recording, Recording]:
    """Return what core and reference record, with counts of every day and the full log."""
    arguments = {"seed": seed, "replication": replication, "events": True, "days": True}
    return core.run(world, **arguments), reference.run(world, **arguments)


def assert_same(a: Recording, b: Recording) -> None:
    """Fail at the first difference: the log first, because it says where it begins."""
    for name in ("events", *(n for n in b.rows if n != "events")):
        left, right = a.rows[name], b.rows[name]
        n = min(len(left), len(right))
        differs = np.flatnonzero((left[:n].to_numpy() != right[:n].to_numpy()).any(axis=1))
        if len(differs):
            k = int(differs[0])
            raise AssertionError(
                f"{name}, row {k}:\n{left[max(0, k - 3) : k + 2]}\n"
                f"against\n{right[max(0, k - 3) : k + 2]}"
            )
        assert len(left) == len(right), f"{name}: {len(left)} rows against {len(right)}"
        pd.testing.assert_frame_equal(left, right)
    for name, counts in b.days.items():
        assert np.array_equal(a.days[name], counts), f"daily counts of {name}"
        assert np.array_equal(a.sums[name], b.sums[name]), f"sums of {name}"
    assert np.array_equal(a.edges, b.edges)
    assert (a.n_days, a.day_start, a.day_zero, a.region_names, a.replication) == (
        b.n_days,
        b.day_start,
        b.day_zero,
        b.region_names,
        b.replication,
    )
    assert a.net_hours_per_fte_year == b.net_hours_per_fte_year
