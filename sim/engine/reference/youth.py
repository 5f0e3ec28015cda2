"""One youth: arrives, moves in, has incidents, moves on, comes back, grows out of youth care.

Who it is: `person.py`; its state: `youth_state.py`; what is asked for: `request.py`,
`one_to_one.py`.
"""

from typing import TYPE_CHECKING

from sim.draws import Purpose
from sim.engine.phases import Fact, What
from sim.engine.reference.books import record_stay
from sim.engine.reference.diary import Clock
from sim.engine.reference.one_to_one import OneToOneRequest
from sim.engine.reference.request import PlaceRequest
from sim.engine.reference.youth_state import YouthState
from sim.names import Answer, Cause, Outcome, Variant, Wait
from sim.rules import (
    arrive,
    clock,
    escalate,
    follow_up,
    relapse,
    search,
    start,
    stay,
)

if TYPE_CHECKING:
    from sim.engine.reference.location import Location
    from sim.engine.reference.region import Region
    from sim.engine.reference.team import Team


class Youth(YouthState):
    """A youth for whom the region is responsible."""

    def __init__(self, region: "Region", nth: int) -> None:
        super().__init__(region, nth)
        self.request = PlaceRequest(self)
        self.one_to_one = OneToOneRequest(self)
        self.incidents = Clock(self.world.diary, self.kind, self.id, What.INCIDENT, self.incident)
        self.incidents.wind(clock.own_threshold(self.draw(Purpose.FIRST_INCIDENT)))
        self.relapses = Clock(self.world.diary, self.kind, self.id, What.RELAPSE, self.relapse)

    def is_changed(self) -> None:
        """Have this evening's accounting set the youth's rates anew."""
        self.region.changed_youths[self.id] = self

    # --- arrival (process 1) ----------------------------------------------------------------------

    def arrive(self) -> None:
        """The youth comes into the system and asks for a place."""
        self.region.count("arrivals")
        self.log(Fact.ARRIVED, self.days_age_at_arrival)
        self._enter()
        self.plan(self.day_limit, What.AGE_OUT, self.age_out)
        is_crisis = arrive.is_in_crisis(self.draw(Purpose.CRISIS), self.region.p.arrival)
        self.request.ask_from_home(is_crisis=is_crisis)

    def be_present(self, location: "Location") -> None:
        """Be in a place on the first day of the run, as if placed that day."""
        self.region.count("arrivals")
        self.log(Fact.ARRIVED, self.days_age_at_arrival)
        self.is_secure = self.was_secure = stay.is_secure(int(location.setting))
        self.has_secure_need |= self.is_secure
        self._enter()
        self.plan(self.day_limit, What.AGE_OUT, self.age_out)
        self.request.day_counted = self.today
        self._move_in(location, 0.5)

    def _enter(self) -> None:
        self.is_present = True
        self.behaviour.value = max(self.behaviour.value, self._resting_behaviour())
        self.behaviour.watch()
        self.trust.watch()
        self.participation.watch()
        self.region.move(self)

    # --- a stay (process 4) -----------------------------------------------------------------------

    def take(
        self, location: "Location", *, days_in_queue: int, is_misfit: bool, days_kept_free: int = 0
    ) -> None:
        """Take the place that was found."""
        match = search.match_quality(
            u=self.draw(Purpose.MATCH_QUALITY),
            is_crisis=self.request.is_crisis,
            has_analysis=self.knows_analysis,
            is_out_of_region=location.region is not self.region,
            is_misfit=is_misfit,
            p=self.region.p.search,
        )
        self._move_in(
            location,
            match,
            days_in_queue=days_in_queue,
            is_misfit=is_misfit,
            days_kept_free=days_kept_free,
        )

    def _move_in(
        self,
        location: "Location",
        match: float,
        *,
        days_in_queue: int = 0,
        is_misfit: bool = False,
        days_kept_free: int = 0,
    ) -> None:
        """Move into a place.

        A move from another place or out of a time alone is a planned move; 1:1 goes along.
        """
        days_waited = self.today - self.request.day_counted - days_kept_free
        is_crisis = self.request.is_crisis
        self.n_moves += int(self.location is not None or self.arrangement is not None)
        self.one_to_one.cancel()
        if self.location is not None:
            self.leave_place(is_unplanned=False)
        if stay.is_bridge(int(location.setting)):
            self.request.be_bridged()
        else:
            self.request.stop()
            self.request.close_case()
        if self.arrangement is not None:
            self.arrangement.go_along(location, days_kept_free)
            location.n_one_to_one += 1
        self.location, self.match = location, match
        self.days_waited, self.stay_in_crisis, self.is_misfit = days_waited, is_crisis, is_misfit
        self.days_in_queue, self.days_kept_free = days_in_queue, days_kept_free
        location.take_in(self, is_kept=days_kept_free > 0)
        if self.arrangement is not None:
            self.start_risk()
            self.arrangement.way_down.update()
        self.participation.watch()
        self.day_stay_start = self.today
        self._plan_end()
        self.log(Fact.PLACED, location.setting)
        self.region.move(self)
        self.is_changed()

    def _plan_end(self) -> None:
        assert self.location is not None
        p = self.region.p.setting[self.location.setting]
        self.day_stay_end = self.today + stay.days_planned_stay(
            self.draw(Purpose.STAY_LENGTH), self.severity, p
        )
        self.plan(self.day_stay_end, What.STAY_END, self.end_stay)

    def end_stay(self) -> None:
        """The planned end: home, or a request for a follow-up place.

        Waiting for it, the youth keeps the place.
        """
        if self.location is None or self.day_stay_end != self.today:
            return
        self.day_stay_end = clock.NEVER
        p = self.region.p.setting[self.location.setting]
        may_go_home = stay.may_go_home(self.arrangement is not None)
        if may_go_home and stay.goes_home(self.draw(Purpose.HOME_AFTER), p):
            self.go_home()
        elif follow_up.is_stay_prolonged(
            self.location.setting,
            self.days_age,
            self.arrangement is not None,
            self.region.p.follow_up,
        ):
            self._plan_end()
        else:
            if self.request.wait == Wait.NONE:  # from a bridge the search goes on already
                self.request.ask(Wait.FOLLOW_UP, is_crisis=False)
            self.be_patient()

    def be_patient(self) -> None:
        """The place is kept for some days more."""
        assert self.location is not None
        p = self.region.p.setting[self.location.setting]
        self.day_patience = self.today + stay.days_of_patience(self.draw(Purpose.PATIENCE), p)
        self.plan(self.day_patience, What.PATIENCE, self.lose_patience)

    def lose_patience(self) -> None:
        """The place can be kept no longer: 1:1 is asked for to bridge the gap, or home."""
        if self.location is None or self.day_patience != self.today:
            return
        p = self.region.p.setting[self.location.setting]
        if self.arrangement is not None:
            self.be_patient()  # nobody is sent home from 1:1
        elif stay.is_bridged(self.draw(Purpose.KEEP), p):
            self.grow_out_of_closed_care()
            cause = Cause(
                start.cause_after_patience(
                    stay.is_bridge(int(self.location.setting)),
                    self.is_secure,
                    self.request.was_told(Answer.ACCEPTED),
                    self.request.was_told(Answer.REFUSED),
                )
            )
            self.one_to_one.ask(Variant.NONE, cause, is_crisis=False)
        else:
            self.go_home()

    def leave_place(self, *, is_unplanned: bool) -> None:
        """Give the place back.

        An unplanned move costs trust, and fails 1:1 in the group if there is any.
        """
        if is_unplanned and self.arrangement is not None:
            self.arrangement.end(Outcome.FAILED)
        location = self.location
        assert location is not None
        if is_unplanned:
            self.one_to_one.cancel()
        if self.arrangement is not None:
            location.n_one_to_one -= 1
        self.log(Fact.LEFT_PLACE, location.setting)
        record_stay(self, self.today, is_unplanned_end=is_unplanned)
        self.location = None
        self.day_stay_end = self.day_patience = clock.NEVER
        self.incidents.stop()
        self.relapses.stop()
        location.let_go(self)
        if is_unplanned:
            self.move_unplanned()

    def move_unplanned(self) -> None:
        """One more move, less trust (NJi quickscan 2026, Doelgroep)."""
        self.n_moves += 1
        self.region.count("unplanned_moves")
        self.trust.move(-int(self.region.p.escalation.trust_lost))

    # --- escalation (process 5) -------------------------------------------------------------------

    def set_rates(self) -> None:
        """Set tomorrow's rates of incidents and of relapse."""
        self.region.move(self)  # hours covered and participation may have moved
        team = self.team
        if team is None or not self.is_present:
            return
        is_one_to_one = self.arrangement is not None
        exposure = team.exposure._replace(
            severity=self.severity,
            behaviour=self.behaviour.value,
            trust=self.trust.value,
            match=self.match,
            has_peer_with_one_to_one=team.around.n_one_to_one > int(is_one_to_one),
            is_one_to_one=is_one_to_one,
            uncovered=self.arrangement.uncovered if self.arrangement is not None else 0.0,
            dependency=self.dependency if is_one_to_one else 0.0,
        )
        own = escalate.own_factor(exposure, self.region.p.escalation)
        self.incidents.set_rate(team.pace, clock.weight(own))
        self.feel(team)

    def feel(self, team: "Team") -> None:
        """A team is more or less stable: behaviour may rest elsewhere, and relapse be nearer."""
        self.behaviour.watch()
        if self.location is not None and self.today < self.day_at_risk_until:
            self.relapses.set_rate(clock.daily(self._relapse_rate(team.around.stability)))

    def _relapse_rate(self, stability: float) -> float:
        return relapse.relapse_rate(
            behaviour=self.behaviour.value,
            severity=self.severity,
            abruptness=self.abruptness,
            stability=stability,
            participation=self.participation.value,
            p=self.region.p.relapse,
        )

    def incident(self) -> None:
        """A serious incident.

        The team copes, or 1:1 is put beside the youth, or the youth must leave.
        """
        team = self.team
        if team is None or not self.is_present:
            return
        p = self.region.p.escalation
        self.incidents.wind(clock.own_threshold(self.draw(Purpose.INCIDENT)))
        self.behaviour.move(
            escalate.behaviour_after_incident(self.draw(Purpose.JUMP), self.behaviour.value, p)
            - self.behaviour.value
        )
        team.strain.move(1)
        self.is_changed()
        team.is_changed()
        self.log(Fact.INCIDENT, self.behaviour.value)
        if self.arrangement is not None:
            self.arrangement.n_incidents += 1
            self.arrangement.day_incident = self.today
        cope, p_restrain = 0.0, p.p_restrain_alone
        if self.location is not None:
            here = self.location.region.p.setting[self.location.setting]
            cope, p_restrain = here.cope, here.p_restrain
        met = escalate.Incident(
            setting_cope=cope,
            stability=team.stability,
            competence=team.competence.value,
            behaviour=self.behaviour.value,
            severity=self.severity,
            strain=team.strain.value,
            not_permanent=team.not_permanent,
            staff=team.staff_ratio,
        )
        if escalate.is_coped(self.draw(Purpose.COPE), met, p):
            self.log(Fact.COPED, self.behaviour.value)
            if escalate.gives_experience(self.draw(Purpose.EXPERIENCE), p):
                team.competence.move(1)
        elif escalate.is_restrained(self.draw(Purpose.RESTRAINT), p_restrain, p):
            self._be_restrained()
        elif self.arrangement is not None:
            self.arrangement.not_coped()
        else:
            self._not_coped_in_group()

    def _be_restrained(self) -> None:
        """It ends in restraint: everything stays as it is, but for trust (K13)."""
        self.region.count("restraints")
        if self.arrangement is not None:
            self.arrangement.n_restraints += 1
        self.log(Fact.RESTRAINED, self.behaviour.value)
        self.trust.move(-int(self.region.p.escalation.trust_lost_by_restraint))

    def _not_coped_in_group(self) -> None:
        """The shared rung is tried, or 1:1 is asked for in the group, or the youth must leave."""
        location, p = self.location, self.region.p
        assert location is not None
        if escalate.is_kept_with_one_to_one(
            u=self.draw(Purpose.KEEP),
            p_keep=p.setting[location.setting].p_keep,
            group_funding=p.start.p_shared_rung,
            known=self.region.known_route,
            stance=self.stance,
            p=p.escalation,
        ):
            luck, shared = self.draw(Purpose.PARTIAL_RETURN), self.draw(Purpose.PARTIAL_RETURN)
            is_partial = escalate.is_partial_return(
                luck, self.had_one_to_one, start.has_shared_rung(shared, p.start), p.escalation
            )
            self.one_to_one.ask(
                Variant.GROUP, Cause.ESCALATION, is_crisis=True, is_partial=is_partial
            )
        else:
            self.expel()

    def expel(self) -> None:
        """The team gives up (and believes less in itself, K55).

        The youth must leave and is in crisis without a place.
        """
        location, p = self.location, self.region.p.escalation
        assert location is not None and location.team is not None
        self.log(Fact.EXPELLED, location.setting)
        location.team.competence.move(-int(p.competence_lost_by_expulsion))
        self.request.was_sent_away = stay.is_bridge(int(location.setting))
        self.leave_place(is_unplanned=True)
        self.request.ask_in_crisis(is_expelled=True)

    # --- 1:1 (process 6) --------------------------------------------------------------------------

    def ask_reactive(self) -> None:
        """A crisis without a place is borne no longer: 1:1, for the nearest reason."""
        request = self.request
        self.grow_out_of_closed_care()
        cause = Cause(
            start.cause_of_start(
                request.is_expelled,
                self.is_secure,
                request.was_told(Answer.ACCEPTED),
                request.was_told(Answer.REFUSED),
            )
        )
        self.one_to_one.ask(Variant.NONE, cause, is_crisis=True)

    # --- leaving and coming back (processes 4, 11, 14) --------------------------------------------

    def go_home(self) -> None:
        """Leave youth care with a stay; a relapse may bring the youth back."""
        if self.arrangement is not None:
            self.arrangement.end(Outcome.STABILISED)
        self.log(Fact.WENT_HOME, self.setting)
        rate = self._relapse_rate(relapse.STABILITY_AT_HOME)
        self._leave()
        self.start_risk()
        self.relapses.set_rate(clock.daily(rate))

    def _leave(self) -> None:
        if self.location is not None:
            self.leave_place(is_unplanned=False)
        self.one_to_one.cancel()
        self.request.stop()
        self.request.applications.clear()  # who comes back is asked for anew
        self.is_present = False
        self.day_left = self.today
        self.incidents.stop()
        self.relapses.stop()
        self.region.count("left")
        self.region.move(self)
        self.region.changed_youths.pop(self.id, None)

    def start_risk(self) -> None:
        """At home, and after 1:1 in the new place, the youth is at risk of relapse."""
        self.relapses.wind(clock.threshold(self.draw(Purpose.RELAPSE)))
        self.day_at_risk_until = self.today + relapse.days_at_risk(self.region.p.relapse)

    def relapse(self) -> None:
        """It goes wrong again, at home or in the new place.

        Back to the search, with one more move.
        """
        if not relapse.is_counted(self.today, self.day_at_risk_until, self.day_limit):
            return
        self.day_at_risk_until = -1
        if not self.is_present:
            self.log(Fact.RETURNED, self.n_moves)
            self.day_left = -1
            self.region.count("returned")
            self._enter()
            self.move_unplanned()
            is_crisis = arrive.is_in_crisis(self.draw(Purpose.CRISIS), self.region.p.arrival)
            self.request.ask_from_home(is_crisis=is_crisis)
        elif self.location is not None:
            self.log(Fact.RELAPSED, self.location.setting)
            self.leave_place(is_unplanned=True)
            self.request.ask_in_crisis(is_expelled=True)

    def age_out(self) -> None:
        """The age limit: to adult care, home or own living."""
        self.day_limit = self.today
        if not self.is_present:
            return
        self.log(Fact.AGED_OUT, self.setting)
        self.is_aged_out = True
        if self.arrangement is not None:
            self.arrangement.end(Outcome.AGED_OUT)
        self._leave()

    def displace(self) -> None:
        """The place closes on the date: the youth must be re-placed (process 15)."""
        assert self.location is not None
        self.log(Fact.DISPLACED, self.location.setting)
        self.leave_place(is_unplanned=True)
        self.request.ask_in_crisis(is_expelled=False)
