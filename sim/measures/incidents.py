"""Serious incidents, from the full log (`record="events"`).

Per youth-year in some stretch of care or of 1:1. What happens on a day is counted before what
starts on that day: an incident that makes 1:1 start lies before the start.
"""

from collections.abc import Callable

import numpy as np

from sim.common.arrays import Bools, Floats, Ints
from sim.common.calendar import DAYS_ONE_YEAR, DAYS_PER_YEAR
from sim.common.ids import youth_of
from sim.engine.phases import Fact
from sim.measures.alone import began_alone, day_end_outside
from sim.measures.groups import ALONE
from sim.measures.inputs import Recording, View, once, ratio, view
from sim.measures.rows import (
    RUNNING,
    Rows,
    column,
    count_between,
    day_end_or,
    every,
    is_any,
    parts_of,
    rows_where,
    started,
    youth_day,
)
from sim.names import Setting, Variant

DAYS_QUARTER = 90
N_STRATA = 3


@once
def incident_keys(recording: View) -> Ints:
    """Return (youth, day) of every serious incident of the run, sorted."""
    fact = column(recording, "events", "fact")
    youth, day = (
        column(recording, "events", name)[fact == Fact.INCIDENT] for name in ("id", "day")
    )
    return np.sort(youth_day(youth, day))


def rate(recording: Recording, rows: Rows, after: Ints, until: Ints) -> float:
    """Return incidents per youth-year over the stretches (after, until] of these rows of youths
    (days of the run).
    """
    until = np.maximum(until, after)
    n = count_between(incident_keys(recording), rows["id_youth"], after, until)
    return ratio(float(n.sum()) * DAYS_PER_YEAR, float((until - after).sum()))


def _ends(recording: Recording, rows: Rows) -> Ints:
    """Return the last day of each row, that of the run where it goes on."""
    return day_end_or(rows, recording.n_days - 1)


def _ends_alone(recording: Recording, rows: Rows) -> Ints:
    """Return the last day alone of each arrangement, that of the run where it goes on alone."""
    end = day_end_outside(rows)
    days: Ints = np.where(end == RUNNING, recording.n_days - 1, end)
    return days


def _in_spells(recording: Recording, is_in: Bools) -> float:
    rows = rows_where(recording, "spells", is_in)
    after = np.maximum(rows["day_start"], recording.day_start)
    return rate(recording, rows, after, np.maximum(_ends(recording, rows), after))


def incidents_per_year(recording: Recording) -> float:
    """Return serious incidents per youth-year in care."""
    return _in_spells(recording, column(recording, "spells", "setting") != Setting.HOME)


def incidents_beside(recording: Recording) -> float:
    """Return serious incidents per youth-year of youths without 1:1 in open groups."""
    is_here = (column(recording, "spells", "setting") == Setting.OPEN_GROUP) & (
        column(recording, "spells", "level") == 0
    )
    return _in_spells(recording, is_here)


def incidents_in_one_to_one(recording: Recording) -> float:
    """Return serious incidents per youth-year in 1:1."""
    return _in_spells(recording, column(recording, "spells", "level") > 0)


def incidents_first_quarter(recording: Recording) -> float:
    """Return serious incidents per youth-year in the first 90 days of 1:1."""
    rows = started(recording, "episodes")
    first = rows["day_start"]
    return rate(recording, rows, first, np.minimum(first + DAYS_QUARTER, _ends(recording, rows)))


def incidents_alone_between(days_from: int, days_until: int) -> Callable[[Recording], float]:
    """Return the measure of serious incidents per youth-year alone between two durations (days) of
    the arrangement, over the whole run.
    """

    def between(recording: Recording) -> float:
        rows = began_alone(recording)
        until = np.minimum(rows["day_start"] + days_until, _ends_alone(recording, rows))
        return rate(recording, rows, rows["day_start"] + days_from, until)

    return between


def incidents_after_year_alone(recording: Recording) -> float:
    """Return serious incidents per youth-year alone after the first year of the arrangement (of the
    whole run).
    """
    rows = began_alone(recording)
    return rate(recording, rows, rows["day_start"] + DAYS_ONE_YEAR, _ends_alone(recording, rows))


def after_less_before_start(recording: Recording) -> float:
    """Return incidents per youth-year in the 90 days after the start of 1:1 in a group less those
    in the (up to) 90 days before it there.

    The incident that made 1:1 start counts on neither side.
    """
    rows = started(recording, "episodes")
    rows = rows.where(rows["variant"] == Variant.GROUP)
    stays = every(recording, "stays")
    moved_in = np.sort(youth_day(stays["id_youth"], stays["day_start"]))
    start = rows["day_start"]
    at = np.maximum(np.searchsorted(moved_in, youth_day(rows["id_youth"], start), "right") - 1, 0)
    youth, day = parts_of(moved_in[at])
    since = np.where(youth == rows["id_youth"], day, start)
    before = rate(recording, rows, np.maximum(since, start - DAYS_QUARTER - 1), start - 1)
    return (
        rate(recording, rows, start, np.minimum(start + DAYS_QUARTER, _ends(recording, rows)))
        - before
    )


def after_less_before_step(recording: Recording) -> float:
    """Return incidents per youth-year in the 60 days after a step down that held less those in the
    60 days before it.
    """
    day, youth = _of_arrangements(view(recording), Fact.SUCCEEDED)
    is_seen = (day >= recording.day_start) & (day + 60 < recording.n_days)
    day, youth = day[is_seen], youth[is_seen]
    keys = incident_keys(recording)
    n = (
        count_between(keys, youth, day, day + 60).sum()
        - count_between(keys, youth, day - 61, day - 1).sum()
    )
    return ratio(float(n) * DAYS_PER_YEAR, 60.0 * len(day))


def _of_arrangements(recording: View, fact: Fact) -> tuple[Ints, Ints]:
    """Return day and youth of every such fact that happened to an arrangement."""
    is_one = column(recording, "events", "fact") == fact
    arrangement = column(recording, "events", "id")[is_one]
    youth: Ints = youth_of(arrangement)
    day: Ints = column(recording, "events", "day")[is_one]
    return day, youth


@once
def steps_down(recording: View) -> Ints:
    """Return (youth, day) of every step down of 1:1 that held, sorted."""
    day, youth = _of_arrangements(recording, Fact.SUCCEEDED)
    return np.sort(youth_day(youth, day))


@once
def evaluations_held(recording: View) -> Ints:
    """Return (youth, day) of every evaluation of 1:1 that was held, sorted."""
    events = [column(recording, "events", name) for name in ("fact", "value", "id", "day")]
    fact, value, arrangement, day = (np.asarray(each) for each in events)
    is_held = (fact == Fact.EVALUATED) & (value == 1)
    return np.sort(youth_day(youth_of(arrangement[is_held]), day[is_held]))


@once
def _severity(recording: View) -> tuple[Ints, Floats]:
    youth = column(recording, "youths", "id_youth")
    order = np.argsort(youth)
    return youth[order], column(recording, "youths", "severity")[order]


def strata(recording: Recording, youth: Ints) -> Ints:
    """Return per youth the third of severity (0, 1, 2) among youths who had 1:1."""
    ids, severity = _severity(view(recording))
    own = severity[np.minimum(np.searchsorted(ids, youth), len(ids) - 1)]
    with_one = np.isin(ids, column(recording, "episodes", "id_youth"))
    edges = (
        np.quantile(severity[with_one], np.arange(1, N_STRATA) / N_STRATA)
        if with_one.any()
        else np.zeros(N_STRATA - 1)
    )
    found: Ints = np.searchsorted(edges, own).astype(np.int64)
    return found


def alone_less_group(recording: Recording) -> float:
    """Return incidents per youth-year after the first year of 1:1, alone less in a group, at equal
    severity (thirds, weighted by days alone).
    """
    variant = column(recording, "episodes", "variant")
    stratum = strata(recording, column(recording, "episodes", "id_youth"))
    total, weight = 0.0, 0.0
    for k in range(N_STRATA):
        alone = rows_where(recording, "episodes", is_any(variant, *ALONE) & (stratum == k))
        group = rows_where(recording, "episodes", (variant == Variant.GROUP) & (stratum == k))
        ends = (_ends_alone(recording, alone), _ends(recording, group))
        rates = [
            rate(recording, rows, rows["day_start"] + DAYS_ONE_YEAR, end)
            for rows, end in zip((alone, group), ends, strict=True)
        ]
        days = float(np.maximum(ends[0] - alone["day_start"] - DAYS_ONE_YEAR, 0).sum())
        if days and not np.isnan(rates).any():
            total, weight = total + days * (rates[0] - rates[1]), weight + days
    return ratio(total, weight)
