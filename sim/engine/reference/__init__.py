"""The reference executor: SimPy keeps time, Mesa knows all agents.

Written to be read. Follow one youth: `person.py` (who it is), `youth.py` (arrives, moves in, has
incidents, leaves, comes back), `request.py` (what it asks for), `region.py` (who is offered which
place), `arrangement.py` (1:1 from start to end), `location.py` and `team.py` (who cares for whom),
`ret.py` (reviews), `books.py` (what is written down), `model.py` (the run).

Two idioms of time. What recurs for ever is a SimPy process (`Region.matching`); what an agent
awaits is planned (`self.plan(day, What.STAY_END, self.end_stay)`), and whoever is called looks
whether it still holds. `diary.py` keeps the order of a day.
"""

from sim.engine.reference.model import run

__all__ = ["run"]
