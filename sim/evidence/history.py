"""The past retold: closed care year by year beside its records, and what the run-down has to do
with the rise of 1:1.

One mechanism for the past and the future (docs/model.md, need and request). What is laid to the
run-down is a difference of twins: the same youths and luck, once with the closed places as
recorded, once with those of the first year held.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from sim.evidence.targets import Target
from sim.measures.catalogue import count
from sim.measures.inputs import Recording
from sim.measures.window import window
from sim.statistics.intervals import Interval, mean_interval, paired_interval
from sim.world.world import World, with_room

PLACES = "setting.jeugdzorgplus.places"
REFERENCE = "need.places_reference"
CLOSED = (
    "places_jeugdzorgplus",
    "census_jeugdzorgplus",
    "inflow_jeugdzorgplus",
    "stay_jeugdzorgplus",
)
SCALED = frozenset(CLOSED[:3])  # counts grow with the country; a length of stay does not
BESIDE = ("census_one_to_one", "census_alone")
NATIONAL = "nederland"
ASKED = "history"


@dataclass(frozen=True)
class Year:
    """One year of the past.

    Attributes:
        year: calendar year.
        model: measure -> mean over replications with its 95 % interval.
        record: measure -> recorded figure, None where there is none; of a part of the country the
            national count times its share of closed places.
        by_run_down: measure of 1:1 -> paired difference: places as recorded less places held.
    """

    year: int
    model: Mapping[str, Interval]
    record: Mapping[str, float | None]
    by_run_down: Mapping[str, Interval]


def held(world: World, day: date) -> World:
    """Return the world in which closed places stay, from `day` on, what they were then."""
    column, at = world.column(PLACES), world.day(day)
    is_closed = world.change_name == column
    values = world.values.copy()
    stays = ~is_closed | (world.change_day <= at)
    now = values[:, column].copy()
    for k in np.flatnonzero(is_closed & (world.change_day <= at)):
        now[world.change_region[k]] = world.change_value[k]
    most = world.max_places.copy()
    most[:, 0] = np.maximum(np.ceil(now), np.ceil(values[:, column])).astype(np.int64)
    made = replace(
        world,
        change_day=world.change_day[stays],
        change_region=world.change_region[stays],
        change_name=world.change_name[stays],
        change_value=world.change_value[stays],
    )
    return with_room(made, np.maximum(most, world.max_places))


def share_of_country(world: World, national: World) -> float:
    """Return the closed places of 2019 of these regions over those of the country."""
    own = world.values[:, world.column(REFERENCE)].sum()
    return float(own / national.values[:, national.column(REFERENCE)].sum())


def recorded(
    targets: Sequence[Target], region: str, share: float, year: int, measure: str
) -> float | None:
    """Return the recorded figure of a year, the mean where there are several dates in it.

    The region's own before the national one; a national count times `share`.
    """
    for of, factor in ((region, 1.0), (NATIONAL, share if measure in SCALED else 1.0)):
        found = [
            t.value * factor
            for t in targets
            if t.region == of
            and t.measure == measure
            and t.value is not None
            and t.start >= date(year, 1, 1)
            and t.until <= date(year + 1, 1, 1)
        ]
        if found:
            return float(np.mean(found))
    return None


def retell(
    as_recorded: Sequence[Recording],
    places_held: Sequence[Recording],
    targets: Sequence[Target],
    region: str,
    share: float,
    years: Sequence[int],
) -> list[Year]:
    """Return the past, year by year.

    Args:
        as_recorded: replications with the closed places as recorded, counts of every day kept.
        places_held: the same replications with those of the first year held.
        targets: recorded figures.
        region: name of the region, or of the country.
        share: of the country's closed places, for counts recorded nationally.
        years: calendar years inside the recordings.
    """
    told = []
    for year in years:
        start, until = date(year, 1, 1), date(year + 1, 1, 1)
        seen = [window(recording, start, until) for recording in as_recorded]
        other = [window(recording, start, until) for recording in places_held]
        model = {m: mean_interval([count(m, w, ASKED) for w in seen]) for m in (*CLOSED, *BESIDE)}
        by_run_down = {
            m: paired_interval(
                [count(m, w, ASKED) for w in other], [count(m, w, ASKED) for w in seen]
            )
            for m in BESIDE
        }
        record = {m: recorded(targets, region, share, year, m) for m in CLOSED}
        told.append(Year(year, model, record, by_run_down))
    return told
