"""Ctrl-C and an end from outside (SIGTERM; a terminal that is closed, SIGHUP, unless `nohup` has it
ignored; on Windows Ctrl-Break), taken at every moment.

Python calls one function of this program for all of them. What that one does depends on what is
going on (loading, work, what must be finished, the end), and changes by a single assignment: so
there is no moment between two ways. Nothing but Python's own is imported here, so that it holds
from the first line on.
"""

import atexit
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

HANGUP: signal.Signals | None = getattr(signal, "SIGHUP", None)  # Windows has none
_there = (getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGBREAK"))
SIGNALS = tuple(which for which in _there if which is not None)
if HANGUP is not None and signal.getsignal(HANGUP) is not signal.SIG_IGN:
    SIGNALS += (HANGUP,)
INTERRUPTED = 130  # exit code
Take = Callable[[FrameType | None], None]


def too_early(frame: FrameType | None) -> NoReturn:
    """End without a traceback while the frame of all commands is being loaded."""
    os.write(2, b"Interrupted; nothing was written.\n")
    os._exit(INTERRUPTED)


def hold(frame: FrameType | None) -> None:
    """Do nothing: it is over in a moment."""


class Interruptions:
    """How this process takes interruptions now. Python gives them to the main thread alone.

    Attributes:
        take: what is done; gets the place in the program.
    """

    def __init__(self) -> None:
        self.take: Take = hold

    def begin(self) -> None:
        """Take interruptions for good: this process is a program of ours, which loads."""
        if self.take is too_early or not _is_main():
            return
        self.take = too_early
        for which in SIGNALS:
            signal.signal(which, self._handle)
        atexit.register(_ignore)  # the first to be registered is the last to be called

    def end(self, code: int) -> None:
        """Have an interruption end this program with its own code: all is written and told."""
        self.now(lambda _: os._exit(code))

    def now(self, take: Take) -> None:
        """Take interruptions in another way from now on."""
        if _is_main():
            self.take = take

    @contextmanager
    def taken(self, take: Take) -> Iterator[None]:
        """Take interruptions in another way while a block runs, then as before.

        What is loaded is loaded: `too_early` does not come back.
        """
        if not _is_main():
            yield
            return
        before = hold if self.take is too_early else self.take
        self.take = take
        handlers = {}
        try:
            for which in SIGNALS:
                handlers[which] = signal.signal(which, self._handle)
            yield
        finally:
            self.take = before
            for which, handler in handlers.items():
                signal.signal(which, handler)

    def _handle(self, number: int, frame: FrameType | None) -> None:
        self.take(frame)


INTERRUPTIONS = Interruptions()


def is_importing(frame: FrameType | None) -> bool:
    """Tell whether a place in the program is inside an import."""
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


def _is_main() -> bool:
    return threading.current_thread() is threading.main_thread()


def _ignore() -> None:
    """Let Python come to its end: it gives signals their usual meaning before it is there."""
    for which in SIGNALS:
        signal.signal(which, signal.SIG_IGN)
