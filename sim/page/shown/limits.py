"""What the model does not know, in plain words, and on what its numbers rest."""

from collections import Counter
from typing import Any

from dash import html

from sim.page.levers.today import ground_of, rows
from sim.page.texts import Words, mark
from sim.words.report import NOT_MODELLED

READ = (
    mark(
        "The lines and intervals show chance: the same policy with other luck. They do not show "
        "doubt about the assumptions, which is larger."
    ),
    mark(
        "Sources say in which direction things work, hardly ever how strongly. Trust the direction "
        "more than the size of an effect."
    ),
    mark(
        "A comparison is surer than a level: base and variant have the same youths with the same "
        "luck, and the same faults."
    ),
    mark(
        "Outside the plausible range of a lever nobody has seen the world, and the model has not "
        "been checked there."
    ),
)
KINDS = {
    "data": mark("Data: counted, registered, or derived from it"),
    "impression": mark("Impression of experts"),
    "proxy": mark("Research on another group or in another country"),
    "assumption": mark("Assumption of the modellers"),
}


def limits(w: Words) -> list[Any]:
    """Return the page on what the model does not know."""
    counts = Counter(ground_of(row.values[-1]) for row in rows().values() if row.values)
    total = sum(counts.values())
    table = html.Table(
        [
            html.Caption(w("On what the {n} national input numbers rest", n=w.number(total))),
            html.Thead(
                html.Tr(
                    [
                        html.Th(w("Ground"), scope="col"),
                        html.Th(w("Numbers"), scope="col"),
                        html.Th(w("Share"), scope="col"),
                    ]
                )
            ),
            html.Tbody(
                [
                    html.Tr(
                        [
                            html.Th(w(words), scope="row"),
                            html.Td(w.number(counts[kind])),
                            html.Td(w("{value}%", value=w.number(100 * counts[kind] / total))),
                        ]
                    )
                    for kind, words in KINDS.items()
                ]
            ),
        ],
        className="plain",
    )
    return [
        html.H3(w("How to read the numbers")),
        html.Ul([html.Li(w(text)) for text in READ]),
        html.H3(w("What is not in the model")),
        html.Ul([html.Li(text) for text in NOT_MODELLED[w.lang]]),
        html.H3(w("What the numbers rest on")),
        table,
    ]
