"""The regional labour market: positions by holder, and demand for staff (process 7)."""

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
    def n_left(self) -> int:
        """Permanent workers of the region who hold no position; negative once there are fewer."""
        n = self.held[staff.NEW] + self.held[staff.SETTLED]
        return staff.n_permanent(self.region.p.staff) - n

    @property
    def n_left_agency(self) -> int:
        """Agency workers who hold no position; negative once there are fewer."""
        return staff.n_agency_pool(self.region.p.staff) - self.held[staff.AGENCY]

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

    def add(self, team: "Team", holder: int, by: int) -> None:
        """Count positions of a team that are held in some way."""
        self.held[holder] += by
        if team.is_own:
            self.held_core[holder] += by
        if holder != staff.VACANT:
            self.region.count("staff_in_use", int(not staff.is_permanent(holder)), by=by)

    def fit_in(self) -> None:
        """There are fewer people than hold positions: one of every team in turn leaves."""
        while self.n_left < 0:
            for team in self.region.all_teams():
                if self.n_left < 0 and not team.let_go(staff.NEW):
                    team.let_go(staff.SETTLED)
        while self.n_left_agency < 0:
            for team in self.region.all_teams():
                if self.n_left_agency < 0:
                    team.let_go(staff.AGENCY)
