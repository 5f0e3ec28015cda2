"""The charts: what is drawn from the samples, as plain figures for Plotly.

Base dashed and blue, variant whole and orange: never colour alone.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from sim.measures.inputs import Floats
from sim.page.computing.queue import Found
from sim.page.computing.sample import DAYS, SERIES, Sample
from sim.page.texts import Words, mark
from sim.plots.style import COLOUR

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
SIDE_NAMES = MappingProxyType({"base": mark("as it is now"), "variant": mark("with these choices")})
MILLION = 1e-6
MONTHS = 12

Figure = dict[str, Any]
Sides = Mapping[str, Sequence[Sample]]


class Chart(NamedTuple):
    """One chart: how it is drawn, its title, and what its caption says ({unit} of what, how to
    read).
    """

    draw: "Callable[[Sides, Sequence[str], Words], Figure]"
    title: str
    caption: str


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
        mean = _mean(y)
        if len(samples) >= BAND_FROM:
            low, high = _middle(y)
            traces.append(_line(x, high, side, {"width": 0}, hoverinfo="skip"))
            traces.append(
                _line(
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
        traces.append(_line(x, mean, side, style, name=w(SIDE_NAMES[side])))
    return traces


def _mean(y: Floats) -> Floats:
    n = np.maximum((~np.isnan(y)).sum(axis=0), 1)
    mean: Floats = np.where(np.isnan(y).all(axis=0), np.nan, np.nansum(y, axis=0) / n)
    return mean


def _middle(y: Floats) -> Floats:
    """Return the tenth and the ninetieth percentile, (2, m).

    NumPy takes whole columns at once only where none has gaps.
    """
    band = np.quantile(y, [0.1, 0.9], axis=0)
    gaps = np.isnan(y).any(axis=0)
    if gaps.any():
        band[:, gaps] = np.nanquantile(y[:, gaps], [0.1, 0.9], axis=0)
    return band


def _line(x: Sequence[Any], y: Floats, side: str, style: Figure, **more: Any) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(x),
        "y": _plain(y),
        "line": style,
        "meta": side,
        **more,
    }


def _plain(values: Floats) -> list[float | None]:
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
        mean = _mean(y)
        trace: Figure = {
            "type": "bar",
            "name": w(SIDE_NAMES[side]),
            "meta": side,
            "marker": {"color": COLOURS[side], "pattern": STRIPES[side]},
        }
        trace |= (
            {"y": list(x), "x": _plain(mean), "orientation": "h"}
            if is_flat
            else {"x": list(x), "y": _plain(mean)}
        )
        if len(samples) >= BAND_FROM:
            low, high = _middle(y)
            error = {
                "type": "data",
                "symmetric": False,
                "array": _plain(high - mean),
                "arrayminus": _plain(mean - low),
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
        "separators": ",." if w.lang == "nl" else ".,",
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


def _over_time(
    name: str, unit: str, *, is_share: bool = False
) -> "Callable[[Sides, Sequence[str], Words], Figure]":
    def draw(sides: Sides, months: Sequence[str], w: Words) -> Figure:
        traces = lines(sides, months, lambda samples: series(samples, name), w, is_share=is_share)
        return {
            "data": traces,
            "layout": layout(
                w,
                y_title=w(unit),
                xaxis={"tickformat": "%Y", "hoverformat": "%m-%Y", "dtick": "M24"},
            ),
        }

    return draw


def draw_closed(sides: Sides, months: Sequence[str], w: Words) -> Figure:
    """Youths in closed care, and the places there are."""
    traces = lines(sides, months, lambda samples: series(samples, "closed"), w)
    for side, samples in sides.items():
        style = {"color": COLOURS[side], "width": 1.2, "dash": "dot"}
        traces.append(
            _line(months, _mean(series(samples, "closed_places")), side, style, name=w("places"))
        )
    return {
        "data": traces,
        "layout": layout(
            w,
            y_title=w("youths"),
            xaxis={"tickformat": "%Y", "hoverformat": "%m-%Y", "dtick": "M24"},
        ),
    }


def draw_survival(sides: Sides, months: Sequence[str], w: Words) -> Figure:
    """How many of a hundred arrangements still run after so many months; half is marked."""
    x = [round(float(d) * 12 / 365.25, 2) for d in DAYS]
    traces = lines(
        sides, x, lambda samples: np.array([s.survival for s in samples]), w, is_share=True
    )
    half = {
        "type": "line",
        "x0": 0,
        "x1": 36,
        "y0": 50,
        "y1": 50,
        "line": {"color": "#5b6672", "width": 1, "dash": "dot"},
    }
    note = {
        "x": 36,
        "y": 50,
        "text": w("half"),
        "showarrow": False,
        "xanchor": "right",
        "yanchor": "bottom",
        "font": {"size": 12, "color": "#44505c"},
    }
    figure = layout(
        w,
        y_title=w("% still running"),
        x_title=w("months since the start"),
        shapes=[half],
        annotations=[note],
    )
    figure["xaxis"] |= {"dtick": 6, "range": [0, 36]}
    figure["yaxis"] |= {"range": [0, 100]}
    return {"data": traces, "layout": figure}


def draw_cost(sides: Sides, months: Sequence[str], w: Words) -> Figure:
    """Cost of 1:1 per year, per side.

    Staff, housing, and looking back (evaluation, RET, grants) stacked.
    """
    parts = (
        ("cost_staff", mark("staff")),
        ("cost_housing", mark("housing")),
        ("cost_other", mark("evaluation, RET, grants")),
    )
    years = [int(m[:4]) for m in months[::MONTHS]]
    shades = {
        "base": ("#0072B2", "#56B4E9", "#a9d3ee"),
        "variant": ("#D55E00", "#f0a05f", "#f7cfae"),
    }
    traces = []
    for side, samples in sides.items():
        for k, (name, label) in enumerate(parts):
            traces.append(
                {
                    "type": "bar",
                    "x": years,
                    "y": _plain(_mean(by_year(samples, name)) * MILLION),
                    "name": f"{w(label)}, {w(SIDE_NAMES[side])}",
                    "offsetgroup": side,
                    "meta": side,
                    "marker": {
                        "color": shades[side][k],
                        "pattern": {**STRIPES[side], "bgcolor": shades[side][k]}
                        if side == "base"
                        else {},
                    },
                }
            )
    return {
        "data": traces,
        "layout": layout(w, y_title=w("million euro a year"), barmode="stack", xaxis={"dtick": 2}),
    }


def draw_yearly(name: str, unit: str) -> "Callable[[Sides, Sequence[str], Words], Figure]":
    """Return a drawer of sums per year."""

    def draw(sides: Sides, months: Sequence[str], w: Words) -> Figure:
        years = [int(m[:4]) for m in months[::MONTHS]]
        traces = bars(sides, years, lambda samples: by_year(samples, name), w)
        return {
            "data": traces,
            "layout": layout(
                w,
                y_title=w(unit),
                bargap=0.25,
                margin={"l": 66},
                xaxis={"dtick": 2},
                yaxis={"tickformat": ",.0f"},
            ),
        }

    return draw


PLACES = (
    ("waiting", mark("waiting")),
    ("alone", mark("alone, with 1:1")),
    ("closed", mark("JeugdzorgPlus")),
    ("hic", mark("crisis bed")),
    ("small_scale", mark("small-scale")),
    ("follow_up", mark("follow-up place")),
    ("family_home", mark("family home")),
    ("open_group", mark("open group")),
)


def draw_places(sides: Sides, months: Sequence[str], w: Words) -> Figure:
    """Where youths are on a day in the last year.

    With a variant: where there are more and where fewer of them than now.
    """
    last = slice(-MONTHS, None)
    names = [w(label) for _, label in PLACES][::-1]

    def values(samples: Sequence[Sample]) -> Floats:
        return np.array([series(samples, name)[:, last].mean(axis=1) for name, _ in PLACES][::-1]).T

    unit = (
        mark("youths more or fewer, {year}")
        if "variant" in sides
        else mark("youths per day in {year}")
    )
    figure = layout(w, x_title=w(unit, year=months[-1][:4]), bargap=0.25, margin={"l": 108})
    figure["hovermode"] = "closest"
    figure["yaxis"] |= {"showgrid": False}
    figure["xaxis"] |= {
        "showgrid": True,
        "rangemode": "tozero",
        "zeroline": True,
        "zerolinecolor": "#1b2733",
    }
    if "variant" not in sides:
        return {"data": bars(sides, names, values, w, is_flat=True), "layout": figure}
    gap = values(sides["variant"]) - values(sides["base"])
    trace: Figure = {
        "type": "bar",
        "orientation": "h",
        "x": _plain(gap.mean(axis=0)),
        "y": names,
        "name": w(SIDE_NAMES["variant"]),
    }
    return {
        "data": [{**trace, "marker": {"color": COLOURS["variant"]}, "meta": "variant"}],
        "layout": figure,
    }


def draw_ret(sides: Sides, months: Sequence[str], w: Words) -> Figure:
    """Cases that wait for the RET, mean per year: months are few cases and jump up and down."""

    def values(samples: Sequence[Sample]) -> Floats:
        return by_year(samples, "ret_queue") / MONTHS

    years = [int(m[:4]) for m in months[::MONTHS]]
    return {
        "data": bars(sides, years, values, w),
        "layout": layout(w, y_title=w("cases"), bargap=0.25, xaxis={"dtick": 2}),
    }


CHARTS: Mapping[str, Chart] = MappingProxyType(
    {
        "one_to_one": Chart(
            _over_time("one_to_one", mark("youths per day")),
            mark("Youths in 1:1"),
            mark("Per day, registered or not."),
        ),
        "survival": Chart(
            draw_survival,
            mark("How long 1:1 lasts"),
            mark(
                "Of a hundred arrangements: how many still run. Where a line crosses half is the "
                "median."
            ),
        ),
        "alone": Chart(
            draw_yearly("isolation_days", mark("days per year")),
            mark("Days lived alone"),
            mark("Days that youths live alone, with 1:1, in a unit or house."),
        ),
        "moves": Chart(
            draw_yearly("moves", mark("moves per year")),
            mark("Unplanned moves"),
            mark("Stays that end because the youth must leave."),
        ),
        "waiting": Chart(
            _over_time("waiting", mark("youths")),
            mark("Waiting for a place"),
            mark("Youths on a waiting list, on an average day."),
        ),
        "places": Chart(
            draw_places,
            mark("Where youths are"),
            mark(
                "On an average day in the last year; once something was changed: more or fewer "
                "than as it is now."
            ),
        ),
        "closed": Chart(
            draw_closed, mark("JeugdzorgPlus"), mark("Youths in closed youth care; dotted: places.")
        ),
        "stability": Chart(
            _over_time("stability_core", mark("% of positions"), is_share=True),
            mark("Settled team around a youth alone"),
            mark("Positions held by permanent people who know the youth."),
        ),
        "ret": Chart(
            draw_ret,
            mark("Queue at the RET"),
            mark("Cases that wait for the regional expert team, mean of the year."),
        ),
        "cost": Chart(
            draw_cost,
            mark("Cost of 1:1, and who pays"),
            mark(
                "Dark: staff; light: housing, evaluation, RET and grants. All of it is paid by the "
                "municipalities of the region (Youth Act)."
            ),
        ),
    }
)
