"""The frame of all commands: interrupted, told what is wrong, ended, all in one way.

Nothing heavy is imported here: an interruption is taken before the model is loaded.
"""

import errno
import functools
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, NoReturn

from sim.common.console import print_anywhere, say
from sim.common.errors import LONGEST_PATH, ConfigError, short
from sim.common.interrupts import INTERRUPTED, INTERRUPTIONS, is_importing

DONE, WRONG = 0, 2
NOTHING_KEPT = "nothing was written."
SHOW_CURSOR = "\x1b[?25h"
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)  # there is no room, or no disk
Command = Callable[[Sequence[str] | None], int]


class Ending:
    """What is said when the command is interrupted; a command changes it as its work goes on.

    Attributes:
        kept: the end of the line.
        is_interrupted: an interruption was sent, whatever became of it.
    """

    def __init__(self, kept: str = NOTHING_KEPT) -> None:
        self.kept = kept
        self.is_interrupted = False

    def tell(self) -> None:
        """Say on the error stream that it was interrupted, and what is kept."""
        with suppress(OSError, ValueError):
            if sys.stderr.isatty():
                sys.stderr.write(SHOW_CURSOR)  # a bar of progress hides it
        say(f"Interrupted; {self.kept}")

    def at_once(self) -> NoReturn:
        """Say so and end this process."""
        self.tell()
        with suppress(OSError, ValueError):
            sys.stdout.flush()
        os._exit(INTERRUPTED)

    def note(self, frame: FrameType | None) -> None:
        """Take an interruption later, or, at the end of the work, not at all."""
        self.is_interrupted = True

    def interrupt(self, frame: FrameType | None) -> None:
        """Take an interruption: KeyboardInterrupt.

        In the middle of an import the process ends at once: modules that are half loaded print
        tracebacks, or swallow the interruption. Whatever was being written then was not yet in its
        place.
        """
        self.is_interrupted = True
        if is_importing(frame):
            self.at_once()
        raise KeyboardInterrupt


_ending: Ending | None = None  # of the command that is at work


def framed(work: Callable[[Ending], int | None], kept: str = NOTHING_KEPT) -> int:
    """Do the work of a command and return the exit code.

    0; 2 after one message about bad input; 130 after one line when interrupted; or what the work
    itself returns. A reader that has seen enough (`| head`) ends it quietly; a full disk, or too
    little memory, with one message and 2. A command within a command is a part of its work.
    """
    global _ending
    if threading.current_thread() is not threading.main_thread():
        return _told(work, Ending(kept))
    if _ending is not None:
        _ending.kept = kept
        return _code_of(work, _ending)
    print_anywhere()
    before = sys.unraisablehook
    ending = Ending(kept)
    with INTERRUPTIONS.taken(ending.note):
        try:
            _ending = ending
            sys.unraisablehook = _not_swallowed(ending, before)
            return _told(work, ending)
        finally:
            sys.unraisablehook = before
            _ending = None


def _told(work: Callable[[Ending], int | None], ending: Ending) -> int:
    """Do the work, tell what went wrong, and return the exit code."""
    try:
        try:
            INTERRUPTIONS.now(ending.interrupt)
            code = DONE if ending.is_interrupted else _code_of(work, ending)
            sys.stdout.flush()
            if ending.is_interrupted:  # before the work; or something caught it
                raise KeyboardInterrupt
            return unsaid(code)
        finally:
            INTERRUPTIONS.now(ending.note)
    except ConfigError as error:
        say(error)
        return WRONG
    except KeyboardInterrupt:
        ending.tell()
        return INTERRUPTED
    except BrokenPipeError:
        say_no_more()
        return DONE
    except Exception as error:
        no_room = tell_no_room(error, ending)
        if no_room is not None:
            return no_room
        try:
            check_working_folder()
        except ConfigError as gone:
            say(gone)
            return WRONG
        raise


def check_working_folder() -> None:
    """Refuse to work where this process stands in a folder that was taken away.

    Raises:
        ConfigError: it was.
    """
    try:
        os.getcwd()
    except FileNotFoundError:
        raise ConfigError(
            "The working folder is gone: it was moved or deleted. Change to one that exists."
        ) from None


def tell_no_room(error: Exception, ending: Ending) -> int | None:
    """Say in one line that a disk or the memory was too small, and return the exit code; None
    where something else went wrong.
    """
    if isinstance(error, OSError) and error.errno in FULL:
        return tell_full(error)
    names = {kind.__name__ for kind in type(error).__mro__}  # DuckDB need not be loaded
    if getattr(error, "errno", None) == errno.ENOMEM or names & {
        "MemoryError",
        "OutOfMemoryException",
    }:
        return _tell_no_memory(error, ending)
    return None


def _not_swallowed(ending: Ending, usual: Callable[[Any], object]) -> Callable[[Any], object]:
    """Return what is done where Python can only print an exception and go on.

    An interruption in the middle of taking something away from memory would come to nothing.
    """

    def hook(unraisable: Any) -> None:
        if issubclass(unraisable.exc_type, KeyboardInterrupt):
            ending.at_once()
        usual(unraisable)

    return hook


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


def _tell_no_memory(error: Exception, ending: Ending) -> int:
    """Say in one line that there was not enough memory; return the exit code."""
    error.__traceback__ = None  # what the work held is given back first
    why = short(str(error), LONGEST_PATH).rstrip(".")
    say(
        f"There is not enough memory{f' ({why})' if why else ''}; {ending.kept} Ask for fewer "
        "replications, regions or years, or fewer workers (workers=1, --workers 1), or close other "
        "programs."
    )
    return WRONG


_unsaid: list[OSError] = []  # why words could not be said


@contextmanager
def words_last() -> Iterator[None]:
    """Say something before the work is done; where the words cannot go, work on without.

    Nobody reads on (`| head`), or there is no room for them: then this is told at the end.
    """
    try:
        yield
    except BrokenPipeError:
        say_no_more()
    except OSError as error:
        if error.errno not in FULL:
            raise
        say_no_more()
        _unsaid.append(error)


def unsaid(code: int = DONE) -> int:
    """Return the exit code; tell in one line if there was no room for words."""
    if not _unsaid:
        return code
    error = _unsaid.pop()
    _unsaid.clear()
    return tell_full(error)


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
def finishing() -> Iterator[None]:
    """Finish a block before an interruption is taken; a second one is taken at once.

    For the few seconds in which what was simulated is put in its place.
    """
    before, was_interrupted = INTERRUPTIONS.take, False

    def note(frame: FrameType | None) -> None:
        nonlocal was_interrupted
        was_interrupted = True
        INTERRUPTIONS.now(before)

    with INTERRUPTIONS.taken(note):
        yield
    if was_interrupted:
        raise KeyboardInterrupt
