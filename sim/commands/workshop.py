"""`python -m sim workshop`: the page for a workshop room, on this machine only unless asked."""

import argparse
import os
import sys
from collections.abc import Sequence

OPEN = """Others can reach this page: it listens on {host}. Anybody on that network can open it and have this machine compute.
There is no password, and no visitor's choices are private: the address holds them all. Put it behind your own sign-on to keep it inside."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the page until it is interrupted.

    Return the exit code: 0, or 2 after one message when it cannot start.
    """
    parser = argparse.ArgumentParser(
        prog="python -m sim workshop",
        description="The workshop page: move a lever, see what changes.",
    )
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        help="address on which it listens (default: this machine only)",
    )
    parser.add_argument("--port", type=int, default=8050, help="port (default: 8050)")
    parser.add_argument(
        "--threads",
        type=int,
        default=os.cpu_count() or 1,
        help="processors used for computing (default: all)",
    )
    options = parser.parse_args(arguments)
    if not 0 < options.port < 65536 or options.threads < 1:
        print(
            (
                f"--port is {options.port} and --threads is {options.threads}; they must be from 1 "
                "to "
                "65535, and at least 1."
            ),
            file=sys.stderr,
        )
        return 2
    try:
        from sim.page.serve import serve
    except ModuleNotFoundError as error:
        if error.name is not None and error.name.partition(".")[0] == "sim":
            raise
        from sim.common.extras import install

        print(
            f"{error.name} is not installed: the workshop page needs a few more packages. "
            f"{install('workshop')}",
            file=sys.stderr,
        )
        return 2
    from sim.page.safety import LOOPBACK

    is_inside = options.host in LOOPBACK
    if not is_inside:
        print(OPEN.format(host=options.host), file=sys.stderr)
    try:
        serve(options.host, options.port, options.threads, LOOPBACK if is_inside else ())
    except OSError as error:
        print(
            (
                f"cannot listen on {options.host}:{options.port} ({error.strerror}). Is the page "
                "open "
                "already? Choose another: --port 8051."
            ),
            file=sys.stderr,
        )
        return 2
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
