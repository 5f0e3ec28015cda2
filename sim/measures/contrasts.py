"""Contrasts inside one recording that claims are tested on.

Short against long, severe against mild, region against region.

One number of a recording each. Source: conf/claims.
"""

import numpy as np

from sim.common.arrays import Bools, Floats, Ints
from sim.common.calendar import DAYS_ONE_YEAR, DAYS_PER_YEAR
from sim.measures import cost
from sim.measures.alone import NEVER, began_alone, day_end_outside
from sim.measures.groups import ALONE, ENDED_WELL
from sim.measures.incidents import N_STRATA, evaluations_held, steps_down, strata
from sim.measures.inputs import Recording, in_region, mean, ratio, view
from sim.measures.placing import asked
from sim.measures.rows import (
    RUNNING,
    Rows,
    column,
    count_between,
    ended,
    every,
    is_any,
    started,
)
from sim.measures.volume import census_one_to_one_by_year, one_to_one_days
from sim.names import Answer, Component, Outcome, Variant

Counts = Bools | Floats | Ints
DAYS_EARLY, DAYS_SHORT, DAYS_LONG = 180, 60, 180
OF_ONE_TO_ONE = (Component.ONE_TO_ONE_STAFF, Component.ONE_TO_ONE_HOUSING)


def early_less_late_exits_alone(recording: Recording) -> float:
    """Return ways out of 1:1 alone per youth-year in its first 180 days less those after a year, at
    equal severity: moves into a place, and endings that are positive or stabilised.

    Over the whole run.
    """
    rows = began_alone(recording)
    last = day_end_outside(rows)
    lasted = _lasted(recording, rows, last)
    is_exit = (rows["day_moved"] != NEVER) | _is_ended_well(rows)
    years = lasted / DAYS_PER_YEAR
    early, late = DAYS_EARLY / DAYS_PER_YEAR, DAYS_ONE_YEAR / DAYS_PER_YEAR
    return _early_less_late(
        strata(recording, rows["id_youth"]),
        (is_exit & (lasted <= DAYS_EARLY), np.minimum(years, early)),
        (is_exit & (lasted > DAYS_ONE_YEAR), np.maximum(years - late, 0.0)),
    )


def early_less_late_steps_in_group(recording: Recording) -> float:
    """Return steps down that held per evaluation that was held, of 1:1 in a group, in its first 180
    days less those after a year, at equal severity.

    Steps at an evaluation and not ends: several rungs lie before an end, and the first evaluation
    comes only after some time. Over the whole run.
    """
    rows = every(recording, "episodes")
    rows = rows.where(rows["variant"] == Variant.GROUP)
    start, lasted = rows["day_start"], _lasted(recording, rows, rows["day_end"])

    def n_between(keys: Ints, after: int, until: int) -> Ints:
        low, high = np.minimum(lasted, after), np.minimum(lasted, until)
        return count_between(keys, rows["id_youth"], start + low, start + high)

    held, steps = evaluations_held(view(recording)), steps_down(view(recording))
    early, late = (0, DAYS_EARLY), (DAYS_ONE_YEAR, recording.n_days)
    return _early_less_late(
        strata(recording, rows["id_youth"]),
        (n_between(steps, *early), n_between(held, *early)),
        (n_between(steps, *late), n_between(held, *late)),
    )


def _lasted(recording: Recording, rows: Rows, last: Ints) -> Ints:
    days: Ints = np.where(last == RUNNING, recording.n_days - 1, last) - rows["day_start"]
    return days


def _early_less_late(
    stratum: Ints, early: tuple[Counts, Counts], late: tuple[Counts, Counts]
) -> float:
    """Return the difference of two rates within thirds of severity, weighted by what is at risk
    late. Both are (how often, at risk) per arrangement.
    """
    total, weight = 0.0, 0.0
    for k in range(N_STRATA):
        n_early, at_risk_early, n_late, at_risk_late = (
            float(each[stratum == k].sum()) for each in (*early, *late)
        )
        if at_risk_early and at_risk_late:
            total += at_risk_late * (n_early / at_risk_early - n_late / at_risk_late)
            weight += at_risk_late
    return ratio(total, weight)


def _is_ended_well(rows: Rows) -> Bools:
    is_well: Bools = is_any(rows["outcome"], *ENDED_WELL) & (rows["day_end"] != RUNNING)
    return is_well


def analysis_kept(recording: Recording) -> float:
    """Return the share of arrangements ended in the period, with an explanatory analysis at their
    start, that still had it at the end.
    """
    rows = ended(recording, "episodes")
    rows = rows.where(rows["has_analysis_at_start"].astype(bool))
    return mean(rows["has_analysis"].astype(bool))


def share_partial_return(recording: Recording) -> float:
    """Return the share of starts of 1:1 in a group that begin at the shared rung."""
    rows = started(recording, "episodes")
    rows = rows.where(rows["variant"] == Variant.GROUP)
    return mean(rows["level_start"] == 1)


def failed_at_home(recording: Recording) -> float:
    """Return the share of arrangements at home, ended in the period, that were given up."""
    rows = ended(recording, "episodes")
    rows = rows.where(rows["variant"] == Variant.HOME)
    return mean(rows["outcome"] == Outcome.FAILED)


def refused_severe_less_mild(recording: Recording) -> float:
    """Return the share of answers that are refusals among the most severe third of youths who are
    asked for, less that among the least severe third.
    """
    rows = asked(recording)
    rows = rows.where(rows["answer"] != Answer.OPEN)
    ids = np.asarray(column(recording, "youths", "id_youth"))
    order = np.argsort(ids)
    severity = np.asarray(column(recording, "youths", "severity"))[order]
    own = severity[np.searchsorted(ids[order], rows["id_youth"])]
    if not len(own):
        return float("nan")
    low, high = np.quantile(own, (1.0 / N_STRATA, 1.0 - 1.0 / N_STRATA))
    is_refused = rows["answer"] == Answer.REFUSED
    return mean(is_refused[own >= high]) - mean(is_refused[own <= low])


def growth_of_use(recording: Recording) -> float:
    """Return youths in 1:1 in the last year of the period less those in the first."""
    by_year = list(census_one_to_one_by_year(recording).values())
    return by_year[-1] - by_year[0]


def participation_short_less_long(recording: Recording) -> float:
    """Return the level of participation at the end of 1:1 that was alone for at most 60 days, less
    that of 1:1 alone for 180 days or more, for arrangements that ended alone.
    """
    rows = ended(recording, "episodes")
    rows = rows.where(is_any(rows["variant"], *ALONE) & (rows["day_moved"] == NEVER))
    lasted = rows["day_end"] - rows["day_start"]
    level = rows["participation"]
    return mean(level[lasted <= DAYS_SHORT]) - mean(level[lasted >= DAYS_LONG])


def participation_in_group(recording: Recording) -> float:
    """Return the mean level of participation at the end of 1:1 in a group, ended in the period."""
    rows = ended(recording, "episodes")
    return mean(rows["participation"][rows["variant"] == Variant.GROUP])


def spread_of_cost_between_regions(recording: Recording) -> float:
    """Return how far the cost of a youth-year of 1:1 varies between regions: standard deviation
    over mean. NaN for one region.
    """
    each = [_cost_of_a_year(recording, k) for k in range(len(recording.region_names))]
    return ratio(float(np.std(each, ddof=1)), float(np.mean(each))) if len(each) > 1 else np.nan


def _cost_of_a_year(recording: Recording, region: int) -> float:
    own = in_region(view(recording), region)
    cents = cost.cents(own, *OF_ONE_TO_ONE).sum()
    return ratio(float(cents) / cost.CENTS * DAYS_PER_YEAR, float(one_to_one_days(own).sum()))
