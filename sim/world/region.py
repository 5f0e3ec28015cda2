"""A region is data: its own values of rows, and the number by which its draws are addressed.

A composite (nederland) names several.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.common import checks
from sim.common.errors import ConfigError, Faults, in_unit, not_among, show, unknown
from sim.common.yaml_strict import load_mapping
from sim.world.fits import Recorded, recorded_of, without_location
from sim.world.gone import unknown_row
from sim.world.parameters import ParameterRows
from sim.world.providers import ProviderEntry, parse_providers
from sim.world.row import Dated, dated_values

SOURCE_MAX = 255
OPTIONAL = ("note", "providers")
POPULATION = "arrival.population"


@dataclass(frozen=True)
class RegionProfile:
    """One region profile.

    `rows` replace the values of the same rows in the parameter files, as a whole. `providers` is
    its own list; empty: the default list, scaled to the region (sim/world/default_providers.py).
    """

    name: str
    title: Mapping[str, str]
    source_number: int
    note: str
    rows: Mapping[str, tuple[Dated, ...]]
    file: str
    providers: tuple[ProviderEntry, ...] = ()


def region_names(folder: Path) -> tuple[str, ...]:
    """Return the names of all profiles in `folder`, sorted."""
    return tuple(sorted(path.stem for path in folder.glob("*.yaml")))


def load_regions(
    names: str | Sequence[str], *, rows: ParameterRows, folder: Path
) -> tuple[RegionProfile, ...]:
    """Return the profiles in the order asked for; a composite is replaced by its members.

    Args:
        names: names of profiles in `folder`, or paths of a user's own profiles (ending in `.yaml`).
        rows: all rows; a profile may give any of them and must give those with `region: true`.
        folder: where the profiles are.

    Raises:
        ConfigError: all faults of the profiles asked for, and any source number used twice in the
            folder.
    """
    faults = Faults()
    paths = {name: folder / f"{name}.yaml" for name in region_names(folder)}
    files = {name: f"conf/region/{name}.yaml" for name in paths}
    wanted: list[str] = []
    for name in [names] if isinstance(names, str) else names:
        stem = Path(name).stem
        if name.endswith(".yaml") and (os.path.exists(name) or stem not in paths):
            paths[stem], files[stem] = Path(name), name
            wanted.append(stem)
        elif name in paths:
            wanted.append(name)
        else:
            faults.add(
                unknown("region", name, paths)
                + " Choose one of these, or give the path of a profile (.yaml)."
            )
    faults.stop()
    contents: dict[str, dict[Any, Any]] = {}
    for name, path in paths.items():
        try:
            contents[name] = load_mapping(path, files[name])
        except ConfigError as error:
            for message in error.faults:
                faults.add(message)
    faults.stop()
    members = [
        member for name in wanted for member in _members(name, files[name], contents, faults)
    ]
    for name in {name for name in members if members.count(name) > 1}:
        faults.add(
            f"region '{name}' is asked for twice in {', '.join(wanted)}; each region counts once. "
            "Remove one."
        )
    if not members and not faults.messages:
        faults.add(
            "no region is asked for; valid are " + ", ".join(sorted(paths)) + ". Name at least one."
        )
    _check_source_numbers(contents, files, faults)
    regions = [
        _region(name, files[name], contents[name], rows, faults) for name in dict.fromkeys(members)
    ]
    faults.stop()
    return tuple(regions)


def _members(
    name: str, file: str, contents: Mapping[str, dict[Any, Any]], faults: Faults
) -> list[str]:
    content = contents[name]
    if "regions" not in content:
        return [name]
    checks.check_keys(content, file, faults, required=("title", "regions"), optional=("note",))
    checks.both_languages(content, "title", file, faults)
    single = [n for n, c in contents.items() if "regions" not in c]
    listed = content["regions"]
    if not isinstance(listed, list) or not listed:
        faults.add(
            f"{file}: 'regions' must be a list of at least one of {', '.join(single)}. Write "
            f"'regions: [{', '.join(single[:2])}]'."
        )
        return []
    for member in not_among(listed, single):
        faults.add(
            f"{file}: 'regions': {unknown('region', member, single)} Correct or remove it; a "
            "composite holds no composite."
        )
    return [member for member in listed if member in single]


def _check_source_numbers(
    contents: Mapping[str, dict[Any, Any]], files: Mapping[str, str], faults: Faults
) -> None:
    owner: dict[int, str] = {}
    for name, content in contents.items():
        file = files[name]
        if "regions" in content or "source_number" not in content:
            continue
        number = checks.whole(
            content["source_number"], f"{file}: 'source_number'", faults, 0, SOURCE_MAX
        )
        if number is not None and owner.setdefault(number, name) != name:
            faults.add(
                f"{file}: 'source_number' is {number}, as in {files[owner[number]]}; it must be "
                f"unique, from 0 to {SOURCE_MAX}. Give the newer profile a number that was never "
                f"used; free are {free_numbers(contents.values())}."
            )


def free_numbers(contents: Iterable[Mapping[Any, Any]]) -> str:
    """Return in words the source numbers that none of these profiles has: "0, 12 to 255"."""
    taken = {content.get("source_number") for content in contents}
    free = [number for number in range(SOURCE_MAX + 1) if number not in taken]
    starts = [n for n in free if n - 1 not in free]
    ends = [n for n in free if n + 1 not in free]
    return ", ".join(str(a) if a == b else f"{a} to {b}" for a, b in zip(starts, ends, strict=True))


def region_of(
    name: str, file: str, content: Mapping[Any, Any], rows: ParameterRows
) -> RegionProfile:
    """Return the profile that a file holds.

    Raises:
        ConfigError: all its faults.
    """
    faults = Faults()
    made = _region(name, file, content, rows, faults)
    faults.stop()
    return made


def _region(
    name: str, file: str, content: Mapping[Any, Any], rows: ParameterRows, faults: Faults
) -> RegionProfile:
    checks.check_keys(
        content, file, faults, required=("title", "source_number", "rows"), optional=OPTIONAL
    )
    title = checks.both_languages(content, "title", file, faults)
    note = checks.text(content["note"], f"{file}: 'note'", faults) if "note" in content else None
    given = checks.mapping(
        content.get("rows", {}), f"{file}: 'rows'", faults, of="row names to dated values"
    )
    own: dict[str, tuple[Dated, ...]] = {}
    for key in not_among(given, rows):
        faults.add(f"{file}: {unknown_row('row', key, rows)} Correct or remove it.")
    for key, entry in given.items():
        if key in rows:
            own[key] = dated_values(entry, rows[key], f"{file}: '{key}'", faults)
    for row in rows.values():
        if row.is_region and row.name not in given:
            faults.add(
                f"{file}: row '{row.name}' is missing; {row.file} says 'region: true', so every "
                f"region gives its own value ({row.plausible[0]:g} to "
                f"{in_unit(f'{row.plausible[1]:g}', row.unit)}). Add it under 'rows'."
            )
    for each in own.get(POPULATION, ()):
        if each.value == 0.0:
            faults.add(
                f"{file}: '{POPULATION}': '{each.date}' is 0 {rows[POPULATION].unit}; a region has "
                "at least 1. Write how many people aged 0 to 22 live there, or leave the region "
                "out of the run."
            )
    providers: tuple[ProviderEntry, ...] = ()
    if "providers" in content:
        n_before = len(faults.messages)
        where = f"{file}: 'providers'"
        providers = parse_providers(content["providers"], where, faults)
        if len(faults.messages) == n_before:
            _check_locations(providers, recorded_of(own, rows), where, faults)
    number = content.get("source_number")
    return RegionProfile(
        name, title, number if isinstance(number, int) else 0, note or "", own, file, providers
    )


def _check_locations(
    providers: tuple[ProviderEntry, ...], recorded: Recorded, where: str, faults: Faults
) -> None:
    """Note every provider none of whose settings leads to a location.

    A setting without places counts as one that can be built up.
    """
    lost = without_location(providers, recorded)
    for n, provider in enumerate(providers):
        settings = [setting for m, setting in lost if m == n]
        if provider.alone or not settings or len(settings) < len(provider.settings):
            continue
        told = []
        for setting in settings:
            name = setting.name.lower()
            total = sum(each.settings.get(name, 0.0) for each in providers)
            told.append(
                f"'{name}' is {show(provider.settings[name])} of {show(total)} in all, for "
                f"{recorded.n_locations[setting]} locations"
            )
        faults.add(
            f"{where}, no. {n + 1} ({provider.title['en']}): 'settings' leads to no location: "
            f"{', '.join(told)}; a weight must be worth one location. Raise it, or put the "
            "provider together with another."
        )
