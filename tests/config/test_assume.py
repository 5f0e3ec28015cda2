"""A scenario can carry a world to assume, and a row that is gone is answered with its successor."""

from datetime import date

import numpy as np
import pytest

from sim.words.levers import all_rows
from sim.world.build import WorldTable
from sim.world.gone import gone_rows, unknown_row

FILE = "scenarios/baseline.yaml"
CRISIS, INTERVAL = "arrival.p_crisis", "evaluation.interval_days"


def assume(config, name="baseline", **keys):
    config.files[f"scenarios/{name}"]["assume"] = {
        key.replace("__", "."): value for key, value in keys.items()
    }


def test_what_is_assumed_holds_from_the_first_day_as_a_parameter_would(config):
    plain = config.world(parameters={CRISIS: 0.5})
    assume(config, arrival__p_crisis=0.5)
    world = config.world()
    assert world.values[0, world.column(CRISIS)] == 0.5
    assert np.array_equal(world.values, plain.values)
    assert world.change_day.tolist() == plain.change_day.tolist()
    assert world.assumed == (CRISIS,)


def test_a_recorded_path_of_what_is_assumed_is_left_out(config):
    name = "arrival.per_year"
    rows = config.files["region/north"]["rows"]
    rows[name] |= {date(2026, 1, 1): {"value": 500, "source": "made up", "grade": "D"}}
    assert config.world().change_name.tolist().count(config.world().column(name)) == 1
    assume(config, arrival__per_year=700)
    world = config.world()
    assert world.values[0, world.column(name)] == 700.0
    assert world.column(name) not in world.change_name


def test_parameters_of_a_run_replace_what_is_assumed(config):
    assume(config, arrival__p_crisis=0.5)
    world = config.world(parameters={CRISIS: 0.75})
    assert world.values[0, world.column(CRISIS)] == 0.75


def test_a_scenario_on_top_of_another_assumes_what_that_one_assumes_and_its_own_instead(config):
    config.files["scenarios/top"] = config.files["scenarios/baseline"] | {"on_top_of": "baseline"}
    assume(config, arrival__p_crisis=0.5, arrival__per_year=700)
    assume(config, "top", arrival__p_crisis=0.1)
    world = config.world("top")
    found = [world.values[0, world.column(name)] for name in (CRISIS, "arrival.per_year")]
    assert found == [0.1, 700.0]


def test_a_table_of_worlds_leaves_what_is_assumed_as_it_is(config):
    assume(config, arrival__p_crisis=0.5)
    table = WorldTable(
        config.world(), (CRISIS, "arrival.per_year"), np.array([[0.1, 600.0], [0.2, 800.0]])
    )
    columns = [table.world.column(name) for name in table.names]
    found = [world.values[0, columns].tolist() for world in table]
    assert found == [[0.5, 600.0], [0.5, 800.0]]


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        (
            "arrival.p_crisi",
            0.5,
            "unknown row 'arrival.p_crisi'; did you mean 'arrival.p_crisis'?",
        ),
        (
            INTERVAL,
            42,
            f"'{INTERVAL}' is of kind lever; only a row of kind assumption or estimate can be "
            "assumed. Put it under 'changes', with the day from which it holds.",
        ),
        (CRISIS, 1.5, f"'{CRISIS}' is 1.5; plausible is 0 to 1."),
        (CRISIS, "much", f"'{CRISIS}' is 'much'; it must be a finite number"),
    ],
)
def test_what_cannot_be_assumed_is_told(config, name, value, message):
    assume(config, **{name: value})
    assert config.fault().startswith(f"{FILE}: 'assume': {message}")


def test_beyond_the_plausible_range_with_a_reason(config):
    assume(config, arrival__per_year={"value": 1200, "widen": "a thought experiment"})
    world = config.world()
    assert world.values[0, world.column("arrival.per_year")] == 1200.0


def test_an_assumption_of_the_wrong_shape_is_one_fault(config):
    config.files["scenarios/baseline"]["assume"] = [CRISIS]
    assert config.fault().startswith(f"{FILE}: 'assume' is ['{CRISIS}']; it must be a mapping of")


def test_a_row_that_is_gone_is_answered_with_what_took_its_place(config):
    old = "search.days_between_offers"
    took = f"'{old}' is of an earlier edition of the model; 'search.days_between_rounds' took its"
    config.change(old, {"from": date(2026, 1, 1), "to": 5})
    assert config.fault().startswith(f"{FILE}: lever {took}")
    config.files["scenarios/baseline"]["changes"] = {}
    assert config.fault(parameters={old: 5}).startswith(f"parameters: row {took}")
    config.files["region/north"]["rows"][old] = {}
    assert config.fault().startswith(f"conf/region/north.yaml: row {took}")


def test_who_was_never_there_is_answered_with_the_nearest():
    assert unknown_row("row", "a.bc", ["a.b"]).startswith("unknown row 'a.bc'; did you mean 'a.b'?")


def test_what_took_the_place_of_a_row_that_is_gone_is_there():
    rows = all_rows()
    for name, after in gone_rows().items():
        new = {each for each in after if " " not in each}
        assert after and name not in rows and new <= set(rows), f"{name}: {after}"


def test_a_mechanism_that_took_the_place_of_a_row_is_told_in_words():
    assert unknown_row("row", "staff.core_positions", []) == (
        "row 'staff.core_positions' is of an earlier edition of the model; the hours of the rung "
        "(rows of level.3 to level.5) took its place."
    )


def test_nothing_beyond_what_the_rules_have_so_many_of() -> None:
    row = all_rows()["provider.intake_stages"]
    assert [n for n in range(10) if row.can_hold(float(n))] == [1, 2, 3]
    assert row.fault(9.0) == "is 9 count; it must be at least 1 and at most 3."
