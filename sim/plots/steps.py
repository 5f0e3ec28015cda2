"""A difference built up in steps: what each lever does (`sim.waterfall`), and why the volume of 1:1
differs (`sim.explain`).

Horizontal bars, each beginning where the one before ends, and the whole difference below.
"""

from collections.abc import Sequence
from textwrap import fill
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.measures.kpis import title_of
from sim.plots.style import COLOUR, HATCH_FEWER, new_figure, number_axis
from sim.words.catalogue import say
from sim.words.numbers import scale_of, signed

WRAP = 44  # characters of a label on one line


class Step(NamedTuple):
    """One step: its words, its size, and the interval of its size (NaN where there is none)."""

    label: str
    value: float
    low: float
    high: float


def plot_steps(
    ax: Axes, steps: Sequence[Step], total: Step, decimals: int, axis_label: str, lang: str
) -> Axes:
    """Draw one row per step and one for the total on `ax`, from top to bottom.

    The size stands beside every bar.
    """
    ends = np.cumsum([step.value for step in steps])
    rows = [*zip(steps, np.concatenate([[0.0], ends[:-1]]).tolist(), strict=True), (total, 0.0)]
    for y, (step, start) in enumerate(rows):
        _bar(ax, y, step, start, is_total=step is total)
        if y < len(steps):
            ax.vlines(
                start + step.value, y, y + 1, color=COLOUR["quiet"], linewidth=0.8, linestyle=":"
            )
    ax.axvline(0.0, color=COLOUR["ink"], linewidth=0.8)
    ax.axhline(len(steps) - 0.5, color=COLOUR["quiet"], linewidth=0.8)
    edges = [
        v
        for step, start in rows
        for v in (start, start + step.value, start + step.low, start + step.high)
        if np.isfinite(v)
    ]
    span = max(max(edges) - min(edges), 1e-9)
    ax.set_xlim(min(edges) - 0.05 * span, max(edges) + 0.22 * span)
    for y, (step, start) in enumerate(rows):
        right = np.nanmax([start, start + step.value, start + step.high])
        text = signed(step.value, decimals, lang)
        ax.text(
            right + 0.015 * span,
            y,
            text,
            va="center",
            ha="left",
            fontsize=10,
            weight="bold" if step is total else "normal",
        )
    ax.set_yticks(range(len(rows)), [fill(step.label, WRAP) for step, _ in rows])
    ax.get_yticklabels()[-1].set_fontweight("bold")
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlabel(axis_label)
    number_axis(ax.xaxis, lang)
    ax.grid(visible=False, axis="y")
    ax.grid(axis="x")
    return ax


def _bar(ax: Axes, y: int, step: Step, start: float, *, is_total: bool) -> None:
    is_more = step.value >= 0
    ax.barh(
        y,
        step.value,
        left=start,
        height=0.62,
        color=COLOUR["more" if is_more else "fewer"],
        hatch="" if is_more else HATCH_FEWER,
        edgecolor="white",
        linewidth=0,
        alpha=1.0 if is_total else 0.7,
    )
    if np.isfinite(step.low) and step.low < step.high:
        ax.hlines(y, start + step.low, start + step.high, color=COLOUR["ink"], linewidth=1.3)
        ax.plot(
            [start + step.low, start + step.high], [y, y], "|", color=COLOUR["ink"], markersize=7
        )


def plot_waterfall(ax: Axes, kpi: str, table: pd.DataFrame, lang: str) -> Axes:
    """Draw the table of `sim.waterfall` for `kpi` on `ax`."""
    factor, unit, decimals = scale_of(table["unit"].iloc[0], *table["difference"])
    steps = [
        Step(row[lang], *(factor * row[name] for name in ("difference", "low", "high")))
        for _, row in table.iterrows()
    ]
    shown = f"{title_of(kpi, lang)} ({say(f'units.short.{unit}', lang)})"
    label = f"{say('figures.waterfall.axis', lang)}: {shown}"
    return plot_steps(ax, steps[:-1], steps[-1], decimals, label, lang)


def figure_waterfall(kpi: str, table: pd.DataFrame, lang: str) -> Figure:
    """Return the figure of `sim.waterfall` with one axis, as high as there are rows."""
    figure, (ax,) = new_figure(width=9.2, height=1.2 + 0.5 * len(table))
    plot_waterfall(ax, kpi, table, lang)
    return figure


def plot_explanation(ax: Axes, table: pd.DataFrame, lang: str) -> Axes:
    """Draw the table of `sim.explain` on `ax`."""
    steps = [
        Step(row[lang], row["difference"], row["low"], row["high"]) for _, row in table.iterrows()
    ]
    return plot_steps(ax, steps[:-1], steps[-1], 1, say("figures.explain.axis", lang), lang)


def figure_explanation(table: pd.DataFrame, lang: str) -> Figure:
    """Return the figure of `sim.explain` with one axis."""
    figure, (ax,) = new_figure(width=8.6, height=4.4)
    plot_explanation(ax, table, lang)
    return figure
