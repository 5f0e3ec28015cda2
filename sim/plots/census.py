"""Youths in 1:1 month by month in one result."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from sim.measures.inputs import Recording
from sim.measures.kpis import title_of
from sim.measures.periods import month_dates, month_means
from sim.measures.volume import one_to_one_days
from sim.plots.bands import plot_spread
from sim.plots.style import number_axis
from sim.plots.time_axis import label_dates


def plot_census(ax: Axes, recordings: Sequence[Recording], title: str, lang: str) -> Axes:
    """Draw the month means over replications, with both bands, on `ax`."""
    values = np.array([month_means(r, one_to_one_days(r)) for r in recordings])
    months = month_dates(recordings[0])
    plot_spread(ax, np.array(months, dtype="datetime64[D]"), values, "scenario", title)
    ax.set_ylabel(title_of("census_one_to_one", lang))
    ax.set_title(title, loc="left")
    ax.set_ylim(bottom=0)
    number_axis(ax.yaxis, lang)
    label_dates(ax, months, lang)
    return ax
