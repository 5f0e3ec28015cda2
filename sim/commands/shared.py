"""What the commands of the evidence have in common.

Progress on the screen, one message for what is wrong, results kept as Parquet.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pandas as pd
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from sim.__main__ import ended_like_interrupted
from sim.common.errors import ConfigError

COLUMNS = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())


def guarded(work: Callable[[], None], kept: str) -> int:
    """Do the work and return the exit code: 0.

    2 after one message about bad input; 130 when interrupted, with what was `kept`.
    """
    try:
        with ended_like_interrupted():
            work()
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"Interrupted; {kept}", file=sys.stderr)
        return 130
    return 0


@contextmanager
def shown(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show progress on the error stream; gives a function of (finished, in all)."""
    with Progress(
        TextColumn("{task.description}"), *COLUMNS, console=Console(stderr=True), transient=True
    ) as progress:
        bar = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(bar, completed=done, total=total)


def as_table(
    frame: pd.DataFrame,
    title: str,
    headings: dict[str, str],
    formats: dict[str, Callable[[float], str]],
) -> Table:
    """Return columns of a frame as a table for the terminal.

    The first column takes what room there is.
    """
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
