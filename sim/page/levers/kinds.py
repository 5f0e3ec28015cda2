"""What a lever of the page is.

A slider that moves one row of `conf/parameters`, a year, or a yes or no; and a group of them.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Lever:
    """One lever of the page.

    Attributes:
        slug: short name in the address.
        row: full name of the row that it moves.
        label: what it is, in plain words (English, key of the catalogue).
        unit: unit of the slider (key of the catalogue); "%" and plain numbers included.
        how: "to" (slider x factor = value of the row), "times" (slider is per cent of today) or
            "add" (slider is added to today).
        factor: from slider to row, for "to". low, high: range of the slider; None: the row's
            plausible range. wide_low, wide_high: range once the room chooses to go beyond what is
            plausible; None: no further than plausible.
        step: step of the slider.
        ready: slug of the lever that says in which year a gradual change is complete; "" for a
            change on one day.
        help: one sentence for who hears of it for the first time.
    """

    slug: str
    row: str
    label: str
    unit: str
    how: str = "to"
    factor: float = 1.0
    low: float | None = None
    high: float | None = None
    wide_low: float | None = None
    wide_high: float | None = None
    step: float = 1.0
    ready: str = ""
    help: str = ""


@dataclass(frozen=True)
class Moment:
    """A lever that says when.

    The year by whose first day the levers that name it have fully changed.
    """

    slug: str
    label: str
    low: int = 2027
    high: int = 2034
    today: int = 2030


@dataclass(frozen=True)
class Switch:
    """A yes or no, written as 1 or 0."""

    slug: str
    row: str
    label: str


@dataclass(frozen=True)
class Group:
    """Levers that belong together."""

    name: str
    title: str
    levers: tuple[Lever | Moment | Switch, ...]
