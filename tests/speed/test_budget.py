"""The budget of a lane: what it counts exists, and its table says what was counted."""

from importlib import import_module
from inspect import signature
from typing import Any

import pytest

from benchmarks import budget, skeleton
from sim.draws import Purpose
from sim.engine.core.memory.people import WORDS_OF_YOUTH
from sim.engine.phases import What

PLAN, ALLOCATE = (f"sim.engine.core.memory.lane.{name}" for name in ("plan", "allocate_record"))
YOUTH, TEAM = (f"sim.engine.core.kernel.do_for_{name}" for name in ("youth", "team"))
COUNTED = {function for functions in skeleton.COUNTED.values() for function in functions}


def python_of(name: str) -> Any:
    module, _, function = name.rpartition(".")
    found = getattr(import_module(module), function)
    return getattr(found, "py_func", found)


@pytest.mark.parametrize("name", [*budget.BY_KIND, *sorted(COUNTED), "sim.draws.philox"])
def test_what_is_counted_by_name_exists(name: str) -> None:
    assert python_of(name).__name__ == name.rpartition(".")[2]


def test_what_is_counted_by_an_argument_has_it() -> None:
    for name, argument in budget.BY_KIND.items():
        assert argument in signature(python_of(name)).parameters


def test_every_deed_exists_and_is_of_a_kind_of_entry() -> None:
    for what, deed in budget.DEEDS.items():
        assert what in What.__members__
        assert python_of(f"sim.engine.core.process.{deed}")


def counted() -> dict[str, Any]:
    kinds = {name: [0] * budget.MOST_KINDS for name in budget.BY_KIND}
    kinds[PLAN][What.INCIDENT], kinds[PLAN][What.BEHAVIOUR] = 1234, 70
    kinds[YOUTH][What.INCIDENT], kinds[YOUTH][What.BEHAVIOUR] = 1000, 60
    kinds[TEAM][What.CALL] = 5
    kinds["sim.draws.uniform"][Purpose.JOLT] = 11
    kinds["sim.draws.uniforms"][Purpose.HELD] = 22
    kinds[ALLOCATE][WORDS_OF_YOUTH] = 9
    calls = dict.fromkeys(COUNTED, 100) | {"sim.draws.philox": 133}
    calls["sim.engine.core.process.youth_in_care.suffer_incident"] = 321
    return {
        "events": 2000,
        "days": 365,
        "calls": calls,
        "kinds": kinds,
        "library": dict.fromkeys(budget.LIBRARY.values(), 7),
        "rows": {"stays": (12, 14), "events": (0, 5)},
    }


def test_the_table_says_what_was_planned_came_up_and_held() -> None:
    lines = budget.page(counted(), {}, 0, years=1, lines=5).splitlines()
    rows = {line.split()[0]: line.split()[1:] for line in lines if line.strip()}
    assert rows["INCIDENT"] == ["1,234", "1,000", "321"]
    assert rows["BEHAVIOUR"] == ["70", "60", "-"]
    assert rows["CALL"] == ["0", "5", "0"]
    assert rows["JOLT"] == ["11"]
    assert any(line.endswith("first draw: 33") for line in lines)
    assert any("install `perf`" in line for line in lines)


def test_times_are_told_beside_how_often() -> None:
    name = "youth_in_care.suffer_incident"
    text = budget.page(counted(), {name: 3.21}, 1000, years=1, lines=5)
    assert f"{3.21:>8.2f}{321:>12,}{10_000:>8.0f}  {name}" in text


def test_the_skeleton_takes_its_counts_from_the_budget() -> None:
    counts = skeleton.counts_of(counted())
    assert counts.n_entries == sum(counts.of_phase) == 1065
    assert counts.n_visits == 1065  # each entry is one: 400 were counted
    assert (counts.counted_draws, counts.other_draws) == (100, 33)
    assert (counts.rated, counts.divided, counts.exponentials) == (300, 200, 7)
    assert counts.n_records == 9
    assert 0 <= counts.words_of_record - WORDS_OF_YOUTH < 8
    assert (counts.rows[0], counts.width[0], counts.n_days) == (12, 14, 365)


def test_a_function_with_another_name_is_not_counted_as_never() -> None:
    found = counted()
    del found["calls"]["sim.rules.clock.needed"]
    with pytest.raises(KeyError):
        skeleton.counts_of(found)
