"""What every handler needs: draws with an address, the agenda, the log, room for records and rows."""

from typing import Any

from sim.draws import Kind, uniform
from sim.engine.core.machine import handler
from sim.engine.core.records import NOBODY, everything, is_some
from sim.engine.core.state import Arrangement, Lane, Location, Node, Region, Table, Team, Youth
from sim.engine.phases import Phase, priority

N_PHASES = 4  # phases whose events are planned in the agenda: STAFF, LEAVE, INCIDENT, EVALUATE; all others happen every day or week
WORDS_OF_NODE = 3


class NoRoomError(Exception):
    """The block of a lane has no room left for what `args[0]` names; the lane is run again with more."""


@handler
def today(who: Any) -> int:
    """Return the day of the run."""
    return Lane(who, 0).today


# --- draws -----------------------------------------------------------------------------------------------------------------------------


@handler
def draw_youth(youth: Youth, purpose: int) -> float:
    """Return a youth's next draw for this purpose, in (0, 1)."""
    lane = Lane(youth, 0)
    n = youth.n_drawn[purpose]
    youth.n_drawn[purpose] = n + 1
    return uniform(lane.seed, lane.replication, Kind.YOUTH, youth.id, purpose, n)


@handler
def draw_arrangement(arrangement: Arrangement, purpose: int) -> float:
    """Return an arrangement's next draw for this purpose, in (0, 1)."""
    lane = Lane(arrangement, 0)
    n = arrangement.n_drawn[purpose]
    arrangement.n_drawn[purpose] = n + 1
    return uniform(lane.seed, lane.replication, Kind.ARRANGEMENT, arrangement.id, purpose, n)


@handler
def draw_location(location: Location, purpose: int) -> float:
    """Return a location's next draw for this purpose, in (0, 1)."""
    lane = Lane(location, 0)
    n = location.n_drawn[purpose]
    location.n_drawn[purpose] = n + 1
    return uniform(lane.seed, lane.replication, Kind.LOCATION, location.id, purpose, n)


@handler
def draw_team(team: Team, purpose: int) -> float:
    """Return a team's next draw for this purpose, in (0, 1); it shares them with its owner."""
    lane = Lane(team, 0)
    n = team.n_drawn[purpose]
    team.n_drawn[purpose] = n + 1
    return uniform(lane.seed, lane.replication, team.kind, team.id, purpose, n)


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
def plan(who: Any, day: int, phase: int, kind: int, entity: int, what: int, place: int) -> None:
    """Plan an event for the record at `place`. A phase that runs or is past means the next day; days after the horizon are not kept."""
    lane = Lane(who, 0)
    if day < lane.today or (day == lane.today and phase <= lane.phase):
        day = lane.today + 1
    if day >= lane.n_days:
        return
    node = lane.free_node
    if is_some(node):
        lane.free_node = node.next
    else:
        node = Node(lane, allocate(lane, WORDS_OF_NODE))
    node.key = priority(phase, kind, entity, what)
    node.place = place
    bucket = day * N_PHASES + phase - Phase.STAFF
    node.next = lane.agenda[bucket]
    lane.agenda[bucket] = node


@handler
def take_sorted(lane: Lane, phase: int) -> Node:
    """Return today's entries of a phase in order, and take them out of the agenda: a merge sort of the list from the bottom up."""
    bucket = lane.today * N_PHASES + phase - Phase.STAFF
    head = lane.agenda[bucket]
    lane.agenda[bucket] = NOBODY
    size = 1
    while True:
        left = head
        head = Node(lane, 0)
        tail = Node(lane, 0)
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
