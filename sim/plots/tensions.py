"""Three tensions of the sources as figures: both sides of each at once.

Lines and points are means, bands and bars 95 % intervals.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.common.arrays import Floats
from sim.plots.style import COLOUR, legend_above, new_figure, number_axis
from sim.statistics.intervals import mean_band
from sim.words.catalogue import say

EFFECT = MappingProxyType(
    {
        "relief": ("home", (0, (5, 2)), "^"),
        "isolation": ("scenario", (0, (1, 1.5)), "v"),
        "both": ("ink", "-", "o"),
    }
)
FRESH = MappingProxyType({"none": ("scenario", (0, (5, 2)), "s"), "certain": ("base", "-", "o")})
REVIEW = MappingProxyType(
    {
        "as_is": ("ink", "o"),
        "six_weeks": ("group", "v"),
        "six_weeks_outsider": ("base", "s"),
        "half_year_grant": ("scenario", "^"),
        "three_year_grant": ("home", "D"),
        "maximum": ("unit", "P"),
    }
)


@dataclass(frozen=True)
class Tensions:
    """What the figures show.

    Every array has the members last, or the replications where there is one member.

    Attributes:
        months: (n_bins,) middle of each quarter since the start of 1:1 alone.
        effect: name of an effect to (n, n_bins): incidents per youth-year alone, less those without
            either effect.
        departures: (n_rates,) departures per position per year.
        attempts: `none` and `certain` (chance of a fresh start) to (n, n_rates): attempts per
            evaluation held.
        review_cost: name of a form of review to (n,): euro per youth-year of 1:1 for evaluations,
            reviews and renewals.
        review_days: likewise: mean duration in days.
    """

    months: Floats
    effect: Mapping[str, Floats]
    departures: Floats
    attempts: Mapping[str, Floats]
    review_cost: Mapping[str, Floats]
    review_days: Mapping[str, Floats]


def plot_band(ax: Axes, x: Floats, values: Floats, style: tuple[str, Any, str], label: str) -> Axes:
    """Draw the mean of `values` (n, n_columns) with its interval on `ax`.

    Style: colour, line, marker.
    """
    colour, line, marker = style
    band = mean_band(values)
    ax.fill_between(x, band.low, band.high, color=COLOUR[colour], alpha=0.2, linewidth=0)
    ax.plot(
        x,
        band.mean,
        color=COLOUR[colour],
        linestyle=line,
        marker=marker,
        markersize=5,
        linewidth=1.8,
        label=label,
    )
    return ax


def plot_relief_and_harm(ax: Axes, seen: Tensions, lang: str) -> Axes:
    """Draw incidents alone by months since the start, less those if 1:1 did nothing to incidents,
    on `ax` (K43, K44).
    """
    for name, style in EFFECT.items():
        plot_band(ax, seen.months, seen.effect[name], style, say(f"figures.tension.{name}", lang))
    ax.axhline(0, color=COLOUR["quiet"], linewidth=1)
    ax.set(
        xlabel=say("figures.tension.months_alone", lang),
        ylabel=say("figures.tension.incidents", lang),
        xlim=(0, 24),
        xticks=range(0, 25, 3),
    )
    number_axis(ax.yaxis, lang)
    return ax


def figure_relief_and_harm(seen: Tensions, lang: str) -> Figure:
    """Return the figure with one axis."""
    figure, (ax,) = new_figure(height=4.6)
    plot_relief_and_harm(ax, seen, lang)
    legend_above(figure, ax)
    return figure


def figure_newcomers(seen: Tensions, lang: str) -> Figure:
    """Return the figure: attempts by departures with and without a fresh start, and beside it what
    the fresh start adds (K32, K57).
    """
    figure, (ax, gain) = new_figure(1, 2, width=9.0, height=4.4)
    for name, style in FRESH.items():
        plot_band(
            ax,
            seen.departures,
            seen.attempts[name],
            style,
            say(f"figures.tension.fresh_{name}", lang),
        )
    ax.set(
        xlabel=say("figures.tension.departures", lang),
        ylabel=say("figures.tension.attempts", lang),
        ylim=(0, None),
    )
    plot_band(
        gain,
        seen.departures,
        seen.attempts["certain"] - seen.attempts["none"],
        FRESH["certain"],
        say("figures.tension.gain", lang),
    )
    gain.axhline(0, color=COLOUR["quiet"], linewidth=1)
    gain.set(
        xlabel=say("figures.tension.departures", lang), ylabel=say("figures.tension.gain", lang)
    )
    for each in (ax, gain):
        number_axis(each.xaxis, lang)
        number_axis(each.yaxis, lang)
    legend_above(figure, ax)
    return figure


def plot_review(ax: Axes, seen: Tensions, lang: str) -> Axes:
    """Draw mean duration against what deliberation costs, one point per form of review, on `ax`
    (K23, K27).
    """
    for name, (colour, marker) in REVIEW.items():
        x, y = (
            mean_band(values[:, None])
            for values in (seen.review_cost[name], seen.review_days[name])
        )
        ax.errorbar(
            x.mean / 1000,
            y.mean,
            xerr=(x.high - x.low) / 2000,
            yerr=(y.high - y.low) / 2,
            fmt=marker,
            color=COLOUR[colour],
            markersize=9,
            elinewidth=1.2,
            capsize=2,
            markeredgecolor=COLOUR["ink"],
            label=say(f"figures.tension.{name}", lang),
        )
    middle = [float(np.nanmean(values["as_is"])) for values in (seen.review_cost, seen.review_days)]
    ax.axvline(middle[0] / 1000, color=COLOUR["quiet"], linewidth=1, linestyle=":")
    ax.axhline(middle[1], color=COLOUR["quiet"], linewidth=1, linestyle=":")
    ax.set(
        xlabel=say("figures.tension.deliberation", lang),
        ylabel=say("figures.tension.duration", lang),
    )
    number_axis(ax.xaxis, lang)
    return ax


def figure_review(seen: Tensions, lang: str) -> Figure:
    """Return the figure with one axis."""
    figure, (ax,) = new_figure(width=7.6, height=4.8)
    plot_review(ax, seen, lang)
    legend_above(figure, ax)
    return figure


FIGURES = MappingProxyType(
    {
        "relief_and_harm": figure_relief_and_harm,
        "newcomers": figure_newcomers,
        "review": figure_review,
    }
)
