"""The books: the rows of every table, by the names of its columns (`sim/engine/columns.py`)."""

from typing import TYPE_CHECKING

from sim.names import N_LEVELS, Outcome, Reason
from sim.rules import staff

if TYPE_CHECKING:
    from sim.engine.reference.arrangement import Arrangement
    from sim.engine.reference.region import Region
    from sim.engine.reference.youth import Youth


def record_month(region: "Region") -> None:
    """Write the state of teams, labour market and RET on the last evening of a month."""
    teams, labour, ret = region.all_teams(), region.labour, region.ret
    held, core = labour.held, labour.held_core
    region.world.recorder.write(
        "teams",
        day=region.today,
        region=region.index,
        n_positions=sum(held),
        n_settled=held[staff.SETTLED],
        n_new=held[staff.NEW],
        n_agency=held[staff.AGENCY],
        n_vacant=held[staff.VACANT],
        n_positions_core=sum(core),
        n_settled_core=core[staff.SETTLED],
        n_departures=labour.n_departures,
        sum_competence=sum(team.competence.value for team in teams),
        n_teams=len(teams),
        n_due_core=sum(a.n_positions_due for a in region.arrangements.values()),
        known_route=region.known_route,
    )
    region.world.recorder.write(
        "ret",
        day=region.today,
        region=region.index,
        n_queue=len(ret.queue),
        n_reviewed=ret.n_reviewed,
        days_waited=ret.days_waited,
    )
    labour.n_departures = ret.n_reviewed = ret.days_waited = 0


def record_stay(youth: "Youth", day_end: int, *, is_unplanned_end: bool) -> None:
    """Write a row of `stays`."""
    here = youth.location
    assert here is not None
    youth.world.recorder.write(
        "stays",
        id_youth=youth.id,
        region=youth.region.index,
        region_place=here.region.index,
        setting=int(here.setting),
        location=here.id,
        day_start=youth.day_stay_start,
        day_end=day_end,
        days_waited=youth.days_waited,
        is_crisis=youth.stay_in_crisis,
        is_unplanned_end=is_unplanned_end,
        provider=here.service.provider.number,
        is_misfit=youth.is_misfit,
        days_kept_free=youth.days_kept_free,
        days_waited_in_queue=youth.days_in_queue,
    )


def record_spell(youth: "Youth", day_end: int) -> None:
    """Write a row of `spells` and add its money to the arrangement.

    A stretch of no days leaves no row.
    """
    assert youth.cell is not None
    days = (day_end if day_end >= 0 else youth.world.diary.n_days) - youth.day_cell
    cents = youth.cell_money[1] + youth.cell_money[2]
    if youth.cell_arrangement is not None:
        youth.cell_arrangement.cents += cents * days
    if days > 0:
        setting, variant, level = youth.cell
        youth.world.recorder.write(
            "spells",
            id_youth=youth.id,
            region=youth.region.index,
            setting=setting,
            variant=variant,
            level=level,
            day_start=youth.day_cell,
            day_end=day_end,
            cents_per_day=cents,
        )


def record_uncovered(youth: "Youth", day: int) -> None:
    """Add to the arrangement the minutes that nobody gave up to a day."""
    if youth.cell_arrangement is not None:
        minutes = youth.cell_uncovered * (day - youth.day_uncovered)
        youth.cell_arrangement.minutes_uncovered += minutes
    youth.day_uncovered = day


def record_episode(a: "Arrangement", day_end: int, outcome: Outcome) -> None:
    """Write a row of `episodes`."""
    youth = a.youth
    youth.world.recorder.write(
        "episodes",
        id_youth=youth.id,
        n_arrangement=a.n_before,
        region=youth.region.index,
        cause=int(a.cause),
        variant=int(a.variant_start),
        variant_end=int(a.variant),
        provider=a.provider.number if a.provider is not None else -1,
        day_start=a.day_start,
        day_end=day_end,
        day_moved=a.day_moved,
        days_planned=a.days_planned,
        level_start=a.level_start,
        level_end=a.level,
        **{f"days_level_{rung}": a.days_at_level[rung] for rung in range(1, N_LEVELS)},
        **{f"days_{why.name.lower()}": a.way_down.days[why] for why in Reason},
        minutes_uncovered=a.minutes_uncovered,
        days_waited=a.days_waited,
        n_applications=a.n_applications,
        n_refusals=a.n_refusals,
        n_restraints=a.n_restraints,
        n_incidents=a.n_incidents,
        is_crisis=a.is_crisis,
        is_proactive=a.is_proactive,
        has_analysis=a.has_analysis,
        has_analysis_at_start=a.has_analysis_at_start,
        has_plan=a.has_plan,
        is_ret_at_start=a.is_ret_at_start,
        is_ret=a.is_ret,
        is_at_once=a.is_at_once,
        is_contracted=a.is_contracted,
        is_registered=a.is_registered,
        n_evaluations_due=a.n_due,
        n_evaluations_held=a.n_held,
        n_attempts=a.n_attempts,
        n_failed=a.n_failed,
        n_moves_before=a.n_moves_before,
        days_age=a.day_start - youth.day_born,
        is_jzp_indicated=youth.was_secure,
        has_secure_need=youth.has_secure_need,
        participation=youth.participation.value,
        dependency_start=a.dependency_start,
        cents=a.cents,
        outcome=int(outcome),
    )


def record_youth(youth: "Youth") -> None:
    """Write a row of `youths`."""
    youth.world.recorder.write(
        "youths",
        id_youth=youth.id,
        region=youth.region.index,
        day_arrival=youth.day_arrival,
        day_left=youth.day_left,
        days_age_at_arrival=youth.days_age_at_arrival,
        severity=youth.severity,
        n_moves_at_arrival=youth.n_moves_at_arrival,
        n_moves=youth.n_moves,
        n_arrangements=youth.n_arrangements,
        has_secure_need=youth.has_secure_need,
        is_secure=youth.was_secure,
        profile=youth.profile,
        is_aged_out=youth.is_aged_out,
    )


def close_books(youth: "Youth") -> None:
    """At the end of the run write what still goes on as running (censored)."""
    n_days, arrangement = youth.world.diary.n_days, youth.arrangement
    if youth.location is not None:
        record_stay(youth, -1, is_unplanned_end=False)
    if youth.cell is not None:
        record_spell(youth, -1)
    for application in youth.request.applications:
        if application.is_running:
            application.record(-1, is_placed=False)
    if arrangement is not None:
        record_uncovered(youth, n_days)
        arrangement.days_at_level[arrangement.level] += n_days - arrangement.day_level
        arrangement.way_down.days_to(n_days)
        record_episode(arrangement, -1, Outcome.RUNNING)
    record_youth(youth)
