"""Rows of the world that were in force while a recording was made, period by period.

What a lever costs follows from how far it was pulled, and when. A recording that knows its world
(`world`) gives it; without one, nothing here is known.
"""

import numpy as np

from sim.common.arrays import Floats
from sim.measures.inputs import Recording, View, once, reported_edges, world_of


def row_at_start(recording: Recording, name: str) -> Floats:
    """Return the value in force of a row on the first day of the run, warm-up included,
    `(n_regions, 1)`; NaN where it is not known, as in `row_by_period`.
    """
    world = world_of(recording)
    if world is None or name not in world.names:
        return np.full((len(recording.region_names), 1), np.nan)
    regions = [world.region_names.index(region) for region in recording.region_names]
    values: Floats = world.values[regions][:, [world.names.index(name)]]
    return values


@once
def row_by_period(recording: View, name: str) -> Floats:
    """Return the mean over the days of each reporting period of the value in force of a row,
    `(n_regions, n reporting periods)`.

    NaN where the recording does not know its world, or the world has no such row.
    """
    edges = reported_edges(recording)
    world = recording.world
    shape = len(recording.region_names), len(edges) - 1
    if world is None or name not in world.names:
        return np.full(shape, np.nan)
    column = world.names.index(name)
    days: Floats = np.zeros(shape)
    for k, region_name in enumerate(recording.region_names):
        region = world.region_names.index(region_name)
        is_own = (world.change_region == region) & (world.change_name == column)
        since = np.concatenate([[0], world.change_day[is_own]])
        until = np.append(since[1:], max(edges[-1], since[-1]))
        value = np.concatenate([[world.values[region, column]], world.change_value[is_own]])
        for first, last, number in zip(since, until, value, strict=True):
            inside = np.minimum(edges[1:], last) - np.maximum(edges[:-1], first)
            days[k] += number * np.maximum(inside, 0)
    mean: Floats = days / np.diff(edges)
    return mean
