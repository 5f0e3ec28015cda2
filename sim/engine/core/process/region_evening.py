"""Every evening: rates of tomorrow for everybody for whom something changed today.

On the last of the month, the staff and RET tables.
"""

from sim.engine.core.memory.fields import NOBODY, is_some
from sim.engine.core.memory.lane import new_row
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.state import Lane, Region, Team
from sim.engine.core.process.team import set_rates_of_team
from sim.engine.core.process.youth_in_care import set_rates_of_youth
from sim.rules import staff


@handler
def account(region: Region) -> None:
    """The evening of one region."""
    lane = Lane(region, 0)
    team = region.changed_team
    region.changed_team = NOBODY
    while is_some(team):
        following = team.next_changed
        team.is_listed = False
        set_rates_of_team(team)
        team = following
    youth = region.changed_youth
    region.changed_youth = NOBODY
    while is_some(youth):
        next_youth = youth.next_changed
        youth.is_listed = False
        set_rates_of_youth(youth)
        youth = next_youth
    if lane.is_month_end[lane.today] != 0:
        write_month(lane, region)


@handler
def write_month(lane: Lane, region: Region) -> None:
    """Write the state of teams, labour market and RET on the last evening of a month."""
    sum_competence, n_teams = 0, 0
    for k in range(region.at_setting[6]):
        team = region.locations[k].team
        if is_some(team):
            sum_competence += team.competence.value
            n_teams += 1
    a = region.first_arrangement
    while is_some(a):
        if is_some(a.own_team):
            sum_competence += a.own_team.competence.value
            n_teams += 1
        a = a.next_in_region
    held, core = region.held, region.held_core
    at = new_row(lane.teams)
    row = lane.teams.first
    row[at] = lane.today
    row[at + 1] = region.index
    row[at + 2] = held[0] + held[1] + held[2] + held[3]
    row[at + 3] = held[staff.SETTLED]
    row[at + 4] = held[staff.NEW]
    row[at + 5] = held[staff.AGENCY]
    row[at + 6] = held[staff.VACANT]
    row[at + 7] = core[0] + core[1] + core[2] + core[3]
    row[at + 8] = core[staff.SETTLED]
    row[at + 9] = region.n_departures
    row[at + 10] = sum_competence
    row[at + 11] = n_teams
    region.n_departures = 0
    at = new_row(lane.ret)
    row = lane.ret.first
    row[at] = lane.today
    row[at + 1] = region.index
    row[at + 2] = region.n_queue
    row[at + 3] = region.n_reviewed
    row[at + 4] = region.days_waited
    region.n_reviewed = 0
    region.days_waited = 0


@handler
def set_free(lane: Lane) -> None:
    """Let the records of youths who left for good and of arrangements that ended be used again."""
    youth = lane.done_youth
    lane.done_youth = NOBODY
    while is_some(youth):
        next_youth = youth.next_free
        youth.id = -1
        youth.next_free = lane.free_youth
        lane.free_youth = youth
        youth = next_youth
    a = lane.done_arrangement
    lane.done_arrangement = NOBODY
    while is_some(a):
        following = a.next_free
        if is_some(a.own_team):
            set_team_free(lane, a.own_team)
        a.id = -1
        a.next_free = lane.free_arrangement
        lane.free_arrangement = a
        a = following


@handler
def set_team_free(lane: Lane, team: Team) -> None:
    """Let the record of a core team be used again."""
    team.id = -1
    team.next_free = lane.free_team
    lane.free_team = team
