"""What all charts share: which samples are drawn, lines with bands, bars, and the layout.

Base dashed and blue, variant whole and orange: never colour alone.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np

from sim.common.arrays import Floats
from sim.page.computing.queue import Found
from sim.page.computing.sample import SERIES, Sample
from sim.page.texts import Words
from sim.plots.style import COLOUR
from sim.words.numbers import SEPARATORS

BAND_FROM = 10  # pairs from which a band is drawn
DASH = MappingProxyType({"base": "dash", "variant": "solid"})
COLOURS = MappingProxyType({"base": COLOUR["base"], "variant": COLOUR["scenario"]})
FILL = MappingProxyType({"base": "rgba(0,114,178,0.16)", "variant": "rgba(213,94,0,0.20)"})
STRIPES: Mapping[str, dict[str, Any]] = MappingProxyType(
    {
        "base": {
            "shape": "/",
            "fgcolor": "white",
            "bgcolor": COLOUR["base"],
            "size": 6,
            "solidity": 0.25,
        },
        "variant": {"shape": ""},
    }
)
SIDE_NAMES = MappingProxyType({"base": "page.as_it_is_now", "variant": "page.with_these_choices"})
MONTHS = 12

Figure = dict[str, Any]
Sides = Mapping[str, Sequence[Sample]]


def sides_of(found: Found, is_same: bool) -> Sides:
    """Return the samples to draw; only the base where nothing was changed."""
    return {"base": found.base} if is_same else {"base": found.base, "variant": found.variant}


def series(samples: Sequence[Sample], name: str) -> Floats:
    """Return one series of all samples, (n, n_months)."""
    row = SERIES.index(name)
    return np.array([sample.series[row] for sample in samples])


def by_year(samples: Sequence[Sample], *names: str) -> Floats:
    """Return the yearly sums of monthly series, (n, n_years); the period is whole years."""
    total: Floats = np.sum([series(samples, name) for name in names], axis=0)
    yearly: Floats = total.reshape(len(total), -1, MONTHS).sum(axis=2)
    return yearly


def lines(
    sides: Sides,
    x: Sequence[Any],
    values: Callable[[Sequence[Sample]], Floats],
    w: Words,
    *,
    is_share: bool = False,
) -> list[Figure]:
    """Return line and band per side."""
    traces: list[Figure] = []
    for side, samples in sides.items():
        y = values(samples) * (100.0 if is_share else 1.0)
        mean = mean_of(y)
        if len(samples) >= BAND_FROM:
            low, high = middle_of(y)
            traces.append(trace_of(x, high, side, {"width": 0}, hoverinfo="skip"))
            traces.append(
                trace_of(
                    x,
                    low,
                    side,
                    {"width": 0},
                    fill="tonexty",
                    fillcolor=FILL[side],
                    hoverinfo="skip",
                )
            )
        style = {"color": COLOURS[side], "width": 2.5, "dash": DASH[side]}
        traces.append(trace_of(x, mean, side, style, name=w(SIDE_NAMES[side])))
    return traces


def mean_of(y: Floats) -> Floats:
    """Return the mean over samples, (m,); NaN where no sample has a number."""
    n = np.maximum((~np.isnan(y)).sum(axis=0), 1)
    mean: Floats = np.where(np.isnan(y).all(axis=0), np.nan, np.nansum(y, axis=0) / n)
    return mean


def middle_of(y: Floats) -> Floats:
    """Return the tenth and the ninetieth percentile, (2, m).

    NumPy takes whole columns at once only where none has gaps.
    """
    band = np.quantile(y, [0.1, 0.9], axis=0)
    gaps = np.isnan(y).any(axis=0)
    if gaps.any():
        band[:, gaps] = np.nanquantile(y[:, gaps], [0.1, 0.9], axis=0)
    return band


def trace_of(x: Sequence[Any], y: Floats, side: str, style: Figure, **more: Any) -> Figure:
    """Return one line of a side."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(x),
        "y": numbers_of(y),
        "line": style,
        "meta": side,
        **more,
    }


def numbers_of(values: Floats) -> list[float | None]:
    """Return numbers as a figure holds them: rounded, None where there is none."""
    return [None if np.isnan(v) else round(float(v), 4) for v in values]


def bars(
    sides: Sides,
    x: Sequence[Any],
    values: Callable[[Sequence[Sample]], Floats],
    w: Words,
    *,
    is_flat: bool = False,
) -> list[Figure]:
    """Return one set of bars per side, with the middle 80 % of replications as a line."""
    traces = []
    for side, samples in sides.items():
        y = values(samples)
        mean = mean_of(y)
        trace: Figure = {
            "type": "bar",
            "name": w(SIDE_NAMES[side]),
            "meta": side,
            "marker": {"color": COLOURS[side], "pattern": STRIPES[side]},
        }
        trace |= (
            {"y": list(x), "x": numbers_of(mean), "orientation": "h"}
            if is_flat
            else {"x": list(x), "y": numbers_of(mean)}
        )
        if len(samples) >= BAND_FROM:
            low, high = middle_of(y)
            error = {
                "type": "data",
                "symmetric": False,
                "array": numbers_of(high - mean),
                "arrayminus": numbers_of(mean - low),
                "color": "#444",
                "thickness": 1.2,
            }
            trace["error_x" if is_flat else "error_y"] = {**error, "width": 2}
        traces.append(trace)
    return traces


def layout(w: Words, *, y_title: str = "", x_title: str = "", **more: Any) -> Figure:
    """Return the layout that all charts share."""
    axis = {"gridcolor": "#e3e8ee", "zeroline": False, "fixedrange": True, "linecolor": "#8a94a0"}
    return {
        "margin": {"l": 52, "r": 10, "t": 10, "b": 42 if x_title else 26, **more.pop("margin", {})},
        "font": {"family": "inherit", "size": 13, "color": "#1b2733"},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "separators": ".,".translate(SEPARATORS[w.lang]),
        "showlegend": False,
        "hovermode": "x unified",
        "uirevision": "same",
        "xaxis": {
            **axis,
            "showgrid": False,
            "title": {"text": x_title, "font": {"size": 12}},
            **more.pop("xaxis", {}),
        },
        "yaxis": {
            **axis,
            "rangemode": "tozero",
            "title": {"text": y_title, "font": {"size": 12}, "standoff": 4},
            **more.pop("yaxis", {}),
        },
        **more,
    }
