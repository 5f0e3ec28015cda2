"""Small checks that every file needs.

Each returns a usable value, or None after noting a fault that names file, key, value and way out.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

import numpy as np

from sim.common.errors import Faults, not_among, show, unknown

MAX_SIZE = 1e15  # larger numbers are typing errors, and differences of them overflow
MOST_LETTERS, MOST_OF_TITLE = 5_000, 300  # of a text that people read


def check_keys(
    content: Mapping[Any, Any],
    where: str,
    faults: Faults,
    *,
    required: Collection[str],
    optional: Iterable[str] = (),
) -> None:
    """Note every missing and every unknown key; `where` is the file and, inside it, the key."""
    valid = [*required, *optional]
    for key in not_among(content, valid):
        faults.add(f"{where}: {unknown('key', key, valid)} Correct or remove it.")
    for key in required:
        if key not in content:
            faults.add(f"{where}: '{key}' is missing; required: {', '.join(required)}. Add it.")


def text(value: object, where: str, faults: Faults, most: int = MOST_LETTERS) -> str | None:
    """Return text that is not empty, of at most `most` letters."""
    if isinstance(value, str) and len(value) > most:
        faults.add(f"{where} has {len(value):,} letters; at most {most:,}. Shorten it.")
        return None
    if isinstance(value, str) and value.strip():
        return value.strip()
    faults.add(
        f"{where} is {show(value)}; it must be text that is not empty. Write it out, in quotes if "
        "it looks like a number."
    )
    return None


def number(value: Any, where: str, faults: Faults) -> float | None:
    """Return a finite number as float; a boolean is none."""
    is_number = isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(
        value, bool
    )
    if is_number and -MAX_SIZE <= value <= MAX_SIZE:  # false for NaN
        return float(value) + 0.0  # -0.0 becomes 0.0
    faults.add(
        f"{where} is {show(value)}; it must be a finite number between -1e15 and 1e15. Write "
        "digits, a decimal point, no unit."
    )
    return None


def whole(value: object, where: str, faults: Faults, low: int, high: int) -> int | None:
    """Return a whole number in [low, high]."""
    if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
        return value
    faults.add(
        f"{where} is {show(value)}; it must be a whole number from {low} to {high}. Correct it."
    )
    return None


def day(value: object, where: str, faults: Faults) -> date | None:
    """Return a calendar date; ISO text is read, a time of day is refused."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    faults.add(
        f"{where} is {show(value)}; it must be a date such as 2025-07-01. Write year-month-day."
    )
    return None


def flag(value: object, where: str, faults: Faults) -> bool:
    """Return a boolean, False after a fault."""
    if not isinstance(value, bool):
        faults.add(f"{where} is {show(value)}; it must be true or false. Correct it.")
    return value is True


def one_of(value: object, valid: Collection[str], where: str, faults: Faults) -> str | None:
    """Return one of the valid words."""
    if isinstance(value, str) and value in valid:
        return value
    faults.add(f"{where} is {show(value)}; valid are {', '.join(valid)}. Choose one of these.")
    return None


def mapping(value: object, where: str, faults: Faults, *, of: str) -> Mapping[Any, Any]:
    """Return a mapping, empty after a fault."""
    if isinstance(value, Mapping):
        return value
    faults.add(f"{where} is {show(value)}; it must be a mapping of {of}. Write 'key: value' lines.")
    return {}


def both_languages(
    content: Mapping[Any, Any], key: str, file: str, faults: Faults
) -> Mapping[str, str]:
    """Return the text under `key` in Dutch and English."""
    if key not in content:
        return {}
    where = f"{file}: '{key}'"
    texts = mapping(content[key], where, faults, of="nl and en to text")
    if isinstance(content[key], Mapping):
        check_keys(texts, where, faults, required=("nl", "en"))
    most = MOST_OF_TITLE if key == "title" else MOST_LETTERS
    return {
        language: text(texts[language], f"{file}: '{key}.{language}'", faults, most) or ""
        for language in ("nl", "en")
        if language in texts
    }
