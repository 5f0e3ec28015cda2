"""What is printed can be printed everywhere.

A screen in UTF-8 shows every sign. A pipe or an old console on Windows (cp1252), or a machine
without a language (ASCII), shows the nearest that it has: `-` for a dash, `e` for é, `?` for what
has no likeness.
"""

import codecs
import sys
import unicodedata

NEAREST = {
    "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "…": "...", "·": "|",
    "•": "*", "×": "x", "≥": ">=", "≤": "<=", "≈": "~", "±": "+/-", "→": "->", "←": "<-", "↑": "^",
    "↓": "v", "€": "EUR", "─": "-", "━": "-", "│": "|", "█": "#", "▁": "_",
}  # fmt: skip
ERRORS = "nearest"  # name of the way to write signs that an encoding does not have


def print_anywhere() -> None:
    """Have the standard output and errors of this process print any text, without an exception."""
    codecs.register_error(ERRORS, _nearest)
    for stream in (sys.stdout, sys.stderr):
        # a notebook or a test has put one of its own there, and a window without a console has none
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=ERRORS)


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
