"""The compiled executor.

The same rules, the same order of the day, the same event log as the reference, some hundreds of
times faster. How data flows: `memory/layout.py` writes a `World` into a block of memory
(`memory/state.py`: its records, by field, unit and meaning), `kernel.py` runs it day by day in
machine code, `memory/layout.py` reads the recording back; `batch.py` does this for many lanes on
threads, `pause.py` lets policies with a common past share it.

| I look for ... | file |
|---|---|
| the order of one day; which handler an event goes to | `kernel.py` |
| arrival | `process/youth_arrives.py` |
| the request, the waiting list, doors | `process/youth_seeks.py` |
| offers, places elsewhere, 1:1 where nothing was found | `process/region_matches.py` |
| stays, incidents, relapse | `process/youth_in_care.py` |
| leaving a place, leaving care, ageing out | `process/youth_leaves.py` |
| 1:1: start, evaluation, steps, authorisation | `process/arrangement.py` |
| 1:1: its end | `process/arrangement_ends.py` |
| places given out and taken back | `process/location.py` |
| teams and the labour market | `process/team.py` |
| the Regional Expert Team | `process/ret.py` |
| dated changes of parameters | `process/region_changes.py` |
| rates of tomorrow, tables of the month | `process/region_evening.py` |
| hazards, and levels that relax | `process/levels.py` |
| who waits, which cases, who belongs to a region: the lists | `process/lists.py` |
| census, money, rows of tables | `process/books.py` |
| what a youth, a team, a region remembers | `memory/state.py` |
| the columns of a row, the cells of a count | `memory/rows.py`, `memory/cells.py` |
| draws, the agenda, room for records and rows | `memory/lane.py` |
| how `youth.n_moves += 1` becomes one load and one store | `memory/fields.py`, `machine.py` |

Handlers only keep time, draw, write and record: what is decided is decided by `sim/rules`, which
`tests/style/test_decisions.py` guards. A handler calls handlers of files above it in the list of
its imports, never in a circle, so that the whole is one kernel.
"""

from sim.engine.core.batch import Keep, LaneResult, run_batch

__all__ = ["Keep", "LaneResult", "run", "run_batch"]

from sim.engine.recording import Recording
from sim.world.build import World


def run(
    world: World, *, seed: int, replication: int, events: bool = False, days: bool = False
) -> Recording:
    """Run one replication of a world; arguments and result as those of the reference executor."""
    (lane,) = next(
        run_batch([world], [replication], seed=seed, keep=Keep(days=days, events=events), threads=1)
    )
    return lane.recording
