"""A team: who holds its positions, who leaves, who comes, how competent and how strained it is
(processes 7 and 12).

Every location has one, and every 1:1 arrangement: alone and at home it leads, in a group it holds
the extra posts while the group's team leads. Who holds a new one: `posts.py`.
"""

from typing import TYPE_CHECKING

from sim.draws import Kind, Purpose
from sim.engine.phases import Fact, What
from sim.engine.reference.diary import Clock
from sim.engine.reference.entity import Entity, Level, Surroundings
from sim.rules import clock, escalate, staff
from sim.rules.functions import COMPETENCE_MAX, STRAIN_MAX

if TYPE_CHECKING:
    from sim.engine.reference.arrangement import Arrangement
    from sim.engine.reference.location import Location
    from sim.engine.reference.region import Region
    from sim.engine.reference.youth import Youth


class Team(Entity):
    """Positions that are each settled, new, agency or vacant."""

    def __init__(self, region: "Region", owner: "Location | Arrangement") -> None:
        """A team without positions, of a location or an arrangement, whose draws it shares."""
        kind = self.kind = owner.kind
        super().__init__(region.world, owner.id)
        self._n_draws = owner._n_draws
        self.region, self.owner = region, owner
        self.holders: list[int] = []  # who holds each position (sim.rules.staff)
        # day on which a position is hired for, or its newcomer is settled
        self.day_of_change: list[int] = []
        self.leadership = 0.5
        self.day_departed = -clock.NEVER
        self.is_present = True
        p = region.p
        self.competence = Level(
            self,
            0,
            COMPETENCE_MAX,
            self.resting_competence,
            lambda: p.staff.days_competence,
            What.COMPETENCE,
        )
        self.strain = Level(
            self,
            0,
            STRAIN_MAX,
            lambda: 0,
            lambda: p.escalation.days_strain,
            What.STRAIN,
        )
        self.departures = Clock(self.world.diary, kind, self.id, What.DEPARTURE, self.depart)
        # for which the pace of its youths' incidents is set, in units of 2**-32 a day
        self.around = Surroundings(0.0, 0.0, 0, 0.0, 0.0)
        self.pace = 0

    def begin(self, leadership: float) -> None:
        """Begin to work, with the holders of its positions."""
        self.leadership = leadership
        self.competence.value = self.resting_competence()
        self.departures.wind(clock.threshold(self.draw(Purpose.DEPARTURE)))
        self.around = self._around()
        self.pace = self._pace()
        self.is_changed()

    @property
    def is_own(self) -> bool:
        """The team of a 1:1 arrangement."""
        return self.kind == Kind.ARRANGEMENT

    @property
    def youths(self) -> "list[Youth]":
        """The youths whom it is there for, in order of id."""
        return self.owner.cared_for

    @property
    def n_filled(self) -> int:
        """Positions that somebody holds."""
        return len(self.holders) - self.holders.count(staff.VACANT)

    @property
    def n_uncovered(self) -> int:
        """Posts of 1:1 in the group that nobody holds, and that the group bears."""
        if self.is_own:
            return 0
        teams = [y.arrangement.own_team for y in self.youths if y.arrangement is not None]
        return sum(len(team.holders) - team.n_filled for team in teams if team is not None)

    @property
    def staff_ratio(self) -> float:
        """Staff per youth over what the setting has; alone over what the rung asks for."""
        if self.is_own:
            return staff.coverage(self.n_filled, len(self.holders))
        return staff.staff_ratio(
            n_filled=self.n_filled,
            n_uncovered=self.n_uncovered,
            n_youths=len(self.youths),
            per_youth=self.owner.positions_reference,
        )

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

    def resting_competence(self) -> int:
        """Level to which competence moves."""
        return staff.resting_competence(self.stability, self.region.p.staff)

    # --- rates ------------------------------------------------------------------------------------

    def is_changed(self) -> None:
        """Have this evening's accounting set the rates of the team and its youths anew."""
        self.region.changed_teams[self.id, self.kind] = self

    def set_rates(self) -> None:
        """Set tomorrow's rate of departures, and the pace of its youths' incidents.

        Have the youths' own rates set anew if who of them has 1:1 changed, and look at what else
        depends on how stable it is.
        """
        if not self.is_present:
            return
        p = self.region.p.staff
        rate = staff.departure_rate(
            n_settled=self.holders.count(staff.SETTLED),
            n_new=self.holders.count(staff.NEW),
            strain=self.strain.value,
            one_to_one_load=staff.one_to_one_load(self.is_own, self.n_uncovered, len(self.holders)),
            vacant=self.share(staff.VACANT),
            leadership=self.leadership,
            p=p,
        )
        self.departures.set_rate(clock.daily(rate))
        self.competence.watch()
        before, self.around = self.around, self._around()
        self.pace = self._pace()
        for youth in self.youths:
            if youth.team is self and youth.incidents.is_running:
                youth.incidents.set_rate(self.pace, youth.incidents.weight)
            if self.around.n_one_to_one != before.n_one_to_one:
                youth.is_changed()
            elif self.around.stability != before.stability and youth.team is self:
                youth.feel(self)

    def _around(self) -> Surroundings:
        around = self.owner.surroundings
        return around._replace(stability=self.stability, competence=self.competence.value)

    @property
    def exposure(self) -> escalate.Exposure:
        """What surrounds its youths, and nothing of any youth."""
        around = self.around
        return escalate.Exposure(
            severity=0.5,
            behaviour=0,
            trust=0,
            match=0.5,
            occupancy=around.occupancy,
            n_group=around.n_group,
            has_peer_with_one_to_one=False,
            stability=around.stability,
            competence=around.competence,
            fit=around.fit,
            is_one_to_one=False,
            uncovered=0.0,
            dependency=0.0,
            log_setting=around.log_setting,
        )

    def _pace(self) -> int:
        rate = escalate.rate_around(self.exposure, self.region.p.escalation)
        return clock.daily(rate)

    def tell(self) -> None:
        """Who is there has changed: rates, and hours of 1:1 that are covered."""
        self.is_changed()
        if self.is_own:
            for youth in self.youths:
                youth.is_changed()
                if youth.team is not None:
                    youth.team.is_changed()

    # --- positions --------------------------------------------------------------------------------

    def add_position(self, holder: int) -> None:
        """One position more, and who holds it."""
        self.holders.append(holder)
        self.day_of_change.append(clock.NEVER)
        self.region.labour.add(self, holder, 1)
        if holder != staff.SETTLED:
            self.plan_position(len(self.holders) - 1)

    def set_holder(self, position: int, holder: int) -> None:
        """A position changes hands."""
        self.region.labour.add(self, self.holders[position], -1)
        self.holders[position] = holder
        self.region.labour.add(self, holder, 1)
        self.tell()

    def plan_position(self, position: int) -> None:
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

    def remove_position(self) -> None:
        """One position less: a vacant one, else agency staff, somebody new, a settled colleague."""
        weakest = min(self.holders)
        position = len(self.holders) - 1 - self.holders[::-1].index(weakest)
        self.region.labour.add(self, weakest, -1)
        del self.holders[position], self.day_of_change[position]

    def change_positions(self) -> None:
        """Hires arrive and newcomers settle, in order of position."""
        if not self.is_present:
            return
        for position, day in enumerate(self.day_of_change):
            if day != self.today:
                continue
            if self.holders[position] == staff.NEW:
                self.day_of_change[position] = clock.NEVER
                self.set_holder(position, staff.SETTLED)
                self.log(Fact.SETTLED, position)
            elif not staff.is_hired(self.region.labour.n_left):
                self.plan_position(position)  # nobody to hire: open for another while
            else:
                self.set_holder(position, staff.NEW)
                self.plan_position(position)
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
        for youth in self.youths:
            if youth.arrangement is not None and staff.is_reassured(
                youth.arrangement.draw(Purpose.FRESH_START), p
            ):
                youth.arrangement.fear.move(-1)

    # --- departures -------------------------------------------------------------------------------

    def depart(self) -> None:
        """Somebody permanent leaves (K32)."""
        if not self.is_present:
            return
        p = self.region.p.staff
        settled, new = self.holders.count(staff.SETTLED), self.holders.count(staff.NEW)
        self.departures.wind(clock.threshold(self.draw(Purpose.DEPARTURE)))
        if settled + new == 0:
            self.is_changed()
            return
        leaver = staff.who_leaves(self.draw(Purpose.WHO_LEAVES), settled, new, p)
        self.leave(self.holders.index(leaver))
        self.log(Fact.DEPARTED, self.holders.count(staff.SETTLED))
        if leaver == staff.SETTLED:
            self._forget()

    def leave(self, position: int) -> None:
        """Somebody permanent leaves a position.

        Agency staff or nobody fills it; every youth of the team may be jolted.
        """
        p, labour = self.region.p.staff, self.region.labour
        n_agency = self.holders.count(staff.AGENCY)
        is_within_cap = self.is_own or staff.has_room_for_agency(n_agency, len(self.holders), p)
        self.set_holder(position, staff.filled_by(is_within_cap, labour.n_left_agency))
        self.plan_position(position)
        self.day_departed = self.today
        labour.n_departures += 1
        for youth in self.youths:
            if staff.is_jolted(youth.draw(Purpose.JOLT), p):
                youth.behaviour.move(1)

    def _forget(self) -> None:
        """What the leading team knows of analysis and plan goes with who made them (K26)."""
        p = self.region.p.staff
        for youth in self.youths:
            a = youth.arrangement
            if (
                a is not None
                and a.team is self
                and staff.is_forgotten(a.draw(Purpose.MEMORY), len(self.holders), p)
            ):
                a.has_analysis = a.has_plan = youth.has_analysis = youth.has_plan = False

    def hand_over(self, days_known: int) -> None:
        """1:1 goes along into a place: colleagues there take over from those who were outside.

        They have worked in for so many days already.
        """
        days = staff.days_left_to_settle(days_known, self.region.p.staff)
        for position, holder in enumerate(self.holders):
            if not staff.is_permanent(holder):
                continue
            self.day_of_change[position] = self.today + days if days else clock.NEVER
            self.set_holder(position, staff.NEW if days else staff.SETTLED)
            if days:
                self.plan(self.today + days, What.POSITION, self.change_positions)

    def let_go(self, holder: int) -> bool:
        """Where there are fewer people, one of those who hold a position so leaves, if any."""
        if holder not in self.holders:
            return False
        position = self.holders.index(holder)
        if staff.is_permanent(holder):
            self.leave(position)
        else:
            self.set_holder(position, staff.VACANT)
        return True

    def dissolve(self) -> None:
        """The location closes or the arrangement ends: everybody goes back to the labour market."""
        self.is_present = False
        self.departures.stop()
        for holder in self.holders:
            self.region.labour.add(self, holder, -1)
        self.region.changed_teams.pop((self.id, self.kind), None)
        self.remove()
