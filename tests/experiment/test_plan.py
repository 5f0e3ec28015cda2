"""Points, their bases, and what decides a result."""

from typing import Any

import pytest

from sim.experiment import plan as planning
from sim.experiment.plan import make_plan
from tests.experiment.small import design


def test_levers_are_compared_with_one_base_that_has_none_of_them() -> None:
    plan = make_plan(design())
    assert [(p.scenario, p.base, dict(p.values) == {}) for p in plan.points] == [
        ("baseline", 0, True),
        *[("jzplus_zero_2030", 0, False)] * 3,
    ]


def test_an_assumption_holds_in_the_base_that_a_point_is_compared_with() -> None:
    plan = make_plan(design(parameters={"evaluation.attempt_base": "plausible"}))
    for point in plan.points:
        base = plan.points[point.base]
        assert base.base == base.number and base.scenario == "baseline", (
            f"base of {point.number} is {base.number}, {base.scenario}"
        )
        assert base.values["evaluation.attempt_base"] == point.values["evaluation.attempt_base"], (
            f"{base.values} and {point.values}"
        )


def test_every_replication_of_every_point_is_in_exactly_one_task() -> None:
    plan = make_plan(design(replications=7, block=3))
    done = [(task.point, r) for task in plan.tasks() for r in task.replications]
    assert sorted(done) == [(p.number, r) for p in plan.points for r in range(7)], (
        f"{len(done)} in {len(plan.tasks())} tasks"
    )


def test_more_replications_keep_the_tasks_that_were_there() -> None:
    few, many = (make_plan(design(replications=n)) for n in (4, 8))
    assert few.fingerprint() == many.fingerprint()
    assert {task.name for task in few.tasks()} < {task.name for task in many.tasks()}


@pytest.mark.parametrize(
    "changes", [{"seed": 2}, {"end": "2025-08-01"}, {"region": "limburg"}, {"warm_up_years": 1}]
)
def test_whatever_decides_a_result_changes_its_key(changes: dict[str, Any]) -> None:
    one, other = make_plan(design()).tasks()[0], make_plan(design(**changes)).tasks()[0]
    assert one.key != other.key, f"{changes} leaves the key {one.key}"


def test_another_model_makes_other_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = make_plan(design())
    before = plan.tasks()[0].key
    monkeypatch.setattr(planning, "model_version", lambda: "another")
    assert plan.tasks()[0].key != before
