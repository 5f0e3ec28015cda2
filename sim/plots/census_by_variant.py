"""Youths in each form of 1:1 through time, base and scenario.

Small multiples, one axis per form.
"""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.measures.inputs import Recording
from sim.measures.periods import month_dates, month_means
from sim.measures.volume import variant_days
from sim.names import Variant
from sim.plots.bands import plot_spread
from sim.plots.style import legend_above, new_figure, number_axis
from sim.plots.time_axis import label_dates
from sim.words.catalogue import say

FORMS = (Variant.SOLO, Variant.UNIT, Variant.GROUP, Variant.HOME)


def plot_variant(
    ax: Axes, sides: dict[str, tuple[str, Sequence[Recording]]], variant: Variant, lang: str
) -> Axes:
    """Draw the census of one form on `ax`.

    `sides` maps base and scenario to (label, recordings).
    """
    for side, (label, recordings) in sides.items():
        values = np.array([month_means(r, variant_days(r, variant)) for r in recordings])
        plot_spread(
            ax, np.array(month_dates(recordings[0]), dtype="datetime64[D]"), values, side, label
        )
    ax.set_title(say(f"figures.{variant.name.lower()}", lang), loc="left")
    ax.set_ylim(bottom=0)
    number_axis(ax.yaxis, lang)
    label_dates(ax, month_dates(sides["base"][1][0]), lang)
    return ax


def figure_census_by_variant(
    sides: dict[str, tuple[str, Sequence[Recording]]], lang: str
) -> Figure:
    """Return one axis per form of 1:1, with the same vertical scale."""
    figure, axes = new_figure(2, 2, height=5.4)
    for ax, variant in zip(axes, FORMS, strict=True):
        plot_variant(ax, sides, variant, lang)
    top = max(ax.get_ylim()[1] for ax in axes)
    for ax in axes:
        ax.set_ylim(0, top)
    figure.supylabel(say("figures.youths_per_day", lang), fontsize=11)
    legend_above(figure, axes[0])
    return figure
