"""What the page keeps of one replication: KPIs and series by month, a few kilobytes.

The recording itself is let go.
"""

from dataclasses import dataclass

import numpy as np

from sim.common.arrays import Floats, Ints
from sim.measures import cost, duration, reasons, volume
from sim.measures.groups import SETTINGS_ALONE
from sim.measures.inputs import Recording, View, count_per_period, days_per_period, reported, view
from sim.measures.kpis import KPIS, measure
from sim.measures.periods import month_means
from sim.measures.rows import Rows, ended, months
from sim.names import Component, Reason, Setting, Variant
from sim.why.explain import Counted, counted

DAYS = np.arange(
    0, duration.DAYS_RESTRICTED + 1, 15
)  # durations at which the survival curve is kept


def reason_series(reason: Reason) -> str:
    """Return the series of youths in 1:1 for this reason."""
    return f"reason_{reason.name.lower()}"


SERIES = (
    "one_to_one",
    "alone",
    "registered",
    "closed",
    "closed_places",
    "small_scale",
    "open_group",
    "family_home",
    "follow_up",
    "hic",
    "crisis_group",
    "waiting",
    "isolation_days",
    "moves",
    "ret_queue",
    "stability",
    "stability_core",
    "cost_staff",
    "cost_housing",
    "cost_other",
    "cost_places",
    *(reason_series(reason) for reason in Reason),
)


@dataclass(frozen=True)
class Sample:
    """One replication.

    Attributes:
        replication: its number.
        kpis: every number of `sim.measures.kpis`, by name.
        series: (len(SERIES), n_months): youths per day; youth-days and moves per month; cases;
            shares; euro per month.
        survival: (len(DAYS),) share of 1:1 arrangements that lasts longer.
        counted: starts and days by cause, from which a difference is explained.
    """

    replication: int
    kpis: dict[str, float]
    series: Floats
    survival: Floats
    counted: Counted

    @property
    def n_bytes(self) -> int:
        """Memory that it takes, about."""
        return self.series.nbytes + self.survival.nbytes + 100 * len(self.kpis) + 1000


def sample_of(recording: Recording) -> Sample:
    """Measure one recording."""
    seen = view(recording)
    made = _series(seen)
    series = np.array([np.asarray(made[name], dtype=np.float64) for name in SERIES])
    curve = duration.survival_at(duration.survival(seen), DAYS)
    return Sample(seen.replication, measure(seen, KPIS), series, curve, counted(recording))


def _series(seen: View) -> dict[str, Floats]:
    def mean(days: Ints) -> Floats:
        return month_means(seen, days)

    def youths(*settings: Setting) -> Floats:
        return mean(volume.setting_days(seen, *settings))

    def euro(*components: Component) -> Floats:
        return cost.cents(seen, *components) / 100.0

    alone = volume.variant_days(seen, Variant.UNIT) + volume.variant_days(seen, Variant.SOLO)
    stays = ended(seen, "stays")
    unplanned = stays["day_end"][stays["is_unplanned_end"].astype(bool)]
    by_reason = reasons.month_means_by_reason(seen, *reasons.IN_ONE_TO_ONE)
    teams, cases = months(seen, "teams"), months(seen, "ret")
    n = len(days_per_period(seen))
    return {
        "one_to_one": mean(volume.one_to_one_days(seen)),
        "alone": mean(alone),
        "registered": mean(reported(seen, "census_registered").sum(axis=0)),
        "closed": youths(Setting.JEUGDZORGPLUS),
        "closed_places": mean(volume.place_days(seen, Setting.JEUGDZORGPLUS)),
        "small_scale": youths(Setting.SMALL_SCALE),
        "open_group": youths(Setting.OPEN_GROUP),
        "family_home": youths(Setting.FAMILY_HOME),
        "follow_up": youths(Setting.FOLLOW_UP),
        "hic": youths(Setting.HIC),
        "crisis_group": youths(Setting.CRISIS_GROUP),
        "waiting": mean(reported(seen, "waiting").sum(axis=(0, 1))),
        "isolation_days": volume.setting_days(seen, *SETTINGS_ALONE).astype(np.float64),
        "moves": count_per_period(seen, unplanned).astype(np.float64),
        "ret_queue": _by_month(cases, "n_queue", n),
        "stability": _share(_by_month(teams, "n_settled", n), _by_month(teams, "n_positions", n)),
        "stability_core": _share(
            _by_month(teams, "n_settled_core", n), _by_month(teams, "n_positions_core", n)
        ),
        "cost_staff": euro(Component.ONE_TO_ONE_STAFF),
        "cost_housing": euro(Component.ONE_TO_ONE_HOUSING),
        "cost_other": euro(Component.EVALUATION, Component.REVIEW, Component.AUTHORISATION),
        "cost_places": euro(Component.PLACE),
        **{reason_series(reason): by_reason[reason] for reason in Reason},
    }


def _by_month(rows: Rows, column: str, n: int) -> Floats:
    """Return the sum over regions of a month column, one per reported month.

    Rows come month by month.
    """
    values = np.asarray(rows[column], dtype=np.float64)
    sums: Floats = values.reshape(n, -1).sum(axis=1)
    return sums


def _share(part: Floats, whole: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        share: Floats = np.where(whole > 0, part / whole, np.nan)
        return share
