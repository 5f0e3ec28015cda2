"""Youths as cases: drawn by a seed out of those in 1:1, each with a heading and a line per thing
that happened to it, in words.

Nobody here exists. What is given back carries no number of a youth.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim.common.arrays import Ints
from sim.common.calendar import years_of
from sim.engine.recording import Recording
from sim.measures.groups import OUTSIDE
from sim.measures.rows import column, days_in_period
from sim.names import Profile
from sim.why.twin_log import timeline
from sim.words.catalogue import LANGUAGES, say
from sim.words.numbers import date_text, plain
from sim.world.build import World

SEVERITY = ((0.35, "light"), (0.55, "moderate"), (0.75, "severe"))  # below; its middle is near 0.5
WORST = "very_severe"
ANSWERS = ("accepted", "refused")
# what is not told where one of these tells it that day: which place is left, which rung is next
SAID_BY = {
    "left_place": {"expelled", "displaced", "relapsed", "went_home"},
    "level": {"succeeded"},
}


@dataclass(frozen=True)
class CaseHistory:
    """What one youth went through.

    Attributes:
        years_at_arrival: age when the youth came into youth care.
        severity: chronic severity, 0..1.
        profile: what a place must be able to carry.
        n_moves: moves before arrival.
        lines: one row per thing that happened: [date, until, n, nl, en, place]; `n` times from
            `date` to `until`, `place` that of the evening of `date` (`sim.why.flows.Place`).
    """

    years_at_arrival: float
    severity: float
    profile: Profile
    n_moves: int
    lines: pd.DataFrame

    def heading(self, number: int, lang: str) -> str:
        """Return who this is, in one sentence; `number` is its place among those printed."""
        name = next((name for below, name in SEVERITY if self.severity < below), WORST)
        times = "none" if self.n_moves == 0 else "one" if self.n_moves == 1 else "more"
        return say(
            "youths.cases.heading",
            lang,
            k=number,
            years=plain(self.years_at_arrival, 1, lang),
            profile=say(f"labels.{self.profile.name.lower()}", lang),
            severity=say(f"youths.cases.severity.{name}", lang),
            value=plain(self.severity, 2, lang),
            moves=say(f"youths.cases.moves.{times}", lang, n=self.n_moves),
        )

    def told(self, lang: str) -> Iterator[tuple[str, str, str]]:
        """Yield (date, what and why, where that evening) for every line.

        The date is left out where it is that of the line above, and so is the place.
        """
        date, place = "", ""
        for line in self.lines.to_dict("records"):
            what, until = line[lang], date_text(line["until"].date(), lang)
            if line["n"] > 1:
                what = say("youths.cases.repeated", lang, what=what, n=line["n"], until=until)
            elif line["until"] > line["date"]:
                what = say("youths.cases.until", lang, what=what, until=until)
            today = date_text(line["date"].date(), lang)
            where = say(f"figures.place.{line['place']}", lang)
            yield "" if today == date else today, what, "" if where == place else where
            date, place = today, where


def in_one_to_one(recording: Recording, *, every: bool = False) -> Ints:
    """Return the numbers of the youths who were in 1:1 in the reporting period, in order.

    Args:
        recording: one replication.
        every: all of them; otherwise those for whom it was outside a group.
    """
    spells = {
        name: column(recording, "spells", name)
        for name in ("id_youth", "variant", "level", "day_start", "day_end")
    }
    is_in = (days_in_period(recording, pd.DataFrame(spells)) > 0) & (spells["level"] > 0)
    if not every:
        is_in &= np.isin(spells["variant"], OUTSIDE)
    return np.unique(spells["id_youth"][is_in])


def draw_cases(
    recording: Recording, world: World, youths: Ints, number: int, seed: int
) -> list[CaseHistory]:
    """Return `number` youths out of `youths` as cases, all of them where there are fewer.

    Args:
        recording: one replication with the full log.
        world: the numbers with which it ran.
        youths: synthetic numbers, as `in_one_to_one` gives them.
        number: how many.
        seed: seed of the drawing; the same seed draws the same youths.
    """
    drawn = np.random.default_rng(seed).choice(youths, min(number, len(youths)), replace=False)
    rows = recording.rows["youths"].set_index("id_youth")
    cases = []
    for id_youth in drawn.tolist():
        row = rows.loc[id_youth]
        cases.append(
            CaseHistory(
                float(years_of(row["days_age_at_arrival"])),
                float(row["severity"]),
                Profile(int(row["profile"])),
                int(row["n_moves_at_arrival"]),
                lines_of(timeline(recording, world, id_youth)),
            )
        )
    return cases


def lines_of(life: pd.DataFrame) -> pd.DataFrame:
    """Return a timeline as a case is read: [date, until, n, nl, en, place].

    On one day what is asked for stands before the answers and a move before the rung that goes with
    it; that a place is left, or which rung is next, is not told again where a line of that day says
    so; what happens several times with nothing between is one line.
    """
    lines: list[dict[Any, Any]] = []
    for row in _in_reading_order(life.to_dict("records")):
        if lines and (row["nl"], row["place"]) == (lines[-1]["nl"], lines[-1]["place"]):
            lines[-1]["until"] = row["until"]
            lines[-1]["n"] += 1
            continue
        lines.append({"n": 1, **row})
    return pd.DataFrame(lines, columns=["date", "until", "n", *LANGUAGES, "place"])


def _in_reading_order(rows: Iterable[Mapping[Any, Any]]) -> list[Mapping[Any, Any]]:
    kept: list[Mapping[Any, Any]] = []
    for row in rows:
        today = [each for each in kept if each["date"] == row["date"]]
        if any(each["event"] in SAID_BY.get(row["event"], ()) for each in today):
            continue
        at = len(kept)
        earlier = {"asked": ANSWERS, "placed": ("level",)}.get(row["event"], ())
        while at > len(kept) - len(today) and kept[at - 1]["event"] in earlier:
            at -= 1
        kept.insert(at, row)
    return kept
