"""The page around the charts: head, left column, answer, views.

Everything that a callback fills has its place here.
"""

from pathlib import Path
from typing import Any

from dash import html

from sim.page.levers.today import regions
from sim.page.shown.figures import CHARTS
from sim.page.shown.limits import limits
from sim.page.shown.panel import panel
from sim.page.shown.traces import SIDE_NAMES
from sim.page.shown.twins import one_youth
from sim.page.shown.why import WHY
from sim.page.state.address import VIEWS, State, write
from sim.page.state.opened import MAX_BYTES
from sim.page.state.variant import scenarios
from sim.page.texts import Words
from sim.words.catalogue import LANGUAGES

DOUBT_LATER = "page.how_far_this_depends_on_assumptions"
VIEW_WORDS = {
    "see": "page.see",
    "understand": "page.understand",
    "compare": "page.compare",
    "limits": "page.what_the_model_does_not_know",
    "keep": "page.keep_and_share",
}
LANGUAGE_WORDS = {"nl": "Nederlands", "en": "English"}
ASSETS = Path(__file__).parents[1] / "assets"


def body(state: State, notice: str = "") -> list[Any]:
    """Return the whole page for a state, still without numbers."""
    w = Words(state.lang)
    return [
        html.A(w("page.to_the_answer"), href="#answer", className="skip"),
        head(state, w),
        html.Div(
            [
                html.Aside(
                    html.Div(panel(state, w), className="panel"),
                    **{"aria-label": w("page.levers")},
                    id="levers",
                ),
                html.Main(
                    [*answer(w, notice), *[view(name, state, w) for name in VIEWS]], id="main"
                ),
            ],
            className="columns",
        ),
        html.Footer(footer(w), className="foot"),
    ]


def head(state: State, w: Words) -> html.Header:
    """Return the bar at the top: name, region, scenario, language, presenter view."""
    places = [
        html.Option(region.title[w.lang], value=name)
        for name, region in sorted(regions().items(), key=lambda item: item[1].title[w.lang])
    ]
    stories = [
        html.Option(scenario.title[w.lang], value=name) for name, scenario in scenarios().items()
    ]
    links = [
        html.Button(
            LANGUAGE_WORDS[lang],
            type="button",
            className="language",
            lang=lang,
            **{"data-lang": lang, "aria-pressed": str(lang == state.lang).lower()},
        )
        for lang in LANGUAGES
    ]
    return html.Header(
        [
            html.Div(
                [
                    html.H1(w("page.doorstroom")),
                    html.P(w("page.what_happens_to_one_to_one_in_residential")),
                ],
                className="brand",
            ),
            html.Div(
                [
                    html.Label(w("page.region"), htmlFor="region"),
                    html.Select(places, id="region", **{"data-value": state.region}),
                ],
                className="choice",
            ),
            html.Div(
                [
                    html.Label(w("page.scenario"), htmlFor="scenario"),
                    html.Select(stories, id="scenario", **{"data-value": state.variant.scenario}),
                ],
                className="choice wide-choice",
            ),
            html.Div(
                links, className="languages", role="group", **{"aria-label": w("page.language")}
            ),
            html.Button(
                w("page.beamer"),
                id="present",
                type="button",
                className="quiet light",
                **{"aria-pressed": str(state.is_presenting).lower()},
            ),
        ],
        className="top",
    )


def answer(w: Words, notice: str) -> list[Any]:
    """Return the answer in a sentence, how far the computation is, and the first numbers."""
    tabs = [
        html.Button(w(words), type="button", className="view-tab", **{"data-view": name})
        for name, words in VIEW_WORDS.items()
    ]
    return [
        html.P(notice, className="notice", role="status", hidden=not notice),
        html.Section(
            [
                html.H2(w("page.the_answer"), className="sr"),
                html.P(
                    w("page.computing_the_first_picture"),
                    id="sentence",
                    className="sentence",
                    **{"aria-live": "polite"},
                ),
                html.P(
                    w(DOUBT_LATER),
                    id="doubt",
                    className="doubt-words",
                    **{"aria-live": "polite", "data-wait": w(DOUBT_LATER)},
                ),
                html.Div(
                    [
                        html.Div(
                            html.Div(id="bar", className="bar-done"),
                            className="bar",
                            **{"aria-hidden": "true"},
                        ),
                        html.P("", id="progress", className="hint"),
                        html.Button(
                            w("page.pin_this_variant"), id="pin", type="button", className="quiet"
                        ),
                        html.Button(
                            w("page.copy_the_link"),
                            id="copy",
                            type="button",
                            className="quiet",
                            **{"data-done": w("page.copied")},
                        ),
                    ],
                    className="under",
                ),
            ],
            id="answer",
            className="answer",
            tabIndex="-1",
        ),
        html.Div(id="tiles", className="tiles", role="list", **{"aria-label": w("report.table")}),
        html.Nav(tabs, className="tabs", **{"aria-label": w("page.views")}),
    ]


def view(name: str, state: State, w: Words) -> html.Section:
    """Return one view; all but the chosen one are hidden."""
    made = {
        "see": lambda: [
            legend(w),
            html.Div(
                [chart(chart_name, c.title, c.caption, w) for chart_name, c in CHARTS.items()],
                className="charts",
            ),
        ],
        "understand": lambda: [
            chart("why", *WHY, w),
            *one_youth(state, w),
            html.Div(html.P(w("page.computing_the_first_picture")), id="understand"),
        ],
        "compare": lambda: [html.Div(html.P(w("page.computing_the_first_picture")), id="compare")],
        "limits": lambda: limits(w),
        "keep": lambda: keep(state, w),
    }[name]()
    title = html.H2(w(VIEW_WORDS[name]), className="sr" if name == "see" else "view-head")
    return html.Section(
        [title, *made], id=f"view-{name}", className="view", hidden=name != state.view
    )


def legend(w: Words) -> html.Ul:
    """Return what line, dashes and band mean, once for all charts."""
    strokes = (
        ("base", SIDE_NAMES["base"]),
        ("variant", SIDE_NAMES["variant"]),
        ("band", "page.band_what_chance_alone_does_middle"),
    )
    return html.Ul(
        [
            html.Li(
                [
                    html.Span(className=f"stroke {kind}", **{"aria-hidden": "true"}),
                    html.Span(w(words)),
                ]
            )
            for kind, words in strokes
        ],
        className="key",
    )


def chart(name: str, title: str, caption: str, w: Words) -> html.Figure:
    """Return the place of one chart with its title, and a caption that says what is drawn."""
    graph = html.Div(id=f"chart-{name}", className="graph", **{"data-chart": name})
    return html.Figure(
        [
            html.H3(w(title), id=f"title-{name}"),
            html.Div(graph, role="img", **{"aria-labelledby": f"title-{name} caption-{name}"}),
            html.Figcaption(
                [
                    html.Span("", id=f"caption-{name}", className="in-words"),
                    html.Span(w(caption), className="how"),
                ]
            ),
        ],
        className=f"chart chart-{name}",
    )


def keep(state: State, w: Words) -> list[Any]:
    """Return links to what can be taken along."""
    files = (
        (
            "scenario.yaml",
            "page.scenario_file",
            "page.runs_with_python_m_sim_scenario",
        ),
        (
            "report.html",
            "page.report",
            "page.one_page_to_read_and_forward",
        ),
        (
            "tables.csv",
            "page.tables_csv",
            "page.main_figures_and_series_by_month",
        ),
        ("tables.parquet", "page.tables_parquet", "page.the_same_for_software"),
    )
    links = [
        html.Li(
            [
                html.A(
                    w(title),
                    href=f"download/{file}{write(state)}",
                    className="download",
                    target="_blank",  # where there is no file yet, the page stays
                    **{"data-file": file},
                ),
                html.P(w(text), className="hint"),
            ]
        )
        for file, title, text in files
    ]
    return [
        html.P(w("page.everything_on_this_page_lives")),
        html.Ul(links, className="downloads"),
        html.Div(
            [
                html.Label(w("page.open_a_scenario_file"), htmlFor="open-input"),
                html.Div(
                    id="open-file", **{"data-most": str(MAX_BYTES)}
                ),  # the script of the page puts the browser's own control into it
                html.P(
                    w("page.one_that_was_saved_here_or"),
                    className="hint",
                ),
                html.P("", id="open-note", className="fault", role="status"),
            ],
            className="open",
        ),
    ]


def footer(w: Words) -> list[Any]:
    """Return what always stands below."""
    text = w("page.a_simulation_shows_what_follows")
    return [html.P(text)]
