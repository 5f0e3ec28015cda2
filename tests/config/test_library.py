"""The scenarios that come with the program.

Each is right in every region, says something in both languages, and is listed.
"""

import datetime as dt
from pathlib import Path

import pytest

from scripts.list_scenarios import PAGE, page
from sim.common.errors import ConfigError
from sim.common.paths import CONF
from sim.world.build import Run, build_world
from sim.world.scenario import BASELINE, Scenario, load_scenario, scenario_names

RUN = Run(dt.date(2025, 1, 1), dt.date(2035, 1, 2), 365)
NAMES = scenario_names()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("region", ["noord_holland", "rotterdam_rijnmond", "nederland"])
def test_every_scenario_is_right_in_a_region_a_city_and_the_country(name: str, region: str) -> None:
    assert (CONF / "region" / f"{region}.yaml").is_file()
    world = build_world(name, region=region, run=RUN)
    assert world.scenario == name


@pytest.mark.parametrize("name", [name for name in NAMES if name != BASELINE])
def test_a_scenario_changes_or_assumes_something_within_the_years_that_are_reported(
    name: str,
) -> None:
    scenario = load_scenario(name)
    below = load_scenario(scenario.usual_base)
    own, other = ((each.changes, each.assume) for each in (scenario, below))
    assert own != other, f"{name} is {below.name}"
    for key, changes in scenario.changes.items():
        for change in changes:
            assert RUN.start <= change.start <= change.until < RUN.end, f"{name}, {key}: {change}"


@pytest.mark.parametrize("name", NAMES)
def test_texts_are_there_in_both_languages_and_the_question_is_one(name: str) -> None:
    scenario = load_scenario(name)
    for text in (scenario.title, scenario.question, scenario.story):
        assert text["nl"] != text["en"], f"{name}: {text}"
    assert all(scenario.question[lang].endswith("?") for lang in ("nl", "en")), (
        f"{scenario.question}"
    )


def test_there_are_at_least_sixteen_with_titles_of_their_own_and_every_shape_of_ramp() -> None:
    loaded = [load_scenario(name) for name in NAMES]
    shapes = {
        change.shape
        for s in loaded
        for changes in s.changes.values()
        for change in changes
        if change.until > change.start
    }
    assert len(loaded) >= 16 and len({s.title["nl"] for s in loaded}) == len(
        {s.title["en"] for s in loaded}
    ) == len(loaded)
    assert shapes == {"linear", "front_loaded", "step"}, f"{shapes}"


def test_the_page_lists_what_the_files_say() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert page(text) == text, "run: python scripts/list_scenarios.py"


def test_a_scenario_on_top_of_another_has_its_changes_and_its_own_hold(tmp_path: Path) -> None:
    text = (
        "title: {nl: a, en: b}\nquestion: {nl: a, en: b}\nstory: {nl: a, en: b}\nsource: "
        "assumption\n"
    )
    (tmp_path / "low.yaml").write_text(
        text
        + (
            "changes: {evaluation.interval_days: {from: 2026-01-01, to: 42}, start.p_ret: {from: "
            "2026-01-01, to: 1}}\n"
        )
    )
    (tmp_path / "high.yaml").write_text(
        text + "on_top_of: low\nchanges: {start.p_ret: {from: 2027-01-01, to: 0}}\n"
    )
    high: Scenario = load_scenario("high", folder=tmp_path)
    assert (high.usual_base, sorted(high.changes)) == (
        "low",
        ["evaluation.interval_days", "start.p_ret"],
    )
    assert high.changes["start.p_ret"][0].amount == 0


@pytest.mark.parametrize(
    ("below", "message"),
    [("lowe", "did you mean 'low'?"), ("high", "go round"), (3, "unknown scenario '3'")],
)
def test_what_a_scenario_stands_on_must_be_there_and_not_go_round(
    tmp_path: Path, below: object, message: str
) -> None:
    text = (
        "title: {nl: a, en: b}\nquestion: {nl: a, en: b}\nstory: {nl: a, en: b}\nsource: "
        "assumption\n"
    )
    (tmp_path / "low.yaml").write_text(text + "changes: {}\n")
    (tmp_path / "high.yaml").write_text(text + f"on_top_of: {below}\nchanges: {{}}\n")
    with pytest.raises(ConfigError) as error:
        load_scenario("high", folder=tmp_path)
    assert message in str(error.value) and "on_top_of" in str(error.value), f"{error.value}"
