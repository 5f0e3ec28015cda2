"""1:1 at home: it weighs on the family, and may break down under it (process 6, K52)."""

from typing import TYPE_CHECKING

from sim.draws import Purpose
from sim.engine.phases import Fact, What
from sim.rules import family, start
from sim.rules.functions import BEHAVIOUR_MAX, share_of

if TYPE_CHECKING:
    from sim.engine.reference.arrangement import Arrangement


class AtHome:
    """The burden of the family, while 1:1 is given at home."""

    def __init__(self, arrangement: "Arrangement") -> None:
        self.arrangement = arrangement
        self.burden = 0  # level 0..5

    def begin(self) -> None:
        """Plan the next moment at which it weighs more."""
        a = self.arrangement
        a.plan(a.today + family.days_to_burden(a.region.p.family), What.BURDEN, self.weigh)

    def weigh(self) -> None:
        """The burden rises; under it, it may break down."""
        a = self.arrangement
        if not a.is_present or not start.is_with_family(int(a.variant)):
            return
        self.burden = family.burden_after(self.burden)
        if family.is_broken_down(
            a.draw(Purpose.BURDEN),
            self.burden,
            share_of(a.youth.behaviour.value, BEHAVIOUR_MAX),
            a.region.p.family,
        ):
            a.log(Fact.BROKE_DOWN, self.burden)
            a.fail(is_expelled=True)
        else:
            self.begin()
