"""The records of those for whom a region is responsible: youths, what is asked for them, 1:1."""

from typing import Annotated

from sim.draws import Kind
from sim.engine.core.memory.fields import (
    AT_LINE,
    BYTES_OF_PLACE,
    IN_PLACE,
    WHOLE,
    InPlace,
    Ints,
    Packed,
    layout,
    size_of,
)
from sim.engine.core.memory.machine import teach
from sim.engine.core.memory.parts import Clock, Level, OwnHazard
from sim.engine.core.memory.state import N_COUNTERS, Location, Provider, Region, Service, Team
from sim.names import N_REASONS


@teach
class Youth(Packed):
    """One youth for whom the region is responsible."""

    kind = Kind.YOUTH.value
    # read for many youths every evening: close together, so that they share lines of the
    # processor's cache
    id: Annotated[int, "-", "`sim.common.ids.youth_id`; -1 once the record may be used again"]
    region: Annotated[Region, "-", "responsible"]
    arrangement: Annotated["Arrangement", "-", "running 1:1, or nobody"]
    is_present: Annotated[bool, "-", "in the system: waiting, in a place or in 1:1"]
    is_listed: Annotated[bool, "-", "among the changed youths of the region"]
    incidents: Annotated[OwnHazard, IN_PLACE, "-", "hazard of a serious incident"]
    in_time_of: Annotated[Team, "-", "in whose time it is spent; nobody: it stands still"]
    own_changes: Annotated[int, "count", "`n_changes` of the region when that was reckoned:"]
    steady_factor: Annotated[float, "-", "of severity and match on it, as long as they hold"]
    match_counted: Annotated[float, "0..1", "`match` when that was reckoned"]
    next_changed: Annotated["Youth", "-", "next of those"]
    day_stay_end: Annotated[int, "day", "planned end of the stay"]
    location: Annotated[Location, "-", "place, or nobody"]
    severity: Annotated[float, "0..1", "chronic severity"]
    behaviour: Annotated[Level, IN_PLACE, "0..5", "intensity of behaviour"]
    trust: Annotated[Level, IN_PLACE, "0..10", "trust in care"]
    participation: Annotated[Level, IN_PLACE, "0..3", "school or day programme"]
    match: Annotated[float, "0..1", "quality of the match of the present place"]
    relapses: Annotated[Clock, IN_PLACE, "-", "hazard of a relapse"]
    day_at_risk_until: Annotated[int, "day", "no relapse is counted after"]
    cell_without_programme: Annotated[int, "0, 1", "counted as without day programme"]
    # read at every application and answer: likewise
    days_dependent: Annotated[float, "day", "days of 1:1 that counted for dependency"]
    day_dependent: Annotated[int, "day", "on this day"]
    wait: Annotated[int, "code", "what is asked for (`Wait`)"]
    is_crisis: Annotated[bool, "-", "in crisis"]
    day_asked: Annotated[int, "day", "since when"]
    day_round: Annotated[int, "day", "when one more provider is asked"]
    day_awake: Annotated[int, "day", "of the earliest entry in the agenda for answers and rounds"]
    n_standing: Annotated[int, "count", "applications that run, but for places that only bridge"]
    n_pending: Annotated[int, "count", "applications that await an answer"]
    n_accepted: Annotated[int, "count", "applications that wait for a place"]
    first_pending: Annotated["Application", "-", "that await an answer, in no order"]
    first_application: Annotated["Application", "-", "in order of first asking; refusals are kept"]
    last_application: Annotated["Application", "-", "last of them"]
    n_moves: Annotated[int, "count", "moves so far"]
    day_born: Annotated[int, "day", "birth"]
    profile: Annotated[int, "code", "what a place must be able to carry (`Profile`)"]
    nearness: Annotated[float, "0..1", "where it lives, on a ring of providers"]
    is_out_ok: Annotated[bool, "-", "this search may go outside the region"]
    is_open_to_alternative: Annotated[bool, "-", "an alternative to a closed place is allowed"]
    is_secure: Annotated[bool, "-", "a closed place is asked for"]
    prefers_family_home: Annotated[bool, "-", "a family home is tried before a group"]
    is_reviewed: Annotated[bool, "-", "reviewed by the RET, which mediates"]
    has_analysis: Annotated[bool, "-", "shared explanatory analysis present"]
    was_alone: Annotated[bool, "-", "had 1:1 outside a group: it counts for a while"]
    day_alone_ended: Annotated[int, "day", "when that ended"]
    is_consulted: Annotated[bool, "-", "this case was brought to the RET"]
    n_drawn: Annotated[
        Ints,
        InPlace(N_COUNTERS),
        WHOLE,
        AT_LINE,
        "count",
        "draws so far by purpose, four in a word",
    ]
    # who it is
    days_age_at_arrival: Annotated[int, "day", "age at arrival"]
    day_arrival: Annotated[int, "day", "first arrival"]
    day_limit: Annotated[int, "day", "age limit"]
    has_secure_need: Annotated[bool, "-", "has a secure need, for good"]
    was_secure: Annotated[bool, "-", "a closed place was ever asked for"]
    stance: Annotated[int, "-1..1", "family's stance"]
    n_moves_at_arrival: Annotated[int, "count", "moves before arrival"]
    day_left: Annotated[int, "day", "left the system; -1 while in it"]
    is_aged_out: Annotated[bool, "-", "left because of the age limit"]
    # what is asked for
    day_counted: Annotated[int, "day", "since when the wait counts: asked, or in crisis"]
    is_expelled: Annotated[bool, "-", "the search began with an expulsion"]
    was_sent_away: Annotated[bool, "-", "a crisis place gave up in this crisis"]
    is_in_review: Annotated[bool, "-", "in the queue of the RET"]
    has_plan: Annotated[bool, "-", "exit plan present"]
    day_tolerance: Annotated[int, "day", "until when a crisis without a place is borne"]
    day_tipping: Annotated[int, "day", "when waiting at home turns into a crisis"]
    is_desperate: Annotated[bool, "-", "on the list of those whose crisis is borne no longer"]
    next_desperate: Annotated["Youth", "-", "next of those"]
    # 1:1 that is asked for
    is_requested: Annotated[bool, "-", "asked for, not started"]
    is_approved: Annotated[bool, "-", "decided; the start waits for people"]
    is_gated: Annotated[bool, "-", "waits for the word of the RET"]
    variant_asked: Annotated[int, "code", "in the group, a unit that was planned; 0: to be found"]
    cause_asked: Annotated[int, "code", "why"]
    is_crisis_asked: Annotated[bool, "-", "asked for in crisis"]
    is_partial: Annotated[bool, "-", "the shared rung is tried first"]
    day_requested: Annotated[int, "day", "asked for"]
    day_decision: Annotated[int, "day", "when the funder decides, or the start is tried again"]
    advice: Annotated[int, "code", "of the RET (sim.rules.decide)"]
    n_requests_refused: Annotated[int, "count", "requests refused before"]
    # where
    seat: Annotated[int, "index", "among the youths of the location"]
    n_arrangements: Annotated[int, "count", "1:1 arrangements so far"]
    day_stay_start: Annotated[int, "day", "start of the stay"]
    day_patience: Annotated[int, "day", "until when the place may be kept"]
    days_waited: Annotated[int, "day", "for the present place"]
    days_in_queue: Annotated[int, "day", "of these, after the provider's yes"]
    days_kept_free: Annotated[int, "day", "for which the present place was kept"]
    stay_in_crisis: Annotated[bool, "-", "the present place was asked for in crisis"]
    is_misfit: Annotated[bool, "-", "the present place fits badly"]
    # after 1:1
    had_one_to_one: Annotated[bool, "-", "had 1:1"]
    abruptness: Annotated[int, "rung", "rungs above the last at its end"]
    # the cell of the census in which the youth is counted, and what goes with it
    cell: Annotated[int, "code", "(setting * 5 + variant) * 6 + rung; -1 outside the system"]
    cents_place: Annotated[int, "eurocent/day", "tariff of the place, and of one that is kept"]
    cents_staff: Annotated[int, "eurocent/day", "staff of 1:1"]
    cents_housing: Annotated[int, "eurocent/day", "housing of 1:1"]
    cell_minutes: Annotated[int, "minute/day", "presence in 1:1"]
    cell_uncovered: Annotated[int, "minute/day", "presence due that nobody gives"]
    day_uncovered: Annotated[int, "day", "since when"]
    cell_due: Annotated[int, "minute/day", "presence due"]
    cell_registered: Annotated[int, "0, 1", "1:1 registered as 1:1"]
    cell_arrangement: Annotated[
        "Arrangement", "-", "arrangement to which the money is booked, or nobody"
    ]
    day_cell: Annotated[int, "day", "since when in this cell"]
    # lists
    next_case: Annotated["Youth", "-", "in the queue of the RET"]
    previous_case: Annotated["Youth", "-", "in the queue of the RET"]
    day_case: Annotated[int, "day", "brought to the RET"]
    next_in_region: Annotated["Youth", "-", "of the same region"]
    previous_in_region: Annotated["Youth", "-", "of the same region"]
    is_final: Annotated[bool, "-", "has left and cannot come back"]
    next_free: Annotated["Youth", "-", "next record to set free or to use again"]


@teach
class Application(Packed):
    """One youth asked for at one service of one provider.

    One line of the processor's cache.
    """

    # read for all of a youth at every answer and search; the one after nobody is nobody
    # (`Lane.nothing`, at the word of `next_of_youth`), so that lists are read ahead without a guess
    odds: Annotated[float, "log-odds", "of being accepted, without a duty to accept"]
    next_of_youth: Annotated["Application", "-", "of the same youth, or next record to use again"]
    next_waiting: Annotated[
        "Application", "-", "on the waiting list of the service; before, awaited by the same youth"
    ]
    service: Annotated[Service, "-", "who is asked"]
    is_running: Annotated[bool, "-", "awaited, or accepted and waiting for a place"]
    answer: Annotated[int, "code", "answer (`Answer`)"]
    day_answer: Annotated[int, "day", "answered, or to be answered"]
    chance: Annotated[float, "0..1", "of being accepted, when it was answered; -1 before"]
    luck: Annotated[float, "0..1", "draw that youth and provider share, for good"]
    youth: Annotated[Youth, "-", "who is asked for"]
    day_asked: Annotated[int, "day", "asked"]
    asked_as: Annotated[int, "code", "1 in crisis; 2 for a youth in 1:1 outside a group; 3 both"]
    previous_of_youth: Annotated["Application", "-", "of the same youth"]
    previous_waiting: Annotated["Application", "-", "on the waiting list of the service"]


@teach
class Arrangement(Packed):
    """1:1 of one youth, from start to end."""

    kind = Kind.ARRANGEMENT.value
    id: Annotated[int, "-", "`sim.common.ids.arrangement_id`; -1 once it may be used again"]
    youth: Annotated[Youth, "-", "who is guided"]
    region: Annotated[Region, "-", "responsible"]
    provider: Annotated[Provider, "-", "who gives it, or nobody in the data"]
    own_team: Annotated[Team, "-", "who holds its positions"]
    cause: Annotated[int, "code", "why it started"]
    variant: Annotated[int, "code", "form"]
    variant_start: Annotated[int, "code", "form at the start"]
    is_present: Annotated[bool, "-", "not ended"]
    is_crisis: Annotated[bool, "-", "started in crisis"]
    is_decided: Annotated[bool, "-", "the funder has decided"]
    is_at_once: Annotated[bool, "-", "started before the funder had decided"]
    n_before: Annotated[int, "count", "earlier arrangements of the youth"]
    n_moves_before: Annotated[int, "count", "moves of the youth before"]
    day_start: Annotated[int, "day", "start"]
    days_waited: Annotated[int, "day", "between asking and the start"]
    days_planned: Annotated[int, "day", "duration meant at the start"]
    dependency_start: Annotated[float, "0..1", "dependency carried into it"]
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
    burden: Annotated[int, "0..5", "of the family, at home"]
    # the way to a place, and why it runs today
    is_ready: Annotated[bool, "-", "for a place: judged so, or nothing else was ever lacking"]
    is_search_forced: Annotated[bool, "-", "a place is looked for whatever is judged"]
    is_missed: Annotated[bool, "-", "the last evaluation that was due was not held"]
    is_in_renewal: Annotated[bool, "-", "the last one fell into the renewal window"]
    kept: Annotated[Location, "-", "the place that is kept, or nobody"]
    day_kept: Annotated[int, "day", "since when"]
    days_in_queue: Annotated[int, "day", "waited for that place after the provider's yes"]
    day_moving: Annotated[int, "day", "end of the transition"]
    reason: Annotated[int, "code", "why it runs today (`Reason`); -1 before and after"]
    variant_reason: Annotated[int, "code", "the form under which the reason is counted"]
    day_reason: Annotated[int, "day", "since when"]
    days_of_reason: Annotated[Ints, InPlace(N_REASONS), "day", "by reason, up to day_reason"]
    day_moved: Annotated[int, "day", "went along into a place after a time alone; -1 never"]
    day_last_step: Annotated[int, "day", "last step down"]
    day_incident: Annotated[int, "day", "last incident"]
    day_authorised_until: Annotated[int, "day", "end of the authorisation"]
    is_under_notice: Annotated[bool, "-", "renewal was refused once"]
    day_maximum: Annotated[int, "day", "reviewed decision at the maximum duration"]
    day_level: Annotated[int, "day", "since when on this rung"]
    days_at_level: Annotated[Ints, InPlace(6), "day", "by rung, up to day_level"]
    n_due: Annotated[int, "count", "evaluations due"]
    n_held: Annotated[int, "count", "evaluations held"]
    n_attempts: Annotated[int, "count", "attempts to step down"]
    n_failed: Annotated[int, "count", "of these, failed"]
    n_renewals: Annotated[int, "count", "decisions on renewal"]
    n_applications: Annotated[int, "count", "applications to providers from its start"]
    n_refusals: Annotated[int, "count", "of these, refused"]
    n_restraints: Annotated[int, "count", "incidents that ended in restraint"]
    n_incidents: Annotated[int, "count", "serious incidents"]
    cents: Annotated[int, "eurocent", "cost so far"]
    minutes_uncovered: Annotated[int, "minute", "presence due that nobody gave, so far"]
    next_in_region: Annotated["Arrangement", "-", "of the same region"]
    previous_in_region: Annotated["Arrangement", "-", "of the same region"]
    next_free: Annotated["Arrangement", "-", "next record to set free or to use again"]
    n_counters: Annotated[
        int, WHOLE, "count", "length of the row that follows: its team draws from it too"
    ]
    n_drawn: Annotated[
        Ints, InPlace(N_COUNTERS), WHOLE, "count", "draws so far by purpose, four in a word"
    ]


WORDS_OF_TEAM = size_of(Team)
WORDS_OF_YOUTH = size_of(Youth)
WORDS_OF_APPLICATION = size_of(Application)
NEXT_OF_YOUTH = layout(Application)["next_of_youth"].at
PLACE_MASK = (1 << 8 * BYTES_OF_PLACE) - 1  # of that word: its lower half is a place
WORDS_OF_ARRANGEMENT = size_of(Arrangement)
