"""The comparison: each target beside the mean over replications, and whether they lie near each
other.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sim.evidence.targets import Target
from sim.measures.catalogue import can_count, count, entry
from sim.measures.inputs import Recording
from sim.measures.measured import TARGET
from sim.measures.window import window
from sim.statistics.intervals import Interval, mean_interval

NEAR = 0.15  # a figure is met within 15 % either way, also where its own bounds are narrower
ASKED = "conf/targets: 'measure'"


@dataclass(frozen=True)
class Compared:
    """One target with what the model makes of it; verdict: near, above, below or undefined."""

    target: Target
    model: Interval
    verdict: str

    @property
    def ratio(self) -> float:
        """The model's mean over the figure, or over the bound passed where there is no figure.

        NaN where that is nothing or zero.
        """
        low, high = self.target.low, self.target.high
        figure = self.target.value
        if figure is None:
            figure = low if self.verdict == "below" else high if self.verdict == "above" else None
        return self.model.mean / figure if figure else math.nan


def applies(target: Target, region: str) -> bool:
    """Tell whether a target can be compared in a run of `region`.

    Its own targets, and national shares, ages, durations and prices.
    """
    if not can_count(target.measure, TARGET):
        return False
    own = target.region == region
    return own or (target.region == "nederland" and not entry(target.measure).grows)


def bounds(target: Target) -> tuple[float, float]:
    """Return the bounds within which the model is near.

    Those of the target, widened to 15 % around its value where they are narrower.
    """
    width = NEAR * abs(target.value) if target.value is not None else 0.0
    low = -math.inf if target.low is None else target.low
    high = math.inf if target.high is None else target.high
    if target.value is None:
        return low, high
    if target.low is None and target.high is None:
        return target.value - width, target.value + width
    return min(low, target.value - width), max(high, target.value + width)


def compare(targets: Sequence[Target], recordings: Sequence[Recording]) -> list[Compared]:
    """Return one line per target whose window lies inside the recordings."""
    values: list[list[float]] = [[] for _ in targets]
    for start, until in sorted({(target.start, target.until) for target in targets}):
        for recording in recordings:
            seen = window(recording, start, until)  # one at a time: a window has tables of its own
            for target, found in zip(targets, values, strict=True):
                if (target.start, target.until) == (start, until):
                    found.append(count(target.measure, seen, ASKED))
    lines = []
    for target, found in zip(targets, values, strict=True):
        model = mean_interval(found)
        lines.append(Compared(target, model, verdict_of(model.mean, *bounds(target))))
    return lines


def verdict_of(mean: float, low: float, high: float) -> str:
    """Return where the mean of the model lies: near (within the bounds), below, above, or
    undefined.
    """
    if math.isnan(mean):
        return "undefined"
    return "below" if mean < low else "above" if mean > high else "near"
