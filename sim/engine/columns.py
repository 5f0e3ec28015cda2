"""Columns of every table that an executor writes, each with unit and meaning.

An executor records three kinds of fact; everything else is measured from them (`sim/measures`):

* rows: one per 1:1 arrangement (`EPISODES`), per stay (`STAYS`), per spell at one rung (`SPELLS`),
  per youth (`YOUTHS`);
* month rows: state of teams, RET and labour market on the last day of each month (`TEAMS`, `RET`);
* day counts: integer arrays per day (`DAY_COUNTS`), exact.

Days are whole days since the first day of the run (warm-up included). Money is recorded in whole
euro cents. A table row that has not ended has end day -1 (censored, null in Parquet).
"""

from types import MappingProxyType

# column -> (type, unit, meaning); type is one of "int", "float", "bool"
EPISODES = MappingProxyType(
    {
        "id_youth": ("int", "-", "synthetic number of the youth (`sim.common.ids`)"),
        "n_arrangement": ("int", "-", "n-th 1:1 arrangement of this youth, from 0"),
        "region": ("int", "index", "region responsible for the youth, index in the run"),
        "cause": ("int", "code", "why it started (sim.names.Cause)"),
        "variant": ("int", "code", "form at the start (sim.names.Variant)"),
        "variant_end": ("int", "code", "form at the end, or now"),
        "provider": ("int", "index", "provider, index in its region; -1 none in the data"),
        "day_start": ("int", "day", "first day"),
        "day_end": ("int", "day", "day on which it ended; -1 while running"),
        "day_moved": (
            "int",
            "day",
            "day on which it went along into a place after a time alone; -1 never",
        ),
        "days_planned": ("int", "day", "duration meant at the start"),
        "level_start": ("int", "rung", "rung at the start, 1..5"),
        "level_end": ("int", "rung", "rung at the end, or now"),
        "days_level_1": ("int", "day", "days at rung 1"),
        "days_level_2": ("int", "day", "days at rung 2"),
        "days_level_3": ("int", "day", "days at rung 3"),
        "days_level_4": ("int", "day", "days at rung 4"),
        "days_level_5": ("int", "day", "days at rung 5"),
        "days_bridging": ("int", "day", "days on which the reason was: no place found yet"),
        "days_not_ready": ("int", "day", "... not ready for a step or a place"),
        "days_not_evaluated": ("int", "day", "... an evaluation was due and not held"),
        "days_refused": ("int", "day", "... ready, and everybody said no"),
        "days_no_place_free": ("int", "day", "... accepted, waiting for a place"),
        "days_transition": ("int", "day", "... a place kept, the new team working in"),
        "days_renewal": ("int", "day", "... nobody risked the grant, or a decision was awaited"),
        "minutes_uncovered": ("int", "minute", "presence that was due and that nobody gave"),
        "days_waited": ("int", "day", "days between asking for 1:1 and its start"),
        "n_applications": ("int", "count", "applications to providers from its start"),
        "n_refusals": ("int", "count", "of these, refused"),
        "n_restraints": ("int", "count", "incidents that ended in restraint"),
        "n_incidents": ("int", "count", "serious incidents"),
        "is_crisis": ("bool", "-", "started in crisis"),
        "is_proactive": ("bool", "-", "goal proactive (now); reactive otherwise"),
        "has_analysis": ("bool", "-", "shared explanatory analysis present (now)"),
        "has_analysis_at_start": ("bool", "-", "shared explanatory analysis present at the start"),
        "has_plan": ("bool", "-", "exit plan present (now)"),
        "is_ret_at_start": ("bool", "-", "RET consulted before the start"),
        "is_ret": ("bool", "-", "RET involved at any time"),
        "is_at_once": ("bool", "-", "started before the funder had decided"),
        "is_contracted": ("bool", "-", "contracted provider"),
        "is_registered": ("bool", "-", "registered as 1:1 (visible to the municipality)"),
        "n_evaluations_due": ("int", "count", "evaluations due"),
        "n_evaluations_held": ("int", "count", "evaluations held"),
        "n_attempts": ("int", "count", "attempts to step down"),
        "n_failed": ("int", "count", "attempts that failed (relapses)"),
        "n_moves_before": ("int", "count", "moves of the youth before the start"),
        "days_age": ("int", "day", "age of the youth at the start"),
        "is_jzp_indicated": ("bool", "-", "a closed place was asked for by the end, or by now"),
        "has_secure_need": ("bool", "-", "the youth has a secure need"),
        "participation": ("int", "level", "participation at the end, or now, 0..3"),
        "dependency_start": ("float", "0..1", "dependency on 1:1 carried into it"),
        "cents": ("int", "eurocent", "cost of the arrangement from its start, all 1:1 components"),
        "outcome": ("int", "code", "how it ended (sim.names.Outcome)"),
    }
)

STAYS = MappingProxyType(
    {
        "id_youth": ("int", "-", "synthetic number of the youth"),
        "region": ("int", "index", "region responsible for the youth"),
        "region_place": ("int", "index", "region of the location"),
        "setting": ("int", "code", "setting (sim.names.Setting)"),
        "location": ("int", "-", "id of the location (`sim.common.ids`)"),
        "day_start": ("int", "day", "first day"),
        "day_end": ("int", "day", "last day + 1; -1 while it goes on"),
        "days_waited": ("int", "day", "days between asking for this place and moving in"),
        "is_crisis": ("bool", "-", "asked for in crisis"),
        "is_unplanned_end": ("bool", "-", "ended in an unplanned move"),
        "provider": ("int", "index", "provider, index in its region"),
        "is_misfit": ("bool", "-", "taken in crisis though the place fits badly"),
        "days_kept_free": ("int", "day", "days for which the place was kept before moving in"),
        "days_waited_in_queue": ("int", "day", "days between the provider's yes and a free place"),
    }
)

# one row per asking: a youth is asked for again at a provider only when the chance has risen
APPLICATIONS = MappingProxyType(
    {
        "id_youth": ("int", "-", "synthetic number of the youth"),
        "region": ("int", "index", "region responsible for the youth"),
        "region_place": ("int", "index", "region of the provider"),
        "provider": (
            "int",
            "index",
            "provider, index in its region; of crisis places the one that had room, until then the "
            "first",
        ),
        "setting": ("int", "code", "setting asked for"),
        "wait": ("int", "code", "what the youth asked for (`Wait`)"),
        "day_asked": ("int", "day", "day of asking"),
        "day_answer": ("int", "day", "day of the answer; -1: none yet, or no longer awaited"),
        "answer": ("int", "code", "answer (sim.names.Answer)"),
        "chance": ("float", "0..1", "chance of being accepted at the answer; -1 without one"),
        "luck": (
            "float",
            "0..1",
            "draw that this youth and provider share, for good; 0 in crisis places",
        ),
        "day_end": ("int", "day", "day on which it led to a place or lapsed; -1 while it stands"),
        "is_placed": ("bool", "-", "led to the place"),
        "is_crisis": ("bool", "-", "asked in crisis"),
        "is_from_one_to_one": ("bool", "-", "asked for a youth who comes from 1:1"),
    }
)

# one row per stretch of days in which a youth's cell of the census does not change
SPELLS = MappingProxyType(
    {
        "id_youth": ("int", "-", "synthetic number of the youth"),
        "region": ("int", "index", "region responsible for the youth"),
        "setting": ("int", "code", "setting"),
        "variant": ("int", "code", "form of 1:1, 0 for none"),
        "level": ("int", "rung", "rung of the ladder, 0 for none"),
        "day_start": ("int", "day", "first day"),
        "day_end": ("int", "day", "last day + 1; -1 while it goes on"),
        "cents_per_day": (
            "int",
            "eurocent/day",
            "cost of 1:1 per day in this stretch (staff and housing)",
        ),
    }
)

YOUTHS = MappingProxyType(
    {
        "id_youth": ("int", "-", "synthetic number of the youth"),
        "region": ("int", "index", "region responsible for the youth"),
        "day_arrival": ("int", "day", "day of first arrival"),
        "day_left": ("int", "day", "day of (last) leaving the system; -1 while in it"),
        "days_age_at_arrival": ("int", "day", "age at arrival"),
        "severity": ("float", "0..1", "chronic severity"),
        "n_moves_at_arrival": ("int", "count", "moves before arrival"),
        "n_moves": ("int", "count", "moves, those before arrival included"),
        "n_arrangements": ("int", "count", "1:1 arrangements"),
        "has_secure_need": ("bool", "-", "has a secure need, for good"),
        "is_secure": ("bool", "-", "a closed place was asked for at any time"),
        "profile": ("int", "code", "what a place must be able to carry (sim.names.Profile)"),
        "is_aged_out": ("bool", "-", "left because of the age limit"),
    }
)

TEAMS = MappingProxyType(
    {
        "day": ("int", "day", "last day of the month"),
        "region": ("int", "index", "region"),
        "n_positions": ("int", "count", "positions in location teams and core teams"),
        "n_settled": ("int", "count", "positions held by settled permanent staff"),
        "n_new": ("int", "count", "positions held by permanent staff still settling in"),
        "n_agency": ("int", "count", "positions held by agency staff"),
        "n_vacant": ("int", "count", "positions held by nobody"),
        "n_positions_core": (
            "int",
            "count",
            "of n_positions: in core teams of solo and unit arrangements",
        ),
        "n_settled_core": ("int", "count", "of n_settled: in core teams"),
        "n_departures": ("int", "count", "departures since the month before"),
        "sum_competence": ("int", "level", "sum of competence levels over teams"),
        "n_teams": ("int", "count", "teams"),
        "n_due_core": ("int", "count", "positions that running 1:1 asks for"),
        "known_route": ("float", "log", "how known a route 1:1 has become: use over its own past"),
    }
)

RET = MappingProxyType(
    {
        "day": ("int", "day", "last day of the month"),
        "region": ("int", "index", "region"),
        "n_queue": ("int", "count", "cases waiting for review"),
        "n_reviewed": ("int", "count", "reviews since the month before"),
        "days_waited": ("int", "day", "sum over those reviews of days waited"),
    }
)

EVENTS = MappingProxyType(
    {
        "day": ("int", "day", "day"),
        "phase": ("int", "code", "phase of the day (sim.engine.phases.Phase)"),
        "fact": ("int", "code", "what happened (sim.engine.phases.Fact)"),
        "id": ("int", "-", "the entity to which it happened"),
        "value": ("int", "-", "what goes with the fact (a setting, a rung, a count)"),
    }
)

# day arrays, all int64, last axis = day of the run
DAY_COUNTS = MappingProxyType(
    {
        "census": (
            "(n_regions, n_settings, n_variants, n_levels, n_days): youths at the end of the day"
        ),
        "census_registered": "(n_regions, n_days): youths in 1:1 that is registered as 1:1",
        "cents_per_day": "(n_regions, n_components, n_days): cost of the day in eurocents",
        "places": (
            "(n_regions, n_place_settings, n_days): places in use or usable at the end of the day"
        ),
        "waiting": (
            "(n_regions, n_waits, n_days): youths on a waiting list at the end of the day, "
            "by what they ask for"
        ),
        "starts": "(n_regions, n_causes, n_days): 1:1 arrangements started",
        "arrivals": "(n_regions, n_days): youths who arrived for the first time",
        "left": (
            "(n_regions, n_days): youths in the system the day before who are not in it at the "
            "end of this day"
        ),
        "returned": "(n_regions, n_days): youths who came back into the system",
        "staff_minutes_per_day": "(n_regions, n_days): minutes of staff presence in 1:1",
        "uncovered_minutes_per_day": (
            "(n_regions, n_days): minutes of 1:1 that were due and that nobody gave"
        ),
        "staff_in_use": ("(n_regions, 2, n_days): full-time workers in use: permanent, agency"),
        "reasons": (
            "(n_regions, n_variants, n_reasons, n_days): 1:1 arrangements at the end of the day by "
            "form and by why they run today"
        ),
        "queue": (
            "(n_regions, n_place_settings, n_days): applications accepted and waiting for a free "
            "place at the end of the day, by setting, in the region of the provider"
        ),
        "kept_free": (
            "(n_regions, n_place_settings, n_days): places kept for who is in transition"
        ),
        "without_programme": (
            "(n_regions, n_days): youths in 1:1 or in a place without school or day programme"
        ),
        "restraints": "(n_regions, n_days): incidents that ended in restraint",
        "unplanned_moves": "(n_regions, n_days): unplanned moves",
        "decisions": "(n_regions, n_decisions, n_days): decisions of the funder",
        "start_waits": "(n_regions, n_days): tries to start 1:1 for which people were lacking",
    }
)
TABLES = MappingProxyType(
    {
        "episodes": EPISODES,
        "stays": STAYS,
        "applications": APPLICATIONS,
        "spells": SPELLS,
        "youths": YOUTHS,
        "teams": TEAMS,
        "ret": RET,
        "events": EVENTS,
    }
)
