"""`python -m sim claims`.

What it prints and writes, and that bad input stops it before anything runs or is written.
"""

import errno
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.figure import Figure

from sim.claims.tensions import DEPARTURES, EFFECTS, N_BINS, REVIEWS, Tensions, measure_tensions
from sim.commands import claims as command
from sim.plots.style import styled
from sim.plots.tensions import FIGURES

QUICK = ["--claims", "K31,K25", "--replications", "3", "--workers", "2"]


@pytest.fixture(scope="module")
def seen() -> Tensions:
    return measure_tensions(replications=2, workers=2)


def test_the_table_fits_a_terminal_and_tells_misses_and_luck(capsys: pytest.CaptureFixture[str]):
    assert command.main(QUICK) == 0
    out = capsys.readouterr().out
    assert max(len(line) for line in out.splitlines()) <= 100
    assert "K31" in out and "no list of goals" in " ".join(out.split())
    assert "seed 2027" in out
    told = " ".join(out.split())
    assert "put in" in told and "of 1 of the claims of which the sign was put in" in told
    assert "0 of 0 of the claims of which the sign emerges" in told


def test_markdown_holds_the_text_and_the_source_of_every_claim(capsys: pytest.CaptureFixture[str]):
    assert command.main([*QUICK, "--markdown"]) == 0
    out = capsys.readouterr().out
    assert "| K31 | A stable and competent team" in out and "CCE/Leiden 2025, Thema 2" in out


def test_an_ensemble_of_other_rules_is_refused_with_both_versions(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr("sim.evidence.ensemble.ensemble_version", lambda region: "0123456789abcdef")
    assert command.main(["--claims", "K31", "--ensemble", "kept"]) == 2
    told = capsys.readouterr().err
    assert (
        told.lstrip().startswith("ensemble of noord_holland: it was made with version")
        and "this is 0123456789abcdef" in told
    )


def test_an_ensemble_file_is_read_and_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    pd.DataFrame({"staff.p_jolt": [0.05, 0.1, 0.2, 0.3, 0.4]}).to_parquet(
        tmp_path / "members.parquet"
    )
    arguments = [
        "--claims",
        "K31",
        "--ensemble",
        str(tmp_path / "members.parquet"),
        "--members",
        "3",
        "--replications",
        "1",
    ]
    assert command.main(arguments) == 0
    assert "over 3 parameter sets" in capsys.readouterr().out


def test_a_folder_is_written_whole(tmp_path: Path, seen: Tensions, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sim.claims.tensions.measure_tensions", lambda *_, **__: seen)
    assert command.main([*QUICK, "--output", str(tmp_path / "new")]) == 0
    names = {path.name for path in (tmp_path / "new").iterdir()}
    assert names == {
        "claims.csv",
        "claims.md",
        *(f"{name}_{lang}.svg" for name in FIGURES for lang in ("en", "nl")),
    }
    assert len(pd.read_csv(tmp_path / "new" / "claims.csv")) == 3


def test_an_interrupted_run_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.claims.tensions.measure_tensions", interrupted)
    assert command.main([*QUICK, "--output", str(tmp_path / "new")]) == 130
    assert not list(tmp_path.iterdir())
    said = capsys.readouterr()
    assert "nothing was written; the claims that were tested stand above" in said.err
    assert "K31" in said.out


@pytest.mark.parametrize("place", ["sim.claims.tensions.measure_tensions", "sim.common.files.move"])
def test_a_disk_that_is_full_costs_the_folder_and_not_the_claims(
    place: str,
    tmp_path: Path,
    seen: Tensions,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("sim.claims.tensions.measure_tensions", lambda *_, **__: seen)
    monkeypatch.setattr(place, full)
    assert command.main([*QUICK, "--output", str(tmp_path / "new")]) == 2
    said = capsys.readouterr()
    assert "K31" in said.out and "Written" not in said.out
    assert said.err.startswith("Not all could be written: No space left"), said.err
    assert len(said.err.splitlines()) == 1 and not list(tmp_path.iterdir())


BAD = {
    "claim": (["--claims", "K1"], "unknown claim 'K1'"),
    "none": (["--claims", ","], "--claims is empty"),
    "no core": (["--claims", "K02", "--core"], "none of K02 is a core claim"),
    "replications": (
        ["--replications", "0"],
        "--replications is 0; it must be a whole number of at least 1",
    ),
    "too few": (["--replications", "2"], "at least 3 are needed"),
    "members": (["--members", "5"], "--members chooses from an ensemble, and none was given"),
    "workers": (["--workers", "0"], "--workers is 0"),
    "file": (["--ensemble", "nowhere.parquet"], "nowhere.parquet cannot be read as a table"),
}


@pytest.mark.parametrize("fault", BAD)
def test_bad_input_is_told_and_nothing_runs(fault: str, capsys: pytest.CaptureFixture[str]):
    arguments, message = BAD[fault]
    assert command.main(arguments) == 2
    said = capsys.readouterr()
    assert message in said.err and not said.out


def test_more_members_than_there_are_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    pd.DataFrame({"staff.p_jolt": [0.05, 0.1, 0.2]}).to_csv(tmp_path / "members.csv", index=False)
    assert command.main(["--ensemble", str(tmp_path / "members.csv"), "--members", "4"]) == 2
    assert "--members is 4; the ensemble has 3" in capsys.readouterr().err


def test_a_folder_of_somebody_else_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "thesis.txt").write_text("years of work")
    assert command.main(["--output", str(tmp_path)]) == 2
    assert "what this command did not make" in capsys.readouterr().err
    assert (tmp_path / "thesis.txt").exists()


def test_what_somebody_put_beside_the_table_is_not_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("claims.csv", "claims.md", "tension_nl.svg", "my notes.txt"):
        (tmp_path / name).write_text("x")
    assert command.main(["--core", "--output", str(tmp_path)]) == 2
    assert "my notes.txt" in capsys.readouterr().err and (tmp_path / "my notes.txt").exists()


def test_the_tensions_have_both_their_sides(seen: Tensions):
    assert {name: values.shape for name, values in seen.effect.items()} == dict.fromkeys(
        EFFECTS, (2, N_BINS)
    )
    assert {name: values.shape for name, values in seen.attempts.items()} == dict.fromkeys(
        ("none", "certain"), (2, len(DEPARTURES))
    )
    assert list(seen.review_cost) == list(seen.review_days) == list(REVIEWS)
    assert seen.effect["relief"][:, 0].mean() < 0, "relief: fewer incidents at first"
    assert seen.attempts["none"][:, 0].mean() > seen.attempts["none"][:, -1].mean(), (
        "departures: fewer attempts"
    )
    days = {name: values.mean() for name, values in seen.review_days.items()}
    assert days["six_weeks"] < days["as_is"] < days["half_year_grant"], (
        "the form of the review decides"
    )


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", FIGURES)
def test_every_axis_of_a_figure_says_what_it_shows(name: str, lang: str, seen: Tensions):
    with styled():
        figure = FIGURES[name](seen, lang)
        assert isinstance(figure, Figure)
        figure.draw_without_rendering()
    for ax in figure.axes:
        assert ax.get_xlabel() and ax.get_ylabel()
    handles = figure.axes[0].get_legend_handles_labels()[0]
    markers = [
        (handle[0] if isinstance(handle, tuple) else handle).get_marker() for handle in handles
    ]
    assert len(set(markers)) == len(markers), "a second cue beside colour"
