"""A question that has been answered: its answer is shown, and nothing is run again."""

import csv
from typing import TYPE_CHECKING

from sim.commands.belongs import answer_files
from sim.commands.folders import Answered, text_in
from sim.commands.question import Question
from sim.commands.shared import print_plain
from sim.common.errors import refuse, unknown
from sim.words.catalogue import say

if TYPE_CHECKING:
    from rich.console import Console


def show(question: Question, found: Answered, console: "Console") -> None:
    """Print what was printed then, and say when that was."""
    lang = question.config["language"]
    files = answer_files(lang)
    fitting = max((width for width in files if width <= console.width), default=min(files))
    text = text_in(question.folder, files[fitting])
    day = f"{found.made:%Y-%m-%d %H:%M}"
    print_plain(
        console,
        text,
        say("runs.there", lang, day=day),
        say("report.written", lang, folder=question.folder),
    )


def objective_of(question: Question) -> float | None:
    """Return the number that an answered question gives to an optimising sweeper; None: none asked.

    Read from the folder, so that a question answered before gives the same number. NaN where the
    number is undefined.

    Raises:
        ConfigError: there is no such number among those of this comparison.
    """
    asked = question.config["objective"]
    if asked is None:
        return None
    column = "difference" if question.config["objective_of"] == "difference" else "other"
    lines = text_in(question.folder, "kpis.csv").splitlines()
    numbers = {row["kpi"]: row[column] for row in csv.DictReader(lines)}
    if asked not in numbers:
        refuse(f"'objective': {unknown('KPI', asked, numbers)}")
    return float(numbers[asked] or "nan")
