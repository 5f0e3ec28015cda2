"""What each lever does to one number, as steps from no difference to the whole difference."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.measures.kpis import title_of
from sim.plots.steps import Step, plot_steps
from sim.plots.style import new_figure
from sim.reporting.lines import UNIT_WORDS, scale_of
from sim.words.figures import word


def plot_waterfall(ax: Axes, kpi: str, table: pd.DataFrame, lang: str) -> Axes:
    """Draw the table of `sim.waterfall` for `kpi` on `ax`."""
    factor, unit, decimals = scale_of(table["unit"].iloc[0], *table["difference"])
    steps = [
        Step(row[lang], *(factor * row[name] for name in ("difference", "low", "high")))
        for _, row in table.iterrows()
    ]
    label = (
        f"{word('waterfall.axis', lang)}: {title_of(kpi, lang)} ({UNIT_WORDS[unit][lang != 'nl']})"
    )
    return plot_steps(ax, steps[:-1], steps[-1], decimals, label, lang)


def figure_waterfall(kpi: str, table: pd.DataFrame, lang: str) -> Figure:
    """Return the figure with one axis, as high as there are rows."""
    figure, (ax,) = new_figure(width=9.2, height=1.2 + 0.5 * len(table))
    plot_waterfall(ax, kpi, table, lang)
    return figure
