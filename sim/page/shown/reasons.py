"""Why they are still there: youths in 1:1 by the reason of the day, stacked month by month.

With a variant its reasons are drawn, and how many there are as it is now as a dashed line.
"""

from collections.abc import Sequence
from types import MappingProxyType

import numpy as np

from sim.names import Reason
from sim.page.computing.sample import Sample, reason_series
from sim.page.shown.traces import (
    DASH,
    SIDE_NAMES,
    Figure,
    Sides,
    layout,
    mean_of,
    numbers_of,
    series,
    trace_of,
)
from sim.page.texts import Words
from sim.plots.style import COLOUR, REASON_COLOUR, REASON_HATCH
from sim.words.reasons import owned

LEGEND = MappingProxyType(
    {"orientation": "h", "y": -0.12, "yanchor": "top", "traceorder": "normal"}
)  # below: it fits a narrow screen too


def draw_reasons(sides: Sides, months: Sequence[str], w: Words) -> Figure:
    """Youths in 1:1 by why they are still there, and who owns the reason."""
    side = "variant" if "variant" in sides else "base"
    traces = [_area(sides[side], reason, months, side, w) for reason in Reason]
    if side == "variant":
        total = np.sum([series(sides["base"], reason_series(r)) for r in Reason], axis=0)
        style = {"color": COLOUR["ink"], "width": 2.5, "dash": DASH["base"]}
        name = w(SIDE_NAMES["base"])
        traces.append(trace_of(months, mean_of(total), "base", style, name=name))
    figure = layout(
        w,
        y_title=w("page.youths_per_day"),
        xaxis={"tickformat": "%Y", "hoverformat": "%m-%Y", "dtick": "M24"},
        legend={**LEGEND, "font": {"size": 12}},
    )
    return {"data": traces, "layout": {**figure, "showlegend": True}}


def _area(
    samples: Sequence[Sample], reason: Reason, months: Sequence[str], side: str, w: Words
) -> Figure:
    name = reason.name.lower()
    colour = REASON_COLOUR[name]
    hatch = REASON_HATCH.get(name, " ")[0].strip()
    pattern = {"shape": hatch, "bgcolor": colour, "fgcolor": "white", "solidity": 0.25, "size": 6}
    return {
        "type": "scatter",
        "mode": "lines",
        "stackgroup": "reasons",
        "x": list(months),
        "y": numbers_of(mean_of(series(samples, reason_series(reason)))),
        "line": {"width": 0.5, "color": "white"},
        "fillcolor": colour,
        **({"fillpattern": pattern} if hatch else {}),
        "name": owned(reason, w.lang),
        "meta": side,
    }
