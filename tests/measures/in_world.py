"""A recording made by hand that knows the rows with which it was made."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.names import PLACE_SETTINGS
from tests.measures.synthetic import Made, blank, table

PULLED = {  # levers that have no price of their own, where nobody pulls them, and their prices
    "search.tariff_gap": 0.1,
    "search.duty_to_accept": 0.0,
    "search.accept_after_one_to_one": -2.0,
    "staff.departures_per_year": 0.16,
    "escalation.less_restraint": 0.0,
    "arrival.per_10000": 10.0,
    "arrival.population": 500_000.0,
    "decision.days": 20.0,
    "cost.retention_per_position_year": 3000.0,
    "cost.duty_per_place_year": 6000.0,
    "cost.guarantee_per_placement": 10_000.0,
    "cost.prevention_per_request": 7000.0,
    "cost.per_faster_decision": 400.0,
}
YEAR = 365.2425
ROWS = {
    "staff.training": 0.5,
    "staff.practice_leadership": 0.25,
    "staff.supply_fte": 400.0,
    "staff.agency_share": 0.05,
    "start.days_between_tries": 3.0,
    "cost.training_per_position_year": 2000.0,
    "cost.leadership_per_position_year": 8000.0,
    "cost.per_position_year": 70_000.0,
    "cost.empty_place_share": 0.7,
    **PULLED,
    **{f"setting.{s.name.lower()}.positions_per_place": 1.2 for s in PLACE_SETTINGS},
    **{f"setting.{s.name.lower()}.positions_reference": 1.2 for s in PLACE_SETTINGS},
    **{f"setting.{s.name.lower()}.tariff_per_day": 100.0 for s in PLACE_SETTINGS},
}


@dataclass
class Numbers:
    """Rows in force, with their changes (day, region, row, value); `ROWS` on day 0, but for
    `start`.
    """

    region_names: tuple[str, ...]
    changes: tuple[tuple[int, int, str, float], ...] = ()
    start: Mapping[str, float] = field(default_factory=dict)
    names: tuple[str, ...] = tuple(ROWS)

    def _column(self, k: int) -> NDArray[np.int64]:
        return np.array([change[k] for change in self.changes], dtype=np.int64)

    @property
    def values(self) -> NDArray[np.float64]:
        return np.tile(list({**ROWS, **self.start}.values()), (len(self.region_names), 1))

    @property
    def change_day(self) -> NDArray[np.int64]:
        return self._column(0)

    @property
    def change_region(self) -> NDArray[np.int64]:
        return self._column(1)

    @property
    def change_name(self) -> NDArray[np.int64]:
        return np.array([self.names.index(name) for _, _, name, _ in self.changes], dtype=np.int64)

    @property
    def change_value(self) -> NDArray[np.float64]:
        return np.array([value for *_, value in self.changes], dtype=np.float64)


def made_of(
    *changes: tuple[int, int, str, float], regions: tuple[str, ...] = ("A",), **start: float
) -> Made:
    """Return a year with 100 positions in each region and these changes of rows; `start`: rows as
    they were on day 0, double underscore for the dot.
    """
    made = blank(365, regions=regions)
    was = {name.replace("__", "."): value for name, value in start.items()}
    made.world = Numbers(regions, changes, was)
    ends = np.cumsum([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) - 1
    made.rows["teams"] = table(
        "teams",
        *(
            {"day": day, "region": k, "n_positions": 100}
            for day in ends
            for k in range(len(regions))
        ),
    )
    return made
