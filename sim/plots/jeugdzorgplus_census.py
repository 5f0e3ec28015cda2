"""Youths in closed youth care and the places there, base and scenario."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.measures.inputs import Recording
from sim.measures.periods import month_dates, month_means
from sim.measures.volume import place_days, setting_days
from sim.names import Setting
from sim.plots.bands import plot_spread
from sim.plots.style import COLOUR, legend_above, new_figure, number_axis
from sim.plots.time_axis import label_dates
from sim.words.catalogue import say


def plot_jeugdzorgplus_census(
    ax: Axes, sides: dict[str, tuple[str, Sequence[Recording]]], lang: str
) -> Axes:
    """Draw youths (with bands) and mean places (dotted) on `ax`.

    `sides` maps base and scenario to (label, recordings).
    """
    for side, (label, recordings) in sides.items():
        months = np.array(month_dates(recordings[0]), dtype="datetime64[D]")
        youths = np.array(
            [month_means(r, setting_days(r, Setting.JEUGDZORGPLUS)) for r in recordings]
        )
        places = np.array(
            [month_means(r, place_days(r, Setting.JEUGDZORGPLUS)) for r in recordings]
        ).mean(axis=0)
        plot_spread(ax, months, youths, side, f"{label}: {say('figures.in_closed_care', lang)}")
        ax.plot(
            months,
            places,
            color=COLOUR[side],
            linestyle=":",
            linewidth=1.4,
            label=f"{label}: {say('figures.places', lang)}",
        )
    ax.set_ylabel(say("figures.census_and_places", lang))
    ax.set_ylim(bottom=0)
    number_axis(ax.yaxis, lang)
    label_dates(ax, month_dates(sides["base"][1][0]), lang, n_most=11)
    return ax


def figure_jeugdzorgplus_census(
    sides: dict[str, tuple[str, Sequence[Recording]]], lang: str
) -> Figure:
    """Return the figure with one axis."""
    figure, (ax,) = new_figure(height=4.3)
    plot_jeugdzorgplus_census(ax, sides, lang)
    legend_above(figure, ax)
    return figure
