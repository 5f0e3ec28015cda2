"""Processes of this machine that work for this one, started the same way on every system.

`spawn` everywhere: a new interpreter that gets its work by pickle, as on Windows and macOS. It does
not run the script that asked for it once more, so that script needs no `if __name__ == "__main__"`.
No worker outlives the process that started it, however that one ends.
"""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

from sim.common.interrupts import HANGUP

P = ParamSpec("P")
T = TypeVar("T")

MOST = 61 if sys.platform == "win32" else sys.maxsize
"""Workers that a pool can have: Windows waits for no more handles at once."""

OF_THE_GROUP = [signal.SIGINT, *([] if HANGUP is None else [HANGUP])]  # a terminal tells them all

_starting = threading.Lock()


class Workers(ProcessPoolExecutor):
    """A pool of processes. Work is a function of a module, and pickles with its arguments."""

    def __init__(self, workers: int) -> None:
        super().__init__(
            min(workers, MOST),
            multiprocessing.get_context("spawn"),
            initializer=serve_parent,
        )

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """See `concurrent.futures.Executor`."""
        with _without_script():  # a pool starts its processes when it is given work
            return super().submit(fn, *args, **kwargs)

    def end(self) -> None:
        """End the workers at once, in the middle of what they do."""
        for process in list((getattr(self, "_processes", None) or {}).values()):
            process.terminate()


@contextmanager
def _without_script() -> Iterator[None]:
    """Have workers that start meanwhile leave the script of this process alone, and Ctrl-C from
    their first moment on.
    """
    script: Any = sys.modules["__main__"]
    with _starting, _interrupts_held_back():
        kept = {
            name: vars(script)[name] for name in ("__spec__", "__file__") if name in vars(script)
        }
        script.__spec__ = None
        vars(script).pop("__file__", None)
        try:
            yield
        finally:
            vars(script).update(kept)


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Take Ctrl-C a moment later in this thread; processes that it starts meanwhile never do.

    Windows knows nothing of the kind: there a worker that is just starting may still say that it
    was interrupted.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # starting it would let Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, OF_THE_GROUP)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def serve_parent() -> None:
    """Do, as a worker, what the parent needs: leave Ctrl-C to it, and end when it ends.

    Ctrl-C, or a terminal that is closed, reaches the whole group of processes; the one that was
    started by the user deals with it. One that is killed tells nobody: its workers would wait for
    work for ever.
    """
    for which in OF_THE_GROUP:
        signal.signal(which, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True, name="parent").start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)  # in the middle of anything: files are whole or not there
