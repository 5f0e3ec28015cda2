"""One 1:1 arrangement from start to end.

Evaluations, steps down, authorisation, moving on (processes 6, 9, 10, 12, 13, 16).
"""

from typing import TYPE_CHECKING

from sim.common.ids import MOST_PER_YOUTH, arrangement_id
from sim.draws import Kind, Purpose
from sim.engine.phases import Fact, What
from sim.engine.reference.at_home import AtHome
from sim.engine.reference.books import record_episode
from sim.engine.reference.entity import Entity, Level, Surroundings
from sim.engine.reference.find_provider import find_provider
from sim.engine.reference.funding import Funding
from sim.engine.reference.posts import resize_posts, team_of_posts
from sim.engine.reference.team import Team
from sim.engine.reference.way_down import WayDown
from sim.names import Component, Outcome, Variant
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
    transition,
)
from sim.rules.functions import FEAR_MAX

if TYPE_CHECKING:
    from sim.engine.reference.location import Location
    from sim.engine.reference.one_to_one import OneToOneRequest
    from sim.engine.reference.youth import Youth


class Arrangement(Entity):
    """1:1 of one youth, from start to end."""

    kind = Kind.ARRANGEMENT

    def __init__(self, youth: "Youth", asked: "OneToOneRequest", *, is_decided: bool) -> None:
        """Start 1:1 beside `youth` as it was asked for."""
        if youth.n_arrangements >= MOST_PER_YOUTH:
            raise OverflowError(
                f"youth {youth.id} would start 1:1 arrangement {MOST_PER_YOUTH + 1}; check the "
                "rates of escalation"
            )
        region = self.region = youth.region
        super().__init__(region.world, arrangement_id(youth.id, youth.n_arrangements))
        p, is_crisis = region.p, asked.is_crisis
        self.youth, self.cause, self.is_crisis = youth, asked.cause, is_crisis
        self.is_decided, self.is_at_once = is_decided, not is_decided
        self.n_before, self.n_moves_before = youth.n_arrangements, youth.n_moves
        youth.n_arrangements += 1
        self.day_start, self.days_waited = self.today, self.today - asked.day_asked
        youth.count_dependency()
        self.dependency_start = youth.dependency
        self.has_shared_rung = start.has_shared_rung(self.draw(Purpose.SHARED_RUNG), p.start)
        self.variant, self.provider = find_provider(self, asked.variant)
        self.variant_start = self.variant
        level = start.level_of_start(
            self.draw(Purpose.LEVEL_START), int(self.variant), asked.is_partial, p.start
        )
        self.level = self.level_start = step_down.rung_within(level, self.is_alone, p.step_down)
        self.is_contracted = self.provider is not None and self.provider.is_contracted
        self.has_analysis = start.has_analysis(
            self.draw(Purpose.ANALYSIS), youth.has_analysis, p.start
        )
        self.has_plan = start.has_plan(self.draw(Purpose.PLAN), youth.has_plan, p.start)
        self.is_proactive = start.is_proactive(
            u=self.draw(Purpose.PROACTIVE),
            cause=int(self.cause),
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
            u=self.draw(Purpose.TARIFF),
            is_contracted=self.is_contracted,
            of_provider=self.provider.tariff if self.provider is not None else region.tariff,
            p=p.cost,
        )
        self.luck_fit = self.draw(Purpose.FIT)
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
        self.way_down = WayDown(self)
        self.way_down.is_ready = follow_up.is_bridging(int(self.cause))
        self.at_home = AtHome(self)
        self.day_moved = -1  # went along into a place after a time alone
        self.day_last_step = -clock.NEVER
        self.day_incident = self.today
        self.funding = Funding(self)
        self.day_level, self.days_at_level = self.today, [0] * 6
        self.n_due = self.n_held = self.n_attempts = self.n_failed = 0
        self.n_applications = self.n_refusals = self.n_restraints = self.n_incidents = 0
        self.cents = self.minutes_uncovered = 0
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
        """The team that leads: its own, or that of the place where the youth lives."""
        team = self.youth.team
        assert team is not None
        return team

    @property
    def minutes_due(self) -> int:
        """Minutes of staff presence per day that the rung asks for."""
        return cost.staff_minutes(self.region.p.level[self.level])

    @property
    def minutes(self) -> int:
        """Minutes of staff presence per day that people are there for."""
        team = self.own_team
        assert team is not None
        return staff.minutes_there(self.minutes_due, team.n_filled, len(team.holders))

    @property
    def uncovered(self) -> float:
        """Share of the hours that nobody covers, 0..1."""
        team = self.own_team
        assert team is not None
        return 1.0 - staff.coverage(team.n_filled, len(team.holders))

    @property
    def n_positions_due(self) -> int:
        """Positions that the rung asks for."""
        return staff.positions_of_rung(self.minutes_due, self.region.p.staff)

    @property
    def fit(self) -> float:
        """Physical fit of where the youth lives, 0..1."""
        if self.youth.location is not None:
            return self.youth.location.fit
        return start.fit_of(
            self.luck_fit, self.region.p.start.fit_alone, self.region.p.start.fit_spread
        )

    @property
    def cared_for(self) -> "list[Youth]":
        """The youth, for its team."""
        return [self.youth]

    @property
    def positions_reference(self) -> float:
        """Positions per youth that are meant: those of the rung."""
        return float(self.n_positions_due)

    @property
    def surroundings(self) -> Surroundings:
        """What surrounds a youth alone."""
        return Surroundings(1.0, 1.0, 0, self.fit, 0.0)

    def is_changed(self) -> None:
        """Fear moved; no daily rate depends on it."""

    # --- start (process 6) ------------------------------------------------------------------------

    def _begin(self) -> None:
        youth, region = self.youth, self.region
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
                is_misfit=False,
                p=region.p.search,
            )
        self.own_team = team_of_posts(self)
        youth.arrangement = self
        if youth.location is not None:
            youth.location.n_one_to_one += 1
        self.fear.watch()
        youth.participation.watch()
        self._plan_evaluation()
        self.funding.begin()
        if start.is_with_family(int(self.variant)):
            self.at_home.begin()
        luck, luck_days = self.draw(Purpose.LATE_REVIEW), self.draw(Purpose.LATE_REVIEW)
        days = start.days_to_late_review(luck, luck_days, self.is_crisis, region.p.start)
        if days > 0:
            self.plan(self.today + days, What.LATE_REVIEW, self.bring_to_ret)
        self.way_down.look_for_place()
        self.way_down.update()
        region.move(youth)
        self.team.is_changed()
        youth.is_changed()

    def bring_to_ret(self) -> None:
        """An urgent arrangement is brought to the RET later."""
        if self.is_present:
            self.region.ret.consult(self.youth)

    # --- evaluation, steps (processes 9, 10) ------------------------------------------------------

    def _plan_evaluation(self) -> None:
        days = evaluate.days_between(self.region.evaluation_factor, self.region.p.evaluation)
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
        self.way_down.is_missed, self.way_down.is_in_renewal = not is_held, False
        if not is_held:
            self.way_down.update()
            return
        self.n_held += 1
        self.pay(Component.EVALUATION, cost.cents_of_evaluation(has_expert, self.region.p.cost))
        is_judgement = step_down.is_judgement(self.level, self.is_alone)
        if is_judgement and self.way_down.is_ready:
            self.way_down.look_for_place()
            return  # nothing left but a place to go to
        is_in_renewal = authorise.is_in_renewal(
            self.today, self.funding.day_until, self.region.p.authorisation
        )
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
            dependency=youth.dependency,
            stance=youth.stance,
            is_in_renewal=is_in_renewal,
            is_after_departure=staff.is_after_departure(
                team.days_since_departure, self.region.p.staff
            ),
            days_without_incident=self.today - self.day_incident,
        )
        if not evaluate.is_attempted(luck, on_table, p):
            self.way_down.is_in_renewal = is_in_renewal
            self.way_down.update()
        elif is_judgement:
            self.way_down.become_ready()
        else:
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
            youth.move_stance(is_success=True)
            youth.behaviour.move(int(step_down.wobbles(self.draw(Purpose.WOBBLE), p)))
            self.step_to(below)
        else:
            self.n_failed += 1
            youth.move_stance(is_success=False)
            youth.behaviour.move(int(p.behaviour_jump))
            self.fear.move(int(p.fear_jump))
            self.log(Fact.FELL_BACK, self.fear.value)
            if step_down.falls_back_further(self.draw(Purpose.FALL_BACK), p):
                self.step_to(self.level + 1)
        self.way_down.update()
        team.is_changed()
        youth.is_changed()

    def step_to(self, level: int) -> None:
        """Go to another rung; rung 0 is the end of 1:1."""
        level = step_down.rung_within(level, self.is_alone, self.region.p.step_down)
        if level == self.level:
            return
        if level == 0:
            youth = self.youth
            self.end(Outcome.POSITIVE)
            if youth.location is None:
                youth.go_home()
            return
        self._change_level(level)
        self.region.move(self.youth)
        self.way_down.look_for_place()

    def _change_level(self, level: int) -> None:
        """Go to another rung: its positions are filled as far as there are people."""
        self.days_at_level[self.level] += self.today - self.day_level
        self.level, self.day_level = level, self.today
        self.log(Fact.LEVEL, level)
        resize_posts(self)

    def not_coped(self) -> None:
        """After an incident with which the team could not cope.

        More fear, perhaps one rung more, perhaps the end.
        """
        p, youth = self.region.p, self.youth
        self.fear.move(int(p.step_down.fear_per_incident))
        self.way_down.suffer()
        if escalate.is_given_up(self.draw(Purpose.GIVE_UP), self.fear.value, p.escalation):
            if youth.location is not None:
                youth.expel()
            else:
                self.fail(is_expelled=True)
        elif escalate.is_stepped_up(self.draw(Purpose.LEVEL_UP), p.escalation):
            self.step_to(self.level + 1)

    def fail(self, *, is_expelled: bool) -> None:
        """It is given up: the youth must move in crisis."""
        self.end(Outcome.FAILED)
        self.youth.move_stance(is_success=False)
        self.youth.move_unplanned()
        self.youth.request.ask_in_crisis(is_expelled=is_expelled)

    # --- into a place, and the end (process 10) ---------------------------------------------------

    def go_along(self, location: "Location", days_kept: int) -> None:
        """1:1 goes along into a place as an overlay; after a time outside on a lower rung."""
        youth, p = self.youth, self.region.p
        was_outside, was_alone = self.is_outside, self.is_alone
        self.variant, self.provider = Variant.GROUP, location.service.provider
        if was_outside:
            self.day_moved = self.today
            self.region.n_sites -= 1
            youth.label_alone()
            self.way_down.is_ready = self.way_down.is_forced = False
            level = min(self.level, transition.rung_after(p.transition))
            level = step_down.rung_within(level, self.is_alone, p.step_down)
            if level != self.level:
                self._change_level(level)
            self.day_last_step = self.today
            assert self.own_team is not None
            self.own_team.hand_over(days_kept)
            if was_alone and transition.is_shaken(
                self.draw(Purpose.SHAKEN), days_kept, p.transition
            ):
                youth.behaviour.move(int(p.transition.levels_shaken))

    def end(self, outcome: Outcome) -> None:
        """The arrangement ends."""
        youth, region = self.youth, self.region
        assert self.own_team is not None
        self.way_down.break_off()
        self.days_at_level[self.level] += self.today - self.day_level
        self.day_level = self.today
        self.log(Fact.ENDED, outcome)
        self.way_down.close()
        self.is_present = False
        if youth.location is not None:
            youth.location.n_one_to_one -= 1
            self.team.is_changed()
        youth.count_dependency()
        youth.arrangement = None
        region.move(youth)  # closes the books of the last stretch before the row is written
        record_episode(self, self.today, outcome)
        youth.abruptness = step_down.abruptness(self.level, outcome)
        youth.has_analysis, youth.has_plan = self.has_analysis, self.has_plan
        youth.request.close_case()
        youth.had_one_to_one = True
        self.own_team.dissolve()
        if self.is_outside:
            region.n_sites -= 1
            youth.label_alone()
            youth.incidents.stop()
            youth.request.stop()
        youth.participation.watch()
        del region.arrangements[self.id]
        self.remove()

    def pay(self, component: Component, cents: int) -> None:
        """Book a one-off cost of this arrangement."""
        self.cents += cents
        self.region.pay(component, cents)
