"""What every handler needs.

Draws with an address, the agenda, the log, room for records and rows.
"""

from typing import Any

from sim.common.ids import youth_id
from sim.draws import Kind, uniform
from sim.engine.core.memory.fields import NOBODY, everything, is_some, place_of
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.parts import (
    PER_CARD,
    PER_PILE,
    WORDS_OF_CARD,
    WORDS_OF_PILE,
    Card,
    Pile,
    Table,
)
from sim.engine.core.memory.rows import EventRow
from sim.engine.core.memory.state import BITS, N_PER_WORD, Lane, Region
from sim.engine.phases import Phase, phase_of, priority

# phases whose events are planned in the agenda: STAFF, LEAVE, INCIDENT, EVALUATE; all others happen
# every day or week
N_PHASES = 4
WORDS_OF_LINE = 8  # of the processor's cache
LINES_READ_AHEAD = 5  # lines of the cache, of the first words of a record
MOST_DRAWS = (1 << BITS) - 1


class NoRoomError(Exception):
    """The block of a lane has no room left for what `args[0]` names.

    The lane is run again with more.
    """


@handler
def today(who: Any) -> int:
    """Return the day of the run."""
    return Lane(who, 0).today


# --- draws ----------------------------------------------------------------------------------------


@handler
def draw(who: Any, purpose: int) -> float:
    """Return the next draw for this purpose of a youth, arrangement, location or team, in (0, 1).

    A team shares its draws with its owner. Four counters share a word.
    """
    word, shift = purpose // N_PER_WORD, purpose % N_PER_WORD * BITS
    counters = who.n_drawn[word]
    n = (counters >> shift) & MOST_DRAWS
    if n == MOST_DRAWS:
        raise OverflowError(
            "somebody would draw more than 65,535 times for one purpose; check the days between "
            "rounds, evaluations and incidents"
        )
    who.n_drawn[word] = counters + (1 << shift)
    lane = Lane(who, 0)
    return uniform(lane.seed, lane.replication, who.kind, who.id, purpose, n)


@handler
def draw_source(region: Region, number: int, purpose: int) -> float:
    """Return the one draw of a candidate for arrival."""
    lane = Lane(region, 0)
    candidate = youth_id(region.source, number)
    return uniform(lane.seed, lane.replication, Kind.SOURCE, candidate, purpose, 0)


@handler
def draw_once(who: Any, kind: int, entity: int, purpose: int, index: int) -> float:
    """Return a draw that an entity has once (a region, a provider), or once with another (`index`:
    a youth with each provider).
    """
    lane = Lane(who, 0)
    return uniform(lane.seed, lane.replication, kind, entity, purpose, index)


# --- room -----------------------------------------------------------------------------------------


@handler
def whole_lines(n: int) -> int:
    """Return the words of the whole lines of the processor's cache that hold `n` words."""
    return (n + WORDS_OF_LINE - 1) // WORDS_OF_LINE * WORDS_OF_LINE


@handler
def allocate(who: Any, n: int) -> int:
    """Return the place of `n` words that were never used, all zero.

    The word before them holds their number, and begins a line of the processor's cache.
    """
    lane = Lane(who, 0)
    place = lane.top + 1
    top = lane.top + whole_lines(n + 1)
    if top > lane.limit:
        raise NoRoomError("block")
    lane.top = top
    words = everything(lane)
    words[place - 1] = n
    for k in range(place, place + n):
        words[k] = 0
    return place


@handler
def clear(who: Any, place: int, n: int) -> None:
    """Set the words of a record to zero."""
    words = everything(who)
    for k in range(place, place + n):
        words[k] = 0


@handler
def new_row(table: Table) -> int:
    """Return the place of the next row of a table."""
    n = table.n_rows
    if n >= table.capacity:
        table.is_full = True
        raise NoRoomError("rows")
    table.n_rows = n + 1
    return place_of(table.first) + n * table.n_columns


@handler
def log(who: Any, fact: int, entity: int, value: int) -> None:
    """Write one line of the full log."""
    lane = Lane(who, 0)
    if lane.keeps_events:
        row = EventRow(lane, new_row(lane.events))
        row.day, row.phase = lane.today, lane.phase
        row.fact, row.id, row.value = fact, entity, value


# --- agenda ---------------------------------------------------------------------------------------


@handler
def card_of(lane: Lane, day: int, phase: int) -> Card:
    """Return the card of a day and phase."""
    return Card(lane, lane.agenda + (day * N_PHASES + phase - Phase.STAFF) * WORDS_OF_CARD)


@handler
def put_by(lane: Lane, card: Card) -> None:
    """Put the entries of a full card on a pile."""
    pile = card.next
    if not is_some(pile) or pile.n == PER_PILE:
        pile = lane.free_pile
        if is_some(pile):
            lane.free_pile = pile.next
        else:
            pile = Pile(lane, allocate(lane, WORDS_OF_PILE))
        pile.n, pile.next = 0, card.next
        card.next = pile
    for k in range(2 * PER_CARD):
        pile.entries[2 * pile.n + k] = card.entries[k]
    pile.n += PER_CARD
    card.n = 0


@handler
def plan(who: Any, day: int, what: int) -> None:
    """Plan what happens to a youth, arrangement or team on a day, in its phase.

    A phase that runs or is past means the next day; days after the horizon are not kept.
    """
    lane, phase = Lane(who, 0), phase_of(what)
    if day < lane.today or (day == lane.today and phase <= lane.phase):
        day = lane.today + 1
    if day >= lane.n_days:
        return
    card = card_of(lane, day, phase)
    if card.n == PER_CARD:
        put_by(lane, card)
    k = card.n
    card.entries[2 * k] = priority(phase, who.kind, who.id, what)
    card.entries[2 * k + 1] = place_of(who)
    card.n = k + 1


# --- what is worked off now: a list of (key, place) at the end of the block -----------------------


@handler
def put_on_list(lane: Lane, key: int, place: int) -> None:
    """Put one more on the list."""
    lane.limit -= 2
    if lane.limit < lane.top:
        raise NoRoomError("block")
    words = everything(lane)
    words[lane.limit] = key
    words[lane.limit + 1] = place


@handler
def take_sorted(lane: Lane, phase: int) -> None:
    """Put today's entries of a phase on the list, in order, and take them out of the agenda."""
    card = card_of(lane, lane.today, phase)
    for k in range(card.n):
        put_on_list(lane, card.entries[2 * k], card.entries[2 * k + 1])
    pile = card.next
    card.n, card.next = 0, NOBODY
    while is_some(pile):
        for k in range(pile.n):
            put_on_list(lane, pile.entries[2 * k], pile.entries[2 * k + 1])
        following = pile.next
        pile.next = lane.free_pile
        lane.free_pile = pile
        pile = following
    sort_list(lane)


@handler
def sort_list(lane: Lane) -> None:
    """Put the list in order of key (Shell sort, gaps of Knuth).

    The records on it are read ahead, so that they come while others are worked on.
    """
    words = everything(lane)
    first, n = lane.limit, (lane.n_words - lane.limit) // 2
    touched = 0
    for k in range(n):
        place = words[first + 2 * k + 1]
        for line in range(LINES_READ_AHEAD):
            touched += words[place + 8 * line]
    lane.touched = touched
    gap = 1
    while gap * 3 < n:
        gap = gap * 3 + 1
    while gap > 0:
        for k in range(gap, n):
            key, place = words[first + 2 * k], words[first + 2 * k + 1]
            at = k
            while at >= gap and words[first + 2 * (at - gap)] > key:
                words[first + 2 * at] = words[first + 2 * (at - gap)]
                words[first + 2 * at + 1] = words[first + 2 * (at - gap) + 1]
                at -= gap
            words[first + 2 * at] = key
            words[first + 2 * at + 1] = place
        gap //= 3


@handler
def clear_list(lane: Lane) -> None:
    """The list has been worked off."""
    lane.limit = lane.n_words
