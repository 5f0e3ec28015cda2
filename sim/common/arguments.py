"""What a user may pass to `simulate` and `compare`.

Every argument checked before anything runs, all faults at once. Each message names the argument,
the value, what is allowed and the nearest valid name. What is well meant is taken as it is meant: a
date may be text or a Timestamp, a whole number may come from NumPy.
"""

import datetime as dt
import math
from collections.abc import Collection, Mapping, Sequence
from numbers import Integral, Real
from pathlib import Path
from types import UnionType
from typing import Any

from sim.common.errors import Faults, not_among, show, unknown

SEED_MAX = 2**63
YEARS_MAX = 60
MOST = 10**15  # of anything that is counted
MOST_WORKERS = 1_000  # threads or processes of one machine


def check_names(call: str, given: Collection[str], valid: Collection[str]) -> None:
    """Refuse keyword arguments that do not exist.

    Raises:
        ConfigError: names each of them, and the nearest one that exists.
    """
    faults = Faults()
    for name in not_among(given, valid):
        faults.add(f"{call}: {unknown('argument', name, valid)}")
    faults.stop()


def whole(
    value: Any, name: str, faults: Faults, low: int, high: int | None = None, more: str = ""
) -> int:
    """Return a whole number of at least `low` and at most `high`; after a fault `low`.

    A boolean, text or 2.0 is none.
    """
    if (
        not isinstance(value, bool)
        and isinstance(value, Integral)
        and low <= int(value)
        and int(value) <= (MOST if high is None else high)
    ):
        return int(value)
    is_more = isinstance(value, int) and value > MOST
    top = f"of at least {low}" if high is None and not is_more else f"from {low} to {high or MOST}"
    given = repr(float(value)) if isinstance(value, float) else show(value)  # 30.0 is not 30
    faults.add(f"'{name}' is {given}; it must be a whole number {top}.{more}{_in_digits(value)}")
    return low


def real(value: Any, name: str, faults: Faults, low: float, high: float) -> float:
    """Return a number in [low, high]; after a fault `low`. A boolean or text is none."""
    number: Any = value
    if not isinstance(value, bool) and isinstance(value, Real) and low <= number <= high:
        return float(value)
    faults.add(
        f"'{name}' is {show(value)}; it must be a number from {show(low)} to {show(high)}."
        f"{_in_digits(value)}"
    )
    return low


def _in_digits(value: object) -> str:
    is_number = isinstance(value, str) and value.strip().isnumeric()
    return (
        " Write it with the digits 0 to 9, no zeros before it and no quotes." if is_number else ""
    )


def date(value: Any, name: str, faults: Faults) -> dt.date:
    """Return a calendar date.

    A date, ISO text, or a datetime or pandas Timestamp at midnight without a time zone; after a
    fault some date.
    """
    if isinstance(
        value, dt.datetime
    ):  # a Timestamp is one, and so is NaT, whose hour is not a number
        is_midnight = (
            value.hour == value.minute == value.second == value.microsecond == 0
            and not math.isnan(value.year)
        )
        if is_midnight and value.tzinfo is None:
            return dt.date(value.year, value.month, value.day)
    elif isinstance(value, dt.date):
        return value
    elif isinstance(value, str):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    faults.add(
        f"'{name}' is {show(value)}; it must be a date such as 2025-07-01, as text or "
        "datetime.date(2025, 7, 1), without a time of day."
    )
    return dt.date.max


def choice(value: object, name: str, faults: Faults, valid: Collection[str]) -> str:
    """Return one of the valid words; after a fault it may be any."""
    if not isinstance(value, str) or value not in valid:
        faults.add(unknown(name, value, valid))
    return value if isinstance(value, str) else ""


def mapping(value: object, name: str, faults: Faults, example: str) -> Mapping[str, object]:
    """Return a mapping, empty for None and after a fault."""
    if value is None:
        return {}
    if isinstance(value, Mapping):
        return value
    faults.add(
        f"'{name}' is {show(value)}; it must be a mapping of names to values. Pass "
        f"{name}={{{example}}}."
    )
    return {}


def names(value: object, name: str, faults: Faults) -> str | list[str]:
    """Return one name or path, or several in a list."""
    if isinstance(value, str | Path):
        return str(value)
    if (
        isinstance(value, Sequence)
        and not isinstance(value, bytes)
        and all(isinstance(each, str | Path) for each in value)
    ):
        return [str(each) for each in value]
    faults.add(
        f"'{name}' is {show(value)}; it must be a name or a list of names. Pass "
        f"{name}='noord_holland', or a file in conf/region/."
    )
    return []


def kind(value: object, types: type | UnionType, name: str, faults: Faults, what: str) -> None:
    """Note a value of another type than `types`; `what` says in words what it must be."""
    if not isinstance(value, types):
        faults.add(f"{name} is {show(value)}; it must be {what}")
