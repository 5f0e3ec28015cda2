from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.world.changes import SHAPES, Change
from sim.world.levers import ramp
from tests.config.made_up import RUN

PLACES, INTERVAL, P_HELD = (
    "setting.jeugdzorgplus.places",
    "evaluation.interval_days",
    "evaluation.p_held",
)


def timeline(world, key):
    """Dated values of one key in region 0."""
    mine = (world.change_name == world.column(key)) & (world.change_region == 0)
    days = [
        (world.date(int(d)), float(v))
        for d, v in zip(world.change_day[mine], world.change_value[mine], strict=True)
    ]
    return [(world.date(0), float(world.values[0, world.column(key)])), *days]


NUMBERS = st.floats(-1e15, 1e15)


@given(
    before=NUMBERS,
    after=NUMBERS,
    days=st.integers(1, 20_000),
    shape=st.sampled_from(SHAPES),
    integer=st.booleans(),
)
def test_a_ramp_ends_exactly_at_its_end_and_never_turns_back_or_leaves_its_range(
    before, after, days, shape, integer
):
    if integer:
        before, after = float(round(before)), float(round(after))
    start = date(2025, 7, 1)
    values = ramp(
        Change(start, start + timedelta(days=days), "to", after, shape),
        before,
        after,
        integer=integer,
    )
    dates = [day for day, _ in values]
    path = np.array([before, *(value for _, value in values)])
    assert dates == sorted(set(dates)), "dates ascend strictly"
    assert all(start < day <= start + timedelta(days=days) for day in dates)
    assert path[-1] == after
    moves = np.diff(path)
    assert np.all(moves >= 0) or np.all(moves <= 0), path
    assert path.min() >= min(before, after) and path.max() <= max(before, after)
    if integer:
        assert all(value.is_integer() for value in path)
        assert shape == "step" or np.all(moves != 0), "equal values are given once"


def test_a_linear_ramp_moves_every_thirty_days_and_ends_on_its_day():
    change = Change(date(2025, 1, 1), date(2025, 4, 11), "to", 0.0)  # 100 days
    days = [date(2025, 1, 31), date(2025, 3, 2), date(2025, 4, 1), date(2025, 4, 11)]
    assert ramp(change, 1.0, 0.0, integer=False) == tuple(
        zip(days, [0.7, 0.4, 1.0 - 0.9, 0.0], strict=True)
    )
    front = ramp(
        Change(change.start, change.until, "to", 0.0, "front_loaded"), 1.0, 0.0, integer=False
    )
    assert [round(value, 12) for _, value in front] == [0.49, 0.16, 0.01, 0.0]
    assert ramp(Change(change.start, change.until, "to", 0.0, "step"), 1.0, 0.0, integer=False) == (
        (days[-1], 0.0),
    )


def test_whole_numbers_are_rounded_half_to_even():
    change = Change(date(2025, 1, 1), date(2025, 5, 1), "to", 2.0)  # 120 days: 0.5, 1, 1.5, 2
    assert [v for _, v in ramp(change, 0.0, 2.0, integer=True)] == [1.0, 2.0]
    assert ramp(change, 0.0, 2.0, integer=True)[0][0] == date(2025, 3, 2)


def test_a_scenario_governs_its_key_from_its_first_day_and_leaves_others_alone(config):
    config.change(INTERVAL, {"from": date(2025, 7, 1), "to": 42})
    world = config.world()
    assert timeline(world, INTERVAL) == [
        (world.date(0), 182.0),
        (date(2025, 7, 1), 42.0),
    ]  # recorded values of 2026 are ignored
    assert timeline(config.world("fewer_places"), INTERVAL)[1:] == [
        (date(2026, 1, 1), 150.0),
        (date(2026, 6, 1), 140.0),
    ]


def test_recorded_values_before_the_change_stay_in_force(config):
    config.change(INTERVAL, {"from": date(2026, 3, 1), "times": 0.5})
    assert timeline(config.world(), INTERVAL)[1:] == [
        (date(2026, 1, 1), 150.0),
        (date(2026, 3, 1), 75.0),
    ]


def test_a_factor_counts_from_the_recorded_value_and_a_ramp_starts_where_the_last_change_ended(
    config,
):
    config.change(
        P_HELD,
        {"from": date(2025, 2, 1), "to": 0.9},
        {"from": date(2025, 3, 1), "until": date(2025, 4, 10), "times": 0.8},
        {"from": date(2025, 5, 1), "add": 0.25},
    )
    values = [value for _, value in timeline(config.world(), P_HELD)]
    assert values == [0.5, 0.9, pytest.approx(0.9 - 0.5 * 30 / 40), 0.4, 0.75]


def test_an_announced_step_holds_the_value_until_its_day(config):
    config.change(
        INTERVAL, {"from": date(2025, 7, 1), "until": date(2026, 9, 1), "to": 90, "shape": "step"}
    )
    assert timeline(config.world(), INTERVAL)[1:] == [(date(2026, 9, 1), 90.0)]


def test_a_ramp_of_places_is_whole_and_ends_at_zero(config):
    moves = timeline(config.world("fewer_places"), PLACES)
    assert moves[0][1] == 100.0 and moves[-1] == (date(2026, 7, 1), 0.0)
    assert moves[1] == (date(2025, 7, 31), 92.0)
    assert all(value.is_integer() for _, value in moves)


def test_only_a_lever_can_be_changed(config):
    config.change("setting.hic.tariff_per_day", {"from": date(2025, 7, 1), "to": 500})
    assert config.fault() == (
        "scenarios/baseline.yaml: 'setting.hic.tariff_per_day' is of kind estimate; only a row of "
        "kind lever can be changed. "
        "Nearest lever: 'setting.hic.places'. For a value that holds in the whole run pass "
        "parameters={'setting.hic.tariff_per_day': ...}, on the command line "
        "assume.setting.hic.tariff_per_day=<value>, "
        "or make it a lever in conf/parameters/setting.yaml."
    )
    config.change("evaluation.intervaldays", {"from": date(2025, 7, 1), "to": 500})
    assert config.fault() == (
        "scenarios/baseline.yaml: unknown lever 'evaluation.intervaldays'; did you mean "
        "'evaluation.interval_days'? Valid: "
        "evaluation.interval_days, evaluation.p_held, setting.crisis_group.places, "
        "setting.family_home.places, "
        "setting.follow_up.places, setting.hic.places, "
        "setting.jeugdzorgplus.places, setting.open_group.places, setting.small_scale.places. "
        "Correct it; `doorstroom levers WORD` finds them."
    )


def test_a_value_beyond_the_plausible_range_needs_a_reason(config):
    change = {"from": date(2025, 7, 1), "times": 6}
    config.change(PLACES, change)
    assert config.faults(region="both") == [
        f"scenarios/baseline.yaml: '{PLACES}' on 2025-07-01 in {region} (times: 6) is 600 places; "
        "plausible is 0 to 500 places. "
        "Typing error? Correct it. Truly 600? Add 'widen: \"reason\"' to the change."
        for region in ("north", "south")
    ]
    config.change(PLACES, change | {"widen": "a thought experiment"})
    world = config.world()
    assert timeline(world, PLACES)[-1] == (date(2025, 7, 1), 600.0)
    assert world.max_places[0].tolist() == [600, 100, 100, 100, 100, 100, 100]


def test_a_whole_number_row_refuses_a_fraction_even_with_a_reason(config):
    config.change(INTERVAL, {"from": date(2025, 7, 1), "to": 42.5, "widen": "why not"})
    assert config.fault() == (
        f"scenarios/baseline.yaml: '{INTERVAL}' on 2025-07-01 is 42.5 day; only whole numbers from "
        "28 to 365 day make sense. Round it."
    )


def test_a_lever_is_a_number_a_change_or_a_list_of_changes(config):
    step = [(RUN.start, 42.0)]
    assert timeline(config.world(levers={INTERVAL: 42}), INTERVAL)[1:] == step
    assert timeline(config.world(levers={INTERVAL: np.float64(42)}), INTERVAL)[1:] == step
    assert timeline(config.world(levers={INTERVAL: {"to": 42}}), INTERVAL)[1:] == step
    listed = [{"from": "2025-02-01", "to": 42}, {"from": date(2025, 3, 1), "times": 1}]
    assert timeline(config.world(levers={INTERVAL: listed}), INTERVAL)[1:] == [
        (date(2025, 2, 1), 42.0),
        (date(2025, 3, 1), 182.0),
    ]


def test_a_lever_replaces_the_changes_of_the_scenario_from_its_own_first_day(config):
    world = config.world("fewer_places", levers={PLACES: {"from": date(2025, 10, 1), "times": 0.5}})
    before = [
        entry
        for entry in timeline(config.world("fewer_places"), PLACES)
        if entry[0] < date(2025, 10, 1)
    ]
    assert timeline(world, PLACES) == [
        *before,
        (date(2025, 10, 1), float(round(before[-1][1] / 2))),
    ]


def test_levers_are_checked_like_a_file(config):
    assert config.faults(levers={INTERVAL: 400, P_HELD: "much", "x": 1, PLACES: True}) == [
        (
            f"levers: '{P_HELD}' is 'much'; it must be a number, or dated changes. A number such "
            "as 42 is enough; dated it is {from: 2025-07-01, to: 42}, on a command line in quotes: "
            f"'policy.{P_HELD}={{from: 2025-07-01, to: 42}}'."
        ),
        (
            f"levers: '{PLACES}' is true; it must be a finite number between -1e15 and 1e15. Write "
            "digits, a decimal point, no unit."
        ),
        "levers: unknown lever 'x'; Valid: evaluation.interval_days, evaluation.p_held, "
        "setting.crisis_group.places, setting.family_home.places, "
        "setting.follow_up.places, "
        "setting.hic.places, setting.jeugdzorgplus.places, setting.open_group.places, "
        "setting.small_scale.places. "
        "Correct it; `doorstroom levers WORD` finds them.",
        f"levers: '{INTERVAL}' on 2025-01-01 is 400 day; plausible is 28 to 365 day. Typing error? "
        "Correct it. Truly 400? "
        "Add 'widen: \"reason\"' to the change.",
    ]


def test_parameters_replace_all_recorded_values_for_the_whole_run(config):
    world = config.world(
        region="south",
        parameters={INTERVAL: 90, "setting.hic.places": 20, "setting.hic.tariff_per_day": 999.5},
    )
    assert timeline(world, INTERVAL) == [(world.date(0), 90.0)]
    assert timeline(world, "setting.hic.places") == [(world.date(0), 20.0)]
    assert timeline(world, "setting.hic.tariff_per_day") == [(world.date(0), 999.5)]


def test_parameters_are_checked_and_can_be_widened(config):
    assert config.faults(
        parameters={"setting.hic.tarif_per_day": 1, P_HELD: 1.5, INTERVAL: {"valeu": 3}}
    ) == [
        (
            "parameters: unknown row 'setting.hic.tarif_per_day'; did you mean "
            "'setting.hic.tariff_per_day'? Valid: "
        )
        + config.faults(parameters={"setting.hic.tarif_per_day": 1})[0].split("Valid: ")[1],
        f"parameters: '{P_HELD}' is 1.5 share; it must be at least 0 and at most 1.",
        (
            f"parameters: '{INTERVAL}': unknown key 'valeu'; did you mean 'value'? Valid: value, "
            "widen. Correct or remove it."
        ),
        f"parameters: '{INTERVAL}': 'value' is missing; required: value. Add it.",
    ]
    told = config.faults(parameters={PLACES: 600})[0]
    assert "Pass {'value': 600, 'widen': 'reason'}; behind a command" in told
    assert told.endswith("{value: 600, widen: reason}.")
    world = config.world(parameters={PLACES: {"value": 600, "widen": "a test"}})
    assert timeline(world, PLACES) == [(world.date(0), 600.0)]


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [(P_HELD, 1.5, "at most 1"), (P_HELD, -0.1, "at least 0"), (PLACES, -5, "at least 0")],
)
def test_no_reason_makes_a_negative_capacity_or_a_share_above_one_sensible(
    config, name, value, allowed
):
    assert allowed in config.faults(parameters={name: {"value": value, "widen": "because"}})[0]
    assert (
        allowed
        in config.faults(
            levers={name: {"from": date(2025, 7, 1), "to": value, "widen": "because"}}
        )[0]
    )
