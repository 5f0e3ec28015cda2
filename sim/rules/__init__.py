"""How the world works.

One process a file, pure functions of numbers, compiled once, called by every executor. Say the rule
aloud ("a youth arrives", "a step down is attempted"): the verb is the file. Whatever is decided is
decided here, once: draws come in as arguments `u` in (0, 1), and no executor compares one with
anything. Nothing here keeps time, draws or writes. `GROUPS` lists every group of parameters that
the rules declare; each field must be a row in `conf/parameters/<group>.yaml`.
"""

from collections.abc import Mapping
from types import MappingProxyType

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

GROUPS: Mapping[str, type] = MappingProxyType(
    {
        "arrival": ArrivalParameters,
        "need": NeedParameters,
        "provider": ProviderParameters,
        "search": SearchParameters,
        "setting": SettingParameters,
        "escalation": EscalateParameters,
        "start": StartParameters,
        "decision": DecisionParameters,
        "review": ReviewParameters,
        "evaluation": EvaluationParameters,
        "step_down": StepDownParameters,
        "transition": TransitionParameters,
        "follow_up": FollowUpParameters,
        "participation": ParticipationParameters,
        "family": FamilyParameters,
        "relapse": RelapseParameters,
        "staff": StaffParameters,
        "authorisation": AuthorisationParameters,
        "age_limit": AgeLimitParameters,
        "registration": RegistrationParameters,
        "difference": DifferenceParameters,
        "cost": CostParameters,
        "level": LevelParameters,
    }
)
