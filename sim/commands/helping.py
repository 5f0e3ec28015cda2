"""Help fits the terminal, from 60 to 100 columns, examples too; what is wrong is one line."""

import argparse
import re
import shutil
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from sim.common.errors import ConfigError

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


def door() -> str:
    """Return how the user called the program."""
    return "doorstroom" if Path(sys.argv[0]).stem == "doorstroom" else "python -m sim"


class Parser(argparse.ArgumentParser):
    """Help fits the terminal, what is wrong is one line, no option is guessed from its letters."""

    def __init__(self, **given: Any) -> None:
        width = width_of_help()
        super().__init__(
            allow_abbrev=False,
            formatter_class=lambda prog: argparse.RawDescriptionHelpFormatter(
                prog, max_help_position=26, width=width
            ),
            **given,
        )

    def error(self, message: str) -> NoReturn:
        """Refuse what argparse refuses, in one line."""
        command = self.prog.removeprefix(door()).strip()
        raise ConfigError(f"{command}: {message.rstrip('.')}. See {self.prog} --help.")

    def print_help(self, file: Any = None) -> None:
        """Print help; argparse would say nothing of a disk that is full."""
        print(self.format_help(), end="", file=file)
