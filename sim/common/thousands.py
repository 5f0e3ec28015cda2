"""Is 30.000 thirty thousand, as Dutch writes it, or thirty? Nobody can tell: it is asked back."""

import re

THOUSANDS = re.compile(r"[-+]?[1-9][0-9]{0,2}(?:\.[0-9]{3})")


class Typed(float):
    """A number that may be meant as thousands; `text` is how it was written."""

    text: str

    def __new__(cls, text: str) -> "Typed":
        """Return the number that `text` is in English notation."""
        made = super().__new__(cls, text)
        made.text = text
        return made


def could_be_thousands(text: str) -> bool:
    """Tell whether a number has one to three digits, a point and exactly three more."""
    return THOUSANDS.fullmatch(text) is not None


def doubt(value: object, low: float, high: float) -> str | None:
    """Return what is unclear about a number as it was written; None where nothing is.

    Args:
        value: as it was read; only a `Typed` number can be unclear.
        low: lowest plausible value; read as thousands, it must be plausible to be unclear.
        high: highest plausible value.
    """
    return doubt_of(value.text, low, high) if isinstance(value, Typed) else None


def doubt_of(text: str, low: float, high: float) -> str | None:
    """Return what is unclear about a number as it is typed; None where nothing is."""
    if not could_be_thousands(text) or not low <= float(text) * 1000 <= high:
        return None
    whole = f"{float(text) * 1000:.0f}"
    return (
        f"is {text}, which can be read as {whole} or as {float(text):g}. Write {whole}, or {text}0."
    )
