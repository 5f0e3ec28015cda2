"""The reference executor: SimPy keeps time, processes and resources; Mesa holds the agents.

Written to be read. Follow one youth: `youth.py` (arrives, asks for a place, moves in, incidents,
leaves), `region.py` (who is offered which place), `arrangement.py` (1:1 from start to end),
`team.py` (who works there), `ret.py` (reviews), `model.py` (the run). `diary.py` keeps the order of
a day.
"""

from sim.engine.reference.model import run

__all__ = ["run"]
