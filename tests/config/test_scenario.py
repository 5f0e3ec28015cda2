from datetime import date

import pytest

from sim.world.scenario import load_scenario, scenario_names

BASELINE = "scenarios/baseline.yaml"


def test_a_scenario_says_what_it_asks_and_what_it_changes(config):
    config.write()
    folder = config.folder / "scenarios"
    assert scenario_names(folder) == ("baseline", "fewer_places")
    scenario = load_scenario("fewer_places", folder=folder)
    assert (scenario.name, scenario.title["nl"], scenario.source) == (
        "fewer_places",
        "Ja",
        "Made up.",
    )
    change = scenario.changes["setting.jeugdzorgplus.places"][0]
    assert (change.start, change.until, change.how, change.amount) == (
        date(2025, 7, 1),
        date(2026, 7, 1),
        "times",
        0.0,
    )
    by_path = load_scenario(folder / "fewer_places.yaml")
    assert by_path.changes == scenario.changes


def test_an_unknown_scenario_is_answered_with_the_nearest_and_all_valid_ones(config):
    assert config.fault(scenario="basline") == (
        "unknown scenario 'basline'; did you mean 'baseline'? Valid: baseline, fewer_places. "
        "Choose one of these, or give the path of a file (.yaml)."
    )
    assert "no.yaml: cannot be read (No such file or directory)" in config.fault(scenario="no.yaml")


def test_unknown_and_missing_keys_and_empty_texts_are_refused_at_once(config):
    content = config.files["scenarios/baseline"]
    content["storie"] = content.pop("story")
    content["source"] = " "
    content["title"] = "Ja"
    content["question"] = {"nl": "Ja", "en": ""}
    assert config.faults() == [
        (
            f"{BASELINE}: unknown key 'storie'; did you mean 'story'? Valid: assume, "
            "changes, on_top_of, question, source, story, title. Correct or remove it."
        ),
        (
            f"{BASELINE}: 'story' is missing; required: title, question, story, source, changes. "
            "Add "
            "it."
        ),
        (
            f"{BASELINE}: 'title' is 'Ja'; it must be a mapping of nl and en to text. Write 'key: "
            "value' lines."
        ),
        (
            f"{BASELINE}: 'question.en' is ''; it must be text that is not empty. Write it out, in "
            "quotes if it looks like a number."
        ),
        (
            f"{BASELINE}: 'source' is ' '; it must be text that is not empty. Write it out, in "
            "quotes "
            "if it looks like a number."
        ),
    ]


KEY = f"{BASELINE}: 'evaluation.interval_days'"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"from": date(2025, 7, 1)},
            (
                f"{KEY} has none of 'to', 'times' and 'add'; exactly one is allowed. Keep the one "
                "that "
                "you mean."
            ),
        ),
        (
            {"from": date(2025, 7, 1), "to": 42, "add": 1},
            (
                f"{KEY} has 'to' and 'add' of 'to', 'times' and 'add'; exactly one is allowed. "
                "Keep "
                "the one that you mean."
            ),
        ),
        ({"to": 42}, f"{KEY}: 'from' is missing; required: from. Add it."),
        (
            {"from": "soon", "to": 42},
            f"{KEY}: 'from' is 'soon'; it must be a date such as 2025-07-01. Write year-month-day.",
        ),
        (
            {"from": date(2025, 7, 1), "to": "x"},
            (
                f"{KEY}: 'to' is 'x'; it must be a finite number between -1e15 and 1e15. Write "
                "digits, "
                "a decimal point, no unit."
            ),
        ),
        (
            {"from": date(2025, 7, 1), "until": date(2025, 6, 1), "to": 42},
            (
                f"{KEY}: 'until' is 2025-06-01; it must be later than 'from', 2025-07-01. Correct "
                "one, "
                "or remove 'until' for a step."
            ),
        ),
        (
            {"from": date(2025, 7, 1), "to": 42, "shape": "step"},
            (
                f"{KEY}: 'shape' is 'step' without 'until'; a shape needs an end. Add 'until', or "
                "remove 'shape'."
            ),
        ),
        (
            {"from": date(2025, 7, 1), "until": date(2026, 7, 1), "to": 42, "shape": "linaer"},
            (
                f"{KEY}: 'shape' is 'linaer'; valid are linear, front_loaded, step. Choose one of "
                "these."
            ),
        ),
        (
            {"from": date(2025, 7, 1), "too": 42, "add": 1},
            (
                f"{KEY}: unknown key 'too'; did you mean 'to'? Valid: add, from, shape, times, to, "
                "until, widen. Correct or remove it."
            ),
        ),
        (
            {"from": date(2025, 7, 1), "to": 400, "widen": ""},
            (
                f"{KEY}: 'widen' is ''; it must be text that is not empty. Write it out, in quotes "
                "if "
                "it looks like a number."
            ),
        ),
    ],
)
def test_a_wrong_change_is_answered_with_file_key_value_and_way_out(config, change, message):
    config.change("evaluation.interval_days", change)
    assert config.fault() == message


def test_changes_are_a_list(config):
    config.files["scenarios/baseline"]["changes"] = {"evaluation.interval_days": 42}
    assert (
        config.fault()
        == f"{KEY} is 42; it must be a list of changes. Write '- {{from: 2025-07-01, to: 42}}'."
    )
    config.files["scenarios/baseline"]["changes"] = None
    assert config.fault() == (
        f"{BASELINE}: 'changes' is empty; it must be a mapping of levers to lists of changes. "
        "Write 'key: value' lines."
    )


def test_overlapping_ramps_and_dates_out_of_order_name_both_changes(config):
    first = {"from": date(2025, 1, 1), "until": date(2026, 1, 1), "to": 42}
    second = {"from": date(2025, 6, 1), "times": 2}
    config.change("evaluation.interval_days", first, second)
    assert config.fault() == (
        f"{KEY}: {{from: 2025-01-01, until: 2026-01-01, to: 42}} and {{from: 2025-06-01, times: "
        f"2}} overlap; "
        "one must end before the next starts. End the first by 2025-06-01."
    )
    config.change("evaluation.interval_days", second, first)
    assert config.fault() == (
        f"{KEY}: {{from: 2025-01-01, until: 2026-01-01, to: 42}} stands after {{from: 2025-06-01, "
        f"times: 2}}; 'from' dates must ascend. "
        "Put the changes in order of date."
    )
    config.change(
        "evaluation.interval_days", first | {"until": date(2025, 6, 1)}, second | {"times": 0.5}
    )
    config.world()
