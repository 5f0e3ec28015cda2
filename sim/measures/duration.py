"""How long 1:1 lasts, and how much longer than meant.

Durations come from a Kaplan-Meier curve over every episode active in the reporting period. An
episode that still runs on the last day is censored after the last day on which it could have ended,
not dropped. An episode that already ran when reporting started enters late, at the duration it had
on the evening before (left truncation), so that long episodes are not counted twice as often as
they begin. In small regions few episodes may be at risk at the shortest durations; a curve that
reaches zero there stays there (a known limit of delayed entry).
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.common.arrays import Bools, Floats, Ints
from sim.common.calendar import DAYS_ONE_YEAR
from sim.measures.alone import day_end_outside
from sim.measures.groups import OUTSIDE
from sim.measures.inputs import Recording, View, mean, once
from sim.measures.rows import RUNNING, active, ended, in_setting, is_any, started
from sim.names import Setting

NAN = float("nan")
DAYS_RESTRICTED = 3 * DAYS_ONE_YEAR  # horizon of the restricted mean


class AtRisk(NamedTuple):
    """Per episode: days it was seen to last, whether it ended then, and days it had lasted when
    first seen.
    """

    duration: Ints
    has_ended: Bools
    entry: Ints


def at_risk(recording: Recording, *, is_outside: bool = False) -> AtRisk:
    """Return per active episode `duration`, `has_ended` and `entry` (days).

    Seen to end or go on for durations in (entry, duration]. With `is_outside`: of episodes that
    began outside a group, until they end or go along into a place.
    """
    rows = active(recording, "episodes")
    if is_outside:
        rows = rows.where(is_any(rows["variant"], *OUTSIDE))
    start, end = rows["day_start"], day_end_outside(rows) if is_outside else rows["day_end"]
    has_ended = (end != RUNNING) & (end < recording.n_days)
    duration = np.where(has_ended, end, recording.n_days - 1) - start
    entry = np.maximum(recording.day_start - 1 - start, 0)
    is_seen = duration > entry
    return AtRisk(duration[is_seen], has_ended[is_seen], entry[is_seen])


@once
def survival(recording: View) -> "pd.Series[float] | None":
    """Return the share of episodes that lasts longer than t days, index t (steps,
    right-continuous); None where none was at risk.
    """
    seen = at_risk(recording)
    return kaplan_meier(*seen) if len(seen.duration) else None


def kaplan_meier(duration: Ints, has_ended: Bools, entry: Ints) -> "pd.Series[float]":
    """Return the product-limit estimate with delayed entry.

    Index t = 0, every duration with an end, and the longest duration seen. At t one is at risk who
    entered before t and was seen until t or longer. Source: Kaplan and Meier (1958); delayed entry:
    Klein and Moeschberger, Survival Analysis, 2nd ed., section 4.6. The same numbers as
    `lifelines.KaplanMeierFitter`, in a hundredth of the time.
    """
    t, n_ended = np.unique(duration[has_ended], return_counts=True)
    n_at_risk = np.searchsorted(np.sort(entry), t) - np.searchsorted(np.sort(duration), t)
    share = np.concatenate([[1.0], np.cumprod((n_at_risk - n_ended) / n_at_risk)])
    days = np.concatenate([[0], t])
    longest = duration.max()
    if longest > days[-1]:
        days, share = np.append(days, longest), np.append(share, share[-1])
    return pd.Series(share, index=days)


def survival_at(curve: "pd.Series[float] | None", days: Ints) -> Floats:
    """Return the curve at `days`.

    NaN beyond the last duration seen, unless the curve had come down to zero by then.
    """
    if curve is None:
        return np.full(len(days), NAN)
    t, s = curve.index.to_numpy(float), curve.to_numpy(float)
    at: Floats = np.where(
        (days > t[-1]) & (s[-1] > 0),
        NAN,
        s[np.maximum(np.searchsorted(t, days, side="right") - 1, 0)],
    )
    return at


def quartiles(recording: Recording) -> dict[str, float]:
    """Return the durations (days) by which a quarter, half and three quarters of episodes have
    ended; NaN where the curve stays above.
    """
    curve = survival(recording)
    shares = {"quarter": 0.75, "median": 0.5, "three_quarters": 0.25}
    return {name: first_at_or_below(curve, share) for name, share in shares.items()}


def first_at_or_below(curve: "pd.Series[float] | None", share: float) -> float:
    """Return the first duration at which at most `share` of episodes goes on.

    NaN where the curve does not come down that far.
    """
    if curve is None:
        return NAN
    below = curve.index.to_numpy(float)[curve.to_numpy(float) <= share + 1e-12]
    return float(below[0]) if len(below) else NAN


def tenth(recording: Recording) -> float:
    """Return the duration (days) by which a tenth of episodes has ended."""
    return first_at_or_below(survival(recording), 0.9)


def share_over_one_year(recording: Recording) -> float:
    """Return the share of episodes that lasts longer than 365 days, from the Kaplan-Meier curve."""
    return float(survival_at(survival(recording), np.array([DAYS_ONE_YEAR]))[0])


def excess_over_planned(recording: Recording) -> float:
    """Return the restricted mean duration minus the mean planned duration (days).

    Restricted mean: area under the Kaplan-Meier curve up to 1095 days, or up to the length of the
    reporting period where that is shorter; a curve that ends earlier is carried on flat. Planned:
    mean of `days_planned` over episodes started in the period, capped at the same horizon, so that
    both means leave out the same tail. NaN where no episode started.
    """
    curve = survival(recording)
    planned = started(recording, "episodes")["days_planned"].astype(np.float64)
    if curve is None or not len(planned):
        return NAN
    horizon = horizon_of(recording)
    return restricted_mean(curve, horizon) - mean(np.minimum(planned, horizon))


def mean_duration(recording: Recording) -> float:
    """Return the restricted mean duration (days) of 1:1.

    Up to three years, or up to the length of the reporting period where that is shorter.
    """
    return _restricted(recording, at_risk(recording))


def mean_duration_outside(recording: Recording) -> float:
    """Return the restricted mean days that 1:1 begun outside a group (unit, separate location,
    home) stays there.

    Up to three years, or up to the length of the reporting period where that is shorter.
    """
    return _restricted(recording, at_risk(recording, is_outside=True))


def _restricted(recording: Recording, seen: AtRisk) -> float:
    if not len(seen.duration):
        return NAN
    return restricted_mean(kaplan_meier(*seen), horizon_of(recording))


def horizon_of(recording: Recording) -> float:
    """Return how far a restricted mean looks (days)."""
    return float(min(DAYS_RESTRICTED, recording.n_days - recording.day_start))


def restricted_mean(curve: "pd.Series[float]", horizon: float) -> float:
    """Return the area under the step curve from 0 to `horizon` (days)."""
    t, s = curve.index.to_numpy(float), curve.to_numpy(float)
    inside = t < horizon
    edges = np.concatenate([[0.0], t[inside], [horizon]])
    heights = np.concatenate([[1.0], s[inside]])
    return float(np.sum(np.diff(edges) * heights))


def stay_jeugdzorgplus(recording: Recording) -> float:
    """Return the mean length of stay (days) of those who leave closed youth care in the period."""
    stays = in_setting(ended(recording, "stays"), Setting.JEUGDZORGPLUS)
    return mean(stays["day_end"] - stays["day_start"])
