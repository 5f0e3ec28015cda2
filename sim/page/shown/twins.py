"""One youth, two policies: the same synthetic youth with the same luck, side by side.

Made when it is asked for.
"""

import logging
from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import html

from sim.common.errors import ConfigError
from sim.page.computing.reporter import BusyError, Reporter, Youth
from sim.page.shown.figures import SIDE_NAMES
from sim.page.state.address import LARGEST, TWINS, State
from sim.page.texts import Words
from sim.why.twins import Twins
from sim.words.figures import word

OF_STAFF = ("departed", "settled", "hired")  # left out of the list: they fill it
SIDES = {"base": SIDE_NAMES["base"], "other": SIDE_NAMES["variant"]}
log = logging.getLogger("doorstroom.page")


def one_youth(state: State, w: Words) -> list[Any]:
    """Return the place of the twins: what it is, how to ask for it, and room for the answer."""
    lots = [twin for twin in TWINS if twin != LARGEST]
    following = lots[(lots.index(state.twin) + 1) % len(lots)] if state.twin in lots else lots[0]
    asked = (
        (LARGEST, w("Show the youth with the largest difference")),
        (following, w("Show a youth chosen by lot")),
    )
    buttons = [
        html.Button(words, type="button", className="quiet twin", **{"data-twin": twin})
        for twin, words in asked
    ]
    return [
        html.H3(w("One youth, two policies")),
        html.P(
            w(
                "The same youth with the same luck, lived twice: as it is now, and with these "
                "choices. It takes some seconds."
            )
        ),
        html.Div(buttons, className="twin-buttons", **{"data-lots": str(len(lots))}),
        html.Div(
            id="twins",
            className="twins",
            **{"aria-live": "polite", "data-wait": w("Looking for a youth ...")},
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
                w("Many people are asking for this just now. Try again in a minute."),
                className="fault",
            )
        ]
    except ConfigError:
        return [
            html.P(
                w("No youth was in 1:1 in the few replications that are searched."),
                className="fault",
            )
        ]
    except Exception as error:  # a computation that fails is told; the page lives on
        log.exception("twins failed")
        return [
            html.P(
                w(
                    (
                        "This computation failed ({fault}). The page lives on: move a lever, or "
                        "start "
                        "again."
                    ),
                    fault=type(error).__name__,
                )
            )
        ]


def picture(made: Youth, state: State, w: Words) -> list[Any]:
    """Return the figure with its caption."""
    kind = "largest" if state.twin == LARGEST else "random"
    caption = f"{word('captions.twins', w.lang)} {word(f'captions.twins_{kind}', w.lang)}"
    return [
        html.P(made.found.headings(w.lang)["A"], className="verdict"),
        html.Figure(
            [
                html.Img(
                    src=made.picture, alt=w("Two timelines; the lists below say the same in words.")
                ),
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
            [html.Summary(w("What happened, in words")), html.Div(lists, className="lives")]
        )
    ]


def line_of(row: Mapping[Any, Any], w: Words) -> list[Any]:
    """Return one thing that happened: date and words."""
    first, last = (pd.Timestamp(row[key]).date() for key in ("date", "until"))
    when = (
        w.date(first)
        if first == last
        else w("{low} to {high}", low=w.date(first), high=w.date(last))
    )
    return [html.Strong(when), f" {row[w.lang]}"]
