"""Several scenarios against one base, on several KPIs, with intervals that hold all together."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from sim.common import arguments as check
from sim.common.errors import Faults, show
from sim.experiment.growing import check_confidence, check_number
from sim.front_door import Result, check_pair
from sim.measures.comparison import kpi_frame, paired_values
from sim.measures.kpis import HEADLINES, kpi_of
from sim.readable.figures import Many
from sim.statistics.bootstrap import family_band
from sim.statistics.intervals import mean_band, paired_differences

COLUMNS = (
    "scenario",
    "kpi",
    "unit",
    "base",
    "other",
    "difference",
    "low",
    "high",
    "n",
    "p_adjusted",
)


def compare_many(
    base: Result,
    others: Sequence[Result] | Mapping[str, Result],
    *,
    kpis: Sequence[str] | None = None,
    confidence: float = 0.95,
) -> Many:
    """Return the paired differences of every scenario with the base on every KPI named, with
    intervals that hold all together.

    The family is all scenarios times all KPIs named: name them before looking at results. Intervals
    come from the largest studentised difference in bootstrap resamples of whole replications,
    p-values from its step-down form (Romano and Wolf 2005), which may find more than the intervals
    but not less. That keeps what common luck makes the differences share, of which Bonferroni and
    Holm know nothing, so that they are wider; Dunnett's test assumes independent samples, which
    common random numbers are not. Normal means are not needed (`sim/statistics/bootstrap.py`,
    docs/coverage.md).

    Args:
        base: what `sim.simulate(...)` gave for the base.
        others: the same for the other scenarios, with the same seed, period, region and
            replications; a mapping gives them names of their own.
        kpis: numbers (`census_alone`, `duration.median`), or KPIs with all their labels
            (`duration`). Default: those of the table on the screen.
        confidence: that all intervals hold at once, between 0.5 and 1.

    Returns:
        [scenario, kpi, unit, base, other, difference, low, high, n, p_adjusted]. Bounds and p are
        NaN where fewer than ten replications are defined, or too few differ from the commonest
        value to be resampled; such rows do not count in the family.

    Raises:
        ConfigError: results that cannot be paired, unknown KPIs, names that occur twice.
    """
    faults = Faults()
    check.kind(
        base, Result, "compare_many: 'base'", faults, "a result. Pass what sim.simulate(...) gave."
    )
    named = _named(others, faults)
    check_confidence(confidence, faults)
    faults.stop()
    for other in named.values():
        check_pair(base, other)
    frame = kpi_frame(base.recordings)
    wanted = _wanted(kpis, list(frame.columns), faults)
    faults.stop()

    rows, differences = [], []
    for name, other in named.items():
        names, a, b = paired_values(frame, kpi_frame(other.recordings))
        keep = [names.index(kpi) for kpi in wanted]
        differences.append(pd.DataFrame(paired_differences(a[:, keep], b[:, keep])))
        means = {"base": mean_band(a[:, keep]).mean, "other": mean_band(b[:, keep]).mean}
        rows.append(
            pd.DataFrame(
                {
                    "scenario": name,
                    "kpi": wanted,
                    "unit": [kpi_of(kpi).unit for kpi in wanted],
                    **means,
                }
            )
        )
    family = family_band(pd.concat(differences, axis=1).to_numpy(float), confidence)
    found = {
        "difference": family.mean,
        "low": family.low,
        "high": family.high,
        "n": family.n,
        "p_adjusted": family.p_adjusted,
    }
    return Many(pd.concat(rows, ignore_index=True).assign(**found)[list(COLUMNS)])


def _named(others: object, faults: Faults) -> dict[str, Result]:
    if isinstance(others, Mapping):
        pairs = [(str(name), other) for name, other in others.items()]
    elif isinstance(others, Sequence) and not isinstance(others, str):
        pairs = [
            (other.scenario.name if isinstance(other, Result) else str(k), other)
            for k, other in enumerate(others)
        ]
    else:
        faults.add(
            f"compare_many: 'others' is {show(type(others).__name__)}; it must be a list of "
            "results, or a mapping of names to results."
        )
        return {}
    if not pairs:
        faults.add("compare_many: 'others' is empty; give at least one result.")
    for name, other in pairs:
        check.kind(
            other,
            Result,
            f"compare_many: others: '{name}'",
            faults,
            "a result. Pass what sim.simulate(...) gave.",
        )
    names = [name for name, _ in pairs]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        faults.add(
            f"compare_many: {', '.join(twice)} occurs twice. Give each a name of its own: "
            f"{{'first': ..., 'second': ...}}."
        )
    return dict(pairs)


def _wanted(kpis: Any, valid: list[str], faults: Faults) -> list[str]:
    if kpis is None:
        return [kpi for kpi in HEADLINES if kpi in valid]
    if isinstance(kpis, str) or not isinstance(kpis, Sequence) or not kpis:
        faults.add(
            f"'kpis' is {show(kpis)}; it must be a list of at least one KPI. Pass "
            "kpis=['census_alone', 'duration.median']."
        )
        return []
    wanted: dict[str, None] = {}
    for name in kpis:
        labels = [each for each in valid if each.startswith(f"{name}.")]
        if not labels:
            check_number(name, "kpis", faults, valid)
        wanted |= dict.fromkeys(labels or [str(name)])
    return list(wanted)
