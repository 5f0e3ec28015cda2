"""When a run happens: reporting period and warm-up."""

from dataclasses import dataclass
from datetime import date, datetime

from sim.common.calendar import whole_days
from sim.common.errors import Faults, show

MAX_YEARS = 60


@dataclass(frozen=True)
class Run:
    """When: reporting runs from `start` up to, not including, `end`.

    `warm_up_days` before it are simulated and discarded.
    """

    start: date
    end: date
    warm_up_days: int

    def __post_init__(self) -> None:
        faults = Faults()
        for key in ("start", "end"):
            value = getattr(self, key)
            if not isinstance(value, date) or isinstance(value, datetime):
                faults.add(
                    f"run: '{key}' is {show(value)}; it must be a date without time. Pass "
                    "datetime.date(2025, 1, 1)."
                )
        if isinstance(self.warm_up_days, bool) or not isinstance(self.warm_up_days, int):
            faults.add(
                f"run: 'warm_up_days' is {show(self.warm_up_days)}; it must be a whole number of "
                "days. Pass 1826 for five years."
            )
        faults.stop()
        days_max = whole_days(MAX_YEARS)
        if self.end <= self.start:
            faults.add(
                f"run: 'end' is {self.end}; it must be later than 'start', {self.start}. The end "
                "day itself is not simulated."
            )
        elif (self.end - self.start).days > days_max:
            faults.add(
                f"run: 'end' is {self.end}, over {MAX_YEARS} years, the most, after 'start', "
                f"{self.start}. Choose an earlier one."
            )
        if not 0 <= self.warm_up_days <= days_max:
            faults.add(
                f"run: 'warm_up_days' is {self.warm_up_days}; it must be from 0 to {days_max} "
                "days. Pass 0 for no warm-up."
            )
        elif self.warm_up_days >= self.start.toordinal():
            faults.add(
                f"run: 'warm_up_days' is {self.warm_up_days}, before the year 1; 'start' is "
                f"{self.start}. Choose a later 'start'."
            )
        faults.stop()
