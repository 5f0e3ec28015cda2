"""Means over replications with two bands.

95 % interval of the mean (dark), middle 80 % of replications (light).
"""

from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from sim.common.arrays import Floats
from sim.plots.style import COLOUR, HATCH, LINE
from sim.statistics.intervals import mean_band


class Bands(NamedTuple):
    """Mean, interval of the mean and middle 80 % of replications, one value per column.

    NaN where undefined.
    """

    mean: Floats
    low: Floats
    high: Floats
    tenth: Floats
    ninetieth: Floats


def spread(values: ArrayLike) -> Bands:
    """Return the spread over replications of each column.

    `values` has shape (n_replications, n_columns). One replication has no bands.
    """
    x = np.asarray(values, dtype=np.float64)
    band = mean_band(x)
    tenth, ninetieth = np.full(x.shape[1], np.nan), np.full(x.shape[1], np.nan)
    seen = band.n > 1
    if seen.any():
        tenth[seen], ninetieth[seen] = np.nanquantile(x[:, seen], [0.1, 0.9], axis=0)
    return Bands(band.mean, band.low, band.high, tenth, ninetieth)


def plot_spread(ax: Axes, x: ArrayLike, values: ArrayLike, side: str, label: str) -> Axes:
    """Draw the mean line and both bands of one side (base or scenario) on `ax`."""
    s = spread(values)
    colour = COLOUR[side]
    ax.fill_between(x, s.tenth, s.ninetieth, color=colour, alpha=0.13, linewidth=0)
    ax.fill_between(x, s.low, s.high, color=colour, alpha=0.38, linewidth=0)
    ax.plot(
        x,
        s.mean,
        color=colour,
        linestyle=LINE[side],
        linewidth=1.8,
        label=label,
        zorder=4 if side == "base" else 3,
    )
    return ax


def plot_bars(ax: Axes, x: Floats, values: ArrayLike, side: str, label: str, width: float) -> Axes:
    """Draw bars of the means with both spreads on `ax`; `x` is where the bars stand."""
    s = spread(values)
    ax.bar(
        x,
        s.mean,
        width=width,
        color=COLOUR[side],
        alpha=0.75,
        hatch=HATCH[side],
        edgecolor="white",
        linewidth=0,
        label=label,
    )
    ax.vlines(x, s.tenth, s.ninetieth, color=COLOUR["quiet"], linewidth=7, alpha=0.45)
    ax.errorbar(
        x,
        s.mean,
        yerr=[s.mean - s.low, s.high - s.mean],
        fmt="none",
        ecolor=COLOUR["ink"],
        elinewidth=1.3,
        capsize=3,
    )
    return ax
