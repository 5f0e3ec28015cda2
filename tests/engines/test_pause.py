"""A lane that pauses and goes on gives what a run from the first day gives, under any policy that
agrees with the base up to the pause.
"""

import numpy as np
import pytest

from sim.engine.core import Keep
from sim.engine.core.batch import Workspace
from sim.engine.core.pause import NotWantedError, PausingWorkspace
from sim.front_door import prepare
from sim.world.build import World
from sim.world.past import days_in_common
from tests.engines.equality import assert_same
from tests.worlds import PERIOD, small_parameters

KEEP = Keep(days=True, events=True)
SEED = 4


def world_of(scenario: str = "baseline", **levers: object) -> World:
    named = {key.replace("__", "."): value for key, value in levers.items()}
    return prepare(
        scenario,
        region="noord_holland",
        replications=1,
        parameters=small_parameters(),
        levers=named,
        **PERIOD,
    ).world


BASE = world_of()
START = str(PERIOD["start"])
YEAR = int(START[:4])
POLICIES = {
    "same": world_of(),
    "fewer closed places": world_of(
        **{"setting.jeugdzorgplus.places": {"from": f"{YEAR + 1}-01-01", "times": 0.0}}
    ),
    "more small-scale places": world_of(
        **{"setting.small_scale.places": {"from": f"{YEAR + 1}-01-01", "add": 20}}
    ),
    "more people in groups": world_of(
        **{"setting.open_group.positions_per_place": {"from": f"{YEAR + 1}-01-01", "times": 2.0}}
    ),
    "fewer people": world_of(staff__supply_fte={"from": f"{YEAR + 1}-01-01", "times": 0.5}),
    "evaluations": world_of(evaluation__interval_days={"from": f"{YEAR + 1}-01-01", "to": 42}),
}


def test_worlds_agree_up_to_the_first_change_in_which_they_differ() -> None:
    other = POLICIES["evaluations"]
    first = other.day(other.run.start.replace(year=YEAR + 1))
    assert days_in_common(BASE, other) == days_in_common(other, BASE) == first
    assert days_in_common(BASE, world_of()) == BASE.n_days
    wider = world_of(evaluation__interval_days={"from": "2000-01-01", "to": 42})
    assert days_in_common(BASE, wider) == 0


@pytest.fixture(scope="module")
def workspace() -> PausingWorkspace:
    day = BASE.day(BASE.run.start) + 90
    return PausingWorkspace(BASE, day, BASE.max_places + 30, KEEP)


@pytest.mark.parametrize("policy", POLICIES)
def test_what_goes_on_is_what_a_run_from_the_first_day_gives(
    workspace: PausingWorkspace, policy: str
) -> None:
    world = POLICIES[policy]
    assert workspace.can_go_on(world)
    straight = Workspace(KEEP)
    for replication in range(2):
        base, paused = workspace.run_base(SEED, replication)
        assert_same(base, straight.run(BASE, SEED, replication))
        expected = straight.run(world, SEED, replication)
        for _ in range(2):  # as often as asked
            assert_same(workspace.go_on(paused, world), expected)


def test_a_policy_with_another_past_or_more_places_than_there_is_room_for_cannot_go_on(
    workspace: PausingWorkspace,
) -> None:
    assert not workspace.can_go_on(
        world_of(evaluation__interval_days={"from": "2000-01-01", "to": 42})
    )
    many = world_of(**{"setting.small_scale.places": {"from": f"{YEAR + 1}-01-01", "add": 200}})
    assert not workspace.can_go_on(many)


def test_a_paused_lane_takes_less_room_than_its_block(workspace: PausingWorkspace) -> None:
    _, paused = workspace.run_base(SEED, 0)
    assert 0 < paused.n_bytes < np.asarray(workspace.block).nbytes / 4


def test_a_lane_that_nobody_wants_is_given_up_and_can_be_run_again(
    workspace: PausingWorkspace,
) -> None:
    _, paused = workspace.run_base(SEED, 0)
    looks = iter([True, False])
    with pytest.raises(NotWantedError):
        workspace.go_on(paused, BASE, lambda: next(looks))
    assert next(looks, None) is None
    assert_same(workspace.go_on(paused, BASE), Workspace(KEEP).run(BASE, SEED, 0))
