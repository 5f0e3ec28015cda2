"""What every handler needs.

Draws with an address, the agenda, the log, room for records and rows.
"""

from typing import Any

from sim.common.ids import youth_id
from sim.draws import Kind, uniform, uniforms
from sim.engine.core.memory.fields import everything, place_of, read_ahead
from sim.engine.core.memory.machine import handler, inlined
from sim.engine.core.memory.parts import WORDS_OF_CARD, Table
from sim.engine.core.memory.rows import EventRow
from sim.engine.core.memory.state import BITS, N_PER_WORD, Lane, Region, counter_of
from sim.engine.phases import Phase, phase_of, priority

# phases whose events are planned in the agenda: STAFF, LEAVE, INCIDENT, EVALUATE; all others happen
# every day or week
N_PHASES = 4
WORDS_OF_LINE = 8  # of the processor's cache
LINES_READ_AHEAD = 2  # lines of the cache, of the first words of a record
# on a list that is sorted by counting: most entries, and so many compared at once
MOST_BY_RANK, BY_RANK_AT_ONCE = 128, 32
LAST_KEY = (1 << 63) - 1
MOST_DRAWS = (1 << BITS) - 1


class NoRoomError(Exception):
    """The block of a lane has no room left for what `args[0]` names.

    The lane is run again with more.
    """


@inlined
def today(who: Any) -> int:
    """Return the day of the run."""
    return Lane(who, 0).today


# --- draws ----------------------------------------------------------------------------------------


@handler
def index_of_draw(who: Any, purpose: int) -> int:
    """Return how many draws for this purpose a youth, arrangement, location or team had, and count
    one more.

    A team shares its draws with its owner. Four counters share a word.
    """
    counter = counter_of(purpose)
    word, shift = counter // N_PER_WORD, counter % N_PER_WORD * BITS
    counters: int = who.n_drawn[word]
    n = (counters >> shift) & MOST_DRAWS
    if n == MOST_DRAWS:
        raise OverflowError(
            "somebody would draw more than 65,535 times for one purpose; check the days between "
            "rounds, evaluations and incidents"
        )
    who.n_drawn[word] = counters + (1 << shift)
    return n


@handler
def draw(who: Any, purpose: int) -> float:
    """Return the next draw for a purpose of a youth, arrangement, location or team, in (0, 1)."""
    lane, n = Lane(who, 0), index_of_draw(who, purpose)
    return uniform(lane.seed, lane.replication, who.kind, who.id, purpose, n)


@handler
def draw_four(who: Any, purpose: int) -> tuple[float, float, float, float]:
    """Return the next draws for this purpose and those that stand with it, which are always drawn
    together: counted once.
    """
    lane, n = Lane(who, 0), index_of_draw(who, purpose)
    return uniforms(lane.seed, lane.replication, who.kind, who.id, purpose, n)


@handler
def draw_first(who: Any, purpose: int) -> tuple[float, float, float, float]:
    """Return the first draws for this purpose and those that stand with it, which a youth or an
    arrangement has once: not counted.
    """
    lane = Lane(who, 0)
    return uniforms(lane.seed, lane.replication, who.kind, who.id, purpose, 0)


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
def allocate_record(who: Any, n: int) -> int:
    """Return the place of a record of `n` words that were never used, all zero.

    It begins a line of the processor's cache.
    """
    lane = Lane(who, 0)
    place = lane.top
    top = place + whole_lines(n)
    if top > lane.limit:
        raise NoRoomError("block")
    lane.top = top
    clear(lane, place, n)
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


@inlined
def log(who: Any, fact: int, entity: int, value: int) -> None:
    """Write one line of the full log."""
    lane = Lane(who, 0)
    if lane.keeps_events:
        row = EventRow(lane, new_row(lane.events))
        row.day, row.phase = lane.today, lane.phase
        row.fact, row.id, row.value = fact, entity, value


# --- agenda ---------------------------------------------------------------------------------------


@handler
def next_card(lane: Lane, before: int) -> int:
    """Return the first word for entries on a card that was free, after one that is full.

    `before` is the word after the last entry of that one, or 0.
    """
    words, card = everything(lane), lane.free_card
    if card != 0:
        lane.free_card = words[card]
    else:
        lane.top += -lane.top % WORDS_OF_CARD
        card = allocate(lane, WORDS_OF_CARD - 1) - 1
    words[card] = before
    return card + 2


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
    words, head = everything(lane), lane.agenda + day * N_PHASES + phase - Phase.STAFF
    at = words[head]
    if at & (WORDS_OF_CARD - 1) == 0:  # there is no card yet, or it is full
        at = next_card(lane, at)
    words[at] = priority(phase, who.kind, who.id, what)
    words[at + 1] = place_of(who)
    words[head] = at + 2


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
def take_from_agenda(lane: Lane, phase: int) -> None:
    """Put today's entries of a phase on the list, and take them out of the agenda."""
    words, head = everything(lane), lane.agenda + lane.today * N_PHASES + phase - Phase.STAFF
    end = words[head]
    words[head] = 0
    while end != 0:
        card = (end - 1) & -WORDS_OF_CARD
        for at in range(card + 2, end, 2):
            put_on_list(lane, words[at], words[at + 1])
        end = words[card]
        words[card] = lane.free_card
        lane.free_card = card


@handler
def read_records_ahead(lane: Lane) -> None:
    """Have the records on the list come from memory while others are worked on."""
    words = everything(lane)
    for at in range(lane.limit + 1, lane.n_words, 2):
        for line in range(LINES_READ_AHEAD):
            read_ahead(lane, words[at] + WORDS_OF_LINE * line)


@handler
def sort_list(lane: Lane) -> None:
    """Put the list in order of key.

    A short one by counting, for each, how many come before it: without guesses that the processor
    could get wrong. Who is on it twice has the same key and place.
    """
    read_records_ahead(lane)
    words, first = everything(lane), lane.limit
    n = (lane.n_words - first) // 2
    if n > MOST_BY_RANK:
        sort_long_list(lane)
        return
    n_keys = -(-n // BY_RANK_AT_ONCE) * BY_RANK_AT_ONCE
    keys = first - n_keys
    places = keys - n
    if places < lane.top:
        raise NoRoomError("block")
    for k in range(n_keys):
        words[keys + k] = LAST_KEY
    for k in range(n):
        words[keys + k], words[places + k] = words[first + 2 * k], words[first + 2 * k + 1]
        words[first + 2 * k] = LAST_KEY
    for k in range(n):
        key, rank = words[keys + k], 0
        for other in range(n_keys):
            rank += words[keys + other] < key
        words[first + 2 * rank], words[first + 2 * rank + 1] = key, words[places + k]
    for at in range(first + 2, lane.n_words, 2):
        if words[at] == LAST_KEY:
            words[at], words[at + 1] = words[at - 2], words[at - 1]


@handler
def sort_long_list(lane: Lane) -> None:
    """Put the list in order of key (Shell sort, gaps of Knuth)."""
    words = everything(lane)
    first, n = lane.limit, (lane.n_words - lane.limit) // 2
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
