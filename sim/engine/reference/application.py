"""An application: one youth asked for at one service of one provider (process 3)."""

from typing import TYPE_CHECKING

from sim.draws import Kind, Purpose, uniform
from sim.engine.reference.provider import Provider, Service
from sim.names import Answer
from sim.rules import stay

if TYPE_CHECKING:
    from sim.engine.reference.youth import Youth


def luck_of(youth: "Youth", provider: Provider, purpose: Purpose = Purpose.ACCEPTANCE) -> float:
    """Return a draw that a youth and a provider share, for good."""
    return uniform(
        youth.world.seed_value,
        youth.world.replication,
        int(Kind.YOUTH),
        youth.id,
        int(purpose),
        provider.id,
    )


class Application:
    """What was asked, and what was answered.

    A refusal is kept as long as the youth is in care: it is asked again only when the chance rose.
    """

    def __init__(self, youth: "Youth", service: Service) -> None:
        self.youth, self.service = youth, service
        self.luck = 0.0 if self.is_for_crisis else luck_of(youth, service.provider)
        self.answer = Answer.OPEN
        self.is_running = False  # awaited, or accepted and waiting for a place
        self.day_asked = self.day_answer = 0
        self.day_accepted = -1
        self.chance = 0.0
        self.is_crisis = self.is_from_one_to_one = False

    @property
    def is_for_crisis(self) -> bool:
        """For a crisis place, which takes whoever comes."""
        return stay.is_crisis_place(int(self.service.setting))

    @property
    def is_pending(self) -> bool:
        """No answer yet."""
        return self.is_running and self.answer == Answer.OPEN

    @property
    def is_waiting(self) -> bool:
        """Accepted, waiting for a free place."""
        return self.is_running and self.answer == Answer.ACCEPTED

    def record(self, day_end: int, *, is_placed: bool) -> None:
        """Write a row of `applications`."""
        youth, service = self.youth, self.service
        youth.world.recorder.write(
            "applications",
            id_youth=youth.id,
            region=youth.region.index,
            region_place=service.region.index,
            provider=service.provider.number,
            setting=int(service.setting),
            wait=int(youth.request.wait),
            day_asked=self.day_asked,
            day_answer=-1 if self.answer == Answer.OPEN else self.day_answer,
            answer=int(self.answer),
            chance=self.chance,
            luck=self.luck,
            day_end=day_end,
            is_placed=is_placed,
            is_crisis=self.is_crisis,
            is_from_one_to_one=self.is_from_one_to_one,
        )
