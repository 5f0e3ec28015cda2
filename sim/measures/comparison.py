"""Two scenarios side by side, paired by replication.

The same youths with the same luck under two policies.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from sim.common.arrays import Floats
from sim.measures.inputs import Recording
from sim.measures.kpis import KPIS, Kpi, kpi_of, measure
from sim.statistics.bootstrap import bootstrap_band
from sim.statistics.intervals import mean_band, paired_differences, variance_reduction

COLUMNS = (
    "kpi",
    "unit",
    "base",
    "other",
    "difference",
    "low",
    "high",
    "n",
    "bootstrap_low",
    "bootstrap_high",
    "variance_reduction",
)
N_TELLING = 10  # replications; with fewer a ratio of variances says nothing


@dataclass(frozen=True)
class Side:
    """One scenario with its recordings, one per replication; `title` has keys nl and en."""

    name: str
    title: Mapping[str, str]
    recordings: Sequence[Recording] = field(repr=False)


@dataclass(frozen=True)
class Comparison:
    """A base and a scenario with their KPIs; `kpis` is the frame of `compare`."""

    base: Side
    scenario: Side
    kpis: pd.DataFrame = field(repr=False)

    def row(self, kpi: str) -> "pd.Series[float]":
        """Return the row of one number (`kpi` or `kpi.label`)."""
        rows = self.kpis[self.kpis["kpi"] == kpi]
        if rows.empty:
            raise KeyError(
                f"no KPI '{kpi}' in this comparison; there are: {', '.join(self.kpis['kpi'])}"
            )
        return rows.iloc[0]

    def gain_of_pairing(self, kpis: Sequence[str]) -> tuple[float, float, float] | None:
        """Return (median, lowest, highest) variance reduction among these numbers where it is
        finite; None below ten replications or without any.
        """
        rows = self.kpis[
            self.kpis["kpi"].isin(kpis)
            & (self.kpis["n"] >= N_TELLING)
            & np.isfinite(self.kpis["variance_reduction"])
        ]
        if rows.empty:
            return None
        gain = rows["variance_reduction"]
        return float(gain.median()), float(gain.min()), float(gain.max())

    @property
    def n_replications(self) -> int:
        """Number of paired replications."""
        return len(self.base.recordings)


def comparison_of(base: Side, scenario: Side, confidence: float = 0.95) -> Comparison:
    """Return both sides with the paired differences of all KPIs."""
    return Comparison(
        base, scenario, compare(base.recordings, scenario.recordings, confidence=confidence)
    )


def kpi_frame(recordings: Sequence[Recording], kpis: Sequence[Kpi] = KPIS) -> pd.DataFrame:
    """Return one row per replication (index, sorted) and one column per number."""
    rows = {recording.replication: measure(recording, kpis) for recording in recordings}
    if len(rows) < len(recordings):
        raise ValueError(
            f"a replication occurs twice among {[r.replication for r in recordings]}; give each "
            "once."
        )
    return pd.DataFrame.from_dict(rows, orient="index").sort_index().rename_axis("replication")


def summarise(recordings: Sequence[Recording], confidence: float = 0.95) -> pd.DataFrame:
    """Return [kpi, unit, mean, low, high, n].

    The mean over replications of every number with its t interval.
    """
    frame = kpi_frame(recordings)
    return pd.DataFrame(
        {**_names(list(frame.columns)), **mean_band(frame.to_numpy(float), confidence)._asdict()}
    )


def compare(
    base_recordings: Sequence[Recording],
    other_recordings: Sequence[Recording],
    kpis: Sequence[Kpi] = KPIS,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return one row per number with the columns `COLUMNS`: see `compare_values`."""
    return compare_values(
        kpi_frame(base_recordings, kpis), kpi_frame(other_recordings, kpis), confidence
    )


def compare_values(
    base: pd.DataFrame, other: pd.DataFrame, confidence: float = 0.95
) -> pd.DataFrame:
    """Return one row per number.

    Both means, the mean paired difference with its t interval (low, high), and how much to trust
    that. `bootstrap_low` and `bootstrap_high` are the studentised bootstrap interval
    (`bootstrap.py`), which does not assume that means are normal; `variance_reduction` is how many
    times more replications an unpaired comparison needed (`intervals.py`). Means are taken over the
    `n` replications in which the number is defined on both sides, so that difference = other - base
    in every row.

    Args:
        base: one row per replication (index), one column per number, as `kpi_frame` gives.
        other: the same replications.
        confidence: of each interval by itself, between 0 and 1.
    """
    names, a, b = paired_values(base, other)
    differences = paired_differences(a, b)
    t, bootstrap = mean_band(differences, confidence), bootstrap_band(differences, confidence)
    columns = {
        **_names(names),
        **{
            "base": mean_band(a).mean,
            "other": mean_band(b).mean,
            "difference": t.mean,
            "low": t.low,
            "high": t.high,
            "n": t.n,
        },
        **{
            "bootstrap_low": bootstrap.low,
            "bootstrap_high": bootstrap.high,
            "variance_reduction": variance_reduction(a, b),
        },
    }
    return pd.DataFrame(columns)[list(COLUMNS)]


def paired_values(base: pd.DataFrame, other: pd.DataFrame) -> tuple[list[str], Floats, Floats]:
    """Return (names, base, other).

    Values of shape (n_replications, n_names) in one order, NaN on both sides where one is
    undefined.
    """
    if list(base.index) != list(other.index):
        only_base, only_other = (
            sorted(set(base.index) - set(other.index)),
            sorted(set(other.index) - set(base.index)),
        )
        raise ValueError(
            "base and other are compared replication by replication, but replications "
            f"{only_base} are only in base and {only_other} only in other. Run both with the same "
            "replications."
        )
    names = [*base.columns, *(c for c in other.columns if c not in base.columns)]
    a, b = (side.reindex(columns=names).to_numpy(np.float64) for side in (base, other))
    return names, np.where(np.isnan(b), np.nan, a), np.where(np.isnan(a), np.nan, b)


def _names(names: list[str]) -> dict[str, list[str]]:
    return {"kpi": names, "unit": [kpi_of(name).unit for name in names]}
