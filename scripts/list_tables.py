"""Write docs/tables.md anew from the columns that the code declares: python -m scripts.list_tables

Names, units and meanings stand in sim/engine/columns.py, sim/tables/schemas.py and
sim/measures/kpis.py. A test keeps the page in step.
"""

from collections.abc import Iterable
from enum import IntEnum
from pathlib import Path

import pyarrow as pa

from sim.engine.columns import DAY_COUNTS, YOUTHS
from sim.engine.phases import Fact, Phase
from sim.measures.kpis import GROUPS, KPIS
from sim.names import (
    Answer,
    Cause,
    Component,
    Decision,
    Outcome,
    Profile,
    Reason,
    Setting,
    Variant,
    Wait,
)
from sim.tables.schemas import COLUMNS, schema

PAGE = Path(__file__).resolve().parents[1] / "docs" / "tables.md"
ABOUT = {
    "census": "One row per month, region, setting, variant and level in which anybody was.",
    "episodes": "One row per 1:1 arrangement of the reporting period; running ones have no end.",
    "stays": "One row per stay in a place.",
    "applications": (
        "One row for every time that a provider was asked for a youth, of those that had not ended "
        "before the reporting period."
    ),
    "reasons": "One row per month, region, form of 1:1 and reason: why youths are still in 1:1.",
    "teams": "The state of teams at the end of every month.",
    "ret": "The Regional Expert Team at the end of every month.",
    "spells": "One row per stretch of days that an arrangement held one rung in one place.",
    "costs": "One row per year, region and component.",
    "events": "The full log, only where it was asked for (`record=events`).",
}
CODES: dict[str, type[IntEnum]] = {
    "setting": Setting,
    "variant": Variant,
    "cause": Cause,
    "outcome": Outcome,
    "component": Component,
    "what is asked for": Wait,
    "answer": Answer,
    "reason": Reason,
    "decision": Decision,
    "profile": Profile,
    "phase": Phase,
    "fact": Fact,
}
HEAD = """# Tables

Every table and column that a run gives, with unit and meaning. Made by
`python -m scripts.list_tables` from `sim/tables/schemas.py`, `sim/engine/columns.py` and
`sim/measures/kpis.py`; the same units and meanings stand in the Parquet files themselves.

Days are dates. Money is euro at the price level of the region's rows. What has not ended has no end
(null), and is censored, not dropped. Youths are synthetic numbers.
"""


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    heads = list(heads)
    lines = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    cells = ((cell.replace("|", "\\|") for cell in row) for row in rows)
    return [*lines, *(f"| {' | '.join(row)} |" for row in cells), ""]


def _kind(field: pa.Field) -> str:
    """Return the type as people say it."""
    if pa.types.is_dictionary(field.type):
        return "name"
    plain = {
        "date32[day]": "date",
        "int64": "whole number",
        "double": "number",
        "bool": "yes or no",
    }
    return plain[str(field.type)]


def _tidy(name: str) -> list[str]:
    rows = (
        (
            f"`{field.name}`",
            _kind(field),
            field.metadata[b"unit"].decode(),
            field.metadata[b"meaning"].decode(),
        )
        for field in schema(name)
    )
    about = [f"## {name}", "", ABOUT[name], ""]
    return [*about, *_table(("column", "type", "unit", "meaning"), rows)]


def _kpis(lang: str = "en") -> list[str]:
    lines = ["## kpis", "", "One row per number: mean over replications with its interval.", ""]
    for group in GROUPS:
        rows = (
            (f"`{kpi.name}`", kpi.unit, kpi.title(lang), kpi.description(lang))
            for kpi in KPIS
            if kpi.group == group
        )
        lines += [f"### {group}", "", *_table(("kpi", "unit", "title", "how it is counted"), rows)]
    return lines


def page() -> str:
    """Return docs/tables.md."""
    lines = [HEAD]
    for name in (*COLUMNS, "events"):
        lines += _tidy(name)
    lines += _kpis()
    lines += ["## Names and codes", ""]
    lines += ["Tables have names; the full log and the memory of an executor have codes.", ""]
    codes = (
        (what, ", ".join(f"{each.value} `{each.name.lower()}`" for each in names))
        for what, names in CODES.items()
    )
    lines += _table(("what", "codes"), codes)
    lines += ["## Recorded, not written", ""]
    lines += ["What an executor keeps of every youth, from which KPIs are counted:", ""]
    youths = ((f"`{name}`", unit, meaning) for name, (_, unit, meaning) in YOUTHS.items())
    lines += _table(("column", "unit", "meaning"), youths)
    lines += ["Counts of every day (`record=days` keeps them; else they are sums by month):", ""]
    lines += _table(("array", "axes and meaning"), ((f"`{k}`", v) for k, v in DAY_COUNTS.items()))
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    print(f"docs/{PAGE.name}: {len(COLUMNS) + 1} tables, {len(KPIS)} KPIs.")
