"""`doorstroom kpis [WORD]`: what is measured, how, and in which unit."""

from collections.abc import Sequence

from sim.commands.find import simple


def main(arguments: Sequence[str] | None = None) -> int:
    """Print them and return the exit code: 0, or 2 after one message."""
    return simple(
        "kpis", "What is measured, how, and in which unit.", "kosten --language nl", arguments
    )
