"""Every figure of a region beside the fitted model.

Those that were fitted to apart from those that were kept for checking.
"""

import math
from collections.abc import Set

import numpy as np
import pandas as pd

from sim.common.arrays import Floats
from sim.evidence.calibrate import Calibration
from sim.evidence.fit import Z95, is_two_sided
from sim.evidence.prior import Settings
from sim.evidence.tables import when
from sim.evidence.targets import Target

# what a figure was used for
FITTED, EARLIER, REPEAT = "fitted to", "fitted to before", "follows from fitted ones"
LATER, ELSEWHERE, BOUND = "later", "not fitted to", "one bound"
PROXY = "other country or adults"
LEAST = 0.025  # share of the ensemble that must lie inside a single bound


def role(target: Target, fitted: Set[str], before: Set[str], settings: Settings) -> str:
    """Return what a figure was used for, given the names of those fitted to here and before.

    Only those in no way fitted to can validate anything.
    """
    if target.name in fitted:
        return FITTED
    if target.name in before:
        return EARLIER
    if target.name in settings.repeats and set(settings.repeats[target.name]) <= fitted | before:
        return REPEAT
    if target.grade not in settings.grades:
        return PROXY
    if not is_two_sided(target):
        return BOUND
    return LATER if target.until > settings.fitted_until else ELSEWHERE


def checked(
    made: Calibration, settings: Settings, used_before: Set[str] = frozenset(), seed: int = 1
) -> pd.DataFrame:
    """Return one row per figure.

    Columns: name, quantity, when, unit, grade, role, reported, low, high, prior_low, prior_middle,
        prior_high, low_95, middle, high_95, holds. `low_95` to `high_95` is what 95 % of the
        ensemble would have reported, errors of the report and what even the right parameters may
        miss included (normal), `prior_low` to `prior_high` the same before the fit; `holds` says
        whether the former holds the reported figure. Where there is one bound only, it says whether
        at least 2.5 % of the members lie inside it.
    """
    rng, rng_before = np.random.default_rng([seed, 13]), np.random.default_rng([seed, 14])
    fitted = {
        target.name
        for target, is_fitted in zip(made.targets, made.fitted, strict=True)
        if is_fitted
    }
    rows = []
    for k, target in enumerate(made.targets):
        before, after = made.before[:, k], made.again[:, k]
        after = after[~np.isnan(after)]
        if not len(after) or np.isnan(before).all():
            continue
        reported = _figure(target)
        error = _error(target, reported, settings)
        predicted = after + rng.standard_normal(len(after)) * error
        low, middle, high = np.quantile(predicted, [0.025, 0.5, 0.975])
        prior_low, prior_middle, prior_high = np.nanquantile(
            before + rng_before.standard_normal(len(before)) * error, [0.025, 0.5, 0.975]
        )
        rows.append(
            {
                "name": target.name,
                "quantity": target.quantity.rstrip("."),
                "when": when(target),
                "unit": target.unit,
                "grade": target.grade,
                "role": role(target, fitted, used_before, settings),
                "reported": reported,
                "low": math.nan if target.low is None else target.low,
                "high": math.nan if target.high is None else target.high,
                "prior_low": prior_low,
                "prior_middle": prior_middle,
                "prior_high": prior_high,
                "low_95": low,
                "middle": middle,
                "high_95": high,
                "holds": _holds(target, reported, predicted, low, high),
            }
        )
    return pd.DataFrame(rows)


def _figure(target: Target) -> float:
    """Return the figure, the middle of two bounds, or NaN for a floor or a ceiling."""
    if not is_two_sided(target):
        return math.nan
    if target.value is not None:
        return target.value
    assert target.low is not None and target.high is not None
    return (target.low + target.high) / 2.0


def _error(target: Target, reported: float, settings: Settings) -> float:
    """Return the standard deviation of report and miss together; nothing for a single bound."""
    if math.isnan(reported):
        return 0.0
    half = (
        max(target.high - reported, reported - target.low)
        if target.low is not None and target.high is not None
        else 0.0
    )
    return math.hypot(half / Z95, settings.discrepancy * abs(reported))


def _holds(target: Target, reported: float, predicted: Floats, low: float, high: float) -> bool:
    if not math.isnan(reported):
        return bool(low <= reported <= high)
    inside = (
        predicted >= target.low if target.low is not None else predicted <= (target.high or 0.0)
    )
    return bool(np.mean(inside) >= LEAST)
