"""Moves between settings: how many youths a year go from where to where.

A youth is in one setting at a time: in a place (`stays`), in 1:1 outside a group (`episodes`: unit,
separate location, at home), waiting without a place (`spells` at home without 1:1), at home or
living alone after care, or past the age limit. In every setting, moves in = moves out + change of
the number of youths there. 1:1 beside a place in a group is no move.

Who waits between two settings still counts with the setting that he or she came from, and moves on
the day of arrival in the next, so that one sees where youths in 1:1 come from; `waiting=True` shows
waiting as a setting of its own.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from sim.common.arrays import Ints
from sim.common.calendar import years_of
from sim.front_door import Result
from sim.measures.inputs import Recording
from sim.measures.rows import RUNNING, column
from sim.names import Setting, Variant
from sim.readable.why import Moves
from sim.statistics.intervals import mean_band

COLUMNS = ("from", "to", "moves_per_year", "low", "high", "n")


class Place(IntEnum):
    """Where moves go from and to, in the order in which they are shown.

    The first seven are the settings with places, by their numbers.
    """

    JEUGDZORGPLUS = 0
    OPEN_GROUP = 1
    HIC = 2
    SMALL_SCALE = 3
    FAMILY_HOME = 4
    FOLLOW_UP = 5
    CRISIS_GROUP = 6
    ONE_TO_ONE_UNIT = 7
    ONE_TO_ONE_SOLO = 8
    ONE_TO_ONE_HOME = 9
    WAITING = 10  # without a place, not in 1:1
    HOME = 11  # out of youth care; who comes back moves from here
    ADULT_CARE = 12  # past the age limit: adult care, home or own living
    ARRIVAL = 13  # newly arrived


PLACE_OF_VARIANT = {
    Variant.UNIT: Place.ONE_TO_ONE_UNIT,
    Variant.SOLO: Place.ONE_TO_ONE_SOLO,
    Variant.HOME: Place.ONE_TO_ONE_HOME,
}


class Sojourns(NamedTuple):
    """Stretches of days of youths in one place, in order of youth and day.

    `end` is the last day + 1, or -1 while it goes on.
    """

    id_youth: Ints
    place: Ints
    start: Ints
    end: Ints


class Made(NamedTuple):
    """Moves with their day (the first day in the new place)."""

    day: Ints
    from_place: Ints
    to_place: Ints


def flows(result: Result, *, waiting: bool = False) -> Moves:
    """Return moves per year from setting to setting in the reporting period.

    Args:
        result: what `sim.simulate(...)` gave.
        waiting: show waiting without a place as a setting of its own, instead of counting it with
            the setting that the youth came from.

    Returns:
        [from, to, moves_per_year, low, high, n]: mean over n replications with its 95 % t interval
        (NaN for one), one row per pair with any move; names are those of `Place` in lower case. A
        data frame that shows itself as a readable table, with `.plot()`.
    """
    per_year = []
    for recording in result.recordings:
        first = first_day(recording)
        per_year.append(counts(recording, waiting=waiting) / years_of(recording.n_days - first))
    values = np.array(per_year)
    from_place, to_place = np.nonzero(values.sum(axis=0))
    band = mean_band(values[:, from_place, to_place])
    names = [place.name.lower() for place in Place]
    columns = (
        [names[k] for k in from_place],
        [names[k] for k in to_place],
        band.mean,
        band.low,
        band.high,
        band.n,
    )
    return Moves(dict(zip(COLUMNS, columns, strict=True)))


def first_day(recording: Recording) -> int:
    """Return the first day whose moves count; on day 0 places are filled, which is no move."""
    return max(recording.day_start, 1)


def counts(recording: Recording, *, waiting: bool = False) -> Ints:
    """Return the moves of the reporting period, `(len(Place), len(Place))`.

    From (row) to (column).
    """
    moves = moves_of(recording, waiting=waiting)
    is_in = (moves.day >= first_day(recording)) & (moves.day < recording.n_days)
    table: Ints = np.zeros((len(Place), len(Place)), dtype=np.int64)
    np.add.at(table, (moves.from_place[is_in], moves.to_place[is_in]), 1)
    return table


def moves_of(recording: Recording, *, waiting: bool = False) -> Made:
    """Return all moves of the run, warm-up included, in order of youth and day.

    Arrival and leaving are moves too.
    """
    s = sojourns(recording)
    is_first = np.append(True, s.id_youth[1:] != s.id_youth[:-1])[: len(s.start)]
    is_last = np.append(is_first[1:], True)[: len(s.start)]
    is_gap = ~is_first & (
        np.append(0, s.end[:-1])[: len(s.start)] != s.start
    )  # was out of care in between
    place = s.place if waiting else _with_origin(s.place, is_first, is_gap)
    before = np.where(
        is_first,
        Place.ARRIVAL,
        np.where(is_gap, Place.HOME, np.append(0, place[:-1])[: len(s.start)]),
    )
    is_move = np.ones(len(place), np.bool_) if waiting else s.place != Place.WAITING
    has_left = (s.end != RUNNING) & (is_last | np.append(is_gap[1:], False)[: len(s.start)])
    after = np.where(is_last & _is_aged_out(recording, s), Place.ADULT_CARE, Place.HOME)
    day = np.concatenate([s.start[is_move], s.end[has_left]])
    who = np.concatenate([s.id_youth[is_move], s.id_youth[has_left]])
    order = np.lexsort(
        (np.concatenate([np.ones(is_move.sum()), np.zeros(has_left.sum())]), day, who)
    )
    from_place, to_place = (
        np.concatenate([before[is_move], place[has_left]]),
        np.concatenate([place[is_move], after[has_left]]),
    )
    return Made(day[order], from_place[order], to_place[order])


def _with_origin(place: Ints, is_first: Ints, is_gap: Ints) -> Ints:
    """Return the places with waiting replaced by where the youth came from."""
    is_waiting = place == Place.WAITING
    own = np.where(is_waiting, np.where(is_first, Place.ARRIVAL, Place.HOME), place)
    is_known = ~is_waiting | is_first | is_gap
    filled: Ints = own[np.maximum.accumulate(np.where(is_known, np.arange(len(place)), 0))]
    return filled


def _is_aged_out(recording: Recording, s: Sojourns) -> Ints:
    id_youth, day_left, is_aged_out = (
        column(recording, "youths", name) for name in ("id_youth", "day_left", "is_aged_out")
    )
    order = np.argsort(id_youth)
    row = order[np.searchsorted(id_youth[order], s.id_youth)]
    aged: Ints = is_aged_out[row] & (day_left[row] == s.end)
    return aged


def sojourns(recording: Recording) -> Sojourns:
    """Return where every youth was from first arrival to leaving.

    Days without a row between two rows are days out of care.
    """
    parts = []
    id_youth, setting, start, end = (
        column(recording, "stays", name) for name in ("id_youth", "setting", "day_start", "day_end")
    )
    parts.append((id_youth, setting, start, end))
    id_youth, variant, start, end, moved = (
        column(recording, "episodes", name)
        for name in ("id_youth", "variant", "day_start", "day_end", "day_moved")
    )
    end = np.where(moved == RUNNING, end, moved)  # from then on it goes along in a place
    for form, outside in PLACE_OF_VARIANT.items():
        is_one = variant == form
        parts.append((id_youth[is_one], np.full(is_one.sum(), outside), start[is_one], end[is_one]))
    id_youth, setting, variant, start, end = (
        column(recording, "spells", name)
        for name in ("id_youth", "setting", "variant", "day_start", "day_end")
    )
    is_waiting = (setting == Setting.HOME) & (variant == Variant.NONE)
    parts.append(
        (
            id_youth[is_waiting],
            np.full(is_waiting.sum(), Place.WAITING),
            start[is_waiting],
            end[is_waiting],
        )
    )
    id_youth, place, start, end = (
        np.concatenate(each).astype(np.int64) for each in zip(*parts, strict=True)
    )
    has_days = start != end
    id_youth, place, start, end = (each[has_days] for each in (id_youth, place, start, end))
    order = np.lexsort((start, id_youth))
    return Sojourns(id_youth[order], place[order], start[order], end[order])
