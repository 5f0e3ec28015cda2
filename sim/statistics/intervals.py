"""Intervals over replications: Student's t for a mean, and for a mean of paired differences.

Replications are independent and each measure is an average over a long period, so means over
replications are close to normal. Coverage: for normal values an interval at `confidence` covers the
true mean in that share of cases exactly, for any number of replications from two on (tested with a
stated seed and false-alarm rate in tests/statistics/test_intervals.py); for skewed measures and
fewer than about ten replications it covers somewhat less. An interval speaks of luck in the model,
not of doubt about its parameters, and each stands on its own: of twenty independent differences
that are truly zero, one is expected to exclude zero.

Values that are undefined (NaN) in a replication are left out, `n` says how many remain. One
replication gives NaN bounds.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from sim.common.arrays import Floats, Ints


class Interval(NamedTuple):
    """A mean with its bounds and the number of replications behind it."""

    mean: float
    low: float
    high: float
    n: int


class Band(NamedTuple):
    """Means with their bounds, one per column."""

    mean: Floats
    low: Floats
    high: Floats
    n: Ints


def mean_band(values: ArrayLike, confidence: float = 0.95) -> Band:
    """Return the mean over replications of each column with its t interval.

    `values` has shape (n_replications, n_columns).
    """
    x = np.asarray(values, dtype=np.float64)
    is_defined = ~np.isnan(x)
    n: Ints = is_defined.sum(axis=0).astype(np.int64)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean: Floats = np.where(is_defined, x, 0.0).sum(axis=0) / n
        error = np.sqrt(_variance(x) / n)
        half = _quantile(n, 0.5 + confidence / 2) * error
    return Band(mean, mean - half, mean + half, n)


def _quantile(n: Ints, p: float) -> Floats:
    """Return Student's t at `p` with n - 1 degrees of freedom; NaN where there are none."""
    found = np.full(n.shape, np.nan)
    if (n > 1).any():
        from scipy import special  # takes longer to load than all the rest of a first number

        found[n > 1] = special.stdtrit(n[n > 1] - 1, p)
    return found


def paired_band(base: ArrayLike, other: ArrayLike, confidence: float = 0.95) -> Band:
    """Return mean of other - base of each column with its t interval.

    Row i of both is the same replication.
    """
    return mean_band(paired_differences(base, other), confidence)


def paired_differences(base: ArrayLike, other: ArrayLike) -> Floats:
    """Return other - base; row i of both is the same replication.

    A difference within rounding of float arithmetic (1e-12 of the values) is zero: it must not look
    like an effect.
    """
    a, b = np.asarray(base, dtype=np.float64), np.asarray(other, dtype=np.float64)
    if a.shape != b.shape:
        raise ValueError(
            f"paired values need one shape; base has {a.shape}, other has {b.shape}. Give the same "
            "replications and columns."
        )
    difference: Floats = np.where(np.isclose(a, b, rtol=1e-12, atol=0.0), 0.0, b - a)
    return difference


def variance_reduction(base: ArrayLike, other: ArrayLike) -> Floats:
    """Return per column how much pairing is worth.

    Variance of the difference of two independent runs / variance of the paired difference. Both
    have shape (n_replications, n_columns). 5 means: without common luck five times as many
    replications were needed for the same precision; below 1 pairing did harm. Infinite where the
    difference does not vary at all; NaN where nothing varies or fewer than two replications are
    defined.

    Source: Law, Simulation Modeling and Analysis, 5th ed. (2015), ch. 11.2.
    """
    d = paired_differences(base, other)
    is_defined = ~np.isnan(d)
    a, b = (
        np.where(is_defined, np.asarray(side, dtype=np.float64), np.nan) for side in (base, other)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        unpaired, paired = _variance(a) + _variance(b), _variance(d)
        is_rounding = paired <= 1e-24 * unpaired
        gain: Floats = unpaired / np.where(is_rounding, 0.0, paired)
    return gain


def _variance(values: Floats) -> Floats:
    is_defined = ~np.isnan(values)
    n = is_defined.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(is_defined, values, 0.0).sum(axis=0) / n
        squares = np.where(is_defined, values - mean, 0.0) ** 2  # two passes: never negative
        variance: Floats = np.where(n > 1, squares.sum(axis=0) / (n - 1), np.nan)
    return variance


def mean_interval(values: ArrayLike, confidence: float = 0.95) -> Interval:
    """Return the mean over replications with its t interval.

    `values` has shape (n_replications,).
    """
    return _only(mean_band(np.asarray(values, dtype=np.float64)[:, None], confidence))


def paired_interval(base: ArrayLike, other: ArrayLike, confidence: float = 0.95) -> Interval:
    """Return mean of other - base with its t interval; entry i of both is the same replication."""
    a, b = np.asarray(base, dtype=np.float64)[:, None], np.asarray(other, dtype=np.float64)[:, None]
    return _only(paired_band(a, b, confidence))


def _only(band: Band) -> Interval:
    return Interval(float(band.mean[0]), float(band.low[0]), float(band.high[0]), int(band.n[0]))
