"""Worlds of the sides of experiments, one per member of an ensemble, and their runs on the compiled
core with the same luck.
"""

import datetime as dt
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, NoReturn

import numpy as np
import pandas as pd

from sim.claims.rows import Claim, Experiment, ExperimentSide
from sim.common.arrays import Floats
from sim.common.errors import Faults, in_unit, refuse, show, unknown
from sim.common.watch import Progress
from sim.engine.core import Keep, run_batch
from sim.engine.core.batch import CHUNK, lanes_of
from sim.measures.inputs import View, view
from sim.world.build import World, build_world, with_values
from sim.world.parameters import ParameterRows
from sim.world.row import Row
from sim.world.run import Run

REGION = "noord_holland"
# past the last recorded value: nothing changes but what an experiment changes
RUN = Run(dt.date(2028, 1, 1), dt.date(2031, 1, 1), 730)
MOST_LANES = 5_000_000  # a day of a large machine
Measure = Callable[[View], float]
Changes = tuple[tuple[str, str, float], ...]


class Key(NamedTuple):
    """A side: its changes, whether they come on the first reporting day, and the region."""

    changes: Changes
    is_from_start: bool = False
    region: str = REGION


def key_of(experiment: Experiment, side: ExperimentSide) -> Key:
    """Return the key of a side; a side without changes is the same from the start or not."""
    is_late = experiment.is_from_start and bool(side.changes)
    return Key(side.changes, is_late, experiment.region or REGION)


def members_of(ensemble: pd.DataFrame | None, rows: ParameterRows) -> list[dict[str, float]]:
    """Return the members as row name to value; one empty member without an ensemble.

    Raises:
        ConfigError: no members, unknown rows, values that are not plausible; all faults at once.
    """
    if ensemble is None:
        return [{}]
    faults = Faults()
    if not len(ensemble):
        faults.add(
            "ensemble: has no members; one row per parameter set is expected. Make the ensemble "
            "again, or leave it out."
        )
    for name in ensemble.columns:
        if (ensemble.columns == name).sum() > 1:
            faults.add(f"ensemble: there are several columns '{name}'. Keep one.")
            continue
        if name not in rows:
            faults.add(
                f"ensemble: {unknown('row', name, rows)} Was it made by another version of the "
                "model? Make it again."
            )
            continue
        bad = [(k, v) for k, v in enumerate(ensemble[name], 1) if _fault(v, rows[name])]
        if bad:
            (k, value), n = bad[0], len(bad)
            others = f" (and in {n - 1} other rows)" if n > 1 else ""
            faults.add(
                f"ensemble: '{name}', row {k} of {len(ensemble)}{others}: "
                f"{_fault(value, rows[name])} Correct the table, or make it again."
            )
    faults.stop()
    return [{str(k): float(v) for k, v in row.items()} for row in ensemble.to_dict("records")]


def _fault(value: Any, row: Row) -> str | None:
    """Return what is wrong with a value of an ensemble; None if it is plausible for its row."""
    is_number = isinstance(value, (int, float, np.number)) and not isinstance(value, bool)
    if not is_number or not np.isfinite(value):
        low, high = row.plausible
        most = in_unit(show(high), row.unit)
        return f"is {show(value)}; it must be a number from {show(low)} to {most}."
    return row.fault(float(value))


def worlds_for(
    keys: Sequence[Key],
    members: Sequence[Mapping[str, float]],
    rows: ParameterRows,
    claims: Sequence[Claim],
) -> dict[Key, list[World]]:
    """Return the worlds of each side, one per member, with the changes of the side on top of the
    member.

    Raises:
        ConfigError: at the stated values a change leaves the plausible range and its experiment
            gives no reason.
    """
    faults = Faults()
    widened = {s.changes for c in claims for e in c.experiments if e.widen for s in e.sides}
    bases = {key.region: build_world("baseline", region=key.region, run=RUN) for key in keys}
    made: dict[Key, list[World]] = {}
    for key in keys:
        changes, is_from_start, region = key
        base, may_widen = bases[region], changes in widened
        made[key] = worlds = []
        for member in members:
            under = with_values(base, list(member), list(member.values())) if member else base
            new = {
                name: _amount(
                    name, how, amount, under, rows, may_widen, faults if not member else None
                )
                for name, how, amount in changes
            }
            if is_from_start and new:
                dated: dict[str, Any] = {
                    name: {"to": value, "widen": "an experiment"} for name, value in new.items()
                }
                under = build_world("baseline", region=region, run=RUN, levers=dated)
                others = {name: value for name, value in member.items() if name not in new}
                worlds.append(
                    with_values(under, list(others), list(others.values())) if others else under
                )
            else:
                worlds.append(with_values(under, list(new), list(new.values())) if new else under)
    faults.stop()
    return made


def _amount(
    name: str,
    how: str,
    amount: float,
    world: World,
    rows: ParameterRows,
    may_widen: bool,
    faults: Faults | None,
) -> float:
    """Return the value after a change.

    At the stated values a fault is noted, for a member it is held within what is plausible.
    """
    row, now = rows[name], float(world.values[0, world.column(name)])
    value = {"set": amount, "times": now * amount, "add": now + amount}[how]
    value = float(round(value)) if row.integer else value
    problem = row.fault(value)
    if not problem or (may_widen and row.can_hold(value)):
        return value
    if faults is not None:
        faults.add(
            f"conf/claims: '{name}' ({how}: {show(amount)}) {problem} Correct it, or add 'widen: "
            '"reason"\' to the experiment.'
        )
    low, high = row.bounds if may_widen else row.plausible
    return min(max(value, low), high)


def run_sides(
    worlds_of: Mapping[Key, Sequence[World]],
    replications: Mapping[Key, int],
    measures: Mapping[Key, Mapping[str, Measure]],
    *,
    seed: int,
    workers: int | None = None,
    progress: Progress | None = None,
    cancel: threading.Event | None = None,
) -> dict[tuple[Key, str], Floats]:
    """Run all sides and return per side and name of a measure its values, (n_members,
    n_replications); the same luck on all sides.

    Args:
        worlds_of: per side its worlds, one per member.
        replications: per side the number of paired replications per member.
        measures: per side what is measured, by name.
        seed: seed of all draws.
        workers: threads; default: the processors of this machine.
        progress: called with (lanes finished, lanes in all).
        cancel: set it to stop before the next chunk.

    Raises:
        ConfigError: a member with which more happens to a youth than the model has room for; names
            it.
    """
    total = sum(len(worlds) * replications[key] for key, worlds in worlds_of.items())
    if total > MOST_LANES:
        refuse(
            f"claims: {total:,} simulations were asked for (sides of experiments, times parameter "
            f"sets, times replications); at most {MOST_LANES:,}. Ask for fewer."
        )
    values = {
        (key, name): np.full((len(worlds), replications[key]), np.nan)
        for key, worlds in worlds_of.items()
        for name in measures[key]
    }
    n_done = 0
    for n in sorted(set(replications.values())):
        at = [
            (key, member)
            for key in worlds_of
            if replications[key] == n
            for member in range(len(worlds_of[key]))
        ]
        worlds = [worlds_of[key][member] for key, member in at]
        n_here = 0
        try:
            for lanes in run_batch(
                worlds, n, seed=seed, keep=Keep(events=True), threads=workers, cancel=cancel
            ):
                for lane in lanes:
                    key, member = at[lane.world]
                    seen = view(lane.recording)
                    for name, measure in measures[key].items():
                        values[key, name][member, lane.replication] = measure(seen)
                n_here, n_done = n_here + len(lanes), n_done + len(lanes)
                if progress is not None:
                    progress(n_done, total)
        except OverflowError as error:
            _name_the_world(at, worlds, n, n_here, seed, error)
    return values


def _name_the_world(
    at: Sequence[tuple[Key, int]],
    worlds: Sequence[World],
    n: int,
    n_before: int,
    seed: int,
    error: OverflowError,
) -> NoReturn:
    """Refuse the member and side of which a replication cannot be held, found again among the lanes
    that were next.
    """
    for world, replication in lanes_of(worlds, range(n))[n_before : n_before + CHUNK]:
        try:
            list(run_batch([worlds[world]], [replication], seed=seed, threads=1))
        except OverflowError:
            (changes, *_), member = at[world]
            side = (
                ", ".join(f"{row} ({how} {show(amount)})" for row, how, amount in changes)
                or "nothing changed"
            )
            refuse(
                f"ensemble: member {member} (from 0), with {side}, replication {replication}: "
                f"{error}. Such a region does not exist; "
                "leave this member out of the ensemble."
            )
    raise error
