"""How far the answer depends on assumptions that nobody knows: the comparison over the ensemble that fits the reported figures."""

from sim.evidence.ensemble import load_ensemble
from sim.evidence.spread import Spread, over_worlds
from sim.front_door import Result
from sim.measures.kpis import kpi_of, title_of
from sim.reporting.numbers import plain
from sim.reporting.summary import Doubt, DoubtLine
from sim.reporting.texts import words as words_of
from sim.world.errors import ConfigError

MEMBERS, REPLICATIONS = 60, 2
SHOWN = ("census_one_to_one", "census_alone", "duration.median", "cost_one_to_one", "isolation_days_per_year")
MILLION = 1e6


def doubt_of(base: Result, other: Result, lang: str) -> Doubt:
    """Return the comparison over the ensemble of its region, or in words why there is none.

    Levers and parameters that were given for the runs hold here too, and stand above those of the ensemble.
    """
    region = base.settings.get("region")
    words = words_of(lang)
    try:
        ensemble = load_ensemble(str(region))
    except ConfigError:
        return Doubt(words["no_ensemble"])
    given = {*base.settings.get("parameters", ()), *other.settings.get("parameters", ())}
    ensemble = ensemble[[name for name in ensemble if name not in given]]
    worlds = {"base": base.world, "other": other.world}
    spread = over_worlds(worlds, str(region), ensemble, members=MEMBERS, replications=REPLICATIONS, kpis=SHOWN, seed=base.seed)
    return Doubt(words["ensemble_note"].format(n=len(spread.members)), lines_of(spread, lang))


def lines_of(spread: Spread, lang: str) -> tuple[DoubtLine, ...]:
    """Return one line per number."""
    found = []
    for row in spread.summary("base").to_dict("records"):
        kpi = str(row["kpi"])
        unit, is_euro = kpi_of(kpi).unit, "euro" in kpi_of(kpi).unit
        mean, low, high = ((row[k] / MILLION if is_euro else row[k]) for k in ("mean", "low", "high"))
        shown = {"nl": "miljoen euro per jaar", "en": "million euro a year"}[lang] if is_euro else UNITS.get(unit, {}).get(lang, unit)
        decimals = 1 if max(abs(low), abs(high)) < 1000 else 0
        between = f"{plain(low, decimals, lang)} – {plain(high, decimals, lang)}"
        found.append(
            DoubtLine(f"{title_of(kpi, lang)} ({shown})", plain(mean, decimals, lang), between, f"{plain(100 * row['share_rising'], 0, lang)}%")
        )
    return tuple(found)


UNITS = {
    "youths": {"nl": "jongeren", "en": "youths"},
    "day": {"nl": "dagen", "en": "days"},
    "day/year": {"nl": "dagen per jaar", "en": "days a year"},
}
