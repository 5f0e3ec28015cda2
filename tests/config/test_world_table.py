"""Many worlds as one world and a table of values.

The same worlds as those built one by one, and the same lanes.
"""

import numpy as np
import pytest

from sim.common.errors import ConfigError
from sim.engine.core import Keep, run_batch
from sim.front_door import prepare
from sim.world.build import World, WorldTable, with_values

RUN = {"region": "noord_holland", "start": "2025-01-01", "end": "2025-07-01", "warm_up_years": 0.0}
NAMES = ("evaluation.interval_days", "step_down.success_base", "setting.follow_up.places")


def world(**parameters: float) -> World:
    return prepare(
        "jzplus_zero_2030",
        parameters={name.replace("__", "."): value for name, value in parameters.items()},
        **RUN,
    ).world


def test_values_put_into_a_world_make_the_world_that_is_built_with_them() -> None:
    built = world(
        **dict(zip((name.replace(".", "__") for name in NAMES), (42.0, 0.5, 150.0), strict=True))
    )
    made = with_values(world(), NAMES, (42.0, 0.5, 150.0))
    assert made == built, "fingerprints differ"


def test_what_would_have_changed_a_value_is_left_out() -> None:
    made = with_values(world(), ["setting.jeugdzorgplus.places"], [33.0])
    assert not np.isin(made.change_name, [made.column("setting.jeugdzorgplus.places")]).any()


def test_a_batch_of_a_table_is_the_batch_of_its_worlds() -> None:
    table = WorldTable(world(), NAMES[:2], np.array([[42.0, 0.5], [84.0, 0.2], [182.0, 0.8]]))
    one_by_one = [with_values(table.world, table.names, row) for row in table.values.tolist()]
    sums = []
    for worlds in (table, one_by_one):
        lanes = [
            lane
            for part in run_batch(worlds, 2, seed=3, keep=Keep(), threads=2, chunk=1)
            for lane in part
        ]
        sums.append(
            [
                (lane.world, lane.replication, int(lane.recording.sums["cents_per_day"].sum()))
                for lane in lanes
            ]
        )
    assert sums[0] == sums[1] and len({total for _, _, total in sums[0]}) > 3, f"{sums}"


def test_a_table_with_another_shape_or_an_unknown_name_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"must be \(worlds, 2\)"):
        WorldTable(world(), NAMES[:2], np.zeros((3, 3)))
    with pytest.raises(ConfigError, match=r"did you mean 'evaluation\.interval_days'"):
        WorldTable(world(), ("evaluation.interval_day",), np.zeros((3, 1)))
