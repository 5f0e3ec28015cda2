"""The Regional Expert Team: a queue served at a weekly rate (process 6)."""

from sim.draws import Purpose
from sim.engine.core.memory.fields import is_some
from sim.engine.core.memory.lane import draw_youth, log, today
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.state import Region, Youth
from sim.engine.core.process.arrangement import start_arrangement
from sim.engine.core.process.arrangement_ends import look_for_place
from sim.engine.core.process.books import pay
from sim.engine.core.process.levels import has_one_to_one
from sim.engine.core.process.youth_leaves import set_free_tonight
from sim.engine.core.process.youth_seeks import leave_queue, stop_asking
from sim.engine.phases import Fact
from sim.names import Cause, Component, Variant, Wait
from sim.rules import cost
from sim.rules import review as rule

DAYS_PER_WEEK = 7


@handler
def hold_reviews(region: Region) -> None:
    """The RET meets and reviews as many cases as fit, in the order in which they were brought in."""
    now = today(region)
    n = rule.n_reviews(now // DAYS_PER_WEEK, region.p.review)
    youth = region.first_case
    last = region.last_case
    is_done = not is_some(youth)
    while not is_done:
        following = youth.next_case
        is_done = youth.id == last.id or not is_some(following)
        if not has_one_to_one(youth) and youth.wait == Wait.NONE:  # solved meanwhile, or left
            leave_queue(youth)
            if youth.is_final:
                set_free_tonight(youth)
        elif n > 0 and now - youth.day_case >= region.p.review.days_decision:
            n -= 1
            leave_queue(youth)
            review_case(youth, now - youth.day_case)
        youth = following


@handler
def review_case(youth: Youth, days_waited: int) -> None:
    """One review: analysis and plan, mediation, perhaps an alternative.

    Reactive may become proactive (K12).
    """
    region = youth.region
    p = region.p
    region.n_reviewed += 1
    region.days_waited += days_waited
    youth.is_reviewed, youth.is_open_to_alternative = True, True
    cents = cost.cents(p.cost.per_review)
    pay(region, Component.REVIEW, cents)
    luck_analysis = draw_youth(youth, Purpose.REVIEW_ANALYSIS)
    luck_plan = draw_youth(youth, Purpose.REVIEW_PLAN)
    youth.has_analysis = youth.has_analysis or luck_analysis < p.review.p_analysis
    youth.has_plan = youth.has_plan or luck_plan < p.review.p_plan
    log(youth, Fact.CONSULTED, youth.id, days_waited)
    luck = draw_youth(youth, Purpose.REVIEW_PROACTIVE)
    if has_one_to_one(youth):
        a = youth.arrangement
        a.cents += cents
        a.is_ret = True
        a.has_analysis = a.has_analysis or youth.has_analysis
        a.has_plan = a.has_plan or youth.has_plan
        a.is_proactive = a.is_proactive or (a.has_analysis and luck < p.review.p_to_proactive)
        luck_alternative = draw_youth(youth, Purpose.REVIEW_ALTERNATIVE)
        a.is_search_forced = a.is_search_forced or luck_alternative < p.review.p_alternative
        look_for_place(a)
    elif (
        (youth.wait == Wait.SECURE or youth.wait == Wait.OPEN)
        and not youth.is_crisis
        and youth.has_analysis
    ):
        if draw_youth(youth, Purpose.PLANNED_ONE_TO_ONE) < p.start.p_planned:
            stop_asking(youth)
            start_arrangement(youth, Variant.UNIT.value, Cause.PROACTIVE.value, False)
