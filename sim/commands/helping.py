"""Help fits the terminal: from 60 to 100 columns, examples too."""

import re
import shutil
import textwrap
from collections.abc import Sequence

NARROWEST, WIDEST = 60, 100  # columns that help uses; longer lines are hard to read
TOGETHER = "\x1f"  # a space at which no line ends
Examples = Sequence[tuple[str, str]]
"""What is typed behind the name of the program, and what it does; empty where that is plain."""


def width_of_help() -> int:
    """Return how many columns help uses: those of the terminal, from 60 to 100."""
    return max(NARROWEST, min(shutil.get_terminal_size().columns, WIDEST))


def example_lines(examples: Examples, name: str, width: int) -> list[str]:
    """Return examples as lines of at most `width` characters.

    What they do stands behind them where there is room for all of it, and above them where not. A
    line that is too long goes on below, as a shell takes it.

    Args:
        examples: arguments, and what they do.
        name: how the program was called.
        width: of the terminal.
    """
    typed = [(f"  {name} {arguments}".rstrip(), remark) for arguments, remark in examples]
    column = max((len(line) for line, remark in typed if remark), default=0) + 2
    is_behind = all(len(line) <= width for line, _ in typed) and all(
        column + len(remark) <= width for _, remark in typed
    )
    if is_behind:
        return [f"{line:<{column}}{remark}" if remark else line for line, remark in typed]
    lines = []
    for line, remark in typed:
        if remark:
            lines += textwrap.wrap(f"  # {remark}", width, subsequent_indent="  # ")
        parts = textwrap.wrap(
            re.sub(r"( --[\w-]+) (?!-)", rf"\1{TOGETHER}", line),  # an option and its value
            width - 2,
            subsequent_indent="      ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        lines += [f"{part} \\" for part in parts[:-1]] + parts[-1:]
    return [line.replace(TOGETHER, " ") for line in lines]
