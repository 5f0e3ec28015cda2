"""The one list of KPIs: name, unit, group, and the pure function that measures it.

A measure gives one number, or several with a label each (years, causes, settings); the latter are
named `kpi.label`, for example `duration.median`. A number that is undefined in a recording is NaN.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sim.measures import (
    alone,
    cost,
    duration,
    nobody,
    people,
    placing,
    policy,
    reasons,
    staffing,
    system,
    volume,
)
from sim.measures.inputs import Recording, view
from sim.measures.measured import Measure
from sim.words.catalogue import has, say

GROUPS = ("volume", "duration", "cost", "people", "system")


@dataclass(frozen=True)
class Kpi:
    """One thing that is counted.

    `unit` is one of youths, 1/year, day, day/year, hour/year, hour/day, share, euro, euro/year,
    moves, 1/youth-year, 1/position-year, 1/placement, cases, applications, FTE. `is_per_youth`
    where a unit that looks like an amount of a region (euro/year) is one per youth.
    """

    name: str
    unit: str
    group: str
    measure: Measure
    is_per_youth: bool = False

    def title(self, lang: str) -> str:
        """Return the title in `lang` (nl or en)."""
        return say(f"kpis.{self.name}.title", lang)

    def description(self, lang: str) -> str:
        """Return how it is counted, in `lang` (nl or en)."""
        return say(f"kpis.{self.name}.about", lang)


KPIS = (
    Kpi("census_one_to_one", "youths", "volume", volume.census_one_to_one),
    Kpi("census_registered", "youths", "volume", volume.census_registered),
    Kpi("census_alone", "youths", "volume", volume.census_alone),
    Kpi("census_by_variant", "youths", "volume", volume.census_by_variant),
    Kpi("census_one_to_one_by_year", "youths", "volume", volume.census_one_to_one_by_year),
    Kpi("census_registered_by_year", "youths", "volume", volume.census_registered_by_year),
    Kpi("census_alone_by_year", "youths", "volume", volume.census_alone_by_year),
    Kpi("census_at_end", "youths", "volume", volume.census_at_end),
    Kpi("starts_per_year", "1/year", "volume", volume.starts_per_year),
    Kpi("starts_by_cause", "1/year", "volume", volume.starts_by_cause),
    Kpi("starts_by_year", "1/year", "volume", volume.starts_by_year),
    Kpi("duration", "day", "duration", duration.quartiles),
    Kpi("share_over_one_year", "share", "duration", duration.share_over_one_year),
    Kpi("excess_over_planned", "day", "duration", duration.excess_over_planned),
    Kpi("blocked_share", "share", "duration", reasons.blocked_share),
    Kpi("reason_days", "day/year", "duration", reasons.days_per_year("all")),
    Kpi("reason_days_alone", "day/year", "duration", reasons.days_per_year("alone")),
    Kpi("reason_share", "share", "duration", reasons.shares("all")),
    Kpi("reason_share_alone", "share", "duration", reasons.shares("alone")),
    Kpi("reason_days_by_year", "day/year", "duration", reasons.days_by_year),
    Kpi("reason_days_at_end", "day/year", "duration", reasons.days_at_end),
    Kpi("transition_days", "day", "duration", alone.transition_days),
    Kpi("cost_one_to_one", "euro/year", "cost", cost.one_to_one_per_year),
    Kpi("cost_one_to_one_by_year", "euro/year", "cost", cost.one_to_one_by_year),
    Kpi("cost_total", "euro/year", "cost", cost.total_per_year),
    Kpi("cost_total_by_year", "euro/year", "cost", cost.total_by_calendar_year),
    Kpi("cost_at_end", "euro/year", "cost", cost.at_end),
    Kpi("cost_policy", "euro/year", "cost", policy.per_year),
    Kpi("cost_policy_by_part", "euro/year", "cost", policy.by_part),
    Kpi("cost_all_in", "euro/year", "cost", policy.all_in_per_year),
    Kpi("cost_by_component", "euro/year", "cost", cost.by_component),
    Kpi("cost_per_episode", "euro", "cost", cost.per_episode),
    Kpi("cost_per_youth_year", "euro/year", "cost", cost.per_youth_year, is_per_youth=True),
    Kpi(
        "cost_per_youth_year_solo", "euro/year", "cost", cost.per_youth_year_solo, is_per_youth=True
    ),
    Kpi("isolation_days_per_year", "day/year", "people", volume.isolation_days_per_year),
    Kpi("days_alone_beyond_90", "day/year", "people", alone.days_beyond(90)),
    Kpi("days_alone_beyond_180", "day/year", "people", alone.days_beyond(180)),
    Kpi("days_without_programme", "day/year", "people", people.days_without_programme),
    Kpi("waiting_for_people", "youths", "people", nobody.waiting_for_people),
    Kpi("waiting_without_place", "youths", "people", nobody.waiting_without_place),
    Kpi("uncovered_hours_per_day", "hour/day", "people", nobody.uncovered_hours_per_day),
    Kpi("restraints_per_year", "1/year", "people", people.restraints_per_year),
    Kpi("unplanned_moves_per_year", "1/year", "people", people.unplanned_moves_per_year),
    Kpi("unplanned_moves", "1/youth-year", "people", people.unplanned_moves_per_youth_year),
    Kpi("moves_per_leaver", "moves", "people", people.moves_per_leaver),
    Kpi("relapse_180", "share", "people", people.relapse_180),
    Kpi("outcome", "share", "people", people.outcome_shares),
    Kpi("aged_out_per_year", "1/year", "people", people.aged_out_per_year),
    Kpi("share_in_crisis", "share", "people", people.share_in_crisis),
    Kpi("share_proactive", "share", "people", people.share_proactive),
    Kpi("share_analysis_at_start", "share", "people", people.share_analysis_at_start),
    Kpi("share_plan", "share", "people", people.share_plan),
    Kpi("waited_crisis", "day", "people", placing.waited_crisis),
    Kpi("waited_other", "day", "people", placing.waited_other),
    Kpi("placed_on_the_day", "share", "people", placing.placed_on_the_day),
    Kpi("share_misfit", "share", "people", placing.share_misfit),
    Kpi("refusals_per_placement", "1/placement", "people", placing.refusals_per_placement),
    Kpi("applications_per_placement", "1/placement", "people", placing.applications_per_placement),
    Kpi("census_jeugdzorgplus", "youths", "system", volume.census_jeugdzorgplus),
    Kpi("census_jeugdzorgplus_by_year", "youths", "system", volume.census_jeugdzorgplus_by_year),
    Kpi("inflow_jeugdzorgplus", "1/year", "system", volume.inflow_jeugdzorgplus),
    Kpi("inflow_jeugdzorgplus_by_year", "1/year", "system", volume.inflow_jeugdzorgplus_by_year),
    Kpi("stay_jeugdzorgplus", "day", "system", duration.stay_jeugdzorgplus),
    Kpi("census_in_care", "youths", "system", volume.census_in_care),
    Kpi("arrivals_per_year", "1/year", "system", volume.arrivals_per_year),
    Kpi("occupancy", "share", "system", volume.occupancy),
    Kpi("queue", "applications", "system", placing.queue_by_setting),
    Kpi("applications_per_year", "1/year", "system", placing.applications_per_year),
    Kpi("answers", "share", "system", placing.answers),
    Kpi("days_to_answer", "day", "system", placing.days_to_answer),
    Kpi("decisions", "1/year", "system", staffing.decisions),
    Kpi("share_approved", "share", "system", staffing.share_approved),
    Kpi("share_non_contracted", "share", "system", people.share_non_contracted),
    Kpi("ret_at_start", "share", "system", system.ret_at_start),
    Kpi("ret_ever", "share", "system", system.ret_ever),
    Kpi("ret_queue", "cases", "system", system.ret_queue),
    Kpi("ret_days_waited", "day", "system", system.ret_days_waited),
    Kpi("stability", "share", "system", system.stability),
    Kpi("stability_core", "share", "system", system.stability_core),
    Kpi("agency_share", "share", "system", system.agency_share),
    Kpi("vacancy_share", "share", "system", system.vacancy_share),
    Kpi("departures", "1/position-year", "system", system.departures_per_position_year),
    Kpi("fte_one_to_one", "FTE", "system", system.fte_one_to_one),
    Kpi("fte_in_use", "FTE", "system", staffing.fte_in_use),
    Kpi("people_in_use", "share", "system", staffing.share_of_people_in_use),
    Kpi("uncovered_hours", "hour/year", "system", staffing.uncovered_hours),
    Kpi("uncovered_share", "share", "system", staffing.uncovered_share),
    Kpi("starts_that_waited", "1/year", "system", staffing.starts_that_waited),
)
BY_NAME = {kpi.name: kpi for kpi in KPIS}

# the few that a table of one screen shows, in order
HEADLINES = (
    "census_one_to_one",
    "census_registered",
    "census_alone",
    "starts_per_year",
    "duration.median",
    "share_over_one_year",
    "excess_over_planned",
    "blocked_share",
    "cost_one_to_one",
    "cost_total",
    "cost_all_in",
    "cost_per_youth_year_solo",
    "isolation_days_per_year",
    "days_without_programme",
    "waiting_for_people",
    "unplanned_moves",
    "relapse_180",
    "refusals_per_placement.median",
    "share_analysis_at_start",
    "census_jeugdzorgplus",
    "ret_at_start",
    "stability_core",
    "fte_one_to_one",
    "uncovered_share",
)
# of these: what the workshop page shows large, and what is compared over sets of assumptions
LARGE = (
    "census_one_to_one",
    "census_alone",
    "isolation_days_per_year",
    "duration.median",
    "unplanned_moves",
    "share_over_one_year",
    "cost_one_to_one",
    "cost_total",
)
IN_DOUBT = (
    "census_one_to_one",
    "census_alone",
    "duration.median",
    "cost_one_to_one",
    "isolation_days_per_year",
)


def measure(recording: Recording, kpis: Iterable[Kpi] = KPIS) -> dict[str, float]:
    """Return every number of `kpis` for one recording.

    A KPI with labels gives one entry `kpi.label` each.
    """
    numbers: dict[str, float] = {}
    seen = view(recording)
    for kpi in kpis:
        value = kpi.measure(seen)
        if isinstance(value, dict):
            numbers.update(
                {f"{kpi.name}.{label}": float(number) for label, number in value.items()}
            )
        else:
            numbers[kpi.name] = float(value)
    return numbers


def kpi_of(name: str) -> Kpi:
    """Return the KPI of a number called `kpi` or `kpi.label`."""
    return BY_NAME[name.partition(".")[0]]


def title_of(name: str, lang: str) -> str:
    """Return the title of a number called `kpi` or `kpi.label`, in `lang` (nl or en)."""
    title, labels = kpi_of(name).title(lang), name.split(".")[1:]
    if not labels:
        return title
    words = (f"labels.{label}" for label in labels)  # there is none for a year
    said = (say(w, lang) if has(w) else label for w, label in zip(words, labels, strict=True))
    return f"{title}: {', '.join(said)}"
