"""A team: who holds its positions, who leaves, who comes, how competent and how strained it is
(process 11).
"""

from typing import TYPE_CHECKING

from sim.draws import Purpose
from sim.engine.phases import Fact, What
from sim.engine.reference.diary import Clock
from sim.engine.reference.entity import Entity, Level, Surroundings
from sim.rules import clock, staff
from sim.rules.functions import COMPETENCE_MAX, STRAIN_MAX

if TYPE_CHECKING:
    from sim.engine.reference.arrangement import Arrangement
    from sim.engine.reference.location import Location
    from sim.engine.reference.region import Region
    from sim.engine.reference.youth import Youth


def new_holders(luck: list[float], p_agency: float, p: staff.StaffParameters) -> list[int]:
    """Return who holds the positions of a new team.

    Agency staff up to the cap, the others are new.
    """
    holders: list[int] = []
    for u in luck:
        holders.append(
            staff.who_starts(
                u=u,
                p_agency=p_agency,
                n_agency=holders.count(staff.AGENCY),
                n_positions=len(luck),
                p=p,
            )
        )
    return holders


class Team(Entity):
    """Positions that are each settled, new, agency or vacant."""

    def __init__(
        self, region: "Region", owner: "Location | Arrangement", holders: list[int]
    ) -> None:
        """A team of a location or an arrangement, the owner, whose address and draws it shares."""
        kind = self.kind = owner.kind
        id_ = owner.id
        super().__init__(region.world, id_)
        self._n_draws = owner._n_draws
        self.region, self.owner = region, owner
        self.holders = holders  # who holds each position (sim.rules.staff)
        self.day_of_change = [clock.NEVER] * len(
            holders
        )  # day on which a position is hired for, or its newcomer is settled
        self.youths: dict[int, Youth] = {}
        self.leadership = 0.5
        self.day_departed = -clock.NEVER
        self.is_present = True
        p = region.p
        self.competence = Level(
            self,
            0,
            COMPETENCE_MAX,
            self._resting_competence,
            lambda: p.staff.days_competence,
            What.COMPETENCE,
        )
        self.competence.value = self._resting_competence()
        self.strain = Level(
            self,
            0,
            STRAIN_MAX,
            lambda: 0,
            lambda: p.escalation.days_strain,
            What.STRAIN,
        )
        self.departures = Clock(self.world.diary, kind, id_, What.DEPARTURE, self.depart)
        self.departures.wind(clock.threshold(self.draw(Purpose.DEPARTURE)))
        for position, holder in enumerate(holders):
            if holder != staff.SETTLED:
                self._plan_position(position)
        region.labour.join(self)
        self.around = (
            self._around()
        )  # stability, competence and surroundings for which the youths' rates are set
        self.is_changed()

    @property
    def stability(self) -> float:
        """Settled positions / positions, 0..1."""
        return self.share(staff.SETTLED)

    @property
    def not_permanent(self) -> float:
        """Share of positions vacant or held by agency staff."""
        return self.share(staff.VACANT, staff.AGENCY)

    def share(self, *held_by: int) -> float:
        """Share of positions that are held in one of these ways."""
        n = sum(self.holders.count(holder) for holder in held_by)
        return staff.share_of_positions(n, len(self.holders))

    @property
    def days_since_departure(self) -> int:
        """Days since the last departure."""
        return self.today - self.day_departed

    def _resting_competence(self) -> int:
        return staff.resting_competence(self.stability, self.region.p.staff)

    def is_changed(self) -> None:
        """Have this evening's accounting set the rates of the team and its youths anew."""
        self.region.changed_teams[self.id, self.kind] = self

    def set_rates(self) -> None:
        """Set tomorrow's rate of departures.

        Have the youths' rates set anew if what surrounds them changed.
        """
        p = self.region.p.staff
        minutes = sum(
            y.arrangement.minutes for y in self.youths.values() if y.arrangement is not None
        )
        rate = staff.departure_rate(
            n_settled=self.holders.count(staff.SETTLED),
            n_new=self.holders.count(staff.NEW),
            strain=self.strain.value,
            one_to_one_load=staff.fte_of(minutes, p) / len(self.holders),
            vacant=self.share(staff.VACANT),
            leadership=self.leadership,
            p=p,
        )
        self.departures.set_rate(clock.daily(rate))
        self.competence.watch()
        around = self._around()
        if around != self.around:
            self.around = around
            for youth in self.youths.values():
                youth.is_changed()

    def _around(self) -> tuple[float, int, Surroundings]:
        return self.stability, self.competence.value, self.owner.surroundings

    def _set(self, position: int, holder: int) -> None:
        before = self.holders[position]
        self.holders[position] = holder
        self.region.labour.shift(self, before, holder)
        self.is_changed()

    def _plan_position(self, position: int) -> None:
        """Plan the next change of a position.

        A hire if agency staff or nobody holds it, settling if somebody new does.
        """
        p = self.region.p.staff
        if self.holders[position] == staff.NEW:
            days = staff.days_to_settle(p)
        else:
            days = staff.days_to_hire(self.draw(Purpose.HIRE), self.region.labour.demand_fte, p)
        self.day_of_change[position] = self.today + days
        self.plan(self.today + days, What.POSITION, self.change_positions)

    def depart(self) -> None:
        """Somebody permanent leaves.

        Agency staff or nobody fills the position; every youth of the team may be jolted (K32).
        """
        if not self.is_present:
            return
        p = self.region.p.staff
        settled, new = self.holders.count(staff.SETTLED), self.holders.count(staff.NEW)
        self.departures.wind(clock.threshold(self.draw(Purpose.DEPARTURE)))
        if settled + new == 0:
            self.is_changed()
            return
        leaver = staff.who_leaves(self.draw(Purpose.WHO_LEAVES), settled, new, p)
        position = self.holders.index(leaver)
        self._set(position, staff.filled_by(self.holders.count(staff.AGENCY), len(self.holders), p))
        self._plan_position(position)
        self.day_departed = self.today
        self.region.labour.n_departures += 1
        self.log(Fact.DEPARTED, self.holders.count(staff.SETTLED))
        for _, youth in sorted(self.youths.items()):
            if staff.is_jolted(youth.draw(Purpose.JOLT), p):
                youth.behaviour.move(1)

    def change_positions(self) -> None:
        """Hires arrive and newcomers settle, in order of position."""
        if not self.is_present:
            return
        for position, day in enumerate(self.day_of_change):
            if day != self.today:
                continue
            if self.holders[position] == staff.NEW:
                self.day_of_change[position] = clock.NEVER
                self._set(position, staff.SETTLED)
                self.log(Fact.SETTLED, position)
            else:
                self._set(position, staff.NEW)
                self._plan_position(position)
                self.log(Fact.HIRED, position)
                self._fresh_start()

    def _fresh_start(self) -> None:
        """One newcomer in a calm period lowers fear.

        Who did not live the escalations is less afraid (K57).
        """
        p = self.region.p.staff
        if not staff.is_fresh_start(
            self.holders.count(staff.NEW), self.days_since_departure, self.strain.value, p
        ):
            return
        for _, youth in sorted(self.youths.items()):
            if youth.arrangement is not None and staff.is_reassured(
                youth.arrangement.draw(Purpose.FRESH_START), p
            ):
                youth.arrangement.fear.move(-1)

    def dissolve(self) -> None:
        """The location closes or the arrangement ends: everybody goes back to the labour market."""
        self.is_present = False
        self.departures.stop()
        self.region.labour.leave(self)
        self.region.changed_teams.pop((self.id, self.kind), None)
        self.remove()


def core_team(arrangement: "Arrangement") -> Team:
    """Form the core team of an arrangement outside a group."""
    region = arrangement.region
    p = region.p.staff
    luck = [
        arrangement.draw(Purpose.CORE_POSITION)
        for _ in range(staff.positions_of_core_team(p.core_positions))
    ]
    p_agency = staff.p_agency_of_core_team(arrangement.is_contracted, p)
    team = Team(region, arrangement, new_holders(luck, p_agency, p))
    team.leadership = staff.nearness_of_leadership(region.n_sites, p)
    return team
