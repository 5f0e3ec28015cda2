"""One page that stands on its own, Dutch and English.

No network, no script, fit for paper and for a phone.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from sim.common.files import write_text
from sim.measures.comparison import Comparison
from sim.measures.kpis import GROUPS, HEADLINES, kpi_of
from sim.readable.lines import Line, line
from sim.readable.remarks import remarks
from sim.reporting.answer import sentences
from sim.reporting.background import Background, counts_by_class
from sim.reporting.demand import DemandTold
from sim.reporting.doubt import Doubt
from sim.reporting.figures import Drawings, Picture, pictures
from sim.words.catalogue import LANGUAGES, below, say
from sim.words.numbers import date_text
from sim.words.report import times

TEMPLATE = "summary.html.j2"


def write_summary(
    folder: Path,
    comparison: Comparison,
    lang: str = "nl",
    background: Background | None = None,
    doubt: Mapping[str, Doubt] | None = None,
    demand: Mapping[str, DemandTold] | None = None,
    drawn: Drawings | None = None,
) -> Path:
    """Write `summary.nl.html` and `summary.en.html`, linked to each other, into `folder`.

    Return the path of the one in `lang`. `doubt` is, by language, the comparison over the ensemble,
    and `demand` that at both ends of how far demand follows supply, where they were worked out.
    `drawn` are the figures, where they are there already.
    """
    if lang not in LANGUAGES:
        raise ValueError(f"there is no page in '{lang}'; choose one of {', '.join(LANGUAGES)}.")
    folder.mkdir(parents=True, exist_ok=True)
    for each in LANGUAGES:
        page = render_summary(
            comparison,
            each,
            background or Background(),
            doubt=(doubt or {}).get(each),
            demand=(demand or {}).get(each),
            drawn=drawn,
        )
        write_text(folder / file_name(each), page)
    return folder / file_name(lang)


def file_name(lang: str) -> str:
    """Return the file name of the page in `lang`."""
    return f"summary.{lang}.html"


class AssumptionLine(NamedTuple):
    """An assumption with the difference at either end of its plausible range, all as text."""

    description: str
    name: str
    ends: str
    at_low: str
    at_high: str


def render_summary(
    comparison: Comparison,
    lang: str,
    background: Background,
    more: Sequence[Picture] = (),
    assumptions: Sequence[AssumptionLine] | None = None,
    doubt: Doubt | None = None,
    demand: DemandTold | None = None,
    *,
    is_alone: bool = False,
    drawn: Drawings | None = None,
) -> str:
    """Return the page in one language as HTML.

    Args:
        comparison: base, scenario and their differences.
        lang: nl or en.
        background: what a reader must know beside the numbers.
        more: further pictures, which show why it differs.
        assumptions: those that matter, where they were worked out.
        doubt: the comparison over the ensemble, where it was worked out.
        demand: the comparison at both ends of how far demand follows supply, where it was.
        is_alone: whether there is no page in the other language beside it.
        drawn: the figures, where they are there already.
    """
    environment = Environment(
        loader=PackageLoader("sim.reporting", "."),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(TEMPLATE).render(
        **page_values(comparison, lang, background, doubt, drawn),
        more=more,
        assumptions=assumptions,
        doubt=doubt,
        demand=demand,
        is_alone=is_alone,
    )


def page_values(
    comparison: Comparison,
    lang: str,
    background: Background,
    doubt: Doubt | None = None,
    drawn: Drawings | None = None,
) -> dict[str, Any]:
    """Return everything that the template shows."""
    titles = {"base": comparison.base.title[lang], "scenario": comparison.scenario.title[lang]}
    recording = comparison.base.recordings[0]
    first, last = (
        recording.day_zero + dt.timedelta(days=d)
        for d in (recording.day_start, recording.n_days - 1)
    )
    every = [str(k) for k in comparison.kpis["kpi"]]
    counts = counts_by_class(background.parameters)
    n = comparison.n_replications
    note = say(
        "report.table_note_once" if n == 1 else "report.table_note",
        lang,
        times=times(n, lang),
        days=recording.n_days - recording.day_start,
        first=date_text(first, lang),
        last=date_text(last, lang),
    )
    return {
        "lang": lang,
        "w": nested(below("report", lang)),
        "doubt_words": nested(below("doubt", lang)),
        "other_lang": next(other for other in LANGUAGES if other != lang),
        "titles": titles,
        "other_page": file_name(next(other for other in LANGUAGES if other != lang)),
        "stories": [
            (titles[side], texts[lang]) for side, texts in (background.stories or {}).items()
        ],
        "levers": (background.levers or {}).get(lang, ()),
        "notes": [*(background.notes or {}).get(lang, ()), *remarks(comparison.kpis, lang)],
        "question": (background.question or {}).get(lang)
        or say("report.default_question", lang, **titles),
        "compared": say("report.compared", lang, **titles),
        "sentences": sentences(comparison, lang, doubt),
        "is_once": comparison.n_replications == 1,
        "pictures": pictures(comparison, lang, drawn),
        "groups": table_groups(comparison, HEADLINES, lang),
        "all_groups": table_groups(comparison, every, lang),
        "n_all": len(every),
        "table_note": note,
        "descriptions": {name: kpi_of(name).description(lang) for name in {*HEADLINES, *every}},
        "counts": [(say(f"report.classes.{name}", lang), n) for name, n in counts.items()],
        "n_parameters": sum(counts.values()),
        "not_modelled": list(below("report.missing", lang).values()),
        "provenance": {
            say(f"report.provenance.{key}", lang): in_language(value, lang)
            for key, value in background.provenance.items()
        },
        "regions": background.place[lang]
        if background.place
        else ", ".join(recording.region_names),
    }


def in_language(value: str | Mapping[str, str], lang: str) -> str:
    """Return a text that may be the same in both languages."""
    return value if isinstance(value, str) else value[lang]


def nested(texts: Mapping[str, str]) -> dict[str, Any]:
    """Return texts by dotted key as mappings in mappings, as a template reads them."""
    tree: dict[str, Any] = {}
    for key, text in texts.items():
        *path, last = key.split(".")
        at = tree
        for name in path:
            at = at.setdefault(name, {})
        at[last] = text
    return tree


def table_groups(
    comparison: Comparison, names: Sequence[str], lang: str
) -> list[tuple[str, list[Line]]]:
    """Return the rows of a table for readers, by group: (title of the group, lines)."""
    lines = {
        group: [line(comparison.row(k), lang) for k in names if kpi_of(k).group == group]
        for group in GROUPS
    }
    return [(say(f"report.groups.{group}", lang), found) for group, found in lines.items() if found]
