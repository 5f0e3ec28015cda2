"""`doorstroom regions [WORD]`: which regions there are, and how large they are today."""

from collections.abc import Sequence

from sim.commands.find import simple


def main(arguments: Sequence[str] | None = None) -> int:
    """Print them and return the exit code: 0, or 2 after one message."""
    return simple(
        "regions", "Which regions there are, and how large they are today.", "limburg", arguments
    )
