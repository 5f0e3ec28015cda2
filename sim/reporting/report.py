"""`sim.report(base, other)`.

One self-contained page that a policy adviser forwards: no network, no script, Dutch or English.
"""

from pathlib import Path

import pandas as pd

from sim.common.errors import refuse, unknown
from sim.common.files import writable_file, write_text
from sim.doubt.demand import over_demand
from sim.front_door import Result, comparison_of
from sim.plots.flows import ONE_TO_ONE, figure_flows
from sim.plots.steps import figure_explanation
from sim.plots.style import styled
from sim.reporting.background import background_of
from sim.reporting.demand import demand_told
from sim.reporting.doubt import doubt_of
from sim.reporting.figures import Picture, data_address, svg
from sim.reporting.summary import AssumptionLine, render_summary
from sim.why.explain import explain
from sim.why.flows import flows
from sim.words.catalogue import LANGUAGES, say
from sim.words.figures import caption
from sim.words.numbers import plain, shortest

MOST_ASSUMPTIONS = 10


def report(
    base: Result,
    other: Result,
    path: str | Path | None = None,
    language: str = "nl",
    assumptions: pd.DataFrame | None = None,
    *,
    over_ensemble: bool = True,
) -> Path:
    """Write the report of a comparison and return its path.

    It holds the question, the answer in three sentences with its uncertainty, figures, why the
    volume differs, the main table and all figures, which assumptions matter, what is data and what
    is not, what is not modelled, and where it comes from.

    Args:
        base: what `sim.simulate` gave for the base.
        other: what it gave for the scenario, with the same seed, region, period and replications.
        path: file to write; default: `report.<language>.html` here.
        language: nl or en.
        assumptions: what `sim.assumptions_that_matter` gave; without it the page says that this was
            not worked out.
        over_ensemble: repeat the comparison over the ensemble of the region, so that the page tells
            doubt about assumptions from luck; takes about
            half a minute. Where no ensemble is kept, the page says so.

    Raises:
        ConfigError: the two cannot be paired, there is no page in this language, or the file cannot
            be written.
    """
    if language not in LANGUAGES:
        refuse(f"report: {unknown('language', language, LANGUAGES)}")
    target = writable_file(Path(f"report.{language}.html" if path is None else path), "path=...")
    pair = comparison_of(base, other)
    doubt = doubt_of(base, other, language) if over_ensemble else None
    demand = demand_told(over_demand(base, other), language)
    page = render_summary(
        pair,
        language,
        background_of(base, other),
        why(base, other, language),
        lines_of(assumptions, language),
        doubt,
        demand,
        is_alone=True,
    )
    write_text(target, page)
    return target


def why(base: Result, other: Result, lang: str) -> list[Picture]:
    """Return the figures that show why the volume differs, and where youths move."""
    return [picture_of_parts(base, other, lang), picture_of_moves(base, other, lang)]


def picture_of_parts(base: Result, other: Result, lang: str) -> Picture:
    """Return the figure of the difference in parts."""
    with styled():
        parts = data_address(svg(figure_explanation(explain(base, other).table, lang)))
    return Picture(
        "explanation",
        say("figures.titles.explanation", lang),
        caption("explanation", lang, len(base.recordings), "steps"),
        parts,
    )


def picture_of_moves(base: Result, other: Result, lang: str) -> Picture:
    """Return the figure of moves from setting to setting."""
    sides = {
        side: (result.scenario.title[lang], flows(result))
        for side, result in (("base", base), ("scenario", other))
    }
    with styled():
        moves = data_address(svg(figure_flows(sides, lang, ONE_TO_ONE, is_stacked=True)))
    return Picture(
        "flows",
        say("figures.titles.flows", lang),
        caption("flows", lang, len(base.recordings), "mean"),
        moves,
    )


def lines_of(assumptions: pd.DataFrame | None, lang: str) -> list[AssumptionLine] | None:
    """Return the assumptions that matter most, as text."""
    if assumptions is None:
        return None
    return [
        AssumptionLine(
            str(row["description"]),
            str(row["name"]),
            (
                f"{shortest(row['low_end'], lang)} – {shortest(row['high_end'], lang)}"
                f"{'' if row['unit'] == '-' else ' ' + row['unit']}"
            ),
            plain(row["at_low"], 1, lang),
            plain(row["at_high"], 1, lang),
        )
        for _, row in assumptions.head(MOST_ASSUMPTIONS).iterrows()
    ]
