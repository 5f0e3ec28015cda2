"""What all commands have in common: one way to read options, to show progress, to be interrupted,
to tell what is wrong, to end.

Nothing heavy is imported here: a wrong option is told, and an interruption is taken, before the
model is loaded.
"""

import argparse
import errno
import functools
import os
import signal
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn

from sim.commands.counted import MOST, MOST_SEED, MOST_WORKERS, whole_number
from sim.commands.helping import Examples, Parser, door, example_lines, width_of_help
from sim.commands.named import check_region as check_region
from sim.commands.named import folder as folder
from sim.commands.named import path_option as path_option
from sim.common.console import print_anywhere, say
from sim.common.errors import ConfigError, Faults, unknown
from sim.common.thousands import could_be_thousands, unclear

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console
    from rich.progress import Progress
    from rich.table import Table

DONE, WRONG, INTERRUPTED = 0, 2, 130
NOTHING_KEPT = "nothing was written."
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)  # there is no room, or no disk
Command = Callable[[Sequence[str] | None], int]


class Ending:
    """What is said when the command is interrupted; a command changes it as its work goes on."""

    def __init__(self, kept: str = NOTHING_KEPT) -> None:
        self.kept = kept

    def tell(self) -> None:
        """Say on the error stream that it was interrupted, and what is kept."""
        say(f"Interrupted; {self.kept}")


def framed(work: Callable[[Ending], int | None], kept: str = NOTHING_KEPT) -> int:
    """Do the work of a command and return the exit code.

    0; 2 after one message about bad input; 130 after one line when interrupted; or what the work
    itself returns. A reader that has seen enough (`| head`) ends it quietly; a full disk, with one
    message and 2.
    """
    print_anywhere()
    ending = Ending(kept)
    try:
        with _interruptible(ending):
            code = _code_of(work, ending)
            sys.stdout.flush()
            return code
    except ConfigError as error:
        say(error)
        return WRONG
    except KeyboardInterrupt:
        ending.tell()
        return INTERRUPTED
    except BrokenPipeError:
        say_no_more()
        return DONE
    except OSError as error:
        if error.errno not in FULL:
            raise
        return tell_full(error)


def _code_of(work: Callable[[Ending], int | None], ending: Ending) -> int:
    try:
        return work(ending) or DONE
    except SystemExit as stop:  # argparse after --help
        if stop.code is None or isinstance(stop.code, int):
            return stop.code or DONE
        return WRONG


def tell_full(error: OSError) -> int:
    """Say in one line that there was no room; return the exit code."""
    say_no_more()
    say(
        f"Not all could be written: {error.strerror}. Files that were written before are whole. "
        "Make room, or write elsewhere."
    )
    return WRONG


def say_no_more() -> None:
    """Send what is left to say nowhere: nobody reads on."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def command(
    kept: str = NOTHING_KEPT,
) -> Callable[[Callable[[Sequence[str] | None, Ending], int | None]], Command]:
    """Make a command of a function that takes arguments: it gets the frame of all commands."""

    def make(work: Callable[[Sequence[str] | None, Ending], int | None]) -> Command:
        @functools.wraps(work)
        def main(arguments: Sequence[str] | None = None) -> int:
            return framed(lambda ending: work(arguments, ending), kept)

        return main

    return make


@contextmanager
def _interruptible(ending: Ending) -> Iterator[None]:
    """Take Ctrl-C and an end from outside (SIGTERM) for the same: KeyboardInterrupt.

    In the middle of an import the process ends at once: modules that are half loaded print
    tracebacks, or swallow the interruption. Whatever was being written then was not yet in its
    place.
    """

    def interrupt(_: int, frame: FrameType | None) -> NoReturn:
        if not _is_importing(frame):
            raise KeyboardInterrupt
        with suppress(OSError, ValueError):
            if sys.stderr.isatty():
                sys.stderr.write("\x1b[?25h")  # a bar of progress hides the cursor
            ending.tell()
            sys.stdout.flush()
        os._exit(INTERRUPTED)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {which: signal.signal(which, interrupt) for which in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for which, handler in before.items():
            signal.signal(which, handler)


@contextmanager
def finishing() -> Iterator[None]:
    """Finish a block before an interruption is taken; a second one is taken at once.

    For the few seconds in which what was simulated is put in its place.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    which = (signal.SIGINT, signal.SIGTERM)
    before = {each: signal.getsignal(each) for each in which}
    was_interrupted = False

    def note(number: int, frame: FrameType | None) -> None:
        nonlocal was_interrupted
        was_interrupted = True
        for each, handler in before.items():
            signal.signal(each, handler)

    for each in which:
        signal.signal(each, note)
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
    if was_interrupted:
        raise KeyboardInterrupt


def _is_importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


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
