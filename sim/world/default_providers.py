"""The providers of a region that has no list of its own: kinds, as many of each as its places ask.

It hangs on what the region has recorded, never on a scenario, so that a policy renumbers nobody.

Source: conf/provider/default.yaml, an assumption.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sim.common import checks
from sim.common.errors import Faults, show, unknown
from sim.common.yaml_strict import load_mapping
from sim.names import PLACE_SETTINGS, Profile, Setting
from sim.world.fits import (
    AFTER,
    AGES,
    AGES_AFTER,
    FOR_ALL,
    Recorded,
    not_taken,
    recorded_of,
    with_location,
)
from sim.world.parameters import ParameterRows
from sim.world.providers import AGE_MAX, SETTING_NAMES, ProviderEntry, parse_provider
from sim.world.region import RegionProfile


@dataclass(frozen=True)
class ProviderKind:
    """One kind of organisation: one of it for every so many places of a setting, at least one."""

    entry: ProviderEntry
    setting: Setting
    n_places: float


def load_default(conf: Path) -> tuple[ProviderKind, ...]:
    """Return the kinds of the default list, in its order.

    Raises:
        ConfigError: all faults of the file, a setting that no kind runs among them.
    """
    file = f"{conf.name}/provider/default.yaml"
    content = load_mapping(conf / "provider" / "default.yaml", file)
    faults = Faults()
    kinds = []
    for key, entry in content.items():
        where = f"{file}: '{key}'"
        made = parse_provider(entry, where, faults, more=("one_per",))
        per = _one_per(entry, where, faults)
        if made is not None and per is not None:
            kinds.append(ProviderKind(made, *per))
    faults.stop()
    run = {name for kind in kinds for name in kind.entry.settings}
    for name in SETTING_NAMES:
        if name not in run:
            faults.add(
                f"{file}: no kind has '{name}' under 'settings'; every setting of "
                f"{', '.join(SETTING_NAMES)} needs one. Add it to a kind."
            )
    faults.stop()
    return tuple(kinds)


def _one_per(entry: Any, where: str, faults: Faults) -> tuple[Setting, float] | None:
    if not isinstance(entry, Mapping) or "one_per" not in entry:
        return None
    given = entry["one_per"]
    if not isinstance(given, Mapping) or len(given) != 1:
        faults.add(
            f"{where}: 'one_per' is {show(given)}; it must be one setting with a number of places. "
            "Write 'one_per: {open_group: 320}'."
        )
        return None
    ((name, value),) = given.items()
    if name not in SETTING_NAMES:
        faults.add(f"{where}: 'one_per': {unknown('setting', name, SETTING_NAMES)} Correct it.")
        return None
    places = checks.number(value, f"{where}: 'one_per': '{name}'", faults)
    if places is not None and places <= 0.0:
        faults.add(
            f"{where}: 'one_per': '{name}' is {show(places)} places; it must be more than 0. "
            "Correct it."
        )
        return None
    return None if places is None else (PLACE_SETTINGS[SETTING_NAMES.index(name)], places)


def providers_of(
    profile: RegionProfile, rows: ParameterRows, kinds: tuple[ProviderKind, ...]
) -> tuple[ProviderEntry, ...]:
    """Return the providers of a region: its own list, or the kinds of the default list."""
    return profile.providers or scaled(kinds, recorded_of(profile.rows, rows))


def scaled(kinds: tuple[ProviderKind, ...], recorded: Recorded) -> tuple[ProviderEntry, ...]:
    """Return the providers of a region with these places.

    In a region too small for specialists the first provider with a location of a group (where there
    is none: a family home) takes everybody, and the first with a follow-up place everybody from 16.
    """
    made = [provider for kind in kinds for provider in _of_kind(kind, recorded)]
    for settings, ages in ((FOR_ALL, AGES), (AFTER, AGES_AFTER)):
        if not_taken(made, recorded, settings, ages):
            n = next(n for each in settings for n in with_location(made, each, recorded))
            low = min(made[n].ages[0], ages[0])
            made[n] = replace(made[n], ages=(low, AGE_MAX), profiles=tuple(Profile))
    return tuple(made)


def _of_kind(kind: ProviderKind, recorded: Recorded) -> Iterator[ProviderEntry]:
    n = max(math.floor(recorded.places[kind.setting] / kind.n_places + 0.5), 1)
    for k in range(1, n + 1):
        number = f" {k}" if n > 1 else ""
        title = {lang: f"{text}{number}" for lang, text in kind.entry.title.items()}
        yield replace(kind.entry, title=title)
