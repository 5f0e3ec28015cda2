"""What 1:1 costs in each calendar year, base and scenario."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.measures.cost import one_to_one_by_year
from sim.measures.inputs import Recording
from sim.plots.bands import plot_bars
from sim.plots.style import legend_above, new_figure, number_axis
from sim.plots.time_axis import label_years
from sim.words.catalogue import say

WIDTH = 0.38
MILLION = 1e6


def plot_cost_per_year(
    ax: Axes, sides: dict[str, tuple[str, Sequence[Recording]]], lang: str
) -> Axes:
    """Draw bars per calendar year (scaled to whole years) on `ax`.

    `sides` maps base and scenario to (label, recordings).
    """
    for k, (side, (label, recordings)) in enumerate(sides.items()):
        per_year = [one_to_one_by_year(r) for r in recordings]
        years = np.array([float(y) for y in per_year[0]])
        values = np.array([list(p.values()) for p in per_year]) / MILLION
        plot_bars(ax, years + WIDTH * (k - (len(sides) - 1) / 2), values, side, label, WIDTH)
        label_years(ax, [int(y) for y in years])
    ax.set_ylabel(say("figures.million_euro", lang))
    number_axis(ax.yaxis, lang)
    return ax


def figure_cost_per_year(sides: dict[str, tuple[str, Sequence[Recording]]], lang: str) -> Figure:
    """Return the figure with one axis."""
    figure, (ax,) = new_figure()
    plot_cost_per_year(ax, sides, lang)
    legend_above(figure, ax)
    return figure
