"""Incidents, spent in the time of a team (process 5): what surrounds its youths changes one number,
and not the clock of each of them. How it adds up: `sim/rules/clock.py`.

The agenda holds one entry for a team, on the first day on which one of its youths may be due; that
day they are called.
"""

from sim.engine.core.memory.fields import NOBODY, everything, is_some, place_of
from sim.engine.core.memory.lane import plan, put_on_list, today
from sim.engine.core.memory.machine import handler, inlined
from sim.engine.core.memory.people import Youth
from sim.engine.core.memory.state import Lane, Team
from sim.engine.phases import Phase, What, priority, what_and_id
from sim.rules import clock

FAR = 1 << 62  # a time after every other


@inlined
def time_of(team: Team) -> int:
    """Return the time of a team today."""
    time = team.time
    return time.passed + time.pace * (today(team) - time.since)


@handler
def begin_time(team: Team) -> None:
    """A team without youths: nobody is due."""
    team.time.next, team.time.entry = FAR, clock.NEVER


@inlined
def call_in_time(team: Team) -> None:
    """Have an entry in the agenda for the first day on which somebody may be due, unless there is
    an earlier one.
    """
    lane, time = Lane(team, 0), team.time
    left = time.next - time_of(team)
    if clock.is_spent_within(left, time.pace, min(time.entry, lane.n_days) - 1 - lane.today):
        time.entry = lane.today + clock.days_until(left, time.pace)
        plan(team, time.entry, What.CALL)


@inlined
def set_pace(team: Team, pace: int) -> None:
    """Go on at another pace from tomorrow."""
    time = team.time
    if pace != time.pace:
        time.passed = time_of(team)
        time.since = today(team)
        time.pace = pace
        call_in_time(team)


@handler
def stand_still(youth: Youth) -> None:
    """The youth is in no team's care any more; what is left of its threshold is kept."""
    it, team = youth.incidents, youth.in_time_of
    if is_some(team):
        it.left = clock.spent(it.left, it.weight, time_of(team) - it.mark, it.due - it.mark)
        youth.in_time_of = NOBODY


@handler
def wind_incidents(youth: Youth, left: int) -> None:
    """Start on a new threshold; it runs once a weight is set."""
    youth.incidents.left = left
    youth.in_time_of = NOBODY


@inlined
def set_weight(youth: Youth, team: Team, weight: int) -> None:
    """Go on in the time of this team at this weight from tomorrow."""
    it = youth.incidents
    if weight == it.weight and place_of(youth.in_time_of) == place_of(team):
        return
    stand_still(youth)
    it.weight, it.mark = weight, time_of(team)
    it.due = it.mark + clock.needed(it.left, weight)
    youth.in_time_of = team
    if it.due < team.time.next:
        team.time.next = it.due
        call_in_time(team)


@inlined
def is_due(youth: Youth) -> bool:
    """Tell whether an incident is due."""
    team = youth.in_time_of
    return is_some(team) and youth.incidents.due <= time_of(team)


@handler
def call(youth: Youth, team: Team) -> None:
    """Put a youth on the list of today if an incident is due; else it may be the next."""
    if place_of(youth.in_time_of) != place_of(team):
        return
    if is_due(youth):
        key = priority(Phase.INCIDENT, youth.kind, youth.id, What.INCIDENT)
        put_on_list(Lane(team, 0), key, place_of(youth))
    else:
        team.time.next = min(team.time.next, youth.incidents.due)


@handler
def call_team(team: Team) -> None:
    """Call the youths of a team, and see to the next who may be due."""
    time = team.time
    time.entry, time.next = clock.NEVER, FAR
    if is_some(team.location):
        for seat in range(team.location.n_present):
            call(team.location.youths[seat], team)
    else:
        call(team.arrangement.youth, team)
    call_in_time(team)


@handler
def call_teams(lane: Lane) -> None:
    """Have those whose incident is due join today's list, where their teams stand on it."""
    words = everything(lane)
    for at in range(lane.limit, lane.n_words, 2):
        what, entity = what_and_id(words[at])
        team = Team(lane, words[at + 1])
        if what == What.CALL and team.id == entity and team.time.entry == lane.today:
            call_team(team)
