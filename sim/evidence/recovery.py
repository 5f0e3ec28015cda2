"""Simulation-based calibration.

Figures that the model made from known parameters are fitted to, as if they were reported. A truth
is a draw of a round with its simulated figures and their error. It is taken out of the table, the
rest is fitted to its figures, and the truth is ranked among the posterior draws: ranks are uniform
if intervals hold as often as they say (Talts et al. 2018, arXiv:1804.06788). Truths are the draws
whose figures lie nearest to the reported ones: that is where the calibration must be right, and a
choice by figures alone leaves ranks uniform. Each round is tested by itself, from what was believed
before it to what came out, as it takes its half of the information.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.common.arrays import Floats
from sim.evidence.fit import Draws, Observed, posterior, standardised

LEVELS = (0.5, 0.8, 0.95)


@dataclass(frozen=True, eq=False)
class Recovery:
    """Ranks of truths.

    Attributes:
        names: (k,) fitted rows.
        ranks: (n_truths, k) share of posterior draws below the truth, 0 to 1.
        narrowing: (k,) mean posterior standard deviation in normal scores; 1 is the prior: nothing
            was learned. Above 1 lies what was not learned
            plus the error of the regression.
    """

    names: tuple[str, ...]
    ranks: Floats
    narrowing: Floats

    def coverage(self, learned: float = np.inf) -> pd.DataFrame:
        """Return [level, held, n].

        How often the central interval held the truth, over rows with `narrowing` of at most
        `learned`.
        """
        ranks = self.ranks[:, self.narrowing <= learned]
        rows = [
            (
                level,
                float((np.abs(ranks - 0.5) <= level / 2.0).mean()) if ranks.size else np.nan,
                ranks.size,
            )
            for level in LEVELS
        ]
        return pd.DataFrame(rows, columns=["level", "held", "n"])

    def worst(self) -> float:
        """Return the smallest p-value of uniform ranks over all rows, times their number
        (Bonferroni).
        """
        from scipy import stats  # a second of loading, and an answer only reads what was kept

        p = [stats.kstest(self.ranks[:, k], "uniform").pvalue for k in range(self.ranks.shape[1])]
        return float(min(1.0, min(p) * len(p)))


def recover(
    table: Draws,
    names: tuple[str, ...],
    o: Observed,
    *,
    kept: float,
    truths: int = 200,
    draws: int = 400,
    seed: int = 1,
) -> Recovery:
    """Return where the truths lie among the draws of posteriors fitted to their own simulated
    figures.

    Args:
        table: draws of a round; nothing is simulated again.
        names: fitted rows.
        o: the figures fitted to, for their values and errors.
        kept: share of the draws that the regression of that round saw.
        truths: how many truths.
        draws: posterior draws for each.
        seed: of errors and of choices.
    """
    distance = (standardised(table.reported, o.values, o.scale) ** 2).mean(axis=1)
    chosen = [
        int(i) for i in np.argsort(distance, kind="stable") if not np.isnan(table.reported[i]).any()
    ][:truths]
    n_chosen = len(chosen)
    ranks, widths = np.zeros((n_chosen, table.z.shape[1])), np.zeros(table.z.shape[1])
    for n, truth in enumerate(chosen):
        rest = np.arange(len(table.z)) != truth
        left = Draws(table.z[rest], table.reported[rest])
        found = posterior(left, table.reported[truth], o.scale, draws, seed + n, kept)
        ranks[n] = ((found < table.z[truth]).sum(axis=0) + 0.5) / (draws + 1)
        widths += found.std(axis=0) / n_chosen
    return Recovery(names, ranks, widths)
