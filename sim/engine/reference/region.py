"""A region: arrivals, waiting lists, matching of free places, the books of the day (processes 1, 3,
15 and accounting).
"""

import math
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

import simpy

from sim.common.ids import nth_present, youth_id
from sim.draws import Kind, Purpose
from sim.engine.phases import What
from sim.engine.reference.books import record_month, record_spell, record_uncovered
from sim.engine.reference.entity import Entity
from sim.engine.reference.labour import LabourMarket
from sim.engine.reference.location import Location
from sim.engine.reference.parameters import ParametersInForce
from sim.engine.reference.posts import resize_group
from sim.engine.reference.provider import Provider, Service
from sim.engine.reference.ret import RegionalExpertTeam
from sim.engine.reference.youth import Youth
from sim.names import PLACE_SETTINGS, Component, Setting
from sim.rules import (
    arrive,
    close_places,
    cost,
    decide,
    differ,
    participate,
    staff,
    stay,
)
from sim.world.build import World

if TYPE_CHECKING:
    from sim.engine.reference.application import Application
    from sim.engine.reference.arrangement import Arrangement
    from sim.engine.reference.model import CareModel
    from sim.engine.reference.team import Team

Process = Generator[simpy.Event, None, None]


class Region(Entity):
    """One region and everybody for whom it is responsible."""

    kind = Kind.REGION

    def __init__(
        self, model: "CareModel", index: int, source: int, parameters: ParametersInForce
    ) -> None:
        super().__init__(model, source)
        self.index, self.source, self.p = index, source, parameters
        difference = parameters.difference
        self.reluctance = differ.effect(self.draw(Purpose.REGION_RELUCTANCE), difference.reluctance)
        self.ret_factor = differ.factor(self.draw(Purpose.REGION_RET), difference.ret)
        self.evaluation_factor = differ.factor(
            self.draw(Purpose.REGION_EVALUATION), difference.evaluation
        )
        self.tariff = differ.factor(self.draw(Purpose.REGION_TARIFF), difference.tariff)
        self.n_past, self.n_months, self.known_route = 0.0, 0, 0.0
        self.desperate: dict[int, Youth] = {}  # a crisis that is borne no longer
        self.arrangements: dict[int, Arrangement] = {}
        self.changed_teams: dict[tuple[int, int], Team] = {}
        self.changed_youths: dict[int, Youth] = {}
        self.n_sites = 0  # arrangements outside groups
        self.labour = LabourMarket(self)
        self.ret = RegionalExpertTeam(self)
        self._begin_providers(model.parameters_of)
        self._begin_locations(model.parameters_of)

    def _begin_providers(self, world: World) -> None:
        """Organisations, and what each offers in every setting."""
        providers = {
            int(k): Provider(self, world, int(k))
            for k in (world.provider_region == self.index).nonzero()[0]
        }
        self.unit_providers = [it for it in providers.values() if it.runs_unit]
        self.solo_providers = [it for it in providers.values() if it.runs_solo]
        self.crisis_queue: list[Application] = []  # of all who wait for a crisis place
        self.all_services = [
            Service(self, world, int(k), providers[int(world.service_provider[k])])
            for k in (world.service_region == self.index).nonzero()[0]
        ]
        self.services = {
            setting: [it for it in self.all_services if it.setting == setting]
            for setting in PLACE_SETTINGS
        }

    def _begin_locations(self, world: World) -> None:
        """Locations and their teams."""
        self.locations: dict[Setting, list[Location]] = {setting: [] for setting in PLACE_SETTINGS}
        self.has_changed = [False] * len(PLACE_SETTINGS)  # places or waiting lists of a setting
        self.supply_at_start = staff.supply_at_start(self._n_positions_at_start(), self.p.staff)
        of_service = iter(world.location_service[self._n_locations_before() :])
        for setting in PLACE_SETTINGS:
            for nth in range(self._n_locations(setting)):
                service = self.all_services[int(next(of_service))]
                self.locations[setting].append(Location(self, setting, nth, service))

    def _n_locations(self, setting: Setting) -> int:
        most = float(self.world.parameters_of.max_places[self.index, setting])
        return stay.n_locations(most, self.p.setting[setting].group_size)

    def _n_locations_before(self) -> int:
        """Locations of the regions before this one, all of which have begun."""
        return sum(1 for region in self.world.regions for _ in region.all_locations())

    def _n_positions_at_start(self) -> int:
        """Positions of all locations with places on the first day."""
        n = 0
        for setting in PLACE_SETTINGS:
            p = self.p.setting[setting]
            n_open = min(stay.n_locations(p.places, p.group_size), self._n_locations(setting))
            n += n_open * staff.positions_of_location(p.group_size, p.positions_per_place)
        return n

    def all_locations(self) -> Iterator[Location]:
        """All locations, setting after setting."""
        for setting in PLACE_SETTINGS:
            yield from self.locations[setting]

    def all_teams(self) -> "list[Team]":
        """Teams that work: of locations in their order, then of 1:1 in order of id."""
        teams = [at.team for at in self.all_locations()]
        teams += [a.own_team for _, a in sorted(self.arrangements.items())]
        return [team for team in teams if team is not None]

    def n_taken(self, setting: Setting) -> int:
        """Places of a setting that are taken: youths present, and places kept."""
        return sum(location.n_taken for location in self.locations[setting])

    # --- arrivals (process 1) ---------------------------------------------------------------------

    def arrivals(self) -> Process:
        """Candidates come at the ceiling rate; each is kept or thinned by a draw of its own.

        Those of one day come in order of number.
        """
        kind, model, nth = Kind.SOURCE, self.world, 0
        time = arrive.days_to_next_candidate(
            model.uniform(kind, youth_id(self.source, 0), Purpose.CANDIDATE_GAP), self.p.arrival
        )
        while time < model.diary.n_days:
            yield model.diary.at(math.floor(time), kind, youth_id(self.source, 0), What.CANDIDATE)
            while math.floor(time) == self.today:
                candidate = youth_id(self.source, nth)
                if arrive.is_arrival(
                    model.uniform(kind, candidate, Purpose.CANDIDATE_KEPT), self.p.arrival
                ):
                    Youth(self, nth).arrive()
                nth += 1
                gap = model.uniform(kind, candidate + 1, Purpose.CANDIDATE_GAP)
                time += arrive.days_to_next_candidate(gap, self.p.arrival)

    def fill_places(self) -> None:
        """On the first day places are filled in part, so that the warm-up is short.

        Who is there has an id of its own per place.
        """
        for setting in PLACE_SETTINGS:
            p = self.p.setting[setting]
            for location in self.locations[setting]:
                for slot in range(location.n_places):
                    nth = nth_present(
                        int(setting), location.nth * stay.size_of_group(p.group_size) + slot
                    )
                    luck = self.world.uniform(
                        Kind.SOURCE, youth_id(self.source, nth), Purpose.PRESENT_AT_START
                    )
                    if stay.is_filled_at_start(luck, p):
                        Youth(self, nth).be_present(location)

    # --- matching (process 3) ---------------------------------------------------------------------

    def matching(self) -> Process:
        """Every day: free places go to the waiting lists, where one or the other has changed.

        Then a way out for every crisis that is borne no longer.
        """
        while True:
            yield self.world.diary.at(
                self.today + self._not_first(), self.kind, self.id, What.MATCH
            )
            for setting in PLACE_SETTINGS:
                if self.has_changed[setting]:
                    self.has_changed[setting] = False
                    for service in self.services[setting]:
                        service.give_places()
            desperate, self.desperate = self.desperate, {}
            for youth in sorted(desperate.values(), key=lambda y: y.request.place_in_queue):
                if youth.request.is_at_end(self.today) and not youth.request.take_misfit():
                    youth.ask_reactive()

    def _not_first(self) -> int:
        return 0 if self.world.diary.phase < 0 else 1

    # --- places (process 15) ----------------------------------------------------------------------

    def take_over_places(self, setting: Setting) -> None:
        """The region's capacity changed: locations open, shrink or close.

        If closed on the date, youths above it must leave.
        """
        p = self.p.setting[setting]
        for location in self.locations[setting]:
            location.set_places()
            n = close_places.n_displaced(location.n_places, location.n_taken, p.is_closed_on_date)
            n -= self._break_off(location, n)
            present = location.cared_for
            for youth in present[len(present) - n :]:
                youth.displace()

    def _break_off(self, location: Location, n: int) -> int:
        """Of places that are kept, so many are lost with their location; return how many were."""
        kept = [a for _, a in sorted(self.world.arrangements()) if a.way_down.location is location]
        for a in kept[: max(n, 0)]:
            a.way_down.lose_place()
        return min(len(kept), max(n, 0))

    def take_over_staff(self, setting: Setting) -> None:
        """The positions per place changed."""
        for location in self.locations[setting]:
            resize_group(location)

    # --- books ------------------------------------------------------------------------------------

    def count(self, table: str, *index: int, by: int = 1) -> None:
        """Change a day count today."""
        self.world.recorder.changes[table][(self.index, *index, self.today)] += by

    def pay(self, component: Component, cents: int) -> None:
        """Book a one-off cost today."""
        self.world.recorder.once[self.index, component, self.today] += cents

    def move(self, youth: Youth) -> None:
        """Bring the census and the money per day in line with where the youth is now.

        Close the stretch behind.
        """
        cell, money, minutes, registered = self._cell(youth)
        self._count_hours(youth, minutes)
        if cell == youth.cell and money == youth.cell_money:
            return
        today, changes = self.today, self.world.recorder.changes
        before = youth.cell
        if before is not None:
            changes["census"][(self.index, *before, today)] -= 1
            record_spell(youth, today)
        if cell is not None:
            changes["census"][(self.index, *cell, today)] += 1
        for component, (old, new) in enumerate(zip(youth.cell_money, money, strict=True)):
            changes["cents_per_day"][self.index, component, today] += new - old
        changes["census_registered"][self.index, today] += registered - youth.cell_registered
        youth.cell, youth.cell_money, youth.cell_registered = cell, money, registered
        youth.cell_arrangement, youth.day_cell = youth.arrangement, today

    def _count_hours(self, youth: Youth, minutes: tuple[int, int]) -> None:
        """Count minutes of 1:1 that are given and not given, and who has no day programme."""
        there, uncovered = minutes
        if there != youth.cell_minutes:
            self.count("staff_minutes_per_day", by=there - youth.cell_minutes)
            youth.cell_minutes = there
        if uncovered != youth.cell_uncovered:
            self.count("uncovered_minutes_per_day", by=uncovered - youth.cell_uncovered)
            record_uncovered(youth, self.today)
            youth.cell_uncovered = uncovered
        due = there + uncovered
        if due != youth.cell_due:
            self.labour.minutes += due - youth.cell_due
            youth.cell_due = due
        is_in_care = youth.location is not None or youth.arrangement is not None
        without = int(
            is_in_care
            and youth.is_present
            and participate.is_without_programme(youth.participation.value)
        )
        if without != youth.cell_without_programme:
            self.count("without_programme", by=without - youth.cell_without_programme)
            youth.cell_without_programme = without

    def _cell(
        self, youth: Youth
    ) -> tuple[tuple[int, int, int] | None, tuple[int, int, int], tuple[int, int], int]:
        if not youth.is_present:
            return None, (0, 0, 0), (0, 0), 0
        place = 0
        for location in (youth.location, youth.kept):
            if location is not None:
                place += cost.cents(self.p.setting[location.setting].tariff_per_day)
        a = youth.arrangement
        if a is None:
            return (int(youth.setting), 0, 0), (place, 0, 0), (0, 0), 0
        minutes = a.minutes
        staff_cents = cost.cents_of_staff(minutes, a.tariff_factor, self.p.cost)
        housing = cost.cents_of_housing(a.is_alone, self.p.cost)
        cell = (int(youth.setting), int(a.variant), a.level)
        hours = (minutes, a.minutes_due - minutes)
        return cell, (place, staff_cents, housing), hours, int(a.is_registered)

    def accounting(self) -> Process:
        """Every evening: rates of tomorrow for everybody for whom something changed today.

        On the last of the month, the staff and RET tables.
        """
        while True:
            yield self.world.diary.at(
                self.today + self._not_first(), self.kind, self.id, What.ACCOUNT
            )
            teams, self.changed_teams = self.changed_teams, {}
            for team in teams.values():
                team.set_rates()
            youths, self.changed_youths = self.changed_youths, {}
            for _, youth in sorted(youths.items()):
                youth.set_rates()
            if self.today in self.world.month_ends:
                self._end_month()

    def _end_month(self) -> None:
        """Write the tables of the month; today's use of 1:1 becomes past (K65)."""
        self.n_months += 1
        n_now = len(self.arrangements)
        self.n_past = decide.past_after_month(self.n_past, n_now, self.n_months, self.p.decision)
        self.known_route = decide.known_route(n_now, self.n_past)
        record_month(self)
