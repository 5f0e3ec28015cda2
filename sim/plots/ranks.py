"""Ranks of known truths among posterior draws, against what calibrated intervals give."""

import numpy as np
from matplotlib.figure import Figure
from scipy import stats

from sim.evidence.recovery import Recovery
from sim.plots.style import COLOUR, new_figure, styled


def plot_ranks(found: Recovery, learned: float) -> Figure:
    """Return a figure: the share of truths up to each rank, less that rank, per row of which
    something was learned (`narrowing` <= `learned`).
    """
    chosen = np.flatnonzero(found.narrowing <= learned)
    n = len(found.ranks)
    x = np.linspace(0.0, 1.0, 101)
    with styled():
        figure, (ax,) = new_figure(width=7.0, height=3.6)
        half = stats.kstwo.ppf(0.95, n)
        ax.fill_between(
            [0.0, 1.0],
            -half,
            half,
            color="#DDDDDD",
            label="95 % of calibrated rows lie wholly inside",
        )
        for k in chosen:
            share = (found.ranks[:, k][:, None] <= x).mean(axis=0)
            ax.plot(x, share - x, color=COLOUR["base"], linewidth=0.8, alpha=0.6)
        ax.plot(
            [],
            [],
            color=COLOUR["base"],
            label=f"one line per row of which something was learned ({len(chosen)})",
        )
        ax.axhline(0.0, color=COLOUR["ink"], linewidth=0.8)
        ax.set_xlabel(f"rank of the truth among posterior draws ({n} truths)")
        ax.set_ylabel("share of truths up to it, less it")
        figure.legend(loc="outside upper left", ncols=1)
    return figure
