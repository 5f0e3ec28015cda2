"""The compiled executor.

The same rules, the same order of the day, the same event log as the reference, some hundreds of
times faster. How data flows: `layout.py` writes a `World` into a block of memory (`state.py`: its
records, by field, unit and meaning), `kernel.py` runs it day by day in machine code, `layout.py`
reads the recording back; `batch.py` does this for many lanes on threads.

| I look for ... | file |
|---|---|
| what a youth, a team, a region remembers | `state.py` |
| the order of one day; which handler an event goes to | `kernel.py` |
| draws, the agenda, room for records and rows | `lane.py` |
| hazards, and levels that relax | `levels.py` |
| arrival | `arriving.py` |
| the request, the waiting list, doors | `seeking.py` |
| offers, places elsewhere, 1:1 where nothing was found | `matching.py` |
| stays, incidents, relapse | `care.py`; places given out and taken back: `places.py` |
| leaving a place, leaving care, ageing out | `leaving.py` |
| 1:1: start, evaluation, steps, authorisation | `guidance.py`; its end: `ending.py` |
| teams and the labour market | `teams.py` |
| the Regional Expert Team | `review.py` |
| dated changes of parameters | `policy.py` |
| rates of tomorrow | `accounting.py` |
| census, money, rows of tables | `books.py`, `cells.py` |
| how `youth.n_moves += 1` becomes one load and one store | `records.py` (what), `machine.py` (how) |

Handlers only keep time, draw, write and record: what is decided is decided by `sim/rules`. A
handler calls handlers of files above it in the list of its imports, never in a circle, so that the
whole is one kernel.
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
