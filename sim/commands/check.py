"""`python -m sim check FILE`: what a scenario or region means, year by year, without simulating."""

import argparse
from collections.abc import Sequence

from sim.commands.shared import Ending, Options, check_region, command

EXAMPLES = (
    ("my_question.yaml --region limburg --language nl", ""),
    ("ombouw", ""),
)


@command()
def main(arguments: Sequence[str] | None, ending: Ending) -> None:
    """Print what the file means."""
    options = _options(arguments)
    if options.region is not None:
        check_region(options.region)
    from sim.catalogue.check_file import check_file

    sheet = check_file(options.file, region=options.region, language=options.language)
    print(sheet.markdown() if options.markdown else sheet.text())


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    options = Options(
        "check",
        "What a scenario or region file means, without simulating: every lever year by year, or "
        "every number beside other regions; faults with the nearest names.",
        EXAMPLES,
    )
    options.add_argument("file", help="a path, or the name of a scenario or region")
    options.region(default=None, more="; where a scenario is looked at, default: that of the run")
    options.language()
    options.markdown()
    return options.read(arguments)
