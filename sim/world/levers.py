"""Dated values in order of strength: recorded < scenario's changes < `levers={...}`.

`parameters={...}` replaces what is recorded. From its `from` on a change governs its key: recorded
values (or, for levers, the scenario's changes) of a later date are ignored for that key. A first
change that moves nothing (`times: 1`, `add: 0`) governs nothing, so that it leaves the world as it
was.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from sim.common import checks
from sim.common.errors import Faults, nearest, not_among, show
from sim.common.thousands import doubt_of
from sim.world.changes import Change
from sim.world.gone import unknown_row
from sim.world.parameters import ParameterRows
from sim.world.row import KINDS, Dated, Row

DAYS_PER_STEP = 30  # a ramp is a sequence of dated values, one every so many days

Timeline: TypeAlias = tuple[tuple[date, float], ...]
"""Dated values of one key, dates ascending; the first holds from the beginning of time."""


def timeline_of(values: tuple[Dated, ...]) -> Timeline:
    """Return recorded values as a timeline: before the first date the first value holds."""
    return tuple(
        (date.min if n == 0 else dated.date, dated.value) for n, dated in enumerate(values)
    )


def value_on(timeline: Timeline, day: date) -> float:
    """Return the value in force on `day`."""
    return next(value for start, value in reversed(timeline) if start <= day)


def ramp(change: Change, before: float, after: float, *, integer: bool) -> Timeline:
    """Return the dated values of `change`, from `before` on `change.start` to `after`, without the
    value before it.

    A step is one value. A ramp gives one value every 30 days from `start` and exactly `after` on
    `until`; it never turns back and stays between its ends. Whole-number rows are rounded half to
    even and a value equal to the one before is left out.
    """
    n_days = (change.until - change.start).days
    if n_days == 0 or change.shape == "step":
        return ((change.until, after),)
    values: list[tuple[date, float]] = []
    last = before
    for n in [*range(DAYS_PER_STEP, n_days, DAYS_PER_STEP), n_days]:
        left = 1.0 - n / n_days
        share = 1.0 - (left * left if change.shape == "front_loaded" else left)
        value = after if n == n_days else before + (after - before) * share
        value = float(round(value)) if integer else value
        if not (integer and value == last):
            values.append((change.start + timedelta(days=n), value))
        last = value
    return tuple(values)


@dataclass(frozen=True)
class Context:
    """Where changes come from, for messages."""

    file: str
    region: str
    faults: Faults


def apply_changes(
    timeline: Timeline, changes: tuple[Change, ...], row: Row, context: Context
) -> Timeline:
    """Return `timeline` with the changes of one key.

    A change beyond the plausible range is noted unless it says `widen`.
    """
    result = timeline
    is_governed = False
    for change in changes:
        if change.moves_nothing and not is_governed:
            continue
        is_governed = True
        after = change.target(value_on(timeline, change.start))
        if row.integer and change.how != "to":
            after = float(round(after))
        _check(change, after, row, context)
        before = value_on(result, change.start)
        start = tuple(entry for entry in result if entry[0] < change.start)
        moves = ramp(change, before, after, integer=row.integer)
        result = (
            (*start, *moves)
            if change.until == change.start
            else (*start, (change.start, before), *moves)
        )
    return result


def _check(change: Change, after: float, row: Row, context: Context) -> None:
    """Note a value at the end of a change that is not allowed.

    Values on the way lie between the ends, so they need no check.
    """
    low, high = row.plausible
    if unclear := doubt_of(change.written, low, high, row.unit):
        context.faults.add(f"{context.file}: '{row.name}' on {change.until} {unclear}")
        return
    if row.can_hold(after) and (change.widen or low <= after <= high):
        return
    problem = row.fault(after)
    way_out = (
        f"Typing error? Correct it. Truly {show(after)}? Add 'widen: \"reason\"' to the change."
        if row.can_hold(after)
        else ""
    )
    made = (
        "" if change.how == "to" else f" in {context.region} ({change.how}: {show(change.amount)})"
    )
    context.faults.add(
        f"{context.file}: '{row.name}' on {change.until}{made} {problem} {way_out}".rstrip()
    )


def check_levers(
    keys: Mapping[str, tuple[Change, ...]], rows: ParameterRows, file: str, faults: Faults
) -> None:
    """Note every key that is no row, or a row that is no lever."""
    levers = [row.name for row in rows.values() if row.kind == "lever"]
    strange = not_among(keys, rows)
    for key in keys:
        if key in strange:
            faults.add(
                f"{file}: {unknown_row('lever', key, levers)} Correct it; `doorstroom levers WORD` "
                "finds them."
            )
        elif key in rows and rows[key].kind != "lever":
            near = nearest(key, levers)
            guess = f" Nearest lever: '{near}'." if near else ""
            faults.add(
                f"{file}: '{key}' is of kind {rows[key].kind}; only a row of kind lever can be "
                f"changed.{guess} "
                f"For a value that holds in the whole run pass parameters={{'{key}': ...}}, on the "
                f"command line assume.{key}=<value>, or make it a lever in {rows[key].file}."
            )


def parse_parameters(
    parameters: Mapping[str, object],
    rows: ParameterRows,
    faults: Faults,
    file: str = "parameters",
    kinds: Collection[str] = KINDS,
) -> dict[str, float]:
    """Return the values of `parameters={...}`, or of `assume:` of a scenario, by full row name.

    A number, or `{value, widen: "reason"}` beyond the plausible range. `file` is where they stand,
    for messages; `kinds` are the kinds of row that may stand there.
    """
    values: dict[str, float] = {}
    for name in not_among(parameters, rows):
        faults.add(
            f"{file}: {unknown_row('row', name, rows)} Correct it; `python -m sim parameters` "
            "lists all rows."
        )
    for name, entry in parameters.items():
        where = f"{file}: '{name}'"
        if name not in rows:
            continue
        if rows[name].kind not in kinds:
            way_out = (
                "Put it under 'changes', with the day from which it holds."
                if rows[name].kind == "lever"
                else "Remove it."
            )
            faults.add(
                f"{where} is of kind {rows[name].kind}; only a row of kind {' or '.join(kinds)} "
                f"can be assumed. {way_out}"
            )
            continue
        widen: str | None = None
        if isinstance(entry, Mapping):
            checks.check_keys(entry, where, faults, required=("value",), optional=("widen",))
            widen = (
                checks.text(entry["widen"], f"{where}: 'widen'", faults)
                if "widen" in entry
                else None
            )
            if "value" not in entry:
                continue
            entry = entry["value"]
        value = checks.number(entry, where, faults)
        if value is None:
            continue
        row = rows[name]
        problem = row.fault(value)
        if problem and not (widen and row.can_hold(value)):
            way_out = (
                f"Typing error? Correct it. Truly {show(value)}? Pass {{'value': "
                f"{show(value)}, 'widen': 'reason'}}; behind a command, in quotes: "
                f"{{value: {show(value)}, widen: reason}}."
            )
            faults.add(
                f"{where} {problem} {way_out}" if row.can_hold(value) else f"{where} {problem}"
            )
        values[name] = value
    return values
