"""How long 1:1 goes on: Kaplan-Meier curves, base and scenario."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from sim.common.calendar import months_of
from sim.measures.duration import DAYS_RESTRICTED, survival, survival_at
from sim.measures.inputs import Recording
from sim.plots.bands import plot_spread
from sim.plots.style import COLOUR, legend_above, new_figure
from sim.words.catalogue import say

DAYS = np.arange(0, DAYS_RESTRICTED + 1, 5)


def plot_duration_survival(
    ax: Axes, sides: dict[str, tuple[str, Sequence[Recording]]], lang: str
) -> Axes:
    """Draw the share of arrangements still running by duration on `ax`.

    `sides` maps base and scenario to (label, recordings).
    """
    for side, (label, recordings) in sides.items():
        values = np.array([survival_at(survival(r), DAYS) for r in recordings])
        plot_spread(ax, months_of(DAYS), values, side, label)
    ax.axvline(12, color=COLOUR["quiet"], linewidth=1, linestyle=":")
    ax.annotate(
        say("figures.one_year", lang),
        (12, 1),
        xytext=(4, -2),
        textcoords="offset points",
        va="top",
        color=COLOUR["quiet"],
    )
    ax.set(
        xlabel=say("figures.days_since_start", lang),
        ylabel=say("figures.share_going_on", lang),
        ylim=(0, 1),
        xlim=(0, 36),
        xticks=range(0, 37, 6),
    )
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, symbol="%"))
    return ax


def figure_duration_survival(
    sides: dict[str, tuple[str, Sequence[Recording]]], lang: str
) -> Figure:
    """Return the figure with one axis."""
    figure, (ax,) = new_figure()
    plot_duration_survival(ax, sides, lang)
    legend_above(figure, ax)
    return figure
