"""Start the page: threads that compute, a first replication so that everything is compiled, and the
web server.
"""

import sys
import threading

import waitress

from sim.page.app import make_app
from sim.page.computing.lanes import LaneRunner, Pasts
from sim.page.computing.queue import PAIRS, Computer
from sim.page.computing.reporter import Reporter
from sim.page.state.address import DEFAULT_REGION, PageVariant
from sim.page.state.variant import world_of_variant

SERVER_THREADS = 48  # most of them wait for a milestone and do nothing
MAX_CONNECTIONS = 200
# seconds after which one thread of the interpreter gives way to another: an answer waits for no
# lane's tables
SWITCH = 0.001


def make_computer(threads: int, pairs: int = PAIRS) -> tuple[Computer, Pasts]:
    """Return a computer that runs lanes on so many threads, and the pasts that they share."""
    pasts = Pasts()
    return Computer(lambda: LaneRunner(pasts), threads, pairs), pasts


def serve(host: str, port: int, threads: int, hosts: tuple[str, ...]) -> None:
    """Serve the page until it is interrupted.

    Raises:
        OSError: the port is taken.
    """
    sys.setswitchinterval(SWITCH)
    computer, pasts = make_computer(threads)
    app = make_app(computer, Reporter(LaneRunner(pasts), computer.pairs), hosts)
    server = waitress.create_server(
        app.server,
        host=host,
        port=port,
        threads=SERVER_THREADS,
        connection_limit=MAX_CONNECTIONS,
        ident=None,
    )
    base = world_of_variant(PageVariant(), DEFAULT_REGION)
    computer.ask("start", base, base, 0, 600.0)
    threading.Thread(target=prepare, args=(computer,), daemon=True, name="prepare").start()
    print(
        (
            "The workshop page is ready: "
            f"http://{'[' + host + ']' if ':' in host else host}:{port}  "
            "(stop with Ctrl-C)"
        ),
        file=sys.stderr,
        flush=True,
    )
    try:
        server.run()
    finally:
        computer.close()


def prepare(computer: Computer) -> None:
    """Have the base of the region that opens first computed before anybody asks."""
    base = world_of_variant(PageVariant(), DEFAULT_REGION)
    found = computer.ask("start", base, base, 0, 60.0)
    while found.n < computer.pairs and not found.fault:
        found = computer.ask("start", base, base, found.n, 2.0)
