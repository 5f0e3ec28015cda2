"""The regions that are there, with their size today."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from sim.catalogue.catalogue import Catalogue
from sim.catalogue.levers import singles
from sim.common.yaml_strict import load_mapping
from sim.names import PLACE_SETTINGS
from sim.readable.sheet import Sheet
from sim.words.catalogue import LANGUAGES
from sim.words.numbers import shortest
from sim.world.build import default_conf, default_groups, timelines_of
from sim.world.levers import value_on
from sim.world.parameters import ParameterRows, load_rows
from sim.world.region import RegionProfile, load_regions, region_names

PER = 10_000  # youths aged 0 to 22, by which regions are compared


class Regions(Catalogue):
    """[name, nl, en, population, arrivals_per_year, places, places_per_10000, staff_fte, members,
    source_number, note, file].
    """

    WHAT = "regions"

    def _sheet(self, lang: str, *, few: bool | None = None) -> Sheet:
        rows = []
        for row in self.to_dict("records"):
            sizes = [
                shortest(round(float(row[key])), lang)
                for key in (
                    "population",
                    "arrivals_per_year",
                    "places",
                    "places_per_10000",
                    "staff_fte",
                )
            ]
            label, name = str(row[lang]), str(row["name"])
            rows.append((label, name, *sizes) if few else (f"{label}\n  {name}", *sizes))
        keys = ("population", "arrivals", "places", "per_10000", "staff_fte")
        first = ("region", "name") if few else ("region",)
        n = len(first)
        right = frozenset(range(n, n + len(keys)))
        return self._made(lang, (*first, *keys), rows, right=right, wide=frozenset({0, *right}))


def regions(search: str | None = None) -> Regions:
    """Return the regions as a table that shows itself; composites add their members up.

    Args:
        search: words in Dutch or English; a row must have all of them.

    Returns:
        [name, nl, en, population, arrivals_per_year, places, places_per_10000, staff_fte, members,
        source_number, note, file]: youths aged 0 to 22, new youths a year, places of all settings
        together, full-time jobs, today.
    """
    conf = default_conf()
    rows = load_rows(conf / "parameters", default_groups())
    alone = singles(conf)
    made = []
    for name in region_names(conf / "region"):
        content = load_mapping(conf / "region" / f"{name}.yaml", f"conf/region/{name}.yaml")
        profiles = load_regions(name, rows=rows, folder=conf / "region")
        made.append(
            {
                "name": name,
                **{lang: str(content["title"][lang]) for lang in LANGUAGES},
                **sizes_of(profiles, rows, date.today()),
                "members": "" if name in alone else ", ".join(each.name for each in profiles),
                "source_number": content.get("source_number", pd.NA),
                "note": str(content.get("note", "")),
                "file": f"conf/region/{name}.yaml",
            }
        )
    found = Regions(pd.DataFrame(made)).searched(search)
    assert isinstance(found, Regions)
    return found


def sizes_of(profiles: Sequence[RegionProfile], rows: ParameterRows, day: date) -> dict[str, float]:
    """Return population, arrivals a year, places and staff of these regions together."""
    totals = dict.fromkeys(("population", "arrivals_per_year", "places", "staff_fte"), 0.0)
    for profile in profiles:
        timelines = zip(rows, timelines_of(profile, rows, {}), strict=True)
        now = {name: value_on(timeline, day) for name, timeline in timelines if timeline}
        population = now["arrival.population"]
        totals["population"] += population
        totals["arrivals_per_year"] += now["arrival.per_10000"] * population / PER
        totals["staff_fte"] += now["staff.supply_fte"]
        totals["places"] += sum(
            now[f"setting.{setting.name.lower()}.places"] for setting in PLACE_SETTINGS
        )
    per = totals["places"] / totals["population"] * PER if totals["population"] else float("nan")
    return {**totals, "places_per_10000": per}
