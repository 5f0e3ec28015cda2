import os
import pickle
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest

from sim.commands.parameters import main
from sim.common.errors import ConfigError
from sim.world.build import Run, group_slices
from tests.config.made_up import GROUPS, RUN, Evaluation, dated

INTERVAL, PLACES = "evaluation.interval_days", "setting.hic.places"


def test_days_and_dates_are_two_ways_to_say_the_same(config):
    world = config.world()
    assert (world.n_days, world.date(0), world.day(RUN.start)) == (
        100 + 730,
        date(2024, 9, 23),
        100,
    )
    assert all(world.day(world.date(day)) == day for day in range(world.n_days))
    assert world.date(world.n_days) == RUN.end


def test_a_slice_of_the_values_makes_the_group(config):
    world = config.world()
    assert Evaluation(*world.values[0, group_slices(GROUPS)["evaluation"]]) == Evaluation(
        182.0, 0.5
    )


def test_changes_are_sorted_lie_within_the_run_and_really_change_something(config):
    world = config.world(
        "fewer_places", region="both", levers={INTERVAL: {"from": date(2026, 12, 31), "to": 28}}
    )
    order = list(zip(world.change_day, world.change_region, world.change_name, strict=True))
    assert order == sorted(set(order))
    assert world.change_day.min() >= 1 and world.change_day.max() == world.n_days - 1
    now = world.values.copy()
    for day, region, name, value in zip(
        world.change_day, world.change_region, world.change_name, world.change_value, strict=True
    ):
        assert now[region, name] != value, (day, world.names[name])
        now[region, name] = value


def test_a_change_on_or_before_day_zero_is_in_the_values_and_one_after_the_end_is_nowhere(config):
    early, late = {"from": date(2020, 1, 1), "to": 60}, {"from": RUN.end, "to": 90}
    config.change(INTERVAL, early, late)
    world = config.world()
    assert world.values[0, world.column(INTERVAL)] == 60.0
    assert world.change_day.size == 0


def test_before_its_first_date_the_first_value_holds(config):
    config.files["parameters/evaluation"]["p_held"]["values"] = dated(0.4, date(2026, 1, 1))
    world = config.world(levers={"evaluation.p_held": {"from": date(2025, 6, 1), "add": 0.1}})
    assert world.values[0, world.column("evaluation.p_held")] == 0.4
    assert (world.change_day.tolist()[0], world.change_value.tolist()[0]) == (
        world.day(date(2025, 6, 1)),
        0.5,
    )
    assert np.count_nonzero(world.change_name == world.column("evaluation.p_held")) == 1


@pytest.mark.parametrize(
    "levers",
    [
        {"evaluation.p_held": 0.5},
        {INTERVAL: {"times": 1}},
        {INTERVAL: {"from": date(2025, 2, 2), "until": date(2026, 2, 2), "add": 0}},
        {PLACES: [{"from": date(2025, 2, 2), "to": 100}, {"from": date(2025, 3, 2), "times": 1.0}]},
        {},
    ],
)
def test_a_lever_that_changes_nothing_leaves_the_same_world(config, levers):
    plain, with_lever = config.world(), config.world(levers=levers)
    assert with_lever.fingerprint == plain.fingerprint
    assert with_lever == plain and hash(with_lever) == hash(plain)


def test_a_scenario_that_changes_nothing_leaves_the_same_world_under_another_name(config):
    plain = config.world()
    config.change(
        "evaluation.p_held", {"from": date(2025, 7, 1), "until": date(2026, 7, 1), "to": 0.5}
    )
    config.files["scenarios/same"] = config.files["scenarios/baseline"]
    same = config.world("same")
    assert (same.scenario, plain.scenario) == ("same", "baseline")
    assert same == plain


def test_every_input_that_matters_changes_the_fingerprint(config):
    worlds = [
        config.world(),
        config.world("fewer_places"),
        config.world(region="south"),
        config.world(region="both"),
        config.world(run=Run(RUN.start, RUN.end, 99)),
        config.world(run=Run(RUN.start, date(2027, 1, 2), 100)),
        config.world(levers={INTERVAL: 90}),
        config.world(parameters={INTERVAL: 90}),
    ]
    assert len({world.fingerprint for world in worlds}) == len(worlds)


def test_the_fingerprint_is_the_same_in_another_process_with_another_hash_seed(config):
    here = config.world("fewer_places", region="both").fingerprint
    program = (
        "import sys; from pathlib import Path; from sim.world.build import build_world; from "
        "tests.config.made_up import GROUPS, RUN;"
        "f = Path(sys.argv[1]); print(build_world('fewer_places', region='both', run=RUN, "
        "groups=GROUPS, conf=f / 'conf',"
        " scenarios=f / 'scenarios').fingerprint)"
    )
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", program, str(config.folder)],
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).resolve().parents[2],
            env=os.environ | {"PYTHONHASHSEED": seed},
        )
        assert done.stdout.strip() == here


def test_a_world_cannot_be_written_to_and_survives_pickling(config):
    world = config.world()
    with pytest.raises(ValueError, match="read-only"):
        world.values[0, 0] = 1.0
    again = pickle.loads(pickle.dumps(world))
    assert again == world and np.array_equal(again.values, world.values)


def test_the_most_places_of_the_run_are_rounded_up_and_ignore_what_lies_outside_it(config):
    places = config.files["parameters/setting"]["places"]
    places["integer"] = False
    config.change(
        PLACES,
        {"from": date(2025, 7, 1), "until": date(2025, 12, 1), "to": 120.2},
        {"from": RUN.end, "to": 300},
    )
    world = config.world(region="both")
    assert world.max_places.tolist() == [
        [100, 100, 121, 100, 100, 100, 100],
        [100, 100, 121, 100, 100, 100, 100],
    ]


def test_a_column_that_is_not_there_is_answered_with_the_nearest(config):
    with pytest.raises(
        ConfigError,
        match=(
            r"world: unknown row 'evaluation\.interval'; did you mean "
            r"'evaluation\.interval_days'\?"
        ),
    ):
        config.world().column("evaluation.interval")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            (date(2025, 1, 1), date(2025, 1, 1), 0),
            (
                "run: 'end' is 2025-01-01; it must be later than 'start', 2025-01-01. The end day "
                "itself is not simulated."
            ),
        ),
        (
            (date(2025, 1, 1), date(2085, 1, 2), 0),
            (
                "run: 'end' is 2085-01-02, over 60 years, the most, after 'start', 2025-01-01. "
                "Choose "
                "an earlier one."
            ),
        ),
        (
            (date(2025, 1, 1), date(2026, 1, 1), -1),
            "run: 'warm_up_days' is -1; it must be from 0 to 21915 days. Pass 0 for no warm-up.",
        ),
        (
            (date(2025, 1, 1), date(2026, 1, 1), 1.5),
            (
                "run: 'warm_up_days' is 1.5; it must be a whole number of days. Pass 1826 for five "
                "years."
            ),
        ),
        (
            (date(2, 1, 1), date(3, 1, 1), 400),
            (
                "run: 'warm_up_days' is 400, before the year 1; 'start' is 0002-01-01. Choose a "
                "later "
                "'start'."
            ),
        ),
        (
            (datetime(2025, 1, 1), date(2026, 1, 1), 0),
            (
                "run: 'start' is 2025-01-01 00:00:00; it must be a date without time. Pass "
                "datetime.date(2025, 1, 1)."
            ),
        ),
    ],
)
def test_an_impossible_run_is_refused(arguments, message):
    with pytest.raises(ConfigError) as caught:
        Run(*arguments)
    assert str(caught.value) == message


def test_faults_of_scenario_region_levers_and_parameters_are_reported_at_once(config):
    faults = config.faults(scenario="basline", region="nort", levers={"x": 1}, parameters={"y": 1})
    assert [fault.split("'")[0] for fault in faults] == [
        "unknown scenario ",
        "unknown region ",
        "parameters: unknown row ",
        "levers: unknown lever ",
    ]


def table(config, capsys, *arguments):
    config.write()
    code = main(
        ["--conf", str(config.folder / "conf"), "--on", "2026-02-01", *arguments], groups=GROUPS
    )
    return (code, *capsys.readouterr())


def test_the_table_shows_value_unit_kind_range_grade_and_source(config, capsys):
    code, out, _ = table(config, capsys, "--markdown", "--group", "evaluation")
    assert code == 0
    assert out.splitlines() == [
        "| name | value | unit | kind | plausible | grade | source | description |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        "| evaluation.interval_days | 150 | day | lever | 28 to 365 | B "
        "| invented, table 3 | Made up. |",
        "| evaluation.p_held | 0.5 | share | lever | 0 to 1 | B | invented, table 3 | Made up. |",
    ]


def test_the_table_shows_the_region_asked_for_and_the_range_over_several(config, capsys):
    assert "| arrival.per_year | per region |" in table(config, capsys, "--markdown")[1]
    assert (
        "| setting.hic.places | 10 |" in table(config, capsys, "--markdown", "--region", "south")[1]
    )
    assert (
        "| setting.hic.places | 10 … 100 |"
        in table(config, capsys, "--markdown", "--region", "both", "--group", "setting.hic")[1]
    )


@pytest.mark.parametrize("width", ["60", "80", "140", "200"])
def test_the_table_fits_the_terminal(config, capsys, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", width)
    code, out, _ = table(config, capsys)
    assert code == 0
    assert max(len(line) for line in out.splitlines()) <= int(width)
    sources = [
        line.split(" | ")[-2] for line in table(config, capsys, "--markdown")[1].splitlines()[2:]
    ]
    shown = "".join(out.split())
    assert not [source for source in sources if "".join(source.split()) not in shown], (
        "a source was cut off"
    )


def test_the_table_can_be_searched_and_shows_one_kind(config, capsys):
    names = [
        line.split(" | ")[0].strip("| ")
        for line in table(
            config, capsys, "--markdown", "--search", "evaluation", "--kind", "lever"
        )[1].splitlines()[2:]
    ]
    assert names == ["evaluation.interval_days", "evaluation.p_held"], names
    code, _, error = table(config, capsys, "--search", "nonsense")
    assert (code, error) == (
        2,
        "--search: nothing has all of 'nonsense'. Try another or a shorter word.\n",
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--region", "nort"], "unknown region 'nort'; did you mean 'north'?"),
        (
            ["--group", "evalution"],
            "--group: unknown group 'evalution'; did you mean 'evaluation'?",
        ),
        (["--on", "today"], "--on is 'today'; it must be a date such as 2025-07-01."),
    ],
)
def test_the_table_answers_a_fault_with_code_2_and_one_message(config, capsys, arguments, message):
    code, out, error = table(config, capsys, *arguments)
    assert (code, out) == (2, "")
    assert error.startswith(message) and error.count("\n") == 1
