"""One row of the catalogue of numbers: name, unit, who asks for it, meaning, function."""

from collections.abc import Callable
from dataclasses import dataclass

from sim.measures.inputs import Recording

Measure = Callable[[Recording], float] | Callable[[Recording], dict[str, float]]
# units of numbers that grow with the size of a region
SIZES = frozenset(
    {
        "youths",
        "places",
        "applications",
        "1/year",
        "day/year",
        "hour/year",
        "euro/year",
        "cases",
        "FTE",
    }
)
KPI, TARGET, CLAIM = "KPI", "target", "claim"


@dataclass(frozen=True)
class Measured:
    """One thing that is counted.

    Attributes:
        name: as in `conf/targets` and `conf/claims`.
        unit: of the number.
        user: who asks for it: a target or a claim alone, or, for a KPI, anybody.
        text: what it counts, in English; the period is that of the recording.
        measure: the function that counts it; names of incidents need `record="events"`.
        is_per_youth: whether a unit that looks like an amount (euro/year) is one per youth.
    """

    name: str
    unit: str
    user: str
    text: str
    measure: Measure
    is_per_youth: bool = False

    @property
    def grows(self) -> bool:
        """Whether the number grows with the size of a region."""
        return self.unit in SIZES and not self.is_per_youth
