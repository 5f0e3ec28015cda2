"""The run.

A Mesa model that knows all agents, a SimPy diary that keeps the days, a recorder that writes what
happened.
"""

import datetime
import gc
from typing import TYPE_CHECKING

import mesa

from sim.draws import Kind, uniform
from sim.engine.change import (
    FIT_IN,
    PLAN_MAXIMUM,
    TAKE_OVER_MONEY,
    TAKE_OVER_PLACES,
    TAKE_OVER_STAFF,
    action_of,
)
from sim.engine.phases import Fact, Phase, What
from sim.engine.recording import Recorder, Recording
from sim.engine.reference.books import close_books
from sim.engine.reference.diary import Diary
from sim.engine.reference.parameters import ParametersInForce
from sim.engine.reference.region import Process, Region
from sim.engine.reference.youth import Youth
from sim.names import Setting
from sim.world.build import World

if TYPE_CHECKING:
    from sim.engine.reference.arrangement import Arrangement


class CareModel(mesa.Model):
    """One replication of one world."""

    def __init__(
        self, world: World, seed: int, replication: int, *, events: bool, days: bool
    ) -> None:
        super().__init__(rng=0)  # Mesa's own generator is not used: every draw has an address
        self.parameters_of = world
        self.seed_value, self.replication = seed, replication
        self.diary = Diary(world.n_days)
        self.recorder = Recorder(world, events=events, days=days)
        tomorrow = datetime.timedelta(days=1)
        self.month_ends = {
            day for day in range(world.n_days) if (world.date(day) + tomorrow).day == 1
        }
        self.regions: list[Region] = []
        for index, source in enumerate(world.region_sources):
            parameters = ParametersInForce(world.names, world.values[index])
            self.regions.append(Region(self, index, source, parameters))
        for region in self.regions:
            region.fill_places()
        self.diary.start(self.policy())
        for region in self.regions:
            for process in (
                region.arrivals(),
                region.ret.reviews(),
                region.matching(),
                region.accounting(),
            ):
                self.diary.start(process)

    def uniform(self, kind: Kind, entity: int, purpose: int) -> float:
        """Return the one draw of an entity that is not an agent."""
        return uniform(self.seed_value, self.replication, int(kind), entity, int(purpose), 0)

    def youths(self) -> list[Youth]:
        """All youths who ever arrived."""
        return list(self.agents_by_type[Youth]) if Youth in self.agents_by_type else []

    def arrangements(self) -> "list[tuple[int, Arrangement]]":
        """Running 1:1 of all regions, by id."""
        return [pair for region in self.regions for pair in region.arrangements.items()]

    # --- what all regions share -------------------------------------------------------------------

    def policy(self) -> Process:
        """Dated changes take effect in the morning."""
        w = self.parameters_of
        for day in sorted(set(w.change_day.tolist())):
            yield self.diary.at(day, Kind.POLICY, 0, What.CHANGE)
            for k in (w.change_day == day).nonzero()[0]:
                region = self.regions[int(w.change_region[k])]
                self.recorder.fact(
                    day, Phase.POLICY, Fact.POLICY, region.source, int(w.change_name[k])
                )
                name = region.p.change(int(w.change_name[k]), float(w.change_value[k]))
                self._take_over(region, action_of(name))

    def _take_over(self, region: Region, action: int) -> None:
        if action >= TAKE_OVER_PLACES:
            region.take_over_places(Setting(action - TAKE_OVER_PLACES))
        elif action == TAKE_OVER_MONEY:
            for youth in sorted(self.youths(), key=lambda youth: youth.id):
                if youth.region is region:
                    region.move(youth)
        elif action <= TAKE_OVER_STAFF:
            region.take_over_staff(Setting(TAKE_OVER_STAFF - action))
        elif action == FIT_IN:
            region.labour.fit_in()
        elif action == PLAN_MAXIMUM:
            for _, arrangement in sorted(region.arrangements.items()):
                arrangement.funding.plan_maximum()
        for team in region.all_teams():
            team.is_changed()

    def finish(self) -> Recording:
        """Close the books: what still runs is written as running (censored)."""
        for youth in sorted(self.youths(), key=lambda youth: youth.id):
            close_books(youth)
        hours = self.regions[0].p.staff.hours_per_fte_year
        return self.recorder.finish(self.parameters_of, self.replication, hours)


def run(
    world: World, *, seed: int, replication: int, events: bool = False, days: bool = False
) -> Recording:
    """Run one replication of a world.

    Args:
        world: everything an executor needs, as plain numbers (`sim.world.build`).
        seed: 0 <= seed < 2**63.
        replication: number of the replication, >= 0.
        events: keep the full log too.
        days: keep the counts of every day too.

    Returns:
        The recording: rows and counts.
    """
    was_enabled = gc.isenabled()
    # agents refer to one another in circles: looking for garbage while they all live is time lost
    gc.disable()
    try:
        model = CareModel(world, seed, replication, events=events, days=days)
        model.diary.run()
        return model.finish()
    finally:
        if was_enabled:
            gc.enable()
