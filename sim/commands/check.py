"""`doorstroom check FILE`: what a scenario or region means, year by year, without simulating."""

import argparse
from collections.abc import Sequence

from sim.commands.shared import guarded
from sim.words.catalogue import LANGUAGES


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what the file means and return the exit code: 0, or 2 after what is wrong in it."""
    parser = argparse.ArgumentParser(
        prog="doorstroom check",
        description="What a scenario or region file means, without simulating: every lever year by "
        "year, or every number beside other regions; faults with the nearest names.",
        epilog="Example: doorstroom check my_question.yaml --region limburg --language nl",
    )
    parser.add_argument("file", help="a path, or the name of a scenario or region")
    parser.add_argument("--region", help="where a scenario is looked at (default: that of the run)")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="default: en")
    parser.add_argument("--markdown", action="store_true", help="a Markdown table")
    options = parser.parse_args(arguments)

    def work() -> None:
        from sim.catalogue.check_file import check_file

        sheet = check_file(options.file, region=options.region, language=options.language)
        print(sheet.markdown() if options.markdown else sheet.text())

    return guarded(work, "nothing was written.")
