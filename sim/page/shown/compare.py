"""Up to four pinned variants beside the base and the one that is open.

The same figures in one table.
"""

from dataclasses import replace
from typing import Any

from dash import html

from sim.page.computing.queue import Found
from sim.page.shown.answer import FEW, HEADLINES, difference, is_clear, mean
from sim.page.state.address import MAX_PINS, State, Variant, write
from sim.page.state.variant import moved_in_words, title_of
from sim.page.texts import Words

MARKS = ("A", "B", "C", "D")


def compare(state: State, current: Found, pinned: list[Found], w: Words) -> list[Any]:
    """Return the table of pins; `pinned` holds what was found for each of `state.pins`."""
    columns: list[tuple[str, Variant, Found]] = (
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
            (
                "Pin a variant to keep it beside the next one, at most {n}. Differences are with "
                "the "
                "base, the same youths with the same luck."
            ),
            n=MAX_PINS,
        )
    )
    heads = [
        html.Th(w("What"), scope="col"),
        html.Th(w("Now"), scope="col"),
        *[_head(name, variant, found, state, w) for name, variant, found in columns],
    ]
    rows = [html.Tr(heads_of_row(h, columns, w)) for h in HEADLINES]
    table = html.Table(
        [
            html.Caption(w("The main figures, means over the period")),
            html.Thead(html.Tr(heads)),
            html.Tbody(rows),
        ],
        className="plain pins",
    )
    return [
        intro,
        html.Div(
            table, className="scroll", tabIndex="0", role="region", **{"aria-label": w("Compare")}
        ),
    ]


def _head(name: str, variant: Variant, found: Found, state: State, w: Words) -> html.Th:
    is_open = variant.key == state.variant.key
    shown = w("Open now") if not name else w("{name}, open now", name=name) if is_open else name
    lines = moved_in_words(variant, state.region, w) or [title_of(variant, state.region, w)]
    children: list[Any] = [
        html.Span(shown, className="pin-mark"),
        html.Ul([html.Li(line) for line in lines]),
        html.Span(w("{n} pairs", n=found.n), className="hint"),
    ]
    if name:
        others = tuple(pin for pin in state.pins if pin.key != variant.key)
        opened = write(replace(state, variant=variant, view="see"))
        removed = write(replace(state, pins=others))
        children.append(
            html.Div(
                [
                    html.A(w("Open"), href=opened, className="nav"),
                    html.A(w("Unpin"), href=removed, className="nav"),
                ],
                className="pin-links",
            )
        )
    return html.Th(children, scope="col")


def heads_of_row(h: Any, columns: list[tuple[str, Variant, Found]], w: Words) -> list[Any]:
    """Return the cells of one figure.

    Label, base, and per variant the value with its difference.
    """
    base = next((found for _, _, found in columns if found.n), columns[0][2])
    cells: list[Any] = [
        html.Th([w(h.label), html.Span(w(h.unit), className="hint")], scope="row"),
        html.Td(w.number(mean(base, h.kpi, "base") * h.factor, h.decimals) if base.n else "…"),
    ]
    for _, _, found in columns:
        if not found.n:
            cells.append(html.Td("…"))
            continue
        gap = difference(found, h.kpi)
        decimals = h.decimals + (1 if abs(gap.mean * h.factor) < 0.95 * 10.0**-h.decimals else 0)
        clear = found.n >= FEW and is_clear(gap)
        text = w.signed(gap.mean * h.factor, decimals) + ("" if clear or not gap.mean else " ?")
        cells.append(
            html.Td(
                [
                    html.Strong(w.number(mean(found, h.kpi, "variant") * h.factor, h.decimals)),
                    html.Span(text, className="gap" + (" clear" if clear else "")),
                ]
            )
        )
    return cells
