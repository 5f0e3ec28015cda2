"""Contrasts inside one recording that claims are tested on.

Short against long, severe against mild, region against region.

One number of a recording each. Source: conf/claims.
"""

from collections.abc import Callable

import numpy as np

from sim.common.arrays import Bools, Ints
from sim.common.calendar import DAYS_ONE_YEAR, DAYS_PER_YEAR
from sim.measures import cost
from sim.measures.alone import NEVER, began_alone, day_end_outside
from sim.measures.groups import ALONE, ENDED_WELL
from sim.measures.incidents import N_STRATA, strata
from sim.measures.inputs import Recording, in_region, mean, ratio, view
from sim.measures.placing import asked
from sim.measures.rows import RUNNING, Rows, column, ended, every, is_any, started
from sim.measures.volume import census_one_to_one_by_year, one_to_one_days
from sim.names import Answer, Component, Outcome, Variant

DAYS_EARLY, DAYS_SHORT, DAYS_LONG = 180, 60, 180
OF_ONE_TO_ONE = (Component.ONE_TO_ONE_STAFF, Component.ONE_TO_ONE_HOUSING)


def early_less_late(form: str) -> Callable[[Recording], float]:
    """Return the measure of ends per youth-year in the first 180 days of 1:1 less those after a
    year, at equal severity, for 1:1 `alone` or `in_group`.

    Alone an end is the move into a place, or an ending that is positive or stabilised; in a group
    such an ending. Equal severity: differences within thirds of severity, weighted by days after a
    year. Over the whole run.
    """

    def contrast(recording: Recording) -> float:
        rows, last, is_exit = _alone(recording) if form == "alone" else _in_group(recording)
        lasted = np.where(last == RUNNING, recording.n_days - 1, last) - rows["day_start"]
        stratum = strata(recording, rows["id_youth"])
        total, weight = 0.0, 0.0
        for k in range(N_STRATA):
            is_in = stratum == k
            early = np.minimum(lasted, DAYS_EARLY)[is_in].sum()  # youth-days
            late = np.maximum(lasted - DAYS_ONE_YEAR, 0)[is_in].sum()
            if early and late:
                n_early = (is_exit & is_in & (lasted <= DAYS_EARLY)).sum()
                n_late = (is_exit & is_in & (lasted > DAYS_ONE_YEAR)).sum()
                total += late * DAYS_PER_YEAR * (n_early / early - n_late / late)
                weight += late
        return ratio(total, weight)

    return contrast


def _alone(recording: Recording) -> tuple[Rows, Ints, Bools]:
    rows = began_alone(recording)
    return rows, day_end_outside(rows), (rows["day_moved"] != NEVER) | _is_ended_well(rows)


def _in_group(recording: Recording) -> tuple[Rows, Ints, Bools]:
    rows = every(recording, "episodes")
    rows = rows.where(rows["variant"] == Variant.GROUP)
    return rows, rows["day_end"], _is_ended_well(rows)


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
