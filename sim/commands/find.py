"""What the four commands that find things have in common: words to search for, language, a page."""

import argparse
from collections.abc import Callable, Sequence

from sim.commands.shared import Options, path_option
from sim.common.errors import refuse


def options_of(command: str, about: str, example: str) -> Options:
    """Return the options that all of them take."""
    options = Options(command, about, [(example, "")])
    options.add_argument(
        "word", nargs="*", help="words in Dutch or English; what is shown has all of them"
    )
    options.language()
    options.markdown()
    options.add_argument(
        "--html",
        type=path_option,
        metavar="FILE",
        help="write levers, regions, scenarios and KPIs as one page with a search box, offline",
    )
    return options


def find(options: argparse.Namespace, look: Callable[[str], object]) -> None:
    """Print what `look` finds, or write the page.

    Raises:
        ConfigError: nothing has all the words that were asked for.
    """
    if options.html is not None:
        from sim.common.files import writable_file

        writable_file(options.html, "--html FILE")
    from sim.catalogue.catalogue import Catalogue
    from sim.catalogue.page import write_page

    if options.html is not None:
        print(write_page(options.html, options.language, getattr(options, "region", None)))
        return
    found = look(" ".join(options.word))
    assert isinstance(found, Catalogue)
    if found.empty and options.word:
        sheet = found.readable(options.language)
        refuse(f"{sheet.title}: {sheet.notes[0]}")
    if options.markdown:
        print(found.readable_in_full(options.language).markdown())
    else:
        print(found.readable(options.language).text())


def simple(command: str, about: str, example: str, arguments: Sequence[str] | None) -> None:
    """Run a command that has no options of its own: the function of the same name in `sim`."""
    options = options_of(command, about, example).read(arguments)

    def look(words: str) -> object:
        import sim

        return getattr(sim, command)(words)

    find(options, look)
