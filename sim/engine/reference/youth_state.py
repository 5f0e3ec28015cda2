"""The state of one youth: levels, hazards, where it is, and what follows from it."""

from typing import TYPE_CHECKING

from sim.draws import Purpose
from sim.engine.phases import Fact, What
from sim.engine.reference.entity import Level
from sim.engine.reference.person import Person
from sim.names import Setting
from sim.rules import arrive, clock, escalate, family, participate, start, step_down
from sim.rules.functions import BEHAVIOUR_MAX, TRUST_MAX

if TYPE_CHECKING:
    from sim.engine.reference.arrangement import Arrangement
    from sim.engine.reference.location import Location
    from sim.engine.reference.region import Region
    from sim.engine.reference.team import Team


class YouthState(Person):
    """What is so about a youth today; what happens to it: `youth.py`."""

    def __init__(self, region: "Region", nth: int) -> None:
        super().__init__(region, nth)
        self.is_present = False  # in the system: waiting, in a place or in 1:1
        self.has_analysis = self.has_plan = False
        self.behaviour = Level(
            self,
            0,
            BEHAVIOUR_MAX,
            self._resting_behaviour,
            lambda: region.p.escalation.days_behaviour,
            What.BEHAVIOUR,
        )
        self.trust = Level(
            self,
            arrive.trust_at_arrival(self.n_moves, region.p.arrival),
            TRUST_MAX,
            lambda: escalate.resting_trust(region.p.escalation),
            lambda: region.p.escalation.days_trust,
            What.TRUST,
        )
        self.participation = Level(
            self,
            participate.at_arrival(
                self.draw(Purpose.PARTICIPATION), self.severity, region.p.participation
            ),
            participate.PARTICIPATION_MAX,
            self._resting_participation,
            self._days_participation,
            What.PARTICIPATION,
        )
        self.day_left, self.is_aged_out = -1, False
        # where
        self.location: Location | None = None
        self.arrangement: Arrangement | None = None
        self.n_arrangements = 0
        self.match = 0.5  # quality of the match of the present place
        self.day_stay_start, self.day_stay_end, self.day_patience = 0, clock.NEVER, clock.NEVER
        self.days_waited = self.days_in_queue = self.days_kept_free = 0
        self.stay_in_crisis = self.is_misfit = False
        # after 1:1
        self.was_alone = False  # 1:1 outside a group: it counts against the youth for a while
        self.day_alone_ended = 0
        self.had_one_to_one = False
        self.days_dependent, self.day_dependent = 0.0, 0  # days of 1:1 that counted, and when
        self.abruptness = 0  # rungs above the last at its end
        self.day_at_risk_until = -1
        # the cell of the census in which the youth is counted, and the money and minutes per day
        # that go with it
        self.cell: tuple[int, int, int] | None = None
        self.cell_money = (0, 0, 0)  # eurocents per day: place, staff of 1:1, housing of 1:1
        self.cell_minutes = self.cell_uncovered = self.cell_due = self.cell_registered = 0
        self.day_uncovered = 0  # since when so many minutes are not given
        self.cell_without_programme = 0
        self.cell_arrangement: Arrangement | None = None
        self.day_cell = 0

    # --- what follows from the state --------------------------------------------------------------

    @property
    def setting(self) -> Setting:
        """Where the youth is; at home while waiting there."""
        if self.location is not None:
            return self.location.setting
        if self.arrangement is not None:
            return Setting(start.setting_of(int(self.arrangement.variant)))
        return Setting.HOME

    @property
    def team(self) -> "Team | None":
        """The team in whose care the youth is."""
        if self.location is not None:
            return self.location.team
        return self.arrangement.own_team if self.arrangement is not None else None

    @property
    def is_alone(self) -> bool:
        """In 1:1 in a unit or a separate location."""
        return self.arrangement is not None and self.arrangement.is_alone

    @property
    def level(self) -> int:
        """Rung of the running arrangement, 0 without one."""
        return self.arrangement.level if self.arrangement is not None else 0

    @property
    def kept(self) -> "Location | None":
        """The place that is kept for the youth during a transition."""
        return self.arrangement.way_down.location if self.arrangement is not None else None

    @property
    def knows_analysis(self) -> bool:
        """An explanatory analysis is present."""
        return self.has_analysis or (self.arrangement is not None and self.arrangement.has_analysis)

    @property
    def dependency(self) -> float:
        """Dependency on 1:1, built up in it and fading out of it, 0..1."""
        return step_down.dependency(self._days_dependent(), self.region.p.step_down)

    def _days_dependent(self) -> float:
        return step_down.days_dependent(
            self.days_dependent,
            self.today - self.day_dependent,
            self.arrangement is not None,
            self.region.p.step_down,
        )

    def count_dependency(self) -> None:
        """1:1 starts or ends: from today on it builds up, or fades."""
        self.days_dependent, self.day_dependent = self._days_dependent(), self.today

    def label_alone(self) -> None:
        """A time outside a group ended: it counts against the youth for a while."""
        self.was_alone, self.day_alone_ended = True, self.today

    def _resting_behaviour(self) -> int:
        stability = self.team.stability if self.team is not None else 0.5
        return escalate.resting_behaviour(
            severity=self.severity,
            stability=stability,
            is_isolated=self.is_alone,
            dependency=self.dependency,
            participation=self.participation.value,
            p=self.region.p.escalation,
        )

    def _resting_participation(self) -> int:
        of_setting = 0.0
        if self.location is not None:
            of_setting = self.region.p.setting[self.location.setting].programme
        return participate.rest(
            self.is_alone, self.location is not None, of_setting, self.region.p.participation
        )

    def _days_participation(self) -> float:
        return participate.days_per_level(self.is_alone, self.region.p.participation)

    def move_stance(self, *, is_success: bool) -> None:
        """The family's stance may move after a success or a failure."""
        before = self.stance
        self.stance = family.stance_after(
            self.draw(Purpose.STANCE), before, is_success, self.region.p.family
        )
        if self.stance - before:
            self.log(Fact.STANCE, self.stance)
