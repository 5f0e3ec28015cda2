"""`python -m sim levers [WORD]`: what policy can move, and everything else that can be found."""

from collections.abc import Sequence

from sim.commands.find import find, options_of
from sim.commands.shared import Ending, check_region, command


@command()
def main(arguments: Sequence[str] | None, ending: Ending) -> None:
    """Print the levers."""
    parser = options_of(
        "levers",
        "What policy can move: meaning, unit, today's value, plausible range, source, grade.",
        "evaluatie --language nl",
    )
    parser.region(default=None, more="; without: the range over regions")
    options = parser.read(arguments)
    if options.region is not None:
        check_region(options.region)

    def look(words: str) -> object:
        from sim.catalogue.levers import levers

        return levers(words, region=options.region)

    find(options, look)
