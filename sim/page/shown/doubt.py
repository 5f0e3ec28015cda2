"""How far the answer depends on assumptions that nobody knows.

Base and variant under sets of assumptions that agree with the reported figures: the same method,
the same replications and the same words as in the report (`sim/doubt/spread.py`,
`sim/reporting/doubt.py`).
"""

from functools import lru_cache

import numpy as np
import pandas as pd

from sim.common.errors import ConfigError
from sim.doubt.spread import REPLICATIONS, summary_of
from sim.evidence.ensemble import COUNTRY, ensemble_for, is_own
from sim.page.computing.queue import Computer, Found
from sim.page.shown.answer import FEW, difference, values
from sim.page.texts import Words
from sim.reporting.doubt import level_words, line_of, note, with_verdict
from sim.world.build import World, WorldTable

MEMBERS = 24  # sets of assumptions
WAIT = 60.0  # seconds
KPI = "census_one_to_one"


@lru_cache(maxsize=16)
def kept_for(region: str) -> pd.DataFrame:
    """Return the ensemble for a region, checked once: it does not change while the page is open.

    Raises as `ensemble_for`.
    """
    return ensemble_for(region)


@lru_cache(maxsize=64)
def members_of(world: World, region: str) -> tuple[World, ...]:
    """Return a world under each of the first sets of assumptions for its region, each as often as
    it is replicated.

    None where none are kept. None for the country either: a lane of it takes as long as twelve of a
    region, which is not for a room that waits.
    """
    if region == COUNTRY:
        return ()
    try:
        ensemble = kept_for(region).iloc[:MEMBERS]
    except ConfigError:
        return ()
    table = WorldTable(world, tuple(ensemble.columns), ensemble.to_numpy(np.float64))
    return tuple(member for member in table for _ in range(REPLICATIONS))


@lru_cache(maxsize=16)
def is_fitted(region: str) -> bool:
    """Tell whether the sets of assumptions for a region were fitted to figures of that region."""
    return is_own(kept_for(region), region)


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
        return w("page.how_the_answer_depends_on_assumptions")
    pairs = computer.ask(f"{visitor}/pairs", base, world)
    computer.drop(f"{visitor}/pairs")
    found = computer.ask(name_of(visitor), base, world, len(members) - 1, WAIT, members)
    computer.drop(name_of(visitor))
    if not found.is_current:
        return None
    if found.n < FEW * REPLICATIONS:
        return w("page.many_people_are_asking_for")
    return in_words(found, pairs, world == base, is_fitted(region), w)


def in_words(found: Found, pairs: Found, is_same: bool, is_fitted: bool, w: Words) -> str:
    """Return where the answer lies over the sets, in how many of them 1:1 rises, and whether its
    direction is clear.

    Args:
        found: base and variant under the sets, `REPLICATIONS` each.
        pairs: base and variant as they are, for what chance does.
        is_same: the variant is the base.
        is_fitted: the sets were fitted to figures of this region.
        w: words.
    """
    n = found.n // REPLICATIONS
    by_set = {
        side: values(found, KPI, side)[: n * REPLICATIONS].reshape(n, REPLICATIONS)
        for side in ("base", "variant")
    }
    explained = note(n, is_fitted, w.lang)
    if is_same:
        return f"{level_words(KPI, summary_of(by_set['base']), n, w.lang)} {explained}"
    change = summary_of(by_set["variant"] - by_set["base"])
    told = line_of({"kpi": KPI, "n": n} | dict(change), w.lang)
    chance = difference(pairs, KPI)
    return f"{with_verdict(told, chance.low, chance.high, w.lang)} {explained}"
