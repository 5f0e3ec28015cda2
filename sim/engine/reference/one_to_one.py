"""1:1 that is asked for: the referrer asks, the funder decides after days (process 6).

In crisis it may start at once and be decided after. It needs people: where they are not, the start
waits.
"""

from typing import TYPE_CHECKING

from sim.draws import Purpose
from sim.engine.phases import Fact, What
from sim.engine.reference.arrangement import Arrangement
from sim.names import Cause, Decision, Variant
from sim.rules import clock, cost, decide, staff, start, stay

if TYPE_CHECKING:
    from sim.engine.reference.youth import Youth


class OneToOneRequest:
    """The request for 1:1 of one youth, and what the funder says."""

    def __init__(self, youth: "Youth") -> None:
        self.youth = youth
        self.is_pending = False  # asked for, not started
        self.is_approved = False  # decided; the start waits for people
        self.is_gated = False  # waits for the word of the RET
        self.variant = Variant.NONE  # in the group, a unit that was planned; none: to be found
        self.cause = Cause.ESCALATION
        self.is_crisis = False
        self.is_partial = False  # the shared rung is tried first
        self.day_asked = 0
        self.day_decision = clock.NEVER
        self.advice = decide.UNKNOWN  # of the RET
        self.n_refused = 0  # requests refused before

    def ask(
        self, variant: Variant, cause: Cause, *, is_crisis: bool, is_partial: bool = False
    ) -> None:
        """Ask for 1:1: it starts at once, waits for the RET, or waits for the funder."""
        if self.is_pending:
            return
        youth, p = self.youth, self.youth.region.p.decision
        self.is_pending, self.is_approved, self.is_gated = True, False, False
        self.variant, self.cause, self.is_crisis = variant, cause, is_crisis
        self.is_partial, self.day_asked = is_partial, youth.today
        youth.log(Fact.REQUESTED, cause)
        if start.is_without_search(int(variant), int(cause)):
            youth.request.ask_ret(is_crisis=is_crisis)
        if decide.is_at_once(youth.draw(Purpose.AT_ONCE), is_crisis, p):
            self._plan_decision()
            self._start(is_decided=False)
            return
        luck = youth.draw(Purpose.GATE)
        if decide.is_gated(luck, decide.is_known(self.advice), p):
            self.is_gated = True
            youth.region.ret.consult(youth)
        else:
            self._plan_decision()

    def _plan_decision(self) -> None:
        youth = self.youth
        days = decide.days_to_decide(youth.draw(Purpose.DECISION_DAYS), youth.region.p.decision)
        self._plan(days)

    def _plan(self, days: int) -> None:
        self.day_decision = self.youth.today + days
        self.youth.plan(self.day_decision, What.DECISION, self.decide)

    def be_advised(self) -> None:
        """The RET says yes or no to 1:1; a request that waited for its word goes to the funder."""
        youth = self.youth
        has_open = youth.request.n_pending + youth.request.n_accepted > 0
        self.advice = decide.advice(youth.draw(Purpose.ADVICE), has_open, youth.region.p.decision)
        youth.log(Fact.ADVISED, int(decide.is_for(self.advice)))
        if self.is_pending and self.is_gated:
            self.day_decision = clock.NEVER
            self._plan_decision()

    def decide(self) -> None:
        """The funder decides on what was asked, or on what runs already; or the start is tried."""
        youth = self.youth
        if self.day_decision != youth.today:
            return
        self.day_decision = clock.NEVER
        arrangement = youth.arrangement
        if self.is_pending:
            if self.is_approved:
                self._start(is_decided=True)
            elif self.is_funded(self.is_crisis, is_running=False):
                self.is_approved = True
                self._start(is_decided=True)
            else:
                self._be_refused()
        elif arrangement is not None and not arrangement.is_decided:
            arrangement.is_decided = True
            if not self.is_funded(arrangement.is_crisis, is_running=True):
                self.n_refused += 1
                arrangement.funding.stop()

    def is_funded(self, is_crisis: bool, *, is_running: bool) -> bool:
        """Have the funder decide: on a request, on what started at once, or on a renewal."""
        youth, p = self.youth, self.youth.region.p.decision
        luck = youth.draw(Purpose.APPROVAL)
        case = decide.Case(
            is_crisis=is_crisis,
            is_running=is_running,
            advice=self.advice,
            n_refused=self.n_refused,
            level=youth.level,
            stance=youth.stance,
            known=youth.region.known_route,
        )
        is_stopped = decide.is_stopped_at_gate(
            youth.draw(Purpose.GATE), self.is_gated, self.advice, p
        )
        is_approved = decide.is_approved(luck, case, p) and not is_stopped
        decision = Decision.APPROVED if is_approved else Decision.REFUSED
        youth.region.count("decisions", decision)
        youth.log(Fact.DECIDED, decision)
        return is_approved

    def _be_refused(self) -> None:
        """The youth stays where it is, with what there is; a crisis goes on."""
        self.n_refused += 1
        self.cancel()
        youth = self.youth
        if youth.request.is_crisis and youth.location is None:
            youth.request.bear()
        elif youth.location is not None and start.is_outside(int(self.variant)):
            if stay.is_bridge(int(youth.location.setting)):
                youth.be_patient()
            else:
                youth.go_home()

    def cancel(self) -> None:
        """1:1 is not asked for any more."""
        if self.is_pending:
            self.is_pending = self.is_approved = self.is_gated = False
            self.day_decision = clock.NEVER

    def _start(self, *, is_decided: bool) -> None:
        """Start if there are people; else the start waits and is tried again."""
        youth, region = self.youth, self.youth.region
        rung = start.rung_to_plan_for(int(self.variant), self.is_partial)
        minutes = cost.staff_minutes(region.p.level[rung])
        n_due = staff.positions_of_rung(minutes, region.p.staff)
        n_left = region.labour.n_left + region.labour.n_left_agency
        if not start.is_start_possible(n_left, n_due, region.p.start):
            self._wait_for_people(n_left, is_decided)
            return
        self.is_pending = self.is_approved = self.is_gated = False
        if start.is_outside(int(self.variant)) and youth.location is not None:
            youth.leave_place(is_unplanned=True)  # the place can be kept no longer
        if start.is_outside(int(self.variant)):
            youth.request.stop()
        Arrangement(youth, self, is_decided=is_decided)

    def _wait_for_people(self, n_left: int, is_decided: bool) -> None:
        """Nobody to do it: tried again later; what could not start at once waits to be decided."""
        youth = self.youth
        youth.region.count("start_waits")
        youth.log(Fact.START_WAITS, n_left)
        if is_decided:
            self._plan(start.days_to_next_try(youth.region.p.start))
