"""One `World` of plain numbers, and what is made of it without reading a file again.

Everything an executor needs, and nothing that it has to look up.
"""

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import numpy as np

from sim.common.arrays import Floats, Ints
from sim.common.errors import refuse
from sim.names import PLACE_SETTINGS
from sim.world.gone import unknown_row
from sim.world.run import Run
from sim.world.services import service_of_location

PLACES = {f"setting.{setting.name.lower()}.places": setting for setting in PLACE_SETTINGS}
SIZES = tuple(f"setting.{setting.name.lower()}.group_size" for setting in PLACE_SETTINGS)


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
        max_places: (n_regions, 7) most `setting.<s>.places` ever in force in the run, rounded up.
        n_days: days of the run, warm-up included.
        assumed: rows that the scenario assumes for the whole run; a table of worlds leaves them.
        provider_region: (n_providers,) index of the region; sorted by region, then order of the
            list.
        provider_number: (n_providers,) 0.. within its region.
        provider_contracted: (n_providers,) 0 or 1.
        provider_runs_unit: (n_providers,) 0 or 1: runs 1:1 alone in units.
        provider_runs_solo: (n_providers,) 0 or 1: runs 1:1 alone in separate locations.
        provider_days_intake: (n_providers,) its own mean days to answer; nan: the row in force.
        provider_reluctance: (n_providers,) log-odds of its own; nan: drawn.
        provider_tariff: (n_providers,) factor on the hourly tariff of 1:1; nan: drawn.
        provider_day_from: (n_providers,) takes applications on from this day of the run, 0 ..
            n_days.
        provider_day_until: (n_providers,) and before this day, 0 .. n_days.
        provider_names: (n_providers,) names, in English.
        service_region: (n_services,) index of the region; sorted by region, setting, provider.
        service_provider: (n_services,) index of the provider among all of the run.
        service_setting: (n_services,) place setting.
        service_days_age_from: (n_services,) days of age: taken from this age on ...
        service_days_age_until: (n_services,) ... and below this one.
        service_profiles: (n_services,) bit mask over `sim.names.Profile`.
        service_share: (n_services,) share in its setting; they add up to 1 where there are any.
        location_service: (n_locations,) whose each location is, region by region, setting by
            setting, nth by nth: index among the services of its region.
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
    provider_region: Ints
    provider_number: Ints
    provider_contracted: Ints
    provider_runs_unit: Ints
    provider_runs_solo: Ints
    provider_days_intake: Floats
    provider_reluctance: Floats
    provider_tariff: Floats
    provider_day_from: Ints
    provider_day_until: Ints
    provider_names: tuple[str, ...]
    service_region: Ints
    service_provider: Ints
    service_setting: Ints
    service_days_age_from: Ints
    service_days_age_until: Ints
    service_profiles: Ints
    service_share: Floats
    location_service: Ints
    assumed: tuple[str, ...] = ()
    fingerprint: str = ""

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
            refuse(f"world: {unknown_row('row', name, self.names)}")
        return columns[name]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, World) and self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        return hash(self.fingerprint)


@lru_cache(maxsize=16)
def _columns(names: tuple[str, ...]) -> dict[str, int]:
    return {name: column for column, name in enumerate(names)}


def sealed(world: World) -> World:
    """Return the world with its fingerprint: the hash over everything that decides a run.

    Its arrays are closed to writing.
    """
    plain: list[Any] = []
    arrays: list[Floats | Ints] = []
    for field in fields(world):
        value = getattr(world, field.name)
        if isinstance(value, np.ndarray):
            arrays.append(value)
        elif isinstance(value, Run):
            plain += [value.start.isoformat(), value.end.isoformat(), value.warm_up_days]
        elif field.name not in ("scenario", "fingerprint"):
            plain.append(value)
    digest = hashlib.sha256(json.dumps(plain).encode())
    for array in arrays:
        digest.update(f"{array.dtype.kind}{array.shape}".encode())
        digest.update(array.astype(array.dtype.newbyteorder("<")).tobytes())
        array.setflags(write=False)
    return replace(world, fingerprint=digest.hexdigest())


def with_room(world: World, max_places: Ints, where: Sequence[str] = ()) -> World:
    """Return the world with room for so many places, its locations dealt out anew.

    Those that were there stay whose they were: the row of locations only grows at its end. `where`:
    (n_regions,) file of each region, for messages.

    Raises:
        ConfigError: a setting with places that no provider of its region runs.
    """
    dealt_out = service_of_location(
        world.service_region,
        world.service_setting,
        world.service_share,
        max_places,
        world.values[:, [world.column(name) for name in SIZES]],
        where or [f"region {name}" for name in world.region_names],
    )
    return sealed(replace(world, max_places=max_places, location_service=dealt_out))


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
    for name, value in zip(names, values, strict=True):
        if name in PLACES:
            max_places[:, PLACES[name]] = math.ceil(value)
    made = replace(
        world,
        values=new,
        change_day=world.change_day[stays],
        change_region=world.change_region[stays],
        change_name=world.change_name[stays],
        change_value=world.change_value[stays],
        max_places=max_places,
    )
    if any(name in PLACES or name in SIZES for name in names):
        return with_room(made, max_places)
    return sealed(made)


@dataclass(frozen=True, eq=False)
class WorldTable(Sequence[World]):
    """Many worlds as one world and a table.

    Row i of `values` has the values of `names` in world i; what the scenario assumes stays as it
    is. Made when it is asked for, kept by nobody.

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
        given = zip(self.names, self.values[index].tolist(), strict=True)
        varied = {name: value for name, value in given if name not in self.world.assumed}
        return with_values(self.world, list(varied), list(varied.values()))


@dataclass(frozen=True, eq=False)
class SideBySide(Sequence[World]):
    """Tables of as many worlds each, row by row: world i of every table, then world i + 1.

    Worlds that are compared stand beside each other.
    """

    tables: Sequence[WorldTable]

    def __len__(self) -> int:
        return sum(map(len, self.tables))

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self[k] for k in range(*index.indices(len(self)))]
        row, table = divmod(range(len(self))[index], len(self.tables))
        return self.tables[table][row]
