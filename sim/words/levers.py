"""What a lever is called, and a change of it in words, as its row in `conf/parameters` says."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from sim.words.catalogue import LANGUAGES, both, has, say
from sim.words.numbers import MINUS, MOST_DECIMALS, date_text, percent, shortest
from sim.world.build import default_conf, default_groups
from sim.world.changes import Change
from sim.world.parameters import ParameterRows, load_rows
from sim.world.row import Row

Changes = Mapping[str, Sequence[Change]]
Texts = Mapping[str, Sequence[str]]
IN_PER_CENT = ("chance", "share")
SWITCH = "0 or 1"
DECIMALS = 1  # at most, of a value that is told in another unit than that of its row
TIMES = {0.0: "none", 0.5: "half"}


def all_rows() -> ParameterRows:
    """Return the rows of `conf/parameters` that come with the program."""
    return _rows(default_conf())


@lru_cache(maxsize=2)
def _rows(conf: Path) -> ParameterRows:
    return load_rows(conf / "parameters", default_groups())


def label_of(name: str, lang: str, rows: ParameterRows | None = None) -> str:
    """Return what a row is called in `lang` (nl or en): `reluctance after 1:1`, `places
    (small-scale)`.

    A row without a label goes by its description (English), and one that there is not by its name.
    `rows` are those that come with the program unless others are given.
    """
    row = (all_rows() if rows is None else rows).get(name)
    if row is None or row.label is None:
        return (row.description if row is not None else name).rstrip(".")
    thing = thing_of(name)
    if not thing or not has(f"labels.{thing}"):
        return row.label[lang]
    return say("levers.of_thing", lang, label=row.label[lang], thing=say(f"labels.{thing}", lang))


def thing_of(name: str) -> str:
    """Return the setting or level of a full row name: `small_scale`; empty where there is none."""
    parts = name.split(".")
    return parts[1] if len(parts) == 3 else ""


def amount_words(value: float, row: Row, lang: str) -> str:
    """Return a value of a row as it is told: chances and shares in per cent, days in weeks where
    the row says so, a switch as yes or no.
    """
    if row.unit == SWITCH and value in (0.0, 1.0):
        return say(f"levers.amount.{'yes' if value else 'no'}", lang)
    per, unit = said_of(row)
    decimals = MOST_DECIMALS if row.said is None else DECIMALS
    return with_unit(shortest(value / per + 0.0, lang, decimals), unit[lang])


def said_of(row: Row) -> tuple[float, Mapping[str, str]]:
    """Return in what values of a row are told: the value of one unit, and the unit (nl, en)."""
    if row.said is not None:
        return row.said.per, row.said.unit
    if row.unit in IN_PER_CENT:
        return 0.01, dict.fromkeys(LANGUAGES, "%")
    key = f"units.rows.{row.unit}"
    return 1.0, both(key) if has(key) else dict.fromkeys(LANGUAGES, "")


def with_unit(number: str, unit: str) -> str:
    """Return a number with its unit behind it; no space before a per cent sign."""
    return f"{number}{'' if unit.startswith('%') or not unit else ' '}{unit}"


def times_words(factor: float, lang: str) -> str:
    """Return a factor in words: `half of today`, `187% of today`."""
    if factor in TIMES:
        return say(f"levers.amount.{TIMES[factor]}", lang)
    if factor >= 2.0 and factor.is_integer():
        return say("levers.amount.many", lang, n=shortest(factor, lang))
    decimals = len(shortest(100.0 * factor, "en", DECIMALS).partition(".")[2])
    return say("levers.amount.of_today", lang, percent=percent(factor, decimals, lang))


def change_words(change: Change, row: Row, lang: str) -> str:
    """Return a dated change in words, in the direction in which the row is told."""
    if change.how == "times":
        amount = times_words(change.amount, lang)
    else:
        amount = amount_words(change.amount, row, lang)
        is_more = change.how == "add" and not amount.startswith(MINUS)
        amount = f"+{amount}" if is_more and change.amount else amount
    when = "step" if change.until == change.start else "later" if change.shape == "step" else "ramp"
    dates = {"start": date_text(change.start, lang), "until": date_text(change.until, lang)}
    return say("levers.change", lang, amount=amount, when=say(f"levers.{when}", lang, **dates))


def lever_lines(levers: Changes, rows: ParameterRows) -> Texts:
    """Return the changes of levers, by row name, one line each, in both languages."""
    return {
        lang: [
            say(
                "levers.line",
                lang,
                what=label_of(key, lang, rows),
                change=change_words(change, rows[key], lang),
            )
            for key, each in levers.items()
            for change in each
        ]
        for lang in LANGUAGES
    }
