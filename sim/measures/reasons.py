"""Why youths are still in 1:1: every day of 1:1 has one reason (`sim.names.Reason`).

Counted from the day count `reasons`, by form of 1:1: the evening's arrangements by why they run.
They sum to the census of 1:1, form by form (`unexplained`). Source: docs/model.md, Outputs.
"""

from collections.abc import Callable

from sim.common.arrays import Floats, Ints
from sim.measures.groups import ALONE
from sim.measures.inputs import Recording, View, n_years, once, ratio, reported
from sim.measures.periods import month_means, per_year_at_end, total_by_year
from sim.measures.volume import census_days
from sim.names import Reason, Variant

IN_ONE_TO_ONE = tuple(variant for variant in Variant if variant != Variant.NONE)
FORMS = {"all": IN_ONE_TO_ONE, "alone": ALONE}
BLOCKED = (Reason.REFUSED, Reason.NO_PLACE_FREE)  # ready to move on, and no place


@once
def _days(recording: View) -> Ints:
    """Return youth-days over all regions, `(n_variants, n_reasons, n reporting periods)`."""
    days: Ints = reported(recording, "reasons").sum(axis=0)
    return days


def reason_days(recording: Recording, *variants: Variant) -> Ints:
    """Return youth-days of these forms of 1:1 by reason, `(n_reasons, n reporting periods)`."""
    days: Ints = _days(recording)[list(variants)].sum(axis=0)
    return days


def month_means_by_reason(recording: Recording, *variants: Variant) -> Floats:
    """Return youths a day of these forms of 1:1 by reason, month means, `(n_reasons, n months)`."""
    return month_means(recording, reason_days(recording, *variants))


def unexplained(recording: Recording) -> Ints:
    """Return youth-days of 1:1 less those with a reason, `(n_variants, n reporting periods)`.

    Zero everywhere: every day of 1:1 has exactly one reason.
    """
    census = census_days(recording)[:, :, 1:].sum(axis=(0, 2))
    census[Variant.NONE] = 0
    gap: Ints = census - _days(recording).sum(axis=1)
    return gap


def days_per_year(form: str) -> Callable[[Recording], dict[str, float]]:
    """Return the measure of youth-days per year by reason, of all 1:1 or of 1:1 alone."""

    def by_reason(recording: Recording) -> dict[str, float]:
        days = reason_days(recording, *FORMS[form]).sum(axis=1)
        return {r.name.lower(): ratio(float(days[r]), n_years(recording)) for r in Reason}

    return by_reason


def shares(form: str) -> Callable[[Recording], dict[str, float]]:
    """Return the measure of the share of each reason in youth-days, of all 1:1 or of 1:1 alone.

    NaN without 1:1.
    """

    def by_reason(recording: Recording) -> dict[str, float]:
        days = reason_days(recording, *FORMS[form]).sum(axis=1)
        return {r.name.lower(): ratio(float(days[r]), float(days.sum())) for r in Reason}

    return by_reason


def days_by_year(recording: Recording) -> dict[str, float]:
    """Return youth-days of 1:1 by reason in each calendar year, scaled to the whole year, as
    `reason.year`.
    """
    days = reason_days(recording, *IN_ONE_TO_ONE)
    return {
        f"{r.name.lower()}.{year}": total
        for r in Reason
        for year, total in total_by_year(recording, days[r]).items()
    }


def days_at_end(recording: Recording) -> dict[str, float]:
    """Return youth-days of 1:1 by reason in the last twelve months, as days per year."""
    days = reason_days(recording, *IN_ONE_TO_ONE)
    return {r.name.lower(): per_year_at_end(recording, days[r]) for r in Reason}


def blocked_share(recording: Recording) -> float:
    """Return the share of youth-days alone in 1:1 on which the youth was ready to move on and had
    no place: refused by everybody, or accepted and waiting for a free place.
    """
    days = reason_days(recording, *ALONE).sum(axis=1)
    return ratio(float(days[list(BLOCKED)].sum()), float(days.sum()))
