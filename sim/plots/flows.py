"""Moves per year between settings as bands, from left to right: as thick as there are moves.

Drawn with paths alone: one static picture.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from sim.plots.style import COLOUR, PLACE_COLOUR, PLACE_HATCH, new_figure
from sim.words.catalogue import say
from sim.words.numbers import plain

LEFT = (
    "arrival",
    "home",
    "waiting",
    "jeugdzorgplus",
    "open_group",
    "hic",
    "small_scale",
    "family_home",
    "follow_up",
    "crisis_group",
)
ONE_TO_ONE = ("one_to_one_home", "one_to_one_unit", "one_to_one_solo")
FROM = (*LEFT, *ONE_TO_ONE)
TO = (*LEFT[2:], *ONE_TO_ONE, "home", "adult_care")
GAP = 0.030  # between two settings, as a share of the height: room for a label
WIDTH = 0.035  # of a setting, as a share of the width of the bands
FAINT, STRONG = 0.30, 0.85  # bands; those of 1:1 stand out


class Stack(NamedTuple):
    """Settings on one side of the picture: top and height of each, in moves."""

    top: Mapping[str, float]
    height: Mapping[str, float]


def plot_flows(
    ax: Axes, flows: pd.DataFrame, lang: str, most: float | None = None, n_most: int | None = None
) -> Axes:
    """Draw the table of `sim.flows` on `ax`.

    Args:
        ax: where it is drawn.
        flows: [from, to, moves_per_year, ...].
        lang: nl or en.
        most: moves per year that fill the height; default: all of them. Give two pictures the same
            to compare them.
        n_most: settings on a side for which room is kept, likewise.
    """
    total = float(flows["moves_per_year"].sum()) if most is None else most
    n = n_places(flows) if n_most is None else n_most
    left, right = (
        _side(flows, column, names, total) for column, names in (("from", FROM), ("to", TO))
    )
    used_left, used_right = dict.fromkeys(left.top, 0.0), dict.fromkeys(right.top, 0.0)
    for origin in left.top:
        mine = flows[flows["from"] == origin].set_index("to")["moves_per_year"]
        for target in right.top:
            if target in mine.index:
                size = float(mine[target])
                ends = (
                    left.top[origin] + used_left[origin],
                    right.top[target] + used_right[target],
                )
                _band(
                    ax, *ends, size, origin, is_strong=origin in ONE_TO_ONE or target in ONE_TO_ONE
                )
                used_left[origin] += size
                used_right[target] += size
    for side, x, align in ((left, -WIDTH, "right"), (right, 1.0, "left")):
        for name, top in side.top.items():
            _place(ax, x, top, side.height[name], name, align, lang)
    ax.set_xlim(-0.62, 1.62)
    height = total or 1.0  # nobody moves: an empty picture
    ax.set_ylim(height * (1.0 + GAP * n), -0.01 * height)
    ax.set_axis_off()
    return ax


def n_places(flows: pd.DataFrame) -> int:
    """Return the larger number of settings on a side."""
    return int(max(flows["from"].nunique(), flows["to"].nunique()))


def _side(flows: pd.DataFrame, column: str, names: Sequence[str], total: float) -> Stack:
    sums = flows.groupby(column)["moves_per_year"].sum()
    height = {name: float(sums[name]) for name in names if name in sums.index}
    starts = np.concatenate([[0.0], np.cumsum([h + GAP * total for h in height.values()])])
    return Stack(dict(zip(height, starts.tolist(), strict=False)), height)


def _band(
    ax: Axes, y_left: float, y_right: float, size: float, origin: str, *, is_strong: bool
) -> None:
    points = [(0.0, y_left), (0.5, y_left), (0.5, y_right), (1.0, y_right)]
    back = [
        (1.0, y_right + size),
        (0.5, y_right + size),
        (0.5, y_left + size),
        (0.0, y_left + size),
        (0.0, y_left),
    ]
    curve = [Path.CURVE4] * 3
    path = Path([*points, *back], [Path.MOVETO, *curve, Path.LINETO, *curve, Path.CLOSEPOLY])
    colour = COLOUR["quiet"] if origin in ("arrival", "waiting") else PLACE_COLOUR[origin]
    ax.add_patch(
        PathPatch(
            path,
            facecolor=colour,
            alpha=STRONG if is_strong else FAINT,
            linewidth=0,
            zorder=3 if is_strong else 2,
        )
    )


def _place(ax: Axes, x: float, top: float, height: float, name: str, align: str, lang: str) -> None:
    ax.add_patch(
        Rectangle(
            (x, top),
            WIDTH,
            height,
            facecolor=PLACE_COLOUR[name],
            hatch=PLACE_HATCH.get(name, ""),
            edgecolor=COLOUR["ink"],
            linewidth=0.5,
            zorder=4,
        )
    )
    number = plain(height, 0 if height >= 10 else 1 if height >= 0.1 else 2, lang)
    label = say(f"figures.place.{name}", lang)
    weight = "bold" if name in ONE_TO_ONE else "normal"
    at, text = (
        (x - 0.02, f"{label}  {number}")
        if align == "right"
        else (x + WIDTH + 0.02, f"{number}  {label}")
    )
    ax.text(at, top + height / 2, text, ha=align, va="center", fontsize=9.5, weight=weight)


def figure_flows(
    sides: Mapping[str, tuple[str, pd.DataFrame]],
    lang: str,
    about: Collection[str] | None = None,
    *,
    is_stacked: bool = False,
) -> Figure:
    """Return one axis per side (base, scenario), side by side or one below the other, drawn to the
    same scale.

    Args:
        sides: maps each side to (title, table of `sim.flows`).
        lang: nl or en.
        about: only moves from or to these settings, for example `ONE_TO_ONE`; default: all moves.
        is_stacked: one below the other, for a narrow page.
    """
    shown = {
        side: flows if about is None else flows[flows["from"].isin(about) | flows["to"].isin(about)]
        for side, (_, flows) in sides.items()
    }
    most = max(float(flows["moves_per_year"].sum()) for flows in shown.values())
    n_most = max(n_places(flows) for flows in shown.values())
    rows, columns = (len(sides), 1) if is_stacked else (1, len(sides))
    figure, axes = new_figure(rows, columns, width=7.2 * columns, height=6.6 * rows)
    for ax, (side, flows) in zip(axes, shown.items(), strict=True):
        plot_flows(ax, flows, lang, most, n_most)
        ax.set_title(sides[side][0], weight="bold")
    figure.supxlabel(
        say("figures.flows.axis" if about is None else "figures.flows.axis_about", lang),
        fontsize=10,
    )
    return figure
