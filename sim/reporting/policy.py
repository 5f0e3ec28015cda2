"""A warning where a reader could take a change of a scenario for one that these figures hold.

A change counts in the figures only from its date on, and only days from `run.start` up to `run.end`
are measured.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from sim.common.calendar import ONE_DAY
from sim.words.catalogue import LANGUAGES, say
from sim.words.levers import Changes, Texts, amount_words, label_of
from sim.words.numbers import date_text, percent
from sim.world.changes import Change
from sim.world.parameters import ParameterRows
from sim.world.run import Run

IN_CRISIS = MappingProxyType(  # a chance that holds when not urgent -> the factor on it in crisis
    {
        "start.p_ret": "start.ret_in_crisis",
        "start.p_contracted": "start.contracted_in_crisis",
    }
)


class Policy(NamedTuple):
    """One side of a comparison.

    Its title, the changes of its file, and those added to it (levers).
    """

    title: Mapping[str, str]
    changes: Changes
    levers: Changes


def share_in_crisis(name: str, value: float, rows: ParameterRows, lang: str) -> str | None:
    """Return what a chance that holds when not urgent comes to over all 1:1 that starts.

    None for any other row. Which part starts in crisis only a run tells, so it gives both ends.
    """
    if name not in IN_CRISIS:
        return None
    factor = rows[IN_CRISIS[name]].values[-1].value
    return say(
        "policy.share_in_crisis",
        lang,
        what=label_of(name, lang, rows),
        factor=percent(factor, 0, lang),
        value=amount_words(value, rows[name], lang),
        least=amount_words(round(value * factor, 3), rows[name], lang),
    )


def notes(
    sides: Sequence[Policy],
    rows: ParameterRows,
    run: Run,
    recorded: tuple[dt.date, dt.date],
    is_same: bool,
) -> Texts:
    """Return every warning about dates in both languages.

    Args:
        sides: base and scenario.
        rows: all rows, for names.
        run: what is measured.
        recorded: dates of the first and of the newest recorded number.
        is_same: whether both sides have the same numbers on every day.
    """
    return {lang: _notes(sides, rows, run, recorded, is_same, lang) for lang in LANGUAGES}


def _notes(
    sides: Sequence[Policy],
    rows: ParameterRows,
    run: Run,
    recorded: tuple[dt.date, dt.date],
    is_same: bool,
    lang: str,
) -> list[str]:
    period = {"first": date_text(run.start, lang), "last": date_text(run.end - ONE_DAY, lang)}
    found = [say("policy.same", lang)] if is_same else []
    for side in sides:
        title = side.title[lang]
        for key, changes in (*side.changes.items(), *side.levers.items()):
            what = label_of(key, lang, rows)
            for change in changes:
                warning = None if change.moves_nothing else _warning(change, run)
                if warning is not None:
                    begin, until = date_text(_begin(change), lang), date_text(change.until, lang)
                    words = {"what": what, "title": title, "begin": begin, "until": until}
                    found.append(say(warning, lang, **words, **period))
        for key, levers in side.levers.items():
            replaced = side.changes.get(key, ())
            if levers and any(not change.moves_nothing for change in replaced):
                what, start = label_of(key, lang, rows), date_text(levers[0].start, lang)
                found.append(say("policy.replaced", lang, what=what, title=title, start=start))
    if run.start < recorded[0]:
        found.append(say("policy.too_early", lang, year=recorded[0].year, **period))
    if run.start > recorded[1]:
        newest = date_text(recorded[1], lang)
        found.append(say("policy.too_late", lang, newest=newest, **period))
    return list(dict.fromkeys(found))


def _warning(change: Change, run: Run) -> str | None:
    if _begin(change) >= run.end:
        return "policy.never"
    if change.until >= run.end:
        return "policy.cut_off"
    return "policy.before" if change.until < run.start else None


def _begin(change: Change) -> dt.date:
    return change.until if change.shape == "step" else change.start
