"""Worlds that agree until a day have the same past: every draw has an address of its own.

Here is how long worlds agree, and where their ways part. Who runs them runs the past once
(`sim/engine/core/fork.py`).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import fields
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar

import numpy as np

from sim.world.world import SIZES, World, with_room

Change: TypeAlias = tuple[int, int, int, float]
"""Day, region, column, new value."""

OFFERS = tuple(f.name for f in fields(World) if f.name.startswith(("provider_", "service_")))
MOST_TOGETHER = 8  # worlds: what each of them saves hardly grows beyond
T = TypeVar("T")


def changes_of(world: World) -> list[Change]:
    """Return the dated changes of a world, in order."""
    columns = (world.change_day, world.change_region, world.change_name, world.change_value)
    return list(zip(*(column.tolist() for column in columns), strict=True))


@lru_cache(maxsize=64)
def beginning_of(world: World) -> bytes:
    """Return a hash over all that worlds must share to have any past in common.

    Everything but dated changes and the room for places. Changes of the size of groups count too:
    room for the youths of a location is laid out once.
    """
    plain = (world.run, world.region_sources, world.region_names, world.names)
    digest = hashlib.sha256(repr(plain).encode())
    of_size = np.isin(world.change_name, [world.column(name) for name in SIZES])
    sizes = [change for change, is_one in zip(changes_of(world), of_size, strict=True) if is_one]
    digest.update(repr(sizes).encode())
    for name in ("values", *OFFERS):
        value: Any = getattr(world, name)
        if isinstance(value, np.ndarray):
            digest.update(f"{name}{value.dtype}{value.shape}".encode())
            digest.update(np.ascontiguousarray(value).tobytes())
        else:
            digest.update(repr(value).encode())
    return digest.digest()


def days_in_common(one: World, other: World) -> int:
    """Return the day up to which two worlds of the same run and regions have the same numbers.

    0 where they differ from the beginning.
    """
    if beginning_of(one) != beginning_of(other):
        return 0
    return _same_until(changes_of(one), changes_of(other), one.n_days)


def _same_until(one: Sequence[Change], other: Sequence[Change], n_days: int) -> int:
    """Return the day of the first change that only one of two has; `n_days` where there is none."""
    for a, b in zip(one, other, strict=False):
        if a != b:
            return min(a, b)[0]
    n = min(len(one), len(other))
    return min((changes[n][0] for changes in (one, other) if len(changes) > n), default=n_days)


def in_families(worlds: Sequence[World], most: int = MOST_TOGETHER) -> list[Sequence[int]]:
    """Return the indices of worlds, those together that have a past in common.

    At most `most` together; those that agree longest stand beside each other.
    """
    if len(worlds) == 1:
        return [[0]]
    found: dict[bytes, list[int]] = {}
    for k, world in enumerate(worlds):
        found.setdefault(beginning_of(world), []).append(k)
    return [
        part
        for family in found.values()
        for part in in_parts(sorted(family, key=lambda k: changes_of(worlds[k])), most)
    ]


def in_parts(row: Sequence[T], most: int) -> list[Sequence[T]]:
    """Return a row in parts of at most `most`, of nearly the same length."""
    n = -(-len(row) // most)
    return [row[k * len(row) // n : (k + 1) * len(row) // n] for k in range(n)]


def part_of_ways(worlds: Sequence[World]) -> tuple[int, list[list[int]]]:
    """Return the day up to which worlds of one family all agree, and who goes on with whom.

    Indices; the largest party comes last. Worlds that never part agree up to `n_days`.
    """
    changes = [changes_of(world) for world in worlds]
    n_days = worlds[0].n_days
    day = min((_same_until(changes[0], other, n_days) for other in changes[1:]), default=n_days)
    parties: dict[tuple[Change, ...], list[int]] = {}
    for k, dated in enumerate(changes):
        parties.setdefault(tuple(c for c in dated if c[0] == day), []).append(k)
    return day, sorted(parties.values(), key=len)


def days_to_run(worlds: Sequence[World]) -> int:
    """Return the days that worlds of one family take to run, every past once."""

    def after(party: Sequence[World], since: int) -> int:
        day, parties = part_of_ways(party)
        if day == party[0].n_days:
            return day - since
        return day - since + sum(after([party[k] for k in each], day) for each in parties)

    return after(worlds, 0)


def with_room_for(worlds: Sequence[World]) -> World:
    """Return the first of a family of worlds, with room for the places of every one."""
    most = np.max([world.max_places for world in worlds], axis=0)
    first = worlds[0]
    return first if np.array_equal(most, first.max_places) else with_room(first, most)
