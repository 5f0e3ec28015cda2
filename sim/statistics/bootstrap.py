"""Studentised bootstrap of means over replications.

Intervals without the assumption of normality, one column at a time or all at once. Replications are
drawn with replacement; in each resample the mean is put in units of its own standard error, and
quantiles of that replace those of Student's t. For a skewed mean each bound then errs by the order
of 1/n, where Student's errs by 1/sqrt(n). All columns are resampled with the same replications, so
what they share (common luck) is kept: the largest of all studentised means gives simultaneous
intervals.

Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), ch. 12.5; Hall, The Bootstrap
and Edgeworth Expansion (1992), ch. 3; for families: Romano and Wolf, Exact and approximate stepdown
methods for multiple hypothesis testing, JASA 100 (2005) 94-108.
"""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from sim.common.arrays import Bools, Floats, Ints
from sim.statistics.intervals import Band, mean_band, paired_differences

N_RESAMPLES = 2000
N_RESAMPLES_FAMILY = 5000
N_MIN = 10  # replications; with fewer, resamples have too little spread of their own
# of the error probability may come from resamples in which every value is the same, which say
# nothing
FLAT = 0.1


class Family(NamedTuple):
    """Means with simultaneous bounds and adjusted p-values, one per column.

    NaN where a column varies too rarely.
    """

    mean: Floats
    low: Floats
    high: Floats
    p_adjusted: Floats
    n: Ints


def bootstrap_band(
    values: ArrayLike, confidence: float = 0.95, n_resamples: int = N_RESAMPLES, seed: int = 1
) -> Band:
    """Return the mean of each column with its studentised bootstrap interval.

    Args:
        values: shape (n_replications, n_columns); NaN where undefined.
        confidence: between 0 and 1.
        n_resamples: resamples, >= 100.
        seed: seed of the resamples: the same values give the same interval.

    Returns:
        Means, bounds and number of defined values per column. Bounds are NaN where fewer than ten
        values are defined, or so few differ from the commonest one (of 100 fewer than six) that too
        many resamples do not vary; a column that does not vary at all has no width.
    """
    x = np.asarray(values, dtype=np.float64)
    plain = mean_band(x, confidence)
    enough = varies_enough(x, FLAT * (1 - confidence))
    width = np.full((2, x.shape[1]), np.nan)
    width[:, is_constant(x)] = 0.0
    if enough.any():
        part = x[:, enough]
        t = studentised(part, resample(len(x), n_resamples, seed))
        tail = math.floor((1 - confidence) / 2 * n_resamples)
        t = np.partition(t, (tail, n_resamples - 1 - tail), axis=0)
        width[:, enough] = np.stack([t[n_resamples - 1 - tail], t[tail]]) * standard_error(part)
    return Band(plain.mean, plain.mean - width[0], plain.mean - width[1], plain.n)


def paired_bootstrap_band(
    base: ArrayLike,
    other: ArrayLike,
    confidence: float = 0.95,
    n_resamples: int = N_RESAMPLES,
    seed: int = 1,
) -> Band:
    """Return mean of other - base of each column with its studentised bootstrap interval.

    Row i of both is the same replication.
    """
    return bootstrap_band(paired_differences(base, other), confidence, n_resamples, seed)


def family_band(
    values: ArrayLike,
    confidence: float = 0.95,
    n_resamples: int = N_RESAMPLES_FAMILY,
    seed: int = 1,
) -> Family:
    """Return means with intervals that hold all together, and p-values (mean is zero) adjusted for
    the number of columns.

    Intervals: the mean plus and minus c standard errors, where c is exceeded by the largest
        |studentised mean| of all columns in 1 - `confidence` of the resamples. p-values: the
        step-down form of the same test, so a column whose interval excludes zero always has p < 1 -
        confidence. Columns that vary too rarely (see `bootstrap_band`; with 100 columns, of 100
        values fewer than ten) have neither, and do not count in the family; those that never vary
        are certain.

    Args:
        values: shape (n_replications, n_columns), rows are independent, columns may depend on each
            other in any way; NaN where undefined.
        confidence: that all intervals hold at once, between 0 and 1.
        n_resamples: resamples, >= 100; the smallest p-value is 1 / (n_resamples + 1).
        seed: seed of the resamples.
    """
    x = np.asarray(values, dtype=np.float64)
    mean, _, _, n = mean_band(x, confidence)
    constant, enough = is_constant(x), varies_enough(x, FLAT * (1 - confidence) / x.shape[1])
    low, high, p = (
        np.where(constant, mean if k < 2 else (mean == 0).astype(float), np.nan) for k in range(3)
    )
    if enough.any():
        part = x[:, enough]
        error = standard_error(part)
        far = np.abs(studentised(part, resample(len(x), n_resamples, seed)))
        n_below = min(math.ceil(confidence * (n_resamples + 1)), n_resamples)
        width = np.partition(far.max(axis=1), n_below - 1)[n_below - 1] * error
        low[enough], high[enough] = mean[enough] - width, mean[enough] + width
        p[enough] = stepdown_p(np.abs(mean[enough]) / error, far)
    return Family(mean, low, high, p, n)


def stepdown_p(observed: Floats, resampled: Floats) -> Floats:
    """Return adjusted p-values.

    Largest statistic first, each against the largest of those that are left.

    Args:
        observed: statistics, shape (n_columns,); larger is further from the null.
        resampled: the same under the null, shape (n_resamples, n_columns).
    """
    order = np.argsort(-observed)
    smallest_first = resampled[:, order[::-1]]
    # column j: the largest of j and all after it
    left = np.maximum.accumulate(smallest_first, axis=1)[:, ::-1]
    p = (1 + (left >= observed[order]).sum(axis=0)) / (len(resampled) + 1)
    adjusted = np.empty_like(observed)
    adjusted[order] = np.maximum.accumulate(p)
    return adjusted


def studentised(values: Floats, counts: Floats) -> Floats:
    """Return (mean of the resample - mean) / standard error of the resample, shape (n_resamples,
    n_columns).

    Args:
        values: shape (n_replications, n_columns); NaN where undefined, and then left out.
        counts: how often each replication stands in each resample, shape (n_resamples,
            n_replications).

    A resample without spread is infinitely far from the mean, on its side; at the mean it is 0.
    """
    is_defined = ~np.isnan(values)
    if is_defined.all():
        n = np.broadcast_to(float(len(values)), (len(counts), values.shape[1]))
    else:
        n = counts @ is_defined.astype(np.float64)
    middle = np.where(is_defined, values, 0.0).sum(axis=0) / is_defined.sum(axis=0)
    x = np.where(is_defined, values - middle, 0.0)
    x = x / np.maximum(np.abs(x).max(axis=0), np.finfo(float).tiny)  # one size for all columns
    with np.errstate(divide="ignore", invalid="ignore"):
        mean: Floats = counts @ x / n
        variance = np.maximum(counts @ x**2 / n - mean**2, 0.0) / (n - 1)
        variance[variance < 1e-13 / n] = 0.0
        t: Floats = mean / np.sqrt(variance)
    t[np.isnan(t)] = 0.0
    return t


@lru_cache(maxsize=8)
def resample(n: int, n_resamples: int, seed: int) -> Floats:
    """Return how often each of `n` replications is drawn in each resample, shape (n_resamples, n).

    The same for the same arguments.
    """
    rng = np.random.default_rng([seed, n])
    counts = rng.multinomial(n, np.full(n, 1 / n), size=n_resamples).astype(np.float64)
    counts.setflags(write=False)
    return counts


def standard_error(values: Floats) -> Floats:
    """Return the standard error of the mean of each column over its defined values."""
    error: Floats = np.nanstd(values, axis=0, ddof=1) / np.sqrt((~np.isnan(values)).sum(axis=0))
    return error


def is_constant(values: Floats) -> Bools:
    """Return for each column whether it has two or more defined values that are all the same."""
    low, high = np.fmin.reduce(values, axis=0), np.fmax.reduce(values, axis=0)
    has_two = (~np.isnan(values)).sum(axis=0) > 1
    constant: Bools = has_two & (high - low <= 1e-12 * np.abs(high))
    return constant


def varies_enough(values: Floats, p_flat: float = FLAT * 0.05) -> Bools:
    """Return for each column whether it can be resampled.

    Ten defined values, and at most a share `p_flat` of resamples all at the commonest one.
    """
    defined = (column[~np.isnan(column)] for column in values.T)
    can = np.array([_p_flat(column) <= p_flat for column in defined], dtype=np.bool_)
    return can & ~is_constant(values)


def _p_flat(values: Floats) -> float:
    """Return the chance that all of a resample is the commonest value; 1 with too few values."""
    n = len(values)
    if n < N_MIN:
        return 1.0
    _, times = np.unique(values, return_counts=True)
    return float((times.max() / n) ** n)
