"""Demand that follows supply: the answer as used stands beside both ends, with its levels."""

import numpy as np
import pytest

from sim.doubt.demand import ENDS, Demand, over_demand
from sim.front_door import Result
from sim.measures.kpis import kpi_of, measure
from sim.reporting.demand import demand_told
from tests.worlds import small

LEVERS = {"setting.jeugdzorgplus.places": {"from": "2025-03-01", "to": 0}}
KPI = "census_one_to_one"


def pair(**values: float) -> tuple[Result, Result]:
    return tuple(small(replications=3, levers=each, **values) for each in (None, LEVERS))  # type: ignore[return-value]


@pytest.fixture(scope="module")
def results() -> tuple[Result, Result]:
    return pair(need__elasticity=0.3)


@pytest.fixture(scope="module")
def demand(results: tuple[Result, Result]) -> Demand:
    return over_demand(*results)


def test_the_elasticity_that_was_set_stands_between_both_ends(demand: Demand) -> None:
    assert demand.used == (0.3, 0.3)
    assert list(demand.found[KPI]) == [(0.0, 0.0), (0.3, 0.3), (1.0, 1.0)]


def test_levels_as_used_are_those_of_the_results_and_a_difference_is_between_its_levels(
    demand: Demand, results: tuple[Result, Result]
) -> None:
    used = demand.found[KPI][demand.used]
    means = [
        np.mean([measure(one, [kpi_of(KPI)])[KPI] for one in result.recordings])
        for result in results
    ]
    assert (used.base, used.other) == pytest.approx(means)
    for by_end in demand.found.values():
        for one in by_end.values():
            assert one.difference.mean == pytest.approx(one.other - one.base)


def test_the_ends_are_the_same_whatever_was_used(demand: Demand) -> None:
    again = over_demand(*pair(need__elasticity=0.0))
    assert again.used == (0.0, 0.0) and list(again.found[KPI]) == [(0.0, 0.0), (1.0, 1.0)]
    for end in ENDS:
        for kpi, by_end in demand.found.items():
            assert by_end[end, end] == again.found[kpi][end, end]


def test_two_sides_that_assume_otherwise_are_told_as_they_are() -> None:
    base, _ = pair(need__elasticity=1.0)
    _, other = pair(need__elasticity=0.0)
    demand = over_demand(base, other)
    assert demand.used == (1.0, 0.0) and len(demand.found[KPI]) == 3
    assert "as used\n(1 → 0)" in demand_told(demand, "en").headings


@pytest.mark.parametrize(("lang", "used"), [("nl", "(0,3)"), ("en", "(0.3)")])
def test_every_cell_has_levels_that_differ_where_the_difference_is_not_zero(
    demand: Demand, lang: str, used: str
) -> None:
    told = demand_told(demand, lang)
    assert used in told.headings[1]
    for line in told.lines:
        for heading, cell in line.cells:
            levels, difference, _ = cell.split("\n")
            base, other = levels.split(" → ")
            assert (base == other) == (not set("123456789") & set(difference)), (heading, cell)


def test_progress_counts_every_lane(results: tuple[Result, Result]) -> None:
    seen: list[tuple[int, int]] = []
    over_demand(*results, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (12, 12) and seen == sorted(seen)
