"""From asking to a place: applications, their answers, refusals until a place, waiting.

The table `applications` has a row for every time that a provider was asked for a youth. A placement
is a row that led to a place; the search behind it is whatever was asked for that youth since the
placement before. A crisis place takes whoever is in crisis, nobody is asked and the search goes on
from there: its rows are neither applications nor placements here.
"""

import numpy as np

from sim.common.arrays import Bools, Ints
from sim.measures.inputs import Recording, View, mean, mean_per_day, n_years, once, ratio, reported
from sim.measures.rows import (
    Rows,
    column,
    happened,
    parts_of,
    rows_where,
    started,
    youth_day,
)
from sim.measures.volume import setting_days
from sim.names import PLACE_SETTINGS, Answer, Setting

TABLE = "applications"
ANSWERS = (Answer.ACCEPTED, Answer.REFUSED, Answer.OPEN)


@once
def _is_asked(recording: View) -> Bools:
    """Return which rows are applications: a crisis place is not asked."""
    is_one: Bools = column(recording, TABLE, "setting") != Setting.CRISIS_GROUP
    return is_one


@once
def asked(recording: View) -> Rows:
    """Return the applications made in the reporting period."""
    is_in = happened(recording, column(recording, TABLE, "day_asked"))
    return rows_where(recording, TABLE, is_in & _is_asked(recording))


@once
def placed(recording: View) -> Rows:
    """Return the applications that led to a place in the reporting period."""
    is_in = happened(recording, column(recording, TABLE, "day_end"))
    is_in &= column(recording, TABLE, "is_placed").astype(np.bool_)
    return rows_where(recording, TABLE, is_in & _is_asked(recording))


def applications_per_year(recording: Recording) -> float:
    """Return applications to providers per year."""
    return ratio(len(asked(recording)), n_years(recording))


def answers(recording: Recording) -> dict[str, float]:
    """Return the share of each answer among applications made in the period; one that has no answer
    by its end, or is no longer awaited, is open.
    """
    answer = asked(recording)["answer"]
    return {a.name.lower(): ratio(int((answer == a).sum()), len(answer)) for a in ANSWERS}


def days_to_answer(recording: Recording) -> float:
    """Return the mean days from asking to the answer, of applications answered in the period."""
    is_in = happened(recording, column(recording, TABLE, "day_answer"))
    rows = rows_where(recording, TABLE, is_in & _is_asked(recording))
    return mean(rows["day_answer"] - rows["day_asked"])


@once
def _per_placement(recording: View, is_from_one_to_one: bool) -> tuple[Ints, Ints]:
    """Return applications and refusals before each placement in the period, both
    `(n_placements,)`; of all youths, or of applications for youths who come from 1:1.
    """
    is_counted = _is_asked(recording)
    if is_from_one_to_one:
        is_counted = is_counted & column(recording, TABLE, "is_from_one_to_one").astype(bool)
    rows = rows_where(recording, TABLE, is_counted)
    is_placed = rows["is_placed"].astype(bool)
    placed = np.sort(youth_day(rows["id_youth"][is_placed], rows["day_end"][is_placed]))
    n = len(placed)
    if not n:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    # the placement to which an application led: the first of that youth from that day on
    at = np.searchsorted(placed, youth_day(rows["id_youth"], rows["day_asked"]))
    led_to = placed[np.minimum(at, n - 1)]
    is_found = (at < n) & (parts_of(led_to)[0] == rows["id_youth"])
    is_refusal = is_found & (rows["answer"] == Answer.REFUSED)
    is_refusal &= youth_day(rows["id_youth"], rows["day_answer"]) <= led_to
    is_in = happened(recording, parts_of(placed)[1])
    applications = np.bincount(at[is_found], minlength=n)[is_in]
    return applications, np.bincount(at[is_refusal], minlength=n)[is_in]


def applications_per_placement(recording: Recording) -> float:
    """Return the mean number of applications behind a placement in the period."""
    return mean(_per_placement(recording, False)[0])


def refusals_per_placement(recording: Recording) -> dict[str, float]:
    """Return median and mean number of refusals behind a placement in the period of a youth who
    comes from 1:1, from the applications made for a place after it.
    """
    refusals = _per_placement(recording, True)[1]
    median = float(np.median(refusals)) if len(refusals) else float("nan")
    return {"median": median, "mean": mean(refusals)}


def placed_on_the_day(recording: Recording) -> float:
    """Return the share of stays asked for without crisis that began on the day of asking, of those
    begun in the period in a place that fits.
    """
    days = _fitting(recording)
    return mean(days["days_waited"][~days["is_crisis"].astype(bool)] == 0)


def waited_crisis(recording: Recording) -> dict[str, float]:
    """Return days waited before a stay in a place that fits and was asked for in crisis, mean per
    setting.

    Who never got a place is not in it.
    """
    return _mean_wait(recording, True)


def waited_other(recording: Recording) -> dict[str, float]:
    """Return days waited before a stay in a place that fits and was not asked for in crisis, mean
    per setting.

    Who never got a place is not in it.
    """
    return _mean_wait(recording, False)


def _fitting(recording: Recording) -> Rows:
    stays = started(recording, "stays")
    return stays.where(~stays["is_misfit"].astype(bool))


def _mean_wait(recording: Recording, is_crisis: bool) -> dict[str, float]:
    days, n = _waits(recording)
    return {
        s.name.lower(): ratio(days[s, int(is_crisis)], n[s, int(is_crisis)]) for s in PLACE_SETTINGS
    }


@once
def _waits(recording: View) -> tuple[Ints, Ints]:
    """Return days waited before stays that started in the period in a place that fits, and their
    number, both `(n_settings, not in crisis or in crisis)`.
    """
    stays = _fitting(recording)
    cell = 2 * stays["setting"] + stays["is_crisis"]
    n = np.bincount(cell, minlength=2 * len(Setting))
    days = np.bincount(cell, stays["days_waited"], minlength=2 * len(Setting)).astype(np.int64)
    return days.reshape(-1, 2), n.reshape(-1, 2)


def share_misfit(recording: Recording) -> float:
    """Return the share of stays begun in the period that were taken in crisis though the place fits
    badly.
    """
    return mean(started(recording, "stays")["is_misfit"])


def queue_by_setting(recording: Recording) -> dict[str, float]:
    """Return the mean number of applications accepted and waiting for a free place, by setting."""
    waiting = reported(recording, "queue").sum(axis=0)
    return {
        s.name.lower(): mean_per_day(recording, waiting[k]) for k, s in enumerate(PLACE_SETTINGS)
    }


def empty_days(recording: Recording, setting: Setting) -> Ints:
    """Return days of usable places in which nobody is and that are kept for nobody, per reporting
    period.

    Youths are counted in the region responsible for them and places where they are: for one region
    of several, read it with care.
    """
    k = PLACE_SETTINGS.index(setting)
    places = reported(recording, "places")[:, k].sum(axis=0)
    kept = reported(recording, "kept_free")[:, k].sum(axis=0)
    empty: Ints = np.maximum(places - setting_days(recording, setting) - kept, 0)
    return empty
