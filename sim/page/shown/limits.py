"""What the model does not know, in plain words, and on what its numbers rest."""

from collections import Counter
from typing import Any

from dash import html

from sim.page.levers.today import ground_of, rows
from sim.page.texts import Words
from sim.words.catalogue import below

READ = (
    "page.the_lines_and_intervals_show_chance",
    "page.sources_say_in_which_direction_things",
    "page.a_comparison_is_surer",
    "page.outside_the_plausible_range",
)
KINDS = {
    "data": "report.classes.data",
    "impression": "report.classes.impression",
    "proxy": "report.classes.proxy",
    "assumption": "report.classes.assumption",
}


def limits(w: Words) -> list[Any]:
    """Return the page on what the model does not know."""
    counts = Counter(ground_of(row.values[-1]) for row in rows().values() if row.values)
    total = sum(counts.values())
    table = html.Table(
        [
            html.Caption(w("page.on_what_the_n_national_input", n=w.number(total))),
            html.Thead(
                html.Tr(
                    [
                        html.Th(w("page.ground"), scope="col"),
                        html.Th(w("page.numbers"), scope="col"),
                        html.Th(w("page.share"), scope="col"),
                    ]
                )
            ),
            html.Tbody(
                [
                    html.Tr(
                        [
                            html.Th(w(words), scope="row"),
                            html.Td(w.number(counts[kind])),
                            html.Td(w("page.percent", value=w.number(100 * counts[kind] / total))),
                        ]
                    )
                    for kind, words in KINDS.items()
                ]
            ),
        ],
        className="plain",
    )
    return [
        html.H3(w("page.how_to_read_the_numbers")),
        html.Ul([html.Li(w(text)) for text in READ]),
        html.H3(w("page.what_is_not_in_the_model")),
        html.Ul([html.Li(text) for text in below("report.missing", w.lang).values()]),
        html.H3(w("page.what_the_numbers_rest")),
        table,
    ]
