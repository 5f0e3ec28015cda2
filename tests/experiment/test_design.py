"""What a design file may say, and the points it makes."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.common.errors import ConfigError
from sim.experiment.design import design_names, load_design, parse_design
from sim.experiment.plan import make_plan
from tests.experiment.small import DESIGN, design

RANGE = {"low": 28, "high": 182}


@pytest.mark.parametrize("name", design_names())
def test_designs_that_come_with_the_program_are_right(name: str) -> None:
    loaded = load_design(name)
    assert len(loaded.samples()) == loaded.n_points, (
        f"{len(loaded.samples())} points, {loaded.n_points} asked for"
    )


@pytest.mark.parametrize("method", ["latin_hypercube", "sobol"])
def test_points_lie_in_their_range_and_fill_it(method: str) -> None:
    values = np.array(design(method=method, points=64).samples())[:, 0]
    assert values.min() >= 28 and values.max() <= 182, f"{values.min()} to {values.max()}"
    counts = np.histogram(values, bins=8, range=(28, 183))[0]
    assert counts.min() >= 6, f"points per eighth of the range: {counts}"


def test_a_grid_is_every_combination_of_its_values() -> None:
    levers = {
        "evaluation.interval_days": {"values": [42, 84]},
        "evaluation.p_outside_expert": {"low": 0, "high": 1, "n": 3},
    }
    made = design(method="grid", points=None, levers=levers).samples()
    assert made == [(42, 0.0), (42, 0.5), (42, 1.0), (84, 0.0), (84, 0.5), (84, 1.0)], f"{made}"


def test_more_points_of_a_sobol_sequence_leave_the_first_ones_where_they_were() -> None:
    few, many = (
        design(method="sobol", points=5).samples(),
        design(method="sobol", points=8).samples(),
    )
    assert few == many[:5], f"{few} against {many[:5]}"


@given(st.integers(1, 200), st.integers(0, 2**40))
@settings(max_examples=30)
def test_a_seed_gives_its_points_and_whole_numbers_stay_whole(points: int, seed: int) -> None:
    made, again = (design(points=points, seed=seed).samples() for _ in range(2))
    assert made == again and all(value.is_integer() for (value,) in made), f"{made[:3]}"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"levers": {"evaluation.interval_day": RANGE}},
            "unknown lever 'evaluation.interval_day'; did you mean 'evaluation.interval_days'?",
        ),
        (
            {"levers": {"step_down.success_base": RANGE}},
            "It is of kind assumption: put it under 'parameters'.",
        ),
        (
            {"levers": {"evaluation.interval_days": {"low": 84, "high": 84}}},
            "the range from 84 to 84 is empty",
        ),
        (
            {"levers": {"evaluation.interval_days": {"low": 84}}},
            "'high' is empty; it must be a finite number",
        ),
        (
            {"levers": {"evaluation.interval_days": {}}},
            "needs either 'low' and 'high', or 'values'",
        ),
        (
            {"levers": {"evaluation.interval_days": {"values": []}}},
            "a list of numbers that is not empty is needed",
        ),
        ({"levers": {"evaluation.interval_days": {**RANGE, "steps": 3}}}, "unknown key 'steps'"),
        ({"method": "sobel"}, "'method' is 'sobel'; valid are grid, latin_hypercube, sobol"),
        ({"method": "grid"}, "'points' is 3, but a grid has as many as its values make"),
        ({"method": "grid", "points": None}, "a grid needs 'values', or 'n'"),
        ({"points": 0}, "points' is 0; it must be a whole number from 1"),
        ({"points": None}, "'points' is missing; latin_hypercube needs the number of points"),
        ({"replications": 0}, "replications' is 0; it must be a whole number from 1"),
        ({"levers": None}, "'levers' and 'parameters' are empty"),
        ({"replication": 3}, "unknown key 'replication'; did you mean 'replications'?"),
        ({"end": "2025-02-30"}, "it must be a date such as 2025-07-01"),
    ],
)
def test_what_is_wrong_is_named_with_the_way_out(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError) as error:
        design(**changes)
    assert message in str(error.value) and "small.yaml" in str(error.value), f"{error.value}"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"levers": {"evaluation.interval_days": {"low": 28, "high": 900}}},
            "plausible is 28 to 365 day",
        ),
        ({"scenario": "evaluation_6_week"}, "did you mean 'evaluation_6_weeks'?"),
        ({"base": "basline"}, "did you mean 'baseline'?"),
        ({"region": "noord_hollnd"}, "did you mean 'noord_holland'?"),
        ({"end": "2024-01-01"}, "it must be later than 'start'"),
    ],
)
def test_a_plan_is_checked_whole_before_anything_runs_and_each_fault_is_told_once(
    changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(ConfigError) as error:
        make_plan(design(points=50, **changes))
    told = str(error.value)
    assert told.count(message) == 1 and told.startswith("small.yaml"), told


def test_a_value_beyond_what_is_plausible_is_run_when_a_reason_is_given() -> None:
    plan = make_plan(
        design(
            levers={
                "evaluation.interval_days": {
                    "values": [900],
                    "widen": "a province that never evaluates",
                }
            },
            points=1,
        )
    )
    assert plan.points[1].values == {"evaluation.interval_days": 900.0}, f"{plan.points[1].values}"


def test_a_file_with_a_fault_in_its_grammar_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("title: {nl: a, en: b}\nscenario: [baseline\nbase: x\n")
    with pytest.raises(ConfigError, match=r"broken\.yaml, line 3"):
        load_design(str(path))


@given(
    st.dictionaries(
        st.sampled_from([*DESIGN, "minutes", "seed", "parameters"]),
        st.none() | st.integers() | st.text(max_size=8) | st.lists(st.integers()),
    )
)
def test_whatever_a_design_holds_it_is_taken_or_refused_in_words(changes: dict[str, Any]) -> None:
    try:
        made = parse_design({**DESIGN, **changes}, "any", "any.yaml")
    except ConfigError as error:
        assert all(message.startswith("any.yaml") for message in error.faults), f"{error.faults}"
    else:
        assert made.replications >= 1 and made.n_points >= 1, f"{made}"
