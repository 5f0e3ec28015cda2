"""The command: exit codes, messages, what is asked before a long run."""

import json
from pathlib import Path

import pytest
import yaml

from sim.commands import sweep
from tests.experiment.small import DESIGN


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump(DESIGN))
    return path


def run(*arguments: object) -> int:
    return sweep.main([str(each) for each in arguments])


def test_a_design_is_run_shown_and_found_finished(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(file, "--output", tmp_path / "out", "--workers", 1) == 0
    first = capsys.readouterr().out
    assert (
        "0 tasks were there, 8 were run" in first
        and "Youths in 1:1: difference from the base" in first
    ), first
    assert run(file, "--output", tmp_path / "out", "--workers", 1) == 0
    assert "8 tasks were there, 0 were run" in capsys.readouterr().out
    assert run("--show", tmp_path / "out", "--kpi", "cost_one_to_one") == 0
    assert "95 % interval" in capsys.readouterr().out
    assert json.loads((tmp_path / "out" / "study.json").read_text())["replications"] == 4


def test_a_long_run_is_not_begun_unasked(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(yaml.safe_dump({**DESIGN, "minutes": 0}))
    assert run(file, "--output", tmp_path / "out", "--workers", 1) == 2
    told = capsys.readouterr()
    assert "Give --yes to run it anyway" in told.err and "16 replications to run" in told.out, told
    assert not list((tmp_path / "out").glob("results/*/*.parquet"))
    assert run(file, "--output", tmp_path / "out", "--workers", 1, "--yes") == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["no_such_design"], "unknown design 'no_such_design'"),
        ([], "which design?"),
        (["missing.yaml"], "missing.yaml"),
        (["--show", "nowhere"], "holds no results"),
    ],
)
def test_bad_input_is_one_message_and_exit_code_2(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments) == 2
    told = capsys.readouterr().err
    assert message in told and "Traceback" not in told, told


def test_an_unknown_number_to_show_is_named(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(file, "--output", tmp_path / "out", "--workers", 1, "--kpi", "costs") == 2
    assert "unknown KPI 'costs'" in capsys.readouterr().err
    assert not (tmp_path / "out").exists(), "it was found out after the run"
