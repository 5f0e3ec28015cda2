"""A provider's location.

Places, one team, its own physical fit, leadership and reluctance.
"""

from typing import TYPE_CHECKING

from sim.common.ids import location_id
from sim.draws import Kind, Purpose
from sim.engine.reference.entity import Entity, Surroundings
from sim.engine.reference.posts import team_of_location
from sim.engine.reference.team import Team
from sim.names import Setting
from sim.rules import close_places, staff, start

if TYPE_CHECKING:
    from sim.engine.reference.provider import Service
    from sim.engine.reference.region import Region
    from sim.engine.reference.youth import Youth


class Location(Entity):
    """One location of one setting in one region."""

    kind = Kind.LOCATION

    def __init__(self, region: "Region", setting: Setting, nth: int, service: "Service") -> None:
        super().__init__(region.world, location_id(region.source, int(setting), nth))
        self.region, self.setting, self.nth = region, setting, nth
        self.n_places = 0
        self.youths: dict[int, Youth] = {}
        self.n_kept_free = 0  # places kept for who is in transition
        self.team: Team | None = None
        p = region.p
        self.luck_fit = self.draw(Purpose.LOCATION_FIT)
        self.leadership = staff.leadership_of_location(
            self.draw(Purpose.LOCATION_LEADERSHIP), p.staff
        )
        self.service = service
        service.locations.append(self)
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
            close_places.occupancy(self.n_places, self.n_present),
            float(self.n_usable),
            self.n_one_to_one,
            self.fit,
            self.region.p.setting[self.setting].incidents,
        )

    @property
    def n_present(self) -> int:
        """Youths present."""
        return len(self.youths)

    @property
    def n_taken(self) -> int:
        """Youths present, and places kept for who is to come."""
        return self.n_present + self.n_kept_free

    @property
    def n_free(self) -> int:
        """Places that can be given out; 0 when more are taken than there are."""
        return close_places.n_free(self.n_places, self.n_taken)

    @property
    def n_usable(self) -> int:
        """Places, or those taken where these are more."""
        return close_places.n_usable(self.n_places, self.n_taken)

    @property
    def cared_for(self) -> "list[Youth]":
        """Youths present, in order of id."""
        return [youth for _, youth in sorted(self.youths.items())]

    @property
    def positions_reference(self) -> float:
        """Positions per youth that are meant."""
        return self.region.p.setting[self.setting].positions_reference

    @property
    def n_positions(self) -> int:
        """Positions of its team."""
        p = self.region.p.setting[self.setting]
        return staff.positions_of_location(p.group_size, p.positions_per_place)

    def set_places(self, *, is_first_day: bool = False) -> None:
        """Take over the number of places that the region's capacity path leaves to this location.

        Open or close the team.
        """
        p = self.region.p.setting[self.setting]
        self.n_places = close_places.places_of_location(p.places, p.group_size, self.nth)
        if self.n_places > 0 and self.team is None:
            self.team = team_of_location(self, is_first_day=is_first_day)
        self.region.has_changed[self.setting] = True
        self.count_places()

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

    def take_in(self, youth: "Youth", *, is_kept: bool) -> None:
        """Give a free place to a youth, or the one that was kept."""
        assert is_kept or self.n_free > 0, f"no free place in location {self.id}"
        assert self.team is not None
        self.youths[youth.id] = youth
        self.team.is_changed()

    def keep_free(self) -> None:
        """Keep a place for a youth in transition."""
        assert self.n_free > 0, f"no free place in location {self.id}"
        self.n_kept_free += 1
        self.region.count("kept_free", self.setting)

    def release(self) -> None:
        """A place that was kept is used, or given back."""
        self.n_kept_free -= 1
        self.region.count("kept_free", self.setting, by=-1)
        self.region.has_changed[self.setting] = True

    def let_go(self, youth: "Youth") -> None:
        """Take the place back."""
        assert self.team is not None
        del self.youths[youth.id]
        self.team.is_changed()
        self.region.has_changed[self.setting] = True
        self.count_places()
