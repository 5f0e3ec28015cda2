"""The page as a Dash application: which callback fills what.

Callbacks are plain functions of plain data.
"""

import secrets
from dataclasses import replace
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update
from flask import Flask

from sim.page.computing.queue import Computer
from sim.page.computing.reporter import Reporter
from sim.page.files import add_files
from sim.page.levers.today import regions
from sim.page.messages import check_messages
from sim.page.safety import guard
from sim.page.shown import frame, twins, views
from sim.page.state.address import write
from sim.page.state.opened import variant_in
from sim.page.texts import Words

# as Dash's own, with a language and without a second footer
INDEX = """<!DOCTYPE html>
<html lang="nl">
<head>{%metas%}<title>{%title%}</title>{%favicon%}{%css%}</head>
<body>{%app_entry%}<div>{%config%}{%scripts%}{%renderer%}</div></body>
</html>"""


def make_app(computer: Computer, reporter: Reporter, hosts: tuple[str, ...] = ()) -> Dash:
    """Return the application. `hosts` are the names by which it may be called; none: any."""
    app = Dash(
        "sim.page",
        server=Flask("sim.page", static_folder=None),
        assets_folder=str(frame.ASSETS),
        title="Doorstroom",
        update_title="",
        index_string=INDEX,
        serve_locally=True,
        suppress_callback_exceptions=True,
    )
    app.layout = outer
    register(app, computer)
    register_twins(app, reporter)
    register_opening(app)
    add_files(app.server, computer, reporter)
    guard(app, hosts)
    check_messages(app)
    return app


def outer() -> html.Div:
    """Return what every address shares.

    A visitor is a number that lives as long as the page is open.
    """
    return html.Div(
        [
            dcc.Location(id="url", refresh=False),
            dcc.Store(id="nav"),
            dcc.Store(id="state"),
            dcc.Store(id="question"),
            dcc.Store(id="shown"),
            dcc.Store(id="visitor", data=secrets.token_hex(16)),
            dcc.Store(id="tick"),
            dcc.Store(id="heard"),
            dcc.Store(id="whole"),
            dcc.Store(id="file"),
            dcc.Store(id="opened"),
            dcc.Store(id="gone"),
            dcc.Store(id="figures"),
            dcc.Store(id="drawn"),
            html.Div(id="body"),
        ]
    )


def register(app: Dash, computer: Computer) -> None:
    """Connect the callbacks."""

    @app.callback(
        Output("body", "children"),
        Output("state", "data"),
        Input("url", "search"),
        Input("nav", "data"),
    )
    def open_address(search: object, nav: object) -> tuple[list[Any], str]:
        return body_of(search, nav)

    filled_in = [
        ("sentence", "children"),
        ("bar", "style"),
        ("progress", "children"),
        ("tiles", "children"),
        ("figures", "data"),
        ("understand", "children"),
        ("compare", "children"),
        ("shown", "data"),
    ]

    # every question gets a number in the browser: one that comes late is known by it
    app.clientside_callback(
        ClientsideFunction("page", "number"),
        Output("question", "data"),
        Input("state", "data"),
        prevent_initial_call=True,
    )

    @app.callback(
        [Output(*place) for place in filled_in],
        Input("question", "data"),
        State("visitor", "data"),
        prevent_initial_call=True,
    )
    def ask(question: object, visitor: object) -> list[Any]:
        address, number = views.question_of(question)
        return filled(views.first_look(computer, address, visitor, number))

    refined = [Output(*place, allow_duplicate=True) for place in filled_in]

    @app.callback(
        refined,
        Input("tick", "data"),
        State("question", "data"),
        State("shown", "data"),
        State("visitor", "data"),
        prevent_initial_call=True,
    )
    def refine(tick: object, question: object, shown: object, visitor: object) -> list[Any]:
        address, number = views.question_of(question)
        return filled(views.look(computer, address, shown or {"key": None}, visitor, number))

    @app.callback(
        Output("doubt", "children"),
        Input("whole", "data"),
        State("state", "data"),
        State("visitor", "data"),
        prevent_initial_call=True,
    )
    def doubt(whole: object, state: object, visitor: object) -> Any:
        words = views.doubt_about(computer, state, visitor)
        return no_update if words is None else words

    app.clientside_callback(
        ClientsideFunction("page", "draw"),
        Output("drawn", "data"),
        Input("figures", "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("page", "next"),
        Output("heard", "data"),
        Input("shown", "data"),
        prevent_initial_call=True,
    )


def register_opening(app: Dash) -> None:
    """Connect the part that opens a scenario file.

    It gives an address, to which the page then goes.
    """

    @app.callback(
        Output("opened", "data"),
        Output("open-note", "children"),
        Input("file", "data"),
        State("state", "data"),
        prevent_initial_call=True,
    )
    def open_file(contents: object, address: object) -> tuple[Any, str]:
        if contents is None:  # the page has only been put into its place
            return no_update, ""
        state = views.state_of(address)
        found = variant_in(contents, state.region, Words(state.lang))
        return (
            (no_update, found)
            if isinstance(found, str)
            else (write(replace(state, variant=found, view="see", twin="")), "")
        )

    app.clientside_callback(
        ClientsideFunction("page", "open"),
        Output("gone", "data"),
        Input("opened", "data"),
        prevent_initial_call=True,
    )


def register_twins(app: Dash, reporter: Reporter) -> None:
    """Connect the part that shows one youth under two policies.

    It is made when it is asked for, not with every move of a lever.
    """

    @app.callback(Output("twins", "children"), Input("state", "data"), prevent_initial_call=True)
    def show(state: object) -> list[Any]:
        return twins.shown(reporter, views.state_of(state))


def body_of(search: object, nav: object) -> tuple[list[Any], str]:
    """Return the page for an address.

    One chosen on the page (`nav`) goes before that with which it was opened.
    """
    asked = nav.get("address") if isinstance(nav, dict) else None
    state = views.state_of(asked if isinstance(asked, str) else search)
    w = Words(state.lang)
    notice = w("page.part_of_this_address_was") if state.n_refused else ""
    if state.is_country_asked:
        place = regions()[state.region].title[w.lang]
        notice = w("page.the_whole_country_is_not_on_this_page", region=place)
    return frame.body(state, notice), write(state)


def filled(look: "views.Look | None") -> list[Any]:
    """Return the values of all outputs of one look; what did not change stays."""
    if look is None:
        return [no_update] * 8
    parts = (look.sentence, look.tiles, look.figures, look.understand, look.compare)
    sentence, tiles, *more = (no_update if part is None else part for part in parts)
    return [sentence, {"width": f"{look.percent:.0f}%"}, look.progress, tiles, *more, look.shown]
