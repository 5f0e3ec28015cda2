"""Reported figures beside the model before and after the fit, each over the reported figure, so
that all fit on one axis.
"""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter

from sim.plots.style import COLOUR, new_figure, styled

NARROWEST = 1e-3  # ratio


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
