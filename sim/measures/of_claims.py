"""Counts that claims are tested on, beside the KPIs: starts, ends, causes, contrasts.

One number of a recording each, over its reporting days unless said otherwise.
"""

import numpy as np

from sim.common.arrays import Bools, Ints
from sim.common.calendar import DAYS_ONE_YEAR
from sim.measures import contrasts, cost, duration, incidents, moves, stepping_down, system, volume
from sim.measures.alone import began_alone, day_end_outside
from sim.measures.groups import ALONE, OUTSIDE, SETTINGS_ALONE
from sim.measures.inputs import Recording, mean, n_years, ratio
from sim.measures.measured import CLAIM, Measure, Measured
from sim.measures.rows import (
    RUNNING,
    Rows,
    column,
    day_end_or,
    every,
    in_setting,
    is_any,
    started,
    youth_day,
)
from sim.names import Cause, Outcome, Setting, Variant


def starts_outside(recording: Recording) -> float:
    """Return 1:1 arrangements outside a group (unit, separate location, home) started per year."""
    return ratio(
        float(is_any(started(recording, "episodes")["variant"], *OUTSIDE).sum()), n_years(recording)
    )


def starts_reactive(recording: Recording) -> float:
    """Return 1:1 arrangements started per year whose goal is not, and did not become, proactive."""
    return ratio(float((~started(recording, "episodes")["is_proactive"]).sum()), n_years(recording))


def days_per_start_outside(recording: Recording) -> float:
    """Return youth-days in a unit or a separate location per arrangement started there."""
    n_starts = is_any(started(recording, "episodes")["variant"], *ALONE).sum()
    return ratio(float(volume.setting_days(recording, *SETTINGS_ALONE).sum()), float(n_starts))


def positive_within_year(recording: Recording) -> float:
    """Return the share of arrangements begun in the period, with a year of the run left, that ended
    positive within a year.
    """
    rows = started(recording, "episodes")
    rows = rows.where(rows["day_start"] + DAYS_ONE_YEAR < recording.n_days)
    is_early = (rows["day_end"] != RUNNING) & (rows["day_end"] - rows["day_start"] <= DAYS_ONE_YEAR)
    return mean((rows["outcome"] == Outcome.POSITIVE) & is_early)


def days_left_alone(recording: Recording) -> float:
    """Return the mean days that arrangements alone on the first reporting day still are in the
    period: inflow is equal on all sides.
    """
    rows = began_alone(recording)
    end = day_end_outside(rows)
    end = np.where(end == RUNNING, recording.n_days, end)
    is_here = (rows["day_start"] < recording.day_start) & (end >= recording.day_start)
    return mean(end[is_here] - recording.day_start)


def share_shared_rung(recording: Recording) -> float:
    """Return the share of youth-days in 1:1 on rung 1 (one worker for two or three)."""
    days = volume.census_days(recording)[:, 1:].sum(axis=(0, 1, 3))
    return ratio(float(days[1]), float(days[1:].sum()))


def fte_per_youth(recording: Recording) -> float:
    """Return full-time colleagues present in 1:1 per hundred youths in care."""
    return 100.0 * ratio(system.fte_one_to_one(recording), volume.census_in_care(recording))


def escalation_less_next_cause(recording: Recording) -> float:
    """Return the share of starts caused by an escalation less that of the most frequent other
    cause.
    """
    n = np.bincount(started(recording, "episodes")["cause"], minlength=len(Cause)).astype(float)
    return ratio(n[Cause.ESCALATION] - max(np.delete(n, Cause.ESCALATION)), n.sum())


def earlier_moves_contrast(recording: Recording) -> float:
    """Return moves before arrival of youths who ever had 1:1 in the run, less those of other youths
    with a stay.
    """
    n_moves = np.asarray(column(recording, "youths", "n_moves_at_arrival"))
    has_had = np.asarray(column(recording, "youths", "n_arrangements")) > 0
    return mean(n_moves[has_had]) - mean(n_moves[~has_had])


def spread_between_groups(recording: Recording) -> float:
    """Return how far starts of 1:1 in open groups vary between locations beyond chance.

    Variance over mean of counts, less one. Expected counts are in proportion to the youth-days of a
    location; 0 is what chance alone gives (Poisson). Over the whole run, warm-up included.
    """
    stays = in_setting(every(recording, "stays"), Setting.OPEN_GROUP)
    starts = every(recording, "episodes")
    starts = starts.where(starts["variant"] == Variant.GROUP)
    _, location = np.unique(stays["location"], return_inverse=True)
    n_locations = location.max() + 1
    stays_end = day_end_or(stays, recording.n_days)
    stay, is_here = _stay_at_start(stays, stays_end, starts)
    n = np.bincount(location[stay[is_here]], minlength=n_locations)
    days = np.bincount(location, stays_end - stays["day_start"], minlength=n_locations)
    expected = days / days.sum() * n.sum()
    seen = expected > 0
    return float(np.mean((n[seen] - expected[seen]) ** 2 / expected[seen])) - 1.0


def _stay_at_start(stays: Rows, stays_end: Ints, starts: Rows) -> tuple[Ints, Bools]:
    """Return, per start of 1:1, the last stay of that youth begun by then (its row), and whether
    it had not ended.
    """
    begun = youth_day(stays["id_youth"], stays["day_start"])
    order = np.argsort(begun)
    at = np.searchsorted(begun[order], youth_day(starts["id_youth"], starts["day_start"]), "right")
    stay = order[np.maximum(at - 1, 0)]
    is_own = (at > 0) & (stays["id_youth"][stay] == starts["id_youth"])
    return stay, is_own & (starts["day_start"] <= stays_end[stay])


def _row(
    name: str, unit: str, text: str, function: Measure, is_per_youth: bool = False
) -> Measured:
    return Measured(name, unit, CLAIM, text, function, is_per_youth)


OF_CLAIMS = (
    _row("starts_outside", "1/year", "starts of 1:1 outside a group", starts_outside),
    _row("starts_reactive", "1/year", "starts of reactive 1:1", starts_reactive),
    _row("days_per_start_outside", "day", "days alone per start", days_per_start_outside),
    _row(
        "duration_mean",
        "day",
        "mean duration up to three years",
        duration.mean_duration,
    ),
    _row(
        "duration_outside",
        "day",
        "mean duration outside a group, up to three years",
        duration.mean_duration_outside,
    ),
    _row(
        "days_left_alone",
        "day",
        "days left of 1:1 alone that ran at the start",
        days_left_alone,
    ),
    _row(
        "attempts_per_evaluation",
        "share",
        "attempts per evaluation held",
        stepping_down.per_episode("n_attempts", stepping_down.HELD),
    ),
    _row(
        "attempts_per_evaluation_alone",
        "share",
        "attempts per evaluation held, alone",
        stepping_down.per_episode("n_attempts", stepping_down.HELD, *ALONE),
    ),
    _row(
        "attempts_per_year_of_active",
        "1/youth-year",
        "attempts to step down",
        stepping_down.attempts_per_year_of_active,
    ),
    _row("success_share", "share", "attempts that hold", stepping_down.success_share),
    _row(
        "evaluations_held",
        "share",
        "evaluations held of those due",
        stepping_down.per_episode(stepping_down.HELD, "n_evaluations_due"),
    ),
    _row("exits_per_year", "1/youth-year", "arrangements ended well", stepping_down.exits_per_year),
    _row(
        "positive_within_year",
        "share",
        "arrangements ended positive within a year",
        positive_within_year,
    ),
    _row("share_shared_rung", "share", "youth-days on the shared rung", share_shared_rung),
    _row(
        "moves_all",
        "1/youth-year",
        "unplanned moves, out of 1:1 alone included",
        moves.moves_out_of_care,
    ),
    _row(
        "moves_in_year_after_start",
        "moves",
        "unplanned moves in the year after a start",
        moves.moves_in_year_after_start,
    ),
    _row("early_breakdown", "share", "stays broken off within 180 days", moves.early_breakdown),
    _row("returns_180", "share", "1:1 again within 180 days of its end", moves.returns_180),
    _row(
        "lost_after_move",
        "share",
        "moves out of 1:1 alone lost within 180 days",
        moves.lost_after_move,
    ),
    _row(
        "returns_after_step",
        "share",
        "steps down followed by a higher rung within 180 days",
        moves.returns_after_step,
    ),
    _row(
        "earlier_moves_contrast",
        "moves",
        "earlier moves, with 1:1 less without",
        earlier_moves_contrast,
    ),
    _row(
        "escalation_less_next_cause",
        "share",
        "share of escalation less the next cause",
        escalation_less_next_cause,
    ),
    _row(
        "spread_between_groups",
        "-",
        "variance of starts between groups beyond chance",
        spread_between_groups,
    ),
    _row(
        "fte_per_100_youths",
        "FTE",
        "colleagues in 1:1 per 100 youths in care",
        fte_per_youth,
        is_per_youth=True,
    ),
    _row(
        "skew_of_cost_alone",
        "euro/year",
        "mean less median cost alone",
        cost.solo_skew,
        is_per_youth=True,
    ),
    _row("incidents_per_year", "1/youth-year", "incidents in care", incidents.incidents_per_year),
    _row(
        "incidents_beside",
        "1/youth-year",
        "incidents of peers without 1:1",
        incidents.incidents_beside,
    ),
    _row(
        "incidents_in_one_to_one",
        "1/youth-year",
        "incidents in 1:1",
        incidents.incidents_in_one_to_one,
    ),
    _row(
        "incidents_first_quarter",
        "1/youth-year",
        "incidents in the first 90 days of 1:1",
        incidents.incidents_first_quarter,
    ),
    _row(
        "incidents_after_year_alone",
        "1/youth-year",
        "incidents alone after the first year",
        incidents.incidents_after_year_alone,
    ),
    _row(
        "after_less_before_start",
        "1/youth-year",
        "incidents, 90 days after the start less 90 before",
        incidents.after_less_before_start,
    ),
    _row(
        "after_less_before_step",
        "1/youth-year",
        "incidents, 60 days after a step down less 60 before",
        incidents.after_less_before_step,
    ),
    _row(
        "alone_less_group",
        "1/youth-year",
        "incidents after a year, alone less in a group",
        incidents.alone_less_group,
    ),
    _row(
        "attempts_per_evaluation_in_group",
        "share",
        "attempts per evaluation held, in a group",
        stepping_down.per_episode("n_attempts", stepping_down.HELD, Variant.GROUP),
    ),
    _row(
        "early_less_late_exits_alone",
        "1/youth-year",
        "ways out of being alone, early less late",
        contrasts.early_less_late_exits_alone,
    ),
    _row(
        "early_less_late_steps_in_group",
        "share",
        "steps down per evaluation in a group, early less late",
        contrasts.early_less_late_steps_in_group,
    ),
    _row(
        "incidents_first_quarter_alone",
        "1/youth-year",
        "incidents in the first 90 days alone",
        incidents.incidents_alone_between(0, incidents.DAYS_QUARTER),
    ),
    _row("analysis_kept", "share", "analyses still known at the end", contrasts.analysis_kept),
    _row(
        "share_partial_return",
        "share",
        "starts in a group that begin at the shared rung",
        contrasts.share_partial_return,
    ),
    _row("failed_at_home", "share", "1:1 at home that was given up", contrasts.failed_at_home),
    _row(
        "refused_severe_less_mild",
        "share",
        "refusals, most severe third less mildest third",
        contrasts.refused_severe_less_mild,
    ),
    _row("growth_of_use", "youths", "1:1, last year less first", contrasts.growth_of_use),
    _row(
        "participation_short_less_long",
        "level",
        "participation after at most 60 days alone less after 180",
        contrasts.participation_short_less_long,
    ),
    _row(
        "participation_in_group",
        "level",
        "participation at the end of 1:1 in a group",
        contrasts.participation_in_group,
    ),
    _row(
        "spread_of_cost_between_regions",
        "-",
        "spread between regions of the cost of a year of 1:1",
        contrasts.spread_of_cost_between_regions,
        is_per_youth=True,
    ),
)
