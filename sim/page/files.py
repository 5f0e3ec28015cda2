"""Files that the page gives: four downloads, of which the address is the query, and Plotly, from
its own package. What cannot be given now is one sentence on a page of its own.
"""

import html
import secrets
from importlib.resources import files
from pathlib import Path

from flask import Flask, Response, abort, request, send_from_directory

from sim.common.errors import ConfigError
from sim.page import downloads
from sim.page.computing.queue import Computer
from sim.page.computing.reporter import Reporter
from sim.page.computing.rooms import BusyError
from sim.page.shown import views
from sim.page.state.address import State, write
from sim.page.state.variant import as_yaml
from sim.page.texts import Words

MIME = {
    "scenario.yaml": "application/yaml; charset=utf-8",
    "tables.csv": "text/csv; charset=utf-8",
    "tables.parquet": "application/vnd.apache.parquet",
    "report.html": "text/html; charset=utf-8",
}
MINUTE = {"Retry-After": "60"}
SENTENCE = """<!DOCTYPE html>
<html lang="{lang}">
<head><meta charset="utf-8"><title>{title}</title></head>
<body><h1>{title}</h1><p>{sentence}</p><p><a href="/{address}">{back}</a></p></body>
</html>
"""


def add_files(server: Flask, computer: Computer, reporter: Reporter) -> None:
    """Serve them."""

    @server.get("/plotly.js")
    def plotly() -> Response:
        return send_from_directory(
            Path(str(files("plotly"))) / "package_data", "plotly.min.js", max_age=86400
        )

    @server.get("/download/<name>")
    def download(name: str) -> Response:
        if name not in MIME:
            abort(404)
        state = views.state_of(request.query_string.decode("ascii", "replace"))
        w = Words(state.lang)
        if state.n_refused:  # a file of another question is worse than none
            return sentence(w("page.no_file_of_part_of_an_address"), state, 400)
        try:
            if name == "scenario.yaml":
                return _file(state, name, as_yaml(state.variant, state.region))
            if name == "report.html":
                return _file(state, name, reporter.report(state))
            return _tables(computer, state, name, w)
        except BusyError:
            return sentence(w("page.many_people_are_asking_for"), state, 503)
        except ConfigError as error:
            reason = str(error)
            said = w("page.these_levers_together_are_not_possible", reason=reason)
            return sentence(said, state, 409)


def sentence(said: str, state: State, status: int) -> Response:
    """Return a page that says in one sentence why there is no file, and leads back."""
    w = Words(state.lang)
    page = SENTENCE.format(
        lang=w.lang,
        title=html.escape(w("page.this_cannot_be_given_now")),
        sentence=html.escape(said),
        address=html.escape(write(state)),
        back=html.escape(w("page.back_to_the_page")),
    )
    return Response(page, status, MINUTE if status == 503 else {}, "text/html")


def _tables(computer: Computer, state: State, name: str, w: Words) -> Response:
    found = downloads.whole(computer, state, secrets.token_hex(16))
    if found.n == 0:
        fault = found.fault
        said = (
            "page.this_computation_failed_fault_the_page" if fault else "page.no_pair_is_there_yet"
        )
        return sentence(w(said, fault=fault), state, 503)
    n, pairs = found.n, computer.pairs
    is_whole = n >= pairs
    note = "" if is_whole else w("page.incomplete_n_of_all_pairs", n=n, all=pairs)
    table = downloads.tables(found, note)
    content = downloads.as_csv(table) if name.endswith("csv") else downloads.as_parquet(table)
    return _file(state, name if is_whole else f"incomplete_{n}_of_{pairs}_{name}", content, name)


def _file(state: State, name: str, content: str | bytes, kind: str = "") -> Response:
    return Response(
        content,
        headers={
            "Content-Type": MIME[kind or name],
            "Content-Disposition": f'attachment; filename="doorstroom_{state.region}_{name}"',
        },
    )
