"""The compiled executor.

The same rules, the same order of the day, the same event log as the reference, some hundreds of
times faster. How data flows: `memory/layout.py` writes a `World` into a block of memory (its
records, by field, unit and meaning: `memory/state.py`, `memory/people.py`), `kernel.py` runs it day
by day in machine code, `memory/layout.py` reads the recording back; `batch.py` does this for many
lanes on threads, `pause.py` lets policies with a common past share it.

| I look for ... | file |
|---|---|
| the order of one day; which handler an event goes to | `kernel.py` |
| arrival | `process/youth_arrives.py` |
| the search for a place: it starts, becomes a crisis, ends | `process/youth_seeks.py` |
| applications: whom to ask, what is answered | `process/applications.py` |
| crisis places: one desk, one waiting list | `process/crisis_desk.py` |
| providers and their services: who takes whom, who waits | `process/services.py` |
| free places given out, a way out of a crisis | `process/region_matches.py` |
| moving in, 1:1 that goes along, a place that is kept | `process/youth_moves.py` |
| stays, incidents, relapse | `process/youth_in_care.py` |
| leaving a place, leaving care, ageing out | `process/youth_leaves.py` |
| 1:1 that is asked for | `process/one_to_one.py` |
| what the funder says | `process/funder.py` |
| 1:1: its start, and who gives it | `process/arrangement_starts.py` |
| 1:1: evaluation, steps, authorisation, at home | `process/arrangement.py` |
| 1:1: looking for a place, its end | `process/arrangement_ends.py` |
| 1:1: why it runs today | `process/way_down.py` |
| places of a location given out, kept and taken back | `process/location.py` |
| teams: who leaves, who comes, what it does | `process/team.py` |
| what surrounds the youths of a team, and rates that follow | `process/surroundings.py` |
| the time of a team, in which incidents of its youths come | `process/team_time.py` |
| who holds the positions of a team | `process/posts.py` |
| the labour market | `process/labour.py` |
| the Regional Expert Team, its queue | `process/ret.py`, `process/queue_of_ret.py` |
| dated changes of parameters | `process/region_changes.py` |
| rates of tomorrow, tables of the month | `process/region_evening.py` |
| hazards, and levels that relax | `process/levels.py` |
| who waits, which cases, who belongs to a region: the lists | `process/lists.py` |
| census, money, hours | `process/books.py` |
| rows of tables | `process/records.py` |
| what a region, a provider, a location, a team remembers | `memory/state.py` |
| what a youth, an application, 1:1 remembers | `memory/people.py` |
| levels, clocks, parameters, cards of the agenda | `memory/parts.py` |
| how a world comes into the block | `memory/layout.py`, `memory/regions.py` |
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
