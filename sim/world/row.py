"""A parameter is a row.

Unit, kind, range, dated values with source and grade, checked here for parameter files and regions
alike.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sim.common import checks
from sim.common.errors import Faults, in_unit, show
from sim.common.thousands import doubt

# what rests under a number, in the order in which a reader sees it
CLASSES = ("data", "impression", "proxy", "assumption", "law", "choice")
DATA_GRADES = ("A", "B")
KINDS = ("estimate", "law", "assumption", "lever")
UNCERTAIN = ("assumption", "estimate")  # kinds of what nobody knows exactly
GRADES = ("A", "B", "C", "D")
UNIT_INTERVAL = ("chance", "share", "0..1", "0 or 1")
NO_GRADE = "-"  # only for an assumption
DIVISORS = (
    *("arrival.severity_a", "arrival.severity_b", "staff.hours_per_fte_year"),
    *("staff.sites_per_manager", "step_down.months_dependency", "step_down.months_fade"),
    "provider.days_intake",
)
"""Rows that a rule divides by, beside every shape of a distribution: none of them can be 0."""
COUNTED = ("provider.intake_stages",)
"""Rows that count what the rules have so many of: nothing beyond what is plausible makes sense."""


@dataclass(frozen=True)
class Dated:
    """A recorded value, in force from its date on."""

    date: date
    value: float
    source: str
    grade: str


@dataclass(frozen=True)
class Said:
    """In what a value of a row is told to people: the value over `per`, with `unit` behind it (nl,
    en).

    A negative `per` turns it round: a row that is -4 is "4 out of 6".
    """

    per: float
    unit: Mapping[str, str]


@dataclass(frozen=True)
class Row:
    """One parameter.

    Attributes:
        name: full name, for example `evaluation.interval_days` or
            `setting.open_group.tariff_per_day`.
        description: what it is, one sentence.
        unit: free text.
        kind: estimate | law | assumption | lever; only a lever can be changed by a scenario.
        plausible: lowest and highest plausible value.
        integer: whether only whole numbers make sense.
        values: recorded values, dates ascending; before the first date the first value holds. Empty
            if every region must give it.
        is_region: every region profile must give it.
        file: where it is written.
        label: what it is called (nl, en), in the direction in which it is told; every lever has
            one.
        said: in what its values are told; None: as they stand, in `unit`.
    """

    name: str
    description: str
    unit: str
    kind: str
    plausible: tuple[float, float]
    integer: bool
    values: tuple[Dated, ...]
    is_region: bool
    file: str
    label: Mapping[str, str] | None = None
    said: Said | None = None

    def can_hold(self, value: float) -> bool:
        """Whether `value` makes sense at all, whatever is plausible.

        Whole where only whole numbers do, no negative or chance above 1.
        """
        low, high = self.bounds
        return (not self.integer or value.is_integer()) and low <= value <= high

    @property
    def bounds(self) -> tuple[float, float]:
        """Lowest and highest value that makes sense at all.

        0 to 1 for a chance, a share or a switch; from 0 where no negative is plausible, and from a
        hundredth of what is plausible where a rule divides by it; what is plausible where the rules
        have no more of it.
        """
        if self.name in COUNTED:
            return self.plausible
        low = 0.0 if self.plausible[0] >= 0.0 else -math.inf
        if self.name in DIVISORS or self.name.endswith("_shape"):
            low = self.plausible[0] / 100
        return low, 1.0 if self.unit in UNIT_INTERVAL and low == 0.0 else math.inf

    def fault(self, value: float) -> str | None:
        """Return what is wrong with this value, None if it is whole (where it must be) and
        plausible.
        """
        low, high = self.plausible
        lowest, highest = self.bounds
        told = in_unit(show(value), self.unit)
        if not lowest <= value <= highest:
            most = "" if highest == math.inf else f" and at most {show(highest)}"
            return f"is {told}; it must be at least {show(lowest)}{most}."
        if not self.can_hold(value):
            return (
                f"is {told}; only whole numbers from {show(low)} to "
                f"{in_unit(show(high), self.unit)} make sense. Round it."
            )
        if not low <= value <= high:
            return f"is {told}; plausible is {show(low)} to {in_unit(show(high), self.unit)}."
        return None


def class_of(kind: str, grade: str) -> str:
    """Return what a parameter row rests on, one of `CLASSES`.

    A law is law and a lever is a choice. An estimate is data at grade A (counted or registered) or
    B (reported or derived from a count), an impression of experts at grade C, and a proxy at grade
    D (another group or country). An assumption, and an estimate without a grade, is assumption.
    """
    if kind in ("law", "lever"):
        return {"law": "law", "lever": "choice"}[kind]
    if kind == "assumption":
        return "assumption"
    return (
        "data"
        if grade in DATA_GRADES
        else {"C": "impression", "D": "proxy"}.get(grade, "assumption")
    )


def dated_values(content: object, row: Row, where: str, faults: Faults) -> tuple[Dated, ...]:
    """Return the recorded values in `content`, a mapping from date to value, source and grade.

    `where` is file and key.
    """
    if not isinstance(content, Mapping) or not content:
        faults.add(
            f"{where} is {show(content)}; dates are needed. Write '2015-01-01: {{value: 1, source: "
            f'"...", grade: B}}\'.'
        )
        return ()
    found: list[Dated] = []
    for key, entry in content.items():
        at = checks.day(key, f"{where}: date", faults)
        dated = _dated(at, entry, row, f"{where}: '{key}'", faults)
        if dated is None:
            continue
        if found and dated.date <= found[-1].date:
            faults.add(
                f"{where}: {dated.date} comes after {found[-1].date}; dates must ascend. Put the "
                "lines in order of date."
            )
        found.append(dated)
    return tuple(found)


def _dated(at: date | None, entry: Any, row: Row, where: str, faults: Faults) -> Dated | None:
    content = checks.mapping(entry, where, faults, of="value, source and grade")
    if not isinstance(entry, Mapping):
        return None
    checks.check_keys(content, where, faults, required=("value", "source", "grade"))
    source = (
        checks.text(content["source"], f"{where}: 'source'", faults)
        if "source" in content
        else None
    )
    is_assumption = row.kind == "assumption"
    if source is not None and is_assumption and not source.lower().startswith("assumption"):
        faults.add(
            f"{where}: 'source' is {show(source)}; a row of kind assumption has a source that "
            "starts with 'assumption'. "
            "Write 'assumption, why', or give the row another kind."
        )
    if "grade" in content:
        valid = ("D", NO_GRADE) if is_assumption else GRADES
        if checks.one_of(content["grade"], valid, f"{where}: 'grade'", faults) is None:
            return None
    value = (
        checks.number(content["value"], f"{where}: 'value'", faults) if "value" in content else None
    )
    if value is None:
        return None
    if unclear := doubt(content["value"], *row.plausible, row.unit):
        faults.add(f"{where} {unclear}")
    elif problem := row.fault(value):
        way_out = (
            f" Typing error? Correct it. Truly {show(value)}? Widen 'plausible' in "
            f"{row.file} and add its source."
        )
        faults.add(f"{where} {problem}{way_out if row.can_hold(value) else ''}")
    return (
        Dated(at, value, source, content["grade"]) if at and source and "grade" in content else None
    )
