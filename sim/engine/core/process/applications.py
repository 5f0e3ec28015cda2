"""Applications of a youth at services: asked, answered, waiting, ended (process 3)."""

from sim.engine.core.memory.fields import is_some, place_of
from sim.engine.core.memory.lane import allocate_record, clear, log, plan, today
from sim.engine.core.memory.machine import handler, inlined
from sim.engine.core.memory.people import WORDS_OF_APPLICATION, Application, Youth
from sim.engine.core.memory.state import Lane, Provider, Region, Service
from sim.engine.core.process.levels import (
    NEVER,
    days_age,
    dependency_of,
    has_one_to_one,
    has_place,
    is_outside,
    knows_analysis,
    level_of,
)
from sim.engine.core.process.lists import put_application, take_application
from sim.engine.core.process.records import record_application
from sim.engine.core.process.services import fits, is_open, join, lucks_of, withdraw
from sim.engine.core.process.way_down import update
from sim.engine.phases import Fact, What
from sim.names import Answer, Setting
from sim.rules import follow_up, provider, search, stay

# --- what is known of one -------------------------------------------------------------------------


@handler
def application_at(youth: Youth, service: Service) -> Application:
    """Return the youth's application at a service, or nobody."""
    a = youth.first_application
    while is_some(a) and place_of(a.service) != place_of(service):
        a = a.next_of_youth
    return a


@inlined
def count_standing(a: Application, by: int) -> None:
    """Count a running application: pending or accepted, and among those that stand."""
    youth = a.youth
    if a.answer == Answer.OPEN:
        youth.n_pending += by
        if by > 0:
            a.next_waiting = youth.first_pending
            youth.first_pending = a
        else:
            await_no_more(youth, a)
    else:
        youth.n_accepted += by
    if not stay.is_bridge(a.service.setting):
        youth.n_standing += by


@handler
def await_no_more(youth: Youth, a: Application) -> None:
    """Take an application off those of the youth that await an answer."""
    if place_of(youth.first_pending) == place_of(a):
        youth.first_pending = a.next_waiting
        return
    before = youth.first_pending
    while place_of(before.next_waiting) != place_of(a):
        before = before.next_waiting
    before.next_waiting = a.next_waiting


@handler
def is_waiting(a: Application) -> bool:
    """Accepted, waiting for a free place."""
    return a.is_running and a.answer == Answer.ACCEPTED


@inlined
def label_of(youth: Youth, p: search.SearchParameters) -> float:
    """Return how much 1:1 outside a group still counts against the youth, 0..1."""
    variant = youth.arrangement.variant if has_one_to_one(youth) else 0
    return search.label(youth.was_alone, variant, today(youth) - youth.day_alone_ended, p)


@inlined
def odds_with(
    youth: Youth, whose: Provider, accept: float, is_misfit: bool, label: float, dependency: float
) -> float:
    """Return the log-odds of a provider's yes, once what the past counts for is known."""
    return odds_in(youth, whose.region, accept, whose.reluctance, is_misfit, label, dependency)


@inlined
def odds_in(
    youth: Youth,
    region: Region,
    accept: float,
    reluctance: float,
    is_misfit: bool,
    label: float,
    dependency: float,
) -> float:
    """Return the log-odds of a yes in a region, for a provider of such reluctance."""
    return search.log_odds(
        search.Candidate(
            setting_accept=accept,
            reluctance=reluctance,
            n_moves=youth.n_moves,
            severity=youth.severity,
            days_age=days_age(youth),
            behaviour=youth.behaviour.value,
            is_crisis=youth.is_crisis,
            label=label,
            dependency=dependency,
            level=level_of(youth),
            is_mediated=youth.is_reviewed,
            has_analysis=knows_analysis(youth),
            is_misfit=is_misfit,
        ),
        region.p.search,
    )


@inlined
def odds_at(youth: Youth, whose: Provider, accept: float, is_misfit: bool) -> float:
    """Return the log-odds that a provider accepts the youth today, in a form of its own."""
    label = label_of(youth, whose.region.p.search)
    dependency = dependency_of(youth) if label > 0.0 else 0.0  # counts with the label only
    return odds_with(youth, whose, accept, is_misfit, label, dependency)


@handler
def chance_at(youth: Youth, whose: Provider, accept: float) -> float:
    """Return the chance that a provider accepts the youth today, in a form of its own."""
    odds = odds_at(youth, whose, accept, False)
    return search.chance_at_odds(odds, whose.region.p.search)


@handler
def odds_of(youth: Youth, service: Service, is_misfit: bool) -> float:
    """Return the log-odds that a provider accepts the youth for a place today."""
    accept = service.region.p.setting[service.setting].accept
    return odds_at(youth, service.provider, accept, is_misfit)


@handler
def look_at(a: Application) -> None:
    """Keep the chance of being accepted as it is today."""
    a.odds = odds_of(a.youth, a.service, False)
    a.chance = search.chance_at_odds(a.odds, a.service.region.p.search)


# --- whom to ask ----------------------------------------------------------------------------------


@inlined
def wish_of(youth: Youth) -> search.Wish:
    """Return what the youth looks for, as far as the order of settings depends on it."""
    closed = youth.region.p.setting[Setting.JEUGDZORGPLUS].places
    return search.Wish(
        wait=youth.wait,
        is_old_enough=follow_up.is_old_enough(days_age(youth), youth.region.p.follow_up),
        prefers_family_home=youth.prefers_family_home,
        is_open_to_alternative=search.is_alternative_open(
            youth.is_open_to_alternative, youth.wait, closed
        ),
        is_secure=youth.is_secure,
        has_secure_need=youth.has_secure_need,
        level=level_of(youth),
        is_from_group=has_place(youth) and follow_up.is_in_group(youth.location.setting),
        is_crisis=youth.is_crisis,
    )


@inlined
def look_up(youth: Youth) -> None:
    """Begin a search: every service is told the youth's application there, if there is one."""
    lane, a = Lane(youth, 0), youth.first_application
    lane.n_searches += 1
    while is_some(a):
        a.service.search, a.service.application = lane.n_searches, a
        a = a.next_of_youth


@inlined
def may_be_asked(
    youth: Youth, service: Service, label: float, dependency: float, of_youth: float
) -> bool:
    """Not asked yet, or the chance has risen since its no; in a search that looked up who was."""
    if not fits(service, youth) or not is_open(service):
        return False
    if service.search != Lane(youth, 0).n_searches:
        return True
    before = service.application
    return not before.is_running and has_risen(youth, service, before, label, dependency, of_youth)


@inlined
def has_risen(
    youth: Youth,
    service: Service,
    before: Application,
    label: float,
    dependency: float,
    of_youth: float,
) -> bool:
    """Tell whether the chance has risen since a refusal, so that the provider is asked again.

    `of_youth`: what the youth adds to the log-odds of any provider of the region.
    """
    p = service.region.p.search
    accept = service.region.p.setting[service.setting].accept
    own = youth.region.p.search
    nearly = search.nearly_log_odds(of_youth, accept, service.provider.reluctance, label)
    if not search.may_have_risen(before.odds, nearly, p.duty_to_accept, own):
        return False
    odds = odds_with(youth, service.provider, accept, False, label, dependency)
    return search.may_ask_again(before.chance, search.chance_at_odds(odds, p), own)


@handler
def nth_on_ring(region: Region, setting: int, youth: Youth, k: int) -> Service:
    """Return the k-th service of a setting round the ring from where the youth lives, or nobody
    after the last.
    """
    at = region.service_at[setting]
    n = region.service_at[setting + 1] - at
    if k >= n:
        return Service(region, 0)
    return region.services[at + (search.first_on_ring(youth.nearness, n) + k) % n]


@inlined
def be_awake(youth: Youth, day: int) -> None:
    """See to it that answers and the next round of a day are not missed."""
    if day < youth.day_awake:
        youth.day_awake = day
        plan(youth, day, What.ANSWER)


# --- asked ----------------------------------------------------------------------------------------


@inlined
def begin_application(
    youth: Youth, service: Service, before: Application, luck: float
) -> Application:
    """Return a new application, or the one before again, which does not run.

    `luck`: draw that youth and provider share, for good; 0 where whoever comes is taken.
    """
    a = before
    if not is_some(a):
        lane = Lane(youth, 0)
        a = lane.free_application
        if is_some(a):
            lane.free_application = a.next_of_youth
            clear(a, place_of(a), WORDS_OF_APPLICATION)
        else:
            a = Application(lane, allocate_record(lane, WORDS_OF_APPLICATION))
        a.youth, a.service = youth, service
        a.luck = luck
        put_application(youth, youth.last_application, a)
    a.answer, a.is_running = Answer.OPEN.value, True
    count_standing(a, 1)
    a.day_asked = today(youth)
    is_from_one_to_one = has_one_to_one(youth) and is_outside(youth.arrangement)
    a.asked_as = int(youth.is_crisis) | int(is_from_one_to_one) << 1
    if has_one_to_one(youth):
        youth.arrangement.n_applications += 1
    log(youth, Fact.APPLIED, youth.id, service.setting)
    return a


@handler
def apply(youth: Youth, service: Service) -> None:
    """Ask a provider that a search found; it answers after days."""
    lane = Lane(youth, 0)
    before = service.application if service.search == lane.n_searches else Application(lane, 0)
    luck, first, second, third = lucks_of(youth, service.provider)
    a = begin_application(youth, service, before, luck)
    service.search, service.application = lane.n_searches, a
    a.chance = search.NO_CHANCE_YET  # looked at when it is answered
    a.day_answer = today(youth) + provider.days_of_intake(
        first=first,
        second=second,
        third=third,
        own_days=service.provider.own_days,
        is_crisis=youth.is_crisis,
        p=service.region.p.provider,
    )
    lane.day_first = min(lane.day_first, a.day_answer)


@handler
def ask_around(youth: Youth) -> int:
    """Have so many providers asked, or waiting to take the youth, as a search has at once; return
    the day of the first answer to what is asked now.
    """
    return ask_more(youth, 0)


@handler
def ask_more(youth: Youth, n_further: int) -> int:
    """Have so many providers asked, or waiting to take the youth, as a search has at once, and
    `n_further` beside these.

    Settings as asked for, round the ring; then in the other regions, for a search that may go
    outside. Return the day of the first answer to what is asked now.
    """
    lane, own = Lane(youth, 0), youth.region
    lane.n_further, lane.day_first = n_further, NEVER
    if not is_enough(youth):
        look_up(youth)
        n = lane.n_regions if youth.is_out_ok and search.is_from_home(youth.wait) else 1
        for there in range(n):
            ask_in(youth, lane.regions[(own.index + there) % lane.n_regions])
        be_awake(youth, lane.day_first)
    tell_why(youth)
    return lane.day_first


@inlined
def is_enough(youth: Youth) -> bool:
    """As many are asked as a search has at once, and those that it was to ask beside these."""
    n = search.n_at_once(youth.is_crisis, youth.region.p.search)
    return youth.n_standing >= n and Lane(youth, 0).n_further == 0


@inlined
def ask_in(youth: Youth, region: Region) -> None:
    """Ask the services of one region, setting by setting, as long as it is not enough."""
    wish = wish_of(youth)
    here = youth.location.setting if has_place(youth) else -1
    label = label_of(youth, region.p.search)
    dependency = dependency_of(youth) if label > 0.0 else 0.0  # counts with the label only
    of_youth = 0.0
    if is_some(youth.first_application):
        of_youth = odds_in(youth, region, 0.0, 0.0, False, label, dependency)
    for k in range(search.MOST_SETTINGS):
        setting = search.setting_to_try(k, wish)
        if setting < 0 or is_enough(youth):
            return
        if search.is_another(setting, here):
            ask_ring(youth, region, setting, label, dependency, of_youth)


@inlined
def ask_ring(
    youth: Youth, region: Region, setting: int, label: float, dependency: float, of_youth: float
) -> None:
    """Ask the services of one setting, round the ring from where the youth lives."""
    lane, at = Lane(youth, 0), region.service_at[setting]
    n = region.service_at[setting + 1] - at
    nth = search.first_on_ring(youth.nearness, n)
    n_at_once = search.n_at_once(youth.is_crisis, youth.region.p.search)
    for _ in range(n):
        service = region.services[at + nth]
        if may_be_asked(youth, service, label, dependency, of_youth):
            lane.n_further -= int(youth.n_standing >= n_at_once)
            apply(youth, service)
            if is_enough(youth):
                return
        nth += 1
        if nth == n:
            nth = 0


@handler
def tell_why(youth: Youth) -> None:
    """Why 1:1 runs today may have changed."""
    if has_one_to_one(youth):
        update(youth.arrangement)


# --- answered, and ended --------------------------------------------------------------------------


@handler
def accept(a: Application) -> None:
    """The provider says yes: onto its waiting list."""
    count_standing(a, -1)
    a.answer = Answer.ACCEPTED.value
    count_standing(a, 1)
    a.day_answer = today(a)
    log(a, Fact.ACCEPTED, a.youth.id, a.service.setting)
    join(a)


@handler
def refuse(a: Application) -> None:
    """The provider says no, which is remembered."""
    youth = a.youth
    if has_one_to_one(youth):
        youth.arrangement.n_refusals += 1
    count_standing(a, -1)
    a.answer, a.is_running = Answer.REFUSED.value, False
    record_application(a, today(a), False)
    log(youth, Fact.REFUSED, youth.id, a.service.setting)


@handler
def was_told(youth: Youth, answer: int) -> bool:
    """Tell whether a provider accepts (and has no place free) or refuses what is asked for: closed
    care, where that is.
    """
    a, is_standing = youth.first_application, answer == Answer.ACCEPTED
    while is_some(a):
        setting = a.service.setting
        is_meant = stay.is_secure(setting) if youth.is_secure else not stay.is_bridge(setting)
        if is_meant and a.answer == answer and a.is_running == is_standing:
            return True
        a = a.next_of_youth
    return False


@handler
def end_application(a: Application, is_placed: bool) -> None:
    """An application that runs leads to a place, or lapses."""
    if is_waiting(a):
        withdraw(a)
    count_standing(a, -1)
    a.is_running = False
    record_application(a, today(a), is_placed)


@handler
def end_applications(youth: Youth, only_in_crisis: bool) -> None:
    """All applications that run lapse, or those for crisis places; refusals stay."""
    a = youth.first_application
    while is_some(a):
        if a.is_running and (not only_in_crisis or stay.is_crisis_place(a.service.setting)):
            end_application(a, False)
        a = a.next_of_youth
    forget(youth, False)


@handler
def forget(youth: Youth, is_refusal_forgotten: bool) -> None:
    """Only what runs and refusals are remembered; in the end, when nothing runs, nothing."""
    lane = Lane(youth, 0)
    a = youth.first_application
    while is_some(a):
        following = a.next_of_youth
        if not a.is_running and (is_refusal_forgotten or a.answer != Answer.REFUSED):
            take_application(youth, a)
            a.next_of_youth = lane.free_application
            lane.free_application = a
        a = following
