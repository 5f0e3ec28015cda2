"""How far a long function is: told to whoever asked, or shown to a person who watches."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sim.common.errors import refuse, show

Progress = Callable[[int, int], None]


@contextmanager
def watched(progress: Progress | bool | None, what: str) -> Iterator[Progress | None]:
    """Give the function of (finished, in all) that a long function calls; None where nobody asks.

    Args:
        progress: a function is passed on; True draws a bar on the error stream, False is silent;
            None draws it if that stream is a terminal, so a file or a test stays clean.
        what: words beside the bar.

    Raises:
        ConfigError: `progress` is something else.
    """
    if progress is not None and not isinstance(progress, bool):
        if not callable(progress):
            refuse(
                f"'progress' is {show(progress)}; it must be a function of (replications finished, "
                "replications in all), True, False, or nothing."
            )
        yield progress
        return
    from rich.console import Console

    console = Console(stderr=True, force_terminal=True if progress else None)
    if progress is False or (progress is None and not console.is_terminal):
        yield None
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Bar(
        *columns, TimeElapsedColumn(), TimeRemainingColumn(), console=console, transient=True
    ) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
