"""The state of one replication, its records with fields, unit and meaning: lane and region,
providers, their services and locations, teams. Youths, applications and 1:1 stand in `people.py`.

Who changes what stands in the handler of the process. Records that come and go (youths,
applications, 1:1 arrangements and their teams, entries of the agenda) are used again once nobody
can meet them any more; an event that was planned for a former holder of the place is known by its
id and passed over.
"""

from typing import TYPE_CHECKING, Annotated

from sim.compiled import rule
from sim.draws import Kind, Purpose
from sim.engine.core.memory.fields import (
    IN_PLACE,
    WHOLE,
    Bytes,
    Floats,
    InPlace,
    Ints,
    Packed,
    Record,
    Refs,
)
from sim.engine.core.memory.machine import teach
from sim.engine.core.memory.parts import Clock, Level, Parameters, Table, TeamTime
from sim.names import N_PLACE_SETTINGS
from sim.rules.functions import BEHAVIOUR_MAX, TRUST_MAX

if TYPE_CHECKING:
    from sim.engine.core.memory.people import Application, Arrangement, Youth

BITS, N_PER_WORD = 16, 4  # counters of draws are packed
N_COUNTERS = max(Purpose) // N_PER_WORD + 1
# purposes for which youths draw often, or at arrival: their counters share a line of the cache
OFTEN = (
    Purpose.INTAKE,
    Purpose.INCIDENT,
    Purpose.JUMP,
    Purpose.COPE,
    Purpose.EXPERIENCE,
    Purpose.JOLT,
    Purpose.STAY_LENGTH,
    Purpose.MATCH_QUALITY,
    Purpose.HOME_AFTER,
    Purpose.TOLERANCE,
    Purpose.OUT_OF_REGION,
    Purpose.SECURE_REQUEST,
    Purpose.TIPPING,
    Purpose.ALTERNATIVE,
    Purpose.CONSULT_RET,
    Purpose.PATIENCE,
    Purpose.RESTRAINT,
    Purpose.KEEP,
    Purpose.PARTIAL_RETURN,
    Purpose.CRISIS,
    Purpose.RELAPSE,
    Purpose.SEVERITY,
    Purpose.AGE,
    Purpose.SECURE,
    Purpose.PROFILE,
    Purpose.NEARNESS,
    Purpose.FAMILY_STANCE,
    Purpose.MOVES_BEFORE,
    Purpose.PREFERS_FAMILY_HOME,
    Purpose.AGE_LIMIT,
    Purpose.PARTICIPATION,
)
_ORDER = [*OFTEN, *(n for n in range(max(Purpose) + 1) if n not in OFTEN)]
_COUNTER = tuple(_ORDER.index(n) for n in range(max(Purpose) + 1))


@rule
def counter_of(purpose: int) -> int:
    """Return which of the counters of an entity counts its draws for a purpose."""
    return _COUNTER[purpose]


@teach
class Lane(Record):
    """One replication of one world, at place 0 of its block."""

    n_words: Annotated[int, "word", "size of the block"]
    nothing: Annotated[int, "-", "0: what is read of nobody where that is allowed"]
    top: Annotated[int, "word", "first word that was never used"]
    limit: Annotated[
        int, "word", "first word of the list that is worked off, at the end of the block"
    ]
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
    agenda: Annotated[
        int, "word", "by day and phase, the word after the last entry on its last card; 0: none"
    ]
    free_card: Annotated[int, "word", "cards to use again"]
    free_youth: Annotated["Youth", "-", "records to use again"]
    free_arrangement: Annotated["Arrangement", "-", "records to use again"]
    free_team: Annotated["Team", "-", "records of teams of 1:1 to use again"]
    free_application: Annotated["Application", "-", "records to use again"]
    done_youth: Annotated["Youth", "-", "records to set free this evening"]
    done_arrangement: Annotated["Arrangement", "-", "records to set free this evening"]
    n_positions_core: Annotated[
        int, "count", "positions for which a new team of 1:1 has room; it takes more when it needs"
    ]
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
    n_searches: Annotated[int, "count", "searches so far: whose finds stand at the services"]
    n_further: Annotated[int, "count", "providers that the search that runs asks beside the others"]
    day_first: Annotated[int, "day", "first answer to what the search that runs has asked"]
    keeps_days: Annotated[bool, "-", "counts per day are asked for"]
    keeps_rows: Annotated[bool, "-", "stays, applications, spells and youths are asked for"]
    keeps_events: Annotated[bool, "-", "the full log is asked for"]
    is_month_end: Annotated[Ints, "-", "1 on the last day of a calendar month"]
    episodes: Annotated[Table, "-", "rows"]
    stays: Annotated[Table, "-", "rows"]
    applications: Annotated[Table, "-", "rows"]
    spells: Annotated[Table, "-", "rows"]
    youths: Annotated[Table, "-", "rows"]
    teams: Annotated[Table, "-", "rows"]
    ret: Annotated[Table, "-", "rows"]
    events: Annotated[Table, "-", "rows"]


@teach
class Region(Record):
    """One region: its parameters, providers and places, labour market, RET and books."""

    index: Annotated[int, "index", "in the run"]
    source: Annotated[int, "-", "number in the address of a draw"]
    p: Annotated[Parameters, IN_PLACE, "-", "parameters in force"]
    n_changes: Annotated[int, "count", "changes of those of incidents and relapse so far"]
    n_staff_changes: Annotated[int, "count", "changes of those of staff"]
    # what follows from the parameters alone, and is asked for often
    mean_of_stay: Annotated[
        Floats, InPlace(N_PLACE_SETTINGS), "-", "of planned stays at scale 1, by setting"
    ]
    mean_of_hire: Annotated[float, "-", "of days to hire at scale 1"]
    by_behaviour: Annotated[
        Floats, InPlace(BEHAVIOUR_MAX + 1), "-", "factor on the rate of incidents"
    ]
    by_trust: Annotated[Floats, InPlace(TRUST_MAX + 1), "-", "factor on the rate of incidents"]
    luck_kept: Annotated[float, "0..1", "draw by which the next candidate is kept"]
    now: Annotated[Ints, "-", "state of every stock, by cell"]
    # what differs between regions, and how known a route 1:1 has become
    reluctance: Annotated[float, "log-odds", "off every provider's chance of accepting"]
    ret_factor: Annotated[float, "-", "on consulting the RET"]
    evaluation_factor: Annotated[float, "-", "on the days between evaluations"]
    tariff: Annotated[float, "-", "on the tariff of 1:1"]
    n_past: Annotated[float, "count", "arrangements that the region is used to"]
    n_months: Annotated[int, "count", "months so far"]
    known_route: Annotated[float, "log", "use of 1:1 over its own past"]
    # arrivals
    time: Annotated[float, "day", "when the next candidate comes"]
    nth: Annotated[int, "count", "candidates so far"]
    # providers
    providers: Annotated[Refs["Provider"], "-", "in order of the list"]
    n_providers: Annotated[int, "count", "providers"]
    unit_providers: Annotated[Refs["Provider"], "-", "those that run 1:1 in units"]
    n_unit_providers: Annotated[int, "count", "of them"]
    solo_providers: Annotated[Refs["Provider"], "-", "those that run 1:1 in separate locations"]
    n_solo_providers: Annotated[int, "count", "of them"]
    services: Annotated[Refs["Service"], "-", "setting after setting, in order of provider"]
    service_at: Annotated[
        Ints, InPlace(N_PLACE_SETTINGS + 1), "index", "first service of each setting among them"
    ]
    # places
    locations: Annotated[Refs["Location"], "-", "all locations, setting after setting"]
    location_at: Annotated[
        Ints, InPlace(N_PLACE_SETTINGS + 1), "index", "first location of each setting among them"
    ]
    n_taken: Annotated[
        Ints, InPlace(N_PLACE_SETTINGS), "count", "youths present and places kept, by setting"
    ]
    has_changed: Annotated[
        Ints, InPlace(N_PLACE_SETTINGS), "0, 1", "places or waiting lists of a setting, today"
    ]
    is_ready: Annotated[Ints, "0, 1", "by service: it has a free place, and somebody waits"]
    n_ready: Annotated[
        Ints, InPlace(N_PLACE_SETTINGS), "count", "services with a free place and who waits for it"
    ]
    first_desperate: Annotated["Youth", "-", "those whose crisis is borne no longer"]
    # those who belong to the region
    first_youth: Annotated["Youth", "-", "all youths with a record"]
    last_youth: Annotated["Youth", "-", "last of them"]
    first_arrangement: Annotated["Arrangement", "-", "all running arrangements"]
    last_arrangement: Annotated["Arrangement", "-", "last of them"]
    n_arrangements: Annotated[int, "count", "running arrangements"]
    n_sites: Annotated[int, "count", "arrangements outside groups"]
    changed_team: Annotated[
        "Team", "-", "teams for whom something changed since the last accounting"
    ]
    changed_youth: Annotated["Youth", "-", "youths, likewise"]
    # labour market
    supply_at_start: Annotated[
        float, "0..1", "share of the positions of groups for which there are permanent workers"
    ]
    held: Annotated[Ints, InPlace(4), "count", "positions of all teams, by holder"]
    held_core: Annotated[Ints, InPlace(4), "count", "of these, in teams of 1:1"]
    minutes: Annotated[int, "minute/day", "presence in 1:1 that is due"]
    n_departures: Annotated[int, "count", "since the month before"]
    # RET
    first_case: Annotated["Youth", "-", "cases of the queue, in no order"]
    last_case: Annotated["Youth", "-", "last of them"]
    n_queue: Annotated[int, "count", "cases"]
    n_reviewed: Annotated[int, "count", "since the month before"]
    days_waited: Annotated[int, "day", "sum over those"]


@teach
class Provider(Record):
    """An organisation: its contract, its own reluctance, how long its intake takes."""

    kind = Kind.PROVIDER.value
    id: Annotated[int, "-", "`sim.common.ids.provider_id`"]
    region: Annotated[Region, "-", "where it works"]
    number: Annotated[int, "index", "in its region"]
    is_contracted: Annotated[bool, "-", "has a contract"]
    own_days: Annotated[float, "day", "own mean days to answer; nan: the row in force"]
    own_reluctance: Annotated[float, "log-odds", "of the data; nan: drawn"]
    own_tariff: Annotated[float, "-", "of the data; nan: drawn"]
    day_from: Annotated[int, "day", "takes applications on from here"]
    day_until: Annotated[int, "day", "and before this day"]
    reluctance: Annotated[float, "log-odds", "off its chance of accepting, with the region's"]
    tariff: Annotated[float, "-", "factor on the hourly tariff of 1:1, with the region's"]
    first_location: Annotated["Location", "-", "its locations, in the order of the region's"]


@teach
class Service(Packed):
    """What a provider offers in one setting: ages, profiles, locations, a waiting list."""

    # read at every search: one line of the processor's cache
    days_age_from: Annotated[int, "day", "taken from this age on"]
    days_age_until: Annotated[int, "day", "and below this one"]
    profiles: Annotated[int, Bytes(4), "-", "profiles carried, a set as bits"]
    n_open: Annotated[int, "count", "of these, with places"]
    provider: Annotated[Provider, "-", "whose it is"]
    search: Annotated[int, "-", "number of the search that looked last"]
    application: Annotated["Application", "-", "that it found here: of the youth who searches"]
    region: Annotated[Region, "-", "where it is"]
    number: Annotated[int, "index", "among the services of its region"]
    setting: Annotated[int, "code", "setting"]
    first_location: Annotated["Location", "-", "its locations, in order"]
    n_free: Annotated[int, "count", "places that can be given out"]
    desk: Annotated["Service", "-", "on whose list youths wait: this, or the first crisis service"]
    first_waiting: Annotated["Application", "-", "accepted ones, in no order"]
    last_waiting: Annotated["Application", "-", "last of them"]


@teach
class Location(Packed):
    """One location of one setting in one region."""

    kind = Kind.LOCATION.value
    id: Annotated[int, "-", "`sim.common.ids.location_id`"]
    region: Annotated[Region, "-", "where it is"]
    setting: Annotated[int, "code", "setting"]
    nth: Annotated[int, "index", "n-th of its setting"]
    n_places: Annotated[int, "count", "places"]
    n_present: Annotated[int, "count", "youths present"]
    n_kept: Annotated[int, "count", "places kept for who is in transition"]
    n_free: Annotated[int, "count", "places that can be given out"]
    n_one_to_one: Annotated[int, "count", "of these, with 1:1"]
    n_uncovered: Annotated[int, "count", "posts of their 1:1 that nobody holds"]
    n_counted: Annotated[int, "count", "usable places counted in the books"]
    youths: Annotated[Refs["Youth"], "-", "youths present"]
    team: Annotated["Team", "-", "nobody while it has no places"]
    service: Annotated[Service, "-", "whose it is"]
    luck_fit: Annotated[float, "0..1", "draw for its physical fit"]
    leadership: Annotated[float, "0..1", "nearness of leadership"]
    next_of_service: Annotated["Location", "-", "next of the same service"]
    next_of_provider: Annotated["Location", "-", "next of the same provider"]
    n_counters: Annotated[
        int, WHOLE, "count", "length of the row that follows: its team draws from it too"
    ]
    n_drawn: Annotated[
        Ints, InPlace(N_COUNTERS), WHOLE, "count", "draws so far by purpose, four in a word"
    ]


@teach
class Team(Packed):
    """Positions that are each settled, new, agency or vacant.

    Of a location, or of a 1:1 arrangement: alone and at home it leads, in a group it holds the
    extra posts.
    """

    id: Annotated[int, "-", "id of its owner"]
    kind: Annotated[int, "code", "kind of its owner"]
    region: Annotated[Region, "-", "labour market"]
    location: Annotated[Location, "-", "owner, or nobody"]
    arrangement: Annotated["Arrangement", "-", "owner, or nobody"]
    n_positions: Annotated[int, "count", "positions"]
    room: Annotated[int, "count", "positions for which the two rows that follow have room"]
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
    n_changes: Annotated[int, "count", "`n_changes` of the region when its pace was reckoned"]
    time: Annotated[TeamTime, IN_PLACE, "-", "in which incidents of its youths come"]
    # what its rate of departures and the rest of its competence were reckoned from
    seen_held: Annotated[int, "-", "positions by holder"]
    seen_levels: Annotated[int, "-", "levels, and posts that it bears"]
    seen_changes: Annotated[int, "count", "`n_staff_changes` of the region"]
    is_listed: Annotated[bool, "-", "among the changed teams of its region"]
    next_changed: Annotated["Team", "-", "next of those"]
    next_free: Annotated["Team", "-", "next record to use again"]
    n_drawn: Annotated[Ints, "count", "draws so far, shared with the owner"]
