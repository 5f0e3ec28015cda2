"""The queue of the Regional Expert Team: what is brought to it, and what is a new case."""

from sim.draws import Purpose
from sim.engine.core.memory.lane import draw, today
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.people import Youth
from sim.engine.core.process.lists import put_case, take_case
from sim.rules import decide, start


@handler
def consult(youth: Youth) -> None:
    """Bring a case to the RET, unless it is in the queue already."""
    if youth.is_in_review:
        return
    region = youth.region
    youth.is_in_review = True
    youth.day_case = today(youth)
    put_case(region, region.last_case, youth)
    region.n_queue += 1


@handler
def leave_queue(youth: Youth) -> None:
    """Take a case out of the queue of the RET."""
    youth.is_in_review = False
    take_case(youth.region, youth)
    youth.region.n_queue -= 1


@handler
def ask_ret(youth: Youth, is_crisis: bool) -> None:
    """Perhaps bring a complex case to the RET."""
    region, luck = youth.region, draw(youth, Purpose.CONSULT_RET)
    if start.is_ret_consulted(
        u=luck,
        is_crisis=is_crisis,
        is_reviewed=youth.is_reviewed,
        of_region=region.ret_factor,
        p=region.p.start,
    ):
        youth.is_consulted = True
        consult(youth)


@handler
def close_case(youth: Youth) -> None:
    """The youth has a place, or 1:1 ended: what comes next is a new case for the RET."""
    youth.is_consulted, youth.is_reviewed, youth.was_sent_away = False, False, False
    youth.advice = decide.UNKNOWN
