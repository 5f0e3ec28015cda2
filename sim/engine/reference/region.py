"""A region: arrivals, waiting lists, matching of free places, the books of the day (processes 1, 2,
14 and accounting).
"""

import math
from collections.abc import Generator
from typing import TYPE_CHECKING

import simpy

from sim.common.ids import nth_present, youth_id
from sim.draws import Kind, Purpose
from sim.engine.phases import What
from sim.engine.reference.books import record_month, record_spell
from sim.engine.reference.entity import Entity
from sim.engine.reference.labour import LabourMarket
from sim.engine.reference.location import Location
from sim.engine.reference.parameters import ParametersInForce
from sim.engine.reference.ret import RegionalExpertTeam
from sim.engine.reference.youth import Youth
from sim.names import PLACE_SETTINGS, Component, Setting
from sim.rules import arrive, close_places, cost, search, stay

if TYPE_CHECKING:
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
        self.waiting: dict[int, Youth] = {}
        self.arrangements: dict[int, Arrangement] = {}
        self.changed_teams: dict[tuple[int, int], Team] = {}
        self.changed_youths: dict[int, Youth] = {}
        self.n_sites = 0  # arrangements outside groups
        self.labour = LabourMarket(self)
        self.ret = RegionalExpertTeam(self)
        self.locations: dict[Setting, list[Location]] = {}
        for setting in PLACE_SETTINGS:
            n = stay.n_locations(
                float(model.parameters_of.max_places[index, setting]),
                parameters.setting[setting].group_size,
            )
            self.locations[setting] = [Location(self, setting, nth) for nth in range(n)]

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

    # --- waiting lists and matching (process 2) ---------------------------------------------------

    def enlist(self, youth: Youth) -> None:
        """Put a youth on the waiting list."""
        self.waiting[youth.id] = youth
        self.count("waiting", youth.request.wait)

    def delist(self, youth: Youth) -> None:
        """Take a youth off the waiting list."""
        del self.waiting[youth.id]
        self.count("waiting", youth.request.wait, by=-1)

    def in_queue(self) -> list[Youth]:
        """Return who waits, in the order of the waiting list."""
        return sorted(self.waiting.values(), key=lambda youth: youth.request.place_in_queue)

    def free_location(self, setting: Setting, youth: Youth) -> Location | None:
        """Return a location with a free place.

        From a door drawn for this youth on, the first that has one. No free place, no draw.
        """
        locations, p = self.locations[setting], self.p.setting[setting]
        n_present = sum(location.n_present for location in locations)
        if not close_places.has_room(n_present, p.places) or not any(
            location.n_free > 0 for location in locations
        ):
            return None
        first = search.first_of_doors(
            youth.draw(Purpose.FIRST_DOOR), stay.n_locations(p.places, p.group_size)
        )
        for k in range(len(locations)):
            location = locations[(first + k) % len(locations)]
            if location.n_free > 0 and location is not youth.location:
                return location
        return None

    def matching(self) -> Process:
        """Every day: free places go to the waiting list, in its order."""
        while True:
            yield self.world.diary.at(
                self.today + self._not_first(), self.kind, self.id, What.MATCH
            )
            for youth in self.in_queue():
                if youth.request.day_next_offer <= self.today:
                    location = youth.request.first_door(self)
                    if location is not None:
                        youth.request.offer(location)

    def _not_first(self) -> int:
        return 0 if self.world.diary.phase < 0 else 1

    def outside(self, others: list["Region"]) -> None:
        """What the region could not solve: places in other regions for searches that may go there.

        Then 1:1 where a crisis is borne no longer.
        """
        for youth in self.in_queue():
            may_look = search.may_look_elsewhere(
                is_out_ok=youth.request.is_out_ok,
                is_crisis=youth.request.is_crisis,
                days_asked=self.today - youth.request.day_asked,
                wait=int(youth.request.wait),
                p=self.p.search,
            )
            if may_look and youth.request.day_next_offer <= self.today:
                for other in others:
                    location = youth.request.first_door(other)
                    if location is not None:
                        youth.request.offer(location)
                        break
        for youth in self.in_queue():
            if search.is_borne_no_longer(
                self.today,
                youth.request.day_tolerance,
                youth.location is not None,
                youth.arrangement is not None,
            ):
                youth.start_reactive()

    # --- places (process 14) ----------------------------------------------------------------------

    def take_over_places(self, setting: Setting) -> None:
        """The region's capacity changed: locations open, shrink or close.

        If closed on the date, youths above it must leave.
        """
        p = self.p.setting[setting]
        for location in self.locations[setting]:
            location.set_places()
            n = close_places.n_displaced(location.n_places, location.n_present, p.is_closed_on_date)
            present = [youth for _, youth in sorted(location.youths.items())]
            for youth in present[len(present) - n :]:
                youth.displace()

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
        if cell == youth.cell and money == youth.cell_money and minutes == youth.cell_minutes:
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
        changes["staff_minutes_per_day"][self.index, today] += minutes - youth.cell_minutes
        changes["census_registered"][self.index, today] += registered - youth.cell_registered
        self.labour.minutes += minutes - youth.cell_minutes
        youth.cell, youth.cell_money, youth.cell_minutes, youth.cell_registered = (
            cell,
            money,
            minutes,
            registered,
        )
        youth.cell_arrangement, youth.day_cell = youth.arrangement, today

    def _cell(
        self, youth: Youth
    ) -> tuple[tuple[int, int, int] | None, tuple[int, int, int], int, int]:
        if not youth.is_present:
            return None, (0, 0, 0), 0, 0
        place = (
            cost.cents(self.p.setting[youth.location.setting].tariff_per_day)
            if youth.location is not None
            else 0
        )
        arrangement = youth.arrangement
        if arrangement is None:
            return (int(youth.setting), 0, 0), (place, 0, 0), 0, 0
        minutes = arrangement.minutes
        staff = cost.cents_of_staff(minutes, arrangement.tariff_factor, self.p.cost)
        housing = cost.cents_of_housing(arrangement.is_alone, self.p.cost)
        cell = (int(youth.setting), int(arrangement.variant), arrangement.level)
        return cell, (place, staff, housing), minutes, int(arrangement.is_registered)

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
            for youth in youths.values():
                youth.set_rates()
            if self.today in self.world.month_ends:
                record_month(self)
