"""Approximate Bayesian computation with regression adjustment.

From draws and what they gave to draws that agree with the figures. For every draw of the prior,
what the targets would have been reported as is the simulated figure plus the error of the report
plus the part that even the right parameters may miss (`discrepancy`). The draws whose figures lie
nearest to the reported ones are kept, weighted by nearness, and moved along the regression of
parameters on figures to where the reported figures lie (Beaumont, Zhang and Balding 2002, Genetics
162: 2025-2035). Most of some three hundred parameters have no part in two dozen figures, and a
regression of few hundred draws finds one for each of them: all would move, by luck. So the slopes
of each parameter are shrunk by what luck alone would explain of it (Copas 1983, Journal of the
Royal Statistical Society B 45: 311-354): to nothing, where it explains no more than luck. Each draw
keeps its distance from a regression that has not seen it (the residual divided by one less its
leverage): a regression comes too near to the draws that it was made from, and intervals of plain
residuals are too narrow, the more so the more figures there are per draw. All in normal scores of
the prior, so that no draw leaves its range. What is kept are points, not a box: ridges along which
parameters trade stay.

One regression cannot follow a curve far. So the information of the figures is taken in two rounds,
each with the variance of all errors doubled (two independent halves; Emerick and Reynolds 2013,
Computers & Geosciences 55: 3-15): the draws that come out of the first are simulated again and
fitted again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.common.arrays import Bools, Floats, Ints
from sim.common.errors import Faults, refuse, show
from sim.evidence.prior import Settings
from sim.evidence.targets import Target

Z95 = 1.959963984540054
NEAREST = 0.5  # share of the draws that tell what cannot be met
RIDGE = 1e-6
TINY = 1e-12


@dataclass(frozen=True, eq=False)
class Observed:
    """Reported figures as the fit takes them, in order of target.

    Attributes:
        names: (t,) names of the targets.
        values: (t,) figures; the middle of the bounds where the source gives words.
        sd: (t,) standard error of the report, in the unit of the figure.
        missed: (t,) standard deviation of what even the right parameters may miss.
        group: (t,) targets with the same number share half the variance of that miss: they are
            figures of one measure.
    """

    names: tuple[str, ...]
    values: Floats
    sd: Floats
    missed: Floats
    group: Ints

    @property
    def scale(self) -> Floats:
        """(t,) standard deviation of report and miss together, doubled.

        Differences within it count in proportion.
        """
        scale: Floats = 2.0 * np.hypot(self.sd, self.missed)
        return scale

    def noise(self, n: int, seed: int) -> Floats:
        """Return (n, t) draws of error of the report plus miss."""
        rng = np.random.default_rng([seed, 7])
        half = np.sqrt(0.5)  # of the variance of a miss is a target's own, half is its group's
        own = rng.standard_normal((n, len(self.names))) * np.hypot(self.sd, self.missed * half)
        of_group = rng.standard_normal((n, int(self.group.max()) + 1))
        noise: Floats = own + of_group[:, self.group] * self.missed * half
        return noise

    def pick(self, mask: Bools) -> "Observed":
        """Return those targets for which `mask` (t,) is true."""
        names = tuple(name for name, m in zip(self.names, mask, strict=True) if m)
        _, group = np.unique(self.group[mask], return_inverse=True)
        return Observed(
            names, self.values[mask], self.sd[mask], self.missed[mask], group.astype(np.int64)
        )


def is_two_sided(target: Target) -> bool:
    """Tell whether a target can be fitted to: it has two bounds, or a figure without any.

    A floor or a ceiling can only be checked.
    """
    return (target.low is None) == (target.high is None)


def observed(targets: Sequence[Target], settings: Settings) -> Observed:
    """Return the figures of two-sided targets.

    Bounds are read as 95 % intervals; a figure without bounds has no error but the discrepancy.

    Raises:
        ConfigError: a target with bounds of no width, or without bounds while the discrepancy is
            zero.
    """
    faults = Faults()
    values, sd = [], []
    for target in targets:
        low, high = target.low, target.high
        where = f"conf/targets: '{target.name}'"
        if low is not None and high is not None and high <= low:
            faults.add(
                f"{where}: 'low' and 'high' are both {show(low)}: an uncertainty of zero. Give the "
                "bounds of the source, or leave both out."
            )
        if target.value is None:
            assert low is not None and high is not None
            values.append((low + high) / 2.0)
        else:
            values.append(target.value)
        half = max(
            high - values[-1] if high is not None else 0.0,
            values[-1] - low if low is not None else 0.0,
        )
        sd.append(half / Z95)
        if sd[-1] == 0.0 and settings.discrepancy * abs(values[-1]) == 0.0:
            faults.add(
                f"{where}: has no uncertainty: no bounds, and 'discrepancy' in calibration.yaml "
                "leaves none. Give 'low' and 'high'."
            )
    faults.stop()
    measures = [t.measure for t in targets]
    group = np.array([measures.index(m) for m in measures], dtype=np.int64)
    return Observed(
        tuple(t.name for t in targets),
        np.array(values),
        np.array(sd),
        settings.discrepancy * np.abs(values),
        group,
    )


@dataclass(frozen=True, eq=False)
class Draws:
    """Draws with what they gave.

    Attributes:
        z: (m, k) normal scores.
        reported: (m, t) figures, errors of the report included; NaN where undefined (the mean is
            taken).
    """

    z: Floats
    reported: Floats


def least(targets: int) -> int:
    """Return how many draws a regression on so many targets needs: three per coefficient."""
    return 3 * (targets + 1)


def posterior(draws: Draws, at: Floats, scale: Floats, n: int, seed: int, kept: float) -> Floats:
    """Return `n` draws (n, k) in normal scores that agree with the figures `at`.

    Args:
        draws: of what was believed before.
        at: (t,) figures to agree with.
        scale: (t,) distance from the figure up to which differences count in proportion; further
            off, by their logarithm.
        n: number of draws wanted.
        seed: of the choice of draws by weight.
        kept: share of the draws that the regression sees.

    Raises:
        ConfigError: fewer draws are kept than the regression has coefficients, threefold.
    """
    s = standardised(draws.reported, at, scale)
    distance = np.sqrt((s**2).mean(axis=1))
    m = max(int(kept * len(s)), 1)
    if m < least(s.shape[1]):
        refuse(
            f"calibration: {m} of {len(s)} draws are kept for {s.shape[1]} targets; at least "
            f"{least(s.shape[1])} are needed. Raise --draws: those that were simulated are kept."
        )
    near = np.argsort(distance, kind="stable")[:m]
    weight = _weight(distance[near])
    adjusted = _adjusted(draws.z[near], s[near], weight)
    return np.asarray(adjusted[_by_weight(weight, n, seed)])


def _weight(distance: Floats) -> Floats:
    """Return the weight (m,) of draws by their distance (m,), ascending: 1 at none, 0 at the last
    (Epanechnikov's kernel).
    """
    furthest = distance[-1] * (1.0 + 1e-9) + 1e-300
    weight: Floats = 1.0 - (distance / furthest) ** 2
    return weight


def _adjusted(z: Floats, s: Floats, weight: Floats) -> Floats:
    """Return scores (m, k) moved along their weighted, shrunk regression on figures to where these
    agree.

    Args:
        z: (m, k) normal scores.
        s: (m, t) figures as distances; 0 is agreement.
        weight: (m,).
    """
    w = weight / weight.sum()
    middle, at = w @ z, w @ s  # (k,), (t,)
    z, s = z - middle, s - at
    gram = s.T @ (s * w[:, None]) + RIDGE * np.eye(s.shape[1])  # (t, t)
    slope = np.linalg.solve(gram, s.T @ (z * w[:, None]))  # (t, k)
    of_slopes = w * np.einsum("ij,ij->i", s, np.linalg.solve(gram, s.T).T)  # (m,) leverage
    fitted = s @ slope  # (m, k)
    unseen = (z - fitted) / (1.0 - w - of_slopes)[:, None]
    noise = w @ (unseen * (z - fitted))  # (k,) variance that no figure explains
    by_luck, explained = noise * (w @ of_slopes), w @ fitted**2
    kept = np.clip(1.0 - by_luck / np.maximum(explained, TINY), 0.0, 1.0)  # (k,) of the slopes
    leverage = w[:, None] + kept * of_slopes[:, None]
    adjusted: Floats = middle - kept * (at @ slope) + (z - kept * fitted) / (1.0 - leverage)
    return adjusted


def _by_weight(weight: Floats, n: int, seed: int) -> Ints:
    """Return which draws are taken, (n,): systematic, so that each comes as often as its weight
    (m,) says, to one.
    """
    rng = np.random.default_rng([seed, 11])
    points = (rng.random() + np.arange(n)) / n
    below = np.cumsum(weight) / weight.sum()
    chosen = np.minimum(np.searchsorted(below, points), len(weight) - 1)
    return rng.permutation(chosen)


def standardised(reported: Floats, at: Floats, scale: Floats) -> Floats:
    """Return figures (m, t) as distances from `at`, in standard deviations over the draws.

    0 is agreement. Undefined figures become the mean. Distances are compressed (asinh) beyond
    `scale`: draws in which 1:1 runs away must not decide the regression.
    """
    s = np.arcsinh((reported - at) / scale)
    sd = np.nanstd(s, axis=0)
    s = s / np.where(sd > 0.0, sd, 1.0)
    filled: Floats = np.where(np.isnan(s), np.nanmean(s, axis=0), s)
    return filled


@dataclass(frozen=True)
class Strain:
    """A target that the other targets and the ranges speak against.

    By how many standard deviations, and what they would make it.
    """

    name: str
    reported: float
    expected: float
    score: float


def strains(
    reported: Floats, o: Observed, threshold: float = 3.0
) -> tuple[list[Strain], list[Strain]]:
    """Return targets that no draw comes near (alone), and those that cannot be met together with
    the others.

    Of the half of the draws whose figures lie nearest. Alone: the figure lies more than `threshold`
    standard deviations from their mean. Together: it lies as far from what the regression on all
    other targets, at their reported figures, expects.
    """
    distance = (standardised(reported, o.values, o.scale) ** 2).mean(axis=1)
    near = reported[distance <= np.quantile(distance, NEAREST)]
    mean, sd = np.nanmean(near, axis=0), np.nanstd(near, axis=0)
    sd = np.where(sd > 0.0, sd, 1.0)
    s = np.where(np.isnan(near), 0.0, (near - mean) / sd)  # (n_near, t) simulated, standardised
    at = (o.values - mean) / sd  # (t,) reported, likewise
    covariance = np.atleast_2d(np.cov(s.T)) + RIDGE * np.eye(s.shape[1])
    precision = np.linalg.inv(covariance)
    alone, together = [], []
    for k, name in enumerate(o.names):
        reported_k, away = float(o.values[k]), precision[k] @ at
        score = float(away / np.sqrt(precision[k, k]))
        if abs(at[k]) > threshold:
            alone.append(Strain(name, reported_k, float(mean[k]), float(at[k])))
        elif abs(score) > threshold:
            expected = at[k] - away / precision[k, k]
            together.append(Strain(name, reported_k, float(mean[k] + sd[k] * expected), score))
    return alone, together
