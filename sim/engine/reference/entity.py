"""What all agents share.

An id, draws with an address, and levels that relax one step at a scheduled time.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import mesa

from sim.draws import Kind, Purpose, uniform
from sim.engine.phases import Fact, What
from sim.rules.functions import clip, towards, whole_days

if TYPE_CHECKING:
    from sim.engine.reference.model import CareModel


class Entity(mesa.Agent):
    """An agent with an id that is the same in every scenario."""

    kind: Kind

    def __init__(self, model: "CareModel", id_: int) -> None:
        super().__init__(model)
        self.world: CareModel = model
        self.id = id_
        self._n_draws: dict[Purpose, int] = {}

    def draw(self, purpose: Purpose) -> float:
        """Return the next draw for this purpose, in (0, 1)."""
        index = self._n_draws.get(purpose, 0)
        self._n_draws[purpose] = index + 1
        return uniform(
            self.world.seed_value,
            self.world.replication,
            int(self.kind),
            self.id,
            int(purpose),
            index,
        )

    @property
    def today(self) -> int:
        """Day of the run."""
        return self.world.diary.today

    def log(self, fact: Fact, value: int = 0) -> None:
        """Write one line of the full log."""
        diary = self.world.diary
        self.world.recorder.fact(diary.today, diary.phase, fact, self.id, value)

    def plan(self, day: int, what: What, action: Callable[[], None]) -> None:
        """Put something in the diary for this entity."""
        self.world.diary.put(day, self.kind, self.id, what, action)


class Surroundings(NamedTuple):
    """What surrounds the youths of a team, as far as the rate of incidents depends on it."""

    occupancy: float  # youths / places, 0..1
    n_group: float  # places of the group
    n_one_to_one: int  # youths of the group with 1:1
    fit: float  # physical fit, 0..1
    log_setting: float  # log of the setting's own factor
    stability: float = 0.0  # settled positions / positions, 0..1; the team adds it
    competence: int = 0  # level 0..10; likewise


class Level:
    """A small integer that events raise or lower and that relaxes one level toward its rest every
    so many days.
    """

    __slots__ = ("_days", "_is_planned", "_rest", "_what", "entity", "highest", "value")

    def __init__(
        self,
        entity: Entity,
        value: int,
        highest: int,
        rest: Callable[[], int],
        days: Callable[[], float],
        what: What,
    ) -> None:
        self.entity, self.highest = entity, highest
        self.value = clip(value, highest)
        self._rest, self._days, self._what = rest, days, what
        self._is_planned = False

    def move(self, by: int) -> None:
        """Raise or lower the level, held within its range, and plan its relaxation."""
        self.value = clip(self.value + by, self.highest)
        self.entity.is_changed()  # type: ignore[attr-defined]
        self.watch()

    def watch(self) -> None:
        """Plan one step of relaxation if the level is not at rest and none is planned."""
        if not self._is_planned and self.value != self._rest():
            self._is_planned = True
            self.entity.plan(self.entity.today + whole_days(self._days()), self._what, self._relax)

    def _relax(self) -> None:
        self._is_planned = False
        if self.entity.is_present:  # type: ignore[attr-defined]
            self.value = towards(self.value, self._rest())
            self.entity.is_changed()  # type: ignore[attr-defined]
            self.watch()
