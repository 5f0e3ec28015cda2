"""The comparison: each target beside the mean over replications, and whether they lie near each other."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sim.evidence.measures import can_compute, compute
from sim.evidence.targets import Target
from sim.evidence.window import window
from sim.measures.inputs import Recording
from sim.measures.intervals import Interval, mean_interval

NEAR = 0.15  # a figure without bounds is met within 15 % either way
# units of figures that grow with the size of a region
COUNTS = ("youths", "places", "placements/year", "children", "1/year", "euro/year", "FTE", "cases", "day/year")


@dataclass(frozen=True)
class Line:
    """One target with what the model makes of it; verdict: near, above, below or undefined."""

    target: Target
    model: Interval
    verdict: str


def applies(target: Target, region: str) -> bool:
    """Tell whether a target can be compared in a run of `region`: its own targets, and national shares, ages, durations and prices."""
    own = target.region == region
    is_size = target.unit in COUNTS and target.measure not in ("attempts_per_year",) and not target.measure.startswith("cost_per_")
    return can_compute(target.measure) and (own or (target.region == "nederland" and not is_size))


def bounds(target: Target) -> tuple[float, float]:
    """Return the bounds within which the model is near: those of the target, else 15 % around its value."""
    if target.low is None and target.high is None:
        assert target.value is not None
        width = NEAR * abs(target.value)
        return target.value - width, target.value + width
    return -math.inf if target.low is None else target.low, math.inf if target.high is None else target.high


def compare(targets: Sequence[Target], recordings: Sequence[Recording]) -> list[Line]:
    """Return one line per target whose window lies inside the recordings."""
    lines = []
    for target in targets:
        values = [compute(target.measure, window(recording, target.start, target.until)) for recording in recordings]
        model = mean_interval(values)
        low, high = bounds(target)
        verdict = "undefined" if math.isnan(model.mean) else "below" if model.mean < low else "above" if model.mean > high else "near"
        lines.append(Line(target, model, verdict))
    return lines
