"""How figures look: one frozen colour map that colour-blind readers can tell apart, and a second
cue (line, hatch, marker) per colour.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from sim.words.numbers import shortest

# Okabe and Ito (2008)
COLOUR = MappingProxyType(
    {
        "base": "#0072B2",
        "scenario": "#D55E00",
        "group": "#56B4E9",
        "unit": "#CC79A7",
        "solo": "#E69F00",
        "home": "#009E73",
        "more": "#882255",
        "fewer": "#44AA99",
        "ink": "#222222",
        "quiet": "#767676",
    }
)
LINE = MappingProxyType({"base": (0, (5, 2)), "scenario": "-"})
HATCH = MappingProxyType({"base": "////", "scenario": ""})
MARKER = MappingProxyType({"base": "s", "scenario": "o"})
SIDES = ("base", "scenario")
HATCH_FEWER = "...."  # a step down: colour is never the only cue

# where a youth is: colours of Okabe and Ito (2008) and of Tol (2021, muted); neighbours differ in
# hatch too
PLACE_COLOUR = MappingProxyType(
    {
        "arrival": "#F2F2F2",
        "waiting": "#F2F2F2",
        "jeugdzorgplus": "#332288",
        "open_group": "#56B4E9",
        "hic": "#AA4499",
        "small_scale": "#44AA99",
        "family_home": "#DDCC77",
        "follow_up": "#999933",
        "crisis_group": "#CC6677",
        "one_to_one_unit": "#CC79A7",
        "one_to_one_solo": "#E69F00",
        "one_to_one_home": "#009E73",
        "home": "#BBBBBB",
        "adult_care": "#767676",
    }
)
PLACE_HATCH = MappingProxyType(
    {
        "one_to_one_unit": "\\\\\\\\",
        "one_to_one_solo": "////",
        "one_to_one_home": "xxxx",
        "waiting": "....",
    }
)

# why a day of 1:1 is one: Okabe and Ito (2008) and a grey; neighbours in a stack differ in
# lightness, and every second one has a hatch
REASON_COLOUR = MappingProxyType(
    {
        "bridging": "#0072B2",
        "not_ready": "#BBBBBB",
        "not_evaluated": "#D55E00",
        "refused": "#F0E442",
        "no_place_free": "#CC79A7",
        "transition": "#56B4E9",
        "renewal": "#009E73",
    }
)
REASON_HATCH = MappingProxyType(
    {
        "not_ready": "....",
        "refused": "////",
        "transition": "\\\\\\\\",
    }
)

RC = MappingProxyType(
    {
        "font.family": "sans-serif",
        "font.sans-serif": ["DejaVu Sans"],
        "font.size": 11.0,
        "axes.titlesize": 11.0,
        "axes.labelsize": 11.0,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.edgecolor": COLOUR["quiet"],
        "axes.labelcolor": COLOUR["ink"],
        "xtick.color": COLOUR["ink"],
        "ytick.color": COLOUR["ink"],
        "axes.grid": True,
        "axes.grid.axis": "y",
        "grid.color": "#DDDDDD",
        "axes.axisbelow": True,
        "legend.frameon": False,
        "hatch.linewidth": 0.8,
        "svg.fonttype": "path",
        "svg.hashsalt": "doorstroom",
    }
)


_DRAWING = threading.RLock()  # settings of matplotlib are those of all threads


@contextmanager
def styled() -> Iterator[None]:
    """Draw and save inside this to get the house style; settings of others stay as they are."""
    settings: Any = dict(RC)
    with _DRAWING, mpl.rc_context(settings):
        yield


def new_figure(
    n_rows: int = 1, n_columns: int = 1, width: float = 7.0, height: float = 3.9
) -> tuple[Figure, list[Axes]]:
    """Return a figure that belongs to no window, and its axes row by row.

    Call it inside `styled()`.
    """
    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.subplots(n_rows, n_columns, squeeze=False)
    return figure, [axis for row in axes for axis in row]


def legend_above(figure: Figure, ax: Axes) -> None:
    """Put the legend of `ax` above everything.

    Two columns where the labels are short enough, else one below the other.
    """
    handles, labels = ax.get_legend_handles_labels()
    is_short = max(len(label) for label in labels) <= 42
    figure.legend(handles, labels, loc="outside upper left", ncols=2 if is_short else 1)


def number_axis(axis: Axis, lang: str) -> None:
    """Write the numbers along `axis` with the decimal sign of the language."""
    axis.set_major_formatter(FuncFormatter(lambda value, _: shortest(value, lang)))
