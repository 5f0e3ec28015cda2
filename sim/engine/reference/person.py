"""Who a youth is: everything that is drawn once, at arrival (process 1)."""

from typing import TYPE_CHECKING

from sim.common.ids import youth_id
from sim.draws import Kind, Purpose
from sim.engine.reference.entity import Entity
from sim.names import Setting
from sim.rules import age_out, arrive, family, need
from sim.rules.functions import years

if TYPE_CHECKING:
    from sim.engine.reference.region import Region


class Person(Entity):
    """A youth apart from all care: severity, age, family, history."""

    kind = Kind.YOUTH

    def __init__(self, region: "Region", nth: int) -> None:
        super().__init__(region.world, youth_id(region.source, nth))
        p = region.p.arrival
        self.region = region
        rank = self.draw(Purpose.SEVERITY)
        self.severity = arrive.severity(rank, p)
        self.days_age_at_arrival = arrive.days_of_age(self.draw(Purpose.AGE), p)
        self.day_arrival, self.day_born = self.today, self.today - self.days_age_at_arrival
        self.has_secure_need = need.has_secure_need(self.draw(Purpose.SECURE), rank, region.p.need)
        self.is_secure = self.was_secure = False  # a closed place is, or was ever, asked for
        self.profile = arrive.profile(self.draw(Purpose.PROFILE), p)
        self.nearness = self.draw(Purpose.NEARNESS)  # where it lives, on a ring of providers
        self.stance = family.stance_at_arrival(self.draw(Purpose.FAMILY_STANCE), region.p.family)
        self.n_moves = self.n_moves_at_arrival = arrive.moves_before(
            self.draw(Purpose.MOVES_BEFORE), self.severity, p
        )
        self.prefers_family_home = arrive.prefers_family_home(
            self.draw(Purpose.PREFERS_FAMILY_HOME), years(self.days_age), self.severity, p
        )
        self.day_limit = self.day_born + age_out.days_of_age_limit(
            self.draw(Purpose.AGE_LIMIT), self.days_age_at_arrival, region.p.age_limit
        )

    def ask_secure(self) -> bool:
        """On this occasion, ask for a closed place or not (process 2).

        As likely as there are closed places, by the elasticity.
        """
        p = self.region.p
        self.is_secure = need.is_secure_asked(
            self.draw(Purpose.SECURE_REQUEST),
            self.has_secure_need,
            years(self.days_age),
            p.setting[Setting.JEUGDZORGPLUS].places,
            p.need,
        )
        self.was_secure |= self.is_secure
        return self.is_secure

    def grow_out_of_closed_care(self) -> None:
        """Who has come of age asks for no closed place any more (process 2)."""
        self.is_secure = need.is_still_asked(
            self.is_secure, years(self.days_age), self.region.p.need
        )

    @property
    def days_age(self) -> int:
        """Age in days."""
        return self.today - self.day_born
