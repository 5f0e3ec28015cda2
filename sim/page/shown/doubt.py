"""How far the answer depends on assumptions that nobody knows.

Base and variant under sets of assumptions that agree with the reported figures.
"""

from functools import lru_cache

import numpy as np

from sim.common.errors import ConfigError
from sim.evidence.ensemble import COUNTRY, ensemble_for, is_own
from sim.page.computing.queue import Computer, Found
from sim.page.shown.answer import FEW, values
from sim.page.texts import Words
from sim.world.build import World, WorldTable

MEMBERS = 24  # sets of assumptions, one replication each
WAIT = 30.0  # seconds
KPI = "census_one_to_one"


@lru_cache(maxsize=64)
def members_of(world: World, region: str) -> tuple[World, ...]:
    """Return a world under each of the first sets of assumptions for its region.

    None where none are kept. None for the country either: a lane of it takes as long as twelve of a
    region, which is not for a room that waits.
    """
    if region == COUNTRY:
        return ()
    try:
        ensemble = ensemble_for(region).iloc[:MEMBERS]
    except ConfigError:
        return ()
    return tuple(WorldTable(world, tuple(ensemble.columns), ensemble.to_numpy(np.float64)))


@lru_cache(maxsize=16)
def is_fitted(region: str) -> bool:
    """Tell whether the sets of assumptions for a region were fitted to figures of that region."""
    return is_own(ensemble_for(region), region)


def name_of(visitor: str) -> str:
    """Return the name under which a visitor asks for this, beside the question itself."""
    return f"{visitor}/doubt"


def doubt(
    computer: Computer, visitor: str, base: World, world: World, region: str, w: Words
) -> str | None:
    """Return in words how far the answer lies apart over sets of assumptions.

    None where this visitor asked for something else by now.
    """
    members = tuple(zip(members_of(base, region), members_of(world, region), strict=True))
    if not members:
        return w(
            "How the answer depends on assumptions that nobody knows was not worked out for this "
            "region."
        )
    found = computer.ask(name_of(visitor), base, world, len(members) - 1, WAIT, members)
    computer.drop(name_of(visitor))
    if not found.is_current:
        return None
    return in_words(found, world == base, is_fitted(region), w) if found.n >= FEW else ""


def in_words(found: Found, is_same: bool, is_fitted: bool, w: Words) -> str:
    """Return lowest and highest over the sets but one at either end, and in how many of them 1:1
    rises.
    """
    of_whom = (
        w("known figures")
        if is_fitted
        else w("figures of the whole country (they were not fitted to this region apart)")
    )
    before, change = (
        np.sort(values(found, KPI, "base")),
        np.sort(values(found, KPI, "variant") - values(found, KPI, "base")),
    )
    if is_same:
        return w(
            "Nobody knows the assumptions exactly: in {n} sets of them that agree with the "
            "{figures}, leaving out the two most extreme, it is from "
            "{low} to {high} youths.",
            n=found.n,
            figures=of_whom,
            low=w.number(float(before[1])),
            high=w.number(float(before[-2])),
        )
    rises, falls = int((change > 0).sum()), int((change < 0).sum())
    return w(
        "Nobody knows the assumptions exactly: in {n} sets of them that agree with the {figures}, "
        "leaving out the two most extreme, the "
        "difference is from {low} to {high} youths. It goes up in {rises} of them and down in "
        "{falls}.",
        n=found.n,
        figures=of_whom,
        low=w.signed(float(change[1])),
        high=w.signed(float(change[-2])),
        rises=rises,
        falls=falls,
    )
