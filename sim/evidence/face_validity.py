"""Face validity: figures by which somebody from the field would recognise the model, each beside
what is expected of it; misses are said.

Expected: docs/model.md, Face validity. One run of the usual policy, and one with half as many
follow-up places more for the same youths and luck.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from sim.common.arrays import Bools, Ints
from sim.common.calendar import DAYS_PER_YEAR
from sim.common.ids import youth_of
from sim.engine.phases import Fact
from sim.measures.alone import began_alone
from sim.measures.groups import ALONE
from sim.measures.inputs import Recording, n_years
from sim.measures.reasons import reason_days, unexplained
from sim.measures.rows import column, happened, started, youth_day
from sim.names import PLACE_SETTINGS, Cause, Reason, Setting

MOST_REFUSALS = 15  # median, behind a placement from 1:1 alone
MOST_SAME_DAY = 0.2  # of searches without crisis for a group
WAIT_RECORDED = 77  # days: 11 weeks, Rotterdam-Rijnmond, October 2023
WAIT_NEAR = (58, 96)  # days that count as near it: within a quarter
MOST_UNDER_12 = 0.05  # of starts alone
YEARS_12 = 12 * DAYS_PER_YEAR
GROUPS = (Setting.OPEN_GROUP, Setting.FAMILY_HOME)
OPEN = (*GROUPS, Setting.SMALL_SCALE, Setting.FOLLOW_UP)  # whose wait was recorded


@dataclass(frozen=True)
class ValidityFigure:
    """One figure of the model beside what is expected.

    Attributes:
        name: what is measured, in words.
        value: mean over replications, or a count over all of them.
        unit: of it.
        expected: what it should be, in words.
        holds: whether it is; None where nothing was to be judged.
    """

    name: str
    value: float
    unit: str
    expected: str
    holds: bool | None

    @property
    def decimals(self) -> int:
        """Return the decimals that a reader needs."""
        return 1 if self.unit == "%" else 0


def figures(
    recordings: Sequence[Recording], more_places: Sequence[Recording]
) -> list[ValidityFigure]:
    """Return the figures.

    Args:
        recordings: replications of the usual policy, full event logs and counts of days kept.
        more_places: the same replications with half as many follow-up places more; days suffice.
    """
    refusals = float(np.median(np.concatenate([refusals_of_moves(r) for r in recordings])))
    same_day, wait = _mean(recordings, same_day_share), _mean(recordings, wait_for_place)
    under_12 = _mean(recordings, share_under_12)
    now, then = (_mean(each, days_without_place) for each in (recordings, more_places))
    alone, beside_free = (
        sum(n) for n in zip(*(first_care_alone(r) for r in recordings), strict=True)
    )
    causes = set().union(*(causes_of(r) for r in recordings))
    missing = [c.name.lower().replace("_", " ") for c in Cause if c not in causes]
    gap = sum(int(np.abs(unexplained(r)).sum()) for r in recordings)
    return [
        ValidityFigure(
            "refusals of a youth who moves out of 1:1 alone, median",
            refusals,
            "refusals",
            f"under {MOST_REFUSALS}",
            refusals < MOST_REFUSALS,
        ),
        ValidityFigure(
            "group places found on the day of asking, no crisis",
            100 * same_day,
            "%",
            f"under {MOST_SAME_DAY:.0%}",
            same_day < MOST_SAME_DAY,
        ),
        ValidityFigure(
            "wait for a place that fits, no crisis, mean",
            wait,
            "days",
            f"near {WAIT_RECORDED} ({WAIT_NEAR[0]} to {WAIT_NEAR[1]})",
            WAIT_NEAR[0] <= wait <= WAIT_NEAR[1],
        ),
        ValidityFigure(
            "days alone because no place is free, a year",
            now,
            "youth-days",
            "some",
            now > 0,
        ),
        ValidityFigure(
            "of these, taken away by half as many follow-up places more",
            100 * (1 - then / now) if now else float("nan"),
            "%",
            "most: over 50 %",
            then < now / 2,
        ),
        ValidityFigure(
            "starts alone of youths younger than 12",
            100 * under_12,
            "%",
            f"under {MOST_UNDER_12:.0%}",
            under_12 < MOST_UNDER_12,
        ),
        ValidityFigure(
            "first care alone, in crisis, a crisis place free",
            beside_free,
            f"of {alone} starts",
            "0",
            beside_free == 0 if alone else None,
        ),
        ValidityFigure(
            "causes of start that occur",
            len(causes),
            f"of {len(Cause)}",
            "all" + (f"; not: {', '.join(missing)}" if missing else ""),
            not missing,
        ),
        ValidityFigure("days of 1:1 without one reason", gap, "youth-days", "0", gap == 0),
    ]


def refusals_of_moves(recording: Recording) -> Ints:
    """Return refusals of each youth who moved out of 1:1 alone in the period, `(n moves,)`."""
    rows = began_alone(recording)
    refusals: Ints = rows["n_refusals"][happened(recording, rows["day_moved"])]
    return refusals


def same_day_share(recording: Recording) -> float:
    """Return the share of searches for a group, no crisis, that end in a place on the same day."""
    waits = _waits(recording, GROUPS)
    return float(np.mean(waits == 0)) if len(waits) else float("nan")


def wait_for_place(recording: Recording) -> float:
    """Return the mean days from asking to a place that fits, no crisis, in open settings."""
    waits = _waits(recording, OPEN)
    return float(np.mean(waits)) if len(waits) else float("nan")


def _waits(recording: Recording, settings: tuple[Setting, ...]) -> Ints:
    stays = started(recording, "stays")
    is_calm = ~stays["is_crisis"].astype(bool) & ~stays["is_misfit"].astype(bool)
    waits: Ints = stays["days_waited"][np.isin(stays["setting"], settings) & is_calm]
    return waits


def share_under_12(recording: Recording) -> float:
    """Return the share of starts alone in the period of youths younger than 12."""
    rows = began_alone(recording)
    ages = rows["days_age"][happened(recording, rows["day_start"])]
    return float(np.mean(ages < YEARS_12)) if len(ages) else float("nan")


def causes_of(recording: Recording) -> set[Cause]:
    """Return the causes of 1:1 started in the period."""
    return {Cause(int(cause)) for cause in np.unique(started(recording, "episodes")["cause"])}


def days_without_place(recording: Recording) -> float:
    """Return youth-days alone per year of who is accepted where no place is free."""
    days = reason_days(recording, *ALONE)[Reason.NO_PLACE_FREE].sum()
    return float(days) / n_years(recording)


def first_care_alone(recording: Recording) -> tuple[int, int]:
    """Return starts alone, in crisis, of youths who never had a place before, and how many of these
    while a crisis place stood free. Over the whole run, by replaying the event log.

    Free stands what was free the evening before and still is: one that falls free today is handed
    out this evening, to whoever comes first. With several regions, by the sum of their places.
    """
    rows = began_alone(recording)
    is_crisis: Bools = rows["is_crisis"].astype(bool)
    fact, who, day, value = (
        np.asarray(column(recording, "events", name)) for name in ("fact", "id", "day", "value")
    )
    places = recording.days["places"][:, list(PLACE_SETTINGS).index(Setting.CRISIS_GROUP)].sum(0)
    moves = np.where(fact == Fact.PLACED, 1, np.where(fact == Fact.LEFT_PLACE, -1, 0))
    taken = np.cumsum(np.where(value == Setting.CRISIS_GROUP, moves, 0))
    at = np.flatnonzero(fact == Fact.STARTED)
    youth, when = youth_of(who[at]), day[at]
    starts = youth_day(rows["id_youth"][is_crisis], rows["day_start"][is_crisis])
    placed = np.flatnonzero(fact == Fact.PLACED)
    with_place, first = np.unique(who[placed], return_index=True)
    nth = np.minimum(np.searchsorted(with_place, youth), len(with_place) - 1)
    is_placed_before = (with_place[nth] == youth) & (placed[first[nth]] < at)
    is_start = np.isin(youth_day(youth, when), starts) & ~is_placed_before
    at, when = at[is_start], when[is_start]
    evening = np.maximum(np.searchsorted(day, when) - 1, 0)  # the last event of the day before
    most = np.maximum(taken[at], taken[evening])
    return len(at), int((places[when] - most > 0).sum())


def _mean(recordings: Sequence[Recording], measure: Callable[[Recording], float]) -> float:
    return float(np.nanmean([measure(each) for each in recordings]))
