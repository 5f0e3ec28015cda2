"""What every handler needs: draws with an address, the agenda, the log, room for records and rows."""

from typing import Any

from sim.draws import Kind, uniform
from sim.engine.core.machine import handler
from sim.engine.core.records import NOBODY, everything, is_some
from sim.engine.core.state import BITS, N_PER_WORD, WORDS_OF_NODE, Arrangement, Lane, Location, Node, Region, Table, Team, Youth
from sim.engine.phases import Phase, priority

N_PHASES = 4  # phases whose events are planned in the agenda: STAFF, LEAVE, INCIDENT, EVALUATE; all others happen every day or week
MOST_DRAWS = (1 << BITS) - 1


class NoRoomError(Exception):
    """The block of a lane has no room left for what `args[0]` names; the lane is run again with more."""


@handler
def today(who: Any) -> int:
    """Return the day of the run."""
    return Lane(who, 0).today


# --- draws -----------------------------------------------------------------------------------------------------------------------------


@handler
def draw(who: Any, kind: int, purpose: int) -> float:
    """Return the next draw for this purpose of whoever has an id and counters, in (0, 1). Four counters share a word."""
    word, shift = purpose // N_PER_WORD, purpose % N_PER_WORD * BITS
    counters = who.n_drawn[word]
    n = (counters >> shift) & MOST_DRAWS
    if n == MOST_DRAWS:
        raise OverflowError("somebody would draw more than 65,535 times for one purpose; check the days between offers, evaluations and incidents")
    who.n_drawn[word] = counters + (1 << shift)
    lane = Lane(who, 0)
    return uniform(lane.seed, lane.replication, kind, who.id, purpose, n)


@handler
def draw_youth(youth: Youth, purpose: int) -> float:
    """Return a youth's next draw for this purpose."""
    return draw(youth, Kind.YOUTH.value, purpose)


@handler
def draw_arrangement(arrangement: Arrangement, purpose: int) -> float:
    """Return an arrangement's next draw for this purpose."""
    return draw(arrangement, Kind.ARRANGEMENT.value, purpose)


@handler
def draw_location(location: Location, purpose: int) -> float:
    """Return a location's next draw for this purpose."""
    return draw(location, Kind.LOCATION.value, purpose)


@handler
def draw_team(team: Team, purpose: int) -> float:
    """Return a team's next draw for this purpose; it shares them with its owner."""
    return draw(team, team.kind, purpose)


@handler
def draw_source(region: Region, number: int, purpose: int) -> float:
    """Return the one draw of a candidate for arrival."""
    lane = Lane(region, 0)
    return uniform(lane.seed, lane.replication, Kind.SOURCE, region.source << 28 | number, purpose, 0)


# --- room ------------------------------------------------------------------------------------------------------------------------------


@handler
def allocate(who: Any, n: int) -> int:
    """Return the place of `n` words that were never used, all zero. The word before them holds their number."""
    lane = Lane(who, 0)
    place = lane.top + 1
    if place + n > lane.n_words:
        raise NoRoomError("block")
    lane.top = place + n
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
    """Return where the next row of a table begins, counted from its first word."""
    n = table.n_rows
    if n >= table.capacity:
        table.is_full = True
        raise NoRoomError("rows")
    table.n_rows = n + 1
    return n * table.n_columns


@handler
def log(who: Any, fact: int, entity: int, value: int) -> None:
    """Write one line of the full log."""
    lane = Lane(who, 0)
    if lane.keeps_events:
        at = new_row(lane.events)
        row = lane.events.first
        row[at] = lane.today
        row[at + 1] = lane.phase
        row[at + 2] = fact
        row[at + 3] = entity
        row[at + 4] = value


# --- agenda ----------------------------------------------------------------------------------------------------------------------------


@handler
def new_node(who: Any) -> Node:
    """Return an entry that was used before, or a new one."""
    lane = Lane(who, 0)
    node = lane.free_node
    if is_some(node):
        lane.free_node = node.next
        return node
    return Node(lane, allocate(lane, WORDS_OF_NODE))


@handler
def plan(who: Any, day: int, phase: int, kind: int, entity: int, what: int, place: int) -> None:
    """Plan an event for the record at `place`. A phase that runs or is past means the next day; days after the horizon are not kept."""
    lane = Lane(who, 0)
    if day < lane.today or (day == lane.today and phase <= lane.phase):
        day = lane.today + 1
    if day >= lane.n_days:
        return
    node = new_node(lane)
    node.key = priority(phase, kind, entity, what)
    node.place = place
    bucket = day * N_PHASES + phase - Phase.STAFF
    node.next = lane.agenda[bucket]
    lane.agenda[bucket] = node


@handler
def take_sorted(lane: Lane, phase: int) -> Node:
    """Return today's entries of a phase in order, and take them out of the agenda."""
    bucket = lane.today * N_PHASES + phase - Phase.STAFF
    head = lane.agenda[bucket]
    lane.agenda[bucket] = NOBODY
    return sort(head)


@handler
def sort(head: Node) -> Node:
    """Return the first of a list of entries in order of key: a merge sort of the list from the bottom up."""
    size = 1
    while True:
        left = head
        head = Node(left, 0)
        tail = Node(left, 0)
        n_merges = 0
        while is_some(left):
            n_merges += 1
            right = left
            n_left = 0
            while n_left < size and is_some(right):
                n_left += 1
                right = right.next
            n_right = size
            while n_left > 0 or (n_right > 0 and is_some(right)):
                if n_left > 0 and (n_right == 0 or not is_some(right) or left.key <= right.key):
                    entry = left
                    left = left.next
                    n_left -= 1
                else:
                    entry = right
                    right = right.next
                    n_right -= 1
                if is_some(tail):
                    tail.next = entry
                else:
                    head = entry
                tail = entry
            left = right
        if is_some(tail):
            tail.next = NOBODY
        if n_merges <= 1:
            return head
        size *= 2


@handler
def give_back(lane: Lane, node: Node) -> None:
    """Use an entry of the agenda again."""
    node.next = lane.free_node
    lane.free_node = node
