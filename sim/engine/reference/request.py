"""What a youth asks for: the search for a place, its applications, the case of the RET.

Processes 3 and 8.

1:1 that is asked for: `one_to_one.py`.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.draws import Purpose
from sim.engine.phases import Fact, What
from sim.engine.reference.application import Application, luck_of
from sim.engine.reference.provider import Provider, Service, ring
from sim.names import Answer, Setting, Wait
from sim.rules import clock, decide, follow_up, provider, search, start, stay, transition

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
        self.day_counted = 0  # since when the wait counts: asked, or in crisis
        self.is_crisis = False
        self.is_expelled = False
        self.is_open_to_alternative = False
        self.is_out_ok = False  # this search may go outside the region
        self.was_sent_away = False  # a crisis place gave up in this crisis
        self.is_in_review = False  # in the queue of the RET
        self.is_consulted = False  # this case was brought to the RET
        self.is_reviewed = False  # the RET reviewed this case: it mediates
        self.day_round = self.day_tolerance = self.day_tipping = clock.NEVER
        self.applications: list[Application] = []  # in order of first asking; refusals are kept

    @property
    def place_in_queue(self) -> int:
        """Place on a waiting list, lowest first."""
        return search.place_in_queue(self.is_crisis, self.day_asked, self.youth.id)

    @property
    def n_pending(self) -> int:
        """Applications that await an answer."""
        return sum(a.is_pending for a in self.applications)

    @property
    def n_accepted(self) -> int:
        """Applications that were accepted and wait for a place."""
        return sum(a.is_waiting for a in self.applications)

    # --- a request starts and ends ----------------------------------------------------------------

    def ask(self, wait: Wait, *, is_crisis: bool, is_expelled: bool = False) -> None:
        """Ask for a place: at providers, perhaps at the RET. A crisis is borne for some days."""
        youth, p, today = self.youth, self.youth.region.p, self.youth.today
        self.wait, self.is_crisis, self.is_expelled = wait, is_crisis, is_expelled
        youth.is_secure = search.is_still_secure(youth.is_secure, int(wait))
        self.day_asked = self.day_counted = today
        self.is_out_ok = search.may_go_outside(youth.draw(Purpose.OUT_OF_REGION), p.search)
        self.is_open_to_alternative = self.is_reviewed
        self.day_tolerance = self.day_tipping = clock.NEVER
        youth.log(Fact.ASKED, wait)
        youth.region.count("waiting", wait)
        if is_crisis:
            self._be_in_crisis()
        elif search.is_from_home(int(wait)):
            self.day_tipping = today + search.days_until_tipping(
                youth.draw(Purpose.TIPPING), youth.severity, p.search
            )
            youth.plan(self.day_tipping, What.TIPPING, self.tip)
        if start.is_complex(is_crisis, int(wait)):
            self.ask_ret(is_crisis=is_crisis)
        self.ask_around()
        self._plan_round()

    def ask_from_home(self, *, is_crisis: bool) -> None:
        """Ask for what a youth without a place needs."""
        youth = self.youth
        is_secure = youth.ask_secure()
        self.ask(Wait(search.what_to_ask(is_secure)), is_crisis=is_crisis)

    def ask_in_crisis(self, *, is_expelled: bool) -> None:
        """Look for a place in crisis; a closed one may be asked for now."""
        youth = self.youth
        self.stop()
        is_secure = youth.ask_secure()
        self.ask(Wait(search.what_to_ask(is_secure)), is_crisis=True, is_expelled=is_expelled)
        youth.region.move(youth)

    def _be_in_crisis(self) -> None:
        """In crisis an alternative may be allowed at once, and crisis places take whoever comes."""
        youth, p = self.youth, self.youth.region.p.search
        self.is_open_to_alternative = search.is_alternative_allowed(
            youth.draw(Purpose.ALTERNATIVE), self.is_open_to_alternative, p
        )
        self.bear()
        if search.takes_in_crisis(self.was_sent_away):
            self._come()

    def bear(self) -> None:
        """The crisis is borne for some days."""
        youth, region = self.youth, self.youth.region
        self.day_tolerance = youth.today + search.days_tolerated(
            youth.draw(Purpose.TOLERANCE), region.known_route, region.p.search
        )
        youth.plan(self.day_tolerance, What.TOLERANCE, self.lose_tolerance)

    def tip(self) -> None:
        """Waiting at home turns into a crisis."""
        youth = self.youth
        if self.day_tipping != youth.today or not search.is_from_home(int(self.wait)):
            return
        self.day_tipping = clock.NEVER
        self.is_crisis, self.day_counted = True, youth.today
        youth.log(Fact.TIPPED, youth.today - self.day_asked)
        self._be_in_crisis()
        self.ask_around()
        self._plan_round()

    def lose_tolerance(self) -> None:
        """A crisis without a place has been borne long enough: this evening a way out is taken."""
        if self.is_at_end(self.youth.today):
            self.youth.region.desperate[self.youth.id] = self.youth

    def is_at_end(self, today: int) -> bool:
        """The crisis is borne no longer, and there is neither place nor 1:1."""
        youth = self.youth
        return search.is_last_resort(
            today, self.day_tolerance, youth.location is not None, youth.arrangement is not None
        )

    def stop(self) -> None:
        """No place is asked for any more: applications that stand lapse."""
        for application in self.applications:
            if application.is_running:
                self._end(application, is_placed=False)
        if self.wait != Wait.NONE:
            self.youth.region.count("waiting", self.wait, by=-1)
        self.wait = Wait.NONE
        self.is_crisis = self.is_expelled = False
        self.day_round = self.day_tolerance = self.day_tipping = clock.NEVER
        self._forget()

    def be_bridged(self) -> None:
        """A crisis place or hospital bed was found: the search goes on from there, in calm.

        Other crisis places are not waited for any more.
        """
        self.is_crisis = self.is_expelled = False
        self.day_tolerance = self.day_tipping = clock.NEVER
        for application in self.applications:
            if application.is_running and application.is_for_crisis:
                self._end(application, is_placed=False)
        self._forget()

    # --- applications -----------------------------------------------------------------------------

    def _application(self, service: Service) -> Application | None:
        return next((a for a in self.applications if a.service is service), None)

    def _services(self) -> Iterator[Service]:
        """Services in the order in which they are tried: settings as asked for, round the ring."""
        youth, here = self.youth, self.youth.location
        closed = youth.region.p.setting[Setting.JEUGDZORGPLUS].places
        wish = search.Wish(
            wait=int(self.wait),
            is_old_enough=follow_up.is_old_enough(youth.days_age, youth.region.p.follow_up),
            prefers_family_home=youth.prefers_family_home,
            is_open_to_alternative=search.is_alternative_open(
                self.is_open_to_alternative, int(self.wait), closed
            ),
            is_secure=youth.is_secure,
            has_secure_need=youth.has_secure_need,
            level=youth.level,
            is_from_group=here is not None and follow_up.is_in_group(int(here.setting)),
            is_crisis=self.is_crisis,
        )
        at = int(here.setting) if here is not None else -1
        for region in self._regions():
            for k in range(search.MOST_SETTINGS):
                setting = search.setting_to_try(k, wish)
                if setting < 0:
                    break
                if search.is_another(setting, at):
                    yield from ring(region.services[Setting(setting)], youth.nearness)

    def _regions(self) -> "Iterator[Region]":
        """The youth's own region, then the others round, for a search that may go outside."""
        own, regions = self.youth.region, self.youth.world.regions
        yield own
        if self.is_out_ok and search.is_from_home(int(self.wait)):
            for k in range(1, len(regions)):
                yield regions[(own.index + k) % len(regions)]

    def _next(self) -> Service | None:
        """Return the next service to ask: not asked yet, or the chance has risen since its no."""
        p = self.youth.region.p.search
        for service in self._services():
            if not service.fits(self.youth) or not service.is_open:
                continue
            before = self._application(service)
            if before is None:
                return service
            if not before.is_running and search.may_ask_again(
                before.chance, self.chance(service), p
            ):
                return service
        return None

    def chance(self, service: Service, *, is_misfit: bool = False) -> float:
        """Return the chance that a provider accepts the youth for a place today."""
        accept = service.region.p.setting[service.setting].accept
        return self.chance_at(service.provider, accept, is_misfit=is_misfit)

    def chance_at(self, provider_: Provider, accept: float, *, is_misfit: bool = False) -> float:
        """Return the chance that a provider accepts the youth today, in a form of its own."""
        youth, p = self.youth, provider_.region.p
        variant = int(youth.arrangement.variant) if youth.arrangement is not None else 0
        label = search.label(
            youth.was_alone, variant, youth.today - youth.day_alone_ended, p.search
        )
        return search.p_accept(
            search.Candidate(
                setting_accept=accept,
                reluctance=provider_.reluctance,
                n_moves=youth.n_moves,
                severity=youth.severity,
                days_age=youth.days_age,
                behaviour=youth.behaviour.value,
                is_crisis=self.is_crisis,
                label=label,
                dependency=youth.dependency,
                level=youth.level,
                is_mediated=self.is_reviewed,
                has_analysis=youth.knows_analysis,
                is_misfit=is_misfit,
            ),
            p.search,
        )

    def ask_around(self) -> None:
        """Have so many providers asked, or waiting to take the youth, as a search has at once."""
        n = search.n_at_once(self.is_crisis, self.youth.region.p.search)
        while self._n_standing() < n:
            service = self._next()
            if service is None:
                break
            self._apply(service)
        self._tell()

    def was_told(self, answer: Answer) -> bool:
        """Whether a provider accepts (and has no place free) or refuses what is asked for: closed
        care, where that is.
        """
        is_secure = self.youth.is_secure
        settings = ((a, int(a.service.setting)) for a in self.applications)
        return any(
            a.answer == answer and a.is_running == (answer == Answer.ACCEPTED)
            for a, setting in settings
            if (stay.is_secure(setting) if is_secure else not stay.is_bridge(setting))
        )

    def _n_standing(self) -> int:
        return sum(
            a.is_running and not stay.is_bridge(int(a.service.setting)) for a in self.applications
        )

    def _begin(self, service: Service) -> Application:
        """A new application, or the old one again."""
        youth = self.youth
        application = self._application(service)
        if application is None:
            application = Application(youth, service)
            self.applications.append(application)
        application.answer, application.is_running = Answer.OPEN, True
        application.day_asked, application.is_crisis = youth.today, self.is_crisis
        application.is_from_one_to_one = youth.arrangement is not None and (
            youth.arrangement.is_outside
        )
        if youth.arrangement is not None:
            youth.arrangement.n_applications += 1
        youth.log(Fact.APPLIED, service.setting)
        return application

    def _apply(self, service: Service) -> None:
        youth = self.youth
        application = self._begin(service)
        application.chance = search.NO_CHANCE_YET  # looked at when it is answered
        application.day_answer = youth.today + provider.days_of_intake(
            first=luck_of(youth, service.provider, Purpose.INTAKE),
            second=luck_of(youth, service.provider, Purpose.INTAKE_SECOND),
            third=luck_of(youth, service.provider, Purpose.INTAKE_THIRD),
            own_days=service.provider.own_days,
            is_crisis=self.is_crisis,
            p=service.region.p.provider,
        )
        youth.plan(application.day_answer, What.ANSWER, self.hear)

    def _come(self) -> None:
        """To the crisis places of its region a youth comes without asking: accepted at once, by all
        that are open, through one desk with one waiting list.
        """
        services = self.youth.region.services[Setting.CRISIS_GROUP]
        service = next((it for it in services if it.is_open), None)
        if service is None or any(a.is_running and a.is_for_crisis for a in self.applications):
            return
        application = self._begin(service)
        application.chance = search.chance_in_crisis_place()
        self._accept(application)

    def hear(self) -> None:
        """Providers answer, in the order in which they were first asked."""
        youth = self.youth
        heard = [a for a in self.applications if a.is_pending and a.day_answer == youth.today]
        for application in heard:
            application.chance = self.chance(application.service)
            if search.is_accepted(application.luck, application.chance):
                self._accept(application)
            else:
                self._refuse(application)
        if heard:
            self.ask_around()
            if self.n_pending == 0 and self.n_accepted == 0:
                self._refused_by_all()

    def _accept(self, application: Application) -> None:
        application.answer = Answer.ACCEPTED
        application.day_answer = application.day_accepted = self.youth.today
        self.youth.log(Fact.ACCEPTED, application.service.setting)
        application.service.join(application)

    def _refuse(self, application: Application) -> None:
        youth = self.youth
        if youth.arrangement is not None:
            youth.arrangement.n_refusals += 1
        application.answer, application.is_running = Answer.REFUSED, False
        application.record(youth.today, is_placed=False)
        youth.log(Fact.REFUSED, application.service.setting)

    def _refused_by_all(self) -> None:
        """Everybody has refused: a case for the RET, if it has not seen it."""
        if not self.is_consulted:
            self.ask_ret(is_crisis=self.is_crisis)

    def _end(self, application: Application, *, is_placed: bool) -> None:
        """An application leads to a place, or lapses."""
        if application.is_waiting:
            application.service.leave(application)
        application.is_running = False
        application.record(self.youth.today, is_placed=is_placed)

    def _forget(self) -> None:
        """Only refusals are remembered."""
        self.applications = [
            a for a in self.applications if a.is_running or a.answer == Answer.REFUSED
        ]

    def _plan_round(self) -> None:
        youth = self.youth
        days = search.days_to_next_round(self.is_crisis, youth.region.p.search)
        self.day_round = youth.today + days
        youth.plan(self.day_round, What.SEARCH, self.go_round)

    def go_round(self) -> None:
        """One more provider is asked, and refusals are looked at again."""
        if self.day_round != self.youth.today or self.wait == Wait.NONE:
            return
        self.ask_around()
        service = self._next()
        if service is not None:
            self._apply(service)
            self._tell()
        self._plan_round()

    def _tell(self) -> None:
        """Why 1:1 runs today may have changed."""
        if self.youth.arrangement is not None:
            self.youth.arrangement.way_down.update()

    # --- places -----------------------------------------------------------------------------------

    def take_place(self, application: Application, location: "Location") -> None:
        """The place that was waited for: move in, or out of a time alone begin the transition."""
        youth = self.youth
        application.service = location.service  # of all on whose list the youth stood
        self._end(application, is_placed=True)
        days_in_queue = youth.today - application.day_accepted
        if youth.is_alone and transition.days_of_transition(youth.region.p.transition) > 0:
            assert youth.arrangement is not None
            youth.arrangement.way_down.begin_transition(location, days_in_queue)
        else:
            youth.take(location, days_in_queue=days_in_queue, is_misfit=False)

    def take_misfit(self) -> bool:
        """In crisis, take a free place that fits badly, where the provider accepts."""
        for service in self._services():
            if service.region is not self.youth.region or service.fits(self.youth):
                continue
            location = service.free_location() if service.is_open else None
            before, chance = self._application(service), self.chance(service, is_misfit=True)
            is_new = before is None or (
                not before.is_running
                and search.may_ask_again(before.chance, chance, self.youth.region.p.search)
            )
            if location is None or not is_new:
                continue
            application = self._begin(service)
            application.chance = chance
            application.day_answer = self.youth.today
            if search.is_accepted(application.luck, application.chance):
                application.answer = Answer.ACCEPTED
                self.youth.log(Fact.ACCEPTED, service.setting)
                application.is_running = False
                application.record(self.youth.today, is_placed=True)
                self.youth.log(Fact.MISPLACED, service.setting)
                self.youth.take(location, days_in_queue=0, is_misfit=True)
                return True
            self._refuse(application)
        return False

    # --- the case of the RET ----------------------------------------------------------------------

    def ask_ret(self, *, is_crisis: bool) -> None:
        """Perhaps bring a complex case to the RET."""
        region, luck = self.youth.region, self.youth.draw(Purpose.CONSULT_RET)
        if start.is_ret_consulted(
            u=luck,
            is_crisis=is_crisis,
            is_reviewed=self.is_reviewed,
            of_region=region.ret_factor,
            p=region.p.start,
        ):
            self.is_consulted = True
            region.ret.consult(self.youth)

    def close_case(self) -> None:
        """The youth has a place, or 1:1 ended: what comes next is a new case for the RET."""
        self.is_consulted = self.is_reviewed = self.was_sent_away = False
        self.youth.one_to_one.advice = decide.UNKNOWN
