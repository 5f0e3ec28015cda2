"""Counts that targets ask for, beside the KPIs: youths and stays in closed care, ages, places.

Each over the reporting days of a recording, which for a target is its `window`.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

from sim.common.arrays import Floats
from sim.common.calendar import DAYS_ONE_YEAR, DAYS_PER_MONTH, years_of
from sim.measures import cost, duration, in_care, stepping_down, volume
from sim.measures.alone import NEVER
from sim.measures.groups import ALONE, OPEN_CARE
from sim.measures.inputs import Recording, mean, mean_per_day, ratio
from sim.measures.measured import TARGET, Measure, Measured
from sim.measures.rows import Rows, days_in_period, ended, in_setting, started
from sim.names import Outcome, Setting


def youths_with_stay(*settings: Setting) -> Callable[[Recording], float]:
    """Return the measure of different youths with a stay in these settings on any day of the
    window.
    """

    def count(recording: Recording) -> float:
        stays = recording.rows["stays"]
        stays = stays[stays["setting"].isin([int(s) for s in settings])]
        return float(stays.loc[days_in_period(recording, stays) > 0, "id_youth"].nunique())

    return count


def placements_per_youth_jeugdzorgplus(recording: Recording) -> float:
    """Return stays begun in JeugdzorgPlus per different youth placed, within the window."""
    stays = _begun_stays(recording)
    return ratio(len(stays), len(np.unique(stays["id_youth"])))


def census_day_and_night(recording: Recording) -> float:
    """Return the mean number of youths alone with 1:1 at rung 3 or higher."""
    days = volume.census_days(recording)[:, list(ALONE), 3:].sum(axis=(0, 1, 2))
    return mean_per_day(recording, days)


def ended_with_small_steps(recording: Recording) -> float:
    """Return the share of arrangements ended in the window, neither closed well nor given up, in
    which a step was made or things did not get worse: no higher rung at the end than at the start,
    a move into a place, or an ending that is stabilised (NJi quickscan 2026, 'Gevolgen voor
    jongeren': "kleine positieve stappen [...] of tijdelijke stabilisatie, waardoor de situatie niet
    verslechterde").
    """
    rows = ended(recording, "episodes")
    outcome = rows["outcome"]
    is_no_worse = (rows["level_end"] <= rows["level_start"]) | (rows["day_moved"] != NEVER)
    is_between = (outcome != Outcome.POSITIVE) & (outcome != Outcome.FAILED)
    return mean(is_between & (is_no_worse | (outcome == Outcome.STABILISED)))


def share_stay(days_low: float, days_high: float) -> Callable[[Recording], float]:
    """Return the measure of the share of stays in JeugdzorgPlus that ended in the window with a
    length in (`days_low`, `days_high`].
    """

    def share(recording: Recording) -> float:
        stays = _ended_stays(recording)
        length = stays["day_end"] - stays["day_start"]
        return mean((length > days_low) & (length <= days_high))

    return share


def share_planned_end_jeugdzorgplus(recording: Recording) -> float:
    """Return the share of stays in JeugdzorgPlus that ended in the window other than in an
    unplanned move.
    """
    return 1.0 - mean(_ended_stays(recording)["is_unplanned_end"])


def share_placed_under_15_jeugdzorgplus(recording: Recording) -> float:
    """Return the share of stays begun in JeugdzorgPlus in the window by youths under 15."""
    stays = _begun_stays(recording)
    youths = recording.rows["youths"].set_index("id_youth")
    born = youths["day_arrival"] - youths["days_age_at_arrival"]
    days_age = stays["day_start"] - pd.Series(stays["id_youth"]).map(born)
    return mean(years_of(days_age.to_numpy()) < 15.0)


def _begun_stays(recording: Recording) -> Rows:
    return in_setting(started(recording, "stays"), Setting.JEUGDZORGPLUS)


def _ended_stays(recording: Recording) -> Rows:
    return in_setting(ended(recording, "stays"), Setting.JEUGDZORGPLUS)


def ages(recording: Recording) -> Floats:
    """Return the ages at the start of 1:1 arrangements begun in the window, in years."""
    return years_of(started(recording, "episodes")["days_age"])


def share_aged_15_to_18(recording: Recording) -> float:
    """Return the share of arrangements begun at 15, 16 or 17."""
    age = ages(recording)
    return mean((age >= 15.0) & (age < 18.0))


def age_youngest(recording: Recording) -> float:
    """Return the lowest age at which an arrangement began in the window, in years."""
    return float(min(ages(recording), default=np.nan))


def age_oldest(recording: Recording) -> float:
    """Return the highest age at which an arrangement began in the window, in years."""
    return float(max(ages(recording), default=np.nan))


def share_registered(recording: Recording) -> float:
    """Return registered over all youth-days in 1:1."""
    return ratio(volume.census_registered(recording), volume.census_one_to_one(recording))


def moves_at_start(recording: Recording) -> float:
    """Return the mean number of moves before arrangements begun in the window."""
    return mean(started(recording, "episodes")["n_moves_before"])


def places_jeugdzorgplus(recording: Recording) -> float:
    """Return the mean number of usable places in JeugdzorgPlus."""
    return mean_per_day(recording, volume.place_days(recording, Setting.JEUGDZORGPLUS))


def _row(
    name: str, unit: str, text: str, function: Measure, is_per_youth: bool = False
) -> Measured:
    return Measured(name, unit, TARGET, text, function, is_per_youth)


OF_TARGETS = (
    _row("duration.tenth", "day", "duration by which a tenth of 1:1 has ended", duration.tenth),
    _row("mean_duration", "day", "days so far, of 1:1 that goes on", in_care.mean_duration),
    _row(
        "share_of_running_over_one_year",
        "share",
        "begun over a year ago, of 1:1 that goes on",
        in_care.share_of_running_over_one_year,
    ),
    _row(
        "attempts_per_year_of_ended",
        "1/youth-year",
        "attempts to step down, in 1:1 that ended",
        stepping_down.attempts_per_year_of_ended,
    ),
    _row(
        "share_registered",
        "share",
        "days that are registered, of all youth-days in 1:1",
        share_registered,
    ),
    _row(
        "census_day_and_night",
        "youths",
        "alone with 1:1 day and night (rung 3 or higher)",
        census_day_and_night,
    ),
    _row(
        "census_groups",
        "youths",
        "youths in open groups and small-scale places",
        in_care.census_groups,
    ),
    _row(
        "change_one_to_one",
        "youths",
        "1:1 in the last quarter less that in the first",
        in_care.change_one_to_one,
    ),
    _row(
        "ended_with_small_steps",
        "share",
        "arrangements ended neither well nor given up, after a step",
        ended_with_small_steps,
    ),
    _row("age_youngest", "year", "lowest age at a start of 1:1", age_youngest),
    _row("age_oldest", "year", "highest age at a start of 1:1", age_oldest),
    _row(
        "share_aged_15_to_18",
        "share",
        "starts of 1:1 at 15, 16 or 17",
        share_aged_15_to_18,
    ),
    _row(
        "share_aged_over_15",
        "share",
        "youths of 16 or older, of 1:1 that goes on",
        in_care.share_aged_over_15,
    ),
    _row("moves_at_start", "moves", "moves before a start of 1:1", moves_at_start),
    _row("moves_so_far", "moves", "moves so far, of youths in care", in_care.moves_so_far),
    _row(
        "share_ever_moved", "share", "youths in care who were ever moved", in_care.share_ever_moved
    ),
    _row(
        "moves_so_far_of_moved",
        "moves",
        "moves so far, of youths who were ever moved",
        in_care.moves_so_far_of_moved,
    ),
    _row(
        "share_over_ten_moves_of_moved",
        "share",
        "over ten moves, of youths who were ever moved",
        in_care.share_over_ten_moves_of_moved,
    ),
    _row(
        "ratio_moves_small_scale_to_group",
        "ratio",
        "unplanned ends per day, small-scale over open group",
        in_care.ratio_moves_small_scale_to_group,
    ),
    _row(
        "stays_per_youth_open_care",
        "ratio",
        "stays in open residential care per youth with one",
        in_care.stays_per_youth_open_care,
    ),
    _row(
        "youths_in_jeugdzorgplus",
        "youths",
        "different youths in JeugdzorgPlus",
        youths_with_stay(Setting.JEUGDZORGPLUS),
    ),
    _row(
        "youths_in_family_home",
        "youths",
        "different youths in a family home",
        youths_with_stay(Setting.FAMILY_HOME),
    ),
    _row(
        "youths_in_open_care",
        "youths",
        "different youths in open residential care",
        youths_with_stay(*OPEN_CARE),
    ),
    _row(
        "youths_in_open_or_closed_care",
        "youths",
        "different youths in residential care",
        youths_with_stay(Setting.JEUGDZORGPLUS, *OPEN_CARE),
    ),
    _row(
        "places_jeugdzorgplus",
        "places",
        "usable places in JeugdzorgPlus",
        places_jeugdzorgplus,
    ),
    _row(
        "placements_per_youth_jeugdzorgplus",
        "ratio",
        "placements in JeugdzorgPlus per youth placed",
        placements_per_youth_jeugdzorgplus,
    ),
    _row(
        "share_placed_under_15_jeugdzorgplus",
        "share",
        "under 15 when placed in JeugdzorgPlus",
        share_placed_under_15_jeugdzorgplus,
    ),
    _row(
        "share_stay_under_one_month_jeugdzorgplus",
        "share",
        "stays in JeugdzorgPlus of at most a month",
        share_stay(-1.0, DAYS_PER_MONTH),
    ),
    _row(
        "share_stay_over_one_year_jeugdzorgplus",
        "share",
        "stays in JeugdzorgPlus of over a year",
        share_stay(DAYS_ONE_YEAR, np.inf),
    ),
    _row(
        "share_planned_end_jeugdzorgplus",
        "share",
        "stays in JeugdzorgPlus that end as planned",
        share_planned_end_jeugdzorgplus,
    ),
    _row(
        "change_inflow_jeugdzorgplus",
        "share",
        "placements in JeugdzorgPlus, last year over first, less one",
        in_care.change_inflow_jeugdzorgplus,
    ),
    _row("cost_alone", "euro/year", "cost of 1:1 alone (solo and unit)", cost.alone_per_year),
    _row(
        "cost_per_youth_year_solo.lowest",
        "euro/year",
        "cost of a solo place that 2.5 % stay below",
        cost.solo_quantile(0.025),
        is_per_youth=True,
    ),
    _row(
        "cost_per_youth_year_solo.highest",
        "euro/year",
        "cost of a solo place that 97.5 % stay below",
        cost.solo_quantile(0.975),
        is_per_youth=True,
    ),
)
# what a target may name although nothing counts it, and why; such a target is told about and not
# compared
NOT_COUNTED: Mapping[str, str] = MappingProxyType(
    {
        "correlation_departures_moves": "tables hold no departures per team",
        "fte_all_teams": "a ceiling of the whole branch, far above the teams of residential care",
        "growth_cost_one_to_one": "a proxy from abroad that gives a direction, not a level",
        "growth_one_to_one": "begins before the years compared",
        "growth_places_jeugdzorgplus": "begins before the years compared",
        "offers_until_placed": "before the years compared",
        "price_per_hour_alone": (
            "follows from the cost of a youth alone; hours are not recorded per spell"
        ),
        "ratio_cost_alone_to_group": "tables hold no cost per place and youth",
        "relapse_365": "before the years compared",
        "share_calm": "tables hold no behaviour",
        "share_new_leaving_within_two_years": "tables hold no careers of colleagues",
        "share_secure_placed": "before the years compared",
        "shortage_share": "a forecast of the labour market of the whole branch",
    }
)
