"""Time: the order of a day, what is planned too late, the horizon, hazards that change while they
run.
"""

from hypothesis import given
from hypothesis import strategies as st

from sim.draws import Kind
from sim.engine.phases import PHASE_OF, Phase, What, phase_of, priority
from sim.engine.reference.diary import Clock, Diary
from sim.rules.clock import NEVER, days_until

N_DAYS = 30
days = st.integers(0, N_DAYS - 1)
phases, kinds, whats = st.sampled_from(Phase), st.sampled_from(Kind), st.sampled_from(What)
ids = st.one_of(st.integers(0, 3), st.integers(0, 2**36 - 1))
events = st.tuples(days, kinds, ids, whats)
plans = st.lists(events, unique=True, max_size=30)


def log_of(plan: list[tuple], n_days: int = N_DAYS) -> list[tuple]:
    """Events as they ran; each notes the day and phase that the diary says it is."""
    diary, log = Diary(n_days), []
    for day, kind, entity, what in plan:
        diary.put(
            day,
            kind,
            entity,
            what,
            lambda k=kind, e=entity, w=what: log.append((diary.today, diary.phase, k, e, w)),
        )
    diary.run()
    return log


def in_order(plan: list[tuple]) -> list[tuple]:
    """Events with their phase, in the order of `sim/engine/phases.py`."""
    return sorted((day, PHASE_OF[what], *who, what) for day, *who, what in plan)


# --- the order of the day -------------------------------------------------------------------------


def test_every_event_has_one_phase_the_same_in_machine_code() -> None:
    assert {what: Phase(phase_of(int(what))) for what in What} == dict(PHASE_OF)


within_a_day = st.tuples(phases, kinds, ids, whats)


@given(within_a_day, within_a_day)
def test_priority_weighs_phase_then_kind_then_id_then_what(one: tuple, other: tuple) -> None:
    assert (priority(*one) < priority(*other)) is (one < other), (
        f"{priority(*one)} and {priority(*other)} for {one} and {other}"
    )


@given(plans)
def test_events_run_by_day_phase_kind_id_and_what(plan: list[tuple]) -> None:
    log = log_of(plan)
    assert log == in_order(plan), f"ran {log}, must be {in_order(plan)}"


@given(plans, st.randoms(use_true_random=False))
def test_the_order_in_which_events_are_planned_is_never_a_rule(plan: list[tuple], random) -> None:
    shuffled = random.sample(plan, len(plan))
    assert log_of(plan) == log_of(shuffled), f"{log_of(plan)} against {log_of(shuffled)}"


@given(days, whats, st.integers(-3, N_DAYS - 1), whats)
def test_an_event_for_a_phase_past_or_running_happens_the_next_day(
    today: int, running: What, day: int, what: What
) -> None:
    diary, log = Diary(N_DAYS + 1), []
    phase = PHASE_OF[what]

    def plan() -> None:
        diary.put(day, Kind.YOUTH, 1, what, lambda: log.append((diary.today, diary.phase)))

    diary.put(today, Kind.YOUTH, 1, running, plan)
    diary.run()
    is_still_to_come = (day, phase) > (today, PHASE_OF[running])
    expected = (day, phase) if is_still_to_come else (today + 1, phase)
    assert log == [expected], f"ran on {log}, must be {expected}"


@given(days, whats, days, whats)
def test_a_process_wakes_on_the_day_and_in_the_phase_it_waited_for(
    one: int, what: What, other: int, other_what: What
) -> None:
    diary, log = Diary(N_DAYS + 1), []
    phase, other_phase = PHASE_OF[what], PHASE_OF[other_what]

    def process():
        for day, awaited in ((one, what), (other, other_what)):
            yield diary.at(day, Kind.YOUTH, 1, awaited)
            log.append((diary.today, diary.phase))

    diary.start(process())
    diary.run()
    second = (other, other_phase) if (other, other_phase) > (one, phase) else (one + 1, other_phase)
    assert log == [(one, phase), second], f"woke at {log}, must be {[(one, phase), second]}"


@given(st.lists(st.tuples(st.integers(0, 2 * N_DAYS), kinds, ids, whats), unique=True, max_size=20))
def test_nothing_happens_after_the_horizon_and_all_before_it(plan: list[tuple]) -> None:
    log, before = log_of(plan), in_order([event for event in plan if event[0] < N_DAYS])
    assert log == before, f"ran {log}, must be {before}"


def test_what_is_waited_for_past_the_horizon_never_comes() -> None:
    diary, log = Diary(N_DAYS), []

    def process():
        yield diary.at(N_DAYS, Kind.POLICY, 0, What.CHANGE)
        log.append(diary.today)

    diary.start(process())
    diary.run()
    assert log == [], f"woke on {log}, horizon {N_DAYS}"


@given(whats, whats)
def test_what_the_last_day_plans_too_late_never_happens(one: What, other: What) -> None:
    diary, log = Diary(N_DAYS), []
    late, running = sorted((one, other), key=PHASE_OF.__getitem__)

    def plan() -> None:
        diary.put(N_DAYS - 1, Kind.YOUTH, 1, late, lambda: log.append(diary.today))

    diary.put(N_DAYS - 1, Kind.YOUTH, 1, running, plan)
    diary.run()
    assert log == [], f"ran on {log}, horizon {N_DAYS}"


# --- hazards that change while they run -----------------------------------------------------------

HORIZON = 120
rates = st.one_of(st.just(0), st.integers(1, 60), st.integers(0, 3000))
changes_any = st.lists(st.tuples(st.integers(0, HORIZON), rates), max_size=25)
thresholds = st.integers(1, 3000)


def strikes_of(lefts: list[int], changes: list[tuple[int, int]]) -> list[int]:
    """Days on which a clock strikes whose rate changes in the evening of given days, wound anew by
    each strike while thresholds last.
    """
    diary, strikes, waiting = Diary(HORIZON), [], list(lefts)

    def strike() -> None:
        strikes.append(diary.today)
        if waiting:
            clock.wind(waiting.pop(0))

    clock = Clock(diary, Kind.YOUTH, 1, What.INCIDENT, strike)
    clock.wind(waiting.pop(0))
    for nth, (day, rate) in enumerate(changes):
        diary.put(
            day,
            Kind.REGION,
            nth,
            What.ACCOUNT,
            lambda r=rate: clock.set_rate(r) if len(strikes) < len(lefts) else None,
        )
    diary.run()
    return strikes


def strikes_day_by_day(lefts: list[int], changes: list[tuple[int, int]]) -> list[int]:
    """The same by adding up: on each day the rate of the evening before is spent."""
    strikes, rate, waiting = [], 0, list(lefts)
    left = waiting.pop(0)
    for day in range(HORIZON):
        left -= rate
        if rate and left <= 0:
            strikes.append(day)
            rate = 0  # a clock that struck stands still until its rate is set
            if not waiting:
                break
            left = waiting.pop(0)
        for of_day, new in changes:
            rate = new if of_day == day else rate
    return strikes


@given(thresholds, changes_any)
def test_jumping_from_event_to_event_strikes_on_the_very_day_that_adding_day_by_day_does(
    left: int, changes: list[tuple[int, int]]
) -> None:
    jumping, adding = strikes_of([left], changes), strikes_day_by_day([left], changes)
    assert jumping == adding, f"strikes on {jumping} jumping, on {adding} adding"


@given(st.lists(st.integers(1, 300), min_size=1, max_size=6), changes_any)
def test_a_clock_wound_anew_strikes_once_for_each_threshold_on_the_day_that_adding_gives(
    lefts: list[int], changes: list[tuple[int, int]]
) -> None:
    jumping, adding = strikes_of(lefts, changes), strikes_day_by_day(lefts, changes)
    assert jumping == adding, f"strikes on {jumping} jumping, on {adding} adding"


@given(thresholds, st.integers(1, 60), st.lists(st.integers(0, HORIZON), max_size=20))
def test_setting_the_rate_it_has_never_moves_a_clock(
    left: int, rate: int, again: list[int]
) -> None:
    once, often = (
        strikes_of([left], [(0, rate)]),
        strikes_of([left], [(0, rate), *((day, rate) for day in again)]),
    )
    assert once == often, f"strikes on {once} set once, on {often} set often"


@given(thresholds, st.integers(1, 60), st.integers(0, HORIZON - 1))
def test_a_stopped_clock_never_strikes(left: int, rate: int, day_stop: int) -> None:
    diary, strikes = Diary(HORIZON), []
    clock = Clock(diary, Kind.YOUTH, 1, What.INCIDENT, lambda: strikes.append(diary.today))
    clock.wind(left)
    clock.set_rate(rate)
    due = clock.due
    diary.put(day_stop, Kind.YOUTH, 1, What.POSITION, clock.stop)
    diary.run()
    expected = [due] if due < day_stop else []
    assert strikes == expected, (
        f"strikes on {strikes}, must be {expected}; due on {due}, stopped on {day_stop}"
    )


@given(st.integers(2, 3000), st.integers(1, 60), st.integers(0, 40), st.integers(1, 30))
def test_a_clock_that_stood_still_strikes_later_by_the_days_it_stood(
    left: int, rate: int, day_stop: int, n_days: int
) -> None:
    through = strikes_of([left], [(0, rate)])
    halted = strikes_of([left], [(0, rate), (day_stop, 0), (day_stop + n_days, rate)])
    later = [
        day if day <= day_stop else day + n_days
        for day in through
        if day <= day_stop or day + n_days < HORIZON
    ]
    assert halted == later, f"strikes on {halted}, must be {later}: {n_days} days after {through}"


@given(thresholds, st.integers(1, 60), st.integers(0, HORIZON - 1), st.integers(1, 3000))
def test_a_clock_whose_rate_rises_never_strikes_later(
    left: int, rate: int, day: int, more: int
) -> None:
    steady, raised = (
        [*strikes_of([left], changes), NEVER][0]
        for changes in ([(0, rate)], [(0, rate), (day, rate + more)])
    )
    assert raised <= steady, f"strikes on {raised} raised, on {steady} steady"


@given(st.integers(1000, 3000), st.integers(10, 60))
def test_a_clock_whose_rate_is_doubled_at_the_start_strikes_earlier(left: int, rate: int) -> None:
    diary = Diary(HORIZON)
    due = []
    for daily in (rate, 2 * rate):
        clock = Clock(diary, Kind.YOUTH, 1, What.INCIDENT, lambda: None)
        clock.wind(left)
        clock.set_rate(daily)
        due.append(clock.due)
    assert due[1] < due[0], f"due on {due[1]} at {2 * rate}, on {due[0]} at {rate}"
    assert due[0] == days_until(left, rate), f"due on {due[0]}, must be {days_until(left, rate)}"


@given(thresholds)
def test_a_wound_clock_without_a_rate_never_strikes(left: int) -> None:
    assert strikes_of([left], []) == [], f"strikes on {strikes_of([left], [])}"
