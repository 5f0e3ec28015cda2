"""The scenarios that are there: their question, what they change, what they are compared with."""

import pandas as pd

from sim.catalogue.catalogue import FEW, Catalogue
from sim.readable.sheet import Sheet
from sim.words.catalogue import LANGUAGES, say
from sim.words.levers import all_rows, lever_lines
from sim.world.scenario import load_scenario, scenario_names


class Scenarios(Catalogue):
    """[name, nl, en, question_nl, question_en, against, changes_nl, changes_en, source, file]."""

    WHAT = "scenarios"

    def _sheet(self, lang: str, *, few: bool | None = None) -> Sheet:
        few = len(self) <= FEW if few is None else few
        rows = []
        for row in self.to_dict("records"):
            cells = [str(row[key]) for key in (lang, "name", f"question_{lang}", "against")]
            if few:
                changes = str(row[f"changes_{lang}"]) or say("found.nothing", lang)
                cells += [changes, str(row["source"])]
            rows.append(tuple(cells))
        keys = ("scenario", "name", "question", "against", "changes", "source")[: 6 if few else 4]
        return self._made(lang, keys, rows, wide=frozenset({0, 2}), is_below=few)


def scenarios(search: str | None = None) -> Scenarios:
    """Return the scenarios as a table that shows itself.

    Args:
        search: words in Dutch or English; a row must have all of them.

    Returns:
        [name, nl, en, question_nl, question_en, against, changes_nl, changes_en, source, file];
        `changes` are those that its base does not have.
    """
    rows = all_rows()
    made = []
    for name in scenario_names():
        one = load_scenario(name)
        below = load_scenario(one.usual_base).changes if one.usual_base != name else {}
        own = {key: each for key, each in one.changes.items() if below.get(key) != each}
        lines = lever_lines(own, rows)
        made.append(
            {
                "name": name,
                **{lang: one.title[lang] for lang in LANGUAGES},
                **{f"question_{lang}": one.question[lang] for lang in LANGUAGES},
                "against": one.usual_base if one.usual_base != name else "",
                **{f"changes_{lang}": "; ".join(lines[lang]) for lang in LANGUAGES},
                "source": one.source,
                "file": one.file,
            }
        )
    found = Scenarios(pd.DataFrame(made)).searched(search)
    assert isinstance(found, Scenarios)
    return found
