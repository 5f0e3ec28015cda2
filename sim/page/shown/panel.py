"""The left column: questions to begin with, and the levers in groups, each with today's value, what
is plausible and who says so.
"""

from typing import Any

from dash import dcc, html

from sim.page.levers.groups import GROUPS, LEVERS, Lever, Moment, Switch
from sim.page.levers.today import FROM, ground_of, range_of, record_today, row_today, slider_today
from sim.page.state.address import PageVariant, State, plain, write
from sim.page.state.presets import presets
from sim.page.state.variant import amount_text, is_moved, position, range_text
from sim.page.texts import Words

GROUND_WORDS = {
    "data": "page.data",
    "impression": "page.expert_impression",
    "proxy": "page.another_group_or_country",
    "assumption": "page.assumption",
}


def panel(state: State, w: Words) -> list[Any]:
    """Return the left column."""
    questions = [
        html.H2(w("page.start_with_a_question"), className="panel-head"),
        html.Ul(
            [
                html.Li(question(words, variant, state, w))
                for words, variant in presets(state.region)
            ],
            className="questions",
        ),
    ]
    reset = html.Button(w("page.start_again"), id="reset", type="button", className="quiet")
    levers = [
        html.Div(
            [html.H2(w("page.or_move_the_levers"), className="panel-head"), reset],
            className="panel-row",
        ),
        html.P(
            w("page.levers_move_on_day_gradual_ones", day=w.date(FROM)),
            className="hint",
        ),
        *[group_of(group, state, w) for group in GROUPS],
        switch("wide", state.variant.wide, w("page.i_also_want_to_go_beyond"), "wide"),
        html.P(
            w("page.outside_that_range_nobody_knows_whether"),
            className="hint",
        ),
    ]
    return [html.Section(questions, className="panel-questions"), html.Section(levers)]


def question(words: str, variant: PageVariant, state: State, w: Words) -> html.A:
    """Return one question as a link to its address."""
    to = State(
        lang=state.lang,
        region=state.region,
        variant=variant,
        pins=state.pins,
        is_presenting=state.is_presenting,
    )
    is_current = variant.key == state.variant.key
    return html.A(
        w(words), href=write(to), className="question nav" + (" current" if is_current else "")
    )


def group_of(group: Any, state: State, w: Words) -> html.Details:
    """Return one group of levers, open where one was moved."""
    n_moved = sum(is_moved(lever.slug, state.variant, state.region) for lever in group.levers)
    is_open = bool(n_moved) or group.name in ("closed", "built", "evaluation")
    head = [html.Span(group.title[w.lang]), html.Span("", className="moved-count")]
    return html.Details(
        [html.Summary(head), *[lever_of(lever, state, w) for lever in group.levers]],
        open=is_open,
        className="group",
    )


def lever_of(lever: Lever | Moment | Switch, state: State, w: Words) -> html.Div:
    """Return one lever."""
    slug = lever.slug
    start = position(slug, state.variant.scenario, state.region)
    now = state.variant.moved.get(slug, start)
    if isinstance(lever, Switch):
        return switch(slug, bool(now), lever.label[w.lang], "lever", start=start)
    if isinstance(lever, Moment):
        return slider(slug, lever.label[w.lang], now, start, (lever.low, lever.high), 1, "", "", w)
    low, high = range_of(lever, state.variant.wide)
    today = slider_today(lever, state.region)
    return slider(
        slug,
        lever.label[w.lang],
        now,
        start,
        (low, high),
        lever.step,
        lever.unit[w.lang],
        lever.how,
        w,
        about(lever, today, state, w),
    )


def slider(
    slug: str,
    label: str,
    now: float,
    start: float,
    ends: tuple[float, float],
    step: float,
    unit: str,
    how: str,
    w: Words,
    more: list[Any] | None = None,
) -> html.Div:
    """Return a slider with its label and value; the script of the page keeps the value in step."""
    low, high = min(ends[0], start), max(ends[1], start)
    plausible = range_of(LEVERS[slug], wide=False) if slug in LEVERS else (low, high)
    box = dcc.Input(
        id=f"lever-{slug}", type="range", min=low, max=high, step=step, value=now, className="range"
    )
    attributes = {
        "data-slug": slug,
        "data-start": plain(start),
        "data-unit": unit,
        "data-how": how,
        "data-low": plain(plausible[0]),
        "data-high": plain(plausible[1]),
    }
    return html.Div(
        [
            html.Div(
                [
                    html.Label(label, htmlFor=f"lever-{slug}"),
                    html.Span("", className="value", id=f"value-{slug}"),
                ],
                className="lever-head",
            ),
            box,
            html.P(w("page.outside_what_is_plausible"), className="beyond", hidden=True),
            *(more or []),
        ],
        className="lever",
        **attributes,
    )


def about(lever: Lever, today: float, state: State, w: Words) -> list[Any]:
    """Return what stands below a slider.

    What it is, today's value, what is plausible, where the number comes from.
    """
    record = record_today(lever.row, state.region)
    ground = ground_of(record)
    value = amount_text(lever.slug, today, w)
    if lever.how != "to":
        places = w.number(
            row_today(lever.row, state.region), 0 if lever.row.endswith(("places", "fte")) else 1
        )
        value = w("page.n_today", n=places)
    else:
        value = w("page.amount_today", amount=value)
    line = [
        html.Span(f"{value} · {w('page.plausible')} {range_text(lever.slug, False, w)} · "),
        html.Span(w(GROUND_WORDS[ground]), className=f"ground {ground}"),
    ]
    source = html.Details(
        [html.Summary(w("page.where_does_this_number_come")), html.P(record.source, lang="en")],
        className="source",
    )
    return [
        html.Div(
            [html.P(lever.help[w.lang], className="help"), html.P(line, className="hint")],
            id=f"about-{lever.slug}",
        ),
        source,
    ]


def switch(slug: str, is_on: bool, label: str, kind: str, start: float = 0.0) -> html.Div:
    """Return a yes or no, as a button that says whether it is on."""
    button = html.Button(
        [html.Span(className="knob", **{"aria-hidden": "true"}), html.Span(label)],
        id=f"switch-{slug}",
        type="button",
        role="switch",
        className="switch",
        **{
            "aria-checked": "true" if is_on else "false",
            "data-slug": slug,
            "data-start": plain(start),
            "data-kind": kind,
        },
    )
    return html.Div(button, className="lever lever-switch")
