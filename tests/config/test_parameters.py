from datetime import date
from typing import Any

import pytest

from sim.world.parameters import column_names, group_slices, load_rows
from tests.config.made_up import GROUPS, SETTINGS, Config, SettingGroup, dated, row

INTERVAL = "conf/parameters/evaluation.yaml: 'interval_days'"


def load(config: Config) -> Any:
    config.write()
    return load_rows(config.folder / "conf" / "parameters", GROUPS)


def interval(config: Config) -> dict[str, Any]:
    return config.files["parameters/evaluation"]["interval_days"]


def test_every_row_is_loaded_under_its_full_name_in_the_order_of_the_groups(config):
    rows = load(config)
    assert tuple(rows) == column_names(GROUPS)
    assert list(rows)[:4] == [
        "arrival.per_year",
        "arrival.p_crisis",
        "setting.jeugdzorgplus.places",
        "setting.jeugdzorgplus.group_size",
    ]
    assert list(rows)[-1] == "level.5.hours_per_day"
    one = rows["evaluation.interval_days"]
    assert (one.unit, one.kind, one.plausible, one.integer, one.is_region) == (
        "day",
        "lever",
        (28.0, 365.0),
        True,
        False,
    )
    assert one.file == "conf/parameters/evaluation.yaml"
    assert [(v.date, v.value, v.grade) for v in one.values][1] == (date(2026, 1, 1), 150.0, "B")
    assert rows["arrival.per_year"].is_region and rows["arrival.per_year"].values == ()
    assert rows["level.3.hours_per_day"].values[0].value == 36.0


def test_a_slice_of_the_columns_fits_its_group(config):
    slices, names = group_slices(GROUPS), column_names(GROUPS)
    assert names[slices["setting.open_group"]] == tuple(
        f"setting.open_group.{f}" for f in SettingGroup._fields
    )
    assert names[slices["level.3"]] == ("level.3.hours_per_day",)
    assert sum(s.stop - s.start for s in slices.values()) == len(names)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"unit": ""},
            (
                f"{INTERVAL}: 'unit' is ''; it must be text that is not empty. Write it out, in "
                "quotes "
                "if it looks like a number."
            ),
        ),
        (
            {"kind": "levr"},
            (
                f"{INTERVAL}: 'kind' is 'levr'; valid are estimate, law, assumption, lever. Choose "
                "one "
                "of these."
            ),
        ),
        (
            {"plausible": [9, 1]},
            (
                f"{INTERVAL}: 'plausible' is [9, 1]; it must be two numbers, lowest first. Write "
                "'plausible: [28, 365]'."
            ),
        ),
        (
            {"plausible": [1, ".inf"]},
            (
                f"{INTERVAL}: 'plausible' is '.inf'; it must be a finite number between -1e15 and "
                "1e15. Write digits, a decimal point, no unit."
            ),
        ),
        (
            {"integer": "yes"},
            f"{INTERVAL}: 'integer' is 'yes'; it must be true or false. Correct it.",
        ),
        (
            {"uint": "day"},
            f"{INTERVAL}: unknown key 'uint'; did you mean 'unit'? Valid: description, each, "
            "integer, kind, label, plausible, region, said, unit, values. Correct or remove it.",
        ),
        (
            {"label": {"nl": "tijd tussen evaluaties"}},
            f"{INTERVAL}: 'label': 'en' is missing; required: nl, en. Add it.",
        ),
        (
            {"said": {"per": 0, "unit": {"nl": "weken", "en": "weeks"}}},
            f"{INTERVAL}: 'said': 'per' is 0; a value is told as so many times it. Write 'per: 1'.",
        ),
        (
            {"said": {"per": "a week", "unit": {"nl": "weken", "en": "weeks"}}},
            f"{INTERVAL}: 'said': 'per' is 'a week'; it must be a finite number between -1e15 and "
            "1e15. Write digits, a decimal point, no unit.",
        ),
        (
            {"values": dated(400)},
            f"{INTERVAL}: 'values': '2015-01-01' is 400 day; plausible is 28 to 365 day. Typing "
            "error? Correct it. "
            "Truly 400? Widen 'plausible' in conf/parameters/evaluation.yaml and add its source.",
        ),
        (
            {"values": dated(40.5)},
            (
                f"{INTERVAL}: 'values': '2015-01-01' is 40.5 day; only whole numbers from 28 to "
                "365 "
                "day make sense. Round it."
            ),
        ),
        (
            {"values": dated(True)},
            f"{INTERVAL}: 'values': '2015-01-01': 'value' is true; it must be a finite number "
            "between "
            f"-1e15 and 1e15. "
            "Write digits, a decimal point, no unit.",
        ),
        (
            {"values": dated(90, source=" ")},
            f"{INTERVAL}: 'values': '2015-01-01': 'source' is ' '; it must be text that is not "
            "empty. "
            "Write it out, in quotes if it looks like a number.",
        ),
        (
            {"values": dated(90, grade="-")},
            (
                f"{INTERVAL}: 'values': '2015-01-01': 'grade' is '-'; valid are A, B, C, D. Choose "
                "one "
                "of these."
            ),
        ),
        (
            {"values": {2015: {}}},
            (
                f"{INTERVAL}: 'values': date is 2015; it must be a date such as 2025-07-01. Write "
                "year-month-day."
            ),
        ),
        (
            {"values": {}},
            (
                f"{INTERVAL}: 'values' is {{}}; dates are needed. Write '2015-01-01: {{value: 1, "
                f'source: "...", grade: B}}\'.'
            ),
        ),
        (
            {"values": dated(90, date(2020, 1, 1)) | dated(90)},
            (
                f"{INTERVAL}: 'values': 2015-01-01 comes after 2020-01-01; dates must ascend. Put "
                "the "
                "lines in order of date."
            ),
        ),
        (
            {"region": True},
            (
                f"{INTERVAL} has both 'values' and 'region: true'; exactly one is allowed. Remove "
                "'values' if every region gives its own."
            ),
        ),
    ],
)
def test_a_wrong_row_is_answered_with_file_key_value_range_and_way_out(config, change, message):
    interval(config).update(change)
    faults = config.faults()
    assert message in faults


@pytest.mark.parametrize("key", ["description", "unit", "kind", "plausible"])
def test_a_missing_key_of_a_row_is_named(config, key):
    del interval(config)[key]
    assert (
        config.fault()
        == f"{INTERVAL}: '{key}' is missing; required: description, unit, kind, plausible. Add it."
    )


@pytest.mark.parametrize("key", ["value", "source", "grade"])
def test_a_missing_key_of_a_value_is_named(config, key):
    entry = dated(90)
    del entry[date(2015, 1, 1)][key]
    interval(config)["values"] = entry
    assert config.fault() == (
        f"{INTERVAL}: 'values': '2015-01-01': '{key}' is missing; required: value, source, "
        "grade. Add it."
    )


def test_an_assumption_says_so_in_its_source_and_has_grade_d_or_none(config):
    values = config.files["parameters/arrival"]["p_crisis"]["values"][date(2015, 1, 1)]
    values.update(source="a report", grade="A")
    where = "conf/parameters/arrival.yaml: 'p_crisis': 'values': '2015-01-01'"
    assert config.faults() == [
        f"{where}: 'source' is 'a report'; a row of kind assumption has a source that starts with "
        "'assumption'. "
        "Write 'assumption, why', or give the row another kind.",
        f"{where}: 'grade' is 'A'; valid are D, -. Choose one of these.",
    ]
    values.update(source="Assumption, agreed", grade="D")
    config.world()


def test_a_missing_row_an_unknown_row_a_missing_file_and_an_unknown_file_are_named_at_once(config):
    content = config.files["parameters/evaluation"]
    content["p_hold"] = content.pop("p_held")
    del config.files["parameters/level"]
    config.files["parameters/evalution"] = {}
    assert config.faults() == [
        "conf/parameters: unknown file 'evalution.yaml'; did you mean 'evaluation.yaml'? Valid: "
        "arrival.yaml, evaluation.yaml, level.yaml, "
        "setting.yaml. Rename or remove it, or declare the group in the rules.",
        "conf/parameters/evaluation.yaml: unknown row 'p_hold'; did you mean 'p_held'? Valid: "
        "interval_days, p_held. Correct or remove it, "
        "or add the field to the group 'evaluation' in the rules.",
        (
            "conf/parameters/evaluation.yaml: row 'p_held' is missing; the group 'evaluation' "
            "needs "
            "interval_days, p_held. Add it."
        ),
        (
            "conf/parameters/level.yaml: file is missing; the rules declare the group 'level' with "
            "hours_per_day. Add the file."
        ),
    ]


def test_a_row_that_stands_twice_is_refused(config):
    config.files["parameters/level"] = "hours_per_day: 1\nhours_per_day: 2\n"
    assert (
        "conf/parameters/level.yaml, line 2: key 'hours_per_day' stands twice, first on line 1"
        in config.fault()
    )


def test_every_thing_must_be_there_and_nothing_else(config):
    each = config.files["parameters/setting"]["places"]["each"]
    each["hicc"] = each.pop("hic")
    where = "conf/parameters/setting.yaml: 'places'"
    assert config.faults() == [
        f"{where}: 'each': unknown setting 'hicc'; did you mean 'hic'? Valid: crisis_group, "
        "family_home, follow_up, hic, jeugdzorgplus, open_group, "
        "small_scale. Correct or remove it.",
        (
            f"{where}: 'each' has no 'hic'; needed are {', '.join(SETTINGS)}. Add it, or 'region: "
            "true' if every region gives its own."
        ),
    ]


def test_a_thing_that_only_regions_know_may_be_left_out_with_region_true(config):
    places = config.files["parameters/setting"]["places"]
    del places["each"]["hic"]
    places["region"] = True
    assert (
        "conf/region/north.yaml: row 'setting.hic.places' is missing; conf/parameters/setting.yaml "
        "says 'region: true'"
    ) in config.fault()
    assert (
        config.world(region="south").values[0][column_names(GROUPS).index("setting.hic.places")]
        == 10.0
    )


@pytest.mark.parametrize(("group", "wrong"), [("setting", "values"), ("evaluation", "each")])
def test_values_and_each_stand_only_where_they_belong(config, group, wrong):
    field = "places" if group == "setting" else "p_held"
    config.files[f"parameters/{group}"][field] = row(**{wrong: dated(1.0)})
    right = {"values": "each", "each": "values"}[wrong]
    assert config.fault() == (
        f"conf/parameters/{group}.yaml: '{field}' has '{wrong}'; a row of the group '{group}' has "
        f"'{right}'. Rename it."
    )


def test_a_row_without_any_value_is_refused(config):
    del interval(config)["values"]
    assert config.fault().startswith(
        f"{INTERVAL} has neither 'values' nor 'region: true'; exactly one is allowed. Add 'values'"
    )
    config.files["parameters/evaluation"]["interval_days"] = 3
    assert config.fault() == (
        f"{INTERVAL} is 3; it must be a mapping of description, unit, kind, plausible and values. "
        "Write 'key: value' lines."
    )


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(
        ValueError,
        match=r"conf/parameters: is not a folder; the parameter files are expected there",
    ):
        load_rows(tmp_path / "conf" / "parameters", GROUPS)
