"""What a reader must know beside the numbers.

The question, where parameters come from, what is missing, where the run came from.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

# classes in the order in which a reader sees them
CLASSES = ("data", "impression", "proxy", "assumption", "law", "choice")
DATA_GRADES = ("A", "B")


@dataclass(frozen=True)
class ParameterCount:
    """How many parameter rows have this kind (estimate, law, assumption, lever) and this grade of
    evidence (A to D, empty for none).
    """

    kind: str
    grade: str
    n: int


@dataclass(frozen=True)
class Miss:
    """A target from evidence that the base does not meet; texts have keys nl and en."""

    quantity: Mapping[str, str]
    simulated: str
    target: str
    source: str


@dataclass(frozen=True)
class Background:
    """Everything on the page that the recordings do not hold.

    Texts have keys nl and en; empty parts are said to be empty, not left out.
    """

    question: Mapping[str, str] | None = None
    stories: Mapping[str, Mapping[str, str]] | None = (
        None  # side (base, scenario) -> what its file says it is about
    )
    levers: Mapping[str, Sequence[str]] | None = (
        None  # what was added to the scenario on the command line, in words
    )
    notes: Mapping[str, Sequence[str]] | None = None  # warnings about dates (`policy.notes`)
    place: Mapping[str, str] | None = None  # the region or regions, in words
    parameters: Sequence[ParameterCount] = ()
    misses: Sequence[Miss] | None = (
        None  # None: not compared with evidence; empty: compared, nothing missed
    )
    not_modelled: Mapping[str, Sequence[str]] | None = None
    provenance: Mapping[str, str | Mapping[str, str]] = field(
        default_factory=lambda: MappingProxyType({})
    )


def class_of(kind: str, grade: str) -> str:
    """Return what a parameter row rests on, one of `CLASSES`.

    A law is law and a lever is a choice. An estimate is data at grade A (counted or registered) or
    B (reported or derived from a count), an impression of experts at grade C, and a proxy at grade
    D (another group or country). An assumption, and an estimate without a grade, is assumption.
    """
    if kind in ("law", "lever"):
        return {"law": "law", "lever": "choice"}[kind]
    if kind == "assumption":
        return "assumption"
    return (
        "data"
        if grade in DATA_GRADES
        else {"C": "impression", "D": "proxy"}.get(grade, "assumption")
    )


def counts_by_class(parameters: Sequence[ParameterCount]) -> dict[str, int]:
    """Return the number of parameter rows per class, in the order of `CLASSES`."""
    return {
        name: sum(p.n for p in parameters if class_of(p.kind, p.grade) == name) for name in CLASSES
    }
