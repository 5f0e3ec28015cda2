"""What all commands have in common: one way to read options and to show progress, and their frame.

Nothing heavy is imported here: a wrong option is told before the model is loaded.
"""

import argparse
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.commands.counted import MOST, MOST_SEED, MOST_WORKERS, whole_number
from sim.commands.frame import Ending as Ending
from sim.commands.frame import check_working_folder as check_working_folder
from sim.commands.frame import command as command
from sim.commands.frame import finishing as finishing
from sim.commands.frame import framed as framed
from sim.commands.frame import say_no_more as say_no_more
from sim.commands.frame import tell_no_room as tell_no_room
from sim.commands.frame import unsaid as unsaid
from sim.commands.frame import words_last as words_last
from sim.commands.helping import Examples, Parser, door, example_lines, width_of_help
from sim.commands.named import check_region as check_region
from sim.commands.named import folder as folder
from sim.commands.named import path_option as path_option
from sim.common.errors import ConfigError, Faults, unknown
from sim.common.thousands import could_be_thousands, unclear

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console
    from rich.progress import Progress
    from rich.table import Table


class Options(Parser):
    """The options of a command: `--option value`, with the same names and the same look everywhere.

    What is wrong is one message that says the way out.
    """

    def __init__(self, command: str, about: str, examples: Examples = ()) -> None:
        name, width = f"{door()} {command}", width_of_help()
        shown = "\n".join(["examples:", *example_lines(examples, name, width)])
        super().__init__(
            prog=name,
            description=textwrap.fill(about, width),
            epilog=shown if examples else None,
        )
        self.command = command
        self._bounds: dict[str, tuple[int, int]] = {}

    def read(self, arguments: Sequence[str] | None) -> argparse.Namespace:
        """Return the options.

        Raises:
            ConfigError: an option that does not exist, or a value that cannot be read.
        """
        options, others = self.parse_known_args(
            sys.argv[2:] if arguments is None else list(arguments)
        )
        faults = Faults()
        for other in others:
            faults.add(f"{self.command}: {self._unknown(other)}")
        for name, (least, most) in self._bounds.items():
            key = name.lstrip("-").replace("-", "_")
            given = getattr(options, key)
            if given is not None:
                try:
                    setattr(options, key, whole_number(name, given, least, most))
                except ConfigError as error:
                    faults.add(str(error))
        faults.stop()
        return options

    def _unknown(self, given: str) -> str:
        kinds = [each.choices for each in self._actions if isinstance(each.choices, dict)]
        parsers = [self, *(parser for kind in kinds for parser in kind.values())]
        options = dict.fromkeys(name for each in parsers for name in each._option_string_actions)
        valid = [name for name in options if name.startswith("--")]
        name, _, value = given.partition("=")
        if f"--{name}" in valid:
            return f"'{given}' is not how this command takes it. Write --{name} {value}."
        if given.startswith("-"):
            return unknown("option", name, valid)
        return f"'{given}' is not expected here. See {self.prog} --help."

    def region(self, default: str | None = "noord_holland", more: str = "") -> None:
        """Add --region."""
        usual = f"; default: {default}" if default else ""
        self.add_argument(
            "--region",
            default=default,
            metavar="NAME",
            help=f"a region, the path of a region's file, or nederland{more}{usual}",
        )

    def seed(self, default: int = 1) -> None:
        """Add --seed."""
        self.number("--seed", default, "seed of all draws", least=0, most=MOST_SEED)

    def workers(self, what: str = "threads") -> None:
        """Add --workers: all processors unless asked otherwise."""
        about = f"{what}; default: the processors of this machine"
        self.number("--workers", None, about, most=MOST_WORKERS)

    def output(self, default: Path | None, what: str, shown: str = "") -> None:
        """Add --output; `shown` is how help writes the default."""
        usual = "" if default is None else f"; default: {shown or default.as_posix()}"
        self.add_argument(
            "--output", type=path_option, default=default, metavar="PATH", help=f"{what}{usual}"
        )

    def kpi(self, default: str = "census_one_to_one") -> None:
        """Add --kpi."""
        self.add_argument(
            "--kpi", default=default, metavar="NAME", help=f"which number; default: {default}"
        )

    def markdown(self) -> None:
        """Add --markdown."""
        self.add_argument(
            "--markdown",
            action="store_true",
            help="a Markdown table instead of one for the terminal",
        )

    def language(self, default: str = "en") -> None:
        """Add --language."""
        self.add_argument(
            "--language", choices=("nl", "en"), default=default, help=f"default: {default}"
        )

    def number(
        self, name: str, default: int | None, about: str, *, least: int = 1, most: int = MOST
    ) -> None:
        """Add an option that is a whole number from `least` to `most`."""
        self._bounds[name] = least, most
        usual = "" if default is None else f"; default: {default}"
        self.add_argument(name, default=default, metavar="N", help=f"{about}{usual}")


def plain_number(text: str) -> float:
    """Return the number that an option holds; one that could be thousands is asked back."""
    if could_be_thousands(text):
        raise argparse.ArgumentTypeError(unclear(text))
    if not -1e15 <= float(text) <= 1e15:  # nor is NaN
        raise argparse.ArgumentTypeError(f"{text} is no finite number from -1e15 to 1e15")
    return float(text)


plain_number.__name__ = "number"  # as argparse names it where it is none


class Bars:
    """Bars of progress on the error stream, one for each name."""

    def __init__(self, progress: "Progress") -> None:
        self._progress = progress
        self._bars: dict[str, Any] = {}

    def tell(self, what: str, done: int, total: int | None, text: str | None = None) -> None:
        """Show that `done` of `total` are finished; `text` takes the place of the name."""
        if what not in self._bars:
            self._bars[what] = self._progress.add_task(what, total=total)
        self._progress.update(
            self._bars[what], completed=done, total=total, description=text or what
        )

    def tell_all(self, names: Sequence[str], done: int, total: int) -> None:
        """Show runs side by side, which are all as far as each other."""
        for name in names:
            self.tell(name, done // len(names), total // len(names))

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Make room for a question."""
        self._progress.stop()
        yield
        self._progress.start()


@contextmanager
def bars(*, is_shown: bool = True) -> Iterator[Bars]:
    """Show bars of progress while the block runs."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not (is_shown and console.is_terminal),  # elsewhere it leaves an empty line
    ) as progress:
        yield Bars(progress)


@contextmanager
def shown(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show one bar of progress; gives a function of (finished, in all)."""
    with bars() as several:
        yield lambda done, total: several.tell(what, done, total)


def screen(width: int | None = None) -> "Console":
    """Return the screen; a reader that has seen enough ends the command (`framed`)."""
    from rich.console import Console

    class Screen(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return Screen(width=width)


def print_plain(console: "Console", *lines: str) -> None:
    """Print lines as they are: no markup, no colours, paths in one piece."""
    for line in lines:
        console.print(line, soft_wrap=True, highlight=False, markup=False)


def as_table(
    frame: "pd.DataFrame",
    title: str,
    headings: dict[str, str],
    formats: dict[str, Callable[[float], str]],
) -> "Table":
    """Return columns of a frame as a table for the terminal.

    The first column takes what room there is.
    """
    from rich.table import Table

    made = Table(title=title, box=None, pad_edge=False, header_style="bold")
    for k, heading in enumerate(headings.values()):
        made.add_column(heading, ratio=1 if k == 0 else None, justify="left" if k == 0 else "right")
    for row in frame[list(headings)].to_dict("records"):
        made.add_row(
            *(
                formats[name](value) if name in formats else str(value)
                for name, value in row.items()
            )
        )
    return made
