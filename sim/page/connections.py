"""Connections to the page: how many there may be, how much each may send, who gives way.

A connection on which nothing is asked holds no thread, but it takes a place. When all places are
taken, the one on which nothing whole has been asked for longest gives way, so that connections that
are opened and left, or that send a letter now and then, keep nobody out. A body that is too large
is refused by its announced length, before it is read.
"""

import errno
import socket
import sys
import time
from collections.abc import Mapping
from typing import Any

import waitress
from flask import Flask
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, MultiSocketServer

from sim.common.errors import ConfigError
from sim.page.safety import MAX_BODY

SERVER_THREADS = 48  # most of them wait for a milestone and do nothing
PLACES = 200  # connections, after which the one that was silent longest gives way
MAX_CONNECTIONS = 400  # connections, after which nobody is let in
MAX_HEADER = 32 * 1024  # bytes of an address and all headers
SILENCE = 30  # seconds after which a silent connection is closed
LOOK = 5  # seconds between looking for silent ones


class Connection(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """One connection, which knows when something whole was asked on it."""

    def __init__(self, server: Any, sock: Any, addr: Any, adj: Any, map: Any = None) -> None:
        self.asked = time.monotonic()
        make_room(server.active_channels, PLACES)
        super().__init__(server, sock, addr, adj, map=map)

    def received(self, data: bytes) -> Any:
        """Take bytes that came in."""
        taken = super().received(data)
        if self.requests:
            self.asked = time.monotonic()
        return taken


def make_room(channels: Mapping[Any, Any], places: int) -> None:
    """Close the connection on which nothing was asked for longest, where there are too many.

    One that is being answered stays.
    """
    if len(channels) < places:
        return
    idle = [
        each
        for each in list(channels.values())
        if not (each.requests or each.total_outbufs_len or each.will_close)
    ]
    if idle:
        min(idle, key=lambda each: each.asked).will_close = True


def listen(app: Flask, host: str, port: int) -> BaseWSGIServer | MultiSocketServer:
    """Return a server that listens.

    Raises:
        ConfigError: it cannot listen there.
    """
    try:
        return _server(app, host, port)
    except (OSError, ValueError) as error:
        raise ConfigError(cannot_listen(host, port, error)) from None


def _server(app: Flask, host: str, port: int) -> BaseWSGIServer | MultiSocketServer:
    if sys.platform == "win32" and is_answered(host, port):  # where two may share a port
        raise OSError(errno.EADDRINUSE, "something answers there already")
    server = waitress.create_server(
        app,
        host=host,
        port=port,
        threads=SERVER_THREADS,
        connection_limit=MAX_CONNECTIONS,
        max_request_body_size=MAX_BODY + 1,
        max_request_header_size=MAX_HEADER,
        channel_timeout=SILENCE,
        cleanup_interval=LOOK,
        log_socket_errors=False,  # a visitor who goes away is no fault
        ident=None,
    )
    several = server.map.values() if isinstance(server, MultiSocketServer) else [server]
    for each in several:
        if isinstance(each, BaseWSGIServer):
            each.channel_class = Connection
    return server


def is_answered(host: str, port: int) -> bool:
    """Tell whether something listens there."""
    try:
        socket.create_connection((host, port), timeout=1.0).close()
    except OSError:
        return False
    return True


def cannot_listen(host: str, port: int, error: OSError | ValueError) -> str:
    """Return why nothing can be served there, and the way out."""
    number = getattr(error, "errno", None)
    if number == errno.EADDRINUSE:
        way_out = "Is the page open already? Choose another: --port 8051."
    elif number == errno.EACCES:
        way_out = "This port needs more rights. Choose one above 1023: --port 8051."
    else:
        way_out = "--host must be an address of this machine: --host 127.0.0.1."
    reason = getattr(error, "strerror", None) or str(error).rstrip(".")
    return f"cannot listen on {host}:{port} ({reason}). {way_out}"
