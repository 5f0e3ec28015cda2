"""Worlds that agree until a day run their past once, and leave behind what each leaves alone."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.core import fork, run_batch
from sim.engine.core.batch import Workspace, lanes_of
from sim.engine.core.memory.layout import Room
from sim.engine.recording import Recording
from sim.world import past
from sim.world.build import World, with_values
from sim.world.world import sealed
from tests.engines.equality import assert_same
from tests.engines.test_pause import KEEP, SEED, world_of


def from_date(date: str, **change: float) -> dict[str, object]:
    return {"from": date, **change}


EVALUATION, FOLLOW_UP = "evaluation__interval_days", "setting__follow_up__places"
BASE = world_of()
CLOSED = world_of("jzplus_zero_2030")
# each pair of these has another day in common, and ways part again after they parted
WORLDS = {
    "base": BASE,
    "closed": CLOSED,
    "early": world_of(**{EVALUATION: from_date("2025-06-01", to=42)}),
    "early, then places": world_of(
        **{
            EVALUATION: from_date("2025-06-01", to=42),
            FOLLOW_UP: from_date("2026-05-01", add=30),
        }
    ),
    "early, then others": world_of(
        **{
            EVALUATION: from_date("2025-06-01", to=42),
            FOLLOW_UP: from_date("2026-05-01", add=8),
        }
    ),
    "early, late": world_of(
        **{
            EVALUATION: from_date("2025-06-01", to=42),
            "staff__supply_fte": from_date("2027-06-01", times=0.5),
        }
    ),
    "same": world_of(),
    "stranger": with_values(BASE, ["escalation.per_year"], [1.0]),
    "stranger, closed": with_values(CLOSED, ["escalation.per_year"], [1.0]),
    "from the first day": world_of(**{EVALUATION: from_date("2024-01-20", to=42)}),
}
NAMES = list(WORLDS)


@pytest.fixture(scope="module")
def alone() -> dict[tuple[str, int], Recording]:
    """Every world for itself."""
    workspace = Workspace(KEEP)
    return {
        (name, r): workspace.run(world, SEED, r) for name, world in WORLDS.items() for r in range(2)
    }


Alone = dict[tuple[str, int], Recording]


def together(
    workspace: Workspace, names: list[str], replication: int = 0
) -> dict[str, Recording | OverflowError]:
    worlds = [WORLDS[name] for name in names]
    found = list(workspace.run_together(worlds, SEED, replication))
    assert sorted(at for at, _ in found) == list(range(len(names)))
    return {names[at]: result for at, result in found}


def assert_all_same(
    found: dict[str, Recording | OverflowError], alone: Alone, replication: int = 0
) -> None:
    for name, recording in found.items():
        assert isinstance(recording, Recording), f"{name}: {recording}"
        assert recording.world is WORLDS[name]
        assert_same(recording, alone[name, replication])


@pytest.mark.parametrize("pair", [("base", "closed"), ("closed", "base"), ("base", "stranger")])
def test_a_pair_leaves_what_two_runs_leave(alone: Alone, pair: tuple[str, str]) -> None:
    workspace = Workspace(KEEP)
    for replication in range(2):
        assert_all_same(together(workspace, list(pair), replication), alone, replication)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=len(NAMES), unique=True))
def test_any_worlds_in_any_order_leave_what_each_leaves_alone(
    alone: Alone, names: list[str]
) -> None:
    assert_all_same(together(Workspace(KEEP), names), alone)


EARLY = [name for name in NAMES if name.startswith("early")]


@pytest.mark.parametrize(
    ("copies", "names"), [(2, NAMES[:7]), (1, ["base", *EARLY]), (1, ["closed", "base"])]
)
def test_the_past_is_run_once(
    alone: Alone, copies: int, names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ways that part one after another need one copy."""
    days = []
    real = fork.run_lane

    def counted(block: np.ndarray) -> int:
        lane = fork.Lane(block, 0)
        days.append(lane.day_pause - lane.day_next)
        return int(real(block))

    monkeypatch.setattr(fork, "run_lane", counted)
    workspace = Workspace(KEEP)
    workspace._copies = workspace._copies[:copies]
    assert_all_same(together(workspace, names), alone)
    fewest = past.days_to_run([WORLDS[name] for name in names])
    assert sum(days) == fewest < 0.9 * len(names) * BASE.n_days


def test_without_another_copy_a_party_goes_on_from_the_one_before(alone: Alone) -> None:
    """Two parties part on the first day, and each of them parts again."""
    names = ["base", "closed", "early", "early, then places", "early, then others"]
    later = world_of(**{FOLLOW_UP: from_date("2025-06-01", add=10)})
    latest = world_of(
        **{
            FOLLOW_UP: from_date("2025-06-01", add=10),
            "staff__supply_fte": from_date("2027-06-01", times=0.5),
        }
    )
    worlds = [*(WORLDS[name] for name in names), later, latest]
    straight = [Workspace(KEEP).run(world, SEED, 0) for world in worlds]
    for copies in (1, 2):
        workspace = Workspace(KEEP)
        workspace._copies = workspace._copies[:copies]
        for _ in range(2):  # all copies are there again
            found = dict(workspace.run_together(worlds, SEED, 0))
            assert len(workspace._copies) == copies
            for at, expected in enumerate(straight):
                recording = found[at]
                assert isinstance(recording, Recording)
                assert_same(recording, expected)


@pytest.mark.parametrize("short", ["block", "stays", "episodes", "events", "teams"])
@pytest.mark.parametrize("share", [0.0, 0.7])
def test_what_does_not_fit_runs_again_with_more_room(
    alone: Alone, short: str, share: float
) -> None:
    """Too little room from the beginning, or only after ways parted."""
    names = NAMES[:6]
    workspace = Workspace(KEEP)
    together(workspace, names)
    assert workspace.room is not None
    used = {name: len(alone["base", 0].rows[name]) for name in workspace.room.rows}
    rows = {
        name: max(1, int(share * used[name])) if name == short else n
        for name, n in workspace.room.rows.items()
    }
    tight = Room(300 if short == "block" else workspace.room.free, rows)
    again = Workspace(KEEP)
    again.first_guess = lambda world: tight  # type: ignore[method-assign]
    assert_all_same(together(again, names), alone)


@pytest.mark.parametrize(("threads", "chunk"), [(1, 8), (1, 5), (1, 1), (2, 8), (2, 3), (3, 2)])
def test_threads_and_chunks_change_nothing(alone: Alone, threads: int, chunk: int) -> None:
    worlds = list(WORLDS.values())
    told: list[tuple[int, int]] = []
    batch = run_batch(
        worlds,
        2,
        seed=SEED,
        keep=KEEP,
        threads=threads,
        chunk=chunk,
        progress=lambda *done: told.append(done),
    )
    lanes = []
    for part in batch:
        assert 1 <= len(part) <= chunk
        for lane in part:
            lanes.append((lane.world, lane.replication))
            assert lane.recording.world is worlds[lane.world]
            assert_same(lane.recording, alone[NAMES[lane.world], lane.replication])
    assert lanes == lanes_of(worlds, range(2))
    assert sorted(lanes) == list(itertools.product(range(len(worlds)), range(2)))
    assert told[-1] == (len(lanes), len(lanes))


def test_a_world_that_overflows_after_ways_parted_leaves_the_others(alone: Alone) -> None:
    wild = world_of(
        **{"staff__supply_fte": {"from": "2025-06-01", "to": 111}},
    )
    workspace = Workspace(KEEP)
    real = fork.run_lane

    def full(block: np.ndarray) -> int:
        lane = fork.Lane(block, 0)
        if lane.day_next > 300 and lane.n_changes and 111.0 in wild_values(block, lane):
            raise OverflowError("a counter is full")
        return int(real(block))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fork, "run_lane", full)
        found = dict(workspace.run_together([BASE, wild, CLOSED], SEED, 0))
    assert isinstance(found[1], OverflowError)
    for at, name in ((0, "base"), (2, "closed")):
        recording = found[at]
        assert isinstance(recording, Recording)
        assert_same(recording, alone[name, 0])


def wild_values(block: np.ndarray, lane: fork.Lane) -> list[float]:
    at = lane.change_value._place
    return block[at : at + lane.n_changes].view(np.float64).tolist()


def test_who_goes_on_with_whom() -> None:
    worlds = [WORLDS[name] for name in ("base", "early", "early, late", "same")]
    day, parties = past.part_of_ways(worlds)
    assert day == past.days_in_common(BASE, WORLDS["early"])
    assert sorted(map(sorted, parties)) == [[0, 3], [1, 2]]
    assert past.part_of_ways([BASE, WORLDS["same"]])[0] == BASE.n_days
    assert past.days_to_run([BASE]) == past.days_to_run([BASE, WORLDS["same"]]) == BASE.n_days
    pair = past.days_to_run([BASE, CLOSED])
    assert pair == 2 * BASE.n_days - past.days_in_common(BASE, CLOSED)


LAST = 40
CHANGES = st.lists(
    st.tuples(st.integers(1, LAST), st.just(0), st.integers(0, 2), st.sampled_from([1.0, 2.0])),
    unique_by=lambda change: change[:3],
    max_size=5,
).map(sorted)


def changed(changes: list[tuple[int, int, int, float]]) -> World:
    days, regions, names, values = zip(*changes, strict=True) if changes else ((), (), (), ())
    return sealed(
        replace(
            BASE,
            change_day=np.array(days, dtype=np.int64),
            change_region=np.array(regions, dtype=np.int64),
            change_name=np.array(names, dtype=np.int64),
            change_value=np.array(values, dtype=np.float64),
        )
    )


@given(st.lists(CHANGES, min_size=1, max_size=5))
def test_worlds_agree_as_long_as_they_had_the_same_changes(
    many: list[list[tuple[int, int, int, float]]],
) -> None:
    """And their ways part where the first of them leaves the others."""

    def before(changes: list[tuple[int, int, int, float]], day: int) -> list[object]:
        return [change for change in changes if change[0] < day]

    worlds = [changed(changes) for changes in many]
    for (a, one), (b, other) in itertools.product(zip(many, worlds, strict=True), repeat=2):
        same = [day for day in range(LAST + 2) if before(a, day) == before(b, day)]
        expected = BASE.n_days if same[-1] > LAST else same[-1]
        assert past.days_in_common(one, other) == expected
    day, parties = past.part_of_ways(worlds)
    assert day == min(past.days_in_common(*p) for p in itertools.product(worlds, repeat=2))
    assert sorted(k for party in parties for k in party) == list(range(len(worlds)))
    for party, other_party in itertools.product(parties, repeat=2):
        for k, n in itertools.product(party, other_party):
            agree = past.days_in_common(worlds[k], worlds[n])
            assert agree == day if party is not other_party else agree > day or len(parties) == 1
    assert BASE.n_days <= past.days_to_run(worlds) <= len(worlds) * BASE.n_days


def test_families_are_of_worlds_with_the_same_beginning() -> None:
    worlds = list(WORLDS.values())
    families = past.in_families(worlds)
    assert sorted(k for family in families for k in family) == list(range(len(worlds)))
    named = [{NAMES[k] for k in family} for family in families]
    assert {"stranger", "stranger, closed"} in named and len(named) == 2
    assert max(map(len, past.in_families(worlds, 3))) <= 3
