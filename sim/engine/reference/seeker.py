"""What a youth asks for: the request, the offers, the refusals (process 2)."""

from typing import TYPE_CHECKING

from sim.common.ids import youth_id
from sim.draws import Kind, Purpose
from sim.engine.phases import Fact, Phase, What
from sim.engine.reference.entity import Entity
from sim.names import Setting, Wait
from sim.rules import clock, follow_up, search, start

if TYPE_CHECKING:
    from sim.engine.reference.location import Location
    from sim.engine.reference.region import Region
    from sim.engine.reference.youth import Youth


class Seeker(Entity):
    """The part of a youth that looks for a place."""

    kind = Kind.YOUTH

    def __init__(self, region: "Region", nth: int) -> None:
        super().__init__(region.world, youth_id(region.source, nth))
        self.region = region
        self.is_present = False  # in the system: waiting, in a place or in 1:1
        self.wait = Wait.NONE
        self.day_asked = 0
        self.is_crisis = False
        self.is_expelled = False
        self.is_open_to_alternative = False
        self.is_out_ok = False  # this search may go outside the region
        self.is_in_review = False  # in the queue of the RET
        self.is_consulted = False  # this case was brought to the RET
        self.is_reviewed = False  # the RET reviewed this case: it mediates
        self.has_analysis = False
        self.has_plan = False
        self.n_refused = 0
        self.was_offered_secure = False  # to a closed place, in this search
        self.day_next_offer = 0
        self.day_tolerance = self.day_tipping = clock.NEVER

    def queue_order(self) -> tuple[bool, int, int]:
        """Order of the waiting list: crisis first, then waiting time, then id."""
        return not self.is_crisis, self.day_asked, self.id

    def ask(self: "Youth", wait: Wait, *, is_crisis: bool, is_expelled: bool = False) -> None:  # type: ignore[misc]
        """Ask for a place: onto the waiting list, perhaps to the RET.

        A crisis is borne for some days only.
        """
        p = self.region.p
        self.wait, self.is_crisis, self.is_expelled = wait, is_crisis, is_expelled
        self.day_asked = self.today
        self.n_refused, self.was_offered_secure = 0, False
        self.day_next_offer = self.today
        self.is_out_ok = self.draw(Purpose.OUT_OF_REGION) < p.search.p_out_of_region
        self.is_open_to_alternative = self.is_reviewed
        self.day_tolerance = self.day_tipping = clock.NEVER
        if is_crisis:
            self.is_open_to_alternative |= (
                self.draw(Purpose.ALTERNATIVE) < p.search.p_alternative_in_crisis
            )
            self.day_tolerance = self.today + search.days_tolerated(
                self.draw(Purpose.TOLERANCE), p.search
            )
        elif wait in (Wait.SECURE, Wait.OPEN):
            self.day_tipping = self.today + search.days_until_tipping(
                self.draw(Purpose.TIPPING), self.severity, p.search
            )
            self.plan(self.day_tipping, Phase.INCIDENT, What.TIPPING, self.tip)
        if start.is_complex(is_crisis, wait):
            self.ask_ret(is_crisis=is_crisis)
        self.log(Fact.ASKED, wait)
        self.region.enlist(self)

    def ask_ret(self: "Youth", *, is_crisis: bool) -> None:  # type: ignore[misc]
        """Perhaps bring a complex case to the RET."""
        is_asked = self.draw(Purpose.CONSULT_RET) < start.p_consult(is_crisis, self.region.p.start)
        if is_asked and not self.is_reviewed:
            self.is_consulted = True
            self.region.ret.consult(self)

    def close_case(self) -> None:
        """The youth has a place, or 1:1 ended: what comes next is a new case for the RET."""
        self.is_consulted = self.is_reviewed = False

    def stop_asking(self: "Youth") -> None:  # type: ignore[misc]
        """Off the waiting list."""
        if self.wait != Wait.NONE:
            self.region.delist(self)
        self.wait = Wait.NONE
        self.is_crisis = self.is_expelled = False
        self.day_tolerance = self.day_tipping = clock.NEVER

    def tip(self: "Youth") -> None:  # type: ignore[misc]
        """Waiting at home turns into a crisis."""
        if self.day_tipping != self.today or self.wait not in (Wait.SECURE, Wait.OPEN):
            return
        p = self.region.p.search
        self.day_tipping = clock.NEVER
        self.is_crisis = True
        self.is_open_to_alternative |= self.draw(Purpose.ALTERNATIVE) < p.p_alternative_in_crisis
        self.day_tolerance = self.today + search.days_tolerated(self.draw(Purpose.TOLERANCE), p)
        self.log(Fact.TIPPED, self.today - self.day_asked)

    def first_door(self: "Youth", region: "Region") -> "Location | None":  # type: ignore[misc]
        """Return the first location in `region` to which this youth can go, in the order of
        settings asked for, or None.
        """
        level = self.arrangement.level if self.arrangement is not None else 0
        is_from_group = self.location is not None and follow_up.is_in_group(self.location.setting)
        is_old_enough = follow_up.is_old_enough(self.days_age, self.region.p.follow_up)
        for k in range(6):
            setting = search.setting_to_try(
                int(self.wait),
                k,
                is_old_enough,
                self.prefers_family_home,
                self.is_open_to_alternative,
                self.is_secure,
                level,
                is_from_group,
                self.is_crisis,
            )
            if setting < 0:
                break
            location = region.free_location(Setting(setting), self)
            if location is not None:
                return location
        return None

    def offer(self: "Youth", location: "Location") -> bool:  # type: ignore[misc]
        """Offer this youth to a provider: accepted and moved in, or refused.

        One offer per interval.
        """
        p, provider = self.region.p.search, location.region.p.setting[location.setting]
        self.was_offered_secure |= location.setting == Setting.JEUGDZORGPLUS
        is_from_one_to_one = self.was_alone or (
            self.arrangement is not None and self.arrangement.is_outside
        )
        chance = search.p_accept(
            provider.accept,
            location.reluctance,
            self.n_moves,
            self.severity,
            self.behaviour.value,
            self.is_crisis,
            is_from_one_to_one,
            self.dependency if is_from_one_to_one else 0.0,
            self.arrangement.level if self.arrangement is not None else 0,
            self.is_reviewed,
            p,
        )
        if self.draw(Purpose.ACCEPTANCE) < chance:
            match = search.match_quality(
                self.draw(Purpose.MATCH_QUALITY),
                self.is_crisis,
                self.has_analysis,
                location.region is not self.region,
                p,
            )
            self.move_in(location, match)
            return True
        self.n_refused += 1
        self.day_next_offer = self.today + max(1, int(p.days_between_offers))
        self.log(Fact.REFUSED, location.setting)
        return False
