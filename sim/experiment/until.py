"""Replications are added until a difference between scenarios is known as precisely as asked."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from sim.common import arguments as check
from sim.common.errors import Faults, in_unit, show
from sim.common.watch import Progress, watched
from sim.experiment.growing import (
    Growing,
    Option,
    check_above_zero,
    check_confidence,
    check_number,
    get_ready,
    grow_all,
)
from sim.measures.comparison import compare_values, paired_values
from sim.measures.kpis import kpi_of
from sim.readable.figures import Differences
from sim.readable.frame import Shown, Shows
from sim.statistics.intervals import paired_differences
from sim.statistics.stopping import FIRST_LOOK, half_widths, next_look, worst_ratio
from sim.words.catalogue import LANGUAGES, say


@dataclass(frozen=True)
class Until(Shows):
    """A comparison with as many replications as its precision asked for.

    Attributes:
        kpis: paired differences of all KPIs, as `sim.compare` gives them.
        n: replications of each scenario.
        is_precise: whether all precisions were reached.
        why: why it stopped, in a sentence.
        looks: one row per look and named KPI: n, kpi, half_width, precision.
        base: values of the base, one row per replication, one column per number.
        other: the same of the other scenario.
    """

    kpis: Differences = field(repr=False)
    n: int
    is_precise: bool
    why: str
    looks: pd.DataFrame = field(repr=False)
    base: pd.DataFrame = field(repr=False)
    other: pd.DataFrame = field(repr=False)
    _sides: tuple[Growing, Growing] = field(repr=False)
    _asked: Mapping[str, Any] = field(repr=False)

    def __str__(self) -> str:
        return f"{self.kpis}\n\n{self.why}"

    def _table(self) -> Shown:
        return self.kpis

    def _repr_html_(self) -> str:
        return f"{self.kpis._repr_html_()}<p>{escape(self.why)}</p>"

    def plot(self, ax: Axes | None = None, *, language: str = "en") -> Axes:
        """Draw the differences in per cent of the base; see `sim.compare(...).plot`."""
        return self.kpis.plot(ax, language=language)

    def go_on(
        self,
        *,
        precision: Mapping[str, float] | None = None,
        max_replications: int | None = None,
        progress: Progress | bool | None = None,
    ) -> "Until":
        """Go on from here, with another precision or maximum; what has been run is kept.

        Raises:
            ConfigError: as `compare_until`.
        """
        asked = {**self._asked}
        asked |= {} if precision is None else {"precision": precision}
        asked |= {} if max_replications is None else {"n_max": max_replications}
        faults = Faults()
        _check(asked, faults, list(self.base.columns))
        faults.stop()
        with watched(progress, "go on") as told:
            return _run(self._sides, asked, told)


def compare_until(
    base: Option,
    other: Option,
    *,
    precision: Mapping[str, float],
    min_replications: int = FIRST_LOOK,
    max_replications: int = 1000,
    confidence: float = 0.95,
    progress: Progress | bool | None = None,
    **arguments: Any,
) -> Until:
    """Compare two scenarios, adding replications to both until the named differences are known
    precisely enough.

    Looks are few (`sim/statistics/stopping.py`): after `min_replications`, then where the variance
    seen so far says it will suffice. Stopping when the interval looks narrow makes it hold a little
    less often than it says: see docs/coverage.md, and keep `min_replications` at forty or more.

    Args:
        base: name of a file in `scenarios/`, a path, a loaded scenario, or a mapping such as
            `{"scenario": "baseline", "levers": {...}}`.
        other: likewise.
        precision: KPI (`census_alone`, `duration.median`) to the half-width of the interval that is
            wanted, in its unit, > 0.
        min_replications: replications before the first look, >= 10.
        max_replications: where to stop anyway, >= `min_replications`.
        confidence: of each interval by itself, between 0.5 and 1.
        progress: called with (replications added, to be added before the next look), of base and
            other together; True for a bar, False for silence; default: a bar if a person watches.
        arguments: region, seed, engine, start, end, warm_up_years, parameters, workers, as in
            `sim.simulate`.

    Returns:
        An `Until`: `kpis`, `n`, `is_precise`, `why`; `go_on(...)` adds replications.

    Raises:
        ConfigError: anything wrong, all faults at once.
    """
    asked = {
        "precision": precision,
        "n_min": min_replications,
        "n_max": max_replications,
        "confidence": confidence,
    }
    faults = Faults()
    _check(asked, faults)
    faults.stop()
    ready = get_ready("compare_until", {"base": base, "other": other}, arguments)
    sides = ready["base"], ready["other"]
    names = (
        sides[0].grow(1).columns
    )  # names of years and causes depend on the run; the replication is kept
    _check(asked, faults, list(names))
    faults.stop()
    with watched(progress, "compare until") as told:
        return _run(sides, asked, told)


def _check(asked: Mapping[str, Any], faults: Faults, names: list[str] | None = None) -> None:
    precision = asked["precision"]
    if not isinstance(precision, Mapping) or not precision:
        faults.add(
            f"'precision' is {show(precision)}; it must name at least one KPI. Pass "
            f"precision={{'census_alone': 1.0}}."
        )
        precision = {}
    for kpi, half_width in precision.items():
        check_number(kpi, "precision", faults, names or ())
        check_above_zero(
            half_width,
            f"precision: '{kpi}'",
            faults,
            "the half-width wanted, in the unit of the KPI.",
        )
    n_min = check.whole(asked["n_min"], "min_replications", faults, 10)
    check.whole(
        asked["n_max"], "max_replications", faults, n_min, more=f" 'min_replications' is {n_min}."
    )
    check_confidence(asked["confidence"], faults)


def _run(
    sides: tuple[Growing, Growing], asked: Mapping[str, Any], progress: Progress | None
) -> Until:
    precision, confidence, n_max = asked["precision"], asked["confidence"], asked["n_max"]
    wanted = np.array(list(precision.values()), dtype=np.float64)
    n = max(sides[0].n, asked["n_min"])
    looks = []
    while True:
        grow_all(sides, n, progress)
        base, other = (side.values for side in sides)
        names, a, b = paired_values(base, other)
        half = half_widths(
            paired_differences(a, b)[:, [names.index(kpi) for kpi in precision]], confidence
        )
        looks.append(
            pd.DataFrame({"n": n, "kpi": list(precision), "half_width": half, "precision": wanted})
        )
        ratio = worst_ratio(half, wanted)
        if ratio <= 1 or n >= n_max:
            break
        n = next_look(n, ratio, n_max)
    why = _why(n, dict(zip(precision, half, strict=True)), precision)
    return Until(
        Differences(compare_values(base, other, confidence), {"title": _title(sides)}),
        n,
        ratio <= 1,
        why,
        pd.concat(looks, ignore_index=True),
        base,
        other,
        sides,
        asked,
    )


def _title(sides: tuple[Growing, Growing]) -> dict[str, str]:
    titles = [side.prepared.title for side in sides]
    return {
        lang: say("shown.compared_plain", lang).format(base=titles[0][lang], other=titles[1][lang])
        for lang in LANGUAGES
    }


def _why(n: int, half: Mapping[str, float], precision: Mapping[str, float]) -> str:
    missed = []
    for kpi, width in half.items():
        unit, asked = kpi_of(kpi).unit, precision[kpi]
        if math.isnan(width):
            missed.append(
                f"{kpi} is undefined, or differs in too few replications to say how precise it is"
            )
        elif width > asked:
            needed = math.ceil(n * (width / asked) ** 2 / 10) * 10
            missed.append(
                f"{kpi} is known to ± {in_unit(f'{width:.3g}', unit)} where {asked:g} was asked "
                f"(about {needed:,} replications would do)"
            )
    if not missed:
        same = [kpi for kpi, width in half.items() if width == 0]
        note = f" {', '.join(same)}: the same difference in every replication." if same else ""
        return (
            f"Stopped at {n:,} replications: every difference asked for is known as precisely "
            f"as asked.{note}"
        )
    return f"Stopped at {n:,} replications, the maximum: {'; '.join(missed)}."
