"""The Regional Expert Team: a queue served at a weekly rate (process 6)."""

from collections.abc import Generator
from typing import TYPE_CHECKING

import simpy

from sim.draws import Kind, Purpose
from sim.engine.phases import Fact, Phase, What
from sim.engine.reference.arrangement import Arrangement
from sim.engine.reference.entity import Entity
from sim.names import Cause, Component, Variant, Wait
from sim.rules import cost, review

if TYPE_CHECKING:
    from sim.engine.reference.region import Region
    from sim.engine.reference.youth import Youth

DAYS_PER_WEEK = 7


class RegionalExpertTeam(Entity):
    """Reviews cases in the order in which they were brought in."""

    kind = Kind.RET

    def __init__(self, region: "Region") -> None:
        super().__init__(region.world, region.id)
        self.region = region
        self.queue: list[tuple[int, int, Youth]] = []  # (day brought in, youth's id, youth)
        self.n_reviewed = self.days_waited = 0  # since the month before

    def consult(self, youth: "Youth") -> None:
        """Bring a case to the RET, unless it is in the queue already."""
        if not youth.is_in_review:
            youth.is_in_review = True
            self.queue.append((self.today, youth.id, youth))

    def reviews(self) -> Generator[simpy.Event, None, None]:
        """Once a week the RET meets and reviews as many cases as fit."""
        week = 0
        while True:
            yield self.world.diary.at(
                week * DAYS_PER_WEEK + DAYS_PER_WEEK - 1,
                Phase.REVIEW,
                self.kind,
                self.id,
                What.REVIEW,
            )
            n = review.n_reviews(week, self.region.p.review)
            week += 1
            self.queue.sort(key=lambda case: case[:2])
            for case in list(self.queue):
                day, _, youth = case
                if (
                    youth.arrangement is None and youth.wait == Wait.NONE
                ):  # solved meanwhile, or left
                    self.queue.remove(case)
                    youth.is_in_review = False
                elif n > 0 and self.today - day >= self.region.p.review.days_decision:
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
        youth.is_in_review, youth.is_reviewed, youth.is_open_to_alternative = False, True, True
        cents = cost.cents(p.cost.per_review)
        region.pay(Component.REVIEW, cents)
        youth.has_analysis |= youth.draw(Purpose.REVIEW_ANALYSIS) < p.review.p_analysis
        youth.has_plan |= youth.draw(Purpose.REVIEW_PLAN) < p.review.p_plan
        youth.log(Fact.CONSULTED, days_waited)
        luck = youth.draw(Purpose.REVIEW_PROACTIVE)
        one_to_one = youth.arrangement
        if one_to_one is not None:
            one_to_one.cents += cents
            one_to_one.is_ret = True
            one_to_one.has_analysis |= youth.has_analysis
            one_to_one.has_plan |= youth.has_plan
            one_to_one.is_proactive |= one_to_one.has_analysis and luck < p.review.p_to_proactive
            one_to_one.is_search_forced |= (
                youth.draw(Purpose.REVIEW_ALTERNATIVE) < p.review.p_alternative
            )
            one_to_one.look_for_place()
        elif youth.wait in (Wait.SECURE, Wait.OPEN) and not youth.is_crisis and youth.has_analysis:
            if youth.draw(Purpose.PLANNED_ONE_TO_ONE) < p.start.p_planned:
                youth.stop_asking()
                Arrangement(youth, Variant.UNIT, Cause.PROACTIVE, is_crisis=False)
