"""Figures of the validation page: reported figures beside the model before and after the fit, ranks
of known truths, and what drives a number.
"""

from collections.abc import Sequence
from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter
from scipy import stats

from sim.common.arrays import Floats
from sim.plots.style import COLOUR, HATCH, new_figure, styled

NARROWEST = 1e-3  # ratio
WRAP = 52  # characters of a label on one line


def plot_agreement(figures: pd.DataFrame, title: str) -> Figure:
    """Return a figure of rows of `sim.evidence.checked.checked` that have a reported figure, which
    is the line at 1.
    """
    found = figures[figures["reported"] != 0.0].dropna(subset=["reported"]).reset_index(drop=True)
    with styled():
        figure, (ax,) = new_figure(width=8.6, height=1.2 + 0.27 * len(found))
        for y, row in enumerate(found.to_dict("records")):
            reported = row["reported"]
            prior, after = (
                np.sort(np.array([row[a], row[b]]) / reported)
                for a, b in (("prior_low", "prior_high"), ("low_95", "high_95"))
            )
            ax.hlines(y, *np.maximum(prior, NARROWEST), color="#C8C8C8", linewidth=7)
            colour = COLOUR["base"] if row["holds"] else COLOUR["scenario"]
            ax.hlines(y, *np.maximum(after, NARROWEST), color=colour, linewidth=2.2)
            ax.plot(
                max(row["middle"] / reported, NARROWEST),
                y,
                "o" if row["holds"] else "X",
                color=colour,
                markersize=6,
            )
        ax.plot([], [], color="#C8C8C8", linewidth=7, label="before the fit, 95 %")
        ax.plot(
            [], [], "o-", color=COLOUR["base"], label="after it, 95 %: holds the reported figure"
        )
        ax.plot([], [], "X-", color=COLOUR["scenario"], label="after it, 95 %: misses it")
        ax.axvline(1.0, color=COLOUR["ink"], linewidth=1.2)
        ax.set_xscale("log")
        ax.set_xlim(0.1, 30.0)
        ax.set_xticks([0.1, 0.3, 1, 3, 10, 30], ["0.1", "0.3", "1", "3", "10", "30"])
        ax.xaxis.set_minor_formatter(NullFormatter())
        ax.set_yticks(
            range(len(found)),
            [f"{name} ({when})" for name, when in zip(found["name"], found["when"], strict=True)],
            fontsize=8,
        )
        ax.set_ylim(len(found) - 0.4, -0.6)
        ax.set_xlabel("model over reported figure (logarithmic)")
        ax.grid(visible=False, axis="y")
        ax.grid(axis="x")
        ax.set_title(title, loc="left")
        figure.legend(loc="outside lower left", ncols=1, fontsize=9)
    return figure


def plot_ranks(ranks: Floats, narrowing: Floats, learned: float) -> Figure:
    """Return a figure of the ranks of known truths among posterior draws, against what calibrated
    intervals give.

    It shows the share of truths up to each rank, less that rank, per row of which something was
    learned.

    Args:
        ranks: (n_truths, n_rows), 0..1; of `sim.evidence.recovery`.
        narrowing: (n_rows,) what is left of the spread before the fit; 1: nothing was learned.
        learned: rows at or below this narrowing are drawn.
    """
    chosen = np.flatnonzero(narrowing <= learned)
    n = len(ranks)
    x = np.linspace(0.0, 1.0, 101)
    with styled():
        figure, (ax,) = new_figure(width=7.0, height=3.6)
        half = stats.kstwo.ppf(0.95, n)
        ax.fill_between(
            [0.0, 1.0],
            -half,
            half,
            color="#DDDDDD",
            label="95 % of calibrated rows lie wholly inside",
        )
        for k in chosen:
            share = (ranks[:, k][:, None] <= x).mean(axis=0)
            ax.plot(x, share - x, color=COLOUR["base"], linewidth=0.8, alpha=0.6)
        ax.plot(
            [],
            [],
            color=COLOUR["base"],
            label=f"one line per row of which something was learned ({len(chosen)})",
        )
        ax.axhline(0.0, color=COLOUR["ink"], linewidth=0.8)
        ax.set_xlabel(f"rank of the truth among posterior draws ({n} truths)")
        ax.set_ylabel("share of truths up to it, less it")
        figure.legend(loc="outside upper left", ncols=1)
    return figure


def plot_drivers(
    ax: Axes, labels: Sequence[str], size: Floats, low: Floats, high: Floats, axis_label: str
) -> Axes:
    """Draw what drives a number on `ax`: one bar per label, from top to bottom.

    `low` and `high` bound the size.
    """
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
