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
        "variant": ("int", "code", "form (sim.names.Variant)"),
        "day_start": ("int", "day", "first day"),
        "day_end": ("int", "day", "day on which it ended; -1 while running"),
        "days_planned": ("int", "day", "duration meant at the start"),
        "level_start": ("int", "rung", "rung at the start, 1..5"),
        "level_end": ("int", "rung", "rung at the end, or now"),
        "days_level_1": ("int", "day", "days at rung 1"),
        "days_level_2": ("int", "day", "days at rung 2"),
        "days_level_3": ("int", "day", "days at rung 3"),
        "days_level_4": ("int", "day", "days at rung 4"),
        "days_level_5": ("int", "day", "days at rung 5"),
        "days_blocked": ("int", "day", "days ready to move on without a place that accepts"),
        "is_crisis": ("bool", "-", "started in crisis"),
        "is_proactive": ("bool", "-", "goal proactive (now); reactive otherwise"),
        "has_analysis": ("bool", "-", "shared explanatory analysis present (now)"),
        "has_analysis_at_start": ("bool", "-", "shared explanatory analysis present at the start"),
        "has_plan": ("bool", "-", "exit plan present (now)"),
        "is_ret_at_start": ("bool", "-", "RET consulted before the start"),
        "is_ret": ("bool", "-", "RET involved at any time"),
        "is_contracted": ("bool", "-", "contracted provider"),
        "is_registered": ("bool", "-", "registered as 1:1 (visible to the municipality)"),
        "n_evaluations_due": ("int", "count", "evaluations due"),
        "n_evaluations_held": ("int", "count", "evaluations held"),
        "n_attempts": ("int", "count", "attempts to step down"),
        "n_failed": ("int", "count", "attempts that failed (relapses)"),
        "n_moves_before": ("int", "count", "moves of the youth before the start"),
        "days_age": ("int", "day", "age of the youth at the start"),
        "is_jzp_indicated": ("bool", "-", "a closed place was indicated by the end, or by now"),
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
        "is_secure": ("bool", "-", "a closed place was indicated at any time"),
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
    }
)
TABLES = MappingProxyType(
    {
        "episodes": EPISODES,
        "stays": STAYS,
        "spells": SPELLS,
        "youths": YOUTHS,
        "teams": TEAMS,
        "ret": RET,
        "events": EVENTS,
    }
)
