"""A recording seen through a window of dates: everything outside it is not known."""

import datetime as dt
from typing import Any

import numpy as np

from sim.engine.recording import sums_over
from sim.measures.inputs import Part, Recording

END_COLUMNS = ("day_end", "day_left")


def window(recording: Recording, start: dt.date, until: dt.date) -> Part:
    """Return the recording with `start` as its first reporting day and nothing after `until` (not included).

    Rows that began later are left out; what had not ended by then is running (censored).

    Raises:
        ValueError: the window reaches outside the recording.
        ConfigError: the recording has no counts of single days.
    """
    first, last = (start - recording.day_zero).days, (until - recording.day_zero).days
    if first < 0 or last > recording.n_days or first >= last:
        raise ValueError(f"the window {start} to {until} does not lie inside the recording, {recording.day_zero} and {recording.n_days} days on")
    rows: dict[str, Any] = {}
    for name, table in recording.rows.items():
        began = next((c for c in ("day_start", "day_arrival", "day") if c in table), None)
        seen = table if began is None else table[table[began] < last]
        for column in END_COLUMNS:
            if column in seen:
                seen = seen.assign(**{column: np.where(seen[column] >= last, -1, seen[column])})
        rows[name] = seen
    days = {name: array[..., :last] for name, array in recording.days.items()}
    edges = np.unique(np.r_[0, first, recording.edges[recording.edges < last], last])
    sums = sums_over(edges, days)
    r = recording
    return Part(last, first, r.day_zero, r.region_names, r.replication, r.net_hours_per_fte_year, edges, rows, sums, days)
