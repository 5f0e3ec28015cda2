"""The page as a Dash application: which callback fills what, which address gives which file.

Callbacks are plain functions of plain data.
"""

import secrets
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update
from flask import Flask, Response, abort, request, send_from_directory

from sim.page import downloads
from sim.page.computing.queue import Computer
from sim.page.computing.reporter import BusyError, Reporter
from sim.page.safety import guard
from sim.page.shown import frame, twins, views
from sim.page.state.address import write
from sim.page.state.opened import variant_in
from sim.page.state.variant import as_yaml
from sim.page.texts import Words

# as Dash's own, with a language and without a second footer
INDEX = """<!DOCTYPE html>
<html lang="nl">
<head>{%metas%}<title>{%title%}</title>{%favicon%}{%css%}</head>
<body>{%app_entry%}<div>{%config%}{%scripts%}{%renderer%}</div></body>
</html>"""
MIME = {
    "scenario.yaml": "application/yaml; charset=utf-8",
    "tables.csv": "text/csv; charset=utf-8",
    "tables.parquet": "application/vnd.apache.parquet",
    "report.html": "text/html; charset=utf-8",
}


def make_app(computer: Computer, reporter: Reporter, hosts: tuple[str, ...] = ()) -> Dash:
    """Return the application. `hosts` are the names by which it may be called; none: any."""
    app = Dash(
        "sim.page",
        server=Flask("sim.page"),
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
    add_downloads(app.server, computer, reporter)
    guard(app, hosts)
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

    @app.callback(
        [Output(*place) for place in filled_in],
        Input("state", "data"),
        State("visitor", "data"),
        prevent_initial_call=True,
    )
    def ask(state: object, visitor: object) -> list[Any]:
        return filled(views.first_look(computer, state, visitor))

    refined = [Output(*place, allow_duplicate=True) for place in filled_in]

    @app.callback(
        refined,
        Input("tick", "data"),
        State("state", "data"),
        State("shown", "data"),
        State("visitor", "data"),
        prevent_initial_call=True,
    )
    def refine(tick: object, state: object, shown: object, visitor: object) -> list[Any]:
        return filled(views.look(computer, state, shown or {"key": None}, visitor))

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
    return frame.body(state, notice), write(state)


def filled(look: "views.Look | None") -> list[Any]:
    """Return the values of all outputs of one look; what did not change stays."""
    if look is None:
        return [no_update] * 8
    parts = (look.sentence, look.tiles, look.figures, look.understand, look.compare)
    sentence, tiles, *more = (no_update if part is None else part for part in parts)
    return [sentence, {"width": f"{look.percent:.0f}%"}, look.progress, tiles, *more, look.shown]


def add_downloads(server: Flask, computer: Computer, reporter: Reporter) -> None:
    """Serve the four files, of which the address is the query; and Plotly, from its own package."""

    @server.get("/plotly.js")
    def plotly() -> Response:
        return send_from_directory(
            Path(str(files("plotly"))) / "package_data", "plotly.min.js", max_age=86400
        )

    @server.errorhandler(BusyError)
    def busy(error: BusyError) -> Response:
        return Response(
            "Many reports are being made. Try again in a minute.\n",
            503,
            {"Retry-After": "60"},
            "text/plain",
        )

    @server.get("/download/<name>")
    def download(name: str) -> Response:
        if name not in MIME:
            abort(404)
        content: str | bytes
        state = views.state_of(request.query_string.decode("ascii", "replace"))
        if name == "scenario.yaml":
            content = as_yaml(state.variant, state.region)
        elif name == "report.html":
            content = reporter.report(state)
        else:
            table = downloads.tables(downloads.whole(computer, state, secrets.token_hex(16)))
            content = (
                downloads.as_csv(table) if name.endswith("csv") else downloads.as_parquet(table)
            )
        file = f"doorstroom_{state.region}_{name}"
        return Response(
            content,
            headers={
                "Content-Type": MIME[name],
                "Content-Disposition": f'attachment; filename="{file}"',
            },
        )
