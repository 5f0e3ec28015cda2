"""What a claim can be tested on, beside the KPIs.

One number of a recording each, over its reporting days unless said otherwise.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from sim.common.calendar import DAYS_ONE_YEAR, DAYS_PER_YEAR
from sim.common.errors import ConfigError, unknown
from sim.measures import cost, duration, incidents, moves, volume
from sim.measures import system as staff
from sim.measures.inputs import Recording, View, mean, n_years, ratio
from sim.measures.kpis import BY_NAME, kpi_of, measure
from sim.measures.moves import OUTSIDE, column_of
from sim.measures.rows import (
    RUNNING,
    Rows,
    active,
    column,
    days_in_period,
    ended,
    is_any,
    rows_where,
    started,
)
from sim.names import Cause, Outcome, Setting, Variant


@dataclass(frozen=True)
class Measured:
    """One outcome: its unit, what it counts in words, and the function that counts it (needs
    `record="events"` where it reads incidents).
    """

    unit: str
    text: str
    measure: Callable[[Recording], float]


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
    n_starts = is_any(started(recording, "episodes")["variant"], *volume.ALONE).sum()
    return ratio(
        float(volume.setting_days(recording, *volume.SETTINGS_ALONE).sum()), float(n_starts)
    )


def restricted_duration(*variants: Variant) -> Callable[[Recording], float]:
    """Return the measure of the mean duration of these forms of 1:1 (days), up to three years or
    the length of the reporting period.
    """

    def days(recording: Recording) -> float:
        rows = active(recording, "episodes")
        rows = rows.where(is_any(rows["variant"], *variants))
        end = np.where(rows["day_end"] == RUNNING, recording.n_days - 1, rows["day_end"])
        lasted = end - rows["day_start"]
        entry = np.maximum(recording.day_start - 1 - rows["day_start"], 0)
        is_seen = lasted > entry
        if not is_seen.any():
            return float("nan")
        curve = duration.kaplan_meier(
            lasted[is_seen], (rows["day_end"] != RUNNING)[is_seen], entry[is_seen]
        )
        return duration.restricted_mean(
            curve,
            min(float(duration.DAYS_RESTRICTED), float(recording.n_days - recording.day_start)),
        )

    return days


def _per_episode(above: str, below: str, *variants: Variant) -> Callable[[Recording], float]:
    def share(recording: Recording) -> float:
        rows = active(recording, "episodes")
        rows = rows.where(is_any(rows["variant"], *(variants or tuple(Variant))))
        return ratio(float(rows[above].sum()), float(rows[below].sum()))

    return share


def attempts_per_year(recording: Recording) -> float:
    """Return attempts to step down per youth-year of 1:1, over the whole life so far of
    arrangements active in the period.
    """
    rows = active(recording, "episodes")
    end = np.where(rows["day_end"] == RUNNING, recording.n_days, rows["day_end"])
    return ratio(
        float(rows["n_attempts"].sum()) * DAYS_PER_YEAR, float((end - rows["day_start"]).sum())
    )


def success_share(recording: Recording) -> float:
    """Return the share of attempts to step down that hold."""
    return 1.0 - _per_episode("n_failed", "n_attempts")(recording)


def exits_per_year(recording: Recording) -> float:
    """Return arrangements ended well (positive or stabilised) per youth-year of 1:1."""
    n = is_any(ended(recording, "episodes")["outcome"], Outcome.POSITIVE, Outcome.STABILISED).sum()
    return ratio(float(n) * DAYS_PER_YEAR, float(volume.one_to_one_days(recording).sum()))


def positive_within_year(recording: Recording) -> float:
    """Return the share of arrangements begun in the period, with a year of the run left, that ended
    positive within a year.
    """
    rows = started(recording, "episodes")
    rows = rows.where(rows["day_start"] + DAYS_ONE_YEAR < recording.n_days)
    is_early = (rows["day_end"] != RUNNING) & (rows["day_end"] - rows["day_start"] <= DAYS_ONE_YEAR)
    return mean((rows["outcome"] == Outcome.POSITIVE) & is_early)


def days_left_alone(recording: Recording) -> float:
    """Return the mean days that arrangements alone, running on the first reporting day, still last
    in the period: inflow is equal on all sides.
    """
    rows = active(recording, "episodes")
    rows = rows.where(
        is_any(rows["variant"], *volume.ALONE) & (rows["day_start"] < recording.day_start)
    )
    end = np.where(rows["day_end"] == RUNNING, recording.n_days, rows["day_end"])
    return mean(end - recording.day_start)


def share_shared_rung(recording: Recording) -> float:
    """Return the share of youth-days in 1:1 on rung 1 (one worker for two or three)."""
    days = volume.census_days(recording)[:, 1:].sum(axis=(0, 1, 3))
    return ratio(float(days[1]), float(days[1:].sum()))


def fte_per_youth(recording: Recording) -> float:
    """Return full-time colleagues present in 1:1 per hundred youths in care."""
    return 100.0 * ratio(staff.fte_one_to_one(recording), volume.census_in_care(recording))


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
    stays = rows_where(
        recording, "stays", column(recording, "stays", "setting") == Setting.OPEN_GROUP
    )
    rows = rows_where(recording, "episodes", column_of(recording, "variant") == Variant.GROUP)
    _, index = np.unique(stays["location"], return_inverse=True)
    order = np.argsort(incidents.key(stays["id_youth"], stays["day_start"]))
    at = (
        np.searchsorted(
            incidents.key(stays["id_youth"], stays["day_start"])[order],
            incidents.key(rows["id_youth"], rows["day_start"]),
            "right",
        )
        - 1
    )
    stay = order[np.maximum(at, 0)]
    end = np.where(stays["day_end"][stay] == RUNNING, recording.n_days, stays["day_end"][stay])
    is_here = (at >= 0) & (stays["id_youth"][stay] == rows["id_youth"]) & (rows["day_start"] <= end)
    n = np.bincount(index[stay[is_here]], minlength=index.max() + 1)
    lasted = (
        np.where(stays["day_end"] == RUNNING, recording.n_days, stays["day_end"])
        - stays["day_start"]
    )
    days = np.bincount(index, lasted, minlength=index.max() + 1)
    expected = days / days.sum() * n.sum()
    seen = expected > 0
    return float(np.mean((n[seen] - expected[seen]) ** 2 / expected[seen])) - 1.0


def skew_of_cost_alone(recording: Recording) -> float:
    """Return mean less median of the yearly cost (euro) of a solo place, over youth-days."""
    spells: Rows = cost.spells_in_one_to_one(recording)
    spells = spells.where(spells["variant"] == Variant.SOLO)
    days = days_in_period(recording, spells)
    if not days.sum():
        return float("nan")
    euro = spells["cents_per_day"] * DAYS_PER_YEAR / 100.0
    order = np.argsort(euro)
    median = euro[order][np.searchsorted(np.cumsum(days[order]), days.sum() / 2)]
    return float(np.average(euro, weights=days) - median)


HELD = "n_evaluations_held"
OUTCOMES: Mapping[str, Measured] = MappingProxyType(
    {
        "starts_outside": Measured("1/year", "starts of 1:1 outside a group", starts_outside),
        "starts_reactive": Measured("1/year", "starts of reactive 1:1", starts_reactive),
        "days_per_start_outside": Measured("day", "days alone per start", days_per_start_outside),
        "duration_mean": Measured(
            "day", "mean duration up to three years", restricted_duration(*Variant)
        ),
        "duration_outside": Measured(
            "day", "mean duration outside a group, up to three years", restricted_duration(*OUTSIDE)
        ),
        "attempts_per_evaluation": Measured(
            "share", "attempts per evaluation held", _per_episode("n_attempts", HELD)
        ),
        "attempts_per_evaluation_alone": Measured(
            "share",
            "attempts per evaluation held, alone",
            _per_episode("n_attempts", HELD, *volume.ALONE),
        ),
        "attempts_per_year": Measured("1/youth-year", "attempts to step down", attempts_per_year),
        "success_share": Measured("share", "attempts that hold", success_share),
        "evaluations_held": Measured(
            "share", "evaluations held of those due", _per_episode(HELD, "n_evaluations_due")
        ),
        "exits_per_year": Measured("1/youth-year", "arrangements ended well", exits_per_year),
        "moves_all": Measured(
            "1/youth-year", "unplanned moves, out of 1:1 alone included", moves.moves_out_of_care
        ),
        "moves_in_year_after_start": Measured(
            "moves", "unplanned moves in the year after a start", moves.moves_in_year_after_start
        ),
        "early_breakdown": Measured(
            "share", "stays broken off within 180 days", moves.early_breakdown
        ),
        "positive_within_year": Measured(
            "share", "arrangements ended positive within a year", positive_within_year
        ),
        "share_shared_rung": Measured("share", "youth-days on the shared rung", share_shared_rung),
        "days_left_alone": Measured(
            "day", "days left of 1:1 alone that ran at the start", days_left_alone
        ),
        "returns_180": Measured("share", "1:1 again within 180 days of its end", moves.returns_180),
        "returns_after_step": Measured(
            "share",
            "steps down followed by a higher rung within 180 days",
            moves.returns_after_step,
        ),
        "fte_per_100_youths": Measured(
            "FTE", "colleagues in 1:1 per 100 youths in care", fte_per_youth
        ),
        "escalation_less_next_cause": Measured(
            "share", "share of escalation less the next cause", escalation_less_next_cause
        ),
        "earlier_moves_contrast": Measured(
            "moves", "earlier moves, with 1:1 less without", earlier_moves_contrast
        ),
        "spread_between_groups": Measured(
            "-", "variance of starts between groups beyond chance", spread_between_groups
        ),
        "skew_of_cost_alone": Measured(
            "euro/year", "mean less median cost alone", skew_of_cost_alone
        ),
        **{name: Measured(*entry) for name, entry in incidents.OUTCOMES.items()},
    }
)


def outcome_names() -> list[str]:
    """Return every name that an experiment may give as its outcome.

    A KPI with several numbers is followed by a dot and a label.
    """
    return sorted({*OUTCOMES, *BY_NAME})


def exists(name: str) -> bool:
    """Tell whether an outcome of this name exists.

    A label after the dot is checked when it is measured.
    """
    return name in OUTCOMES or name.split(".")[0] in BY_NAME


def unit_of(name: str) -> str:
    """Return the unit of an outcome."""
    return OUTCOMES[name].unit if name in OUTCOMES else kpi_of(name).unit


KPI_WORDS: Mapping[str, str] = (
    MappingProxyType(  # titles of KPIs that are not clear without their group
        {
            "cost_per_youth_year_solo": "cost of solo 1:1 per youth-year",
            "share_non_contracted": "starts without a contract",
            "share_proactive": "starts with a proactive goal",
            "departures": "departures per position",
            "starts_per_year": "starts of 1:1",
            "starts_by_cause.escalation": "starts of 1:1 after an escalation",
            "unplanned_moves": "unplanned moves out of places",
            "isolation_days_per_year": "days lived alone",
            "agency_share": "positions held by agency staff",
            "vacancy_share": "positions held by nobody",
        }
    )
)


def text_of(name: str) -> str:
    """Return what an outcome counts, in English."""
    if name in OUTCOMES or name in KPI_WORDS:
        return OUTCOMES[name].text if name in OUTCOMES else KPI_WORDS[name]
    label = name.partition(".")[2].replace("_", " ")
    title = kpi_of(name).title("en")
    return f"{title}: {label}" if label else title


def measure_outcome(name: str, seen: View) -> float:
    """Return one outcome of a view; NaN where it is not defined there."""
    if name in OUTCOMES:
        return float(OUTCOMES[name].measure(seen))
    numbers = measure(seen, [kpi_of(name)])
    if name not in numbers:
        raise ConfigError(
            f"conf/claims: 'outcome' is '{name}'; {unknown('outcome', name, numbers)} Correct it."
        )
    return numbers[name]
