"""What a visitor sees for an address, as far as it has been computed.

Pure apart from the question to the computer.
"""

import logging
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from dash import html

from sim.common.errors import ConfigError
from sim.page.computing.queue import Computer, Found
from sim.page.computing.rooms import BusyError
from sim.page.levers.today import regions
from sim.page.shown import doubt
from sim.page.shown.answer import FEW, Tile, sentence, tiles
from sim.page.shown.captions import in_words
from sim.page.shown.compare import compare
from sim.page.shown.figures import CHARTS
from sim.page.shown.traces import Figure, sides_of
from sim.page.shown.understand import understand
from sim.page.shown.why import draw_why
from sim.page.state.address import PageVariant, State, read
from sim.page.state.variant import run_of_page, scenarios, world_of_variant
from sim.page.texts import Words
from sim.words.levers import with_unit
from sim.world.build import World

MILESTONES = (1, 10, 30, 100)  # pairs at which the picture is drawn anew
FIRST_WAIT = (
    8.0  # seconds to wait for a first picture before the page says that it is still computing
)
NEXT_WAIT = 0.5  # seconds to wait for the next milestone
PAUSE = 500  # milliseconds after which a browser asks again where nobody waited for it
MAX_NUMBER = 2**53  # of a question; more than a browser counts
VISITOR = re.compile(r"[0-9a-f]{8,64}")
log = logging.getLogger("doorstroom.page")


class Look(NamedTuple):
    """What a callback fills in; None leaves a part as it is."""

    sentence: Any
    percent: float
    progress: str
    tiles: list[Any] | None
    figures: dict[str, Figure] | None  # chart -> figure, with its caption in words
    understand: list[Any] | None
    compare: list[Any] | None
    shown: dict[str, Any]
    is_done: bool


def state_of(text: object) -> State:
    """Return the state that an address asks for, with the regions and scenarios there are."""
    return read(text, tuple(regions()), tuple(scenarios()))


def months() -> list[str]:
    """Return the first day of every month of the period, ISO."""
    run = run_of_page()
    n = (run.end.year - run.start.year) * 12
    return [f"{run.start.year + k // 12}-{k % 12 + 1:02d}-01" for k in range(n)]


def question_of(asked: object) -> tuple[object, int]:
    """Return the address and the number of a question as a browser sends it."""
    if not isinstance(asked, dict):
        return "", 0
    number = asked.get("number")
    if type(number) is not int or not 0 <= number <= MAX_NUMBER:
        number = 0
    return asked.get("address"), number


def first_look(computer: Computer, text: object, visitor: object, number: int = 0) -> Look | None:
    """Return what there is to see of a question that is new, as soon as there is a first pair.

    None where this visitor asked a later one (a higher `number`) by now.
    """
    if computer.is_overtaken(name_of(visitor), number):
        return None
    computer.drop(doubt.name_of(name_of(visitor)))
    return look(computer, text, {}, visitor, number)


def look(
    computer: Computer, text: object, shown: object, visitor: object, number: int = 0
) -> Look | None:
    """Return what there is to see now; None where this visitor asked a later question by now.

    Waits for the first pair of a question that is new, and a little for the next milestone of one
    that is on the screen already.
    """
    state, w = state_of(text), Words(state_of(text).lang)
    who = name_of(visitor)
    before: Mapping[str, Any] = shown if isinstance(shown, dict) else {}
    key = key_of(state)
    is_new = not before
    if not is_new and before.get("key") != key:
        return None
    n_before = before["n"] if type(before.get("n")) is int else 0
    mark = {"key": key, "number": number}
    try:
        base, world = (
            world_of_variant(PageVariant(), state.region),
            world_of_variant(state.variant, state.region),
        )
        worlds = [world_of_variant(pin, state.region) for pin in state.pins]
    except ConfigError as error:
        log.info("refused: %s", error)
        return failed(w("page.these_levers_together_are_not_possible", reason=str(error)), mark)
    wanted = 1 if is_new else next((m for m in MILESTONES if m > n_before), computer.pairs)
    asked = base, world, min(wanted, computer.pairs) - 1
    try:
        with computer.looks.taken():
            wait = FIRST_WAIT if is_new else NEXT_WAIT
            found = computer.ask(who, *asked, wait, number=number)
    except BusyError:
        found = computer.ask(who, *asked, number=number)
        mark["pause"] = PAUSE
    if found.fault:
        return failed(w("page.this_computation_failed_fault_the_page", fault=found.fault), mark)
    if computer.is_overtaken(who, number):
        return None
    if found.n == 0:
        return waiting(w, mark, computer.stumbled())
    pinned = pins_of(computer, who, base, worlds) if state.view == "compare" else []
    is_done = found.n >= computer.pairs and all(
        pin.n >= computer.pairs or pin.fault for pin in pinned
    )
    if not is_new and found.n < wanted and not is_done and not pinned:
        told = stopped(w, computer.stumbled()) or progress_of(found.n, computer.pairs, w)
        return progress_only(100.0 * found.n / computer.pairs, told, {**mark, "n": n_before})
    return picture(state, w, found, pinned, world == base, mark, is_done, computer.pairs)


def doubt_about(computer: Computer, text: object, visitor: object) -> str | None:
    """Return in words how far the answer depends on assumptions, which takes seconds.

    None where this visitor asked for something else by now.
    """
    state, w = state_of(text), Words(state_of(text).lang)
    try:
        base, world = (
            world_of_variant(PageVariant(), state.region),
            world_of_variant(state.variant, state.region),
        )
        with computer.doubts.taken():
            return doubt.doubt(computer, name_of(visitor), base, world, state.region, w)
    except BusyError:
        return w("page.many_people_are_asking_for")
    except ConfigError:  # said already, in the place of the answer
        return ""


def name_of(visitor: object) -> str:
    """Return the name under which a visitor is known to the computer."""
    return visitor if isinstance(visitor, str) and VISITOR.fullmatch(visitor) else "somebody"


def key_of(state: State) -> str:
    """Return what the picture depends on."""
    return "|".join(
        [
            state.lang,
            state.region,
            state.variant.key,
            state.view,
            *(pin.key for pin in state.pins if state.view == "compare"),
        ]
    )


def pins_of(computer: Computer, who: str, base: World, worlds: list[World]) -> list[Found]:
    """Return what there is of each pinned variant, and keep asking for the rest."""
    return [computer.ask(f"{who}/{k}", base, world) for k, world in enumerate(worlds)]


def picture(
    state: State,
    w: Words,
    found: Found,
    pinned: list[Found],
    is_same: bool,
    mark: Mapping[str, Any],
    is_done: bool,
    pairs: int,
) -> Look:
    """Return everything that is drawn."""
    place = regions()[state.region].title[w.lang]
    figures = figures_of(state, w, found, is_same)
    return Look(
        sentence(found, place, is_same, w),
        100.0 * found.n / pairs,
        progress_of(found.n, pairs, w),
        [tile(t, w) for t in tiles(found, is_same, w)],
        figures,
        understand(found, state, w) if state.view == "understand" else None,
        compare(state, found, pinned, w) if state.view == "compare" else None,
        {**mark, "n": found.n, "done": is_done},
        is_done,
    )


def figures_of(state: State, w: Words, found: Found, is_same: bool) -> dict[str, Figure] | None:
    """Return the charts of the view that is open, each with its caption in words."""
    if state.view == "understand":
        return {"why": draw_why(found, w)}
    if state.view != "see":
        return None
    sides, when = sides_of(found, is_same), months()
    return {
        name: {**c.draw(sides, when, w), "caption": in_words(name, sides, when[-1][:4], w)}
        for name, c in CHARTS.items()
    }


def progress_of(n: int, pairs: int, w: Words) -> str:
    """Return how far the computation is, in words."""
    text = (
        w("page.n_of_all_pairs_of_replications", n=n, all=pairs)
        if n < pairs
        else w("page.n_pairs_of_replications", n=n)
    )
    return text + (w("page.too_few_to_say_what") if n < FEW else "")


def progress_only(percent: float, told: str, shown: Mapping[str, Any]) -> Look:
    """Return how far the computation is, and leave the picture as it is."""
    return Look(None, percent, told, None, None, None, None, dict(shown), False)


def stopped(w: Words, fault: str) -> str:
    """Return one line where nothing can be computed for the moment, empty text elsewhere."""
    return w("page.computing_has_stopped", fault=fault) if fault else ""


def tile(t: Tile, w: Words) -> html.Div:
    """Return one number of the first row; arrow and words say the direction, not colour alone."""
    change: list[Any] = []
    if t.change:
        arrow = {1: "▲", -1: "▼", 0: "="}[t.direction]
        doubt = (
            ""
            if t.is_clear or t.direction == 0
            else w("page.may_be_chance")
            if t.is_clear is False
            else w("page.first_impression_2")
        )
        change = [
            html.Span(f"{arrow} {t.change}", className="change"),
            html.Span(w("page.now_before", before=t.before), className="was"),
            html.Span(doubt, className="doubt"),
        ]
    return html.Div(
        [
            html.Span(t.label, className="tile-label", title=t.about),
            html.Span(
                [html.Strong(t.value), html.Span(with_unit("", t.unit))], className="tile-value"
            ),
            html.Div(change, className="tile-change"),
        ],
        className="tile",
        role="listitem",
    )


def failed(message: str, mark: Mapping[str, Any]) -> Look:
    """Return a page that says what went wrong and stays as it is."""
    return Look(
        html.Span(message, className="fault"),
        0.0,
        "",
        [],
        None,
        None,
        None,
        {**mark, "n": 0, "done": True},
        True,
    )


def waiting(w: Words, mark: Mapping[str, Any], stumbled: str = "") -> Look:
    """Return a page that is still computing after the longest wait, or cannot for the moment."""
    said: Any = w("page.computing_the_first_picture")
    if stumbled:
        said = html.Span(stopped(w, stumbled), className="fault")
    return Look(said, 0.0, "", [], None, None, None, {"pause": PAUSE, **mark, "n": 0}, False)
