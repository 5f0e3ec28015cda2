"""`python -m sim scenarios [WORD]`: which questions there are, and what they change."""

from collections.abc import Sequence

from sim.commands.find import simple
from sim.commands.shared import Ending, command


@command()
def main(arguments: Sequence[str] | None, ending: Ending) -> None:
    """Print them."""
    simple(
        "scenarios",
        "Which questions there are, and what they change.",
        "vervolgplekken --language nl",
        arguments,
    )
