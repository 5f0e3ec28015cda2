"""The funder decides on 1:1: on a request, on what started at once, on a renewal (process 6)."""

from sim.draws import Purpose
from sim.engine.core.memory import cells
from sim.engine.core.memory.lane import draw, log
from sim.engine.core.memory.machine import handler
from sim.engine.core.memory.people import Youth
from sim.engine.core.process.books import tally
from sim.engine.core.process.levels import NEVER, level_of
from sim.engine.phases import Fact
from sim.names import Decision
from sim.rules import decide


@handler
def is_funded(youth: Youth, is_crisis: bool, is_running: bool) -> bool:
    """Have the funder decide."""
    region = youth.region
    luck = draw(youth, Purpose.APPROVAL)
    case = decide.Case(
        is_crisis=is_crisis,
        is_running=is_running,
        advice=youth.advice,
        n_refused=youth.n_requests_refused,
        level=level_of(youth),
        stance=youth.stance,
        known=region.known_route,
    )
    is_stopped = decide.is_stopped_at_gate(
        draw(youth, Purpose.GATE), youth.is_gated, youth.advice, region.p.decision
    )
    is_approved = decide.is_approved(luck, case, region.p.decision) and not is_stopped
    decision = Decision.APPROVED.value if is_approved else Decision.REFUSED.value
    tally(region, cells.DECISIONS + decision, 1)
    log(youth, Fact.DECIDED, youth.id, decision)
    return is_approved


@handler
def cancel_request(youth: Youth) -> None:
    """1:1 is not asked for any more."""
    if youth.is_requested:
        youth.is_requested, youth.is_approved, youth.is_gated = False, False, False
        youth.day_decision = NEVER
