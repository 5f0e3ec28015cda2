"""The regional labour market: positions by holder, and demand for staff (process 11)."""

from typing import TYPE_CHECKING

from sim.draws import Kind
from sim.engine.reference.entity import Entity
from sim.rules import staff

if TYPE_CHECKING:
    from sim.engine.reference.region import Region
    from sim.engine.reference.team import Team


class LabourMarket(Entity):
    """Counts of positions by holder, for all teams and for core teams alone.

    Demand in full-time equivalents.
    """

    kind = Kind.REGION

    def __init__(self, region: "Region") -> None:
        super().__init__(region.world, region.id)
        self.region = region
        self.held = [0, 0, 0, 0]  # positions of all teams, by holder
        self.held_core = [0, 0, 0, 0]  # of these, in core teams
        self.minutes = 0  # minutes of presence in 1:1 per day
        self.n_departures = 0  # since the month before

    @property
    def not_permanent(self) -> float:
        """Share of positions vacant or held by agency staff."""
        n = self.held[staff.VACANT] + self.held[staff.AGENCY]
        return staff.share_of_positions(n, sum(self.held))

    @property
    def demand_fte(self) -> float:
        """Positions of location teams plus full-time equivalents of all 1:1 presence."""
        n = sum(self.held) - sum(self.held_core)
        return staff.demand_fte(n, self.minutes, self.region.p.staff)

    def join(self, team: "Team") -> None:
        """A team starts."""
        self._count(team, 1)

    def leave(self, team: "Team") -> None:
        """A team stops."""
        self._count(team, -1)

    def _count(self, team: "Team", sign: int) -> None:
        for holder in team.holders:
            self.held[holder] += sign
            if team.kind == Kind.ARRANGEMENT:
                self.held_core[holder] += sign

    def shift(self, team: "Team", before: int, after: int) -> None:
        """A position changes hands."""
        self.held[before] -= 1
        self.held[after] += 1
        if team.kind == Kind.ARRANGEMENT:
            self.held_core[before] -= 1
            self.held_core[after] += 1
