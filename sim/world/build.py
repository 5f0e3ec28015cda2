"""From files to one `World` of plain numbers.

Everything an executor needs, and nothing that it has to look up.
"""

import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from sim.common.arrays import Floats, Ints
from sim.common.errors import ConfigError, Faults, refuse, unknown
from sim.names import PLACE_SETTINGS
from sim.world.changes import Change, parse_changes
from sim.world.levers import (
    Context,
    Timeline,
    apply_changes,
    check_levers,
    parse_parameters,
    timeline_of,
    value_on,
)
from sim.world.parameters import Groups, ParameterRows, group_slices, load_rows
from sim.world.region import RegionProfile, load_regions
from sim.world.run import Run
from sim.world.scenario import Scenario, load_scenario

__all__ = ["Run", "World", "WorldTable", "build_world", "group_slices", "with_values"]


@dataclass(frozen=True, eq=False)
class World:
    """All numbers of a run; day 0 is `run.start` less the warm-up.

    Worlds are equal if their fingerprints are, whatever the scenario.

    Attributes:
        run: calendar of the run.
        scenario: name of the scenario.
        region_names: regions, in order of index, which is that of their sources.
        region_sources: number of each region in the address of a draw.
        names: full row names, the columns of `values`; see `group_slices`.
        values: (n_regions, n_names), in force on day 0.
        change_day: (n_changes,) day on which a value changes, 1..n_days - 1; sorted by day, region,
            name.
        change_region: (n_changes,) index of the region.
        change_name: (n_changes,) column.
        change_value: (n_changes,) the new value, never the one in force already.
        max_places: (n_regions, 6) most `setting.<s>.places` ever in force in the run, rounded up.
        n_days: days of the run, warm-up included.
        fingerprint: SHA-256 over all of the above but the name of the scenario.
    """

    run: Run
    scenario: str
    region_names: tuple[str, ...]
    region_sources: tuple[int, ...]
    names: tuple[str, ...]
    values: Floats
    change_day: Ints
    change_region: Ints
    change_name: Ints
    change_value: Floats
    max_places: Ints
    n_days: int
    fingerprint: str

    def day(self, d: date) -> int:
        """Return the day of the run on which `d` falls; negative before day 0."""
        return (d - self.run.start).days + self.run.warm_up_days

    def date(self, day: int) -> date:
        """Return the calendar date of a day of the run."""
        return self.run.start + timedelta(days=int(day) - self.run.warm_up_days)

    def column(self, name: str) -> int:
        """Return the column of `values` that holds the row `name`."""
        columns = _columns(self.names)
        if name not in columns:
            refuse(f"world: {unknown('row', name, self.names)}")
        return columns[name]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, World) and self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        return hash(self.fingerprint)


@lru_cache(maxsize=16)
def _columns(names: tuple[str, ...]) -> dict[str, int]:
    return {name: column for column, name in enumerate(names)}


def default_conf() -> Path:
    """Return the folder of the configuration that comes with the program."""
    from sim.common.paths import (
        CONF,
    )  # looked up only when it is needed: a test brings its own folder

    return CONF


def default_groups() -> Groups:
    """Return the groups of parameters that the rules declare."""
    from sim.rules import GROUPS  # compiles every rule: a test brings its own groups

    return GROUPS


def build_world(
    scenario: str | Path | Scenario,
    *,
    region: str | Sequence[str],
    run: Run,
    levers: Mapping[str, object] | None = None,
    parameters: Mapping[str, object] | None = None,
    groups: Groups | None = None,
    conf: Path | None = None,
    scenarios: Path | None = None,
) -> World:
    """Return the world of one scenario in one or more regions.

    Args:
        scenario: name, path of a file, or a loaded scenario.
        region: name of a profile or of a composite, or several.
        run: calendar of the run.
        levers: dotted row name -> number (a step on the first reporting day), a change, or a list
            of changes (`sim/world/changes.py`); a
            factor or addition counts from the value that the scenario would have had. From their
            `from` on they replace the scenario's changes of the same key.
        parameters: row name of any kind -> number, or {value, widen}; replaces all recorded values,
            in every region, from day 0. Changes
            that a scenario or lever makes to the same key still come, on top of it.
        groups: groups of parameters; default: those that the rules declare.
        conf: folder with `parameters/` and `region/`; default: the one that comes with the program.
        scenarios: folder with scenarios; default: likewise.

    Raises:
        ConfigError: all faults that can be known at once.
    """
    conf = default_conf() if conf is None else conf
    rows = load_rows(conf / "parameters", default_groups() if groups is None else groups)
    faults = Faults()
    loaded = _collect(
        faults,
        lambda: (
            scenario
            if isinstance(scenario, Scenario)
            else load_scenario(scenario, folder=scenarios)
        ),
    )
    regions = _collect(faults, lambda: load_regions(region, rows=rows, folder=conf / "region"))
    fixed = parse_parameters(parameters or {}, rows, faults)
    pulled = {
        str(key): parse_changes(entry, "levers", str(key), faults, run.start)
        for key, entry in (levers or {}).items()
    }
    check_levers(pulled, rows, "levers", faults)
    if loaded is not None:
        check_levers(loaded.changes, rows, loaded.file, faults)
    if loaded is None or regions is None:
        faults.stop()
        raise AssertionError("a scenario or region that did not load leaves a fault")
    regions = tuple(
        sorted(regions, key=lambda profile: profile.source_number)
    )  # the order in which they are named is never a rule
    timelines: list[list[Timeline]] = []
    for profile in regions:
        changes = [
            (loaded.changes, Context(loaded.file, profile.name, faults)),
            (pulled, Context("levers", profile.name, faults)),
        ]
        timelines.append(timelines_of(profile, rows, fixed, changes))
    faults.stop()
    return _world(run, loaded.name, regions, tuple(rows), timelines)


T = TypeVar("T")


def _collect(faults: Faults, load: Callable[[], T]) -> T | None:
    try:
        return load()
    except ConfigError as error:
        for message in error.faults:
            faults.add(message)
        return None


def timelines_of(
    profile: RegionProfile | None,
    rows: ParameterRows,
    fixed: Mapping[str, float],
    changes: Sequence[tuple[Mapping[str, tuple[Change, ...]], Context]] = (),
) -> list[Timeline]:
    """Return the dated values of every row in one region, in order of column.

    `changes` in order of strength. No values, empty timeline.
    """
    timelines = []
    for name, row in rows.items():
        own = profile.rows.get(name) if profile else None
        timeline: Timeline = (
            ((date.min, fixed[name]),) if name in fixed else timeline_of(own or row.values)
        )
        for by_key, context in changes:
            if name in by_key and row.kind == "lever" and timeline:
                timeline = apply_changes(timeline, by_key[name], row, context)
        timelines.append(timeline)
    return timelines


def _world(
    run: Run,
    scenario: str,
    regions: tuple[RegionProfile, ...],
    names: tuple[str, ...],
    timelines: list[list[Timeline]],
) -> World:
    n_days = (run.end - run.start).days + run.warm_up_days
    day_zero = run.start - timedelta(days=run.warm_up_days)
    values = np.zeros((len(regions), len(names)))
    max_places = np.zeros((len(regions), len(PLACE_SETTINGS)), dtype=np.int64)
    places = {f"setting.{setting.name.lower()}.places": setting for setting in PLACE_SETTINGS}
    changes: list[tuple[int, int, int, float]] = []
    for r, region_timelines in enumerate(timelines):
        for c, timeline in enumerate(region_timelines):
            now = value_on(timeline, day_zero)
            values[r, c] = most = now
            for start, value in timeline:
                day = (start - day_zero).days
                if 0 < day < n_days and value != now:
                    changes.append((day, r, c, value))
                    now, most = value, max(most, value)
            if names[c] in places:
                max_places[r, places[names[c]]] = math.ceil(most)
    changes.sort()
    days, of_region, of_name = (
        np.array([change[n] for change in changes], dtype=np.int64) for n in range(3)
    )
    new_values = np.array([change[3] for change in changes], dtype=np.float64)
    region_names, sources = tuple(r.name for r in regions), tuple(r.source_number for r in regions)
    arrays: list[Floats | Ints] = [values, days, of_region, of_name, new_values, max_places]
    return World(
        run=run,
        scenario=scenario,
        region_names=region_names,
        region_sources=sources,
        names=names,
        n_days=n_days,
        fingerprint=_fingerprint(run, region_names, sources, names, n_days, arrays),
        values=values,
        change_day=days,
        change_region=of_region,
        change_name=of_name,
        change_value=new_values,
        max_places=max_places,
    )


def _fingerprint(
    run: Run,
    region_names: tuple[str, ...],
    sources: tuple[int, ...],
    names: tuple[str, ...],
    n_days: int,
    arrays: Sequence[Floats | Ints],
) -> str:
    """Return the hash over everything that decides a run; the arrays are closed to writing."""
    plain = [
        run.start.isoformat(),
        run.end.isoformat(),
        run.warm_up_days,
        region_names,
        sources,
        names,
        n_days,
    ]
    digest = hashlib.sha256(json.dumps(plain).encode())
    for array in arrays:
        digest.update(f"{array.dtype.kind}{array.shape}".encode())
        digest.update(array.astype(array.dtype.newbyteorder("<")).tobytes())
        array.setflags(write=False)
    return digest.hexdigest()


def with_values(world: World, names: Sequence[str], values: Sequence[float]) -> World:
    """Return the world in which these rows have these values in every region, from day 0 to the
    end; what would have changed them is left out.

    The same as `build_world(..., parameters=dict(zip(names, values)))` where nothing in a scenario
    changes these rows, and some hundred times faster. Values are not checked against their
    plausible range: that is for whoever makes a table of them, once.
    """
    columns = [world.column(name) for name in names]
    new = world.values.copy()
    new[:, columns] = values
    stays = ~np.isin(world.change_name, columns)
    max_places = world.max_places.copy()
    places = {f"setting.{setting.name.lower()}.places": setting for setting in PLACE_SETTINGS}
    for name, value in zip(names, values, strict=True):
        if name in places:
            max_places[:, places[name]] = math.ceil(value)
    day, region, name_of, value_of = (
        world.change_day[stays],
        world.change_region[stays],
        world.change_name[stays],
        world.change_value[stays],
    )
    arrays: list[Floats | Ints] = [new, day, region, name_of, value_of, max_places]
    fingerprint = _fingerprint(
        world.run, world.region_names, world.region_sources, world.names, world.n_days, arrays
    )
    return replace(
        world,
        values=new,
        change_day=day,
        change_region=region,
        change_name=name_of,
        change_value=value_of,
        max_places=max_places,
        fingerprint=fingerprint,
    )


@dataclass(frozen=True, eq=False)
class WorldTable(Sequence[World]):
    """Many worlds as one world and a table.

    Row i of `values` has the values of `names` in world i. Made when it is asked for, kept by
    nobody.

    Attributes:
        world: everything that the worlds share.
        names: rows that differ, the columns of `values`.
        values: (n_worlds, n_names).
    """

    world: World
    names: tuple[str, ...]
    values: Floats

    def __post_init__(self) -> None:
        if self.values.ndim != 2 or self.values.shape[1] != len(self.names):
            refuse(
                f"table of worlds: 'values' has shape {self.values.shape}; it must be (worlds, "
                f"{len(self.names)}), a column for each name."
            )
        for name in self.names:
            self.world.column(name)

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return WorldTable(self.world, self.names, self.values[index])
        return with_values(self.world, self.names, self.values[index].tolist())
