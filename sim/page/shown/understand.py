"""Why it changed: how many arrangements start and for which cause, how long they last, and how they
end.

`PARTS` is the list of what the view shows, in order; each part is a function of what was found. The
chart above it is drawn by `sim/page/shown/why.py`.
"""

from collections.abc import Callable
from typing import Any

from dash import html

from sim.page.computing.queue import Found
from sim.page.shown.answer import FEW, difference, is_clear, mean
from sim.page.shown.why import effects_of
from sim.page.state.address import State
from sim.page.texts import Words, mark
from sim.words.kpis import LABEL_TEXTS

Part = Callable[[Found, State, Words], list[Any]]
CAUSES = ("no_secure_place", "no_place", "refused", "escalation", "proactive", "no_follow_up")
OUTCOMES = ("positive", "stabilised", "failed", "aged_out")
SHARES = (
    ("ret_at_start", mark("RET consulted beforehand")),
    ("share_analysis_at_start", mark("Explanatory analysis at the start")),
    ("share_plan", mark("Exit plan, then or later")),
    ("share_in_crisis", mark("Started in a crisis")),
    ("blocked_share", mark("Days alone spent waiting for a place to move on to")),
    ("relapse_180", mark("Back in 1:1 within 180 days")),
    ("stability_core", mark("Settled people in the team of a youth alone")),
)


def understand(found: Found, state: State, w: Words) -> list[Any]:
    """Return the view."""
    return [item for part in PARTS for item in part(found, state, w)]


def stock_and_flow(found: Found, state: State, w: Words) -> list[Any]:
    """More youths in 1:1 can come from more starts or from longer arrangements."""
    starts, days = difference(found, "starts_per_year"), difference(found, "duration.median")
    text = w(
        "There are more youths in 1:1 when more arrangements begin, or when each lasts longer. "
        "Here {starts} arrangements begin a year (now {starts_now}), and half of them last longer "
        "than {days} days (now {days_now}).",
        starts=w.number(mean(found, "starts_per_year", "variant")),
        starts_now=w.number(mean(found, "starts_per_year", "base")),
        days=w.number(mean(found, "duration.median", "variant")),
        days_now=w.number(mean(found, "duration.median", "base")),
    )
    verdict = (
        []
        if found.n < FEW
        else [html.P(verdict_of(is_clear(starts), is_clear(days), w), className="verdict")]
    )
    return [html.P(text), *verdict]


def verdict_of(starts: bool, days: bool, w: Words) -> str:
    """Return which of the two moved, as far as chance lets it be seen."""
    if starts and days:
        return w("Both changed beyond chance: how many begin and how long they last.")
    if starts:
        return w("It is the number that begin which changed beyond chance, not how long they last.")
    if days:
        return w("It is how long they last which changed beyond chance, not how many begin.")
    return w("Neither changed beyond what chance does.")


def parts_of_difference(found: Found, state: State, w: Words) -> list[Any]:
    """What each cause does to the number of youths in 1:1; the parts add up to the difference."""
    body = []
    for label, effect in effects_of(found, w.lang):
        clear = found.n >= FEW and is_clear(effect)
        sure = (
            w("beyond chance")
            if clear
            else w("may be chance")
            if found.n >= FEW and effect.mean
            else ""
        )
        margin = (
            w("{low} to {high}", low=w.signed(effect.low, 1), high=w.signed(effect.high, 1))
            if found.n >= FEW
            else ""
        )
        cells = [
            html.Td(w.signed(effect.mean, 1), className="clear" if clear else ""),
            html.Td(margin),
            html.Td(sure),
        ]
        body.append(html.Tr([html.Th(label, scope="row"), *cells]))
    title = w("The difference in parts, youths in 1:1")
    return [
        html.H3(title),
        table_of([w("Part"), w("Difference"), w("95% interval"), w("How sure")], body, title, w),
    ]


def starts_by_cause(found: Found, state: State, w: Words) -> list[Any]:
    """Why 1:1 begins."""
    lines = [
        (f"starts_by_cause.{cause}", LABEL_TEXTS[cause][w.lang != "nl"], 1.0, 1) for cause in CAUSES
    ]
    return [html.H3(w("Why 1:1 begins, arrangements a year")), comparison_table(found, lines, w)]


def ends(found: Found, state: State, w: Words) -> list[Any]:
    """How 1:1 ends, and how well it is begun and led."""
    lines = [
        (f"outcome.{outcome}", LABEL_TEXTS[outcome][w.lang != "nl"], 100.0, 1)
        for outcome in OUTCOMES
    ]
    how = [(kpi, w(words), 100.0, 1) for kpi, words in SHARES]
    return [
        html.H3(w("How 1:1 ends, % of arrangements")),
        comparison_table(found, lines, w),
        html.H3(w("How well it begins and is led, %")),
        comparison_table(found, how, w),
    ]


def comparison_table(found: Found, lines: list[tuple[str, str, float, int]], w: Words) -> html.Div:
    """Return a table of base, variant and difference.

    A difference beyond chance is marked in words, not by colour alone.
    """
    body = []
    for kpi, label, factor, decimals in lines:
        gap = difference(found, kpi)
        clear = found.n >= FEW and is_clear(gap)
        body.append(
            html.Tr(
                [
                    html.Th(label, scope="row"),
                    html.Td(w.number(mean(found, kpi, "base") * factor, decimals)),
                    html.Td(w.number(mean(found, kpi, "variant") * factor, decimals)),
                    html.Td(
                        w.signed(gap.mean * factor, decimals), className="clear" if clear else ""
                    ),
                    html.Td(
                        w("beyond chance")
                        if clear
                        else w("may be chance")
                        if found.n >= FEW and gap.mean
                        else ""
                    ),
                ]
            )
        )
    return table_of(
        [w("What"), w("Now"), w("Then"), w("Difference"), w("How sure")], body, lines[0][1], w
    )


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
