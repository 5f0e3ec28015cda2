"""The one door: `doorstroom COMMAND` and `python -m sim COMMAND` are the same.

Without a command it asks the usual question: `python -m sim region=limburg` is `python -m sim ask
region=limburg`. Nothing but the command that is asked for is loaded.
"""

import gc
import importlib
import sys
from collections.abc import Sequence

from sim.common.interrupts import INTERRUPTIONS, too_early

if __name__ == "__main__":
    INTERRUPTIONS.begin()

COMMANDS = {  # name -> module in sim/commands/, heading, what it does: one line for each
    "ask": ("ask", "Ask", "compare a scenario with its base; the word ask may be left out"),
    "report": ("report", "Ask", "one page to forward, in Dutch or English, about two scenarios"),
    "new": ("new", "Ask", "write a scenario or a region of your own to begin from"),
    "check": ("check", "Ask", "what such a file means, year by year, without simulating"),
    "workshop": ("workshop", "Ask", "the page for a workshop room: move a lever, see what changes"),
    "scenarios": ("scenarios", "Find", "the questions that are there, in words"),
    "regions": ("regions", "Find", "the regions that are there, with their size"),
    "levers": ("levers", "Find", "what policy can move: meaning, unit, value, range, source"),
    "kpis": ("kpis", "Find", "what is measured, how, in which unit"),
    "sweep": ("sweep", "Explore", "run many points of levers and assumptions; stop and go on"),
    "discover": ("discover", "Explore", "where in a sweep does a policy miss its target?"),
    "sensitivity": ("sensitivity", "Doubt", "which assumptions drive the answer?"),
    "worth": ("worth", "Doubt", "which policy is robust, and what is worth measuring first?"),
    "parameters": ("parameters", "Evidence", "every number, with unit, range, source and grade"),
    "evidence": ("evidence", "Evidence", "the model beside the recorded figures, misses first"),
    "history": ("history", "Evidence", "closed care since 2019 retold, beside its records"),
    "validity": ("validity", "Evidence", "figures by which the field would recognise the model"),
    "timelines": ("timelines", "Evidence", "what happened to a few youths in 1:1, told as cases"),
    "claims": ("claims", "Evidence", "what the sources claim, each as an experiment"),
    "calibrate": ("calibrate", "Evidence", "fit assumptions of a region to recorded figures"),
}
USUAL = "ask"
EXAMPLES = (
    ("", "the usual question"),
    ("region=limburg replications=20", "another region, fewer runs"),
    ("scenario=my_question.yaml", "a scenario of your own"),
    ("policy.evaluation.interval_days=42", "a lever beside the scenario"),
    ("-m region=limburg,overijssel", "several, a folder for each"),
    ("sweep evaluation_and_follow_up", "many points"),
    ("claims --core", "the fifteen that must hold"),
)
MORE = (
    "`ask` takes key=value, as Hydra does; every other command takes --option value. More about "
    "one command: {door} COMMAND --help. `doorstroom` is the same program as `python -m sim`."
)
HELP = ("--help", "-h", "help")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return the exit code: 0, 2 for bad input, 130 when interrupted."""
    if arguments is not None:
        with INTERRUPTIONS.taken(too_early):
            return _run(list(arguments))
    INTERRUPTIONS.begin()  # a program of its own, which ends with this
    code = 1
    try:
        code = _run(sys.argv[1:])
    finally:
        INTERRUPTIONS.end(code)
        gc.freeze()  # Python looks for garbage once more when it ends: all of it goes anyway
    return code


def _run(given: list[str]) -> int:
    from sim.commands.helping import door
    from sim.commands.shared import framed

    if given and given[0] in HELP and given[1:] and _is_a_name(given[1]):
        given = [*given[1:], "--help"]  # help sweep
    first = given[0] if given else ""
    if len(given) == 1 and first in HELP:
        return framed(lambda _: print(help_text()))
    if given == ["--version"]:
        return framed(lambda _: print(_version()))
    if first in COMMANDS:
        name, rest = first, given[1:]
    elif not _is_a_name(first):
        name, rest = USUAL, given
    else:
        from sim.common.console import say
        from sim.common.errors import unknown

        say(
            f"{unknown('command', first, COMMANDS)} See {door()} --help; a key of the question is "
            "set as key=value."
        )
        return 2
    return framed(
        lambda _: int(importlib.import_module(f"sim.commands.{COMMANDS[name][0]}").main(rest))
    )


def _is_a_name(text: str) -> bool:
    """Tell whether a first argument is meant as the name of a command, not as a key or a flag."""
    return bool(text) and "=" not in text and not text.startswith(("-", "~", "+"))


def help_text() -> str:
    """Return what `--help` prints: every command in plain words, as wide as the terminal."""
    import textwrap

    from sim.commands.helping import door, example_lines, width_of_help

    width = width_of_help()
    about_all = "Doorstroom: what happens to one-to-one guidance in Dutch youth care, and why?"
    lines = [textwrap.fill(about_all, width), "", f"Usage: {door()} [COMMAND] ..."]
    before = ""
    for name, (_, heading, about) in COMMANDS.items():
        if heading != before:
            lines += ["", heading]
        lines.append(textwrap.fill(f"  {name:<13} {about}", width, subsequent_indent=" " * 16))
        before = heading
    lines += ["", "Examples", *example_lines(EXAMPLES, door(), width)]
    return "\n".join([*lines, "", textwrap.fill(MORE.format(door=door()), width)])


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    from sim.common.versions import model_version

    try:
        program = version("doorstroom")
    except PackageNotFoundError:
        program = "(not installed as a package)"
    return f"doorstroom {program}, model {model_version()}"


if __name__ == "__main__":
    sys.exit(main())
