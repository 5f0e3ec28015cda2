"""What a target can ask for.

Every KPI, and the counts below, each over the window of the target.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

from sim.common.arrays import Floats
from sim.common.calendar import DAYS_ONE_YEAR, DAYS_PER_MONTH, DAYS_PER_YEAR
from sim.common.errors import ConfigError, unknown
from sim.measures import duration, volume
from sim.measures import in_care as care
from sim.measures.inputs import Recording, mean, mean_per_day, ratio
from sim.measures.kpis import KPIS, Kpi, measure
from sim.measures.rows import Rows, days_in_period, ended, started
from sim.names import Setting, Variant

ALONE = (Variant.UNIT, Variant.SOLO)


def youths_with_stay(*settings: Setting) -> Callable[[Recording], float]:
    """Return the count of different youths with a stay in these settings on any day of the window."""

    def count(recording: Recording) -> float:
        stays = recording.rows["stays"]
        stays = stays[stays["setting"].isin([int(s) for s in settings])]
        return float(stays.loc[days_in_period(recording, stays) > 0, "id_youth"].nunique())

    return count


def placements_per_youth_jeugdzorgplus(recording: Recording) -> float:
    """Return stays begun in JeugdzorgPlus per different youth placed, within the window."""
    stays = started(recording, "stays")
    stays = stays.where(stays["setting"] == Setting.JEUGDZORGPLUS)
    return ratio(len(stays), len(np.unique(stays["id_youth"])))


def census_day_and_night(recording: Recording) -> float:
    """Return the mean number of youths alone with 1:1 at rung 3 or higher."""
    days = volume.census_days(recording)[:, list(ALONE), 3:].sum(axis=(0, 1, 2))
    return mean_per_day(recording, days)


def share_stay(days_low: float, days_high: float) -> Callable[[Recording], float]:
    """Return the share of stays in JeugdzorgPlus that ended in the window with a length between the
    bounds (days).
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


def _ended_stays(recording: Recording) -> Rows:
    stays = ended(recording, "stays")
    return stays.where(stays["setting"] == Setting.JEUGDZORGPLUS)


def share_placed_under_15_jeugdzorgplus(recording: Recording) -> float:
    """Return the share of stays begun in JeugdzorgPlus in the window by youths under 15."""
    stays = started(recording, "stays")
    stays = stays.where(stays["setting"] == Setting.JEUGDZORGPLUS)
    youths = recording.rows["youths"].set_index("id_youth")
    born = youths["day_arrival"] - youths["days_age_at_arrival"]
    age = (stays["day_start"] - pd.Series(stays["id_youth"]).map(born)) / DAYS_PER_YEAR
    return mean(age < 15.0)


def ages(recording: Recording) -> Floats:
    """Return the ages at the start of 1:1 arrangements begun in the window, in years."""
    age: Floats = started(recording, "episodes")["days_age"] / DAYS_PER_YEAR
    return age


def share_aged_15_to_18(recording: Recording) -> float:
    """Return the share of arrangements begun at 15, 16 or 17."""
    age = ages(recording)
    return mean((age >= 15.0) & (age < 18.0))


def attempts_per_year(recording: Recording) -> float:
    """Return attempts to step down per year of 1:1, over arrangements that ended in the window
    (their whole life).

    An arrangement that goes on has one count of attempts, made up at the end of the run and not at
    the end of the window: it is left out above and below the line alike.
    """
    episodes = ended(recording, "episodes")
    return ratio(
        float(episodes["n_attempts"].sum()),
        float((episodes["day_end"] - episodes["day_start"]).sum()) / DAYS_PER_YEAR,
    )


def share_registered(recording: Recording) -> float:
    """Return registered over all youth-days in 1:1."""
    return ratio(volume.census_registered(recording), volume.census_one_to_one(recording))


def moves_at_start(recording: Recording) -> float:
    """Return the mean number of moves before arrangements begun in the window."""
    return mean(started(recording, "episodes")["n_moves_before"])


def places_jeugdzorgplus(recording: Recording) -> float:
    """Return the mean number of usable places in JeugdzorgPlus."""
    return mean_per_day(recording, volume.place_days(recording, Setting.JEUGDZORGPLUS))


def cost_quantile(quantile: float) -> Callable[[Recording], float]:
    """Return a quantile over solo spells in the window, weighted by days, of what 1:1 costs a year
    (euro).
    """

    def cost(recording: Recording) -> float:
        spells = recording.rows["spells"]
        spells = spells[spells["variant"] == Variant.SOLO]
        days = days_in_period(recording, spells)
        euro = spells["cents_per_day"].to_numpy() * DAYS_PER_YEAR / 100.0
        order = np.argsort(euro)
        weight = np.cumsum(days[order])
        return (
            float(euro[order][np.searchsorted(weight, quantile * weight[-1])])
            if len(order) and weight[-1]
            else float("nan")
        )

    return cost


OPEN = (Setting.OPEN_GROUP, Setting.HIC, Setting.SMALL_SCALE, Setting.FOLLOW_UP)
EXTRA: Mapping[str, Callable[[Recording], float]] = MappingProxyType(
    {
        "duration.tenth": lambda recording: duration.first_at_or_below(
            duration.survival(recording), 0.9
        ),
        "youths_in_jeugdzorgplus": youths_with_stay(Setting.JEUGDZORGPLUS),
        "youths_in_family_home": youths_with_stay(Setting.FAMILY_HOME),
        "youths_in_open_care": youths_with_stay(*OPEN),
        "youths_in_open_or_closed_care": youths_with_stay(Setting.JEUGDZORGPLUS, *OPEN),
        "placements_per_youth_jeugdzorgplus": placements_per_youth_jeugdzorgplus,
        "census_day_and_night": census_day_and_night,
        "share_stay_under_one_month_jeugdzorgplus": share_stay(-1.0, DAYS_PER_MONTH),
        "share_stay_over_one_year_jeugdzorgplus": share_stay(DAYS_ONE_YEAR, np.inf),
        "share_planned_end_jeugdzorgplus": share_planned_end_jeugdzorgplus,
        "share_placed_under_15_jeugdzorgplus": share_placed_under_15_jeugdzorgplus,
        "share_aged_15_to_18": share_aged_15_to_18,
        "age_youngest": lambda recording: float(min(ages(recording), default=np.nan)),
        "age_oldest": lambda recording: float(max(ages(recording), default=np.nan)),
        "attempts_per_year": attempts_per_year,
        "share_registered": share_registered,
        "moves_at_start": moves_at_start,
        "places_jeugdzorgplus": places_jeugdzorgplus,
        "cost_per_youth_year_solo.lowest": cost_quantile(0.025),
        "cost_per_youth_year_solo.highest": cost_quantile(0.975),
        "moves_so_far": care.moves_so_far,
        "share_ever_moved": care.share_ever_moved,
        "moves_so_far_of_moved": care.moves_so_far_of_moved,
        "share_over_ten_moves_of_moved": care.share_over_ten_moves_of_moved,
        "ratio_moves_small_scale_to_group": care.ratio_moves_small_scale_to_group,
        "stays_per_youth_open_care": care.stays_per_youth_open_care,
        "share_of_running_over_one_year": care.share_of_running_over_one_year,
        "mean_duration": care.mean_duration,
        "share_aged_over_15": care.share_aged_over_15,
        "change_one_to_one": care.change_one_to_one,
        "change_inflow_jeugdzorgplus": care.change_inflow_jeugdzorgplus,
        "cost_alone": care.cost_alone,
        "census_groups": care.census_groups,
    }
)
# what a target may name although nothing computes it, and why; such a target is told about and not
# compared
NOT_HELD: Mapping[str, str] = MappingProxyType(
    {
        "correlation_departures_moves": "tables hold no departures per team",
        "fte_all_teams": "tables hold minutes of 1:1 only",
        "growth_cost_one_to_one": "a proxy from abroad that gives a direction, not a level",
        "growth_one_to_one": "begins before the years compared",
        "growth_places_jeugdzorgplus": "begins before the years compared",
        "offers_until_placed": "tables hold no offers",
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
_KPI: Mapping[str, Kpi] = MappingProxyType({kpi.name: kpi for kpi in KPIS})


def names() -> list[str]:
    """Return every name that a target may give as its measure.

    A KPI with several numbers is followed by a dot and a label.
    """
    return sorted({*EXTRA, *NOT_HELD, *_KPI})


def can_compute(name: str) -> bool:
    """Tell whether a measure of this name exists."""
    return name in EXTRA or name.split(".")[0] in _KPI


def compute(name: str, recording: Recording) -> float:
    """Return one measure over the reporting days of a recording (a `window`).

    NaN where it is not defined there.
    """
    if name in EXTRA:
        return EXTRA[name](recording)
    numbers = measure(recording, [_KPI[name.split(".")[0]]])
    if name not in numbers:
        raise ConfigError(
            f"conf/targets: 'measure' is '{name}'; {unknown('measure', name, numbers)} Correct it."
        )
    return numbers[name]
