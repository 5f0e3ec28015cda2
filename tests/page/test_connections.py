"""Connections: who gives way when all places are taken, and why nothing can be served somewhere."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from flask import Flask

from sim.common.errors import ConfigError
from sim.page.connections import listen, make_room
from sim.page.safety import MAX_BODY


@dataclass
class Made:
    """A made-up connection."""

    asked: float
    requests: list[str] = field(default_factory=list)
    total_outbufs_len: int = 0
    will_close: bool = False


def test_the_connection_on_which_nothing_was_asked_for_longest_gives_way() -> None:
    lines = {k: Made(float(k)) for k in range(5)}
    lines[0].requests.append("is being answered")
    lines[1].total_outbufs_len = 9
    make_room(lines, 6)
    assert not any(line.will_close for line in lines.values()), "there was room"
    make_room(lines, 5)
    make_room(lines, 5)
    assert [k for k, line in lines.items() if line.will_close] == [2, 3]


@pytest.fixture
def port() -> Iterator[int]:
    """The port of a server that only says yes."""
    app = Flask("yes")
    app.add_url_rule("/", view_func=lambda: "yes", methods=["GET", "POST"])
    server = listen(app, "127.0.0.1", 0)
    threading.Thread(target=server.run, daemon=True).start()
    yield server.effective_port
    server.pull_trigger()


@pytest.mark.parametrize("length, status", [(MAX_BODY, b"200"), (MAX_BODY + 1, b"413")])
def test_a_body_that_is_too_large_is_refused_before_it_is_read(
    port: int, length: int, status: bytes
) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n".encode())
        if status == b"200":
            line.sendall(b"x" * length)
        assert line.recv(1000).split(b" ")[1] == status


def test_an_address_that_cannot_be_listened_on_is_one_line_with_the_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        for host, port, way_out in (
            ("127.0.0.1", number, "Is the page open already?"),
            ("nowhere.invalid", 8050, "--host must be an address of this machine"),
            ("192.0.2.1", 8050, "--host must be an address of this machine"),
        ):
            with pytest.raises(ConfigError) as caught:
                listen(Flask("none"), host, port)
            said = str(caught.value)
            assert said.startswith(f"cannot listen on {host}:{port} (") and way_out in said
            assert "\n" not in said


@pytest.mark.parametrize(
    "options, words",
    [
        (["--host", ""], "--host is empty"),
        (["--port", "99999"], "--port is 99999; it must be from 1 to 65535"),
        (["--port", "0"], "--port is 0"),
        (["--port", "eight"], "--port is eight"),
        (["--workers", "0"], "--workers is 0"),
        (["--host", "192.0.2.1"], "cannot listen on 192.0.2.1:8050"),
    ],
)
def test_a_wrong_option_is_one_line_and_exit_code_2(options: list[str], words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sim", "workshop", *options],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 2 and not done.stdout, done
    assert words in done.stderr and len(done.stderr.strip().splitlines()) == 1, done.stderr
