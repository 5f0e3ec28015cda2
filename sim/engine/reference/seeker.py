"""What a youth asks for: the request, the offers, the refusals (process 2)."""

from typing import TYPE_CHECKING

from sim.common.ids import youth_id
from sim.draws import Kind, Purpose
from sim.engine.phases import Fact, What
from sim.engine.reference.entity import Entity
from sim.names import Setting, Wait
from sim.rules import clock, follow_up, search, start, stay

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

    def queue_order(self) -> int:
        """Place on the waiting list, lowest first."""
        return search.place_in_queue(self.is_crisis, self.day_asked, self.id)

    def ask(self: "Youth", wait: Wait, *, is_crisis: bool, is_expelled: bool = False) -> None:  # type: ignore[misc]
        """Ask for a place: onto the waiting list, perhaps to the RET.

        A crisis is borne for some days only.
        """
        p = self.region.p
        self.wait, self.is_crisis, self.is_expelled = wait, is_crisis, is_expelled
        self.day_asked = self.today
        self.n_refused, self.was_offered_secure = 0, False
        self.day_next_offer = self.today
        self.is_out_ok = search.may_go_outside(self.draw(Purpose.OUT_OF_REGION), p.search)
        self.is_open_to_alternative = self.is_reviewed
        self.day_tolerance = self.day_tipping = clock.NEVER
        if is_crisis:
            self.allow_alternative()
        elif search.is_from_home(int(wait)):
            self.day_tipping = self.today + search.days_until_tipping(
                self.draw(Purpose.TIPPING), self.severity, p.search
            )
            self.plan(self.day_tipping, What.TIPPING, self.tip)
        if start.is_complex(is_crisis, wait):
            self.ask_ret(is_crisis=is_crisis)
        self.log(Fact.ASKED, wait)
        self.region.enlist(self)

    def allow_alternative(self) -> None:
        """In crisis an alternative may be allowed at once; the crisis is borne for some days."""
        p = self.region.p.search
        self.is_open_to_alternative = search.is_alternative_allowed(
            self.draw(Purpose.ALTERNATIVE), self.is_open_to_alternative, p
        )
        self.day_tolerance = self.today + search.days_tolerated(self.draw(Purpose.TOLERANCE), p)

    def ask_ret(self: "Youth", *, is_crisis: bool) -> None:  # type: ignore[misc]
        """Perhaps bring a complex case to the RET."""
        luck = self.draw(Purpose.CONSULT_RET)
        if start.is_ret_consulted(luck, is_crisis, self.is_reviewed, self.region.p.start):
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
        if self.day_tipping != self.today or not search.is_from_home(int(self.wait)):
            return
        self.day_tipping = clock.NEVER
        self.is_crisis = True
        self.allow_alternative()
        self.log(Fact.TIPPED, self.today - self.day_asked)

    def first_door(self: "Youth", region: "Region") -> "Location | None":  # type: ignore[misc]
        """Return the first location in `region` to which this youth can go, or None.

        In the order of settings asked for.
        """
        here = self.location
        wish = search.Wish(
            wait=int(self.wait),
            is_old_enough=follow_up.is_old_enough(self.days_age, self.region.p.follow_up),
            prefers_family_home=self.prefers_family_home,
            is_open_to_alternative=self.is_open_to_alternative,
            is_secure=self.is_secure,
            level=self.arrangement.level if self.arrangement is not None else 0,
            is_from_group=here is not None and follow_up.is_in_group(int(here.setting)),
            is_crisis=self.is_crisis,
        )
        for k in range(6):
            setting = search.setting_to_try(k, wish)
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
        arrangement = self.arrangement
        self.was_offered_secure |= stay.is_closed(int(location.setting))
        is_from_one_to_one = search.is_from_one_to_one(
            self.was_alone, int(arrangement.variant) if arrangement is not None else 0
        )
        made = search.Offer(
            setting_accept=provider.accept,
            reluctance=location.reluctance,
            n_moves=self.n_moves,
            severity=self.severity,
            behaviour=self.behaviour.value,
            is_crisis=self.is_crisis,
            is_from_one_to_one=is_from_one_to_one,
            dependency=self.dependency if is_from_one_to_one else 0.0,
            level=arrangement.level if arrangement is not None else 0,
            is_mediated=self.is_reviewed,
        )
        if search.is_accepted(self.draw(Purpose.ACCEPTANCE), made, p):
            match = search.match_quality(
                u=self.draw(Purpose.MATCH_QUALITY),
                is_crisis=self.is_crisis,
                has_analysis=self.has_analysis,
                is_out_of_region=location.region is not self.region,
                p=p,
            )
            self.move_in(location, match)
            return True
        self.n_refused += 1
        self.day_next_offer = self.today + search.days_to_next_offer(p)
        self.log(Fact.REFUSED, location.setting)
        return False
