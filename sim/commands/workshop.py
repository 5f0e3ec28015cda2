"""`python -m sim workshop`: the page for a workshop room, on this machine only unless asked."""

import argparse
import os
from collections.abc import Sequence

from sim.commands.shared import Ending, Options, command
from sim.common.errors import ConfigError

OPEN = """\
Others can reach this page: it listens on {host}. Anybody on that network can open it and have this
machine compute. There is no password, and no visitor's choices are private: the address holds them
all. Put it behind your own sign-on to keep it inside."""
EXAMPLES = (
    ("", "http://127.0.0.1:8050"),
    ("--port 8051 --workers 4", ""),
)


@command("the page is closed.")
def main(arguments: Sequence[str] | None, ending: Ending) -> None:
    """Serve the page until it is interrupted."""
    options = _options(arguments)
    if not options.host.strip():
        raise ConfigError("--host is empty; it must be an address. Correct it: --host 127.0.0.1.")
    if options.port > 65535:
        raise ConfigError(f"--port is {options.port}; it must be from 1 to 65535. Correct it.")
    try:
        from sim.page.serve import serve
    except ModuleNotFoundError as error:
        if error.name is not None and error.name.partition(".")[0] == "sim":
            raise
        from sim.common.extras import install

        raise ConfigError(
            f"{error.name} is not installed: the workshop page needs a few more packages. "
            f"{install('workshop')}"
        ) from None
    from sim.evidence.ensemble import check_kept
    from sim.page.safety import LOOPBACK

    check_kept()
    is_inside = options.host in LOOPBACK
    said = [] if is_inside else [OPEN.format(host=options.host)]
    workers = options.workers or os.cpu_count() or 1
    serve(options.host, options.port, workers, LOOPBACK if is_inside else (), said)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    options = Options("workshop", "The workshop page: move a lever, see what changes.", EXAMPLES)
    options.add_argument(
        "--host",
        default="127.0.0.1",
        metavar="ADDRESS",
        help="address on which it listens; default: 127.0.0.1, this machine only",
    )
    options.number("--port", 8050, "port on which it listens")
    options.workers("processors used for computing")
    return options.read(arguments)
