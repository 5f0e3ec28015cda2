"""How often intervals hold.

Groups of replications are drawn from many, whose mean is taken as the truth. Groups are drawn with
replacement, so that the many replications are the whole population and their mean is the truth
exactly; what remains is the error of counting groups, sqrt(0.95 x 0.05 / groups) where the coverage
is 0.95.
"""

from typing import NamedTuple

import numpy as np

from sim.common.arrays import Bools, Floats
from sim.statistics.bootstrap import bootstrap_band, family_band
from sim.statistics.intervals import Band, mean_band
from sim.statistics.selection import choose, first_stage
from sim.statistics.stopping import stop_after


class Coverage(NamedTuple):
    """Share of groups whose interval holds the truth, per column.

    Of the bootstrap among the groups that have one; NaN where fewer than nine in ten do: those are
    chosen by their values.
    """

    t: Floats
    bootstrap: Floats


class Stopped(NamedTuple):
    """Share of sequences whose interval holds after stopping, and the mean number of replications
    at which they stopped.
    """

    coverage: float
    mean_n: float


def coverage(
    values: Floats, n: int, n_groups: int, seed: int, confidence: float = 0.95
) -> Coverage:
    """Return how often the t and bootstrap intervals of the mean of `n` rows of `values`,
    `(n_replications, n_columns)`, hold.
    """
    truth = np.nanmean(values, axis=0)
    rng = np.random.default_rng([seed, n])
    t_holds, bootstrap_holds, has = (np.zeros(values.shape[1]) for _ in range(3))
    for _ in range(n_groups):
        group = values[rng.integers(len(values), size=n)]
        t, bootstrap = mean_band(group, confidence), bootstrap_band(group, confidence)
        t_holds += holds(t, truth)
        bootstrap_holds += holds(bootstrap, truth)
        has += ~np.isnan(bootstrap.low)
    with np.errstate(invalid="ignore"):
        return Coverage(
            t_holds / n_groups, np.where(has >= 0.9 * n_groups, bootstrap_holds / has, np.nan)
        )


def coverage_of_family(
    values: Floats, n: int, n_groups: int, seed: int, confidence: float = 0.95
) -> float:
    """Return how often all simultaneous intervals of `n` rows of `values`, `(n_replications,
    n_columns)`, hold together.
    """
    truth = values.mean(axis=0)
    rng = np.random.default_rng([seed, n])
    n_hold = 0
    for _ in range(n_groups):
        family = family_band(
            values[rng.integers(len(values), size=n)], confidence, n_resamples=1000
        )
        band = Band(family.mean, family.low, family.high, family.n)
        n_hold += bool((np.isnan(family.low) | holds(band, truth)).all())
    return n_hold / n_groups


def coverage_after_stopping(
    values: Floats, n_wanted: int, n_groups: int, seed: int, confidence: float = 0.95
) -> Stopped:
    """Return how often the t interval of one column, `(n_replications,)`, holds after stopping at
    the precision that `n_wanted` replications give.
    """
    truth, rng = float(values.mean()), np.random.default_rng([seed, n_wanted])
    precision = [1.96 * float(values.std()) / np.sqrt(n_wanted)]
    n_hold, n_total = 0, 0
    for _ in range(n_groups):
        sequence = values[rng.integers(len(values), size=8 * n_wanted), None]
        n = stop_after(sequence, precision, confidence=confidence)
        n_hold += bool(holds(mean_band(sequence[:n], confidence), np.array([truth]))[0])
        n_total += n
    return Stopped(n_hold / n_groups, n_total / n_groups)


def correct_selection(
    values: Floats, indifference: float, n_first: int, n_groups: int, seed: int
) -> tuple[float, float, float]:
    """Return (share of right choices of the largest mean, share in which all bounds of the distance
    to the best hold, mean number of replications).

    `values` is `(n_replications, k)`: the scenarios as they come together under common random
    numbers; `indifference` is the lead of the best.
    """
    means = values.mean(axis=0)
    truth = np.array([means[i] - np.delete(means, i).max() for i in range(len(means))])
    rng = np.random.default_rng([seed, len(means)])
    n_right, n_hold, n_total = 0, 0, 0
    for _ in range(n_groups):
        group = values[rng.integers(len(values), size=n_first)]
        stage = first_stage(group, indifference)
        group = np.concatenate(
            [group, values[rng.integers(len(values), size=stage.n_needed - n_first)]]
        )
        chosen = choose(group, stage.spread, smaller_is_better=False)
        n_right += chosen.best == int(means.argmax())
        n_hold += bool(((chosen.low <= truth + 1e-12) & (truth - 1e-12 <= chosen.high)).all())
        n_total += len(group)
    return n_right / n_groups, n_hold / n_groups, n_total / n_groups


def holds(band: Band, truth: Floats) -> Bools:
    """Return for each column whether its bounds hold the truth.

    Rounding does not count against a column that never varies.
    """
    slack = 1e-12 * np.abs(truth)
    inside: Bools = (band.low - slack <= truth) & (truth <= band.high + slack)
    return inside
