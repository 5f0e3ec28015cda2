"""Rows of the tables of `sim/engine/columns.py` as records: `row.is_proactive = a.is_proactive`.

Derived from the columns, so that a column that is new, gone or moved needs no other hand.
"""

from collections.abc import Mapping

from sim.engine.columns import (
    APPLICATIONS,
    EPISODES,
    EVENTS,
    RET,
    SPELLS,
    STAYS,
    TEAMS,
    YOUTHS,
)
from sim.engine.core.memory.fields import Record
from sim.engine.core.memory.machine import teach

KINDS = {"int": int, "float": float, "bool": bool}


def row_of(name: str, columns: Mapping[str, tuple[str, str, str]]) -> type[Record]:
    """Return the record of a row with these columns, one word each, in their order."""
    fields = {column: KINDS[kind] for column, (kind, _, _) in columns.items()}
    return teach(type(name, (Record,), {"__annotations__": fields, "__module__": __name__}))


EpisodeRow = row_of("EpisodeRow", EPISODES)
StayRow = row_of("StayRow", STAYS)
ApplicationRow = row_of("ApplicationRow", APPLICATIONS)
SpellRow = row_of("SpellRow", SPELLS)
YouthRow = row_of("YouthRow", YOUTHS)
TeamRow = row_of("TeamRow", TEAMS)
RetRow = row_of("RetRow", RET)
EventRow = row_of("EventRow", EVENTS)
