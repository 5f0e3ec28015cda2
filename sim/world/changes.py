"""A change: one dated step or ramp of one lever, as it is written in a scenario or passed as
`levers={...}`.

    - {from: 2025-07-01, until: 2030-01-01, times: 0.0, shape: linear}

`to` is the new value, `times` a factor on and `add` an addition to the value in force on `from` had
the changes not been. Without `until` the change is a step on `from`. With it the value moves until
that day: `linear`, `front_loaded` (fast first), or `step` (wholly on `until`, announced on `from`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from sim.common import checks
from sim.common.errors import Faults, show
from sim.common.thousands import Typed

SHAPES = ("linear", "front_loaded", "step")
HOW = ("to", "times", "add")


@dataclass(frozen=True)
class Change:
    """One change; `until` equals `start` for a step."""

    start: date
    until: date
    how: str
    amount: float
    shape: str = "linear"
    widen: str = ""
    written: str = field(default="", compare=False, repr=False)  # where it may mean thousands

    @property
    def moves_nothing(self) -> bool:
        """Whether it asks for the value that is there anyway: a factor of 1 or an addition of 0."""
        return (self.how, self.amount) in (("times", 1.0), ("add", 0.0))

    def target(self, base: float) -> float:
        """Return the value at the end of the change.

        `base` is the value in force on `start` had the changes not been.
        """
        return {"to": self.amount, "times": base * self.amount, "add": base + self.amount}[self.how]

    def __str__(self) -> str:
        period = f"from: {self.start}" + (
            f", until: {self.until}" if self.until > self.start else ""
        )
        return f"{{{period}, {self.how}: {show(self.amount)}}}"


def parse_changes(
    content: object, file: str, key: str, faults: Faults, first_day: date | None = None
) -> tuple[Change, ...]:
    """Return the changes of one lever, in order of date.

    Args:
        content: a list of changes or a single one; with `first_day` also a bare number, a step on
            that day.
        file: file for messages.
        key: lever.
        faults: faults are added here.
        first_day: `from` where it is not given; None: it must be given.
    """
    where = f"{file}: '{key}'"
    if first_day is not None and not isinstance(content, (Mapping, Sequence, str)):
        amount = checks.number(content, where, faults)
        return () if amount is None else (Change(first_day, first_day, "to", amount),)
    entries: Any = [content] if isinstance(content, Mapping) else content
    if isinstance(entries, str) or not isinstance(entries, Sequence) or not entries:
        dated = "{from: 2025-07-01, to: 42}"
        faults.add(
            f"{where} is {show(content)}; it must be a number, or dated changes. A number such as "
            f"42 is enough; dated it is {dated}, on a command line in quotes: 'policy.{key}="
            f"{dated}'."
            if first_day is not None
            else f"{where} is {show(content)}; it must be a list of changes. Write '- {{from: "
            f"2025-07-01, to: 42}}'."
        )
        return ()
    several = len(entries) > 1
    found = [
        _change(entry, f"{where}, change {n}" if several else where, faults, first_day)
        for n, entry in enumerate(entries, 1)
    ]
    changes = [change for change in found if change is not None]
    for before, after in pairwise(changes):
        if after.start <= before.start:
            faults.add(
                f"{where}: {after} stands after {before}; 'from' dates must ascend. Put the "
                "changes in order of date."
            )
        elif after.start < before.until:
            faults.add(
                f"{where}: {before} and {after} overlap; one must end before the next starts. End "
                f"the first by {after.start}."
            )
    return tuple(changes)


def _change(entry: object, where: str, faults: Faults, first_day: date | None) -> Change | None:
    content = checks.mapping(entry, where, faults, of="from, until, to | times | add, shape, widen")
    if not isinstance(entry, Mapping):
        return None
    n_before = len(faults.messages)
    required = ("from",) if first_day is None else ()
    optional = (
        ("from", "until", *HOW, "shape", "widen")
        if required == ()
        else ("until", *HOW, "shape", "widen")
    )
    checks.check_keys(content, where, faults, required=required, optional=optional)
    how = [name for name in HOW if name in content]
    if len(how) != 1:
        given = " and ".join(f"'{name}'" for name in how) or "none"
        faults.add(
            f"{where} has {given} of 'to', 'times' and 'add'; exactly one is allowed. Keep the one "
            "that you mean."
        )
    amount = checks.number(content[how[0]], f"{where}: '{how[0]}'", faults) if how else None
    start = (
        checks.day(content["from"], f"{where}: 'from'", faults) if "from" in content else first_day
    )
    until = (
        checks.day(content["until"], f"{where}: 'until'", faults) if "until" in content else start
    )
    shape = (
        checks.one_of(content["shape"], SHAPES, f"{where}: 'shape'", faults)
        if "shape" in content
        else "linear"
    )
    widen = checks.text(content["widen"], f"{where}: 'widen'", faults) if "widen" in content else ""
    if "shape" in content and "until" not in content:
        faults.add(
            f"{where}: 'shape' is {show(content['shape'])} without 'until'; a shape needs an end. "
            "Add 'until', or remove 'shape'."
        )
    if "until" in content and start and until and until <= start:
        faults.add(
            f"{where}: 'until' is {until}; it must be later than 'from', {start}. Correct one, or "
            "remove 'until' for a step."
        )
    if (
        len(faults.messages) > n_before
        or not how
        or amount is None
        or start is None
        or until is None
        or shape is None
        or widen is None
    ):
        return None
    typed = content[how[0]]
    written = typed.text if isinstance(typed, Typed) and how[0] != "times" else ""
    return Change(start, until, how[0], amount, shape, widen, written)
