"""Face validity: figures by which the field would recognise the model, on a small region."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from sim.commands.validity import print_figures
from sim.engine.execute import execute
from sim.engine.phases import Fact
from sim.engine.recording import Recording
from sim.evidence import face_validity
from sim.names import Setting
from sim.world.build import Run, build_world

CALENDAR = Run(date(2026, 1, 1), date(2028, 1, 1), 730)


@pytest.fixture(scope="module")
def recordings() -> list[Recording]:
    world = build_world("baseline", region="limburg", run=CALENDAR)
    return execute("core", world, 1, 2, "events", 1, None)


def test_the_usual_policy_beside_itself_takes_no_day_away(recordings: list[Recording]) -> None:
    found = {one.name: one for one in face_validity.figures(recordings, recordings)}
    taken = found["of these, taken away by half as many follow-up places more"]
    assert taken.value == 0.0
    assert taken.holds is False


def test_every_figure_is_judged_by_what_it_prints(
    recordings: list[Recording], capsys: pytest.CaptureFixture[str]
) -> None:
    found = face_validity.figures(recordings, recordings)
    print_figures(found, "limburg")
    printed = capsys.readouterr().out
    missed = [one.name for one in found if one.holds is False]
    assert printed.count("MISSED") == len(missed)
    n = sum(one.holds is not None for one in found)
    assert f"{n - len(missed)} of {n} as expected" in " ".join(printed.split())


def test_what_was_not_seen_is_not_counted_as_expected(capsys: pytest.CaptureFixture[str]) -> None:
    found = [
        face_validity.ValidityFigure("a", 1.0, "days", "1", holds) for holds in (True, False, None)
    ]
    print_figures(found, "limburg")
    printed = " ".join(capsys.readouterr().out.split())
    assert "1 of 2 as expected" in printed and "not seen" in printed


def test_laws_among_the_figures_hold_in_every_replication(recordings: list[Recording]) -> None:
    found = {one.name: one for one in face_validity.figures(recordings, recordings)}
    for name in (
        "first care alone, in crisis, a crisis place free",
        "days of 1:1 without one reason",
    ):
        assert found[name].value == 0, found[name]


def test_a_crisis_place_that_stood_free_is_seen(recordings: list[Recording]) -> None:
    """Were twice as many crisis places there, and nobody more in them, all would stand free."""
    n = beside_free = 0
    for one in recordings:
        days = {**one.days, "places": one.days["places"] * 2}
        found = face_validity.first_care_alone(replace(one, days=days))
        n, beside_free = n + found[0], beside_free + found[1]
    assert 0 < beside_free <= n


def test_first_care_counts_only_who_never_had_a_place(recordings: list[Recording]) -> None:
    one = recordings[0]
    events = one.rows["events"]
    placed = set(events["id"][events["fact"] == Fact.PLACED])
    rows = one.rows["episodes"]
    alone = rows[rows["variant"].isin([2, 3]) & rows["is_crisis"] & (rows["n_arrangement"] == 0)]
    never = sum(youth not in placed for youth in alone["id_youth"])
    n, _ = face_validity.first_care_alone(one)
    assert never <= n <= len(alone)


def test_waits_leave_out_crises_and_places_that_fit_badly(recordings: list[Recording]) -> None:
    one = recordings[0]
    stays = one.rows["stays"]
    is_in = (
        (stays["day_start"] >= one.day_start)
        & stays["setting"].isin([Setting.OPEN_GROUP, Setting.FAMILY_HOME])
        & ~stays["is_crisis"].astype(bool)
        & ~stays["is_misfit"].astype(bool)
    )
    expected = float(np.mean(stays[is_in]["days_waited"] == 0))
    assert face_validity.same_day_share(one) == pytest.approx(expected)
