"""Runs the claims: every experiment on the compiled core, over an ensemble of parameter sets and
replications with common random numbers.

What differs between the sides of an experiment is what it says and nothing else: members of the
ensemble, replications and all draws are the same. An experiment succeeds when its mean paired
difference has the claimed sign in a one-sided t test at the level of the claim, and at least half
of the members agree. Several replications of one member are one observation (their mean), so that
uncertainty about parameters is not mistaken for luck.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy import stats

from sim.claims.rows import BOUNDED, Claim, Experiment, ExperimentSide
from sim.claims.sides import Key, key_of, members_of, run_sides, worlds_for
from sim.common.arrays import Floats
from sim.common.watch import Progress
from sim.measures.catalogue import count
from sim.statistics.intervals import mean_interval
from sim.world.build import default_conf, default_groups
from sim.world.parameters import load_rows

REPRODUCED, NOT_REPRODUCED, NOT_REPRESENTABLE = "reproduced", "not reproduced", "not representable"
FEWEST = 3  # paired values below which nothing is said
HALF = 0.5
ASKED = "conf/claims: 'outcome'"


@dataclass(frozen=True)
class ExperimentResult:
    """What came of one experiment.

    Attributes:
        experiment: the experiment.
        mean: mean difference, last side less first (one side: its value less the bound).
        low: lower bound of its 95 % t interval over members (one member: over replications); NaN
            with fewer than two values.
        high: upper bound.
        p: one-sided p-value; with three sides the larger of the two steps. NaN where fewer than
            three paired values are defined.
        agree: share of members (one member: of replications) whose mean difference has the claimed
            sign.
        n: members (one member: replications) in which the difference is defined.
        is_success: whether the claimed sign shows.
    """

    experiment: Experiment
    mean: float
    low: float
    high: float
    p: float
    agree: float
    n: int
    is_success: bool


@dataclass(frozen=True)
class ClaimResult:
    """A claim with its results and verdict."""

    claim: Claim
    results: tuple[ExperimentResult, ...]
    verdict: str


def run_claims(
    claims: Sequence[Claim],
    ensemble: pd.DataFrame | None = None,
    *,
    replications: int | None = None,
    seed: int = 1,
    workers: int | None = None,
    progress: Progress | None = None,
    cancel: threading.Event | None = None,
) -> list[ClaimResult]:
    """Return every claim with the results of its experiments and its verdict.

    Args:
        claims: what to test.
        ensemble: one row per member, one column per parameter row; None: one member, the stated
            values. A row that an experiment changes has the
            value of the experiment; `times` and `add` start from the member's own value.
        replications: paired replications per member; default: 2 per member of an ensemble, and what
            each claim asks for at the stated values.
        seed: seed of all draws, the same on all sides.
        workers: threads; default: the processors of this machine.
        progress: called with (lanes finished, lanes in all).
        cancel: set it to stop; what comes back is then not whole and must not be used.

    Raises:
        ConfigError: an ensemble that is empty or has unknown columns or impossible values; values
            outside their plausible range without a reason.
    """
    rows = load_rows(default_conf() / "parameters", default_groups())
    members = members_of(ensemble, rows)
    wanted: dict[tuple[int, Key], set[str]] = {}
    for claim in claims:
        n = replications or (claim.replications if ensemble is None else 2)
        for experiment in claim.experiments:
            for side in experiment.sides:
                key = key_of(experiment, side)
                wanted.setdefault((n, key), set()).add(experiment.outcome)
    most: dict[Key, int] = {}
    names: dict[Key, set[str]] = {}
    for (n, key), asked in wanted.items():
        most[key] = max(n, most.get(key, 0))
        names.setdefault(key, set()).update(asked)
    worlds_of = worlds_for(list(most), members, rows, claims)
    measures = {
        key: {name: partial(count, name, asked=ASKED) for name in sorted(asked)}
        for key, asked in names.items()
    }
    values = run_sides(
        worlds_of, most, measures, seed=seed, workers=workers, progress=progress, cancel=cancel
    )
    tested = []
    for claim in claims:
        n = replications or (claim.replications if ensemble is None else 2)
        results = tuple(
            judge(e, claim.level, [_of(values, e, side)[:, :n] for side in e.sides])
            for e in claim.experiments
        )
        tested.append(ClaimResult(claim, results, verdict_of(claim, results)))
    return tested


def _of(
    values: Mapping[tuple[Key, str], Floats], experiment: Experiment, side: ExperimentSide
) -> Floats:
    return values[key_of(experiment, side), experiment.outcome]


def judge(experiment: Experiment, level: float, values: Sequence[Floats]) -> ExperimentResult:
    """Return the result of an experiment from the values of its sides, each (n_members,
    n_replications).
    """
    sign = 1.0 if experiment.expect in ("rises", "above") else -1.0
    if experiment.expect in BOUNDED:
        whole = values[0] if len(values) == 1 else values[1] - values[0]
        steps = [whole - experiment.bound]
    else:
        steps = [other - one for one, other in pairwise(values)]
    whole = steps[0] if len(steps) == 1 else values[-1] - values[0]
    ps, shares = zip(*(_test(sign * _by_member(step)) for step in steps), strict=True)
    x = _by_member(whole)
    interval = mean_interval(x)
    p, agree = float(np.max(ps)), float(np.min(shares))
    return ExperimentResult(
        experiment,
        interval.mean,
        interval.low,
        interval.high,
        p,
        agree,
        interval.n,
        p < level and agree >= HALF,
    )


def _by_member(differences: Floats) -> Floats:
    """Return one value per member, the mean of its replications.

    The replications themselves where there is one member.
    """
    if len(differences) == 1:
        one: Floats = differences[0]
        return one
    n = (~np.isnan(differences)).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        means: Floats = np.where(n > 0, np.nansum(differences, axis=1) / n, np.nan)
    return means


def _test(x: Floats) -> tuple[float, float]:
    """Return (one-sided p that the mean is above zero, share above zero) of the defined values.

    P is 1 where the mean is not above zero.
    """
    x = x[~np.isnan(x)]
    if len(x) < FEWEST:
        return float("nan"), float("nan")
    agree = float(np.mean(x > 0))
    if np.ptp(x) <= 1e-12 * np.abs(x).max(
        initial=0.0
    ):  # no variation: certain, one way or the other
        return (0.0 if x[0] > 0 else 1.0), agree
    return float(stats.ttest_1samp(x, 0.0, alternative="greater").pvalue), agree


def verdict_of(claim: Claim, results: Sequence[ExperimentResult]) -> str:
    """Return the verdict: reproduced when every experiment succeeds."""
    if claim.not_representable:
        return NOT_REPRESENTABLE
    return (
        REPRODUCED if results and all(result.is_success for result in results) else NOT_REPRODUCED
    )


def family_error(claims: Sequence[Claim]) -> float:
    """Return an upper bound on the chance that at least one of these claims is called reproduced if
    the model had none of the effects.

    A claim needs all its experiments, so its own chance is at most its level (intersection-union
    test); the sum over claims bounds the family whatever their dependence (Bonferroni).
    """
    return min(1.0, sum(claim.level for claim in claims if claim.experiments))
