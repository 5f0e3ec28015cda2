"""Records: the state of one replication as fields with unit and meaning, in one flat block of
64-bit words.

A record (a youth, a team ...) is a run of words in the block; a reference is the place where it
begins. The lane itself stands at place 0, so that place 0 as a reference means nobody. A record is
declared as a class, one annotation per field:

    n_moves: Annotated[int, "count", "moves so far"]
        int, float and bool: one word
    team: Annotated["Team", "-", "who cares for the youth"]
        another record: one word, its place
    trust: Annotated[Level, IN_PLACE, "0..10", "trust in care"]
        a smaller record, its words in place
    held: Annotated[Ints, InPlace(4), "count", "positions"]
        numbers in place; without `InPlace` one word, the place of numbers elsewhere
    search: SearchParameters
        a group of parameters, its numbers in place
    kind = Kind.YOUTH.value
        without annotation: a number that all records of the class share, and that takes no word

In compiled handlers (`machine.py`) `youth.n_moves += 1` is one load, one add, one store. Here is
the same access in plain Python, used where compilation is switched off and by what prepares a lane.
"""

import inspect
from typing import (
    TYPE_CHECKING,
    Any,
    Generic,
    NamedTuple,
    TypeVar,
    get_args,
    get_origin,
    get_type_hints,
)

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")
WordArray = NDArray[np.int64]


class InPlace(NamedTuple):
    """Marks words that stand inside the record; `n` things in a row."""

    n: int = 1


IN_PLACE = InPlace()
NOBODY: Any = None  # a reference to no record


class Spec(NamedTuple):
    """What a field holds and where."""

    what: str  # int, float, bool, ref, record, ints, refs, group, groups
    at: int  # first word, counted from the beginning of the record
    of: Any  # record class of ref, record and refs; NamedTuple class of group and groups
    n: int  # things in place; 0: elsewhere
    unit: str
    meaning: str


_RECORDS: dict[str, type["Record"]] = {}  # every class of records, by name


class Record:
    """A place in a block of memory, read and written by field name."""

    __slots__ = ("_place", "_words")

    def __init_subclass__(cls) -> None:
        _RECORDS[cls.__name__] = cls

    def __init__(self, where: "WordArray | Record | Several", place: int) -> None:
        words = where if isinstance(where, np.ndarray) else where._words
        object.__setattr__(self, "_words", words)
        object.__setattr__(self, "_place", int(place))

    def __getattr__(self, name: str) -> Any:
        return load(self._words, self._place, layout(type(self))[name])

    def __setattr__(self, name: str, value: Any) -> None:
        store(self._words, self._place, layout(type(self))[name], value)


class Several:
    """Numbers, references or groups in a row."""

    __slots__ = ("_of", "_place", "_what", "_words")

    def __init__(self, words: WordArray, place: int, what: str, of: Any) -> None:
        self._words, self._place, self._what, self._of = words, place, what, of

    def __getitem__(self, k: int) -> Any:
        return load(self._words, self._place, _element(self._what, self._of, k))

    def __setitem__(self, k: int, value: Any) -> None:
        store(self._words, self._place, _element(self._what, self._of, k), value)


class Ints(Several):
    """Whole numbers in a row."""

    if TYPE_CHECKING:

        def __getitem__(self, k: int) -> int: ...


class Floats(Several):
    """Floats in a row."""

    if TYPE_CHECKING:

        def __getitem__(self, k: int) -> float: ...


class Refs(Several, Generic[T]):
    """References in a row."""

    if TYPE_CHECKING:

        def __getitem__(self, k: int) -> T: ...


class Groups(Several, Generic[T]):
    """Groups of parameters in a row."""

    if TYPE_CHECKING:

        def __getitem__(self, k: int) -> T: ...


ROWS = {Ints: "ints", Floats: "floats", Refs: "refs", Groups: "groups"}


_LAYOUTS: dict[str, dict[str, Spec]] = {}


def layout(record: type[Record]) -> dict[str, Spec]:
    """Return the fields of a record in order, each with its first word."""
    known = f"{record.__module__}.{record.__qualname__}"
    if known not in _LAYOUTS:
        _LAYOUTS[known] = _lay_out(record)
    return _LAYOUTS[known]


def _lay_out(record: type[Record]) -> dict[str, Spec]:
    fields: dict[str, Spec] = {}
    at = 0
    known = {**_RECORDS, **vars(inspect.getmodule(record))}
    for name, hint in get_type_hints(record, known, include_extras=True).items():
        extra = list(getattr(hint, "__metadata__", ()))
        bare = get_args(hint)[0] if extra else hint
        n = next((e.n for e in extra if isinstance(e, InPlace)), 0)
        unit, meaning = ([*[e for e in extra if isinstance(e, str)], "", ""])[:2]
        row = get_origin(bare) or bare
        inside: Any = get_args(bare)[0] if get_args(bare) else None
        if bare in (int, float, bool):
            spec, words = Spec(bare.__name__, at, None, 1, unit, meaning), 1
        elif row in ROWS:
            size = len(inside._fields) if ROWS[row] == "groups" else 1
            spec, words = Spec(ROWS[row], at, inside, n, unit, meaning), n * size or 1
        elif issubclass(bare, Record):
            spec, words = (
                Spec("record" if n else "ref", at, bare, n, unit, meaning),
                size_of(bare) if n else 1,
            )
        elif issubclass(bare, tuple):
            spec, words = Spec("group", at, bare, 1, unit, meaning), len(bare._fields)
        else:
            raise TypeError(
                f"{record.__name__}.{name} is {bare!r}; a field is int, float, bool, a record, a "
                "row of them, or a group of parameters"
            )
        fields[name] = spec
        at += words
    return fields


def size_of(record: type[Record]) -> int:
    """Return the words of a record."""
    *_, last = layout(record).values()
    if last.what == "record":
        return last.at + size_of(last.of)
    if last.what in ("group", "groups"):
        return last.at + len(last.of._fields) * max(last.n, 1)
    return last.at + max(last.n, 1)


def _element(what: str, of: Any, k: int) -> Spec:
    if what == "groups":
        return Spec("group", k * len(of._fields), of, 1, "", "")
    return Spec({"ints": "int", "floats": "float", "refs": "ref"}[what], k, of, 1, "", "")


def load(words: WordArray, place: int, spec: Spec) -> Any:
    """Read a field in plain Python."""
    at = place + spec.at
    if not 0 <= at < len(words):
        raise IndexError(f"place {at} lies outside the block of {len(words)} words")
    match spec.what:
        case "int":
            return int(words[at])
        case "bool":
            return bool(words[at])
        case "float":
            return float(words[at : at + 1].view(np.float64)[0])
        case "ref":
            return spec.of(words, int(words[at]))
        case "record":
            return spec.of(words, at)
        case "group":
            return spec.of(*words[at : at + len(spec.of._fields)].view(np.float64).tolist())
    return Several(words, at if spec.n else int(words[at]), spec.what, spec.of)


def store(words: WordArray, place: int, spec: Spec, value: Any) -> None:
    """Write a field in plain Python."""
    at = place + spec.at
    if not 0 <= at < len(words):
        raise IndexError(f"place {at} lies outside the block of {len(words)} words")
    if spec.what == "float":
        words[at : at + 1].view(np.float64)[0] = value
    elif isinstance(value, Record | Several):
        words[at] = value._place
    elif value is NOBODY:
        words[at] = 0
    else:
        words[at] = value


def is_some(record: Record) -> bool:
    """Tell whether a reference leads to a record."""
    return int(record._place) != 0


def place_of(record: Record | Several) -> int:
    """Return the place of a record or of a row of numbers."""
    return int(record._place)


def set_field(record: Record, name: str, value: Any) -> None:
    """Write the field of that name: what `getattr` is for reading."""
    setattr(record, name, value)


def ints_at(where: Record, place: int) -> Ints:
    """Return the whole numbers that begin at a place of the same block."""
    return Ints(where._words, place, "ints", None)


def everything(where: Record) -> Ints:
    """Return the whole block as whole numbers."""
    return Ints(where._words, 0, "ints", None)


def everything_as_floats(where: Record) -> Floats:
    """Return the whole block as floats."""
    return Floats(where._words, 0, "floats", None)


def read_ahead(where: Record, place: int) -> None:
    """Have the processor fetch the line of its cache at a place; it goes on meanwhile."""
