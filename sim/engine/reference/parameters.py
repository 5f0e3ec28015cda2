"""The parameters in force in one region, as the groups that rules take.

A dated change replaces one number.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.names import PLACE_SETTINGS
from sim.rules import GROUPS
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


class ParametersInForce:
    """One attribute per group.

    `setting` is a list by place setting and `level` a list by rung (index 0 is empty).
    """

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
    setting: list[SettingParameters]
    level: list[LevelParameters]

    def __init__(self, names: tuple[str, ...], values: NDArray[np.float64]) -> None:
        by_name = dict(zip(names, (float(v) for v in values), strict=True))
        self._names = names
        for group, kind in GROUPS.items():
            if group == "setting":
                self.setting = [
                    SettingParameters(
                        *(
                            by_name[f"setting.{s.name.lower()}.{f}"]
                            for f in SettingParameters._fields
                        )
                    )
                    for s in PLACE_SETTINGS
                ]
            elif group == "level":
                rungs = [
                    LevelParameters(*(by_name[f"level.{k}.{f}"] for f in LevelParameters._fields))
                    for k in range(1, 6)
                ]
                self.level = [LevelParameters(0.0, 0.0), *rungs]
            else:
                fields: tuple[str, ...] = kind._fields  # type: ignore[attr-defined]
                setattr(self, group, kind(*(by_name[f"{group}.{field}"] for field in fields)))

    def change(self, column: int, value: float) -> str:
        """Put a new value in force; return the name of its parameter."""
        name = self._names[column]
        group, *thing, field = name.split(".")
        if group == "setting":
            index = [s.name.lower() for s in PLACE_SETTINGS].index(thing[0])
            self.setting[index] = self.setting[index]._replace(**{field: value})
        elif group == "level":
            rung = int(thing[0])
            self.level[rung] = self.level[rung]._replace(**{field: value})
        else:
            in_force: Any = getattr(self, group)
            setattr(self, group, in_force._replace(**{field: value}))
        return name
