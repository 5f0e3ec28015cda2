"""Up to four pinned variants beside the base and the one that is open.

The same figures in one table.
"""

from dataclasses import replace
from typing import Any

from dash import html

from sim.measures.kpis import LARGE
from sim.page.computing.queue import Found
from sim.page.shown.answer import direction_of, is_clear, line_of
from sim.page.state.address import MAX_PINS, PageVariant, State, write
from sim.page.state.variant import moved_in_words, title_of
from sim.page.texts import Words, capital

MARKS = ("A", "B", "C", "D")


def compare(state: State, current: Found, pinned: list[Found], w: Words) -> list[Any]:
    """Return the table of pins; `pinned` holds what was found for each of `state.pins`."""
    columns: list[tuple[str, PageVariant, Found]] = (
        []
        if state.variant.key in {pin.key for pin in state.pins}
        else [("", state.variant, current)]
    )
    columns += [
        (MARKS[k], pin, found)
        for k, (pin, found) in enumerate(zip(state.pins, pinned, strict=True))
    ]
    intro = html.P(
        w(
            ("page.pin_a_variant_to_keep"),
            n=MAX_PINS,
        )
    )
    heads = [
        html.Th(w("page.what"), scope="col"),
        html.Th(w("page.now"), scope="col"),
        *[_head(name, variant, found, state, w) for name, variant, found in columns],
    ]
    rows = [html.Tr(cells_of_row(kpi, columns, w)) for kpi in LARGE]
    table = html.Table(
        [
            html.Caption(w("page.the_main_figures_means_over")),
            html.Thead(html.Tr(heads)),
            html.Tbody(rows),
        ],
        className="plain pins",
    )
    return [
        intro,
        html.Div(
            table,
            className="scroll",
            tabIndex="0",
            role="region",
            **{"aria-label": w("page.compare")},
        ),
    ]


def _head(name: str, variant: PageVariant, found: Found, state: State, w: Words) -> html.Th:
    is_open = variant.key == state.variant.key
    shown = (
        w("page.open_now") if not name else w("page.name_open_now", name=name) if is_open else name
    )
    lines = moved_in_words(variant, state.region, w) or [title_of(variant, state.region, w)]
    children: list[Any] = [
        html.Span(shown, className="pin-mark"),
        html.Ul([html.Li(line) for line in lines]),
        html.Span(w("page.n_pairs", n=found.n), className="hint"),
    ]
    if name:
        others = tuple(pin for pin in state.pins if pin.key != variant.key)
        opened = write(replace(state, variant=variant, view="see"))
        removed = write(replace(state, pins=others))
        children.append(
            html.Div(
                [
                    html.A(w("page.open"), href=opened, className="nav"),
                    html.A(w("page.unpin"), href=removed, className="nav"),
                ],
                className="pin-links",
            )
        )
    return html.Th(children, scope="col")


def cells_of_row(kpi: str, columns: list[tuple[str, PageVariant, Found]], w: Words) -> list[Any]:
    """Return the cells of one figure.

    Label, base, and per variant the value with its difference; "?" where that may be chance.
    """
    base = line_of(next((found for _, _, found in columns if found.n), columns[0][2]), kpi, w.lang)
    cells: list[Any] = [
        html.Th([capital(base.title), html.Span(base.unit_long, className="hint")], scope="row"),
        html.Td(base.base if base.n else "…"),
    ]
    for _, _, found in columns:
        if not found.n:
            cells.append(html.Td("…"))
            continue
        shown = line_of(found, kpi, w.lang)
        clear = is_clear(found, shown)
        gap = shown.difference + ("" if clear or not direction_of(shown) else " ?")
        cells.append(
            html.Td(
                [
                    html.Strong(shown.other),
                    html.Span(gap, className="gap" + (" clear" if clear else "")),
                ]
            )
        )
    return cells
