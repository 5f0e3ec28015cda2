"""What a user reads when the configuration is wrong.

File, key, value, what is allowed, the way out. All faults at once.
"""

import difflib
import math
from collections.abc import Callable, Collection, Iterable
from itertools import islice
from typing import NoReturn

N_LISTED = 12  # a longer list of valid names is cut to the nearest ones
MOST_FAULTS = 200  # of one file or command; nobody reads on, and looking further takes seconds
N_TOLD = 10  # faults that are told at once; who has more begins with these
N_UNKNOWN = 50  # names of one file that are looked up among those that exist
LONGEST_NAME, LONGEST_PATH, LONGEST_FAULT = 80, 300, 1000  # letters; the middle is left out


class ConfigError(ValueError):
    """Something in a file or an argument is not allowed.

    `faults` holds one message each, `str()` one a line: the first ten, each of a length that can be
    read.
    """

    def __init__(self, *faults: str) -> None:
        super().__init__(*faults)
        self.faults = faults

    def __str__(self) -> str:
        told = [short(fault, LONGEST_FAULT) for fault in self.faults[:N_TOLD]]
        if more := len(self.faults) - len(told):
            told.append(f"There are at least {more} more; correct these first.")
        return "\n".join(told)


class Faults:
    """Collects faults, so that a reader sees all of them at once instead of one per attempt."""

    def __init__(self) -> None:
        self.messages: list[str] = []

    def add(self, message: str) -> None:
        """Keep one fault; the same fault is kept once.

        Raises:
            ConfigError: there are so many that looking further is of no use.
        """
        if message in self.messages:
            return
        if len(self.messages) >= MOST_FAULTS:
            raise ConfigError(
                *self.messages[:MOST_FAULTS],
                f"There are more than {MOST_FAULTS} faults; correct these first.",
            )
        self.messages.append(message)

    def unless(self, works: Callable[[], object]) -> None:
        """Do something, and keep the faults that it raises."""
        try:
            works()
        except ConfigError as error:
            for message in error.faults:
                self.add(message)

    def stop(self) -> None:
        """Raise ConfigError if there are any faults."""
        if self.messages:
            raise ConfigError(*self.messages)


def nearest(name: object, valid: Iterable[str]) -> str | None:
    """Return the valid name that is spelled most like `name`; None if none comes near."""
    found = difflib.get_close_matches(short(str(name)), sorted(valid), n=1, cutoff=0.5)
    return found[0] if found else None


def unknown(what: str, name: object, valid: Iterable[str]) -> str:
    """Return the message for a name that does not exist: "unknown scenario 'basline'.

    Did you mean 'baseline'? Valid: ...".
    """
    names = sorted(valid)
    name = show(name) if isinstance(name, int) else str(name)  # of thousands of digits
    near = nearest(name, names)
    listed = names
    if len(names) > N_LISTED:
        listed = difflib.get_close_matches(short(name), names, n=N_LISTED, cutoff=0.0)
    more = f", and {len(names) - len(listed)} more" if len(names) > len(listed) else ""
    guess = f" did you mean '{near}'?" if near else ""
    given = short(name)
    return f"unknown {what} '{given}';{guess} Valid: {', '.join(listed) or 'none'}{more}."


def not_among(names: Iterable[str], valid: Collection[str]) -> list[str]:
    """Return the names that do not exist, at most as many as anybody would read."""
    return list(islice((name for name in names if name not in valid), N_UNKNOWN))


def short(text: str, longest: int = LONGEST_NAME) -> str:
    """Return a text as one line of at most so many letters, cut in the middle where it is longer.

    What is no letter (a line end, a sign that moves the cursor) is written out.
    """
    if len(text) > longest:
        half = (longest - 5) // 2
        text = f"{text[:half]} ... {text[-half:]}"
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


def refuse(message: str) -> NoReturn:
    """Raise ConfigError with one fault."""
    raise ConfigError(message)


NO_UNIT = "-"  # of a bare number: an exponent, a ratio


def in_unit(number: str, unit: str) -> str:
    """Return a number in words with its unit behind it; a bare number has none."""
    return number if unit == NO_UNIT else f"{number} {unit}"


def show(value: object) -> str:
    """Return a value as a user would type it: whole numbers without a point, text in quotes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if value is None:
        return "empty"
    if isinstance(value, int) and value.bit_length() > LONGEST_PATH:
        return f"a number of some {int(math.log10(abs(value)))} digits"
    if isinstance(value, (int, float)):
        return repr(float(value)) if isinstance(value, float) else str(int(value))
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 80 else text[:77] + "..."
