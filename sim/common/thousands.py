"""Is 30.000 thirty thousand, as Dutch writes it, or thirty? Nobody can tell: it is asked back."""

import re

THOUSANDS = re.compile(r"[-+]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
COUNTED = frozenset(
    (
        "cases",
        "day",
        "euro",
        "FTE",
        "hour",
        "managers",
        "month",
        "persons",
        "places",
        "positions",
        "reviews",
        "rung",
        "sites",
        "staff",
        "year",
        "youths",
    )
)  # units of which nobody writes thousandths: a row in one of these is always asked back


class Typed(float):
    """A number that may be meant as thousands; `text` is how it was written."""

    text: str

    def __new__(cls, text: str) -> "Typed":
        """Return the number that `text` is in English notation."""
        made = super().__new__(cls, text)
        made.text = text
        return made


def could_be_thousands(text: str) -> bool:
    """Tell whether a number has one to three digits, then groups of a point and three more."""
    return THOUSANDS.fullmatch(text) is not None


def is_counted(unit: str) -> bool:
    """Tell whether a unit counts whole things, also per something else (`euro/day`)."""
    return unit.partition("/")[0] in COUNTED


def doubt(value: object, low: float, high: float, unit: str = "") -> str | None:
    """Return what is unclear about a number as it was written; None where nothing is.

    Args:
        value: as it was read; only a `Typed` number can be unclear.
        low: lowest plausible value; read as thousands, it must be plausible to be unclear.
        high: highest plausible value.
        unit: of the number; where it counts whole things, the range does not matter.
    """
    return doubt_of(value.text, low, high, unit) if isinstance(value, Typed) else None


def doubt_of(text: str, low: float, high: float, unit: str = "") -> str | None:
    """Return what is unclear about a number as it is typed; None where nothing is."""
    if not could_be_thousands(text):
        return None
    whole = int(text.replace(".", ""))
    return unclear(text) if is_counted(unit) or low <= whole <= high else None


def unclear(text: str) -> str:
    """Return what to write instead of a number that could be thousands."""
    whole = int(text.replace(".", ""))
    if text.count(".") > 1:
        return f"is {text}, which is no number here. Write {whole}."
    read = f"{float(text):.15g}"
    plain = read if float(text).is_integer() else f"{text}0"
    return f"is {text}, which can be read as {whole} or as {read}. Write {whole}, or {plain}."
