"""One 1:1 arrangement from start to end.

Evaluations, steps down, authorisation, moving on (processes 5, 7, 8, 9, 12, 15).
"""

from collections.abc import Generator
from typing import TYPE_CHECKING

import simpy

from sim.common.ids import MOST_PER_YOUTH, arrangement_id
from sim.draws import Kind, Purpose
from sim.engine.phases import Fact, Phase, What
from sim.engine.reference.entity import Entity, Level, Surroundings
from sim.engine.reference.team import Team, new_holders
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
from sim.rules.functions import FEAR_MAX, exponential_days

if TYPE_CHECKING:
    from sim.engine.reference.youth import Youth

Process = Generator[simpy.Event, None, None]


class Arrangement(Entity):
    """1:1 guidance of one youth."""

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
        if (
            variant == Variant.GROUP or cause == Cause.NO_FOLLOW_UP
        ):  # no search went before in which the RET might be asked
            youth.ask_ret(is_crisis=is_crisis)
        self.day_start = self.today
        self.variant = (
            Variant(start.variant_of_start(self.draw(Purpose.VARIANT), p.start))
            if variant is None
            else variant
        )
        level = start.level_of_start(self.draw(Purpose.LEVEL_START), int(self.variant), p.start)
        self.level = self.level_start = step_down.rung_at_most(level, self.is_alone, p.step_down)
        self.is_contracted = self.draw(Purpose.CONTRACTED) < start.p_contracted(is_crisis, p.start)
        self.has_analysis = (self.draw(Purpose.ANALYSIS) < p.start.p_analysis) or youth.has_analysis
        self.has_plan = (self.draw(Purpose.PLAN) < p.start.p_plan) or youth.has_plan
        luck = self.draw(Purpose.PROACTIVE)
        self.is_proactive = cause == Cause.PROACTIVE or (
            not is_crisis and self.has_analysis and luck < p.start.p_proactive
        )
        self.has_analysis_at_start = self.has_analysis
        self.is_ret_at_start = self.is_ret = youth.is_consulted
        self.is_registered = self.draw(Purpose.REGISTERED) < register.p_registered(
            self.is_contracted, p.registration
        )
        self.days_planned = start.days_meant(self.draw(Purpose.PLANNED_DURATION), p.start)
        self.tariff_factor = cost.tariff_factor(
            self.draw(Purpose.TARIFF), self.is_contracted, p.cost
        )
        self.luck_fit = self.draw(Purpose.FIT)
        self.has_shared_rung = self.draw(Purpose.SHARED_RUNG) < p.start.p_shared_rung
        fear = start.fear_of_start(youth.behaviour.value, is_crisis, self.has_analysis, p.start)
        self.fear = Level(
            self,
            fear,
            FEAR_MAX,
            lambda: 0,
            lambda: region.p.step_down.days_fear,
            Phase.INCIDENT,
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
        return self.variant != Variant.GROUP

    @property
    def is_alone(self) -> bool:
        """In a unit or a separate location."""
        return self.variant in (Variant.UNIT, Variant.SOLO)

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
                youth.draw(Purpose.MATCH_QUALITY),
                self.is_crisis,
                self.has_analysis,
                False,
                region.p.search,
            )
            self.own_team = self._form_core_team()
            self.own_team.youths[youth.id] = youth
        else:
            assert youth.location is not None
            youth.location.n_one_to_one += 1
        self.fear.watch()
        self.world.diary.start(self.evaluations())
        self.world.diary.start(self.renewals())
        self.plan_maximum()
        if self.is_crisis and self.draw(Purpose.LATE_REVIEW) < region.p.start.p_late_review:
            days = exponential_days(
                self.draw(Purpose.LATE_REVIEW), region.p.start.days_to_late_review
            )
            self.plan(self.today + days, Phase.EVALUATE, What.LATE_REVIEW, self.bring_to_ret)
        self.look_for_place()
        self._mark_blocked()
        region.move(youth)
        self.team.is_changed()
        youth.is_changed()

    def _form_core_team(self) -> Team:
        p = self.region.p.staff
        p_agency = p.p_core_agency if self.is_contracted else p.p_core_agency_non_contracted
        n = max(1, int(p.core_positions))
        team = Team(
            self.region,
            self,
            new_holders([self.draw(Purpose.CORE_POSITION) for _ in range(n)], p_agency, p),
        )
        team.leadership = staff.nearness_of_leadership(self.region.n_sites, p)
        return team

    def bring_to_ret(self) -> None:
        """An urgent arrangement is brought to the RET later."""
        if self.is_present:
            self.region.ret.consult(self.youth)

    # --- evaluation, steps (processes 7, 8) -------------------------------------------------------

    def evaluations(self) -> Process:
        """Due every so many days, as long as the arrangement runs."""
        while True:
            days = max(1, int(self.region.p.evaluation.interval_days))
            yield self.world.diary.at(
                self.today + days, Phase.EVALUATE, self.kind, self.id, What.EVALUATION
            )
            if not self.is_present:
                return
            self.evaluate()

    def evaluate(self) -> None:
        """One evaluation that is due: held or not; if held, a step down is attempted or not."""
        p, team, youth = self.region.p.evaluation, self.team, self.youth
        self.n_due += 1
        is_held = self.draw(Purpose.HELD) < evaluate.p_held(self.region.labour.not_permanent, p)
        has_expert = self.draw(Purpose.OUTSIDE_EXPERT) < p.p_outside_expert
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
        chance = evaluate.p_attempt(
            team.stability,
            team.competence.value,
            self.has_analysis,
            self.has_plan,
            has_expert,
            self.is_proactive,
            self.fit,
            team.leadership,
            youth.behaviour.value,
            self.fear.value,
            self.dependency,
            youth.stance,
            authorise.is_in_renewal(
                self.today, self.day_authorised_until, self.region.p.authorisation
            ),
            team.days_since_departure < self.region.p.staff.days_postponed,
            p,
        )
        if luck < chance:
            self.attempt()

    def attempt(self) -> None:
        """Try one step down. Failure feeds fear, and fear makes the next attempt rarer (K21)."""
        p, team, youth = self.region.p.step_down, self.team, self.youth
        self.n_attempts += 1
        self.log(Fact.ATTEMPTED, self.level)
        below = step_down.next_rung(self.level, self.variant == Variant.GROUP, self.has_shared_rung)
        is_too_fast = step_down.is_too_fast(self.today - self.day_last_step, p)
        chance = step_down.p_success(
            youth.behaviour.value,
            team.stability,
            team.competence.value,
            youth.trust.value,
            self.has_plan,
            self.level - below,
            is_too_fast,
            p,
        )
        if self.draw(Purpose.SUCCESS) < chance:
            self.day_last_step = self.today
            self.fear.move(-int(p.fear_relief))
            if self.draw(Purpose.EXPERIENCE) < p.p_experience:
                team.competence.move(1)
            self.log(Fact.SUCCEEDED, below)
            self.step_to(below)
        else:
            self.n_failed += 1
            youth.behaviour.move(int(p.behaviour_jump))
            self.fear.move(int(p.fear_jump))
            self.log(Fact.FELL_BACK, self.fear.value)
            if self.draw(Purpose.FALL_BACK) < p.p_fall_back:
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
        if self.draw(Purpose.GIVE_UP) < escalate.p_give_up(self.fear.value, p.escalation):
            if youth.location is not None:
                youth.expel()
            else:
                self.end(Outcome.FAILED)
                youth.move_unplanned()
                youth.ask_in_crisis(is_expelled=True)
        elif self.draw(Purpose.LEVEL_UP) < p.escalation.p_level_up:
            self.step_to(self.level + 1)

    # --- authorisation (process 12) ---------------------------------------------------------------

    def renewals(self) -> Process:
        """The authorisation is renewed at the end of each term, at the cost of effort."""
        while True:
            yield self.world.diary.at(
                self.day_authorised_until, Phase.EVALUATE, self.kind, self.id, What.RENEWAL
            )
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

    def plan_maximum(self) -> None:
        """Plan the reviewed decision at the maximum duration, if one applies."""
        days = authorise.days_until_maximum(self.region.p.authorisation)
        if days > 0:
            self.day_maximum = max(self.day_start + days, self.today + 1)
            self.plan(self.day_maximum, Phase.EVALUATE, What.MAXIMUM, self.decide_at_maximum)
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
        self.plan(self.day_maximum, Phase.EVALUATE, What.MAXIMUM, self.decide_at_maximum)
        is_capped = self.draw(Purpose.HARD_CAP) < p.p_hard_cap
        is_forced = self.draw(Purpose.FORCED_ATTEMPT) < p.p_forced_attempt
        self.log(Fact.MAXIMUM_REACHED, int(is_capped))
        if is_capped and self.is_outside:
            youth = self.youth
            self.end(Outcome.FAILED)
            youth.move_unplanned()
            youth.ask_in_crisis(is_expelled=False)
            return
        if is_capped:
            self.end(Outcome.STABILISED)
            return
        self.region.ret.consult(self.youth)
        self.is_search_forced = True
        self.look_for_place()
        if is_forced and not step_down.is_on_last_rung(self.level, self.is_alone):
            self.attempt()

    # --- moving on (process 9) --------------------------------------------------------------------

    def look_for_place(self) -> None:
        """Start asking for a place if this rung, cause or decision allows it."""
        if not self.is_present or not self.is_outside or self.youth.wait != Wait.NONE:
            return
        if self.is_search_forced or follow_up.is_searching(
            self.level, int(self.cause), self.has_plan, self.region.p.follow_up
        ):
            self.youth.ask(Wait.AFTER_ONE_TO_ONE, is_crisis=False)
            self.youth.day_next_offer = self.today + 1

    def _mark_blocked(self) -> None:
        is_ready = self.is_alone and follow_up.is_ready(self.level, self.region.p.follow_up)
        if is_ready and self.day_blocked < 0:
            self.day_blocked = self.today
            self.log(Fact.BLOCKED, self.level)
        elif not is_ready and self.day_blocked >= 0:
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
        self.world.record_episode(self, self.today, outcome)
        youth.was_alone = self.is_outside
        youth.days_one_to_one = self.today - self.day_start
        youth.abruptness = step_down.abruptness(self.level, outcome)
        youth.has_analysis, youth.has_plan = self.has_analysis, self.has_plan
        youth.close_case()
        if self.own_team is not None:
            region.n_sites -= 1
            youth.incidents.stop()
            del self.own_team.youths[youth.id]
            self.own_team.dissolve()
            youth.stop_asking()
        del region.arrangements[self.id]
        self.remove()

    def pay(self, component: Component, cents: int) -> None:
        """Book a one-off cost of this arrangement."""
        self.cents += cents
        self.region.pay(component, cents)
