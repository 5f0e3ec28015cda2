"""`python -m sim new region|scenario NAME`: a file of your own to begin from."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from sim.commands.helping import Parser, door
from sim.commands.shared import Ending, Options, command, path_option
from sim.common.errors import refuse, short
from sim.common.thousands import could_be_thousands, unclear

EXAMPLES = (
    (
        "region kennemerland --population 98000 --from noord_holland "
        "--set setting.open_group.places=160",
        "",
    ),
    ("scenario more_places --on-top-of jzplus_zero_2030", ""),
)


@command()
def main(arguments: Sequence[str] | None, ending: Ending) -> None:
    """Write the file and say how to go on."""
    options = _options(arguments)
    print(_message(_made(options), options.kind))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    options = Options("new", "Write a file of your own to begin from.", EXAMPLES)
    kinds = options.add_subparsers(
        dest="kind", required=True, metavar="region|scenario", parser_class=Parser
    )
    region = kinds.add_parser(
        "region",
        help="what nobody knows is scaled from a region that is there, and marked as a guess",
    )
    region.add_argument("name", help="small letters, digits, underscores")
    region.add_argument("--population", required=True, help="inhabitants aged 0 to 22, as 98000")
    region.add_argument(
        "--from", dest="like", default="noord_holland", help=f"model region ({door()} regions)"
    )
    region.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="ROW=VALUE",
        help="a number that you know; may be repeated",
    )
    scenario = kinds.add_parser("scenario", help="a question, with every part explained")
    scenario.add_argument("name", help="small letters, digits, underscores")
    scenario.add_argument(
        "--on-top-of",
        dest="base",
        default="baseline",
        help=f"what it stands on ({door()} scenarios)",
    )
    for each in (region, scenario):
        each.add_argument("--title", help="what people call it")
        each.add_argument("--output", type=path_option, metavar="FILE", help="default: NAME.yaml")
    return options.read(arguments)


def _made(options: argparse.Namespace) -> Path:
    from sim.catalogue.new_region import new_region
    from sim.catalogue.new_scenario import new_scenario

    if options.kind == "scenario":
        return new_scenario(
            options.name, base=options.base, title=options.title, path=options.output
        )
    known = dict(_pair(each) for each in options.set)
    return new_region(
        options.name,
        population=_number(options.population, "--population"),
        like=options.like,
        title=options.title,
        known=known,
        path=options.output,
    )


def _pair(text: str) -> tuple[str, float]:
    row, is_there, value = text.partition("=")
    if not is_there:
        refuse(
            f"--set: '{short(text)}' is not of the form row=value. Example: setting.hic.places=12."
        )
    return row, _number(value, f"--set {row}")


def _number(text: str, name: str) -> float:
    """Return a number as it is typed.

    Raises:
        ConfigError: it is none, or can be read as thousands.
    """
    if could_be_thousands(text):
        refuse(f"{name} {unclear(text)}")
    try:
        return float(text)
    except ValueError:
        refuse(f"{name} is '{short(text)}'; it must be a number. Write digits only, as 98000.")


def _message(path: Path, kind: str) -> str:
    what = f"{door()} check {path}"
    return f"{path}\nWhat it means: {what}\nRun it: {door()} {kind}={path}"
