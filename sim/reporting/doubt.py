"""How far the answer depends on assumptions that nobody knows.

The comparison over the ensemble that fits the reported figures.
"""

from collections.abc import Callable
from types import MappingProxyType

from rich.table import Table
from rich.text import Text

from sim.common.errors import ConfigError
from sim.doubt.spread import Spread, over_worlds
from sim.evidence.ensemble import ensemble_for, is_own
from sim.front_door import Result
from sim.measures.kpis import kpi_of, title_of
from sim.reporting.console import short
from sim.reporting.lines import plain, signed
from sim.reporting.summary import Doubt, DoubtLine
from sim.words.report import words as words_of

MEMBERS, REPLICATIONS = 60, 2
FEW = 20  # members: an interval over fewer says little
SHOWN = (
    "census_one_to_one",
    "census_alone",
    "duration.median",
    "cost_one_to_one",
    "isolation_days_per_year",
)
MILLION = 1e6
TO = MappingProxyType({"nl": "tot", "en": "to"})


def doubt_of(base: Result, other: Result, lang: str) -> Doubt:
    """Return the comparison over the ensemble for its region, or in words why there is none."""
    return doubt_in(over_its_ensemble(base, other), lang)


def over_its_ensemble(
    base: Result,
    other: Result,
    members: int = MEMBERS,
    progress: Callable[[int, int], None] | None = None,
) -> Spread | None:
    """Return the comparison over the ensemble for its region; None where none is kept.

    Levers and parameters that were given for the runs hold here too, and stand above those of the
    ensemble.
    """
    region = base.settings["region"]
    try:
        ensemble = ensemble_for(region)
    except ConfigError:
        return None
    given = {*base.settings.get("parameters", ()), *other.settings.get("parameters", ())}
    ensemble = ensemble[[name for name in ensemble if name not in given]]
    worlds = {"base": base.world, "other": other.world}
    return over_worlds(
        worlds,
        str(region),
        ensemble,
        members=members,
        replications=REPLICATIONS,
        kpis=SHOWN,
        seed=base.seed,
        progress=progress,
    )


def doubt_in(spread: Spread | None, lang: str) -> Doubt:
    """Return what a page says of it."""
    words = words_of(lang)
    if spread is None:
        return Doubt(words["no_ensemble"])
    note = "ensemble_note" if is_own(spread.members, spread.region) else "ensemble_elsewhere"
    few = words["few_members"] if len(spread.members) < FEW else ""
    return Doubt(words[note].format(n=len(spread.members)) + few, lines_of(spread, lang))


def doubt_table(doubt: Doubt, lang: str) -> Table:
    """Return the comparison over the ensemble as a table for the terminal, 80 columns."""
    w = words_of(lang)
    title = Text(w["doubt"], style="table.title")
    table = Table(
        title=title,
        caption=Text(doubt.words),
        box=None,
        pad_edge=False,
        header_style="bold",
        caption_justify="left",
        caption_style="dim",
    )
    table.add_column(w["measure"], ratio=1, overflow="fold")
    for heading in ("doubt_mean", "doubt_between", "doubt_rises"):
        table.add_column(w[heading], justify="right", no_wrap=True)
    for line in doubt.lines:
        table.add_row(Text(line.title), line.difference, short(line.between), line.rises)
    return table


def lines_of(spread: Spread, lang: str) -> tuple[DoubtLine, ...]:
    """Return one line per number."""
    found = []
    for row in spread.summary("base").to_dict("records"):
        kpi = str(row["kpi"])
        unit, is_euro = kpi_of(kpi).unit, "euro" in kpi_of(kpi).unit
        mean, low, high = (
            (row[k] / MILLION if is_euro else row[k]) for k in ("mean", "low", "high")
        )
        shown = (
            {"nl": "miljoen euro per jaar", "en": "million euro a year"}[lang]
            if is_euro
            else UNITS.get(unit, {}).get(lang, unit)
        )
        decimals = 1 if max(abs(low), abs(high)) < 1000 else 0
        between = f"{signed(low, decimals, lang)} {TO[lang]} {signed(high, decimals, lang)}"
        rises = f"{plain(100 * row['share_rising'], 0, lang)}%"
        found.append(
            DoubtLine(
                f"{title_of(kpi, lang)} ({shown})", signed(mean, decimals, lang), between, rises
            )
        )
    return tuple(found)


UNITS = {
    "youths": {"nl": "jongeren", "en": "youths"},
    "day": {"nl": "dagen", "en": "days"},
    "day/year": {"nl": "dagen per jaar", "en": "days a year"},
}
