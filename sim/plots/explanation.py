"""Why the volume of 1:1 differs.

Starts by cause, duration, blocked days, as steps from none to the whole difference.
"""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.plots.steps import Step, plot_steps
from sim.plots.style import new_figure
from sim.words.figures import word


def plot_explanation(ax: Axes, table: pd.DataFrame, lang: str) -> Axes:
    """Draw the table of `sim.explain` on `ax`."""
    steps = [
        Step(row[lang], row["difference"], row["low"], row["high"]) for _, row in table.iterrows()
    ]
    return plot_steps(ax, steps[:-1], steps[-1], 1, word("explain.axis", lang), lang)


def figure_explanation(table: pd.DataFrame, lang: str) -> Figure:
    """Return the figure with one axis."""
    figure, (ax,) = new_figure(width=8.6, height=4.4)
    plot_explanation(ax, table, lang)
    return figure
