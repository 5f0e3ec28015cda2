"""Calibration of a region: prior -> simulated draws -> fit to reported figures -> posterior ensemble, simulated again to see how well it fits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from sim.evidence import draws_table as draws
from sim.evidence.fit import Draws, Observed, Strain, is_two_sided, observed, posterior, strains
from sim.evidence.prior import Floats, Prior, Settings, load_prior, load_settings
from sim.evidence.targets import Target, load_targets
from sim.experiment.executors import Executor
from sim.paths import CONF
from sim.world.errors import ConfigError, refuse

ROUND, AGAIN = 50_021, 100_003  # added to the seed: luck that no other draw had
ROUNDS = 2
FEWER = 5  # draws of a round per draw of the next
LAST = 0.9  # share of the draws that the last regression sees: they all lie near
LEAST_RUN = 0.9  # share of the draws that must run to their end
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Origin:
    """Where a calibration comes from: region, seed of everything, draws asked for, and the region whose ensemble took the place of the prior."""

    region: str
    seed: int
    draws: int
    begun_from: str


@dataclass(frozen=True, eq=False)
class Calibration:
    """What a calibration gave.

    Attributes:
        origin: where it comes from.
        prior: distributions before the fit.
        targets: all targets of the region, in order of columns.
        fitted: (t,) which of them were fitted to.
        before: (n_draws, t) what the targets were in the first draws, before any fit.
        table: the draws of the last round, with the figures fitted to, from which the posterior was made.
        members: (n_members, k) posterior draws, in the unit of their row.
        again: (n_members, t) what the targets are in the members, simulated with new luck.
        alone, together: targets that cannot be met.
    """

    origin: Origin
    prior: Prior
    targets: tuple[Target, ...]
    fitted: np.ndarray[tuple[int], np.dtype[np.bool_]]
    before: Floats
    table: Draws
    members: Floats
    again: Floats
    alone: list[Strain]
    together: list[Strain]

    def ensemble(self) -> pd.DataFrame:
        """Return the posterior draws: a row per member, a column per fitted row."""
        return pd.DataFrame(self.members, columns=list(self.prior.names))


def is_fitted(target: Target, settings: Settings) -> bool:
    """Tell whether a target is fitted to: two-sided, of a grade that counts, ended before the day from which figures are kept for checking."""
    return is_two_sided(target) and target.grade in settings.grades and target.until <= settings.fitted_until


def calibrate(
    region: str,
    *,
    draws_wanted: int,
    members: int,
    seed: int,
    folder: Path,
    executor: Executor,
    progress: Progress | None = None,
    settings: Settings | None = None,
    targets: list[Target] | None = None,
    start: pd.DataFrame | None = None,
    check: bool = False,
) -> Calibration:
    """Fit the assumptions and estimates of a region to its figures.

    With `start`, the ensemble of another region, belief begins where that region ended: its members take the place of draws from the prior, and only
    figures that it was not fitted to are fitted to. So what holds everywhere is learned once, and a larger region needs few simulations.

    Args:
        region: a region or nederland.
        draws_wanted: draws from the prior, each simulated once; a fifth as many in the second round.
        members: draws of the posterior that are kept and simulated again.
        seed: of draws, luck and choice.
        folder: where finished draws are kept; the same command goes on from there.
        executor: who simulates (`sim.experiment.executors`).
        progress: called with (what is being done, finished, in all).
        settings: default `conf/calibration.yaml`.
        targets: default `conf/targets/*.yaml`.
        check: do not fit: keep the members of `start` as they are, to see how well they do in a region that they were not fitted to.
        start: ensemble to begin from, with its provenance (`load_ensemble`); its first `draws_wanted` members are simulated.

    Raises:
        ConfigError: no target to fit to, too few draws, settings that make no sense.
    """
    settings = load_settings() if settings is None else settings
    prior = load_prior(region, settings)
    chosen = draws.targets_of(load_targets(CONF / "targets") if targets is None else targets, region)
    used = set() if start is None else set(start.attrs["provenance"]["fitted_to"])
    fitted = np.array([is_fitted(t, settings) and t.name not in used for t in chosen], dtype=bool)
    if not fitted.any():
        refuse(f"calibration: no target of '{region}' can be fitted to (two bounds or a figure, grade, before {settings.fitted_until}). Add one.")
    o = observed([t for t, f in zip(chosen, fitted, strict=True) if f], settings)
    world = draws.base_world(region)
    z = prior.draw(draws_wanted, seed) if start is None else begin(prior, start.iloc[:draws_wanted])

    def simulate(values: Floats, what: str, seed_of: int) -> Floats:
        tell = None if progress is None else lambda done, total: progress(what, done, total)
        return draws.simulate_draws(values, prior.names, world, chosen, seed=seed_of, folder=folder / region, executor=executor, progress=tell)

    if check:
        return _check(Origin(region, seed, draws_wanted, ""), prior, chosen, start, lambda values, what: simulate(values, what, seed))
    what = "draws from the prior" if start is None else "members to begin from"
    z, first = has_run(z, simulate(prior.values(z), what, seed))
    mask = is_usable(first, o, fitted)
    fitted[np.flatnonzero(fitted)[~mask]] = False
    o = o.pick(mask)
    alone, together = strains(first[:, fitted] + o.noise(len(z), seed), o)
    rounds = ROUNDS if start is None else 1
    table = Draws(z, first[:, fitted] + np.sqrt(rounds) * o.noise(len(z), seed))
    for k in range(1, rounds):
        z = posterior(table, o.values, o.scale, max(len(table.z) // FEWER, members), seed + k)
        z, found = has_run(z, simulate(prior.values(z), f"draws of round {k + 1}", seed + k * ROUND))
        table = Draws(z, found[:, fitted] + np.sqrt(rounds) * o.noise(len(z), seed + k * ROUND))
    fit = prior.values(posterior(table, o.values, o.scale, members, seed, LAST))
    again = simulate(fit, "members of the posterior", seed + AGAIN)
    about = Origin(region, seed, len(z) if start is not None else draws_wanted, "" if start is None else str(start.attrs["provenance"]["region"]))
    return Calibration(about, prior, tuple(chosen), fitted, first, table, fit, again, alone, together)


def _check(
    origin: Origin, prior: Prior, targets: Sequence[Target], start: pd.DataFrame | None, simulate: Callable[[Floats, str], Floats]
) -> Calibration:
    """Return members of `start`, unfitted, with what the targets are in them."""
    if start is None:
        refuse("calibration: there is nothing to check without an ensemble of another region. Name one: --start noord_holland")
    z = begin(prior, start.iloc[: origin.draws])
    values = prior.values(z)
    z, found = has_run(z, simulate(values, "members of the other region"))
    about = Origin(origin.region, origin.seed, len(z), str(start.attrs["provenance"]["region"]))
    none = np.zeros(len(targets), dtype=bool)
    return Calibration(about, prior, tuple(targets), none, found, Draws(z, found[:, none]), prior.values(z), found, [], [])


def has_run(z: Floats, statistics: Floats) -> tuple[Floats, Floats]:
    """Return the draws whose world ran to its end, with what they gave.

    Raises:
        ConfigError: more than one in ten did not.
    """
    ran = ~np.isnan(statistics).all(axis=1)
    if ran.mean() < LEAST_RUN:
        refuse(f"calibration: only {ran.mean():.0%} of the draws could be simulated; at least {LEAST_RUN:.0%} are needed. Narrow the ranges.")
    return z[ran], statistics[ran]


def begin(prior: Prior, start: pd.DataFrame) -> Floats:
    """Return normal scores (n_members, k) of an ensemble under the prior of another region.

    Raises:
        ConfigError: it lacks rows that are fitted here.
    """
    missing = [name for name in prior.names if name not in start]
    if missing:
        refuse(f"calibration: the ensemble to begin from lacks {', '.join(missing[:3])} ({len(missing)} rows in all). Begin from the prior.")
    return prior.scores(start[list(prior.names)].to_numpy(np.float64))


def is_usable(statistics: Floats, o: Observed, fitted: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return for each fitted target whether it is defined in nine of ten draws and varies at all.

    Raises:
        ConfigError: none is.
    """
    s = statistics[:, fitted]
    mask: np.ndarray[tuple[int], np.dtype[np.bool_]] = (np.isnan(s).mean(axis=0) <= 0.1) & (np.nanstd(s, axis=0) > 0.0)
    if not mask.any():
        raise ConfigError(f"calibration: none of the targets ({', '.join(o.names)}) is defined in the simulations. Check their periods and measures.")
    return mask
