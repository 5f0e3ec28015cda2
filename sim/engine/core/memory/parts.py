"""What records are made of: levels, clocks, parameters; entries of the agenda, and tables."""

from typing import Annotated

from sim.engine.core.memory.fields import Bytes, Groups, InPlace, Ints, Packed, Record
from sim.engine.core.memory.machine import teach
from sim.names import N_PLACE_SETTINGS
from sim.rules.age_out import AgeLimitParameters
from sim.rules.arrive import ArrivalParameters
from sim.rules.authorise import AuthorisationParameters
from sim.rules.cost import CostParameters, LevelParameters
from sim.rules.decide import DecisionParameters
from sim.rules.differ import DifferenceParameters
from sim.rules.escalate import EscalateParameters
from sim.rules.evaluate import EvaluationParameters
from sim.rules.family import FamilyParameters
from sim.rules.follow_up import FollowUpParameters
from sim.rules.need import NeedParameters
from sim.rules.participate import ParticipationParameters
from sim.rules.provider import ProviderParameters
from sim.rules.register import RegistrationParameters
from sim.rules.relapse import RelapseParameters
from sim.rules.review import ReviewParameters
from sim.rules.search import SearchParameters
from sim.rules.staff import StaffParameters
from sim.rules.start import StartParameters
from sim.rules.stay import SettingParameters
from sim.rules.step_down import StepDownParameters
from sim.rules.transition import TransitionParameters

# A card of the agenda is two lines of the processor's cache: the word after the last entry of the
# full card before it (or the next card to use again), an unused one, and seven entries of two
# words: a place in the day (`phases.priority`), and the record to which it happens.
WORDS_OF_CARD = 16


class Level(Packed):
    """A small integer that events raise or lower and that relaxes one level toward its rest every
    so many days.
    """

    value: Annotated[int, "level", "now"]
    is_planned: Annotated[bool, "-", "a step of relaxation is in the agenda"]


class Clock(Packed):
    """A hazard that changes while it runs; see `sim/rules/clock.py`."""

    left: Annotated[int, "2**-32", "what is left of the threshold on day `since`"]
    daily: Annotated[int, "2**-32/day", "hazard per day"]
    since: Annotated[int, "day", "day on which `left` and `daily` were set"]
    entry: Annotated[int, "day", "day of its earliest entry in the agenda"]


class TeamTime(Packed):
    """The time in which hazards of a team's youths are spent; see `sim/rules/clock.py`."""

    passed: Annotated[int, "2**-32", "so far, on day `since`"]
    pace: Annotated[int, "2**-32/day", "hazard per day of a youth whose own factor is 1"]
    next: Annotated[int, "2**-32", "when the first of its youths is due, or before"]
    since: Annotated[int, "day", "day on which `passed` and `pace` were set"]
    entry: Annotated[int, "day", "day of its earliest entry in the agenda"]


class OwnHazard(Packed):
    """A hazard that is spent in the time of a team, at a weight of one's own."""

    left: Annotated[int, "2**-52", "what was left of the threshold at the time `mark`"]
    mark: Annotated[int, "2**-32", "time of the team when it was set"]
    due: Annotated[int, "2**-32", "time of the team at which it strikes"]
    weight: Annotated[int, Bytes(4), "2**-20", "own factor"]


class Parameters(Record):
    """The parameters in force in one region, as the groups that rules take."""

    arrival: ArrivalParameters
    need: NeedParameters
    provider: ProviderParameters
    search: SearchParameters
    escalation: EscalateParameters
    start: StartParameters
    decision: DecisionParameters
    review: ReviewParameters
    evaluation: EvaluationParameters
    step_down: StepDownParameters
    transition: TransitionParameters
    follow_up: FollowUpParameters
    participation: ParticipationParameters
    family: FamilyParameters
    relapse: RelapseParameters
    staff: StaffParameters
    authorisation: AuthorisationParameters
    age_limit: AgeLimitParameters
    registration: RegistrationParameters
    difference: DifferenceParameters
    cost: CostParameters
    setting: Annotated[
        Groups[SettingParameters], InPlace(N_PLACE_SETTINGS), "-", "by place setting"
    ]
    level: Annotated[Groups[LevelParameters], InPlace(5), "-", "by rung, from rung 1"]


@teach
class Table(Record):
    """Rows of a table of `sim/engine/columns.py`, column after column within a row."""

    first: Annotated[Ints, "-", "words of the rows"]
    n_rows: Annotated[int, "count", "rows written"]
    capacity: Annotated[int, "count", "rows for which there is room"]
    n_columns: Annotated[int, "count", "columns"]
    is_full: Annotated[bool, "-", "there was no room for a row"]
