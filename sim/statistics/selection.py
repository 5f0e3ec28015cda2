"""The best of k scenarios with a stated probability of choosing right, under common random numbers.

Two stages, of Clark and Yang (A Bonferroni selection procedure when using common random numbers
with unknown variances, Winter Simulation Conference 1986, 313-315): the variance of every paired
difference in the first stage says how many replications all scenarios need. Variances and
correlations may be anything. The sharper procedure of Nelson and Matejcik (Management Science 41
(1995) 1935-1945) needs all differences to vary equally, which fails here: two variants of one
policy differ much less from each other than from the base. From that paper is the idea to give
intervals for the distance to the best beside the choice; those for unequal widths are of Edwards
and Hsu (JASA 78 (1983) 965-971).

The guarantee is exact for normal means. What skewed values do to it is measured in
docs/coverage.md.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from sim.common.arrays import Bools, Floats

FIRST_STAGE = 40


class Stage(NamedTuple):
    """What the first stage learned.

    `spread` is the standard deviation of each paired difference times the quantile used, `(k, k)`:
    divided by sqrt(n) it is the half-width of a one-sided interval. `n_needed` is the number of
    replications for which all of these are at most the indifference.
    """

    spread: Floats
    n_needed: int


class Chosen(NamedTuple):
    """The choice and the distance of each scenario to the best of the others, `(k,)`.

    Positive is better than all others. `lead` is estimated, `low` and `high` hold for all scenarios
    together; `may_be_best` says which of them are not shown to be worse.
    """

    best: int
    lead: Floats
    low: Floats
    high: Floats
    may_be_best: Bools


def first_stage(values: ArrayLike, indifference: float, confidence: float = 0.95) -> Stage:
    """Return what the first replications say about how many are needed.

    Args:
        values: shape (n_first_stage, k), all defined; a row is one replication under common random
            numbers. At least two rows and columns.
        indifference: smallest difference worth knowing, in the unit of the values, > 0.
        confidence: probability of choosing the best where it is at least `indifference` ahead,
            between 1 / k and 1.
    """
    x = np.asarray(values, dtype=np.float64)
    n, k = x.shape
    quantile = special.stdtrit(n - 1, 1 - (1 - confidence) / (k - 1))
    differences = x[:, :, None] - x[:, None, :]  # (n, k, k)
    spread = quantile * differences.std(axis=0, ddof=1)
    return Stage(spread, max(n, math.ceil((spread.max() / indifference) ** 2)))


def choose(values: ArrayLike, spread: Floats, smaller_is_better: bool) -> Chosen:
    """Return the best mean, and how far each scenario may be from the best of the others, at the
    confidence with which `spread` was made.

    Args:
        values: shape (n_replications, k), first stage included.
        spread: of the first stage.
        smaller_is_better: whether the smallest mean is the best.
    """
    x = np.asarray(values, dtype=np.float64)
    means = x.mean(axis=0) * (-1 if smaller_is_better else 1)
    k = len(means)
    ahead = means[:, None] - means[None, :]
    width = spread / math.sqrt(len(x))
    others = ~np.eye(k, dtype=bool)
    lead = np.where(others, ahead, np.inf).min(axis=1)
    reach = np.where(others, ahead + width, np.inf).min(axis=1)
    may_be_best = reach >= 0
    rivals = others & may_be_best[None, :]
    # infinite where there is no rival: it is the best
    floor = np.where(rivals, ahead - width, np.inf).min(axis=1)
    return Chosen(
        int(means.argmax()), lead, np.minimum(floor, 0.0), np.maximum(reach, 0.0), may_be_best
    )
