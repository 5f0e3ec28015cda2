"""`python -m sim regions [WORD]`: which regions there are, and how large they are today."""

from collections.abc import Sequence

from sim.commands.find import simple
from sim.commands.shared import Ending, command


@command()
def main(arguments: Sequence[str] | None, ending: Ending) -> None:
    """Print them."""
    simple(
        "regions", "Which regions there are, and how large they are today.", "limburg", arguments
    )
