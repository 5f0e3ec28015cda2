"""The funding of one arrangement: its term, renewal, the maximum duration, the end of it
(process 13).
"""

from typing import TYPE_CHECKING

from sim.draws import Purpose
from sim.engine.phases import Fact, What
from sim.names import Component, Outcome
from sim.rules import authorise, clock, cost, step_down

if TYPE_CHECKING:
    from sim.engine.reference.arrangement import Arrangement


class Funding:
    """Until when 1:1 is funded, and what is decided then."""

    def __init__(self, arrangement: "Arrangement") -> None:
        self.arrangement = arrangement
        days = authorise.days_of_term(arrangement.region.p.authorisation)
        self.day_until = arrangement.today + days
        self.is_under_notice = False  # a renewal was refused
        self.day_maximum = clock.NEVER
        self.n_renewals = 0

    def begin(self) -> None:
        """Plan what is to be decided."""
        self._plan_renewal()
        self.plan_maximum()

    def _plan_renewal(self) -> None:
        a = self.arrangement
        a.plan(self.day_until, What.RENEWAL, self.renew)

    def renew(self) -> None:
        """At the end of its term the funder decides on renewal, at the cost of effort.

        A no leaves some days in which a place is looked for; a second no ends it.
        """
        a = self.arrangement
        if not a.is_present or self.day_until != a.today:
            return
        p = a.region.p
        self.n_renewals += 1
        a.pay(
            Component.AUTHORISATION,
            cost.cents(p.authorisation.effort_hours * p.cost.professional_per_hour),
        )
        if a.youth.one_to_one.is_funded(is_crisis=False, is_running=True):
            self.is_under_notice = False
            self.day_until = a.today + authorise.days_of_term(p.authorisation)
            a.log(Fact.RENEWED, self.n_renewals)
        elif self.is_under_notice:
            self.stop()
            return
        else:
            self.is_under_notice = True
            self.day_until = a.today + authorise.days_of_notice(p.authorisation)
            a.way_down.is_forced = True
            a.way_down.look_for_place()
        self._plan_renewal()

    def stop(self) -> None:
        """The funder said no: it stops. Outside a group the youth is in crisis without a place."""
        a = self.arrangement
        is_outside = a.is_outside
        a.end(Outcome.NOT_FUNDED)
        if is_outside:
            a.youth.move_unplanned()
            a.youth.request.ask_in_crisis(is_expelled=False)

    def plan_maximum(self) -> None:
        """Plan the reviewed decision at the maximum duration, if one applies."""
        a = self.arrangement
        days = authorise.days_until_maximum(a.region.p.authorisation)
        if days > 0:
            self.day_maximum = max(a.day_start + days, a.today + 1)
            a.plan(self.day_maximum, What.MAXIMUM, self.decide_at_maximum)
        else:
            self.day_maximum = clock.NEVER

    def decide_at_maximum(self) -> None:
        """The maximum is reached: the RET reviews, a step down is forced, a place is looked for.

        Under a hard cap it ends.
        """
        a = self.arrangement
        if not a.is_present or self.day_maximum != a.today:
            return
        p = a.region.p.authorisation
        self.day_maximum = a.today + authorise.days_of_term(p)
        a.plan(self.day_maximum, What.MAXIMUM, self.decide_at_maximum)
        outcome = Outcome(authorise.outcome_at_maximum(a.draw(Purpose.HARD_CAP), a.is_outside, p))
        is_forced = authorise.is_attempt_forced(a.draw(Purpose.FORCED_ATTEMPT), p)
        a.log(Fact.MAXIMUM_REACHED, int(outcome != Outcome.RUNNING))
        if outcome == Outcome.FAILED:
            a.fail(is_expelled=False)
        elif outcome != Outcome.RUNNING:
            a.end(outcome)
        else:
            a.region.ret.consult(a.youth)
            a.way_down.is_forced = True
            a.way_down.look_for_place()
            if is_forced and not step_down.is_judgement(a.level, a.is_alone):
                a.attempt()
