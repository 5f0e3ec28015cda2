"""Every evening: rates of tomorrow for everybody for whom something changed today.

On the last of the month, the staff and RET tables.
"""

from sim.engine.core.memory.fields import NOBODY, everything, is_some, place_of, read_ahead
from sim.engine.core.memory.lane import (
    WORDS_OF_LINE,
    clear_list,
    new_row,
    put_on_list,
    sort_list,
)
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.people import Youth
from sim.engine.core.memory.rows import RetRow, TeamRow
from sim.engine.core.memory.state import Lane, Region, Team
from sim.engine.core.process.books import minutes_due, minutes_of, move
from sim.engine.core.process.levels import has_one_to_one
from sim.engine.core.process.posts import n_positions_due
from sim.engine.core.process.surroundings import set_rates_of_team
from sim.engine.core.process.youth_in_care import set_rates_of_youth
from sim.names import N_PLACE_SETTINGS
from sim.rules import decide, staff

LINES_OF_RATES = 2  # lines of the cache of a youth that its rates are reckoned from


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
    count_hours_given(lane, region)
    youth = region.changed_youth
    region.changed_youth = NOBODY
    while is_some(youth):
        next_youth = youth.next_changed
        youth.is_listed = False
        set_rates_of_youth(youth)
        youth = next_youth
    if lane.is_month_end[lane.today] != 0:
        end_month(lane, region)


@handler
def count_hours_given(lane: Lane, region: Region) -> None:
    """Hours of 1:1 that are covered may have changed, and their money, in order of id.

    What the rates of tomorrow depend on is read ahead.
    """
    youth = region.changed_youth
    while is_some(youth):
        for line in range(LINES_OF_RATES):
            read_ahead(lane, place_of(youth) + WORDS_OF_LINE * line)
        if has_one_to_one(youth) and are_hours_changed(youth):
            put_on_list(lane, youth.id, place_of(youth))
        youth = youth.next_changed
    if lane.limit == lane.n_words:
        return
    sort_list(lane)
    words = everything(lane)
    for at in range(lane.limit, lane.n_words, 2):
        move(Youth(lane, words[at + 1]))
    clear_list(lane)


@handler
def are_hours_changed(youth: Youth) -> bool:
    """Tell whether hours that are due or covered have changed since the youth last moved: nothing
    else changes its money without a move of its own.
    """
    a = youth.arrangement
    return minutes_of(a) != youth.cell_minutes or minutes_due(a) != youth.cell_due


@handler
def end_month(lane: Lane, region: Region) -> None:
    """Write the tables of the month; today's use of 1:1 becomes past (K65)."""
    region.n_months += 1
    n_now = region.n_arrangements
    region.n_past = decide.past_after_month(
        region.n_past, n_now, region.n_months, region.p.decision
    )
    region.known_route = decide.known_route(n_now, region.n_past)
    write_month(lane, region)


@handler
def write_month(lane: Lane, region: Region) -> None:
    """Write the state of teams, labour market and RET on the last evening of a month."""
    sum_competence, n_teams, n_due = 0, 0, 0
    for k in range(region.location_at[N_PLACE_SETTINGS]):
        team = region.locations[k].team
        if is_some(team):
            sum_competence += team.competence.value
            n_teams += 1
    a = region.first_arrangement
    while is_some(a):
        sum_competence += a.own_team.competence.value
        n_teams += 1
        n_due += n_positions_due(a)
        a = a.next_in_region
    held, core = region.held, region.held_core
    team_row = TeamRow(lane, new_row(lane.teams))
    team_row.day = lane.today
    team_row.region = region.index
    team_row.n_positions = held[0] + held[1] + held[2] + held[3]
    team_row.n_settled = held[staff.SETTLED]
    team_row.n_new = held[staff.NEW]
    team_row.n_agency = held[staff.AGENCY]
    team_row.n_vacant = held[staff.VACANT]
    team_row.n_positions_core = core[0] + core[1] + core[2] + core[3]
    team_row.n_settled_core = core[staff.SETTLED]
    team_row.n_departures = region.n_departures
    team_row.sum_competence = sum_competence
    team_row.n_teams = n_teams
    team_row.n_due_core = n_due
    team_row.known_route = region.known_route
    region.n_departures = 0
    ret_row = RetRow(lane, new_row(lane.ret))
    ret_row.day = lane.today
    ret_row.region = region.index
    ret_row.n_queue = region.n_queue
    ret_row.n_reviewed = region.n_reviewed
    ret_row.days_waited = region.days_waited
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
        set_team_free(lane, a.own_team)
        a.id = -1
        a.next_free = lane.free_arrangement
        lane.free_arrangement = a
        a = following


@handler
def set_team_free(lane: Lane, team: Team) -> None:
    """Let the record of a team of 1:1 be used again."""
    team.id = -1
    team.next_free = lane.free_team
    lane.free_team = team
