"""The page around the charts: head, left column, answer, views.

Everything that a callback fills has its place here.
"""

from pathlib import Path
from typing import Any

from dash import html

from sim.page.levers.today import regions
from sim.page.shown.figures import CHARTS, SIDE_NAMES
from sim.page.shown.limits import limits
from sim.page.shown.panel import panel
from sim.page.shown.twins import one_youth
from sim.page.shown.why import WHY
from sim.page.state.address import VIEWS, State, write
from sim.page.state.opened import MAX_BYTES
from sim.page.state.variant import scenarios
from sim.page.texts import LANGUAGES, Words, mark

DOUBT_LATER = mark(
    "How far this depends on assumptions is worked out when the picture is whole ..."
)
VIEW_WORDS = {
    "see": mark("See"),
    "understand": mark("Understand"),
    "compare": mark("Compare"),
    "limits": mark("What the model does not know"),
    "keep": mark("Keep and share"),
}
LANGUAGE_WORDS = {"nl": "Nederlands", "en": "English"}
ASSETS = Path(__file__).parents[1] / "assets"


def body(state: State, notice: str = "") -> list[Any]:
    """Return the whole page for a state, still without numbers."""
    w = Words(state.lang)
    return [
        html.A(w("To the answer"), href="#answer", className="skip"),
        head(state, w),
        html.Div(
            [
                html.Aside(
                    html.Div(panel(state, w), className="panel"),
                    **{"aria-label": w("Levers")},
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
                    html.H1(w("Doorstroom")),
                    html.P(w("What happens to 1:1 in residential youth care, if ...?")),
                ],
                className="brand",
            ),
            html.Div(
                [
                    html.Label(w("Region"), htmlFor="region"),
                    html.Select(places, id="region", **{"data-value": state.region}),
                ],
                className="choice",
            ),
            html.Div(
                [
                    html.Label(w("Scenario"), htmlFor="scenario"),
                    html.Select(stories, id="scenario", **{"data-value": state.variant.scenario}),
                ],
                className="choice wide-choice",
            ),
            html.Div(links, className="languages", role="group", **{"aria-label": w("Language")}),
            html.Button(
                w("Beamer"),
                id="present",
                type="button",
                className="quiet light",
                **{"aria-pressed": str(state.is_presenting).lower()},
            ),
        ],
        className="top",
    )


def answer(w: Words, notice: str) -> list[Any]:
    """Return the answer in one sentence, how far the computation is, and the first row of numbers."""
    tabs = [
        html.Button(w(words), type="button", className="view-tab", **{"data-view": name})
        for name, words in VIEW_WORDS.items()
    ]
    return [
        html.P(notice, className="notice", role="status", hidden=not notice),
        html.Section(
            [
                html.H2(w("The answer"), className="sr"),
                html.P(
                    w("Computing the first picture ..."),
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
                            w("Pin this variant"), id="pin", type="button", className="quiet"
                        ),
                        html.Button(
                            w("Copy the link"),
                            id="copy",
                            type="button",
                            className="quiet",
                            **{"data-done": w("Copied")},
                        ),
                    ],
                    className="under",
                ),
            ],
            id="answer",
            className="answer",
            tabIndex="-1",
        ),
        html.Div(
            id="tiles", className="tiles", role="list", **{"aria-label": w("The main figures")}
        ),
        html.Nav(tabs, className="tabs", **{"aria-label": w("Views")}),
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
            html.Div(html.P(w("Computing the first picture ...")), id="understand"),
        ],
        "compare": lambda: [html.Div(html.P(w("Computing the first picture ...")), id="compare")],
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
        ("band", mark("band: what chance alone does (middle 80% of replications)")),
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
    """Return the place of one chart with its title, and a caption that says in words what is drawn."""
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
            mark("Scenario file"),
            mark(
                "Runs with: python -m sim scenario=<file>. It holds exactly the levers that were "
                "moved."
            ),
        ),
        (
            "report.html",
            mark("Report"),
            mark(
                "One page to read and forward, with 100 pairs; making it takes about half a minute."
            ),
        ),
        (
            "tables.csv",
            mark("Tables, CSV"),
            mark(
                "Main figures and series by month; cells with fewer than five youths are left out."
            ),
        ),
        ("tables.parquet", mark("Tables, Parquet"), mark("The same, for software.")),
    )
    links = [
        html.Li(
            [
                html.A(
                    w(title),
                    href=f"download/{file}{write(state)}",
                    className="download",
                    **{"data-file": file},
                ),
                html.P(w(text), className="hint"),
            ]
        )
        for file, title, text in files
    ]
    return [
        html.P(
            w(
                "Everything on this page lives in its address: whoever opens the link sees the "
                "same levers and the same numbers."
            )
        ),
        html.Ul(links, className="downloads"),
        html.Div(
            [
                html.Label(w("Open a scenario file"), htmlFor="open-input"),
                html.Div(
                    id="open-file", **{"data-most": str(MAX_BYTES)}
                ),  # the script of the page puts the browser's own control into it
                html.P(
                    w(
                        "One that was saved here, or one of the library. It is read as plain data, "
                        "and not kept."
                    ),
                    className="hint",
                ),
                html.P("", id="open-note", className="fault", role="status"),
            ],
            className="open",
        ),
    ]


def footer(w: Words) -> list[Any]:
    """Return what always stands below."""
    text = w(
        "A simulation shows what follows from its assumptions, not what will happen. Youths here "
        "are synthetic; nothing leaves this machine."
    )
    return [html.P(text)]
