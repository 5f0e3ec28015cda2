"""Why 1:1 starts: arrangements started per year by cause, base and scenario."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.measures.inputs import Recording
from sim.measures.volume import starts_by_cause
from sim.names import Cause
from sim.plots.bands import spread
from sim.plots.style import COLOUR, MARKER, legend_above, new_figure, number_axis
from sim.words.catalogue import say


def plot_starts_by_cause(
    ax: Axes, sides: dict[str, tuple[str, Sequence[Recording]]], lang: str
) -> Axes:
    """Draw one row per cause on `ax`: mean, 95 % interval (dark) and middle 80 % (light).

    `sides` maps base and scenario to (label, recordings).
    """
    rows = np.arange(len(Cause))
    for k, (side, (label, recordings)) in enumerate(sides.items()):
        s = spread(np.array([list(starts_by_cause(r).values()) for r in recordings]))
        y = rows + 0.24 * (k - (len(sides) - 1) / 2)
        ax.hlines(y, s.tenth, s.ninetieth, color=COLOUR[side], linewidth=7, alpha=0.25)
        ax.hlines(y, s.low, s.high, color=COLOUR[side], linewidth=2.2)
        ax.plot(s.mean, y, MARKER[side], color=COLOUR[side], markersize=6, label=label)
    ax.set_yticks(rows, [say(f"labels.{c.name.lower()}", lang) for c in Cause])
    ax.invert_yaxis()
    ax.set_xlabel(say("figures.starts_per_year", lang))
    ax.set_xlim(left=0)
    number_axis(ax.xaxis, lang)
    ax.grid(axis="x")
    return ax


def figure_starts_by_cause(sides: dict[str, tuple[str, Sequence[Recording]]], lang: str) -> Figure:
    """Return the figure with one axis."""
    figure, (ax,) = new_figure()
    plot_starts_by_cause(ax, sides, lang)
    legend_above(figure, ax)
    return figure
