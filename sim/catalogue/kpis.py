"""The KPIs: what is measured, how, and in which unit."""

import pandas as pd

from sim.catalogue.catalogue import Catalogue
from sim.measures.kpis import KPIS
from sim.readable.sheet import Sheet
from sim.words.catalogue import LANGUAGES, say


class Kpis(Catalogue):
    """[name, nl, en, about_nl, about_en, unit, group]."""

    WHAT = "kpis"

    def _sheet(self, lang: str, *, few: bool | None = None) -> Sheet:
        rows: list[tuple[str, ...]] = []
        sections, last = {}, ""
        for n, row in enumerate(self.to_dict("records")):
            if row["group"] != last:
                last = str(row["group"])
                sections[n] = say(f"report.groups.{last}", lang)
            unit = say(f"units.short.{row['unit']}", lang)
            rows.append((str(row[lang]), str(row["name"]), unit, str(row[f"about_{lang}"])))
        keys = ("measure", "name", "unit", "how")
        return self._made(lang, keys, rows, sections=sections, wide=frozenset({0, 3}))


def kpis(search: str | None = None) -> Kpis:
    """Return what is measured, as a table that shows itself.

    A KPI with labels (years, causes, settings) is named `kpi.label` in results.

    Args:
        search: words in Dutch or English; a row must have all of them.

    Returns:
        [name, nl, en, about_nl, about_en, unit, group].
    """
    rows = [
        {
            "name": kpi.name,
            **{lang: kpi.title(lang) for lang in LANGUAGES},
            **{f"about_{lang}": kpi.description(lang) for lang in LANGUAGES},
            "unit": kpi.unit,
            "group": kpi.group,
        }
        for kpi in KPIS
    ]
    found = Kpis(pd.DataFrame(rows)).searched(search)
    assert isinstance(found, Kpis)
    return found
