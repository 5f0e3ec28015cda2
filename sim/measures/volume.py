"""How many youths: in 1:1, alone, in care, in closed care."""

from sim.common.arrays import Ints
from sim.measures.groups import ALONE, IN_CARE, SETTINGS_ALONE
from sim.measures.inputs import (
    Recording,
    View,
    count_per_period,
    mean_per_day,
    n_years,
    once,
    ratio,
    reported,
)
from sim.measures.periods import mean_at_end, mean_by_year, total_by_year
from sim.measures.rows import in_setting, started
from sim.names import PLACE_SETTINGS, Cause, Setting, Variant


@once
def census_days(recording: View) -> Ints:
    """Return youth-days over all regions, `(n_settings, n_variants, n_levels, n reporting
    periods)`.
    """
    days: Ints = reported(recording, "census").sum(axis=0)
    return days


@once
def _one_to_one(recording: View) -> Ints:
    """Return youth-days at rungs 1 to 5, `(n_variants, n reporting periods)`."""
    days: Ints = census_days(recording)[:, :, 1:].sum(axis=(0, 2))
    return days


@once
def _settings(recording: View) -> Ints:
    """Return youth-days, `(n_settings, n reporting periods)`."""
    days: Ints = census_days(recording).sum(axis=(1, 2))
    return days


def one_to_one_days(recording: Recording) -> Ints:
    """Return youth-days in 1:1 (rungs 1 to 5) in each reporting period, `(n periods,)`."""
    days: Ints = _one_to_one(recording).sum(axis=0)
    return days


def variant_days(recording: Recording, variant: Variant) -> Ints:
    """Return youth-days in this form of 1:1 (rungs 1 to 5) in each reporting period."""
    days: Ints = _one_to_one(recording)[variant]
    return days


def setting_days(recording: Recording, *settings: Setting) -> Ints:
    """Return youth-days in these settings in each reporting period, whatever guidance they get."""
    days: Ints = _settings(recording)[list(settings)].sum(axis=0)
    return days


def place_days(recording: Recording, setting: Setting) -> Ints:
    """Return days of places in use or usable in this setting in each reporting period."""
    days: Ints = reported(recording, "places")[:, setting].sum(axis=0)
    return days


def census_one_to_one(recording: Recording) -> float:
    """Return the mean number of youths in 1:1, registered or not."""
    return mean_per_day(recording, one_to_one_days(recording))


def census_one_to_one_by_year(recording: Recording) -> dict[str, float]:
    """Return the mean number of youths in 1:1 per calendar year."""
    return mean_by_year(recording, one_to_one_days(recording))


def census_registered(recording: Recording) -> float:
    """Return the mean number of youths in 1:1 that is registered as 1:1.

    What a municipality sees.
    """
    return mean_per_day(recording, reported(recording, "census_registered").sum(axis=0))


def census_registered_by_year(recording: Recording) -> dict[str, float]:
    """Return the mean number of youths in registered 1:1 per calendar year."""
    return mean_by_year(recording, reported(recording, "census_registered").sum(axis=0))


def census_alone(recording: Recording) -> float:
    """Return the mean number of youths in solo or unit 1:1 (rungs 1 to 5)."""
    return float(sum(mean_per_day(recording, variant_days(recording, v)) for v in ALONE))


def census_alone_by_year(recording: Recording) -> dict[str, float]:
    """Return the mean number of youths in solo or unit 1:1 per calendar year."""
    return mean_by_year(recording, alone_days(recording))


def alone_days(recording: Recording) -> Ints:
    """Return youth-days in solo or unit 1:1 (rungs 1 to 5) in each reporting period."""
    days: Ints = _one_to_one(recording)[list(ALONE)].sum(axis=0)
    return days


def census_at_end(recording: Recording) -> dict[str, float]:
    """Return the mean number of youths in 1:1, all forms and alone, over the last twelve months."""
    return {
        "all": mean_at_end(recording, one_to_one_days(recording)),
        "alone": mean_at_end(recording, alone_days(recording)),
    }


def census_by_variant(recording: Recording) -> dict[str, float]:
    """Return the mean number of youths in each form of 1:1 (rungs 1 to 5)."""
    return {
        v.name.lower(): mean_per_day(recording, variant_days(recording, v))
        for v in Variant
        if v != Variant.NONE
    }


def isolation_days_per_year(recording: Recording) -> float:
    """Return youth-days per year lived alone, in a unit or a separate location, at any rung."""
    return ratio(float(setting_days(recording, *SETTINGS_ALONE).sum()), n_years(recording))


def starts_per_year(recording: Recording) -> float:
    """Return 1:1 arrangements started per year."""
    return ratio(float(reported(recording, "starts").sum()), n_years(recording))


def starts_by_cause(recording: Recording) -> dict[str, float]:
    """Return 1:1 arrangements started per year, by cause."""
    n = reported(recording, "starts").sum(axis=(0, 2))
    return {c.name.lower(): ratio(float(n[c]), n_years(recording)) for c in Cause}


def starts_by_year(recording: Recording) -> dict[str, float]:
    """Return 1:1 arrangements started in each calendar year, scaled to the whole year."""
    return total_by_year(recording, reported(recording, "starts").sum(axis=(0, 1)))


def census_in_care(recording: Recording) -> float:
    """Return the mean number of youths in any setting but home."""
    return mean_per_day(recording, setting_days(recording, *IN_CARE))


def census_jeugdzorgplus(recording: Recording) -> float:
    """Return the mean number of youths in closed youth care."""
    return mean_per_day(recording, setting_days(recording, Setting.JEUGDZORGPLUS))


def census_jeugdzorgplus_by_year(recording: Recording) -> dict[str, float]:
    """Return the mean number of youths in closed youth care per calendar year."""
    return mean_by_year(recording, setting_days(recording, Setting.JEUGDZORGPLUS))


def inflow_jeugdzorgplus(recording: Recording) -> float:
    """Return stays in closed youth care started per year."""
    stays = in_setting(started(recording, "stays"), Setting.JEUGDZORGPLUS)
    return ratio(len(stays), n_years(recording))


def inflow_jeugdzorgplus_by_year(recording: Recording) -> dict[str, float]:
    """Return stays in closed youth care started in each calendar year, scaled to the whole year."""
    stays = in_setting(started(recording, "stays"), Setting.JEUGDZORGPLUS)
    return total_by_year(recording, count_per_period(recording, stays["day_start"]))


def occupancy(recording: Recording) -> dict[str, float]:
    """Return youth-days over place-days per setting in which a place is a resource.

    NaN where there are no places. Youths are counted in the region responsible for them and places
    in the region of the location: for one region of several, read it with care.
    """
    return {
        s.name.lower(): ratio(
            float(setting_days(recording, s).sum()), float(place_days(recording, s).sum())
        )
        for s in PLACE_SETTINGS
    }


def arrivals_per_year(recording: Recording) -> float:
    """Return youths who arrive in care for the first time, per year."""
    return ratio(float(reported(recording, "arrivals").sum()), n_years(recording))
