"""Levers, regions, scenarios and KPIs are found in Dutch and English, with what they mean today."""

import datetime as dt
import re
from pathlib import Path

import pytest

import sim
from sim.__main__ import COMMANDS
from sim.catalogue.page import page
from sim.commands import kpis, levers, parameters, regions, scenarios
from sim.common.errors import ConfigError
from sim.front_door import prepare
from sim.words.catalogue import has

FOUND = [
    (sim.levers, "evaluatie", "evaluation.interval_days"),
    (sim.levers, "evaluations", "evaluation.interval_days"),
    (sim.levers, "PLEKKEN vervolg", "setting.follow_up.places"),
    (sim.levers, "follow-up places", "setting.follow_up.places"),
    (sim.levers, "uitzendkrachten", "staff.agency_cap"),
    (sim.regions, "limburg", "limburg"),
    (sim.regions, "netherlands", "nederland"),
    (sim.scenarios, "vervolgplekken", "follow_up_25"),
    (sim.scenarios, "closed youth care places", "jzplus_zero_2030"),
    (sim.kpis, "wachttijd crisis", "waited_crisis"),
    (sim.kpis, "kosten jongere solo", "cost_per_youth_year_solo"),
]


@pytest.mark.parametrize(
    ("look", "words", "name"), FOUND, ids=lambda each: getattr(each, "__name__", str(each))
)
def test_a_thing_is_found_by_words_of_either_language(look, words: str, name: str) -> None:
    found = look(words)
    assert name in set(found["name"]), f"{words!r} found {list(found['name'])}"
    assert len(found) < len(look()), "everything was found: the search says nothing"


def test_every_lever_has_a_meaning_in_dutch_that_is_not_the_english_one() -> None:
    found = sim.levers()
    assert (found["kind"] == "lever").all() and len(found) > 40
    bare = found.loc[found["meaning_nl"] == found["meaning_en"], "name"].tolist()
    assert not bare, f"sim/words/meanings.yaml lacks {bare}"
    gone = [name for name in found["name"] if not has(f"meanings.{key_of(name)}")]
    assert not gone, gone


def key_of(name: str) -> str:
    return f"{name.partition('.')[0]}.{name.rpartition('.')[2]}"


def test_the_value_that_is_shown_is_the_one_that_a_run_has() -> None:
    day = dt.date(2026, 3, 1)
    world = prepare("baseline", region="limburg", start=day, warm_up_years=0).world
    found = sim.levers(region="limburg", on=day, kind="all").set_index("name")
    for name in ("setting.jeugdzorgplus.places", "arrival.per_10000", "evaluation.interval_days"):
        assert found.loc[name, "today"] == world.values[0, world.column(name)], name
    assert set(found.index) == set(world.names)


def test_without_a_region_the_range_over_regions_is_shown() -> None:
    row = sim.levers("setting.hic.places").iloc[0]
    each = [sim.levers("setting.hic.places", region=name).iloc[0]["today"] for name in
            sim.regions().query("members == ''")["name"]]  # fmt: skip
    assert (row["today"], row["today_high"]) == (min(each), max(each))


def test_what_is_not_found_is_said_with_the_nearest_words() -> None:
    found = sim.levers("evaluatei")
    assert len(found) == 0 and "evaluatie" in found.readable("nl").text(80)
    with pytest.raises(ConfigError, match="'search' is 3; it must be text"):
        sim.levers(3)  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match="did you mean 'estimate'"):
        sim.levers(kind="estimat")


@pytest.mark.parametrize("width", [60, 80, 200])
@pytest.mark.parametrize("look", [sim.levers, sim.regions, sim.scenarios, sim.kpis])
def test_a_catalogue_can_be_read_at_any_width_and_no_name_is_cut(look, width: int) -> None:
    found = look()
    text = found.readable("nl").text(width)
    assert max(map(len, text.splitlines())) <= width
    cut = [name for name in found["name"] if name not in text]
    assert not cut, f"cut: {cut}"


def test_the_page_stands_on_its_own_in_both_languages_with_one_search_box(tmp_path: Path) -> None:
    text = page("nl")
    assert not re.findall(r"(?:src|href)=|https?://|@import", text), "it fetches something"
    assert re.findall(r'<html lang="(\w+)"', text) == ["nl"]
    assert re.findall(r'<main lang="(\w+)"', text) == ["nl", "en"]
    assert text.count("<input") == 1 and text.count('<label for="search">') == 2
    rows = len(re.findall(r"<tr data-text=", text))
    there = len(sim.levers()) + len(sim.regions()) + len(sim.scenarios()) + len(sim.kpis())
    assert rows == 2 * there, f"{rows} rows for {there} things in two languages"
    assert "scope=" in text and "<caption>" in text


@pytest.mark.parametrize("command", [levers, regions, scenarios, kpis])
def test_a_command_prints_and_writes_what_was_found(command, capsys, tmp_path: Path) -> None:
    assert command.main(["place", "--language", "nl"]) == 0
    assert capsys.readouterr().out.strip()
    assert command.main(["--markdown"]) == 0
    assert "| --- |" in capsys.readouterr().out
    target = tmp_path / "all.html"
    assert command.main(["--html", str(target)]) == 0 and target.stat().st_size > 50_000
    assert command.__name__.rpartition(".")[2] in COMMANDS


@pytest.mark.parametrize("command", [levers, regions, scenarios, kpis, parameters])
def test_a_search_that_finds_nothing_says_so_and_ends_with_code_2(command, capsys) -> None:
    how = ["--search"] if command is parameters else []
    assert command.main([*how, "zzz"]) == 2
    told = capsys.readouterr()
    assert told.out == "" and re.search(r"[Nn]othing (found|has)", told.err) and "zzz" in told.err


def test_an_unknown_region_ends_with_code_2_and_one_message(capsys) -> None:
    assert levers.main(["--region", "limbrug"]) == 2
    assert capsys.readouterr().err.startswith("unknown region 'limbrug'; did you mean 'limburg'?")
