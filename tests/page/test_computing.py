"""Many visitors at once.

What is stale is dropped, what was computed is kept and shared, a fault is told, nobody sees what
another asked for.
"""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from sim.page.computing.queue import MAX_REQUESTS, PATIENCE, Computer, Memory
from sim.page.computing.rooms import LONGEST, BusyError, WaitingRoom
from sim.page.connections import SERVER_THREADS
from sim.page.shown import views
from sim.page.state.address import PageVariant
from sim.page.state.variant import world_of_variant
from tests.page.made_up import MadeUpRunner, level_of, sample

PAIRS = 6
WAIT = 20.0
BASE = world_of_variant(PageVariant(), "noord_holland")
SIX, EIGHT, TEN = (
    world_of_variant(PageVariant("baseline", {"evaluation": weeks}), "noord_holland")
    for weeks in (6.0, 8.0, 10.0)
)
Make = Callable[..., Computer]


@pytest.fixture
def make() -> Iterator[Make]:
    made: list[Computer] = []

    def computer(runner: MadeUpRunner, threads: int = 2, **more: object) -> Computer:
        made.append(Computer(lambda: runner, threads, PAIRS, **more))  # type: ignore[arg-type]
        return made[-1]

    yield computer
    for each in made:
        each.close()


def test_a_first_pair_comes_at_once_and_all_pairs_in_the_end(make: Make) -> None:
    computer = make(MadeUpRunner())
    assert computer.ask("a", BASE, SIX, 0, WAIT).n >= 1
    found = computer.ask("a", BASE, SIX, PAIRS - 1, WAIT)
    assert found.n == PAIRS and [s.replication for s in found.variant] == list(range(PAIRS))
    assert found.variant[0].kpis["census_one_to_one"] - found.base[0].kpis[
        "census_one_to_one"
    ] == pytest.approx(level_of(SIX) - 100.0)


def test_what_was_computed_is_kept_and_shared_by_content(make: Make) -> None:
    runner = MadeUpRunner()
    computer = make(runner)
    computer.ask("a", BASE, SIX, PAIRS - 1, WAIT)
    n = len(runner.asked)
    assert n == len(set(runner.asked)) == 2 * PAIRS, "a lane was run twice"
    again = world_of_variant(PageVariant("baseline", {"evaluation": 6.0}), "noord_holland")
    assert computer.ask("b", BASE, again, PAIRS - 1, 0.0).n == PAIRS
    assert len(runner.asked) == n


def test_a_question_that_was_replaced_is_not_computed_any_further(make: Make) -> None:
    gate = threading.Event()
    runner = MadeUpRunner(gate=gate)
    computer = make(runner)
    computer.ask("a", BASE, SIX)
    computer.ask("a", BASE, TEN)
    gate.set()
    assert computer.ask("a", BASE, TEN, PAIRS - 1, WAIT).n == PAIRS
    stale = sum(print_ == SIX.fingerprint for print_, _ in runner.asked)
    assert stale <= 2, (
        f"{stale} lanes of the old question were begun; each of 2 threads may have been in one"
    )
    assert sum(print_ == SIX.fingerprint for print_, _ in runner.given_up) == stale, (
        "a lane that nobody wanted was run to its end"
    )
    assert computer.ask("a", BASE, SIX, PAIRS - 1, WAIT).n == PAIRS, (
        "what was given up can be asked again"
    )


def test_whoever_waits_for_a_question_that_was_replaced_is_told_so(make: Make) -> None:
    gate = threading.Event()
    computer = make(MadeUpRunner(gate=gate))
    with ThreadPoolExecutor(1) as pool:
        old = pool.submit(computer.ask, "a", BASE, SIX, 0, WAIT)
        while not computer.busy():
            pass
        computer.ask("a", BASE, TEN)
        assert not old.result(WAIT).is_current
        gate.set()


def test_a_visitor_who_left_is_forgotten(make: Make) -> None:
    now = [0.0]
    computer = make(MadeUpRunner(gate=threading.Event()), threads=1, clock=lambda: now[0])
    computer.ask("a", BASE, SIX)
    assert computer.busy() == 1
    now[0] = PATIENCE + 1
    assert computer.busy() == 0


def test_a_crash_is_told_and_the_others_live_on(make: Make) -> None:
    runner = MadeUpRunner(fails=True)
    computer = make(runner)
    assert computer.ask("a", BASE, SIX, 0, WAIT).fault == "RuntimeError"
    assert computer.ask("b", BASE, BASE, PAIRS - 1, WAIT).n == PAIRS
    runner.fails = False
    assert computer.ask("a", BASE, TEN, PAIRS - 1, WAIT).n == PAIRS
    assert computer.ask("a", BASE, SIX, 0, 1.0).fault, "what failed is not tried for ever"


def test_nobody_gets_what_somebody_else_asked_for(make: Make) -> None:
    computer = make(MadeUpRunner())
    questions = {f"visitor {k}": world for k, world in enumerate([SIX, EIGHT, TEN, BASE] * 3)}
    with ThreadPoolExecutor(len(questions)) as pool:
        answers = dict(
            zip(
                questions,
                pool.map(
                    lambda who: computer.ask(who, BASE, questions[who], PAIRS - 1, WAIT), questions
                ),
                strict=True,
            )
        )
    for who, found in answers.items():
        assert found.n == PAIRS
        expected = 0.0 if questions[who] == BASE else level_of(questions[who]) - 100.0
        gap = found.variant[0].kpis["census_one_to_one"] - found.base[0].kpis["census_one_to_one"]
        assert gap == pytest.approx(expected), f"{who} got another visitor's numbers"


def test_everybody_gets_a_first_picture_before_anybodys_is_refined(make: Make) -> None:
    gate = threading.Event()
    runner = MadeUpRunner(gate=gate)
    computer = make(runner, threads=1)
    for who, world in {"a": SIX, "b": EIGHT, "c": TEN}.items():
        computer.ask(who, BASE, world)
    gate.set()
    for who, world in {"a": SIX, "b": EIGHT, "c": TEN}.items():
        computer.ask(who, BASE, world, PAIRS - 1, WAIT)
    first = [runner.asked.index((world.fingerprint, 0)) for world in (SIX, EIGHT, TEN)]
    refined = [runner.asked.index((world.fingerprint, 2)) for world in (SIX, EIGHT, TEN)]
    assert max(first) < min(refined), f"first pictures at {first}, refinement at {refined}"


def test_memory_of_samples_is_bounded_and_the_least_lately_used_leaves() -> None:
    one = sample(0)
    memory = Memory(max_bytes=3 * one.n_bytes)
    for k in range(10):
        memory.put(("world", k), sample(k))
        memory.get(("world", 0))
    assert memory.n_bytes <= memory.max_bytes and set(memory.kept) == {
        ("world", 0),
        ("world", 8),
        ("world", 9),
    }


def test_sets_of_assumptions_come_after_everybodys_replications_and_are_pairs_of_their_own(
    make: Make,
) -> None:
    gate = threading.Event()
    runner = MadeUpRunner(gate=gate)
    computer = make(runner, threads=1)
    members = ((EIGHT, TEN), (TEN, EIGHT))
    computer.ask("a/doubt", BASE, SIX, members=members)
    computer.ask("a", BASE, SIX)
    gate.set()
    found = computer.ask("a/doubt", BASE, SIX, 1, WAIT, members)
    assert found.n == 2 and found.is_current
    gaps = [
        v.kpis["census_one_to_one"] - b.kpis["census_one_to_one"]
        for b, v in zip(found.base, found.variant, strict=True)
    ]
    expected = level_of(TEN) - level_of(EIGHT)
    assert gaps == pytest.approx([expected, -expected])
    first_of_members = min(
        runner.asked.index(lane) for lane in [(EIGHT.fingerprint, 0), (TEN.fingerprint, 0)]
    )
    begun_before = 1  # the lane that the one thread had taken when the other question came
    assert {print_ for print_, _ in runner.asked[begun_before:first_of_members]} <= {
        BASE.fingerprint,
        SIX.fingerprint,
    }
    assert runner.asked.index((SIX.fingerprint, PAIRS - 1)) < max(
        k for k, (print_, _) in enumerate(runner.asked) if print_ == TEN.fingerprint
    )
    computer.drop("a/doubt")
    assert computer.ask("a", BASE, SIX, PAIRS - 1, WAIT).n == PAIRS


def test_a_question_that_comes_late_replaces_no_newer_one(make: Make) -> None:
    runner = MadeUpRunner()
    computer = make(runner)
    newer = computer.ask("a", BASE, SIX, 0, WAIT, number=2)
    late = computer.ask("a", BASE, TEN, 0, WAIT, number=1)
    assert newer.is_current and newer.n >= 1
    assert not late.is_current and late.n == 0 and computer.is_overtaken("a", 1)
    assert computer.ask("a", BASE, SIX, PAIRS - 1, WAIT, number=2).n == PAIRS
    assert TEN.fingerprint not in {print_ for print_, _ in runner.asked}, "computed for nobody"


def test_whoever_gives_way_to_many_others_is_still_answered(make: Make) -> None:
    computer = make(MadeUpRunner(gate=threading.Event()))
    with ThreadPoolExecutor(1) as pool:
        mine = pool.submit(computer.ask, "a", BASE, SIX, 0, 1.0, number=1)
        while not computer.busy():
            pass
        for k in range(MAX_REQUESTS):
            computer.ask(f"other {k}", BASE, TEN)
        mine.result(WAIT)
    assert not computer.is_overtaken("a", 1), "nobody asked a later question"


def test_a_computing_thread_that_stumbles_says_so_and_works_on(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    computer = make(MadeUpRunner(), threads=1)
    real, n_times = computer._next, [0]

    def stumbles() -> object:
        n_times[0] += 1
        if n_times[0] == 1:
            raise SystemExit
        return real()

    monkeypatch.setattr(computer, "_next", stumbles)
    found = computer.ask("a", BASE, SIX, 0, 0.5)
    assert found.n == 0 and computer.stumbled() == "SystemExit"
    look = views.first_look(computer, "?lang=nl", "a" * 32)
    assert computer.ask("a", BASE, SIX, PAIRS - 1, WAIT).n == PAIRS
    assert look is not None and not computer.stumbled()


def test_a_page_on_which_nothing_can_be_computed_says_so(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "FIRST_WAIT", 0.5)

    def never() -> None:
        raise OSError("made up")

    computer = make(MadeUpRunner(), threads=1)
    monkeypatch.setattr(computer, "_next", never)
    said = {"nl": "Er kan nu niet worden gerekend (OSError)", "en": "Nothing can be computed"}
    for lang, words in said.items():
        look = views.first_look(computer, f"?lang={lang}", "a" * 32)
        assert look is not None and words in look.sentence.children
        assert not look.shown.get("done"), "it goes on asking"


def test_places_are_refused_at_once_and_given_back() -> None:
    places = WaitingRoom(1)
    with places.taken():
        began = time.monotonic()
        with pytest.raises(BusyError), places.taken():
            pass
        assert time.monotonic() - began < 1.0
    with places.taken():
        pass


def test_whoever_waits_leaves_threads_for_everybody_else() -> None:
    assert LONGEST < SERVER_THREADS
