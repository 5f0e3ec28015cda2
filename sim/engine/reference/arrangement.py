"""One 1:1 arrangement from start to end.

Evaluations, steps down, authorisation, moving on (processes 5, 7, 8, 9, 12, 15).
"""

from typing import TYPE_CHECKING

from sim.common.ids import MOST_PER_YOUTH, arrangement_id
from sim.draws import Kind, Purpose
from sim.engine.phases import Fact, What
from sim.engine.reference.books import record_episode
from sim.engine.reference.entity import Entity, Level, Surroundings
from sim.engine.reference.team import Team, core_team
from sim.names import Cause, Component, Outcome, Variant, Wait
from sim.rules import (
    authorise,
    clock,
    cost,
    escalate,
    evaluate,
    follow_up,
    register,
    search,
    staff,
    start,
    step_down,
)
from sim.rules.functions import FEAR_MAX, whole_days

if TYPE_CHECKING:
    from sim.engine.reference.youth import Youth


class Arrangement(Entity):
    """1:1 of one youth, from start to end."""

    kind = Kind.ARRANGEMENT

    def __init__(
        self, youth: "Youth", variant: Variant | None, cause: Cause, *, is_crisis: bool
    ) -> None:
        """Start 1:1 beside `youth`.

        Without a `variant` it is drawn (home, unit or separate location).
        """
        if youth.n_arrangements >= MOST_PER_YOUTH:
            raise OverflowError(
                f"youth {youth.id} would start 1:1 arrangement {MOST_PER_YOUTH + 1}; check the "
                "rates of escalation"
            )
        region = self.region = youth.region
        super().__init__(region.world, arrangement_id(youth.id, youth.n_arrangements))
        p = region.p
        self.youth, self.cause, self.is_crisis = youth, cause, is_crisis
        self.n_before, self.n_moves_before = youth.n_arrangements, youth.n_moves
        youth.n_arrangements += 1
        if start.is_without_search(int(variant or 0), int(cause)):
            youth.request.ask_ret(is_crisis=is_crisis)
        self.day_start = self.today
        self.variant = (
            Variant(start.variant_of_start(self.draw(Purpose.VARIANT), p.start))
            if variant is None
            else variant
        )
        level = start.level_of_start(self.draw(Purpose.LEVEL_START), int(self.variant), p.start)
        self.level = self.level_start = step_down.rung_at_most(level, self.is_alone, p.step_down)
        self.is_contracted = start.is_contracted(self.draw(Purpose.CONTRACTED), is_crisis, p.start)
        self.has_analysis = start.has_analysis(
            self.draw(Purpose.ANALYSIS), youth.has_analysis, p.start
        )
        self.has_plan = start.has_plan(self.draw(Purpose.PLAN), youth.has_plan, p.start)
        self.is_proactive = start.is_proactive(
            u=self.draw(Purpose.PROACTIVE),
            cause=int(cause),
            is_crisis=is_crisis,
            has_analysis=self.has_analysis,
            p=p.start,
        )
        self.has_analysis_at_start = self.has_analysis
        self.is_ret_at_start = self.is_ret = youth.request.is_consulted
        self.is_registered = register.is_registered(
            self.draw(Purpose.REGISTERED), self.is_contracted, p.registration
        )
        self.days_planned = start.days_meant(self.draw(Purpose.PLANNED_DURATION), p.start)
        self.tariff_factor = cost.tariff_factor(
            self.draw(Purpose.TARIFF), self.is_contracted, p.cost
        )
        self.luck_fit = self.draw(Purpose.FIT)
        self.has_shared_rung = start.has_shared_rung(self.draw(Purpose.SHARED_RUNG), p.start)
        fear = start.fear_of_start(youth.behaviour.value, is_crisis, self.has_analysis, p.start)
        self.fear = Level(
            self,
            fear,
            FEAR_MAX,
            lambda: 0,
            lambda: region.p.step_down.days_fear,
            What.FEAR,
        )
        self.is_present = True
        self.is_search_forced = False
        self.day_last_step = -clock.NEVER
        self.day_authorised_until = self.today + authorise.days_of_term(p.authorisation)
        self.day_maximum = clock.NEVER
        self.day_blocked = -1  # since when ready without a place
        self.days_blocked = 0
        self.day_level, self.days_at_level = self.today, [0] * 6
        self.n_due = self.n_held = self.n_attempts = self.n_failed = self.n_renewals = 0
        self.cents = 0
        self.own_team: Team | None = None
        self._begin()

    # --- state ------------------------------------------------------------------------------------

    @property
    def is_outside(self) -> bool:
        """Outside a group, with a core team of its own."""
        return start.is_outside(int(self.variant))

    @property
    def is_alone(self) -> bool:
        """In a unit or a separate location."""
        return start.is_alone(int(self.variant))

    @property
    def team(self) -> Team:
        """Its own core team, or the team of the group."""
        team = self.own_team if self.own_team is not None else self.youth.team
        assert team is not None
        return team

    @property
    def minutes(self) -> int:
        """Minutes of staff presence per day."""
        return cost.staff_minutes(self.region.p.level[self.level])

    @property
    def fit(self) -> float:
        """Physical fit of where the youth lives, 0..1."""
        if self.youth.location is not None:
            return self.youth.location.fit
        return start.fit_of(
            self.luck_fit, self.region.p.start.fit_alone, self.region.p.start.fit_spread
        )

    @property
    def surroundings(self) -> Surroundings:
        """What surrounds a youth alone."""
        return Surroundings(1.0, 1.0, 0, self.fit, 0.0)

    @property
    def dependency(self) -> float:
        """Dependency on 1:1, 0..1."""
        return step_down.dependency(self.today - self.day_start, self.region.p.step_down)

    def is_changed(self) -> None:
        """Fear moved; no daily rate depends on it."""

    # --- start (process 5) ------------------------------------------------------------------------

    def _begin(self) -> None:
        youth, region = self.youth, self.region
        youth.arrangement = self
        region.arrangements[self.id] = self
        region.count("starts", self.cause)
        self.log(Fact.STARTED, self.cause)
        if self.is_outside:
            region.n_sites += 1
            youth.match = search.match_quality(
                u=youth.draw(Purpose.MATCH_QUALITY),
                is_crisis=self.is_crisis,
                has_analysis=self.has_analysis,
                is_out_of_region=False,
                p=region.p.search,
            )
            self.own_team = core_team(self)
            self.own_team.youths[youth.id] = youth
        else:
            assert youth.location is not None
            youth.location.n_one_to_one += 1
        self.fear.watch()
        self._plan_evaluation()
        self._plan_renewal()
        self.plan_maximum()
        luck, luck_days = self.draw(Purpose.LATE_REVIEW), self.draw(Purpose.LATE_REVIEW)
        days = start.days_to_late_review(luck, luck_days, self.is_crisis, region.p.start)
        if days > 0:
            self.plan(self.today + days, What.LATE_REVIEW, self.bring_to_ret)
        self.look_for_place()
        self._mark_blocked()
        region.move(youth)
        self.team.is_changed()
        youth.is_changed()

    def bring_to_ret(self) -> None:
        """An urgent arrangement is brought to the RET later."""
        if self.is_present:
            self.region.ret.consult(self.youth)

    # --- evaluation, steps (processes 7, 8) -------------------------------------------------------

    def _plan_evaluation(self) -> None:
        days = whole_days(self.region.p.evaluation.interval_days)
        self.plan(self.today + days, What.EVALUATION, self.meet_evaluation)

    def meet_evaluation(self) -> None:
        """An evaluation is due, and the next is planned as long as the arrangement runs."""
        if self.is_present:
            self.evaluate()
        if self.is_present:
            self._plan_evaluation()

    def evaluate(self) -> None:
        """The evaluation itself: held or not; if held, a step down is attempted or not."""
        p, team, youth = self.region.p.evaluation, self.team, self.youth
        self.n_due += 1
        is_held = evaluate.is_held(self.draw(Purpose.HELD), self.region.labour.not_permanent, p)
        has_expert = evaluate.has_expert(self.draw(Purpose.OUTSIDE_EXPERT), p)
        luck = self.draw(Purpose.ATTEMPT)
        self.log(Fact.EVALUATED, int(is_held))
        youth.is_changed()  # relief fades with dependency
        youth.behaviour.watch()  # long isolation may have raised the level at which behaviour rests
        if not is_held:
            return
        self.n_held += 1
        self.pay(Component.EVALUATION, cost.cents_of_evaluation(has_expert, self.region.p.cost))
        if step_down.is_on_last_rung(self.level, self.is_alone):
            return  # nothing left but a place to go to
        on_table = evaluate.Evaluation(
            stability=team.stability,
            competence=team.competence.value,
            has_analysis=self.has_analysis,
            has_plan=self.has_plan,
            has_expert=has_expert,
            is_proactive=self.is_proactive,
            fit=self.fit,
            leadership=team.leadership,
            behaviour=youth.behaviour.value,
            fear=self.fear.value,
            dependency=self.dependency,
            stance=youth.stance,
            is_in_renewal=authorise.is_in_renewal(
                self.today, self.day_authorised_until, self.region.p.authorisation
            ),
            is_after_departure=staff.is_after_departure(
                team.days_since_departure, self.region.p.staff
            ),
        )
        if evaluate.is_attempted(luck, on_table, p):
            self.attempt()

    def attempt(self) -> None:
        """Try one step down. Failure feeds fear, and fear makes the next attempt rarer (K21)."""
        p, team, youth = self.region.p.step_down, self.team, self.youth
        self.n_attempts += 1
        self.log(Fact.ATTEMPTED, self.level)
        below = step_down.next_rung(self.level, self.variant == Variant.GROUP, self.has_shared_rung)
        tried = step_down.Attempt(
            behaviour=youth.behaviour.value,
            stability=team.stability,
            competence=team.competence.value,
            trust=youth.trust.value,
            has_plan=self.has_plan,
            n_rungs=self.level - below,
            is_too_fast=step_down.is_too_fast(self.today - self.day_last_step, p),
        )
        if step_down.is_success(self.draw(Purpose.SUCCESS), tried, p):
            self.day_last_step = self.today
            self.fear.move(-int(p.fear_relief))
            if step_down.gives_experience(self.draw(Purpose.EXPERIENCE), p):
                team.competence.move(1)
            self.log(Fact.SUCCEEDED, below)
            self.step_to(below)
        else:
            self.n_failed += 1
            youth.behaviour.move(int(p.behaviour_jump))
            self.fear.move(int(p.fear_jump))
            self.log(Fact.FELL_BACK, self.fear.value)
            if step_down.falls_back_further(self.draw(Purpose.FALL_BACK), p):
                self.step_to(self.level + 1)
        team.is_changed()
        youth.is_changed()

    def step_to(self, level: int) -> None:
        """Go to another rung; rung 0 is the end of 1:1."""
        level = step_down.rung_at_most(level, self.is_alone, self.region.p.step_down)
        if level == self.level:
            return
        if level == 0:
            youth = self.youth
            self.end(Outcome.POSITIVE)
            if youth.location is None:
                youth.go_home()
            return
        self._count_level()
        self.level = level
        self.log(Fact.LEVEL, level)
        self._mark_blocked()
        self.region.move(self.youth)
        self.look_for_place()

    def not_coped(self) -> None:
        """After an incident with which the team could not cope.

        More fear, perhaps one rung more, perhaps the end.
        """
        p = self.region.p
        self.fear.move(int(p.step_down.fear_per_incident))
        youth = self.youth
        if escalate.is_given_up(self.draw(Purpose.GIVE_UP), self.fear.value, p.escalation):
            if youth.location is not None:
                youth.expel()
            else:
                self.end(Outcome.FAILED)
                youth.move_unplanned()
                youth.request.ask_in_crisis(is_expelled=True)
        elif escalate.is_stepped_up(self.draw(Purpose.LEVEL_UP), p.escalation):
            self.step_to(self.level + 1)

    # --- authorisation (process 12) ---------------------------------------------------------------

    def _plan_renewal(self) -> None:
        self.plan(self.day_authorised_until, What.RENEWAL, self.renew)

    def renew(self) -> None:
        """The authorisation is renewed at the end of its term, at the cost of effort."""
        if not self.is_present:
            return
        p = self.region.p
        self.n_renewals += 1
        self.pay(
            Component.AUTHORISATION,
            cost.cents(p.authorisation.effort_hours * p.cost.professional_per_hour),
        )
        self.day_authorised_until = self.today + authorise.days_of_term(p.authorisation)
        self.log(Fact.RENEWED, self.n_renewals)
        self._plan_renewal()

    def plan_maximum(self) -> None:
        """Plan the reviewed decision at the maximum duration, if one applies."""
        days = authorise.days_until_maximum(self.region.p.authorisation)
        if days > 0:
            self.day_maximum = max(self.day_start + days, self.today + 1)
            self.plan(self.day_maximum, What.MAXIMUM, self.decide_at_maximum)
        else:
            self.day_maximum = clock.NEVER

    def decide_at_maximum(self) -> None:
        """The maximum is reached: the RET reviews, a step down is forced, a place is looked for.

        Under a hard cap it ends.
        """
        if not self.is_present or self.day_maximum != self.today:
            return
        p = self.region.p.authorisation
        self.day_maximum = self.today + authorise.days_of_term(p)
        self.plan(self.day_maximum, What.MAXIMUM, self.decide_at_maximum)
        outcome = Outcome(
            authorise.outcome_at_maximum(self.draw(Purpose.HARD_CAP), self.is_outside, p)
        )
        is_forced = authorise.is_attempt_forced(self.draw(Purpose.FORCED_ATTEMPT), p)
        self.log(Fact.MAXIMUM_REACHED, int(outcome != Outcome.RUNNING))
        if outcome != Outcome.RUNNING:
            self.end(outcome)
            if outcome == Outcome.FAILED:
                self.youth.move_unplanned()
                self.youth.request.ask_in_crisis(is_expelled=False)
            return
        self.region.ret.consult(self.youth)
        self.is_search_forced = True
        self.look_for_place()
        if is_forced and not step_down.is_on_last_rung(self.level, self.is_alone):
            self.attempt()

    # --- moving on (process 9) --------------------------------------------------------------------

    def look_for_place(self) -> None:
        """Start asking for a place if this rung, cause or decision allows it."""
        if not self.is_present or not self.is_outside or self.youth.request.wait != Wait.NONE:
            return
        if follow_up.is_searching(
            self.level,
            int(self.cause),
            self.has_plan,
            self.is_search_forced,
            self.region.p.follow_up,
        ):
            self.youth.request.ask(Wait.AFTER_ONE_TO_ONE, is_crisis=False)
            self.youth.request.day_next_offer = self.today + 1

    def _mark_blocked(self) -> None:
        is_blocked = follow_up.is_blocked(self.level, self.is_alone, self.region.p.follow_up)
        if is_blocked and self.day_blocked < 0:
            self.day_blocked = self.today
            self.log(Fact.BLOCKED, self.level)
        elif not is_blocked and self.day_blocked >= 0:
            self.days_blocked += self.today - self.day_blocked
            self.day_blocked = -1

    def move_on(self) -> None:
        """A place accepted the youth: the arrangement ends there."""
        self.end(Outcome(follow_up.outcome_of_moving_on(self.level, self.region.p.follow_up)))
        self.youth.start_risk()

    def _count_level(self) -> None:
        self.days_at_level[self.level] += self.today - self.day_level
        self.day_level = self.today

    def end(self, outcome: Outcome) -> None:
        """The arrangement ends."""
        youth, region = self.youth, self.region
        self._count_level()
        if self.day_blocked >= 0:
            self.days_blocked += self.today - self.day_blocked
            self.day_blocked = -1
        self.log(Fact.ENDED, outcome)
        self.is_present = False
        if youth.location is not None:
            youth.location.n_one_to_one -= 1
            self.team.is_changed()
        youth.arrangement = None
        region.move(youth)  # closes the books of the last stretch before the row is written
        record_episode(self, self.today, outcome)
        youth.was_alone = self.is_outside
        youth.days_one_to_one = self.today - self.day_start
        youth.abruptness = step_down.abruptness(self.level, outcome)
        youth.has_analysis, youth.has_plan = self.has_analysis, self.has_plan
        youth.request.close_case()
        if self.own_team is not None:
            region.n_sites -= 1
            youth.incidents.stop()
            del self.own_team.youths[youth.id]
            self.own_team.dissolve()
            youth.request.stop()
        del region.arrangements[self.id]
        self.remove()

    def pay(self, component: Component, cents: int) -> None:
        """Book a one-off cost of this arrangement."""
        self.cents += cents
        self.region.pay(component, cents)
