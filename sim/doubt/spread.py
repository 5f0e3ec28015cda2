"""Doubt about parameters carried to the end.

Scenarios run over the posterior ensemble, and how much of the spread is doubt and how much is luck.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim.common.arguments import whole
from sim.common.arrays import Floats
from sim.common.errors import Faults, refuse, unknown
from sim.engine.core.batch import run_lanes
from sim.evidence.ensemble import ensemble_for, ensemble_if_kept
from sim.front_door import Result, prepare
from sim.measures.kpis import HEADLINES, IN_DOUBT, kpi_of, measure
from sim.world.build import World, WorldTable
from sim.world.world import SideBySide

MEMBERS, REPLICATIONS = 100, 2
HEADLINE_NAMES = tuple(HEADLINES)
OF_ONE_ANSWER = 60  # members, where one comparison is repeated over its ensemble
FEW = 20  # members: an interval over fewer says little


@dataclass(frozen=True, eq=False)
class Spread:
    """KPIs of scenarios over an ensemble.

    Attributes:
        region: the region.
        scenarios: (s,) names.
        kpis: (q,) names of numbers.
        values: (s, n_members, n_replications, q), NaN where undefined or where the model cannot
            hold the world; replication r of a member met the
            same luck in every scenario, and another than other members.
        members: (n_members, k) the ensemble that was run.
    """

    region: str
    scenarios: tuple[str, ...]
    kpis: tuple[str, ...]
    values: Floats
    members: pd.DataFrame

    def of(self, scenario: str, kpi: str) -> Floats:
        """Return (n_members, n_replications) of one number in one scenario."""
        return np.asarray(self.values[self.scenarios.index(scenario), :, :, self.kpis.index(kpi)])

    def summary(self, base: str | None = None) -> pd.DataFrame:
        """Return [scenario, kpi, unit, n, mean, low, high, share_parameters, share_rising] per
        scenario and number.

        `low` and `high` hold 95 % of the members: their means over replications, with the luck that
        is left in them taken out. With fewer than `FEW` members, or where luck hides what members
        differ by, it cannot be told apart and stays in: the range is wider then, never narrower.
        With `base` all is about the paired difference from it.
        `share_parameters` is the share of the variance of one replication of one member that doubt
        about parameters explains; the rest is luck. `share_rising` is the share of members above
        zero, with the same luck taken out of them as of `low` and `high`. `n` members are counted:
        those in which the number is defined in every replication, and whose world the model can
        hold.
        """
        rows = []
        for scenario in self.scenarios:
            for kpi in self.kpis:
                x = self.of(scenario, kpi)
                if base is not None:
                    if scenario == base:
                        continue
                    x = x - self.of(base, kpi)
                rows.append(
                    {
                        "scenario": scenario,
                        "kpi": kpi,
                        "unit": kpi_of(kpi).unit,
                        "n": int((~np.isnan(x).any(axis=1)).sum()),
                        **summary_of(x),
                    }
                )
        return pd.DataFrame(rows)


def summary_of(x: Floats) -> dict[str, float]:
    """Return mean, low, high, share_parameters and share_rising of (n_members, n_replications), as
    `Spread.summary` describes them.
    """
    x = x[~np.isnan(x).any(axis=1)]
    if len(x) < 2:
        return dict.fromkeys(("mean", "low", "high", "share_parameters", "share_rising"), np.nan)
    n_replications = x.shape[1]
    means = x.mean(axis=1)  # (n_members,)
    of_means = means.var(ddof=1)
    luck, between, shrink = np.nan, np.nan, 1.0
    if n_replications > 1:
        luck = x.var(axis=1, ddof=1).mean()  # of one replication
        between = max(of_means - luck / n_replications, 0.0)  # of members, without luck
        if len(x) >= FEW and between > 0.0:
            shrink = np.sqrt(between / of_means)
    total = between + luck
    centred = means.mean() + shrink * (means - means.mean())
    low, high = np.quantile(centred, [0.025, 0.975])
    return {
        "mean": float(means.mean()),
        "low": float(low),
        "high": float(high),
        "share_parameters": float(between / total) if total > 0.0 else np.nan,
        "share_rising": float((centred > 0.0).mean()),
    }


def over_ensemble(
    scenarios: Sequence[str],
    *,
    region: str,
    ensemble: pd.DataFrame | None = None,
    members: int = MEMBERS,
    replications: int = REPLICATIONS,
    kpis: Sequence[str] = HEADLINE_NAMES,
    seed: int = 1,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    **arguments: Any,
) -> Spread:
    """Run scenarios over the posterior ensemble for a region.

    Args:
        scenarios: names or paths.
        region: any region; without an ensemble of its own it gets that of the country.
        ensemble: rows of parameters by column; default: `ensemble_for` the region.
        members: how many of them, from the first on; at most as many as there are.
        replications: replications per member; two or more show what is luck.
        kpis: numbers to follow.
        seed: of all luck.
        workers: threads.
        progress: called with (lanes finished, lanes in all).
        arguments: start, end, warm_up_years, levers: as in `sim.simulate`.

    Raises:
        ConfigError: no ensemble, or one of other rules; anything wrong in the arguments.
    """
    faults = Faults()
    members = whole(members, "members", faults, 1)
    replications = whole(replications, "replications", faults, 1)
    faults.stop()
    frame = ensemble_for(region) if ensemble is None else ensemble
    if members > len(frame):
        faults.add(f"'members' is {members}; the ensemble has {len(frame)}. Ask for fewer.")
    faults.stop()
    runs = [
        prepare(
            name, region=region, seed=seed, replications=replications, workers=workers, **arguments
        )
        for name in scenarios
    ]
    named = {run.scenario.name: run.world for run in runs}
    return over_worlds(
        named,
        region,
        frame,
        members=members,
        replications=replications,
        kpis=kpis,
        seed=seed,
        workers=workers,
        progress=progress,
    )


def over_worlds(
    worlds: Mapping[str, World],
    region: str,
    ensemble: pd.DataFrame,
    *,
    members: int,
    replications: int,
    kpis: Sequence[str],
    seed: int,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Spread:
    """Run worlds, by name, over the first `members` of an ensemble; see `over_ensemble`.

    Raises:
        ConfigError: no members or replications are asked for.
    """
    if members < 1 or replications < 1 or not len(ensemble):
        refuse(
            f"over_ensemble: {members} members of {len(ensemble)} and {replications} replications; "
            "at least one of each is needed."
        )
    frame = ensemble.iloc[:members].reset_index(drop=True)
    wanted = [kpi_of(kpi) for kpi in dict.fromkeys(k.partition(".")[0] for k in kpis)]
    names, n = tuple(frame.columns), len(worlds)
    table = SideBySide(
        [WorldTable(world, names, frame.to_numpy(np.float64)) for world in worlds.values()]
    )
    lanes = [
        (k * n + s, k * replications + r)
        for k in range(len(frame))
        for r in range(replications)
        for s in range(n)
    ]
    values = np.full((len(worlds), len(frame), replications, len(kpis)), np.nan)
    done, seen = 0, set[str]()
    for chunk in run_lanes(table, lanes, seed=seed, threads=workers, leave_out=True, beside=n):
        for lane in chunk:
            found = measure(lane.recording, wanted)
            seen |= found.keys()
            member, s = divmod(lane.world, n)
            values[s, member, lane.replication - member * replications] = [
                found.get(kpi, np.nan) for kpi in kpis
            ]
        check_seen(kpis, seen)
        done += len(chunk)
        if progress is not None:
            progress(done, len(lanes))
    return Spread(region, tuple(worlds), tuple(kpis), values, frame)


def check_seen(kpis: Sequence[str], seen: Set[str]) -> None:
    """Refuse numbers that no simulation gave so far: their names are misspelled.

    Raises:
        ConfigError: names them, and the nearest that there are.
    """
    faults = Faults()
    for kpi in kpis:
        if seen and kpi not in seen:
            faults.add(f"{unknown('number', kpi, seen)} Choose one of these.")
    faults.stop()


def over_its_ensemble(
    base: Result,
    other: Result,
    members: int = OF_ONE_ANSWER,
    progress: Callable[[int, int], None] | None = None,
) -> Spread | None:
    """Return the comparison over the ensemble for its region; None where none is kept.

    Levers and parameters that were given for the runs hold here too, and stand above those of the
    ensemble.

    Raises:
        DamagedError: the one that is kept is not what was written.
    """
    region = base.settings["region"]
    ensemble = ensemble_if_kept(region)
    if ensemble is None:
        return None
    given = {*base.settings.get("parameters", ()), *other.settings.get("parameters", ())}
    ensemble = ensemble[[name for name in ensemble if name not in given]]
    return over_worlds(
        {"base": base.world, "other": other.world},
        str(region),
        ensemble,
        members=members,
        replications=REPLICATIONS,
        kpis=IN_DOUBT,
        seed=base.seed,
        progress=progress,
    )
