"""The charts, one function each: what is drawn from the samples, as plain figures for Plotly."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from sim.common.arrays import Floats
from sim.common.calendar import months_of
from sim.page.computing.sample import DAYS, Sample
from sim.page.shown.reasons import draw_reasons
from sim.page.shown.traces import (
    COLOURS,
    MONTHS,
    SIDE_NAMES,
    STRIPES,
    Figure,
    Sides,
    bars,
    by_year,
    layout,
    lines,
    mean_of,
    numbers_of,
    series,
    trace_of,
)
from sim.page.texts import Words

MILLION = 1e-6


class Chart(NamedTuple):
    """One chart: how it is drawn, its title, and what its caption says ({unit} of what, how to
    read).
    """

    draw: "Callable[[Sides, Sequence[str], Words], Figure]"
    title: str
    caption: str


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
            trace_of(
                months,
                mean_of(series(samples, "closed_places")),
                side,
                style,
                name=w("units.rows.places"),
            )
        )
    return {
        "data": traces,
        "layout": layout(
            w,
            y_title=w("units.long.youths"),
            xaxis={"tickformat": "%Y", "hoverformat": "%m-%Y", "dtick": "M24"},
        ),
    }


def draw_survival(sides: Sides, months: Sequence[str], w: Words) -> Figure:
    """How many of a hundred arrangements still run after so many months; half is marked."""
    x = [round(months_of(float(d)), 2) for d in DAYS]
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
        "text": w("page.half"),
        "showarrow": False,
        "xanchor": "right",
        "yanchor": "bottom",
        "font": {"size": 12, "color": "#44505c"},
    }
    figure = layout(
        w,
        y_title=w("page.still_running"),
        x_title=w("page.months_since_the_start"),
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
        ("cost_staff", "page.staff"),
        ("cost_housing", "page.housing"),
        ("cost_other", "page.evaluation_ret_grants"),
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
                    "y": numbers_of(mean_of(by_year(samples, name)) * MILLION),
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
        "layout": layout(
            w, y_title=w("units.long.meuro/year"), barmode="stack", xaxis={"dtick": 2}
        ),
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
    ("waiting", "page.waiting"),
    ("alone", "page.alone_with_one_to_one"),
    ("closed", "page.jeugdzorgplus"),
    ("hic", "labels.hic"),
    ("crisis_group", "labels.crisis_group"),
    ("small_scale", "labels.small_scale"),
    ("follow_up", "labels.follow_up"),
    ("family_home", "labels.family_home"),
    ("open_group", "labels.open_group"),
)


def draw_places(sides: Sides, months: Sequence[str], w: Words) -> Figure:
    """Where youths are on a day in the last year.

    With a variant: where there are more and where fewer of them than now.
    """
    last = slice(-MONTHS, None)
    names = [w(label) for _, label in PLACES][::-1]

    def values(samples: Sequence[Sample]) -> Floats:
        return np.array([series(samples, name)[:, last].mean(axis=1) for name, _ in PLACES][::-1]).T

    unit = "page.youths_more_or_fewer_year" if "variant" in sides else "page.youths_per_day_in_year"
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
        "x": numbers_of(gap.mean(axis=0)),
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
        "layout": layout(w, y_title=w("units.long.cases"), bargap=0.25, xaxis={"dtick": 2}),
    }


CHARTS: Mapping[str, Chart] = MappingProxyType(
    {
        "one_to_one": Chart(
            _over_time("one_to_one", "page.youths_per_day"),
            "kpis.census_one_to_one.title",
            "page.per_day_registered_or",
        ),
        "reasons": Chart(
            draw_reasons, "page.why_they_are_still_there", "page.every_day_of_one_to_one_has_one"
        ),
        "survival": Chart(
            draw_survival,
            "page.how_long_one_to_one_lasts",
            "page.of_a_hundred_arrangements_how_many",
        ),
        "alone": Chart(
            draw_yearly("isolation_days", "page.days_per_year"),
            "kpis.isolation_days_per_year.title",
            "page.days_that_youths_live_alone",
        ),
        "moves": Chart(
            draw_yearly("moves", "page.moves_per_year"),
            "kpis.unplanned_moves.title",
            "page.stays_that_end_because_the_youth",
        ),
        "waiting": Chart(
            _over_time("waiting", "units.long.youths"),
            "page.waiting_for_a_place",
            "page.youths_on_a_waiting_list",
        ),
        "places": Chart(
            draw_places,
            "page.where_youths_are",
            "page.on_an_average_day",
        ),
        "closed": Chart(
            draw_closed, "page.jeugdzorgplus", "page.youths_in_closed_youth_care_dotted"
        ),
        "stability": Chart(
            _over_time("stability_core", "page.of_positions", is_share=True),
            "page.settled_team_around_a_youth_alone",
            "page.positions_held_by_permanent_people_who",
        ),
        "ret": Chart(
            draw_ret,
            "kpis.ret_queue.title",
            "page.cases_that_wait_for_the_regional",
        ),
        "cost": Chart(
            draw_cost,
            "page.cost_of_one_to_one_and_who_pays",
            "page.dark_staff_light_housing_evaluation_ret",
        ),
    }
)
