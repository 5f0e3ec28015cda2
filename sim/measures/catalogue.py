"""Everything that is counted, once: name, unit, meaning, who asks for it, and the function.

A KPI (`kpis.py`) may be named by a target (`conf/targets/`) and by a claim (`conf/claims/`) as it
is; one with several numbers is followed by a dot and a label, as in `duration.median`. The rows
of `of_targets.py` are counted for targets alone, those of `of_claims.py` for claims alone. Two
counts of one thing over different youths have two names, which say over whom.
"""

from collections.abc import Mapping
from types import MappingProxyType

from sim.common.errors import ConfigError, unknown
from sim.measures.inputs import Recording
from sim.measures.kpis import BY_NAME, KPIS, measure
from sim.measures.measured import KPI, Measured
from sim.measures.of_claims import OF_CLAIMS
from sim.measures.of_targets import OF_TARGETS

# titles of KPIs that are not clear without their group
CLEARER: Mapping[str, str] = MappingProxyType(
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
CATALOGUE: Mapping[str, Measured] = MappingProxyType(
    {
        one.name: one
        for one in (
            *(
                Measured(k.name, k.unit, KPI, k.title("en"), k.measure, k.is_per_youth)
                for k in KPIS
            ),
            *OF_TARGETS,
            *OF_CLAIMS,
        )
    }
)


def names(user: str) -> list[str]:
    """Return every name that a target or a claim may give.

    A KPI with several numbers is followed by a dot and a label.
    """
    return sorted(name for name, one in CATALOGUE.items() if one.user in (KPI, user))


def can_count(name: str, user: str) -> bool:
    """Tell whether a target or a claim may give this name.

    A label after the dot is checked when it is counted.
    """
    one = CATALOGUE.get(name) or CATALOGUE.get(name.partition(".")[0])
    return one is not None and one.user in (KPI, user)


def entry(name: str) -> Measured:
    """Return the row of a number; of the KPI where it is one number of several (`kpi.label`).

    Raises:
        KeyError: nothing of this name is counted.
    """
    return CATALOGUE[name if name in CATALOGUE else name.partition(".")[0]]


def text_of(name: str) -> str:
    """Return what a number counts, in English."""
    if name in CLEARER:
        return CLEARER[name]
    label = "" if name in CATALOGUE else name.partition(".")[2].replace("_", " ")
    return f"{entry(name).text}: {label}" if label else entry(name).text


def count(name: str, recording: Recording, asked: str) -> float:
    """Return one number over the reporting days of a recording; NaN where it is not defined there.

    Args:
        name: a name of the catalogue, or `kpi.label`.
        recording: a recording, or a `window` of it.
        asked: where the name stands, for an error, as in "conf/claims: 'outcome'".

    Raises:
        ConfigError: the KPI has no such label in this recording.
    """
    one = entry(name)
    if one.user != KPI:
        return float(one.measure(recording))  # type: ignore[arg-type]
    numbers = measure(recording, [BY_NAME[one.name]])
    if name not in numbers:
        raise ConfigError(f"{asked} is '{name}'; {unknown('name', name, numbers)} Correct it.")
    return numbers[name]
