"""Start the page: threads that compute, a first replication so that everything is compiled, and the
web server.
"""

import sys
import threading
from collections.abc import Sequence
from typing import NoReturn

from sim.common.errors import ConfigError
from sim.common.parts import how_long
from sim.page.app import make_app
from sim.page.computing.lanes import LaneRunner, Pasts
from sim.page.computing.queue import PAIRS, Computer
from sim.page.computing.reporter import Reporter
from sim.page.connections import listen
from sim.page.state.address import DEFAULT_REGION, PageVariant
from sim.page.state.variant import world_of_variant

FIRST = 600.0  # seconds for a first replication, with everything that is compiled for it
# seconds after which one thread of the interpreter gives way to another: an answer waits for no
# lane's tables
SWITCH = 0.001


def make_computer(threads: int, pairs: int = PAIRS) -> tuple[Computer, Pasts]:
    """Return a computer that runs lanes on so many threads, and the pasts that they share."""
    pasts = Pasts()
    return Computer(lambda: LaneRunner(pasts), threads, pairs), pasts


def serve(
    host: str, port: int, threads: int, hosts: tuple[str, ...], said: Sequence[str] = ()
) -> NoReturn:
    """Serve the page until it is interrupted; lines in `said` are told once it listens.

    Raises:
        KeyboardInterrupt: it was.
        ConfigError: it cannot listen there, or nothing can be computed here.
    """
    sys.setswitchinterval(SWITCH)
    computer, pasts = make_computer(threads)
    app = make_app(computer, Reporter(LaneRunner(pasts), computer.pairs), hosts)
    try:
        server = listen(app.server, host, port)
        for line in said:
            _tell(line)
        _tell(f"Getting ready; the first start of all compiles the model, for {how_long()}.")
        check_first(computer)
        threading.Thread(target=prepare, args=(computer,), daemon=True, name="prepare").start()
        name = f"[{host}]" if ":" in host else host
        _tell(f"The workshop page is ready: http://{name}:{port}  (stop with Ctrl-C)")
        server.run()
        raise KeyboardInterrupt  # the web server takes it for an end of its own
    finally:
        computer.close()


def check_first(computer: Computer) -> None:
    """Compute a first replication, which compiles everything.

    Raises:
        ConfigError: it failed, or took too long.
    """
    base = world_of_variant(PageVariant(), DEFAULT_REGION)
    found = computer.ask("start", base, base, 0, FIRST)
    fault = found.fault or ("" if found.n else computer.stumbled() or f"{FIRST:.0f} seconds")
    if fault:
        raise ConfigError(
            f"The page cannot compute here: a first replication ended in {fault}. Does "
            "'python -m sim replications=1' run on this machine?"
        )


def prepare(computer: Computer) -> None:
    """Have the base of the region that opens first computed before anybody asks."""
    base = world_of_variant(PageVariant(), DEFAULT_REGION)
    found = computer.ask("start", base, base, 0, 60.0)
    while found.n < computer.pairs and not found.fault:
        found = computer.ask("start", base, base, found.n, 2.0)


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
