"""What a file means is told without simulating, and is what a run would have."""

from datetime import date
from pathlib import Path

import pytest

import sim
from sim.catalogue.check_file import check_file
from sim.catalogue.new_region import new_region
from sim.catalogue.new_scenario import new_scenario
from sim.commands import check
from sim.common.errors import ConfigError
from sim.front_door import prepare
from sim.reporting.background import background_of
from sim.words.numbers import shortest
from sim.world.scenario import load_scenario, scenario_names

RET = "start.p_ret: {from: 2026-01-01, to: 0.6}"
TOTAL = "setting.small_scale.places: {from: 2026-01-01, to: 40}"
LATE = "start.p_plan: {from: 2060-01-01, to: 0.6}"


def scenario(folder: Path, *changes: str) -> Path:
    path = new_scenario("mine", path=folder / "mine.yaml")
    text = path.read_text(encoding="utf-8")
    head = text.partition("changes:")[0]
    path.write_text(head + "changes:\n" + "".join(f"  {each}\n" for each in changes))
    return path


def test_the_values_of_each_year_are_those_of_the_world_that_would_run() -> None:
    sheet = check_file("jzplus_zero_2030", region="limburg")
    world = prepare("jzplus_zero_2030", region="limburg").world
    column = world.column("setting.jeugdzorgplus.places")
    own = next(row for row in sheet.rows if "setting.jeugdzorgplus.places" in row[0])
    for heading, cell in zip(sheet.headings[2:], own[2:], strict=True):
        day = world.day(date(int(heading), 1, 1))
        is_past = (world.change_name == column) & (world.change_day <= day)
        values = [world.values[0, column], *world.change_value[is_past]]
        assert cell == shortest(float(values[-1]), "en"), f"{heading}: {cell}, {values[-1]}"
    assert own[-1] == "0" and len(sheet.headings) > 4


@pytest.mark.parametrize("name", scenario_names())
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_scenario_can_be_checked(name: str, language: str) -> None:
    sheet = check_file(name, region="noord_holland", language=language)
    assert bool(sheet.rows) is bool(load_scenario(name).changes)
    assert max(map(len, sheet.text(80).splitlines())) <= 80


def test_a_share_of_what_is_not_urgent_is_told_as_a_share_of_all(tmp_path: Path) -> None:
    notes = " ".join(check_file(scenario(tmp_path, RET)).notes)
    assert "not urgent" in notes and "So 60% means 18% of all 1:1" in notes, notes


def test_a_run_says_the_same_of_that_share_as_the_check(tmp_path: Path) -> None:
    path = scenario(tmp_path, RET)
    run = {"end": "2026-02-01", "warm_up_years": 0, "replications": 1}
    pair = [sim.simulate(each, **run) for each in ("baseline", path)]
    found = background_of(*pair).notes
    told = next(note for note in check_file(path).notes if "not urgent" in note)
    assert told in found["en"], found["en"]
    assert not any("not urgent" in note for note in background_of(pair[0], pair[0]).notes["en"])


def test_a_change_from_an_assumption_says_so_and_one_from_a_count_does_not() -> None:
    run = {"end": "2026-02-01", "warm_up_years": 0, "replications": 1}
    base, zero, crisis = (
        sim.simulate(each, **run) for each in ("baseline", "jzplus_zero_2030", "crisis_places")
    )
    (told,) = (n for n in background_of(zero, crisis).notes["en"] if "itself an assumption" in n)
    assert "places (crisis place" in told and "JeugdzorgPlus" not in told, told
    counted = background_of(base, zero).notes["en"]
    assert not any("itself an assumption" in note for note in counted), counted


def test_a_total_that_may_be_meant_on_top_is_asked_back(tmp_path: Path) -> None:
    notes = " ".join(check_file(scenario(tmp_path, TOTAL), region="noord_holland").notes)
    world = prepare("baseline", region="noord_holland").world
    now = shortest(world.values[0, world.column("setting.small_scale.places")], "en")
    assert "40 places in all" in notes and f"it was {now} places" in notes, notes
    assert "add: 40" in notes


def test_a_change_after_the_end_is_told(tmp_path: Path) -> None:
    sheet = check_file(scenario(tmp_path, LATE))
    assert any("nothing of this change" in note for note in sheet.notes), sheet.notes


def test_faults_are_told_with_the_nearest_names_and_code_2(tmp_path: Path, capsys) -> None:
    path = scenario(tmp_path, "start.p_rett: {from: 2026-01-01, to: 0.6}")
    assert check.main([str(path)]) == 2
    assert "did you mean 'start.p_ret'" in capsys.readouterr().err
    with pytest.raises(ConfigError, match="did you mean 'baseline'"):
        check_file("basline")
    (tmp_path / "odd.yaml").write_text("a: 1\n")
    with pytest.raises(ConfigError, match=r"neither 'changes' .* nor 'rows'"):
        check_file(tmp_path / "odd.yaml")


def test_a_region_out_of_proportion_is_warned_of_and_one_in_proportion_is_not(
    tmp_path: Path,
) -> None:
    good = new_region("small_one", population=30_000, like="limburg", path=tmp_path / "a.yaml")
    known = {"setting.open_group.places": 724}
    odd = new_region(
        "odd_one", population=30_000, like="limburg", known=known, path=tmp_path / "b.yaml"
    )
    assert not [n for n in check_file(good).notes if n.startswith("Warning")]
    (warning,) = [n for n in check_file(odd).notes if n.startswith("Warning")]
    assert "241 per 10,000 youths" in warning and "30,000" in warning, warning


def test_every_region_that_comes_with_the_program_is_in_proportion() -> None:
    sheet = check_file("overijssel", language="nl")
    assert not [note for note in sheet.notes if note.startswith("Let op")]
    assert "overijssel" in check_file("nederland").text(80)


OWN_LIST = """\
providers:
  - title: {{nl: "Alles", en: "Everything"}}
    contract: true
    ages: [9, 23]
    profiles: {profiles}
    settings: {{jeugdzorgplus: 9, open_group: 9, hic: 9, small_scale: 9, family_home: 9,
               follow_up: 9, crisis_group: 9}}
    {alone}
    source: "made up"
    grade: D
  - title: {{nl: "Klein", en: "Small"}}
    contract: true
    ages: [9, 23]
    profiles: {profiles}
    settings: {{open_group: 9, hic: {weight}}}
    source: "made up"
    grade: D
"""
EVERY = "[behaviour, disability, psychiatry]"


def test_who_is_taken_by_nobody_and_offers_without_a_location_are_told(tmp_path: Path) -> None:
    for n, (profiles, alone, weight, told) in enumerate(
        [
            (EVERY, "alone: solo", 9, []),
            (
                "[behaviour, psychiatry]",
                "alone: unit",
                9,
                [
                    "Warning: no provider of open group or family home takes mild intellectual "
                    "disability, aged 9\N{EN DASH}22.",
                    "Warning: no provider of follow-up place takes mild intellectual disability, "
                    "aged 16\N{EN DASH}22.",
                ],
            ),
            (
                EVERY,
                "alone: unit",
                0.01,
                [
                    "Warning: with its weight \N{LEFT SINGLE QUOTATION MARK}Small"
                    "\N{RIGHT SINGLE QUOTATION MARK} gets no location of HIC bed; nobody can be "
                    "there."
                ],
            ),
            (
                EVERY,
                "# runs no 1:1 alone",
                9,
                [
                    "Warning: nobody runs 1:1 alone (\N{LEFT SINGLE QUOTATION MARK}alone: unit"
                    "\N{RIGHT SINGLE QUOTATION MARK} or \N{LEFT SINGLE QUOTATION MARK}alone: solo"
                    "\N{RIGHT SINGLE QUOTATION MARK}); it is then arranged outside "
                    "this list, without a contract."
                ],
            ),
        ]
    ):
        path = new_region("mine", population=300_000, path=tmp_path / f"r{n}.yaml")
        own = OWN_LIST.format(profiles=profiles, alone=alone, weight=weight)
        path.write_text(path.read_text(encoding="utf-8") + own, encoding="utf-8")
        notes = check_file(path).notes
        assert [note for note in notes if note.startswith("Warning")] == told
        assert any("2 providers (own list)" in note for note in notes)


def test_the_explained_list_of_a_new_region_is_a_list_when_its_marks_are_taken_off(
    tmp_path: Path,
) -> None:
    path = new_region("mine", population=300_000, path=tmp_path / "mine.yaml")
    before, _, explained = path.read_text(encoding="utf-8").partition("# providers:")
    lines = [line.removeprefix("# ") for line in f"# providers:{explained}".splitlines()]
    path.write_text(before + "\n".join(lines), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        check_file(path)
    assert "places need at least one provider" in str(caught.value)


def test_what_a_scenario_assumes_is_told_beside_what_is_in_force(tmp_path: Path) -> None:
    path = scenario(tmp_path, RET)
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "assume: {search.days_tolerance: 10}\n", encoding="utf-8")
    notes = " ".join(check_file(path).notes)
    world = prepare("baseline", region="noord_holland").world
    usual = shortest(world.values[0, world.column("search.days_tolerance")], "en")
    assert f"(search.days_tolerance) is 10 days; else it would be {usual} days." in notes
