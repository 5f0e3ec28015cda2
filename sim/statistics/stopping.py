"""When to stop adding replications.

As soon as the half-width of an interval is below the precision asked, looked at on a sparse
schedule. The rule of Chow and Robbins (On the asymptotic theory of fixed-width sequential
confidence intervals, Ann. Math. Statist. 36 (1965) 457-462) covers as often as it says in the limit
of many replications; before that it stops too early when the variance happens to look small. Two
things keep this small: a first look after forty replications, not two, and few looks: the next is
where the variance seen so far says it would suffice, at least a quarter and at most double the
replications further. What remains is measured in docs/coverage.md.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from sim.common.arrays import Floats
from sim.statistics.bootstrap import is_constant, varies_enough
from sim.statistics.intervals import mean_band

FIRST_LOOK = 40
STEP = 10  # replications are added in tens


def half_widths(differences: ArrayLike, confidence: float = 0.95) -> Floats:
    """Return the half-width of the t interval of each column, `(n_columns,)`.

    NaN where a column is undefined or varies too rarely to tell.

    Args:
        differences: shape (n_replications, n_columns); NaN where undefined.
        confidence: between 0 and 1.
    """
    x = np.asarray(differences, dtype=np.float64)
    band = mean_band(x, confidence)
    half: Floats = np.where(
        is_constant(x), 0.0, np.where(varies_enough(x), band.high - band.mean, np.nan)
    )
    return half


def next_look(n: int, ratio: float, n_max: int) -> int:
    """Return after how many replications to look again.

    Args:
        n: replications so far.
        ratio: largest half-width / precision so far; NaN where it is unknown.
        n_max: most replications allowed.
    """
    wanted = n * ratio**2 if math.isfinite(ratio) else math.inf
    soon = min(max(wanted, 1.25 * n), 2.0 * n)
    return min(math.ceil(soon / STEP) * STEP, n_max)


def stop_after(
    differences: ArrayLike, precision: ArrayLike, n_min: int = FIRST_LOOK, confidence: float = 0.95
) -> int:
    """Return after how many rows of `differences` the rule stops.

    All of them where it is never satisfied.

    Args:
        differences: shape (n_replications, n_columns), in order of replication.
        precision: half-width asked per column, `(n_columns,)`.
        n_min: replications before the first look.
        confidence: of the intervals.
    """
    x, asked = np.asarray(differences, dtype=np.float64), np.asarray(precision, dtype=np.float64)
    n = min(n_min, len(x))
    while (ratio := worst_ratio(half_widths(x[:n], confidence), asked)) > 1 or math.isnan(ratio):
        if n == len(x):
            break
        n = next_look(n, ratio, len(x))
    return n


def worst_ratio(half: Floats, asked: Floats) -> float:
    """Return the largest half-width in units of its precision; NaN where any is unknown."""
    return float(np.max(half / asked))
