"""What drives a number.

Effects over ranges as horizontal bars with their intervals, the largest on top.
"""

from collections.abc import Sequence
from textwrap import fill

import numpy as np
from matplotlib.axes import Axes

from sim.evidence.prior import Floats
from sim.plots.style import COLOUR, HATCH

WRAP = 52


def plot_drivers(
    ax: Axes, labels: Sequence[str], size: Floats, low: Floats, high: Floats, axis_label: str
) -> Axes:
    """Draw one bar per label on `ax`, from top to bottom; `low` and `high` bound the size."""
    y = np.arange(len(labels))
    ax.barh(y, size, height=0.62, color=COLOUR["group"], hatch=HATCH["scenario"])
    ax.hlines(y, np.maximum(low, 0.0), high, color=COLOUR["ink"], linewidth=1.4)
    ax.set_yticks(y, [fill(label, WRAP) for label in labels], fontsize=9)
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.set_xlim(0.0, None)
    ax.set_xlabel(axis_label)
    ax.grid(visible=False, axis="y")
    ax.grid(axis="x")
    return ax
