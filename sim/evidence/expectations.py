"""What people who know the field would recognise: bounds on what the model gives.

Rows of assumptions are believed one by one, each within its range; together they may still make a
world that nobody knows, such as a region with 1,800 youths alone. A draw whose world lies outside
the bounds of `conf/expectations/` is dropped before any figure is looked at (history matching:
Craig, Goldstein, Seheult and Smith 1997, in: Case Studies in Bayesian Statistics III). The bounds
are wide, none is a figure, and none is fitted to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from sim.common import checks
from sim.common.arrays import Bools, Floats
from sim.common.errors import Faults, refuse, unknown
from sim.common.paths import CONF
from sim.common.yaml_strict import load_mapping
from sim.evidence.targets import Target, target_of
from sim.world.build import default_groups
from sim.world.parameters import ParameterRows, load_rows
from sim.world.region import RegionProfile, load_regions

FOLDER = CONF / "expectations"
LEAST = (
    0.1  # share of the draws that must be left, or the bounds and the ranges speak of two worlds
)
TIMES, NO_FIGURE = "times", {"value": None}
REQUIRED = ("quantity", "measure", "low", "high", "unit", "grade", "source")
OPTIONAL = (TIMES, "period", "on", "note")


def load_expectations(region: str, folder: Path | None = None) -> tuple[Target, ...]:
    """Return the bounds for a region, in order of file and row.

    Where a row has `times`, the name of a row of numbers, both bounds are multiplied by the value
    that the region has of it at the start of the period (of regions together: by their sum).

    Raises:
        ConfigError: unknown or missing keys, an unknown measure or row, no bound, bounds out of
            order; all faults at once.
    """
    folder = FOLDER if folder is None else folder
    rows, faults, found = load_rows(CONF / "parameters", default_groups()), Faults(), []
    regions = load_regions(region, rows=rows, folder=CONF / "region")
    for path in sorted(folder.glob("*.yaml")):
        for key, entry in load_mapping(path, path.name).items():
            where = f"{path.name}: '{key}'"
            content = dict(checks.mapping(entry, where, faults, of="an expectation"))
            before = len(faults.messages)
            for mine in ("value", "region"):
                if content.pop(mine, None) is not None:
                    faults.add(
                        f"{where}: '{mine}' is not for an expectation, which is bounds, for every "
                        "region. Remove it; a figure belongs in conf/targets."
                    )
            checks.check_keys(content, where, faults, required=REQUIRED, optional=OPTIONAL)
            if len(faults.messages) > before:
                continue
            times = content.pop(TIMES, None)
            content |= {"region": region, **NO_FIGURE}
            target = target_of(f"{path.stem}.{key}", content, path.name, faults)
            if times is not None and times not in rows:
                faults.add(f"{where}: 'times': {unknown('row', times, rows)} Correct it.")
            elif target is not None:
                found.append(_scaled(target, times, rows, regions))
    faults.stop()
    return tuple(found)


def _scaled(
    target: Target, times: str | None, rows: ParameterRows, regions: Sequence[RegionProfile]
) -> Target:
    if times is None:
        return target
    factor = sum(
        _value_at(target, region.rows.get(times) or rows[times].values) for region in regions
    )
    low, high = (None if bound is None else bound * factor for bound in (target.low, target.high))
    return replace(target, low=low, high=high)


def _value_at(target: Target, dated: Any) -> float:
    """Return the value in force at the start of the period, the first one before any."""
    before = [each.value for each in dated if each.date <= target.start]
    return float(before[-1] if before else dated[0].value)


def check_against(expected: Sequence[Target], figures: Sequence[Target]) -> None:
    """Refuse expectations that a figure of the same measure and time lies outside of.

    Raises:
        ConfigError: names both, and by how much they differ.
    """
    faults = Faults()
    for bound in expected:
        for figure in figures:
            is_same = bound.measure == figure.measure and figure.region == bound.region
            is_then = bound.start < figure.until and figure.start < bound.until
            if figure.value is None or not (is_same and is_then):
                continue
            if bound.low is not None and figure.value < bound.low:
                side, limit = "below", bound.low
            elif bound.high is not None and figure.value > bound.high:
                side, limit = "above", bound.high
            else:
                continue
            faults.add(
                f"conf/expectations: '{bound.name}' ends at {limit:g} {bound.unit}, and the figure "
                f"'{figure.name}' is {figure.value:g}, {abs(figure.value - limit):g} {side} it. "
                "Widen the expectation, or correct the figure."
            )
    faults.stop()


def within(found: Floats, expected: Sequence[Target]) -> Bools:
    """Return (n, e): whether what a draw gave (n, e) lies within each expectation.

    What is not defined in a draw says nothing against it.
    """
    low = np.array([-np.inf if each.low is None else each.low for each in expected])
    high = np.array([np.inf if each.high is None else each.high for each in expected])
    inside: Bools = np.isnan(found) | ((found >= low) & (found <= high))
    return inside


def ruled_out(inside: Bools, expected: Sequence[Target]) -> Mapping[str, float]:
    """Return by expectation the share of draws (n, e) that it rules out.

    Raises:
        ConfigError: together they leave fewer than `LEAST`; says what each rules out.
    """
    shares = {
        each.name: float(share)
        for each, share in zip(expected, (~inside).mean(axis=0), strict=True)
    }
    left = float(inside.all(axis=1).mean())
    if left < LEAST:
        told = ", ".join(f"'{name}' {share:.0%}" for name, share in shares.items() if share > 0.0)
        refuse(
            f"conf/expectations: only {left:.0%} of the draws lie within all of them; at least "
            f"{LEAST:.0%} are needed. They rule out: {told}. Widen those, or narrow the ranges of "
            "the rows."
        )
    return shares
