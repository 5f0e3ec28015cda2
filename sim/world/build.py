"""From files to one `World` of plain numbers.

Everything an executor needs, and nothing that it has to look up.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from sim.common.errors import ConfigError, Faults
from sim.names import PLACE_SETTINGS
from sim.world.changes import Change, parse_changes
from sim.world.default_providers import load_default, providers_of
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
from sim.world.providers import ProviderEntry
from sim.world.region import RegionProfile, load_regions
from sim.world.row import UNCERTAIN
from sim.world.run import Run
from sim.world.scenario import Scenario, load_scenario
from sim.world.services import provider_fields
from sim.world.world import PLACES, World, WorldTable, sealed, with_room, with_values

__all__ = ["Run", "World", "WorldTable", "build_world", "group_slices", "with_values"]


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
            in every region, from day 0, and what the scenario assumes. Changes
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
    kinds = _collect(faults, lambda: load_default(conf))
    fixed = parse_parameters(parameters or {}, rows, faults)
    assumed = (
        {}
        if loaded is None
        else parse_parameters(loaded.assume, rows, faults, f"{loaded.file}: 'assume'", UNCERTAIN)
    )
    pulled = {
        str(key): parse_changes(entry, "levers", str(key), faults, run.start)
        for key, entry in (levers or {}).items()
    }
    check_levers(pulled, rows, "levers", faults)
    if loaded is not None:
        check_levers(loaded.changes, rows, loaded.file, faults)
    if loaded is None or regions is None or kinds is None:
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
        timelines.append(timelines_of(profile, rows, {**assumed, **fixed}, changes))
    faults.stop()
    providers = [providers_of(profile, rows, kinds) for profile in regions]
    made = _world(run, loaded.name, regions, tuple(rows), timelines, providers)
    return sealed(replace(made, assumed=tuple(sorted(assumed)))) if assumed else made


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
    providers: Sequence[Sequence[ProviderEntry]],
) -> World:
    n_days = (run.end - run.start).days + run.warm_up_days
    day_zero = run.start - timedelta(days=run.warm_up_days)
    values = np.zeros((len(regions), len(names)))
    max_places = np.zeros((len(regions), len(PLACE_SETTINGS)), dtype=np.int64)
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
            if names[c] in PLACES:
                max_places[r, PLACES[names[c]]] = math.ceil(most)
    changes.sort()
    days, of_region, of_name = (
        np.array([change[n] for change in changes], dtype=np.int64) for n in range(3)
    )
    fields: dict[str, Any] = {**provider_fields(providers, day_zero, n_days)}
    made = World(
        run=run,
        scenario=scenario,
        region_names=tuple(profile.name for profile in regions),
        region_sources=tuple(profile.source_number for profile in regions),
        names=names,
        n_days=n_days,
        values=values,
        change_day=days,
        change_region=of_region,
        change_name=of_name,
        change_value=np.array([change[3] for change in changes], dtype=np.float64),
        max_places=max_places,
        location_service=np.zeros(0, dtype=np.int64),
        **fields,
    )
    return with_room(made, max_places, [profile.file for profile in regions])
