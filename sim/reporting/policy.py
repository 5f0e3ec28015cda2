"""What a scenario changes, in words, and a warning where a reader could take a change for one that
these figures hold.

A change counts in the figures only from its date on, and only days from `run.start` up to `run.end`
are measured.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sim.reporting.lines import date_text
from sim.words.levers import amount_words, lever_words, number_words
from sim.world.changes import Change
from sim.world.parameters import Rows
from sim.world.run import Run

LANGUAGES = ("nl", "en")
ONE_DAY = dt.timedelta(days=1)
Changes = Mapping[str, Sequence[Change]]
Texts = Mapping[str, Sequence[str]]

STEP = ("vanaf {start}", "from {start}")
RAMP = ("stap voor stap van {start} tot {until}", "step by step from {start} to {until}")
LATER = ("ineens op {until}", "at once on {until}")
NEVER = (
    (
        "‘{what}’ verandert in ‘{title}’ pas op {begin}. Er is gemeten tot en met {last}: van deze "
        "wijziging is in deze cijfers niets te zien."
    ),
    (
        "‘{what}’ changes in ‘{title}’ on {begin} only. Days up to {last} are measured: nothing of "
        "this change shows in these figures."
    ),
)
CUT_OFF = (
    (
        "‘{what}’ verandert in ‘{title}’ stap voor stap tot {until}. Er is gemeten tot en met "
        "{last}: "
        "deze cijfers laten alleen het begin zien."
    ),
    (
        "‘{what}’ changes in ‘{title}’ step by step until {until}. Days up to {last} are measured: "
        "these figures show only the beginning."
    ),
)
BEFORE = (
    (
        "‘{what}’ is in ‘{title}’ al op {until} klaar met veranderen. Er is gemeten vanaf {first}: "
        "de "
        "overgang zelf staat niet in deze cijfers."
    ),
    (
        "‘{what}’ has in ‘{title}’ finished changing on {until}. Days from {first} on are "
        "measured: "
        "the transition itself is not in these figures."
    ),
)
REPLACED = (
    "Wat ‘{title}’ zelf over ‘{what}’ zegt, is vanaf {start} vervangen door de extra wijziging.",
    "What ‘{title}’ itself says about ‘{what}’ is replaced by the extra change from {start} on.",
)
SAME = (
    (
        "Basis en scenario zijn in deze periode in elk invoergetal gelijk. Er kán dus geen "
        "verschil "
        "uitkomen."
    ),
    (
        "Base and scenario are equal in every input number in this period. So there cannot be any "
        "difference."
    ),
)
TOO_EARLY = (
    (
        "Er is gemeten vanaf {first}. De invoergetallen beginnen in {year}; voor de jaren daarvoor "
        "gelden die van {year}."
    ),
    (
        "Days from {first} on are measured. Input numbers begin in {year}; the years before have "
        "those "
        "of {year}."
    ),
)
TOO_LATE = (
    (
        "Er is gemeten vanaf {first}. De laatste getelde plekken zijn van {newest}; daarna is "
        "alles "
        "gelijk gehouden, behalve wat het scenario verandert."
    ),
    (
        "Days from {first} on are measured. The last counted places are of {newest}; all is held "
        "since "
        "then, except what the scenario changes."
    ),
)


class Policy(NamedTuple):
    """One side of a comparison.

    Its title, the changes of its file, and those added to it (levers).
    """

    title: Mapping[str, str]
    changes: Changes
    levers: Changes


def lever_lines(levers: Changes, rows: Rows, named: bool = False) -> Texts:
    """Return one line per added change in both languages.

    `named`: with the full name of the lever, as it is typed.
    """
    return {lang: [(f"{_what(k, rows, lang)}{f' [{k}]' if named else ''}: "
                    f"{_change(k, c, rows, lang)}") for k, each in levers.items() for c in each]
            for lang in LANGUAGES}  # fmt: skip


def notes(
    sides: Sequence[Policy], rows: Rows, run: Run, recorded: tuple[dt.date, dt.date], is_same: bool
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
    rows: Rows,
    run: Run,
    recorded: tuple[dt.date, dt.date],
    is_same: bool,
    lang: str,
) -> list[str]:
    en = int(lang != "nl")
    period = {"first": date_text(run.start, lang), "last": date_text(run.end - ONE_DAY, lang)}
    found = [SAME[en]] if is_same else []
    for side in sides:
        for key, changes in (*side.changes.items(), *side.levers.items()):
            words = {"what": _what(key, rows, lang), "title": side.title[lang], **period}
            for change in changes:
                template = None if change.moves_nothing else _template(change, run)
                if template is not None:
                    found.append(
                        template[en].format(
                            begin=date_text(_begin(change), lang),
                            until=date_text(change.until, lang),
                            **words,
                        )
                    )
        for key in side.levers:
            if side.levers[key] and any(
                not change.moves_nothing for change in side.changes.get(key, ())
            ):
                start = date_text(side.levers[key][0].start, lang)
                found.append(
                    REPLACED[en].format(
                        what=_what(key, rows, lang), title=side.title[lang], start=start
                    )
                )
    if run.start < recorded[0]:
        found.append(TOO_EARLY[en].format(year=recorded[0].year, **period))
    if run.start > recorded[1]:
        found.append(TOO_LATE[en].format(newest=date_text(recorded[1], lang), **period))
    return list(dict.fromkeys(found))


def _template(change: Change, run: Run) -> tuple[str, str] | None:
    if _begin(change) >= run.end:
        return NEVER
    if change.until >= run.end:
        return CUT_OFF
    return BEFORE if change.until < run.start else None


def _begin(change: Change) -> dt.date:
    return change.until if change.shape == "step" else change.start


def _what(key: str, rows: Rows, lang: str) -> str:
    return lever_words(key, lang, rows[key].description if key in rows else None)


def _change(key: str, change: Change, rows: Rows, lang: str) -> str:
    unit = rows[key].unit if key in rows else ""
    amount = (
        f"× {number_words(change.amount, lang)}"
        if change.how == "times"
        else amount_words(change.amount, unit, lang)
    )
    sign = "+" if change.how == "add" and change.amount > 0 else ""
    when = STEP if change.until == change.start else LATER if change.shape == "step" else RAMP
    return (
        f"{sign}{amount}, "
        f"{when[lang != 'nl'].format(start=date_text(change.start, lang), until=date_text(change.until, lang))}"
    )
