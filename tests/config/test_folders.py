"""A folder for every question: nothing finished is replaced unasked, nothing asked twice is run
twice.
"""

import json
import signal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.__main__ import main
from sim.commands import answer, content, folders
from sim.commands.question import as_date, check_values, prepare_question, usual
from sim.common import files
from sim.common.errors import ConfigError
from sim.common.sealed import write_record
from sim.reporting.figures import Drawing

SMALL = (
    "end=2025-03-01",
    "warm_up_years=0",
    "replications=2",
    "members=0",
    "region=limburg",
    "workers=1",
)
QUESTION = {
    "title": "{nl: a, en: a}",
    "question": "{nl: a, en: a}",
    "story": "{nl: a, en: a}",
    "source": "test",
}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(content, "drawing", lambda *_: Drawing(b"", b""))  # seconds of drawing
    monkeypatch.setattr(answer, "write_figures", lambda *_: None)


def runs(folder: Path) -> list[Path]:
    return sorted(path.parent for path in folder.glob("outputs/*/*/run.json"))


def folder_for(**changed: Any) -> Path:
    small = dict(each.split("=") for each in SMALL)
    numbers = {key: int(small[key]) for key in ("warm_up_years", "replications", "members")}
    config = {**usual(), **small, **numbers, "workers": 1, "end": as_date(small["end"])}
    config |= changed
    check_values(config)
    return prepare_question(config).folder


def own_scenario(path: Path, places: int) -> Path:
    lines = [f"{key}: {value}" for key, value in QUESTION.items()]
    change = f"changes:\n  setting.follow_up.places: [{{from: 2025-01-10, to: {places}}}]"
    path.write_text("\n".join([*lines, change]) + "\n", encoding="utf-8")
    return path


def test_the_same_question_is_shown_and_not_run_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main([*SMALL]) == 0
    first = capsys.readouterr().out
    (folder,) = runs(tmp_path)
    before = (folder / "run.json").read_bytes()
    monkeypatch.setattr(answer, "_run", lambda *_: pytest.fail("it was run again"))
    assert main([*SMALL, "workers=2"]) == 0, "how fast it is computed is not the question"
    again = capsys.readouterr().out
    assert "nothing was run again" in again and first.split()[:40] == again.split()[:40]
    assert (folder / "run.json").read_bytes() == before
    assert main([*SMALL, "language=nl"]) == 0
    assert "niets opnieuw gedraaid" in capsys.readouterr().out


def test_replace_runs_it_again_and_writes_the_same_numbers(tmp_path: Path) -> None:
    assert main([*SMALL]) == 0
    (folder,) = runs(tmp_path)
    before = {p.name: p.read_bytes() for p in folder.rglob("*") if p.suffix in (".csv", ".txt")}
    made = (folder / "run.json").stat().st_mtime_ns
    (folder / "mine.txt").write_text("a remark")
    assert main([*SMALL, "replace=true"]) == 2 and (folder / "mine.txt").exists()
    assert (folder / "run.json").stat().st_mtime_ns == made
    (folder / "mine.txt").unlink()
    assert main([*SMALL, "replace=true"]) == 0
    assert runs(tmp_path) == [folder] and (folder / "run.json").stat().st_mtime_ns != made
    after = {p.name: p.read_bytes() for p in folder.rglob("*") if p.suffix in (".csv", ".txt")}
    assert after == before


def test_every_other_question_has_another_folder(tmp_path: Path) -> None:
    mine = own_scenario(tmp_path / "mine.yaml", 10)
    asked: list[dict[str, Any]] = [
        {},
        {"seed": 2},
        {"replications": 3},
        {"end": as_date("2025-04-01")},
        {"record": "days"},
        {"engine": "reference"},
        {"scenario": "ombouw"},
        {"base": "ombouw"},
        {"region": "overijssel"},
        {"region": ["limburg", "overijssel"]},
        {"policy": {"evaluation": {"interval_days": 42}}},
        {"policy": {"evaluation": {"interval_days": 43}}},
        {"scenario": str(mine)},
    ]
    found = [folder_for(**each) for each in asked]
    own_scenario(mine, 11)
    found.append(folder_for(scenario=str(mine)))
    assert len(set(found)) == len(asked) + 1


def test_the_same_lever_typed_in_two_ways_is_the_same_question() -> None:
    dated = {"from": "2026-01-01", "times": 1.5}
    same = {"times": 1.5, "from": "2026-01-01"}
    ways = [{"setting": {"follow_up": {"places": each}}} for each in (dated, same, [dated])]
    assert len({folder_for(policy=each) for each in ways}) == 1
    days = [{"evaluation": {"interval_days": each}} for each in (42, 42.0)]
    assert len({folder_for(policy=each) for each in days}) == 1


def test_a_run_keeps_its_configuration_and_a_copy_of_its_files(tmp_path: Path) -> None:
    mine = own_scenario(tmp_path / "my question.yaml", 10)
    text = mine.read_bytes()
    assert main([*SMALL, "scenario='my question.yaml'"]) == 0
    (folder,) = runs(tmp_path)
    mine.write_text("changed since")
    assert (folder / "inputs" / "scenarios" / mine.name).read_bytes() == text
    assert (folder / "inputs" / "region" / "limburg.yaml").is_file()
    overrides = (folder / ".hydra" / "overrides.yaml").read_text()
    assert "end=2025-03-01" in overrides and "my question.yaml" in overrides
    assert "replications: 2" in (folder / ".hydra" / "config.yaml").read_text()


def test_a_folder_with_other_things_is_never_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    for more in ((), ("replace=true",)):
        assert main([*SMALL, "hydra.run.dir=mine", *more]) == 2
        assert "it would be replaced as a whole" in capsys.readouterr().err
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "years of work"


def test_a_named_folder_with_another_answer_is_replaced_only_when_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*SMALL, "hydra.run.dir=mine"]) == 0
    assert main([*SMALL, "hydra.run.dir=mine", "seed=2"]) == 2
    assert "the answer to another question" in capsys.readouterr().err
    assert main([*SMALL, "hydra.run.dir=mine", "seed=2", "replace=true"]) == 0
    assert json.loads((tmp_path / "mine" / "run.json").read_text())["question"]["seed"] == 2


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("hydra.run.dir=s3://x/y", "'hydra.run.dir' is s3://x/y; results are written to a folder"),
        ("hydra.run.dir=new replications=x", "'replications' is 'x'"),
        ("hydra.run.dir=file", "'hydra.run.dir' is file, which cannot be written"),
        ("hydra.run.dir=file/below", "'hydra.run.dir' is file/below, which cannot be written"),
        ("hydra.run.dir=.", "the working folder itself"),
        ("hydra.run.dir=${hydra:runtime.cwd}", "the working folder itself"),
        ("-m hydra.sweep.dir=s3://b/x", "'hydra.sweep.dir' is s3://b/x; results are"),
        ("-m hydra.sweep.dir=file", "'hydra.sweep.dir' is file, which cannot be written"),
        ("-m output=file", "'output' is file, which cannot be written"),
        ("-m hydra.sweep.dir=d hydra.sweep.subdir=.", "the folder of the sweep itself"),
        ("-m hydra.run.dir=X", "Write 'hydra.sweep.dir=X'"),
    ],
)
def test_a_named_folder_that_cannot_be_used_is_refused_in_one_line(
    asked: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    assert main([*SMALL, *asked.split()]) == 2
    told = capsys.readouterr()
    assert message in told.err and told.err.count("\n") == 1 and not told.out
    assert [path.name for path in tmp_path.iterdir()] == ["file"], "a refusal left something"


@pytest.mark.parametrize("asked", ["hydra.run.dir=x", "-m hydra.sweep.dir=x", "-m", "-m seed=1,2"])
def test_a_folder_that_cannot_be_written_is_told_before_anything_is_made(
    asked: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def read_only(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files.tempfile, "TemporaryFile", read_only)
    assert main([*asked.split(), *SMALL]) == 2
    told = capsys.readouterr().err
    assert "cannot be written" in told and "Permission denied" in told and told.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_an_interrupted_last_phase_keeps_the_comparison_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(answer, "over_its_ensemble", interrupted)
    assert main([*SMALL, "members=3"]) == 130
    told = capsys.readouterr()
    (folder,) = runs(tmp_path)
    assert "Youths in 1:1" in told.out and "assumptions was interrupted" in told.out
    assert "the comparison is kept in" in told.err
    assert "herhaling over aannames is onderbroken" in " ".join(
        (folder / "summary.nl.html").read_text(encoding="utf-8").split()
    )
    monkeypatch.setattr(answer, "over_its_ensemble", lambda *_: None)
    assert main([*SMALL, "members=3"]) == 0, "the same command goes on"
    assert "without the repetition over assumptions" in capsys.readouterr().out
    assert json.loads((folder / "run.json").read_text())["doubt"] == "done"


def test_an_interruption_while_the_answer_is_written_waits_until_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = answer.write_figures

    def interrupted(*arguments: Any) -> object:
        signal.raise_signal(signal.SIGINT)
        return real(*arguments)

    monkeypatch.setattr(answer, "write_figures", interrupted)
    assert main(SMALL) == 130
    told = capsys.readouterr()
    (folder,) = runs(tmp_path)
    assert "Youths in 1:1" in told.out and "the answer is kept in" in told.err
    assert (folder / "summary.nl.html").is_file() and (folder / "run.json").is_file()


def test_a_second_interruption_while_the_answer_is_written_ends_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def twice(*_: Any) -> None:
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        raise AssertionError("it went on")

    monkeypatch.setattr(answer, "write_figures", twice)
    assert main(SMALL) == 130
    assert runs(tmp_path) == [], "half of an answer stands where a whole one should"


def test_a_replacement_that_is_interrupted_leaves_the_whole_answer_that_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(answer, "over_its_ensemble", lambda *_: None)
    assert main([*SMALL, "members=3"]) == 0
    (folder,) = runs(tmp_path)
    before = (folder / "run.json").read_bytes()
    monkeypatch.setattr(answer, "over_its_ensemble", interrupted)
    assert main([*SMALL, "members=3", "replace=true"]) == 130
    assert "the answer that was there stays" in capsys.readouterr().err
    assert (folder / "run.json").read_bytes() == before


def test_more_sets_than_are_kept_are_told_at_the_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = pd.DataFrame({"staff.p_jolt": [0.1, 0.2, 0.3]})
    monkeypatch.setattr("sim.evidence.ensemble.ensemble_if_kept", lambda *_: kept)
    monkeypatch.setattr(answer, "over_its_ensemble", lambda *_: None)
    assert main([*SMALL, "members=5000"]) == 0
    assert capsys.readouterr().out.startswith("members=5000: 3 sets of assumptions")


@given(st.text(min_size=1, max_size=300), st.text(max_size=300), st.integers())
def test_a_name_is_one_on_every_system(scenario: str, value: str, seed: int) -> None:
    config = {**usual(), "seed": seed}
    name = folders.name_of(scenario, "baseline", {"a.b": value}, config, usual(), "0123abcd")
    assert not set(name) & set('<>:"/\\|?*\n') and len(name) <= 255 and name[-1] not in ". "


def test_another_code_is_another_question(tmp_path: Path) -> None:
    record = {"code": "a", "made": "2026-01-01T00:00:00+00:00", "doubt": "done", "title": "t"}
    write_record(tmp_path / "x" / "run.json", record)
    found = folders.look_in(tmp_path / "x", "a", may_replace=False)
    assert found is not None and found.is_whole
    with pytest.raises(ConfigError, match="another question"):
        folders.look_in(tmp_path / "x", "b", may_replace=False)
    assert folders.look_in(tmp_path / "x", "b", may_replace=True) is None
