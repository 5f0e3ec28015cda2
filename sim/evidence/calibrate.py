"""Calibration of a region.

Prior -> simulated draws -> fit to reported figures -> posterior ensemble, simulated again to see
how well it fits.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.common.arrays import Bools, Floats
from sim.common.errors import ConfigError, refuse
from sim.common.paths import CONF
from sim.evidence import draws_table as draws
from sim.evidence.expectations import check_against, load_expectations, ruled_out, within
from sim.evidence.fit import (
    Draws,
    Observed,
    Strain,
    is_two_sided,
    least,
    observed,
    posterior,
    strains,
)
from sim.evidence.prior import Prior, Settings, load_prior, load_settings
from sim.evidence.targets import Target, load_targets
from sim.experiment.executors import Executor

ROUND, AGAIN = 50_021, 100_003  # added to the seed: luck that no other draw had
ROUNDS = 2
FEWER = 5  # draws of a round per draw of the next
TWICE = 2  # at least so many draws of the last round per member that is kept
# share of the draws that a regression sees; of the last round, where they all lie near
KEPT, LAST = 0.5, 0.9
LEAST_RUN = 0.9  # share of the draws that must run to their end
MORE = 1.5  # draws of the posterior per member: some lie outside of what is expected
# of the distance of a member from the mean, where draws are made from an ensemble; the rest of the
# spread is drawn anew
SHRINK = 0.9
Told = Callable[[str, int, int], None]  # what is being done, finished, in all


class Simulated(NamedTuple):
    """What draws gave: figures (n, t), and whether they lie within each expectation (n, e)."""

    figures: Floats
    inside: Bools


@dataclass(frozen=True)
class Origin:
    """Where a calibration comes from.

    Attributes:
        region: the region fitted to.
        seed: of everything.
        draws: draws of the first round asked for.
        begun_from: region whose ensemble took the place of the prior.
        fitted_before: targets that this ensemble had been fitted to.
    """

    region: str
    seed: int
    draws: int
    begun_from: str = ""
    fitted_before: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Calibration:
    """What a calibration gave.

    Attributes:
        origin: where it comes from.
        prior: distributions before the fit.
        targets: all targets of the region, in order of columns.
        fitted: (t,) which of them were fitted to.
        before: (n_draws, t) what the targets were in the first draws, before any fit.
        tables: per round its draws, with the figures fitted to (half of their information in each);
            the posterior was made from the last.
        members: (n_members, k) posterior draws, in the unit of their row.
        again: (n_members, t) what the targets are in the members, simulated with new luck.
        alone, together: targets that cannot be met.
        ruled_out: by expectation, the share of the first draws that it rules out.
    """

    origin: Origin
    prior: Prior
    targets: tuple[Target, ...]
    fitted: Bools
    before: Floats
    tables: tuple[Draws, ...]
    members: Floats
    again: Floats
    alone: list[Strain]
    together: list[Strain]
    ruled_out: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))

    def ensemble(self) -> pd.DataFrame:
        """Return the posterior draws: a row per member, a column per fitted row."""
        return pd.DataFrame(self.members, columns=list(self.prior.names))


def is_fitted(target: Target, settings: Settings) -> bool:
    """Tell whether a target is fitted to.

    Two-sided, of a grade that counts, ended before the day from which figures are kept for
    checking.
    """
    return (
        is_two_sided(target)
        and target.grade in settings.grades
        and target.until <= settings.fitted_until
    )


def fitted_of(targets: Sequence[Target], settings: Settings, before: Sequence[str] = ()) -> Bools:
    """Return for each target whether it is fitted to.

    Not where it was before, nor where it follows from others that are or were.
    """
    wanted = {t.name for t in targets if is_fitted(t, settings)} | set(before)
    told = {name for name, others in settings.repeats.items() if wanted.issuperset(others)}
    return np.array(
        [is_fitted(t, settings) and t.name not in before and t.name not in told for t in targets],
        dtype=bool,
    )


def calibrate(
    region: str,
    *,
    draws_wanted: int,
    members: int,
    seed: int,
    folder: Path,
    executor: Executor,
    progress: Told | None = None,
    note: Callable[[str], None] | None = None,
    settings: Settings | None = None,
    targets: list[Target] | None = None,
    expected: Sequence[Target] | None = None,
    start: pd.DataFrame | None = None,
    check: bool = False,
) -> Calibration:
    """Fit the assumptions and estimates of a region to its figures.

    With `start`, the ensemble of another region, belief begins where that region ended: draws from
    its ensemble take the place of draws from the prior, and only figures that it was not fitted to
    are fitted to. So what holds everywhere is learned once, and a larger region needs fewer draws.

    Args:
        region: a region or nederland.
        draws_wanted: draws from the prior, each simulated once; a fifth as many in the second
            round.
        members: draws of the posterior that are kept and simulated again.
        seed: of draws, luck and choice.
        folder: where finished draws are kept; the same command goes on from there.
        executor: who simulates (`sim.experiment.executors`).
        progress: called with (what is being done, finished, in all).
        note: called with a line about draws that were damaged.
        settings: default `conf/calibration.yaml`.
        targets: default `conf/targets/*.yaml`.
        expected: bounds outside of which no draw is believed; default `conf/expectations/*.yaml`.
        check: do not fit: keep the members of `start` as they are, to see how well they do in a
            region that they were not fitted to.
        start: ensemble to begin from, with its provenance (`load_ensemble`).

    Raises:
        ConfigError: no target to fit to, too few draws, settings that make no sense, expectations
            that contradict figures or leave next to no draws.
    """
    settings = load_settings() if settings is None else settings
    prior = load_prior(region, settings)
    chosen = draws.targets_of(
        load_targets(CONF / "targets") if targets is None else targets, region
    )
    expected = load_expectations(region) if expected is None else tuple(expected)
    check_against(expected, chosen)
    begun = {} if start is None else start.attrs["provenance"]
    origin = Origin(
        region, seed, draws_wanted, begun.get("region", ""), tuple(begun.get("fitted_to", ()))
    )
    fitted = fitted_of(chosen, settings, origin.fitted_before)
    if not check:
        check_figures(origin, fitted, settings)
        check_sizes(draws_wanted, members, int(fitted.sum()))
    world = draws.base_world(region)

    def simulate(values: Floats, what: str, seed_of: int) -> Simulated:
        tell = None if progress is None else lambda done, total: progress(what, done, total)
        made = draws.simulate_draws(
            values,
            prior.names,
            world,
            [*chosen, *expected],
            seed=seed_of,
            folder=folder / region,
            executor=executor,
            progress=tell,
            note=note,
        )
        figures = made[:, : len(chosen)]
        return Simulated(figures, within(made[:, len(chosen) :], expected))

    if check:
        return _check(
            origin, prior, chosen, start, lambda values, what: simulate(values, what, seed)
        )
    o = observed([t for t, f in zip(chosen, fitted, strict=True) if f], settings)
    if start is None:
        what, z = "draws from the prior", prior.draw(draws_wanted, seed)
    else:
        what = "draws from the ensemble to begin from"
        z = draw_from(begin(prior, start), draws_wanted, seed)
    z, first, inside = has_run(z, simulate(prior.values(z), what, seed))
    dropped = ruled_out(inside, expected)
    z, first = believed(z, first, inside)
    mask = is_usable(first, o, fitted)
    fitted[np.flatnonzero(fitted)[~mask]] = False
    o = o.pick(mask)
    alone, together = strains(first[:, fitted] + o.noise(len(z), seed), o)

    def table_of(z: Floats, found: Floats, luck: int) -> Draws:
        """Return draws with what would be reported of them: a round's share of the information."""
        return Draws(z, found[:, fitted] + np.sqrt(ROUNDS) * o.noise(len(z), luck))

    tables = [table_of(z, first, seed)]
    for k in range(1, ROUNDS):
        n, luck = last_round(len(tables[-1].z), members), seed + k * ROUND
        z = posterior(tables[-1], o.values, o.scale, n, seed + k, KEPT)
        z, found = believed(*has_run(z, simulate(prior.values(z), f"draws of round {k + 1}", luck)))
        tables.append(table_of(z, found, luck))
    z = posterior(tables[-1], o.values, o.scale, math.ceil(MORE * members), seed, LAST)
    last = simulate(prior.values(z), "members of the posterior", seed + AGAIN)
    z, again = believed(z, *last)
    if note is not None and len(z) < members:
        note(
            f"{len(z)} members are kept, not {members}: of {len(last.figures)} draws of the "
            "posterior no more lie within conf/expectations."
        )
    return Calibration(
        origin,
        prior,
        tuple(chosen),
        fitted,
        first,
        tuple(tables),
        prior.values(z[:members]),
        again[:members],
        alone,
        together,
        dropped,
    )


def last_round(draws: int, members: int) -> int:
    """Return how many draws the last round has."""
    return max(draws // FEWER, TWICE * members)


def check_figures(origin: Origin, fitted: Bools, settings: Settings) -> None:
    """Refuse a region without a figure to fit to.

    Raises:
        ConfigError: there is none, or the ensemble to begin from was fitted to all there are.
    """
    if fitted.any():
        return
    if origin.begun_from:
        refuse(
            f"calibration: '{origin.region}' has no figure of its own: '{origin.begun_from}' was "
            "fitted to all there are. To fit it to those from "
            "the prior, leave --start out; to see how that ensemble does here, add --check. A "
            "region that is not fitted is given the country's."
        )
    refuse(
        f"calibration: no target of '{origin.region}' can be fitted to (two bounds or a figure, "
        f"grade, before {settings.fitted_until}). Add one."
    )


def check_sizes(draws: int, members: int, targets: int) -> None:
    """Refuse, before anything is simulated, what leaves a regression too few draws.

    Raises:
        ConfigError: too few draws in the first or the last round; says how many there must be.
    """
    if draws < fewest_draws(targets):
        refuse(
            f"calibration: {draws} draws are too few for {targets} targets; --draws must be at "
            f"least {fewest_draws(targets)}."
        )
    last = math.ceil(math.ceil(least(targets) / LAST) / LEAST_RUN)
    there = last_round(math.ceil(draws * LEAST_RUN), members)
    if there < last:
        refuse(
            f"calibration: the last round could have no more than {there} draws, too few "
            f"for {targets} targets: it needs {last}. Raise --draws to "
            f"{math.ceil(last * FEWER / LEAST_RUN)}, or --members to {math.ceil(last / TWICE)}."
        )


def fewest_draws(targets: int) -> int:
    """Return how many draws from the prior so many targets need.

    With room for those whose world does not run to its end, as many as `has_run` lets pass.
    """
    return math.ceil(math.ceil(least(targets) / KEPT) / LEAST_RUN)


def _check(
    origin: Origin,
    prior: Prior,
    targets: Sequence[Target],
    start: pd.DataFrame | None,
    simulate: Callable[[Floats, str], Simulated],
) -> Calibration:
    """Return members of `start`, unfitted, with what the targets are in them."""
    if start is None:
        refuse(
            "calibration: there is nothing to check without an ensemble of another region. Name "
            "one: --start noord_holland"
        )
    z = begin(prior, start.iloc[: origin.draws])
    tried, values = len(z), prior.values(z)
    z, found = believed(*has_run(z, simulate(values, "members of the other region")))
    none = np.zeros(len(targets), dtype=bool)
    return Calibration(
        replace(origin, draws=tried),
        prior,
        tuple(targets),
        none,
        found,
        (),
        prior.values(z),
        found,
        [],
        [],
    )


def has_run(z: Floats, found: Simulated) -> tuple[Floats, Floats, Bools]:
    """Return the draws whose world ran to its end, with what they gave and where that lies.

    Raises:
        ConfigError: more than one in ten did not.
    """
    ran = ~np.isnan(found.figures).all(axis=1)
    if ran.mean() < LEAST_RUN:
        refuse(
            f"calibration: only {ran.mean():.0%} of the draws could be simulated; at least "
            f"{LEAST_RUN:.0%} are needed. Narrow the ranges."
        )
    return z[ran], found.figures[ran], found.inside[ran]


def believed(z: Floats, figures: Floats, inside: Bools) -> tuple[Floats, Floats]:
    """Return the draws that lie within all expectations, with what they gave."""
    mask = inside.all(axis=1)
    return z[mask], figures[mask]


def begin(prior: Prior, start: pd.DataFrame) -> Floats:
    """Return normal scores (n_members, k) of an ensemble under the prior of another region.

    Raises:
        ConfigError: it lacks rows that are fitted here.
    """
    missing = [name for name in prior.names if name not in start]
    if missing:
        refuse(
            f"calibration: the ensemble to begin from lacks {', '.join(missing[:3])} "
            f"({len(missing)} rows in all). Begin from the prior."
        )
    return prior.scores(start[list(prior.names)].to_numpy(np.float64))


def draw_from(members: Floats, n: int, seed: int) -> Floats:
    """Return `n` draws (n, k) in normal scores from the density of an ensemble (m, k).

    A kernel around every member, members drawn towards the mean so that mean and covariance of the
    draws are those of the ensemble (Liu and West 2001, in: Sequential Monte Carlo Methods in
    Practice). Every member comes equally often, to one.
    """
    rng = np.random.default_rng([seed, 17])
    middle = members.mean(axis=0)
    away = members - middle
    chosen = rng.permutation(np.arange(n) % len(members))
    # (n, k) normal, with the covariance of the ensemble
    anew = rng.standard_normal((n, len(members))) @ away / np.sqrt(len(members))
    drawn: Floats = middle + SHRINK * away[chosen] + np.sqrt(1.0 - SHRINK**2) * anew
    return drawn


def is_usable(statistics: Floats, o: Observed, fitted: Bools) -> Bools:
    """Return for each fitted target whether it is defined in nine of ten draws and varies at all.

    Raises:
        ConfigError: none is.
    """
    s = statistics[:, fitted]
    is_defined = np.isnan(s).mean(axis=0) <= 0.1
    mask: Bools = is_defined & (np.nanstd(s, axis=0) > 0.0)
    if not mask.any():
        raise ConfigError(
            f"calibration: none of the targets ({', '.join(o.names)}) is defined in the "
            "simulations. Check their periods and measures."
        )
    return mask
