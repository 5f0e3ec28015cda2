"""A provider, its services, and the waiting list of each (process 3)."""

from typing import TYPE_CHECKING, TypeVar

from sim.common.ids import provider_id
from sim.draws import Kind, Purpose
from sim.engine.reference.entity import Entity
from sim.names import Setting
from sim.rules import close_places, provider, search, stay
from sim.world.build import World

T = TypeVar("T")

if TYPE_CHECKING:
    from sim.engine.reference.application import Application
    from sim.engine.reference.location import Location
    from sim.engine.reference.region import Region
    from sim.engine.reference.youth import Youth


class Provider(Entity):
    """An organisation: its contract, its own reluctance, how long its intake takes."""

    kind = Kind.PROVIDER

    def __init__(self, region: "Region", world: World, index: int) -> None:
        """Take the provider of that index in the world; its draws are its own for good."""
        self.number = int(world.provider_number[index])
        super().__init__(region.world, provider_id(region.source, self.number))
        self.region = region
        self.is_contracted = bool(world.provider_contracted[index])
        self.runs_unit = bool(world.provider_runs_unit[index])
        self.runs_solo = bool(world.provider_runs_solo[index])
        self.own_days = float(world.provider_days_intake[index])
        self.day_from = int(world.provider_day_from[index])
        self.day_until = int(world.provider_day_until[index])
        p = region.p.provider
        own_reluctance = float(world.provider_reluctance[index])
        own_tariff = float(world.provider_tariff[index])
        self.reluctance = region.reluctance + provider.reluctance(
            self.draw(Purpose.PROVIDER_RELUCTANCE), own_reluctance, p
        )
        self.tariff = region.tariff * provider.tariff(
            self.draw(Purpose.PROVIDER_TARIFF), own_tariff, p
        )

    @property
    def is_taking(self) -> bool:
        """It exists today, and takes applications."""
        return provider.is_taking(self.today, self.day_from, self.day_until)


class Service:
    """What a provider offers in one setting: ages, profiles, locations, a waiting list."""

    def __init__(self, region: "Region", world: World, index: int, provider_: Provider) -> None:
        self.region, self.provider = region, provider_
        self.setting = Setting(int(world.service_setting[index]))
        self.days_age = (
            int(world.service_days_age_from[index]),
            int(world.service_days_age_until[index]),
        )
        self.profiles = int(world.service_profiles[index])
        self.locations: list[Location] = []
        # accepted, waiting for a free place; all crisis services of a region share one list
        self.queue: list[Application] = []
        if stay.is_crisis_place(int(self.setting)):
            self.queue = region.crisis_queue

    @property
    def is_open(self) -> bool:
        """It takes applications: the provider does, and it has places."""
        return self.provider.is_taking and any(at.n_places > 0 for at in self.locations)

    def fits(self, youth: "Youth") -> bool:
        """It is meant for youths of this age and profile."""
        return provider.fits(
            days_age=youth.days_age,
            days_from=self.days_age[0],
            days_until=self.days_age[1],
            profile=youth.profile,
            profiles=self.profiles,
        )

    def free_location(self) -> "Location | None":
        """Return the first location with a free place, if the region may give one out."""
        n_taken = self.region.n_taken(self.setting)
        if not close_places.has_room(n_taken, self.region.p.setting[self.setting].places):
            return None
        return next((at for at in self.locations if at.n_free > 0), None)

    def join(self, application: "Application") -> None:
        """Put an accepted application on the waiting list."""
        self.queue.append(application)
        self.region.count("queue", self.setting)
        self.region.has_changed[self.setting] = True

    def leave(self, application: "Application") -> None:
        """Take an application off the waiting list."""
        self.queue.remove(application)
        self.region.count("queue", self.setting, by=-1)

    def head(self) -> "Application | None":
        """Return the first on the waiting list: crisis, then day asked, then id."""
        return min(self.queue, key=lambda a: a.youth.request.place_in_queue, default=None)

    def give_places(self) -> None:
        """Free places go to the waiting list, in its order."""
        while (first := self.head()) is not None:
            location = self.free_location()
            if location is None:
                return
            first.youth.request.take_place(first, location)


def ring(things: list[T], nearness: float) -> list[T]:
    """Return services or providers from the one nearest to the youth round the ring."""
    first = search.first_on_ring(nearness, len(things))
    return things[first:] + things[:first]
