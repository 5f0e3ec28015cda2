"""Why it changed: how many arrangements start and for which cause, how long they last, and how they
end.

`PARTS` is the list of what the view shows, in order; each part is a function of what was found. The
chart above it is drawn by `sim/page/shown/why.py`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from dash import html

from sim.measures.kpis import title_of
from sim.page.computing.queue import Found
from sim.page.shown.answer import FEW, direction_of, is_clear, line_of
from sim.page.shown.why import effects_of
from sim.page.state.address import State
from sim.page.texts import Words
from sim.words.numbers import enough_decimals, excludes_zero, scale_of, span

Part = Callable[[Found, State, Words], list[Any]]
CAUSES = ("no_secure_place", "no_place", "refused", "escalation", "proactive", "no_follow_up")
OUTCOMES = ("positive", "stabilised", "failed", "aged_out", "not_funded")
SHARES = (
    "ret_at_start",
    "share_analysis_at_start",
    "share_plan",
    "share_in_crisis",
    "blocked_share",
    "relapse_180",
    "stability_core",
)


def understand(found: Found, state: State, w: Words) -> list[Any]:
    """Return the view."""
    return [item for part in PARTS for item in part(found, state, w)]


def stock_and_flow(found: Found, state: State, w: Words) -> list[Any]:
    """More youths in 1:1 can come from more starts or from longer arrangements."""
    starts, days = (line_of(found, kpi, w.lang) for kpi in ("starts_per_year", "duration.median"))
    text = w(
        "page.there_are_more_youths_in_one_to_one",
        starts=starts.other,
        starts_now=starts.base,
        days=days.other,
        days_now=days.base,
    )
    said = verdict_of(is_clear(found, starts), is_clear(found, days), w)
    verdict = [] if found.n < FEW else [html.P(said, className="verdict")]
    return [html.P(text), *verdict]


def verdict_of(starts: bool, days: bool, w: Words) -> str:
    """Return which of the two moved, as far as chance lets it be seen."""
    if starts and days:
        return w("page.both_changed_beyond_chance_how_many")
    if starts:
        return w("page.it_is_the_number_that_begin")
    if days:
        return w("page.it_is_how_long_they_last")
    return w("page.neither_changed_beyond_what_chance_does")


def parts_of_difference(found: Found, state: State, w: Words) -> list[Any]:
    """What each cause does to the number of youths in 1:1; the parts add up to the difference."""
    body = []
    for label, effect in effects_of(found, w.lang):
        clear = found.n >= FEW and bool(excludes_zero(effect.low, effect.high))
        decimals = enough_decimals(scale_of("youths").decimals, effect.low, effect.high)
        cells = [
            html.Td(w.signed(effect.mean, decimals), className="clear" if clear else ""),
            html.Td(span(effect.low, effect.high, decimals, w.lang) if found.n >= FEW else ""),
            html.Td(how_sure(found.n >= FEW and effect.mean != 0, clear, w)),
        ]
        body.append(html.Tr([html.Th(label, scope="row"), *cells]))
    title = w("page.the_difference_in_parts_youths")
    return [
        html.H3(title),
        table_of(
            [w("page.part"), w("page.difference"), w("page.interval_95"), w("page.how_sure")],
            body,
            title,
            w,
        ),
    ]


def starts_by_cause(found: Found, state: State, w: Words) -> list[Any]:
    """Why 1:1 begins."""
    labels = {f"starts_by_cause.{cause}": w(f"labels.{cause}") for cause in CAUSES}
    title = w("page.why_one_to_one_begins_arrangements_a_year")
    return [html.H3(title), comparison_table(found, labels, w)]


def ends(found: Found, state: State, w: Words) -> list[Any]:
    """How 1:1 ends, and how well it is begun and led."""
    labels = {f"outcome.{outcome}": w(f"labels.{outcome}") for outcome in OUTCOMES}
    shares = {kpi: title_of(kpi, w.lang) for kpi in SHARES}
    return [
        html.H3(w("page.how_one_to_one_ends_of_arrangements")),
        comparison_table(found, labels, w),
        html.H3(w("page.how_well_it_begins")),
        comparison_table(found, shares, w),
    ]


def comparison_table(found: Found, labels: Mapping[str, str], w: Words) -> html.Div:
    """Return a table of base, variant and difference of KPIs, each with its label.

    A difference beyond chance is marked in words, not by colour alone.
    """
    body = []
    for kpi, label in labels.items():
        shown = line_of(found, kpi, w.lang)
        clear = is_clear(found, shown)
        sure = how_sure(found.n >= FEW and direction_of(shown) != 0, clear, w)
        cells = [
            html.Td(shown.base),
            html.Td(shown.other),
            html.Td(shown.difference, className="clear" if clear else ""),
            html.Td(sure),
        ]
        body.append(html.Tr([html.Th(label, scope="row"), *cells]))
    heads = [
        w(head)
        for head in ("page.what", "page.now", "page.then", "page.difference", "page.how_sure")
    ]
    return table_of(heads, body, next(iter(labels.values())), w)


def how_sure(is_told: bool, clear: bool, w: Words) -> str:
    """Return whether chance explains a difference, in words; nothing where nothing can be said."""
    if not is_told:
        return ""
    return w("page.beyond_chance") if clear else w("page.may_be_chance")


def table_of(heads: list[str], body: list[Any], label: str, w: Words) -> html.Div:
    """Return a table that can be scrolled with the keyboard where it is wider than the screen."""
    return html.Div(
        html.Table(
            [html.Thead(html.Tr([html.Th(text, scope="col") for text in heads])), html.Tbody(body)],
            className="plain",
        ),
        className="scroll",
        tabIndex="0",
        role="region",
        **{"aria-label": label},
    )


PARTS: tuple[Part, ...] = (stock_and_flow, parts_of_difference, starts_by_cause, ends)
