"""Why the volume of 1:1 differs between two scenarios: starts by cause, duration, blocked days.

The parts add up to the difference exactly. Volume is youth-days in 1:1 over reporting days, and
every youth-day belongs to one arrangement. With, per cause c of the arrangements that start in the
reporting period, N_c starts, o_c mean days in the period without the blocked ones and w_c mean
blocked days in the period (ready, and refused by everybody or waiting for a free place):

    youth-days = sum over c of N_c (o_c + w_c)
                 + days in the period of arrangements that already ran when it began

The difference of a product of two factors is split evenly over the two orders in which they can
change (the Shapley value, here the midpoint rule): D(N m) = DN mean(m) + mean(N) Dm. Where a cause
has no starts on one side, its mean is taken from the other, so that all of it is put down to
starts. Everything is counted in whole numbers and split in fractions, so that nothing is lost in
rounding.

Limits: days are counted up to the end of the period (an arrangement that still runs then counts
with the days it had), so a change that lets arrangements start later in the period also makes them
count fewer days. It is arithmetic of what happened, no proof of cause and effect: a lever can act
through several parts at once. What each lever does: `sim/why/waterfall.py`. Source of the split:
Das Gupta (1978), Demography 15(1).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from sim.front_door import Result, check_pair
from sim.measures.inputs import Recording, n_years
from sim.measures.rows import active, days_in_period, started
from sim.measures.volume import one_to_one_days
from sim.names import Cause
from sim.plots.steps import plot_explanation
from sim.readable.frame import Shown, Shows, checked_language, on_axis
from sim.readable.why import Parts
from sim.statistics.intervals import mean_interval
from sim.words.catalogue import say
from sim.words.report import title_with

CAUSES = tuple(f"starts.{cause.name.lower()}" for cause in Cause)
PARTS = (*CAUSES, "duration", "blocked", "running_at_start")
TOTAL = "total"
ZERO = Fraction(0)


class Started(NamedTuple):
    """Arrangements of one cause that started in the reporting period.

    Their number, and their days in it (blocked days are part of `days`).
    """

    n: int
    days: int
    blocked: int

    @property
    def mean_other(self) -> Fraction:
        """Mean days that were not blocked."""
        return Fraction(self.days - self.blocked, self.n)

    @property
    def mean_blocked(self) -> Fraction:
        """Mean blocked days."""
        return Fraction(self.blocked, self.n)


class Counted(NamedTuple):
    """All that an explanation needs of one recording.

    Small enough to keep after the recording was let go.
    """

    n_days: int  # of the reporting period
    starts: tuple[Started, ...]  # per cause, in the order of `Cause`
    days_running: int  # days in the period of arrangements that began before it


class Split(NamedTuple):
    """One replication: the parts of the difference (youths), and the two means that stand behind
    duration and blocked days, base and other.
    """

    parts: dict[str, Fraction]
    days_other: tuple[float, float]
    days_blocked: tuple[float, float]


@dataclass(frozen=True, repr=False)
class Explanation(Shows):
    """The difference in volume between a base and another scenario, in parts.

    Attributes:
        titles: titles of base and other, each with keys nl and en.
        parts: one row per replication (index), one column per part; youths. A row adds up to the
            difference of that replication.
        table: one row per part and one for the total: [part, nl, en, unit, base, other,
            unit_difference, difference, low, high, n]. `base` and `other` are what changed, in
            `unit` (starts per year, mean days per arrangement, youths); `difference` with its 95 %
            t interval over paired replications is what that does to the volume, always in youths
            (`unit_difference`).

    It shows itself: print it, leave it on the last line of a notebook, `.plot()`.
    """

    titles: tuple[Mapping[str, str], Mapping[str, str]]
    parts: pd.DataFrame = field(repr=False)
    table: Parts

    def plot(self, ax: Axes | None = None, language: str = "en") -> Axes:
        """Draw the parts as steps from no difference to the whole difference.

        On `ax`, or on an axis of its own; give the axis back.
        """
        lang = checked_language(language)
        return on_axis(ax, lambda made: plot_explanation(made, self.table, lang), (8.6, 4.4))

    def __repr__(self) -> str:
        total = self.table.iloc[-1]
        return (
            f"<Explanation: {self.titles[1]['en']}, {total['difference']:+.1f} youths in 1:1 from "
            f"{self.titles[0]['en']}, in {len(self.table) - 1} parts>"
        )

    def _table(self) -> Shown:
        return self.table


def explain(base: Result, other: Result) -> Explanation:
    """Return why the mean number of youths in 1:1 differs between two results with the same seed,
    period, region and replications.

    Raises:
        ConfigError: the results cannot be paired; says what differs.
    """
    check_pair(base, other)
    pairs = list(zip(base.recordings, other.recordings, strict=True))
    splits = [split(a, b) for a, b in pairs]
    parts = pd.DataFrame(
        [{name: float(value) for name, value in s.parts.items()} for s in splits],
        index=pd.Index([a.replication for a, _ in pairs], name="replication"),
    )
    titles = [
        title_with(result.scenario.title, len(result.settings.get("levers", ())))
        for result in (base, other)
    ]
    return Explanation((titles[0], titles[1]), parts, _table(pairs, splits, parts))


def split(base: Recording, other: Recording) -> Split:
    """Return the parts of the difference in volume between two recordings of the same period, as
    exact fractions.
    """
    return split_counted(counted(base), counted(other))


def counted(recording: Recording) -> Counted:
    """Return what an explanation needs of one recording."""
    starts = tuple(started_of(recording, cause) for cause in Cause)
    return Counted(recording.n_days - recording.day_start, starts, days_running_at_start(recording))


def split_counted(base: Counted, other: Counted) -> Split:
    """Return the parts of the difference in volume between two counts of the same period, as exact
    fractions.
    """
    n_days = base.n_days
    parts = dict.fromkeys(PARTS, ZERO)
    weight, days_other, days_blocked = ZERO, [ZERO, ZERO], [ZERO, ZERO]
    for name, a, b in zip(CAUSES, base.starts, other.starts, strict=True):
        if a.n == b.n == 0:
            continue
        first, second = a if a.n else b, b if b.n else a  # whose means stand for each side
        n = Fraction(a.n + b.n, 2)
        means = (
            first.mean_other + first.mean_blocked + second.mean_other + second.mean_blocked
        ) / 2
        parts[name] = (b.n - a.n) * means / n_days
        parts["duration"] += n * (second.mean_other - first.mean_other) / n_days
        parts["blocked"] += n * (second.mean_blocked - first.mean_blocked) / n_days
        weight += n
        for side, each in enumerate((first, second)):
            days_other[side] += n * each.mean_other
            days_blocked[side] += n * each.mean_blocked
    parts["running_at_start"] = Fraction(other.days_running - base.days_running, n_days)
    mean_other, mean_blocked = (
        (float(x / weight), float(y / weight)) if weight else (np.nan, np.nan)
        for x, y in (days_other, days_blocked)
    )
    return Split(parts, mean_other, mean_blocked)


def started_of(recording: Recording, cause: Cause) -> Started:
    """Return what started for this cause in the reporting period."""
    rows = started(recording, "episodes")
    rows = rows.where(rows["cause"] == cause)
    blocked = rows["days_refused"] + rows["days_no_place_free"]
    return Started(len(rows), int(days_in_period(recording, rows).sum()), int(blocked.sum()))


def days_running_at_start(recording: Recording) -> int:
    """Return days in the reporting period of arrangements that began before it."""
    rows = active(recording, "episodes")
    return int(days_in_period(recording, rows.where(rows["day_start"] < recording.day_start)).sum())


def _table(
    pairs: Sequence[tuple[Recording, Recording]], splits: Sequence[Split], parts: pd.DataFrame
) -> Parts:
    rows = []
    for name in (*PARTS, TOTAL):
        effect = mean_interval(parts.sum(axis=1) if name == TOTAL else parts[name])
        unit, base, other = _behind(name, pairs, splits)
        rows.append(
            {
                "part": name,
                "nl": label(name, "nl"),
                "en": label(name, "en"),
                "unit": unit,
                "base": base,
                "other": other,
                "unit_difference": "youths",
                "difference": effect.mean,
                "low": effect.low,
                "high": effect.high,
                "n": effect.n,
            }
        )
    return Parts(rows)


def _behind(
    name: str, pairs: Sequence[tuple[Recording, Recording]], splits: Sequence[Split]
) -> tuple[str, float, float]:
    """Return unit, and the means over replications on both sides, of what a part comes from."""
    if name in CAUSES:
        cause = Cause(CAUSES.index(name))
        unit = "1/year"
        values = [
            tuple(started_of(side, cause).n / n_years(side) for side in pair) for pair in pairs
        ]
    elif name == "duration":
        unit, values = "day", [s.days_other for s in splits]
    elif name == "blocked":
        unit, values = "day", [s.days_blocked for s in splits]
    else:
        count = (
            days_running_at_start
            if name == "running_at_start"
            else (lambda side: int(one_to_one_days(side).sum()))
        )
        unit, values = (
            "youths",
            [
                tuple(count(side) / (side.n_days - side.day_start) for side in pair)
                for pair in pairs
            ],
        )
    base, other = np.mean(np.array(values, dtype=np.float64), axis=0)
    return unit, float(base), float(other)


def label(part: str, language: str) -> str:
    """Return a part in words, in `language` (nl or en)."""
    head, _, cause = part.partition(".")
    words = say(f"figures.explain.{head}", language)
    return f"{words}: {say(f'labels.{cause}', language)}" if cause else words
