"""Headers and limits.

What the browser may load, who may frame the page, by which name it may be called, how much may be
sent.
"""

from dash import Dash
from dash.exceptions import DependencyException
from flask import Response, abort, request

MAX_BODY = 256 * 1024  # bytes of one message to the server
LOOPBACK = ("localhost", "127.0.0.1", "::1")
SUITES = "/_dash-component-suites/"
ANY = "/<path:path>"  # for which Dash gives the page, whatever it is
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def policy(hashes: list[str]) -> str:
    """Return the content security policy: own files only.

    The inline scripts with which Dash starts are named by their hash. Plotly writes styles into the
    page, so inline styles are allowed; pictures may be data (a chart that is saved).
    """
    scripts = " ".join(["'self'", *(f"'{h.strip(chr(39))}'" for h in hashes)])
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src "
        "'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "object-src 'none'"
    )


def guard(app: Dash, hosts: tuple[str, ...]) -> None:
    """Put limits on what comes in and headers on what goes out.

    Call it after all callbacks are registered.
    """
    server = app.server
    server.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    rules = policy(app.csp_hashes())

    @server.before_request
    def called_by_name() -> None:
        name = (
            request.host.rsplit(":", 1)[0].strip("[]").lower()
            if not request.host.endswith("]")
            else request.host.strip("[]")
        )
        if hosts and name not in hosts:
            abort(400, "This page answers only to the names of this machine.")

    @server.before_request
    def asks_for_something_that_is_here() -> None:
        rule = request.url_rule
        if (rule is not None and rule.rule == ANY) or "\0" in request.path:
            abort(404)

    @server.errorhandler(DependencyException)
    def not_among_the_packages(_: DependencyException) -> tuple[str, int]:
        return "There is no such file.\n", 404

    @server.errorhandler(FileNotFoundError)
    def not_in_the_package(error: FileNotFoundError) -> tuple[str, int]:
        if not request.path.startswith(SUITES):
            raise error
        return "There is no such file.\n", 404

    @server.after_request
    def add_headers(response: Response) -> Response:
        response.headers.update(HEADERS)
        response.headers["Content-Security-Policy"] = rules
        if response.mimetype in ("text/html", "application/json"):
            response.headers["Cache-Control"] = "no-store"
        return response
