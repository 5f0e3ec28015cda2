"""How much every number differs from the base, in per cent, with its interval."""

import pandas as pd
from matplotlib.axes import Axes

from sim.measures.kpis import title_of
from sim.plots.style import COLOUR, MARKER, number_axis
from sim.words.catalogue import say
from sim.words.numbers import excludes_zero


def plot_differences(ax: Axes, rows: pd.DataFrame, title: str, lang: str) -> Axes:
    """Draw rows of the frame of `sim.compare` on `ax`, the first on top.

    What is clear (interval without zero) is filled, the rest is open; `base` is never zero.
    """
    for y, (_, row) in enumerate(rows.iterrows()):
        value, low, high = (
            100.0 * row[name] / abs(row["base"]) for name in ("difference", "low", "high")
        )
        is_clear = bool(excludes_zero(row["low"], row["high"]))
        colour = COLOUR["scenario"] if is_clear else COLOUR["quiet"]
        ax.hlines(y, low, high, color=colour, linewidth=2.0)
        ax.plot(
            value,
            y,
            MARKER["scenario"],
            color=colour,
            markerfacecolor=colour if is_clear else "white",
            markersize=6,
        )
    ax.axvline(0.0, color=COLOUR["ink"], linewidth=0.8)
    ax.set_yticks(range(len(rows)), [title_of(str(kpi), lang) for kpi in rows["kpi"]])
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_xlabel(say("shown.relative", lang))
    ax.set_title(title, loc="left", wrap=True)
    number_axis(ax.xaxis, lang)
    ax.grid(visible=False, axis="y")
    ax.grid(axis="x")
    return ax
