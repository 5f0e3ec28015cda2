"""The state of one replication: every record with its fields, unit and meaning.

Who changes what stands in the handler of the process. Records that come and go (youths, 1:1
arrangements and their core teams, entries of the agenda) are used again once nobody can meet them
any more; an event that was planned for a former holder of the place is known by its id and passed
over.
"""

from typing import Annotated

from sim.draws import Kind, Purpose
from sim.engine.core.memory.fields import (
    IN_PLACE,
    Floats,
    Groups,
    InPlace,
    Ints,
    Record,
    Refs,
    size_of,
)
from sim.engine.core.memory.machine import teach
from sim.names import N_PLACE_SETTINGS
from sim.rules.age_out import AgeLimitParameters
from sim.rules.arrive import ArrivalParameters
from sim.rules.authorise import AuthorisationParameters
from sim.rules.cost import CostParameters, LevelParameters
from sim.rules.escalate import EscalateParameters
from sim.rules.evaluate import EvaluationParameters
from sim.rules.follow_up import FollowUpParameters
from sim.rules.register import RegistrationParameters
from sim.rules.relapse import RelapseParameters
from sim.rules.review import ReviewParameters
from sim.rules.search import SearchParameters
from sim.rules.staff import StaffParameters
from sim.rules.start import StartParameters
from sim.rules.stay import SettingParameters
from sim.rules.step_down import StepDownParameters

BITS, N_PER_WORD = 16, 4  # counters of draws are packed
PER_CARD = 3  # entries of the agenda on a card
N_COUNTERS = max(Purpose) // N_PER_WORD + 1


class Level(Record):
    """A small integer that events raise or lower and that relaxes one level toward its rest every
    so many days.
    """

    value: Annotated[int, "level", "now"]
    is_planned: Annotated[bool, "-", "a step of relaxation is in the agenda"]


class Clock(Record):
    """A hazard that changes while it runs; see `sim/rules/clock.py`."""

    left: Annotated[int, "2**-32", "what is left of the threshold on day `since`"]
    daily: Annotated[int, "2**-32/day", "hazard per day"]
    since: Annotated[int, "day", "day on which `left` and `daily` were set"]
    due: Annotated[int, "day", "day on which it strikes if nothing changes"]
    entry: Annotated[int, "day", "day of its earliest entry in the agenda"]


class Parameters(Record):
    """The parameters in force in one region, as the groups that rules take."""

    arrival: ArrivalParameters
    search: SearchParameters
    escalation: EscalateParameters
    start: StartParameters
    review: ReviewParameters
    evaluation: EvaluationParameters
    step_down: StepDownParameters
    follow_up: FollowUpParameters
    relapse: RelapseParameters
    staff: StaffParameters
    authorisation: AuthorisationParameters
    age_limit: AgeLimitParameters
    registration: RegistrationParameters
    cost: CostParameters
    setting: Annotated[
        Groups[SettingParameters], InPlace(N_PLACE_SETTINGS), "-", "by place setting"
    ]
    level: Annotated[Groups[LevelParameters], InPlace(5), "-", "by rung, from rung 1"]


@teach
class Card(Record):
    """Up to three entries of the agenda for one day and phase.

    With the word before it, one line of the processor's cache.
    """

    next: Annotated["Card", "-", "full cards of that day and phase, or next free card"]
    entries: Annotated[
        Ints,
        InPlace(2 * PER_CARD),
        "-",
        "each a place in the day (phases.priority) and the record to which it happens; or 0, 0",
    ]


@teach
class Table(Record):
    """Rows of a table of `sim/engine/columns.py`, column after column within a row."""

    first: Annotated[Ints, "-", "words of the rows"]
    n_rows: Annotated[int, "count", "rows written"]
    capacity: Annotated[int, "count", "rows for which there is room"]
    n_columns: Annotated[int, "count", "columns"]
    is_full: Annotated[bool, "-", "there was no room for a row"]


@teach
class Lane(Record):
    """One replication of one world, at place 0 of its block."""

    n_words: Annotated[int, "word", "size of the block"]
    top: Annotated[int, "word", "first word that was never used"]
    limit: Annotated[
        int, "word", "first word of the list that is worked off, at the end of the block"
    ]
    touched: Annotated[int, "-", "sum of what was read ahead"]
    seed: Annotated[int, "-", "seed of all draws"]
    replication: Annotated[int, "-", "number of the replication"]
    n_days: Annotated[int, "day", "days of the run"]
    day_next: Annotated[int, "day", "first day that has not been run"]
    day_pause: Annotated[
        int, "day", "day before which the run pauses; `n_days`: it runs to the end"
    ]
    today: Annotated[int, "day", "day of the run"]
    phase: Annotated[int, "code", "phase that runs; -1 before the first"]
    n_events: Annotated[
        int, "count", "events that happened: entries of the agenda, matchings, reviews, accounts"
    ]
    regions: Annotated[Refs["Region"], "-", "by index"]
    n_regions: Annotated[int, "count", "regions"]
    agenda: Annotated[Refs[Card], "-", "first card by day and phase"]
    free_card: Annotated[Card, "-", "cards to use again"]
    free_youth: Annotated["Youth", "-", "records to use again"]
    free_arrangement: Annotated["Arrangement", "-", "records to use again"]
    free_team: Annotated["Team", "-", "records of core teams to use again"]
    done_youth: Annotated["Youth", "-", "records to set free this evening"]
    done_arrangement: Annotated["Arrangement", "-", "records to set free this evening"]
    n_positions_core: Annotated[int, "count", "positions for which a core team has room"]
    change_day: Annotated[Ints, "day", "dated changes of parameters, in order"]
    change_region: Annotated[Ints, "index", "region"]
    change_name: Annotated[Ints, "-", "column of the parameter in the world"]
    change_word: Annotated[Ints, "word", "its place among the parameters of a region"]
    change_value: Annotated[Floats, "-", "new value"]
    change_action: Annotated[Ints, "code", "what else it brings about (sim/engine/change.py)"]
    n_changes: Annotated[int, "count", "dated changes"]
    next_change: Annotated[int, "index", "first change that is still to come"]
    edges: Annotated[Ints, "day", "first day of every period of the record, and the last day + 1"]
    period: Annotated[int, "index", "period that runs"]
    sums: Annotated[Ints, "-", "sums over the days of a period, by period, region and cell"]
    daily: Annotated[
        Ints,
        "-",
        "changes (stocks) or counts (flows) by region, cell and day; nowhere unless asked for",
    ]
    keeps_days: Annotated[bool, "-", "counts per day are asked for"]
    keeps_rows: Annotated[bool, "-", "stays, spells and youths are asked for"]
    keeps_events: Annotated[bool, "-", "the full log is asked for"]
    is_month_end: Annotated[Ints, "-", "1 on the last day of a calendar month"]
    episodes: Annotated[Table, "-", "rows"]
    stays: Annotated[Table, "-", "rows"]
    spells: Annotated[Table, "-", "rows"]
    youths: Annotated[Table, "-", "rows"]
    teams: Annotated[Table, "-", "rows"]
    ret: Annotated[Table, "-", "rows"]
    events: Annotated[Table, "-", "rows"]


@teach
class Region(Record):
    """One region: its parameters, waiting list, labour market, RET and books."""

    index: Annotated[int, "index", "in the run"]
    source: Annotated[int, "-", "number in the address of a draw"]
    p: Annotated[Parameters, IN_PLACE, "-", "parameters in force"]
    now: Annotated[Ints, "-", "state of every stock, by cell"]
    # arrivals
    time: Annotated[float, "day", "when the next candidate comes"]
    nth: Annotated[int, "count", "candidates so far"]
    # waiting list, in order: those in crisis, then the others; within each by day asked and id
    first_waiting: Annotated["Youth", "-", "head of the waiting list"]
    last_crisis: Annotated["Youth", "-", "last of those in crisis"]
    last_waiting: Annotated["Youth", "-", "tail"]
    # places
    locations: Annotated[Refs["Location"], "-", "all locations, setting after setting"]
    at_setting: Annotated[
        Ints, InPlace(N_PLACE_SETTINGS + 1), "index", "first location of each setting among them"
    ]
    n_free: Annotated[
        Ints, InPlace(N_PLACE_SETTINGS), "count", "places that can be given out, by setting"
    ]
    n_present: Annotated[Ints, InPlace(N_PLACE_SETTINGS), "count", "youths present, by setting"]
    # those who belong to the region
    first_youth: Annotated["Youth", "-", "all youths with a record"]
    last_youth: Annotated["Youth", "-", "last of them"]
    first_arrangement: Annotated["Arrangement", "-", "all running arrangements"]
    last_arrangement: Annotated["Arrangement", "-", "last of them"]
    n_sites: Annotated[int, "count", "arrangements outside groups"]
    changed_team: Annotated[
        "Team", "-", "teams for whom something changed since the last accounting"
    ]
    changed_youth: Annotated["Youth", "-", "youths, likewise"]
    # labour market
    held: Annotated[Ints, InPlace(4), "count", "positions of all teams, by holder"]
    held_core: Annotated[Ints, InPlace(4), "count", "of these, in core teams"]
    minutes: Annotated[int, "minute/day", "presence in 1:1"]
    n_departures: Annotated[int, "count", "since the month before"]
    # RET
    first_case: Annotated["Youth", "-", "head of the queue"]
    last_case: Annotated["Youth", "-", "tail"]
    n_queue: Annotated[int, "count", "cases"]
    n_reviewed: Annotated[int, "count", "since the month before"]
    days_waited: Annotated[int, "day", "sum over those"]


@teach
class Location(Record):
    """One location of one setting in one region."""

    kind = Kind.LOCATION.value
    id: Annotated[int, "-", "`sim.common.ids.location_id`"]
    region: Annotated[Region, "-", "where it is"]
    setting: Annotated[int, "code", "setting"]
    nth: Annotated[int, "index", "n-th of its setting"]
    n_places: Annotated[int, "count", "places"]
    n_present: Annotated[int, "count", "youths present"]
    n_one_to_one: Annotated[int, "count", "of these, with 1:1"]
    n_counted: Annotated[int, "count", "usable places counted in the books"]
    youths: Annotated[Refs["Youth"], "-", "youths present"]
    luck_fit: Annotated[float, "0..1", "draw for its physical fit"]
    leadership: Annotated[float, "0..1", "nearness of leadership"]
    reluctance: Annotated[float, "log-odds", "its own acceptance policy"]
    team: Annotated["Team", "-", "nobody while it has no places"]
    n_counters: Annotated[
        int, "count", "length of the row that follows: its team draws from it too"
    ]
    n_drawn: Annotated[
        Ints, InPlace(N_COUNTERS), "count", "draws so far by purpose, four in a word"
    ]


@teach
class Team(Record):
    """Positions that are each settled, new, agency or vacant.

    Of a location, or the core team of an arrangement.
    """

    id: Annotated[int, "-", "id of its owner"]
    kind: Annotated[int, "code", "kind of its owner"]
    region: Annotated[Region, "-", "labour market"]
    location: Annotated[Location, "-", "owner, or nobody"]
    arrangement: Annotated["Arrangement", "-", "owner, or nobody"]
    n_positions: Annotated[int, "count", "positions"]
    holders: Annotated[Ints, "code", "who holds each position (sim.rules.staff)"]
    day_of_change: Annotated[
        Ints, "day", "when a position is hired for, or its newcomer is settled"
    ]
    n_held: Annotated[Ints, InPlace(4), "count", "positions by holder"]
    leadership: Annotated[float, "0..1", "nearness of leadership"]
    day_departed: Annotated[int, "day", "last departure"]
    is_present: Annotated[bool, "-", "not dissolved"]
    competence: Annotated[Level, IN_PLACE, "0..10", "competence"]
    strain: Annotated[Level, IN_PLACE, "0..10", "recent incidents"]
    departures: Annotated[Clock, IN_PLACE, "-", "hazard of a departure"]
    # what surrounds its youths, as far as the rates in force depend on it
    stability: Annotated[float, "0..1", "settled positions / positions"]
    level_competence: Annotated[int, "0..10", "competence"]
    occupancy: Annotated[float, "0..1", "youths / places"]
    n_group: Annotated[float, "count", "places of the group"]
    n_one_to_one: Annotated[int, "count", "youths with 1:1"]
    fit: Annotated[float, "0..1", "physical fit"]
    log_setting: Annotated[float, "log", "factor of the setting on incidents"]
    is_listed: Annotated[bool, "-", "among the changed teams of its region"]
    next_changed: Annotated["Team", "-", "next of those"]
    next_free: Annotated["Team", "-", "next record to use again"]
    n_drawn: Annotated[Ints, "count", "draws so far, shared with the owner"]


@teach
class Youth(Record):
    """One youth for whom the region is responsible."""

    kind = Kind.YOUTH.value
    # read for many youths every evening: close together, so that they share lines of the
    # processor's cache
    id: Annotated[int, "-", "`sim.common.ids.youth_id`; -1 once the record may be used again"]
    region: Annotated[Region, "-", "responsible"]
    is_present: Annotated[bool, "-", "in the system: waiting, in a place or in 1:1"]
    is_listed: Annotated[bool, "-", "among the changed youths of the region"]
    next_changed: Annotated["Youth", "-", "next of those"]
    location: Annotated[Location, "-", "place, or nobody"]
    arrangement: Annotated["Arrangement", "-", "running 1:1, or nobody"]
    severity: Annotated[float, "0..1", "chronic severity"]
    behaviour: Annotated[Level, IN_PLACE, "0..5", "intensity of behaviour"]
    trust: Annotated[Level, IN_PLACE, "0..10", "trust in care"]
    match: Annotated[float, "0..1", "quality of the match of the present place"]
    incidents: Annotated[Clock, IN_PLACE, "-", "hazard of a serious incident"]
    day_at_risk_until: Annotated[int, "day", "no relapse is counted after"]
    relapses: Annotated[Clock, IN_PLACE, "-", "hazard of a relapse"]
    wait: Annotated[int, "code", "what is asked for (`Wait`)"]
    day_next_offer: Annotated[int, "day", "no offer before"]
    next_waiting: Annotated["Youth", "-", "on the waiting list"]
    is_crisis: Annotated[bool, "-", "in crisis"]
    day_tolerance: Annotated[int, "day", "until when a crisis without a place is borne"]
    # who it is
    days_age_at_arrival: Annotated[int, "day", "age at arrival"]
    day_arrival: Annotated[int, "day", "first arrival"]
    day_born: Annotated[int, "day", "birth"]
    day_limit: Annotated[int, "day", "age limit"]
    is_secure: Annotated[bool, "-", "a closed place was indicated"]
    stance: Annotated[int, "-1..1", "family's stance"]
    n_moves: Annotated[int, "count", "moves so far"]
    n_moves_at_arrival: Annotated[int, "count", "moves before arrival"]
    prefers_family_home: Annotated[bool, "-", "a family home is tried before a group"]
    day_left: Annotated[int, "day", "left the system; -1 while in it"]
    is_aged_out: Annotated[bool, "-", "left because of the age limit"]
    # what is asked for
    day_asked: Annotated[int, "day", "since when"]
    is_expelled: Annotated[bool, "-", "the search began with an expulsion"]
    is_open_to_alternative: Annotated[bool, "-", "an alternative to a closed place is allowed"]
    is_out_ok: Annotated[bool, "-", "this search may go outside the region"]
    is_in_review: Annotated[bool, "-", "in the queue of the RET"]
    is_consulted: Annotated[bool, "-", "this case was brought to the RET"]
    is_reviewed: Annotated[bool, "-", "reviewed by the RET, which mediates"]
    has_analysis: Annotated[bool, "-", "shared explanatory analysis present"]
    has_plan: Annotated[bool, "-", "exit plan present"]
    n_refused: Annotated[int, "count", "refusals in this search"]
    was_offered_secure: Annotated[bool, "-", "to a closed place, in this search"]
    day_tipping: Annotated[int, "day", "when waiting at home turns into a crisis"]
    # where
    seat: Annotated[int, "index", "among the youths of the location"]
    n_arrangements: Annotated[int, "count", "1:1 arrangements so far"]
    day_stay_start: Annotated[int, "day", "start of the stay"]
    day_stay_end: Annotated[int, "day", "planned end of the stay"]
    day_patience: Annotated[int, "day", "until when the place may be kept"]
    days_waited: Annotated[int, "day", "for the present place"]
    stay_in_crisis: Annotated[bool, "-", "the present place was asked for in crisis"]
    # after 1:1
    was_alone: Annotated[bool, "-", "the last form of care was 1:1 outside a group"]
    days_one_to_one: Annotated[int, "day", "length of the last arrangement"]
    abruptness: Annotated[int, "rung", "rungs above the last at its end"]
    # the cell of the census in which the youth is counted, and what goes with it
    cell: Annotated[int, "code", "(setting * 5 + variant) * 6 + rung; -1 outside the system"]
    cents_place: Annotated[int, "eurocent/day", "tariff of the place"]
    cents_staff: Annotated[int, "eurocent/day", "staff of 1:1"]
    cents_housing: Annotated[int, "eurocent/day", "housing of 1:1"]
    cell_minutes: Annotated[int, "minute/day", "presence in 1:1"]
    cell_registered: Annotated[int, "0, 1", "1:1 registered as 1:1"]
    cell_arrangement: Annotated[
        "Arrangement", "-", "arrangement to which the money is booked, or nobody"
    ]
    day_cell: Annotated[int, "day", "since when in this cell"]
    # lists
    previous_waiting: Annotated["Youth", "-", "on the waiting list"]
    next_case: Annotated["Youth", "-", "in the queue of the RET"]
    previous_case: Annotated["Youth", "-", "in the queue of the RET"]
    day_case: Annotated[int, "day", "brought to the RET"]
    next_in_region: Annotated["Youth", "-", "of the same region"]
    previous_in_region: Annotated["Youth", "-", "of the same region"]
    is_final: Annotated[bool, "-", "has left and cannot come back"]
    next_free: Annotated["Youth", "-", "next record to set free or to use again"]
    n_drawn: Annotated[
        Ints, InPlace(N_COUNTERS), "count", "draws so far by purpose, four in a word"
    ]


@teach
class Arrangement(Record):
    """1:1 of one youth, from start to end."""

    kind = Kind.ARRANGEMENT.value
    id: Annotated[int, "-", "`sim.common.ids.arrangement_id`; -1 once it may be used again"]
    youth: Annotated[Youth, "-", "who is guided"]
    region: Annotated[Region, "-", "responsible"]
    cause: Annotated[int, "code", "why it started"]
    variant: Annotated[int, "code", "form"]
    is_crisis: Annotated[bool, "-", "started in crisis"]
    n_before: Annotated[int, "count", "earlier arrangements of the youth"]
    n_moves_before: Annotated[int, "count", "moves of the youth before"]
    day_start: Annotated[int, "day", "start"]
    days_planned: Annotated[int, "day", "duration meant at the start"]
    level: Annotated[int, "rung", "rung of the ladder"]
    level_start: Annotated[int, "rung", "at the start"]
    is_contracted: Annotated[bool, "-", "contracted provider"]
    has_analysis: Annotated[bool, "-", "shared explanatory analysis present"]
    has_analysis_at_start: Annotated[bool, "-", "at the start"]
    has_plan: Annotated[bool, "-", "exit plan present"]
    is_proactive: Annotated[bool, "-", "goal proactive"]
    is_ret_at_start: Annotated[bool, "-", "RET consulted before"]
    is_ret: Annotated[bool, "-", "RET involved at any time"]
    is_registered: Annotated[bool, "-", "registered as 1:1"]
    tariff_factor: Annotated[float, "-", "own factor on the hourly tariff"]
    luck_fit: Annotated[float, "0..1", "draw for the physical fit"]
    has_shared_rung: Annotated[bool, "-", "sharing one worker is possible"]
    fear: Annotated[Level, IN_PLACE, "0..5", "fear of stepping down"]
    is_present: Annotated[bool, "-", "not ended"]
    is_search_forced: Annotated[bool, "-", "a place is looked for at any rung"]
    day_last_step: Annotated[int, "day", "last step down"]
    day_authorised_until: Annotated[int, "day", "end of the authorisation"]
    day_maximum: Annotated[int, "day", "reviewed decision at the maximum duration"]
    day_blocked: Annotated[int, "day", "since when ready without a place; -1"]
    days_blocked: Annotated[int, "day", "so far, up to day_blocked"]
    day_level: Annotated[int, "day", "since when on this rung"]
    days_at_level: Annotated[Ints, InPlace(6), "day", "by rung, up to day_level"]
    n_due: Annotated[int, "count", "evaluations due"]
    n_held: Annotated[int, "count", "evaluations held"]
    n_attempts: Annotated[int, "count", "attempts to step down"]
    n_failed: Annotated[int, "count", "of these, failed"]
    n_renewals: Annotated[int, "count", "renewals of the authorisation"]
    cents: Annotated[int, "eurocent", "cost so far"]
    own_team: Annotated[Team, "-", "core team, or nobody in a group"]
    next_in_region: Annotated["Arrangement", "-", "of the same region"]
    previous_in_region: Annotated["Arrangement", "-", "of the same region"]
    next_free: Annotated["Arrangement", "-", "next record to set free or to use again"]
    n_counters: Annotated[
        int, "count", "length of the row that follows: its team draws from it too"
    ]
    n_drawn: Annotated[
        Ints, InPlace(N_COUNTERS), "count", "draws so far by purpose, four in a word"
    ]


WORDS_OF_CARD = size_of(Card)
WORDS_OF_TEAM = size_of(Team)
WORDS_OF_YOUTH = size_of(Youth)
WORDS_OF_ARRANGEMENT = size_of(Arrangement)
