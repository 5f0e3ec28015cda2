"""`doorstroom scenarios [WORD]`: which questions there are, and what they change."""

from collections.abc import Sequence

from sim.commands.find import simple


def main(arguments: Sequence[str] | None = None) -> int:
    """Print them and return the exit code: 0, or 2 after one message."""
    return simple(
        "scenarios",
        "Which questions there are, and what they change.",
        "vervolgplekken --language nl",
        arguments,
    )
