"""`python -m sim kpis [WORD]`: what is measured, how, and in which unit."""

from collections.abc import Sequence

from sim.commands.find import simple
from sim.commands.shared import Ending, command


@command()
def main(arguments: Sequence[str] | None, ending: Ending) -> None:
    """Print them."""
    simple("kpis", "What is measured, how, and in which unit.", "kosten --language nl", arguments)
