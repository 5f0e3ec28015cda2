"""The whole state of the page in its address: written from checked values, read as hostile input.

Reading never fails: what is unknown, malformed, doubled or too much is left out and counted, so
that the page can say so. Nothing from an address is ever imported, evaluated or used as a path:
names are looked up in fixed lists, numbers are parsed, bounded and put on the slider's steps.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, quote, unquote

from sim.evidence.ensemble import COUNTRY
from sim.page.levers.groups import ALL, LEVERS, MOMENTS, SWITCHES
from sim.words.catalogue import LANGUAGES

MAX_LENGTH = 4096  # characters of an address that are read
MAX_FIELDS = 80
MAX_PINS = 4
VIEWS = ("see", "understand", "compare", "limits", "keep")
LARGEST = "largest"
TWINS = (
    LARGEST,
    *(str(n) for n in range(1, 21)),
)  # which youth is shown under two policies: the largest difference, or one by this lot
DEFAULT_SCENARIO = "baseline"
DEFAULT_REGION = "noord_holland"
DIGITS = frozenset("0123456789.-")


@dataclass(frozen=True)
class PageVariant:
    """What is simulated besides the base.

    A scenario and levers that were moved (slug -> slider), in order of slug.
    """

    scenario: str = DEFAULT_SCENARIO
    moved: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    wide: bool = False

    @property
    def key(self) -> str:
        """A variant as text: the same for the same variant, fit for an address."""
        parts = [
            self.scenario,
            *(f"{slug}:{plain(value)}" for slug, value in sorted(self.moved.items())),
            *(["wide"] if self.wide else []),
        ]
        return "~".join(parts)


@dataclass(frozen=True)
class State:
    """Everything that a link reproduces."""

    lang: str = LANGUAGES[0]
    region: str = DEFAULT_REGION
    variant: PageVariant = field(default_factory=PageVariant)
    pins: tuple[PageVariant, ...] = ()
    view: str = VIEWS[0]
    is_presenting: bool = False
    twin: str = ""
    n_refused: int = field(default=0, compare=False)
    is_country_asked: bool = field(default=False, compare=False)


def plain(value: float) -> str:
    """Return a number for an address: 42, 2.5, -1."""
    return f"{value:g}"


def write(state: State) -> str:
    """Return the address (from the question mark on) of a state.

    Only what differs from the first view is written.
    """
    pairs = [("lang", state.lang), ("region", state.region), ("scenario", state.variant.scenario)]
    pairs += [(slug, plain(value)) for slug, value in sorted(state.variant.moved.items())]
    if state.variant.wide:
        pairs.append(("wide", "1"))
    pairs += [("pin", pin.key) for pin in state.pins]
    if state.view != VIEWS[0]:
        pairs.append(("view", state.view))
    if state.is_presenting:
        pairs.append(("present", "1"))
    if state.twin:
        pairs.append(("twin", state.twin))
    return "?" + "&".join(f"{key}={quote(text, safe='~:.-_')}" for key, text in pairs)


def read(address: object, regions: Sequence[str], scenarios: Sequence[str]) -> State:
    """Return the state that an address asks for; `n_refused` counts what was left out."""
    text = address if isinstance(address, str) else ""
    n_refused = int(len(text) > MAX_LENGTH)
    try:
        pairs = parse_qsl(
            text[:MAX_LENGTH].lstrip("?"), max_num_fields=MAX_FIELDS, keep_blank_values=True
        )
    except ValueError:
        return State(n_refused=1)
    state, moved, wide = State(), {}, False
    pins: list[str] = []
    seen: set[str] = set()
    choices = {
        "lang": LANGUAGES,
        "region": regions,
        "scenario": scenarios,
        "view": VIEWS,
        "wide": ("1",),
        "present": ("1",),
        "twin": TWINS,
    }
    for key, value in pairs:
        if key == "pin":
            pins.append(value)
            continue
        if (
            key in seen
            or (key not in choices and key not in ALL)
            or (key in choices and value not in choices[key])
        ):
            n_refused += 1
            if (key, value) == ("region", COUNTRY):
                state = replace(state, is_country_asked=True)
            continue
        seen.add(key)
        if key in ALL:
            moved[key] = value
        elif key == "scenario":
            state = replace(state, variant=PageVariant(value))
        elif key == "present":
            state = replace(state, is_presenting=True)
        elif key == "wide":
            wide = True
        else:
            plain_choices: dict[str, Any] = {key: value}
            state = replace(state, **plain_choices)
    numbers, n_bad = positions(moved, wide)
    found = [pin_of(pin, scenarios) for pin in pins[:MAX_PINS]]
    kept = tuple(dict.fromkeys(pin.key for pin in found if pin is not None))
    n_refused += n_bad + sum(pin is None for pin in found) + max(0, len(pins) - MAX_PINS)
    by_key = {pin.key: pin for pin in found if pin is not None}
    variant = PageVariant(state.variant.scenario, MappingProxyType(numbers), wide)
    return replace(
        state, variant=variant, pins=tuple(by_key[key] for key in kept), n_refused=n_refused
    )


def pin_of(text: str, scenarios: Sequence[str]) -> PageVariant | None:
    """Return the variant that a pin describes, None where it describes none."""
    scenario, *parts = unquote(text).split("~")
    if scenario not in scenarios or len(parts) > len(ALL) + 1:
        return None
    wide = "wide" in parts
    given = [part.split(":") for part in parts if part != "wide"]
    if any(len(pair) != 2 or pair[0] not in ALL for pair in given) or len(
        {pair[0] for pair in given}
    ) < len(given):
        return None
    numbers, n_bad = positions({pair[0]: pair[1] for pair in given}, wide)
    return None if n_bad else PageVariant(scenario, MappingProxyType(numbers), wide)


def positions(moved: Mapping[str, str], wide: bool) -> tuple[dict[str, float], int]:
    """Return slider positions by slug in a fixed order, and how many were no number or outside
    every range.
    """
    found: dict[str, float] = {}
    for slug in ALL:
        if slug in moved:
            value = number(moved[slug])
            if value is not None and is_allowed(slug, value, wide):
                found[slug] = value
    return found, len(moved) - len(found)


def number(text: str) -> float | None:
    """Return a plain decimal number of at most twelve characters; None for anything else."""
    if not 0 < len(text) <= 12 or not set(text) <= DIGITS:
        return None
    try:
        value = float(text)
    except ValueError:
        return None
    return round(value, 4) + 0.0 if math.isfinite(value) else None


def is_allowed(slug: str, value: float, wide: bool) -> bool:
    """Tell whether a slider can stand there.

    What is plausible in a row is looked up by `levers.range_of`.
    """
    from sim.page.levers.today import range_of

    if slug in SWITCHES:
        return value in (0.0, 1.0)
    if slug in MOMENTS:
        return value.is_integer() and MOMENTS[slug].low <= value <= MOMENTS[slug].high
    low, high = range_of(LEVERS[slug], wide)
    return low - 1e-9 <= value <= high + 1e-9
