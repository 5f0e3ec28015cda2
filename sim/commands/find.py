"""What the four commands that find things have in common: words to search for, language, a page."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from sim.commands.shared import guarded
from sim.words.catalogue import LANGUAGES


def parser_of(command: str, description: str, example: str) -> argparse.ArgumentParser:
    """Return the arguments that all of them take."""
    parser = argparse.ArgumentParser(
        prog=f"doorstroom {command}",
        description=description,
        epilog=f"Example: doorstroom {command} {example}",
    )
    parser.add_argument(
        "word", nargs="*", help="words in Dutch or English; what is shown has all of them"
    )
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="default: en")
    parser.add_argument("--markdown", action="store_true", help="a Markdown table")
    parser.add_argument(
        "--html",
        type=Path,
        metavar="FILE",
        help="write levers, regions, scenarios and KPIs as one page with a search box, offline",
    )
    return parser


def find(options: argparse.Namespace, look: Callable[[str], object]) -> int:
    """Print what `look` finds, or write the page; return the exit code."""

    def work() -> None:
        from sim.catalogue.catalogue import Catalogue
        from sim.catalogue.page import write_page

        if options.html is not None:
            written = write_page(options.html, options.language, getattr(options, "region", None))
            print(written)
            return
        found = look(" ".join(options.word))
        assert isinstance(found, Catalogue)
        if options.markdown:
            print(found.readable_in_full(options.language).markdown())
        else:
            print(found.readable(options.language).text())

    return guarded(work, "nothing was written.")


def simple(command: str, description: str, example: str, arguments: Sequence[str] | None) -> int:
    """Run a command that has no arguments of its own: the function of the same name in `sim`."""
    options = parser_of(command, description, example).parse_args(arguments)

    def look(words: str) -> object:
        import sim

        return getattr(sim, command)(words)

    return find(options, look)
