"""The order of one day. Changing it is a change of the model, not a refactoring.

Events carry whole days. On one day they run by phase, then by kind of entity, then by entity id,
then by `What`; insertion order is never a rule.
"""

from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType

from sim.common.ids import ID_BITS
from sim.compiled import rule
from sim.draws import Kind

__all__ = ["PHASE_OF", "Fact", "Kind", "Phase", "What", "phase_of", "priority", "what_and_id"]


class Phase(IntEnum):
    """Read top to bottom, this is one simulated day."""

    POLICY = 0  # first: a new rule holds from the morning on
    STAFF = 1  # who works today
    LEAVE = 2  # ends of stays and ageing out free places ...
    INCIDENT = 3  # what happens on the group; behaviour, fear and trust relax
    EVALUATE = 4  # answers of providers, decisions of the funder, evaluations
    REVIEW = 5  # decisions of the Regional Expert Team
    ARRIVE = 6  # new youths ask for care
    MATCH = 7  # ... freed places are handed out only here
    ACCOUNT = 8  # last, so that every figure describes the evening; rates of tomorrow are set


class What(IntEnum):
    """Kind of event, within (phase, kind of entity, id)."""

    CHANGE = 0
    # to a team
    DEPARTURE = 1
    COMPETENCE = 2
    STRAIN = 3
    POSITION = 4
    CALL = 5  # of its youths whose incident is due
    # to a youth
    STAY_END = 6
    PATIENCE = 7
    AGE_OUT = 8
    RELAPSE = 9
    BEHAVIOUR = 10
    TRUST = 11
    PARTICIPATION = 12
    TIPPING = 13
    INCIDENT = 14
    ANSWER = 15
    SEARCH = 16
    DECISION = 17
    TOLERANCE = 18
    # to a 1:1 arrangement
    TRANSITION = 19
    FEAR = 20
    BURDEN = 21
    EVALUATION = 22
    RENEWAL = 23
    MAXIMUM = 24
    LATE_REVIEW = 25
    # to a region, or all
    REVIEW = 26
    CANDIDATE = 27
    MATCH = 28
    ACCOUNT = 29


PHASE_OF: Mapping[What, Phase] = MappingProxyType(
    {
        What.CHANGE: Phase.POLICY,
        What.DEPARTURE: Phase.STAFF,
        What.COMPETENCE: Phase.STAFF,
        What.STRAIN: Phase.STAFF,
        What.POSITION: Phase.STAFF,
        What.CALL: Phase.INCIDENT,
        What.STAY_END: Phase.LEAVE,
        What.PATIENCE: Phase.LEAVE,
        What.AGE_OUT: Phase.LEAVE,
        What.RELAPSE: Phase.LEAVE,
        What.BEHAVIOUR: Phase.INCIDENT,
        What.TRUST: Phase.INCIDENT,
        What.PARTICIPATION: Phase.INCIDENT,
        What.TIPPING: Phase.INCIDENT,
        What.INCIDENT: Phase.INCIDENT,
        What.ANSWER: Phase.EVALUATE,
        What.SEARCH: Phase.EVALUATE,
        What.DECISION: Phase.EVALUATE,
        What.TOLERANCE: Phase.EVALUATE,
        What.TRANSITION: Phase.LEAVE,
        What.FEAR: Phase.INCIDENT,
        What.BURDEN: Phase.INCIDENT,
        What.EVALUATION: Phase.EVALUATE,
        What.RENEWAL: Phase.EVALUATE,
        What.MAXIMUM: Phase.EVALUATE,
        What.LATE_REVIEW: Phase.EVALUATE,
        What.REVIEW: Phase.REVIEW,
        What.CANDIDATE: Phase.ARRIVE,
        What.MATCH: Phase.MATCH,
        What.ACCOUNT: Phase.ACCOUNT,
    }
)
_PHASES = tuple(PHASE_OF[what].value for what in What)


class Fact(IntEnum):
    """What the log says happened; the value that goes with it stands behind."""

    POLICY = 0  # a dated change took effect (column of the parameter)
    ARRIVED = 1  # age in days
    ASKED = 2  # what for (Wait)
    REFUSED = 3  # by a provider of this setting
    PLACED = 4  # setting
    LEFT_PLACE = 5  # setting
    WENT_HOME = 6  # setting left
    INCIDENT = 7  # behaviour after it
    COPED = 8  # behaviour
    EXPELLED = 9  # setting
    STARTED = 10  # cause of the 1:1 arrangement
    LEVEL = 11  # new rung
    ENDED = 13  # outcome of the 1:1 arrangement
    EVALUATED = 14  # 1 held, 0 not held
    ATTEMPTED = 15  # rung from which
    SUCCEEDED = 16  # new rung
    FELL_BACK = 17  # fear after it
    RENEWED = 18  # n-th renewal
    MAXIMUM_REACHED = 19  # 1 ended by the cap, 0 went on
    CONSULTED = 20  # days in the queue at the review
    RELAPSED = 21  # setting left
    AGED_OUT = 22  # setting left
    DEPARTED = 23  # settled positions left in the team
    HIRED = 24  # position
    SETTLED = 25  # position
    TIPPED = 26  # days waited
    DISPLACED = 27  # setting closed on the date
    RETURNED = 28  # moves
    APPLIED = 29  # to a provider of this setting
    ACCEPTED = 30  # by a provider of this setting
    READY = 31  # rung on which the youth was judged ready for a place
    NOT_READY = 32  # the judgement was taken back (behaviour)
    KEPT_FREE = 33  # a place is kept, the transition begins (days of transition)
    RESTRAINED = 34  # behaviour
    REQUESTED = 35  # 1:1 was asked for (cause)
    DECIDED = 36  # by the funder (Decision)
    ADVISED = 37  # by the RET (1 yes, 0 no)
    START_WAITS = 38  # no people for 1:1 (positions that could be filled)
    BROKE_DOWN = 39  # 1:1 at home (burden)
    STANCE = 40  # family's stance after it moved
    MISPLACED = 41  # in crisis, into a place that fits badly (setting)


_WHAT_BITS = 5


@rule
def phase_of(what: int) -> int:
    """Return the phase in which something happens (`PHASE_OF`)."""
    return _PHASES[what]


@rule
def priority(phase: int, kind: int, entity: int, what: int) -> int:
    """Return the place of an event within its day as one integer.

    Phase, kind, id and what, in that order of weight.
    """
    return (((phase << 4 | kind) << ID_BITS | entity) << _WHAT_BITS) | what


@rule
def what_and_id(priority: int) -> tuple[int, int]:
    """Return what happens (`What`) and to which id, from a place in the day."""
    what = priority & ((1 << _WHAT_BITS) - 1)
    return what, (priority >> _WHAT_BITS) & ((1 << ID_BITS) - 1)
