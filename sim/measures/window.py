"""A recording seen through a window of dates: everything outside it is not known.

It takes daily counts, for a window may begin on any day.
"""

import datetime as dt

import numpy as np
import pandas as pd

from sim.engine.periods import period_edges, period_sums
from sim.measures.inputs import Recording, View, world_of
from sim.measures.lazy import Lazy
from sim.names import Answer

END_COLUMNS = ("day_end", "day_left", "day_moved", "day_answer")
BEGIN_COLUMNS = ("day_start", "day_arrival", "day_asked", "day")


def window(recording: Recording, start: dt.date, until: dt.date) -> View:
    """Return the recording with `start` as its first reporting day and nothing after `until` (not
    included).

    Rows that began later are left out; what had not ended by then is running (censored). Sums are
    made again from the daily counts, over periods cut at both ends of the window.

    Raises:
        ConfigError: the recording has no daily counts.
        ValueError: the window reaches outside the recording.
    """
    first, last = (start - recording.day_zero).days, (until - recording.day_zero).days
    if first < 0 or last > recording.n_days or first >= last:
        raise ValueError(
            f"the window {start} to {until} does not lie inside the recording, "
            f"{recording.day_zero} and {recording.n_days} days on"
        )
    edges = period_edges(recording.day_zero, first, last)

    def rows(name: str) -> pd.DataFrame:
        table = recording.rows[name]
        began = next((c for c in BEGIN_COLUMNS if c in table), None)
        seen = table if began is None else table[table[began] < last]
        for column in END_COLUMNS:
            if column in seen:
                seen = seen.assign(**{column: np.where(seen[column] >= last, -1, seen[column])})
        if name == "applications":  # what had not been answered or placed by then was not
            seen = seen.assign(
                answer=np.where(seen["day_answer"] < 0, Answer.OPEN, seen["answer"]),
                is_placed=seen["is_placed"] & (seen["day_end"] >= 0),
            )
        return seen

    days = Lazy(recording.days, lambda name: recording.days[name][..., :last])
    return View(
        last,
        first,
        recording.day_zero,
        recording.region_names,
        recording.replication,
        recording.net_hours_per_fte_year,
        edges,
        Lazy(recording.rows, rows),
        Lazy(days, lambda name: period_sums(days[name], edges)),
        days,
        world_of(recording),
    )
