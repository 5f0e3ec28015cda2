"""Youths as cases: drawn by a seed, told in full, line by line, at any width, in both languages."""

import numpy as np
import pandas as pd
import pytest

from sim.__main__ import main
from sim.commands.timelines import WIDEST, print_cases
from sim.engine.recording import Recording
from sim.front_door import Result
from sim.names import Profile, Variant
from sim.why.cases import CaseHistory, draw_cases, in_one_to_one, lines_of
from sim.why.twin_log import timeline
from tests.worlds import small


@pytest.fixture(scope="module")
def result() -> Result:
    return small(record="events", replications=1)


@pytest.fixture(scope="module")
def recording(result: Result) -> Recording:
    return result.recordings[0]


@pytest.fixture(scope="module")
def cases(result: Result, recording: Recording) -> list[CaseHistory]:
    return draw_cases(recording, result.world, in_one_to_one(recording, every=True), 8, 3)


def life(*events: tuple[str, str]) -> pd.DataFrame:
    """A timeline of (date, event), whose words are the name of the event."""
    rows = [
        {"date": pd.Timestamp(date), "until": pd.Timestamp(date), "event": event,
         "nl": event, "en": event, "place": "waiting"}
        for date, event in events
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_those_outside_a_group_are_among_all_in_one_to_one_and_each_had_such_an_arrangement(
    recording: Recording,
) -> None:
    outside, every = in_one_to_one(recording), in_one_to_one(recording, every=True)
    assert 0 < len(outside) < len(every)
    assert set(outside) < set(every)
    episodes = recording.rows["episodes"]
    assert set(every) <= set(episodes["id_youth"])
    assert set(outside) <= set(episodes["id_youth"][episodes["variant"] != Variant.GROUP])


def test_the_same_seed_draws_the_same_youths_and_another_seed_others(
    result: Result, recording: Recording, cases: list[CaseHistory]
) -> None:
    youths = in_one_to_one(recording, every=True)

    def headings(seed: int) -> list[str]:
        made = draw_cases(recording, result.world, youths, 8, seed)
        return [case.heading(k, "en") for k, case in enumerate(made)]

    assert headings(3) == headings(3) != headings(4)
    assert len(draw_cases(recording, result.world, youths[:2], 8, 3)) == 2


def test_nothing_that_happened_is_lost_but_what_another_line_of_that_day_tells(
    result: Result, recording: Recording
) -> None:
    for id_youth in in_one_to_one(recording)[:10].tolist():
        full = timeline(recording, result.world, id_youth)
        told = lines_of(full)
        may_go = full["event"].isin(["left_place", "level"])
        assert set(full["nl"][~may_go]) <= set(told["nl"]) <= set(full["nl"])
        assert told["n"].sum() >= (~may_go).sum()
        assert told["date"].is_monotonic_increasing and (told["until"] >= told["date"]).all()


def test_what_is_asked_stands_before_the_answers_and_a_move_before_its_rung() -> None:
    day = "2026-01-05"
    told = lines_of(
        life(
            (day, "expelled"),
            (day, "left_place"),
            (day, "accepted"),
            (day, "asked"),
            (day, "level"),
            (day, "placed"),
        )
    )
    assert told["en"].tolist() == ["expelled", "asked", "accepted", "placed", "level"]
    stepped = lines_of(life((day, "succeeded"), (day, "level"), ("2026-02-05", "level")))
    assert stepped["en"].tolist() == ["succeeded", "level"]
    assert stepped["date"].dt.day.tolist() == [5, 5] and stepped["date"].dt.month.tolist() == [1, 2]
    other_day = lines_of(life(("2026-01-05", "accepted"), ("2026-01-06", "asked")))
    assert other_day["en"].tolist() == ["accepted", "asked"]


def test_what_happens_several_times_with_nothing_between_is_one_line_with_both_dates() -> None:
    told = lines_of(
        life(("2026-01-05", "evaluated"), ("2026-03-05", "evaluated"), ("2026-04-01", "incident"))
    )
    assert told["n"].tolist() == [2, 1]
    case = CaseHistory(15.0, 0.6, Profile.BEHAVIOUR, 1, told)
    assert list(case.told("en")) == [
        ("2026-01-05", "2 times until 2026-03-05: evaluated", "waiting without a place"),
        ("2026-04-01", "incident", ""),
    ]


@pytest.mark.parametrize(
    ("severity", "n_moves", "words"),
    [
        (0.2, 0, "severity light (0.20 of 1), never moved before"),
        (0.5, 1, "severity moderate (0.50 of 1), moved once before"),
        (0.6, 4, "severity high (0.60 of 1), moved 4 times before"),
        (0.9, 4, "severity very high (0.90 of 1), moved 4 times before"),
    ],
)
def test_a_heading_says_who_it_is(severity: float, n_moves: int, words: str) -> None:
    heading = CaseHistory(15.25, severity, Profile.PSYCHIATRY, n_moves, pd.DataFrame()).heading(
        2, "en"
    )
    assert heading == f"Youth 2: aged 15.2 at arrival, psychiatric problems, {words}"


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("columns", [60, 80, 200])
def test_cases_fit_the_terminal_and_hide_the_number_of_the_youth(
    cases: list[CaseHistory],
    recording: Recording,
    lang: str,
    columns: int,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    print_cases(cases, "title", lang)
    printed = capsys.readouterr().out
    assert max(map(len, printed.splitlines())) <= min(columns, WIDEST)
    assert "…" not in printed
    assert not [n for n in np.unique(recording.rows["youths"]["id_youth"]) if str(n) in printed]
    told = " ".join(printed.split())
    for k, case in enumerate(cases, 1):
        assert " ".join(case.heading(k, lang).split()) in told


def test_the_command_tells_as_many_as_asked_and_names_a_scenario_that_is_not_there(
    capsys: pytest.CaptureFixture[str],
) -> None:
    small_run = ["--region", "limburg", "--years", "1", "--warm-up-years", "1"]
    assert main(["timelines", *small_run, "--number", "2", "--language", "nl"]) == 0
    printed = capsys.readouterr().out
    assert "2 van " in printed and "Jongere 2" in printed and "Jongere 3" not in printed
    assert main(["timelines", *small_run, "--scenario", "ombouww"]) == 2
    assert "did you mean 'ombouw'" in capsys.readouterr().err
