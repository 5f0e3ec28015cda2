"""What is printed can be printed everywhere.

A screen in UTF-8 shows every sign. A pipe or an old console on Windows (cp1252), or a machine
without a language (ASCII), shows the nearest that it has: `-` for a dash, `e` for é, `?` for what
has no likeness.
"""

import codecs
import os
import sys
import unicodedata
from contextlib import suppress

NEAREST = {
    "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "…": "...", "·": "|",
    "•": "*", "×": "x", "≥": ">=", "≤": "<=", "≈": "~", "±": "+/-", "→": "->", "←": "<-", "↑": "^",
    "↓": "v", "€": "EUR", "─": "-", "━": "-", "│": "|", "█": "#", "▁": "_",
}  # fmt: skip
ERRORS = "nearest"  # name of the way to write signs that an encoding does not have


def print_anywhere() -> None:
    """Have the standard output and errors of this process print any text, without an exception.

    What is closed (`>&-`) leads nowhere from now on: no file of results gets its number, and what
    is printed there.
    """
    _open_what_is_closed()
    codecs.register_error(ERRORS, _nearest)
    for stream in (sys.stdout, sys.stderr):
        # a notebook or a test has put one of its own there, and a window without a console has none
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=ERRORS)


def say(text: object) -> None:
    """Print on the error stream; where that is full, or nobody reads it, the exit code must do."""
    with suppress(OSError, ValueError):
        print(text, file=sys.stderr, flush=True)


def _open_what_is_closed() -> None:
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is not None:
            continue
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest number that is free: this one
        mode = "w" if number else "r"
        setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115  (for good)


def _nearest(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(
        _plain(sign, error.encoding) for sign in error.object[error.start : error.end]
    ), (error.end)


def _plain(sign: str, encoding: str) -> str:
    """Return the nearest text that an encoding has for a sign that it does not have."""
    near = NEAREST.get(sign) or unicodedata.normalize("NFKD", sign)
    return near.encode(encoding, "ignore").decode(encoding) or "?"
