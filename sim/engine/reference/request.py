"""What a youth asks for: the search for a place, the offers, the case of the RET (process 2)."""

from typing import TYPE_CHECKING

from sim.draws import Purpose
from sim.engine.phases import Fact, What
from sim.names import Setting, Wait
from sim.rules import clock, escalate, follow_up, search, start, stay

if TYPE_CHECKING:
    from sim.engine.reference.location import Location
    from sim.engine.reference.region import Region
    from sim.engine.reference.youth import Youth


class PlaceRequest:
    """The request of one youth, and the case that it is for the RET."""

    def __init__(self, youth: "Youth") -> None:
        self.youth = youth
        self.wait = Wait.NONE  # what is asked for
        self.day_asked = 0
        self.is_crisis = False
        self.is_expelled = False
        self.is_open_to_alternative = False
        self.is_out_ok = False  # this search may go outside the region
        self.is_in_review = False  # in the queue of the RET
        self.is_consulted = False  # this case was brought to the RET
        self.is_reviewed = False  # the RET reviewed this case: it mediates
        self.n_refused = 0
        self.was_offered_secure = False  # to a closed place, in this search
        self.day_next_offer = 0
        self.day_tolerance = self.day_tipping = clock.NEVER

    @property
    def place_in_queue(self) -> int:
        """Place on the waiting list, lowest first."""
        return search.place_in_queue(self.is_crisis, self.day_asked, self.youth.id)

    def ask(self, wait: Wait, *, is_crisis: bool, is_expelled: bool = False) -> None:
        """Ask for a place: onto the waiting list, perhaps to the RET.

        A crisis is borne for some days only.
        """
        youth, p, today = self.youth, self.youth.region.p, self.youth.today
        self.wait, self.is_crisis, self.is_expelled = wait, is_crisis, is_expelled
        self.day_asked = self.day_next_offer = today
        self.n_refused, self.was_offered_secure = 0, False
        self.is_out_ok = search.may_go_outside(youth.draw(Purpose.OUT_OF_REGION), p.search)
        self.is_open_to_alternative = self.is_reviewed
        self.day_tolerance = self.day_tipping = clock.NEVER
        if is_crisis:
            self._allow_alternative()
        elif search.is_from_home(int(wait)):
            self.day_tipping = today + search.days_until_tipping(
                youth.draw(Purpose.TIPPING), youth.severity, p.search
            )
            youth.plan(self.day_tipping, What.TIPPING, self.tip)
        if start.is_complex(is_crisis, int(wait)):
            self.ask_ret(is_crisis=is_crisis)
        youth.log(Fact.ASKED, wait)
        youth.region.enlist(youth)

    def ask_from_home(self, *, is_crisis: bool) -> None:
        """Ask for what a youth without a place needs."""
        self.ask(Wait(search.what_to_ask(self.youth.is_secure)), is_crisis=is_crisis)

    def ask_in_crisis(self, *, is_expelled: bool) -> None:
        """Look for a place in crisis; a closed one may be indicated now."""
        youth = self.youth
        self.stop()
        if not youth.is_secure:
            youth.is_secure = escalate.is_secure_after_expulsion(
                youth.draw(Purpose.SECURE_AFTER), youth.severity, youth.region.p.escalation
            )
        wait = Wait(search.what_to_ask(youth.is_secure))
        self.ask(wait, is_crisis=True, is_expelled=is_expelled)
        youth.region.move(youth)

    def _allow_alternative(self) -> None:
        """In crisis an alternative may be allowed at once; the crisis is borne for some days."""
        youth, p = self.youth, self.youth.region.p.search
        self.is_open_to_alternative = search.is_alternative_allowed(
            youth.draw(Purpose.ALTERNATIVE), self.is_open_to_alternative, p
        )
        self.day_tolerance = youth.today + search.days_tolerated(youth.draw(Purpose.TOLERANCE), p)

    def tip(self) -> None:
        """Waiting at home turns into a crisis."""
        youth = self.youth
        if self.day_tipping != youth.today or not search.is_from_home(int(self.wait)):
            return
        self.day_tipping = clock.NEVER
        self.is_crisis = True
        self._allow_alternative()
        youth.log(Fact.TIPPED, youth.today - self.day_asked)

    def stop(self) -> None:
        """Off the waiting list."""
        if self.wait != Wait.NONE:
            self.youth.region.delist(self.youth)
        self.wait = Wait.NONE
        self.is_crisis = self.is_expelled = False
        self.day_tolerance = self.day_tipping = clock.NEVER

    # --- the case of the RET ----------------------------------------------------------------------

    def ask_ret(self, *, is_crisis: bool) -> None:
        """Perhaps bring a complex case to the RET."""
        region, luck = self.youth.region, self.youth.draw(Purpose.CONSULT_RET)
        if start.is_ret_consulted(luck, is_crisis, self.is_reviewed, region.p.start):
            self.is_consulted = True
            region.ret.consult(self.youth)

    def close_case(self) -> None:
        """The youth has a place, or 1:1 ended: what comes next is a new case for the RET."""
        self.is_consulted = self.is_reviewed = False

    # --- doors ------------------------------------------------------------------------------------

    def first_door(self, region: "Region") -> "Location | None":
        """Return the first location in `region` to which this youth can go, or None.

        In the order of settings asked for.
        """
        youth, here = self.youth, self.youth.location
        wish = search.Wish(
            wait=int(self.wait),
            is_old_enough=follow_up.is_old_enough(youth.days_age, youth.region.p.follow_up),
            prefers_family_home=youth.prefers_family_home,
            is_open_to_alternative=self.is_open_to_alternative,
            is_secure=youth.is_secure,
            level=youth.level,
            is_from_group=here is not None and follow_up.is_in_group(int(here.setting)),
            is_crisis=self.is_crisis,
        )
        for k in range(6):
            setting = search.setting_to_try(k, wish)
            if setting < 0:
                break
            location = region.free_location(Setting(setting), youth)
            if location is not None:
                return location
        return None

    def offer(self, location: "Location") -> None:
        """Offer the youth to a provider: accepted and moved in, or refused.

        One offer per interval.
        """
        youth, p = self.youth, self.youth.region.p.search
        self.was_offered_secure |= stay.is_secure(int(location.setting))
        variant = int(youth.arrangement.variant) if youth.arrangement is not None else 0
        is_from_one_to_one = search.is_from_one_to_one(youth.was_alone, variant)
        made = search.Offer(
            setting_accept=location.region.p.setting[location.setting].accept,
            reluctance=location.reluctance,
            n_moves=youth.n_moves,
            severity=youth.severity,
            behaviour=youth.behaviour.value,
            is_crisis=self.is_crisis,
            is_from_one_to_one=is_from_one_to_one,
            dependency=youth.dependency if is_from_one_to_one else 0.0,
            level=youth.level,
            is_mediated=self.is_reviewed,
        )
        if search.is_accepted(youth.draw(Purpose.ACCEPTANCE), made, p):
            match = search.match_quality(
                u=youth.draw(Purpose.MATCH_QUALITY),
                is_crisis=self.is_crisis,
                has_analysis=youth.has_analysis,
                is_out_of_region=location.region is not youth.region,
                p=p,
            )
            youth.move_in(location, match)
            return
        self.n_refused += 1
        self.day_next_offer = youth.today + search.days_to_next_offer(p)
        youth.log(Fact.REFUSED, location.setting)
