"""Two scenarios side by side, paired by replication: the same youths with the same luck under two policies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.measures.inputs import Recording
from sim.measures.intervals import mean_band, paired_band
from sim.measures.kpis import KPIS, Kpi, kpi_of, measure

COLUMNS = ("kpi", "unit", "base", "other", "difference", "low", "high", "n")


@dataclass(frozen=True)
class Side:
    """One scenario with its recordings, one per replication; `title` has keys nl and en."""

    name: str
    title: Mapping[str, str]
    recordings: Sequence[Recording]


@dataclass(frozen=True)
class Comparison:
    """A base and a scenario with their KPIs; `kpis` is the frame of `compare`."""

    base: Side
    scenario: Side
    kpis: pd.DataFrame

    def row(self, kpi: str) -> "pd.Series[float]":
        """Return the row of one number (`kpi` or `kpi.label`)."""
        rows = self.kpis[self.kpis["kpi"] == kpi]
        if rows.empty:
            raise KeyError(f"no KPI '{kpi}' in this comparison; there are: {', '.join(self.kpis['kpi'])}")
        return rows.iloc[0]

    @property
    def n_replications(self) -> int:
        """Number of paired replications."""
        return len(self.base.recordings)


def comparison_of(base: Side, scenario: Side, confidence: float = 0.95) -> Comparison:
    """Return both sides with the paired differences of all KPIs."""
    return Comparison(base, scenario, compare(base.recordings, scenario.recordings, confidence=confidence))


def kpi_frame(recordings: Sequence[Recording], kpis: Sequence[Kpi] = KPIS) -> pd.DataFrame:
    """Return one row per replication (index, sorted) and one column per number."""
    rows = {recording.replication: measure(recording, kpis) for recording in recordings}
    if len(rows) < len(recordings):
        raise ValueError(f"a replication occurs twice among {[r.replication for r in recordings]}; give each once.")
    return pd.DataFrame.from_dict(rows, orient="index").sort_index().rename_axis("replication")


def summarise(recordings: Sequence[Recording], confidence: float = 0.95) -> pd.DataFrame:
    """Return [kpi, unit, mean, low, high, n]: the mean over replications of every number with its t interval."""
    frame = kpi_frame(recordings)
    return pd.DataFrame({**_names(list(frame.columns)), **mean_band(frame.to_numpy(float), confidence)._asdict()})


def compare(
    base_recordings: Sequence[Recording],
    other_recordings: Sequence[Recording],
    kpis: Sequence[Kpi] = KPIS,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return [kpi, unit, base, other, difference, low, high, n]: means, and the mean paired difference with its t interval.

    Means are taken over the `n` replications in which the number is defined on both sides, so that difference = other - base in every row.
    """
    base, other = kpi_frame(base_recordings, kpis), kpi_frame(other_recordings, kpis)
    if list(base.index) != list(other.index):
        only_base, only_other = sorted(set(base.index) - set(other.index)), sorted(set(other.index) - set(base.index))
        raise ValueError(
            "base and other are compared replication by replication, but replications "
            f"{only_base} are only in base and {only_other} only in other. Run both with the same replications."
        )
    names = [*base.columns, *(c for c in other.columns if c not in base.columns)]
    a, b = (side.reindex(columns=names).to_numpy(np.float64) for side in (base, other))
    a, b = np.where(np.isnan(b), np.nan, a), np.where(np.isnan(a), np.nan, b)
    difference = paired_band(a, b, confidence)
    means = {"base": mean_band(a).mean, "other": mean_band(b).mean, "difference": difference.mean}
    return pd.DataFrame({**_names(names), **means, "low": difference.low, "high": difference.high, "n": difference.n})[list(COLUMNS)]


def _names(names: list[str]) -> dict[str, list[str]]:
    return {"kpi": names, "unit": [kpi_of(name).unit for name in names]}
