"""The Regional Expert Team: a queue served at a weekly rate (process 6)."""

from sim.draws import Purpose
from sim.engine.core.memory.fields import everything, is_some, place_of
from sim.engine.core.memory.lane import clear_list, draw, log, put_on_list, sort_list, today
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.people import Youth
from sim.engine.core.memory.state import Lane, Region
from sim.engine.core.process.applications import ask_around
from sim.engine.core.process.arrangement_ends import look_for_place
from sim.engine.core.process.books import pay
from sim.engine.core.process.levels import has_one_to_one
from sim.engine.core.process.one_to_one import ask_one_to_one, be_advised
from sim.engine.core.process.queue_of_ret import leave_queue
from sim.engine.core.process.youth_leaves import set_free_tonight
from sim.engine.phases import Fact
from sim.names import Cause, Component, Variant, Wait
from sim.rules import cost, start
from sim.rules import review as rule


@handler
def hold_reviews(region: Region) -> None:
    """The RET meets and reviews as many cases as fit, in the order of the queue."""
    lane, now = Lane(region, 0), today(region)
    n = rule.n_reviews(now // rule.DAYS_PER_WEEK, region.p.review)
    youth = region.first_case
    while is_some(youth):
        put_on_list(lane, rule.place_in_queue(youth.day_case, youth.id), place_of(youth))
        youth = youth.next_case
    sort_list(lane)
    words = everything(lane)
    for at in range(lane.limit, lane.n_words, 2):
        youth = Youth(region, words[at + 1])
        days_waited = now - youth.day_case
        is_asked = has_one_to_one(youth) or youth.is_requested
        if rule.is_solved(is_asked, youth.wait):  # meanwhile, or the youth left
            leave_queue(youth)
            if youth.is_final:
                set_free_tonight(youth)
        elif rule.is_due(n, days_waited, region.p.review):
            n -= 1
            leave_queue(youth)
            review_case(youth, days_waited)
    clear_list(lane)


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
    luck_analysis = draw(youth, Purpose.REVIEW_ANALYSIS)
    luck_plan = draw(youth, Purpose.REVIEW_PLAN)
    youth.has_analysis = rule.has_analysis(luck_analysis, youth.has_analysis, p.review)
    youth.has_plan = rule.has_plan(luck_plan, youth.has_plan, p.review)
    log(youth, Fact.CONSULTED, youth.id, days_waited)
    luck = draw(youth, Purpose.REVIEW_PROACTIVE)
    be_advised(youth)
    if has_one_to_one(youth):
        a = youth.arrangement
        a.cents += cents
        a.is_ret = True
        a.has_analysis = a.has_analysis or youth.has_analysis
        a.has_plan = a.has_plan or youth.has_plan
        a.is_proactive = rule.is_proactive(luck, a.is_proactive, a.has_analysis, p.review)
        luck_alternative = draw(youth, Purpose.REVIEW_ALTERNATIVE)
        a.is_search_forced = rule.is_search_forced(luck_alternative, a.is_search_forced, p.review)
        look_for_place(a)
    elif start.may_be_planned(youth.wait, youth.is_crisis, youth.has_analysis):
        if start.is_planned(draw(youth, Purpose.PLANNED_ONE_TO_ONE), p.start):
            ask_one_to_one(youth, Variant.UNIT.value, Cause.PROACTIVE.value, False, False)
    if youth.wait != Wait.NONE:
        ask_around(youth)  # mediated, and with an analysis: whom it may help
