"""One youth, two policies: the same synthetic youth with the same luck, side by side.

Made when it is asked for.
"""

import logging
from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import html

from sim.common.errors import ConfigError
from sim.page.computing.reporter import Reporter, TwinShown
from sim.page.computing.rooms import BusyError
from sim.page.shown.traces import SIDE_NAMES
from sim.page.state.address import LARGEST, TWINS, State
from sim.page.texts import Words
from sim.why.twins import Twins
from sim.words.catalogue import say

OF_STAFF = ("departed", "settled", "hired")  # left out of the list: they fill it
SIDES = {"base": SIDE_NAMES["base"], "other": SIDE_NAMES["variant"]}
log = logging.getLogger("doorstroom.page")


def one_youth(state: State, w: Words) -> list[Any]:
    """Return the place of the twins: what it is, how to ask for it, and room for the answer."""
    lots = [twin for twin in TWINS if twin != LARGEST]
    following = lots[(lots.index(state.twin) + 1) % len(lots)] if state.twin in lots else lots[0]
    asked = (
        (LARGEST, w("page.show_the_youth_with_the_largest")),
        (following, w("page.show_a_youth_chosen_by_lot")),
    )
    buttons = [
        html.Button(words, type="button", className="quiet twin", **{"data-twin": twin})
        for twin, words in asked
    ]
    return [
        html.H3(w("page.one_youth_two_policies")),
        html.P(w("page.the_same_youth_with_the_same")),
        html.Div(buttons, className="twin-buttons", **{"data-lots": str(len(lots))}),
        html.Div(
            id="twins",
            className="twins",
            **{"aria-live": "polite", "data-wait": w("page.looking_for_a_youth")},
        ),
    ]


def shown(reporter: Reporter, state: State) -> list[Any]:
    """Return the youth that the address asks for, drawn and told.

    Nothing where none is asked for.
    """
    if state.view != "understand" or not state.twin:
        return []
    w = Words(state.lang)
    try:
        made = reporter.twins(state)
        return [*picture(made, state, w), *told(made.found, w)]
    except BusyError:
        return [
            html.P(
                w("page.many_people_are_asking_for"),
                className="fault",
            )
        ]
    except ConfigError:
        return [
            html.P(
                w("page.no_youth_was_in_one_to_one"),
                className="fault",
            )
        ]
    except Exception as error:  # a computation that fails is told; the page lives on
        log.exception("twins failed")
        return [
            html.P(
                w(
                    ("page.this_computation_failed_fault_the_page"),
                    fault=type(error).__name__,
                )
            )
        ]


def picture(made: TwinShown, state: State, w: Words) -> list[Any]:
    """Return the figure with its caption."""
    kind = "largest" if state.twin == LARGEST else "random"
    caption = (
        f"{say('figures.captions.twins', w.lang)} {say(f'figures.captions.twins_{kind}', w.lang)}"
    )
    return [
        html.P(made.found.headings(w.lang)["A"], className="verdict"),
        html.Figure(
            [
                html.Img(src=made.picture, alt=w("page.two_timelines_the_lists_below_say")),
                html.Figcaption(caption),
            ]
        ),
    ]


def told(found: Twins, w: Words) -> list[Any]:
    """Return what happened under both policies as two lists, folded in."""
    lists = []
    for side, words in SIDES.items():
        mine = found.timelines[
            (found.timelines["policy"] == side) & ~found.timelines["event"].isin(OF_STAFF)
        ]
        items = [html.Li(line_of(row, w)) for row in mine.to_dict("records")]
        title = w(words)
        lists.append(
            html.Div(
                [
                    html.H4(title[:1].upper() + title[1:]),
                    html.Ol(items, tabIndex="0", **{"aria-label": title}),
                ]
            )
        )
    return [
        html.Details(
            [html.Summary(w("page.what_happened_in_words")), html.Div(lists, className="lives")]
        )
    ]


def line_of(row: Mapping[Any, Any], w: Words) -> list[Any]:
    """Return one thing that happened: date and words."""
    first, last = (pd.Timestamp(row[key]).date() for key in ("date", "until"))
    when = (
        w.date(first)
        if first == last
        else w("page.low_to_high", low=w.date(first), high=w.date(last))
    )
    return [html.Strong(when), f" {row[w.lang]}"]
