"""A provider's location.

Places as a SimPy resource, one team, its own physical fit, leadership and reluctance.
"""

from typing import TYPE_CHECKING

import simpy

from sim.common.ids import location_id
from sim.draws import Kind, Purpose
from sim.engine.reference.entity import Entity, Surroundings
from sim.engine.reference.team import Team, new_holders
from sim.names import Setting
from sim.rules import close_places, staff, start

if TYPE_CHECKING:
    from sim.engine.reference.region import Region
    from sim.engine.reference.youth import Youth


class Places(simpy.Resource):
    """Places of a location.

    Their number follows the region's capacity path; above it nobody is put out, and nobody is taken
    in.
    """

    def __init__(self, env: simpy.Environment) -> None:
        super().__init__(env, capacity=1)
        self._capacity = 0

    def set_number(self, n: int) -> None:
        """Change the number of places."""
        self._capacity: int = n

    @property
    def number(self) -> int:
        """Places."""
        return int(self._capacity)

    @property
    def n_present(self) -> int:
        """Youths present."""
        return len(self.users)

    @property
    def n_free(self) -> int:
        """Places that can be given out; 0 when more are present than places."""
        return close_places.n_free(self.number, self.n_present)


class Location(Entity):
    """One location of one setting in one region."""

    kind = Kind.LOCATION

    def __init__(self, region: "Region", setting: Setting, nth: int) -> None:
        super().__init__(region.world, location_id(region.source, int(setting), nth))
        self.region, self.setting, self.nth = region, setting, nth
        self.places = Places(self.world.diary.env)
        self.youths: dict[int, Youth] = {}
        self.team: Team | None = None
        p = region.p
        self.luck_fit = self.draw(Purpose.LOCATION_FIT)
        self.leadership = staff.leadership_of_location(
            self.draw(Purpose.LOCATION_LEADERSHIP), p.staff
        )
        self.reluctance = staff.reluctance_of_location(
            self.draw(Purpose.LOCATION_RELUCTANCE), p.staff
        )
        self.n_one_to_one = 0  # youths of the group with 1:1
        self.n_counted = 0  # places counted in the table
        self.set_places(is_first_day=True)

    @property
    def fit(self) -> float:
        """Physical fit, 0..1."""
        p = self.region.p.setting[self.setting]
        return start.fit_of(self.luck_fit, p.fit, p.fit_spread)

    @property
    def surroundings(self) -> Surroundings:
        """What surrounds the youths of this location; full when more are present than places."""
        return Surroundings(
            close_places.occupancy(self.places.number, self.places.n_present),
            float(self.n_usable),
            self.n_one_to_one,
            self.fit,
            self.region.p.setting[self.setting].incidents,
        )

    @property
    def n_usable(self) -> int:
        """Places, or youths present where these are more."""
        return close_places.n_usable(self.places.number, self.places.n_present)

    def set_places(self, *, is_first_day: bool = False) -> None:
        """Take over the number of places that the region's capacity path leaves to this location.

        Open or close the team.
        """
        p = self.region.p.setting[self.setting]
        self.places.set_number(close_places.places_of_location(p.places, p.group_size, self.nth))
        if self.places.number > 0 and self.team is None:
            self._open_team(is_first_day)
        self.count_places()

    def _open_team(self, is_first_day: bool) -> None:
        p, ps = self.region.p.setting[self.setting], self.region.p.staff
        n = staff.positions_of_location(p.group_size, p.positions_per_place)
        luck = [self.draw(Purpose.POSITION_START) for _ in range(n)]
        holders = (
            [staff.who_is_there(u, ps) for u in luck]
            if is_first_day
            else new_holders(luck, ps.p_core_agency, ps)
        )
        self.team = Team(self.region, self, holders)
        self.team.leadership = self.leadership

    def count_places(self) -> None:
        """Keep the table of usable places.

        Close the team of a location without places and youths.
        """
        n = self.n_usable
        if n != self.n_counted:
            self.region.count("places", self.setting, by=n - self.n_counted)
            self.n_counted = n
        if n == 0 and self.team is not None:
            self.team.dissolve()
            self.team = None

    def take_in(self, youth: "Youth") -> simpy.resources.resource.Request:
        """Give a place to a youth; the request is held until the youth leaves."""
        request = self.places.request()
        assert request.triggered, f"no free place in location {self.id}"
        assert self.team is not None
        self.youths[youth.id] = youth
        self.team.youths[youth.id] = youth
        self.team.is_changed()
        return request

    def let_go(self, youth: "Youth", request: simpy.resources.resource.Request) -> None:
        """Take the place back."""
        self.places.release(request)
        del self.youths[youth.id]
        assert self.team is not None
        del self.team.youths[youth.id]
        self.team.is_changed()
        self.count_places()
