"""`doorstroom levers [WORD]`: what policy can move, and everything else that can be found."""

from collections.abc import Sequence

from sim.commands.find import find, parser_of


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the levers and return the exit code: 0, or 2 after one message."""
    parser = parser_of(
        "levers",
        "What policy can move: meaning, unit, today's value, plausible range, source, grade.",
        "evaluatie --language nl",
    )
    parser.add_argument("--region", help="whose value is shown; without: the range over regions")
    options = parser.parse_args(arguments)

    def look(words: str) -> object:
        from sim.catalogue.levers import levers

        return levers(words, region=options.region)

    return find(options, look)
