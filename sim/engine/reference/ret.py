"""The Regional Expert Team: a queue served at a weekly rate (process 8)."""

from collections.abc import Generator
from typing import TYPE_CHECKING

import simpy

from sim.draws import Kind, Purpose
from sim.engine.phases import Fact, What
from sim.engine.reference.entity import Entity
from sim.names import Cause, Component, Variant, Wait
from sim.rules import cost, review, start

if TYPE_CHECKING:
    from sim.engine.reference.region import Region
    from sim.engine.reference.youth import Youth


class RegionalExpertTeam(Entity):
    """Reviews cases in the order in which they were brought in."""

    kind = Kind.RET

    def __init__(self, region: "Region") -> None:
        super().__init__(region.world, region.id)
        self.region = region
        self.queue: list[tuple[int, Youth]] = []  # (day brought in, youth)
        self.n_reviewed = self.days_waited = 0  # since the month before

    def consult(self, youth: "Youth") -> None:
        """Bring a case to the RET, unless it is in the queue already."""
        if not youth.request.is_in_review:
            youth.request.is_in_review = True
            self.queue.append((self.today, youth))

    def reviews(self) -> Generator[simpy.Event, None, None]:
        """Once a week the RET meets and reviews as many cases as fit."""
        week = 0
        while True:
            yield self.world.diary.at(
                (week + 1) * review.DAYS_PER_WEEK - 1,
                self.kind,
                self.id,
                What.REVIEW,
            )
            n = review.n_reviews(week, self.region.p.review)
            week += 1
            self.queue.sort(key=lambda case: review.place_in_queue(case[0], case[1].id))
            for case in list(self.queue):
                day, youth = case
                is_asked = youth.arrangement is not None or youth.one_to_one.is_pending
                if review.is_solved(is_asked, int(youth.request.wait)):
                    self.queue.remove(case)  # meanwhile, or the youth left
                    youth.request.is_in_review = False
                elif review.is_due(n, self.today - day, self.region.p.review):
                    n -= 1
                    self.queue.remove(case)
                    self.review(youth, self.today - day)

    def review(self, youth: "Youth", days_waited: int) -> None:
        """One review: analysis and plan, mediation, perhaps an alternative.

        Reactive may become proactive (K12).
        """
        p, region = self.region.p, self.region
        self.n_reviewed += 1
        self.days_waited += days_waited
        youth.request.is_in_review = False
        youth.request.is_reviewed = youth.request.is_open_to_alternative = True
        cents = cost.cents(p.cost.per_review)
        region.pay(Component.REVIEW, cents)
        youth.has_analysis = review.has_analysis(
            youth.draw(Purpose.REVIEW_ANALYSIS), youth.has_analysis, p.review
        )
        youth.has_plan = review.has_plan(youth.draw(Purpose.REVIEW_PLAN), youth.has_plan, p.review)
        youth.log(Fact.CONSULTED, days_waited)
        luck = youth.draw(Purpose.REVIEW_PROACTIVE)
        youth.one_to_one.be_advised()
        arrangement = youth.arrangement
        if arrangement is not None:
            arrangement.cents += cents
            arrangement.is_ret = True
            arrangement.has_analysis |= youth.has_analysis
            arrangement.has_plan |= youth.has_plan
            arrangement.is_proactive = review.is_proactive(
                luck, arrangement.is_proactive, arrangement.has_analysis, p.review
            )
            way_down = arrangement.way_down
            way_down.is_forced = review.is_search_forced(
                youth.draw(Purpose.REVIEW_ALTERNATIVE), way_down.is_forced, p.review
            )
            way_down.look_for_place()
        elif start.may_be_planned(
            int(youth.request.wait), youth.request.is_crisis, youth.has_analysis
        ):
            if start.is_planned(youth.draw(Purpose.PLANNED_ONE_TO_ONE), p.start):
                youth.one_to_one.ask(Variant.UNIT, Cause.PROACTIVE, is_crisis=False)
        if youth.request.wait != Wait.NONE:
            youth.request.ask_around()  # mediated, and with an analysis: whom it may help
