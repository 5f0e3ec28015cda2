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

In a `Packed` record a field takes no more bytes than its unit needs, and stands in the first gap
where it fits: bools 1, references 4, whole numbers as `BYTES_OF_UNIT` says, all else 8. A value
that does not fit raises OverflowError here and in checked builds.

In compiled handlers (`machine.py`) `youth.n_moves += 1` is one load, one add, one store. Here is
the same access in plain Python, used where compilation is switched off and by what prepares a lane.
"""

import inspect
from functools import lru_cache
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


class Bytes(NamedTuple):
    """Marks a whole number that takes so many bytes, whatever its unit."""

    n: int


class AtLine(NamedTuple):
    """Marks a field that begins a line of the processor's cache, as its record does."""


IN_PLACE = InPlace()
AT_LINE = AtLine()
WORD, LINE = 8, 64  # bytes
WHOLE = Bytes(WORD)
NOBODY: Any = None  # a reference to no record


class Spec(NamedTuple):
    """What a field holds and where."""

    what: str  # int, float, bool, ref, record, ints, refs, group, groups
    at: int  # first word, counted from the beginning of the record
    of: Any  # record class of ref, record and refs; NamedTuple class of group and groups
    n: int  # things in place; 0: elsewhere
    unit: str
    meaning: str
    byte: int = 0  # first byte within that word
    width: int = WORD  # bytes; of one thing, where more stand in a row


BYTES_OF_BOOL = 1
BYTES_OF_PLACE = 4  # without sign; a block has fewer words than `MOST_WORDS`
MOST_WORDS = 1 << 31
# bytes of a whole number with sign, by unit: a day is at most `clock.NEVER`, 2**30
BYTES_OF_UNIT = {
    "day": 4,
    "count": 4,
    "index": 4,
    "minute/day": 4,
    "code": 2,
    "level": 1,
    "rung": 1,
    "0, 1": 1,
    "-1..1": 1,
    "0..5": 1,
    "0..10": 1,
}

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


class Packed(Record):
    """A record whose fields are as narrow as they may be."""


class Several:
    """Numbers, references or groups in a row; a number takes `width` bytes."""

    __slots__ = ("_of", "_place", "_what", "_width", "_words")

    def __init__(self, words: WordArray, place: int, what: str, of: Any, width: int = WORD) -> None:
        self._words, self._place, self._what, self._of = words, place, what, of
        self._width = width

    def __getitem__(self, k: int) -> Any:
        return load(self._words, self._place, _element(self._what, self._of, k, self._width))

    def __setitem__(self, k: int, value: Any) -> None:
        store(self._words, self._place, _element(self._what, self._of, k, self._width), value)


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
    taken = bytearray()  # which bytes of the record are
    known = {**_RECORDS, **vars(inspect.getmodule(record))}
    for name, hint in get_type_hints(record, known, include_extras=True).items():
        spec = _spec_of(hint, is_packed=issubclass(record, Packed))
        if spec is None:
            raise TypeError(
                f"{record.__name__}.{name} is {hint!r}; a field is int, float, bool, a record, a "
                "row of them, or a group of parameters"
            )
        n, at = bytes_of(spec), 0
        step = LINE if AT_LINE in getattr(hint, "__metadata__", ()) else _step_of(spec)
        while any(taken[at : at + n]):
            at += step
        taken.extend(bytes(max(0, at + n - len(taken))))
        taken[at : at + n] = b"\1" * n
        fields[name] = spec._replace(at=at // WORD, byte=at % WORD)
    return fields


def _spec_of(hint: Any, *, is_packed: bool) -> Spec | None:
    """Return what a field holds, at no place yet; None if it is nothing that a field may be."""
    extra = list(getattr(hint, "__metadata__", ()))
    bare = get_args(hint)[0] if extra else hint
    n = next((e.n for e in extra if isinstance(e, InPlace)), 0)
    unit, meaning = ([*[e for e in extra if isinstance(e, str)], "", ""])[:2]
    row = get_origin(bare) or bare
    inside: Any = get_args(bare)[0] if get_args(bare) else None
    narrow = {"bool": BYTES_OF_BOOL, "int": BYTES_OF_UNIT.get(unit, WORD), "ref": BYTES_OF_PLACE}
    narrow["int"] = next((e.n for e in extra if isinstance(e, Bytes)), narrow["int"])
    if bare in (int, float, bool):
        spec, alike = Spec(bare.__name__, 0, None, 1, unit, meaning), bare.__name__
    elif row in ROWS:
        spec = Spec(ROWS[row], 0, inside, n, unit, meaning)
        alike = "ref" if not n else "int" if ROWS[row] == "ints" else ""
    elif issubclass(bare, Record):
        spec = Spec("record" if n else "ref", 0, bare, n, unit, meaning)
        alike = spec.what
    elif issubclass(bare, tuple):
        spec, alike = Spec("group", 0, bare, 1, unit, meaning), ""
    else:
        return None
    return spec._replace(width=narrow.get(alike, WORD) if is_packed else WORD)


def _step_of(spec: Spec) -> int:
    """Return the bytes of whose multiples a field begins at one: a row in place is known by its
    word.
    """
    return WORD if spec.what in ROWS.values() and spec.n else spec.width


def bytes_of(spec: Spec) -> int:
    """Return the bytes that a field takes."""
    if spec.what == "record":
        return int(_bytes_of_record(spec.of))
    size = len(spec.of._fields) if spec.what in ("group", "groups") else 1
    return spec.width * size * max(spec.n, 1)


@lru_cache(maxsize=64)
def _bytes_of_record(record: type[Record]) -> int:
    return max(spec.at * WORD + spec.byte + bytes_of(spec) for spec in layout(record).values())


def size_of(record: type[Record]) -> int:
    """Return the words of a record."""
    return -(-_bytes_of_record(record) // WORD)  # type: ignore[arg-type]


def _element(what: str, of: Any, k: int, width: int) -> Spec:
    if what == "groups":
        return Spec("group", k * len(of._fields), of, 1, "", "")
    kind = {"ints": "int", "floats": "float", "refs": "ref"}[what]
    return Spec(kind, k * width // WORD, of, 1, "", "", k * width % WORD, width)


def load(words: WordArray, place: int, spec: Spec) -> Any:
    """Read a field in plain Python."""
    at = place + spec.at
    if not 0 <= at < len(words):
        raise IndexError(f"place {at} lies outside the block of {len(words)} words")
    match spec.what:
        case "int":
            return _number(words, at, spec)
        case "bool":
            return bool(_number(words, at, spec))
        case "float":
            return float(words[at : at + 1].view(np.float64)[0])
        case "ref":
            return spec.of(words, _number(words, at, spec))
        case "record":
            return spec.of(words, at)
        case "group":
            return spec.of(*words[at : at + len(spec.of._fields)].view(np.float64).tolist())
    if spec.n:
        return Several(words, at, spec.what, spec.of, spec.width)
    return Several(words, _number(words, at, spec), spec.what, spec.of)


def store(words: WordArray, place: int, spec: Spec, value: Any) -> None:
    """Write a field in plain Python."""
    at = place + spec.at
    if not 0 <= at < len(words):
        raise IndexError(f"place {at} lies outside the block of {len(words)} words")
    if spec.what == "float":
        words[at : at + 1].view(np.float64)[0] = value
        return
    number = value._place if isinstance(value, Record | Several) else int(value or 0)
    if number not in holds(spec):
        raise OverflowError(
            f"{number} does not fit into the {spec.width} bytes of a field in {spec.unit or '-'}: "
            f"{spec.meaning or spec.what}"
        )
    _as_wide(words, spec)[(at * WORD + spec.byte) // spec.width] = number


def is_signed(spec: Spec) -> bool:
    """Tell whether a whole number has a sign: places and bools have none."""
    return spec.what in ("int", "ints") and spec.n != 0


def holds(spec: Spec) -> range:
    """Return the whole numbers that a field can hold."""
    if spec.what == "bool":
        return range(2)
    most = 1 << 8 * spec.width - 1
    return range(-most, most) if is_signed(spec) else range(most)


def _number(words: WordArray, at: int, spec: Spec) -> int:
    return int(_as_wide(words, spec)[(at * WORD + spec.byte) // spec.width])


def _as_wide(words: WordArray, spec: Spec) -> NDArray[np.integer[Any]]:
    """Return a block as numbers that are as wide as a field, with a sign where it has one."""
    return words.view(f"{'i' if is_signed(spec) else 'u'}{spec.width}")


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
