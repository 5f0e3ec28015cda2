"""What a scenario changes, in words.

A reader is told of every change that these figures do not hold.
"""

import datetime as dt
import io
from typing import Any

import pytest
from rich.console import Console

from sim.common.errors import Faults
from sim.measures.comparison import Side, comparison_of
from sim.reporting.background import Background
from sim.reporting.console import print_comparison
from sim.reporting.policy import Policy, notes
from sim.reporting.summary import write_summary
from sim.words.levers import amount_words, label_of, lever_lines
from sim.words.report import title_with
from sim.world.build import default_conf, default_groups
from sim.world.changes import parse_changes
from sim.world.parameters import load_rows
from sim.world.run import Run
from tests.measures.synthetic import lively

ROWS = load_rows(default_conf() / "parameters", default_groups())
RUN = Run(dt.date(2025, 1, 1), dt.date(2026, 1, 1), 365)
RECORDED = (dt.date(2010, 1, 1), dt.date(2025, 6, 30))
PLACES = "setting.follow_up.places"
TITLE = {"nl": "Plekken erbij", "en": "More places"}


def changes(**entry: Any) -> Any:
    faults = Faults()
    entry = {"from" if key == "begin" else key: value for key, value in entry.items()}
    made = {PLACES: parse_changes([entry], "a test", PLACES, faults)}
    faults.stop()
    return made


def told(
    made: Any, levers: Any = None, run: Run = RUN, is_same: bool = False, lang: str = "en"
) -> list[str]:
    base = Policy({"nl": "Nu", "en": "Now"}, {}, {})
    return list(
        notes([base, Policy(TITLE, made, levers or {})], ROWS, run, RECORDED, is_same)[lang]
    )


def test_a_change_after_the_last_day_measured_is_said_not_to_count() -> None:
    (en,), (nl,) = (
        told(changes(begin="2026-01-01", times=1.25), lang=lang) for lang in ("en", "nl")
    )
    assert en == (
        "‘places (follow-up place)’ changes in ‘More places’ on 2026-01-01 only. Days up "
        "to 2025-12-31 are measured: nothing of this "
        "change shows in these figures."
    )
    assert "verandert in ‘Plekken erbij’ pas op 1-1-2026" in nl and "niets te zien" in nl
    assert told(changes(begin="2025-12-31", times=1.25)) == [], (
        "a step on the last day measured counts"
    )


def test_a_ramp_that_goes_on_after_the_last_day_is_said_to_be_cut_off() -> None:
    (text,) = told(changes(begin="2025-07-01", until="2030-01-01", times=0.0))
    assert "step by step until 2030-01-01" in text and "only the beginning" in text
    assert told(changes(begin="2025-07-01", until="2025-12-31", times=0.0)) == []


def test_an_announced_step_counts_from_its_last_day() -> None:
    (text,) = told(changes(begin="2025-07-01", until="2027-01-01", times=0.0, shape="step"))
    assert "on 2027-01-01 only" in text and "nothing of this change" in text


def test_a_change_that_was_over_before_the_first_day_is_said_to_be() -> None:
    (text,) = told(changes(begin="2023-01-01", until="2024-01-01", to=10))
    assert "finished changing on 2024-01-01" in text
    assert told(changes(begin="2025-01-01", to=10)) == []


def test_a_change_that_moves_nothing_needs_no_warning() -> None:
    assert told(changes(begin="2031-01-01", times=1.0)) == []


def test_levers_are_warned_about_too_and_replace_what_the_scenario_says() -> None:
    late = changes(begin="2031-01-01", to=5)
    assert "on 2031-01-01 only" in told({}, late)[0]
    replaced = told(changes(begin="2025-07-01", to=9), changes(begin="2025-01-01", to=5))
    assert replaced == [
        (
            "What ‘More places’ itself says about ‘places (follow-up place)’ is replaced "
            "by "
            "the extra change from 2025-01-01 on."
        )
    ]


def test_equal_numbers_on_both_sides_are_said_to_be_equal() -> None:
    assert told({}, is_same=True) == [
        (
            "Base and scenario are equal in every input number in this period. So there cannot be "
            "any "
            "difference."
        )
    ]


@pytest.mark.parametrize(
    ("year", "said"),
    [
        (1995, "Input numbers begin in 2010"),
        (2010, ""),
        (2025, ""),
        (2040, "last counted places are of 2025-06-30"),
    ],
)
def test_a_period_outside_the_recorded_years_is_said_to_be(year: int, said: str) -> None:
    texts = told({}, run=Run(dt.date(year, 1, 1), dt.date(year + 1, 1, 1), 0))
    assert [said in text for text in texts] == ([True] if said else []), texts


def test_a_lever_is_shown_with_its_words_value_and_date() -> None:
    interval = {
        "evaluation.interval_days": parse_changes(
            42, "levers", "evaluation.interval_days", Faults(), RUN.start
        )
    }
    assert lever_lines(interval, ROWS) == {
        "nl": ["tijd tussen evaluaties: 6 weken, vanaf 1-1-2025"],
        "en": ["time between evaluations: 6 weeks, from 2025-01-01"],
    }
    ramp = lever_lines(changes(begin="2026-01-01", until="2028-01-01", times=1.25), ROWS)["nl"]
    assert ramp == [
        "plekken (vervolgplek): 125% van vandaag, stap voor stap van 1-1-2026 tot 1-1-2028"
    ]
    chance, price = ROWS["start.p_plan"], ROWS["setting.hic.tariff_per_day"]
    assert (amount_words(0.125, chance, "nl"), amount_words(-1250.5, price, "nl")) == (
        "12,5%",
        "\u22121.250,5 euro per dag",
    )
    assert lever_lines(changes(begin="2025-01-01", add=5), ROWS)["en"] == [
        "places (follow-up place): +5 places, from 2025-01-01"
    ]


@pytest.mark.parametrize(
    ("factor", "said"),
    [
        (0.0, "none left"),
        (0.5, "half of today"),
        (1.87, "187% of today"),
        (0.125, "12.5% of today"),
        (5.0, "5 times as much as today"),
    ],
)
def test_a_factor_is_told_as_a_part_of_today(factor: float, said: str) -> None:
    (line,) = lever_lines(changes(begin="2025-01-01", times=factor), ROWS)["en"]
    assert line == f"places (follow-up place): {said}, from 2025-01-01"


def test_a_lever_is_told_in_the_direction_in_which_it_works() -> None:
    name = "search.accept_after_one_to_one"  # log-odds: the lower, the more reluctance
    made = {name: parse_changes([{"from": "2026-01-01", "to": -3}], "a test", name, Faults())}
    assert lever_lines(made, ROWS) == {
        "nl": ["terughoudendheid na 1-op-1: 3 van de 6, vanaf 1-1-2026"],
        "en": ["reluctance after 1:1: 3 out of 6, from 2026-01-01"],
    }


def test_every_lever_has_one_name_in_both_languages_and_no_two_have_the_same() -> None:
    levers = [row.name for row in ROWS.values() if row.kind == "lever"]
    assert [name for name in levers if not ROWS[name].label] == []
    for lang in ("nl", "en"):
        names = [label_of(name, lang) for name in levers]
        assert len(set(names)) == len(levers) > 40
    assert label_of("group.new_lever", "nl") == "group.new_lever"
    without = next(row for row in ROWS.values() if row.label is None)
    assert label_of(without.name, "nl") == without.description.rstrip(".")


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_story_levers_and_warnings_stand_on_the_page_and_below_the_table(
    lang: str, tmp_path: Any
) -> None:
    title = title_with(TITLE, 1)
    sides = (
        Side("a", {"nl": "Nu", "en": "Now"}, [lively(0, years=1)]),
        Side("b", title, [lively(0, 0.8, years=1)]),
    )
    pair = comparison_of(*sides)
    background = Background(
        stories={
            "base": {"nl": "Alles blijft.", "en": "All stays."},
            "scenario": {"nl": "Er komt bij.", "en": "More comes."},
        },
        levers={"nl": ["evaluaties: 42 dagen"], "en": ["evaluations: 42 days"]},
        notes={"nl": ["pas later"], "en": ["only later"]},
        provenance={"seed": "7", "region": {"nl": "Limburg (limburg)", "en": "Limburg (limburg)"}},
    )
    page = write_summary(tmp_path, pair, lang, background).read_text(encoding="utf-8")
    out = io.StringIO()
    print_comparison(Console(file=out, width=80), pair, lang, background)
    screen = " ".join(out.getvalue().split())
    expected = {
        "nl": [
            "Plekken erbij + 1 extra wijziging",
            "evaluaties: 42 dagen",
            "Let op: pas later",
            "Er komt bij.",
            "Alles blijft.",
            "Startgetal",
        ],
        "en": [
            "More places + 1 extra change",
            "evaluations: 42 days",
            "Note: only later",
            "More comes.",
            "All stays.",
            "Seed of chance",
        ],
    }[lang]
    assert [text in page for text in expected] == [True] * 6
    assert [text in screen for text in expected[:3]] == [True] * 3, screen
    assert max(len(row.rstrip()) for row in out.getvalue().splitlines()) <= 80
