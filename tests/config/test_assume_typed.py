"""What nobody knows, set behind the command: it holds on both sides, and is told."""

import json
from pathlib import Path

import pytest

from sim.__main__ import main
from sim.commands.overrides import hydra_overrides
from sim.commands.question import assumptions_of, check_values, prepare_question, usual
from sim.common.errors import ConfigError

SMALL = (
    *("region=limburg", "replications=2", "members=0", "warm_up_years=0"),
    *("start=2025-01-01", "end=2025-04-01"),
)


def test_an_assumption_is_added_to_the_configuration() -> None:
    assert hydra_overrides(["assume.need.elasticity=0"]) == ["++assume.need.elasticity=0"]
    assert assumptions_of({"need": {"elasticity": 0}}) == {"need.elasticity": 0}
    wide = {"need": {"elasticity": {"value": 2, "widen": "a test"}}}
    assert assumptions_of(wide) == {"need.elasticity": {"value": 2, "widen": "a test"}}


def test_it_holds_on_both_sides_from_the_first_day_and_makes_another_question(
    tmp_path: Path,
) -> None:
    config = usual() | {"region": "limburg", "output": tmp_path.as_posix()}
    plain = prepare_question(config)
    config["assume"] = {"need": {"elasticity": 0.3}}
    check_values(config)
    asked = prepare_question(config)
    for side in (asked.base, asked.scenario):
        column = side.world.column("need.elasticity")
        assert set(side.world.values[:, column]) == {0.3}
        assert column not in side.world.change_name
    assert asked.code != plain.code and "need.elasticity=0.3" in asked.folder.name
    config["assume"] = {"need": {"elasticity": {"value": 2, "widen": "a test"}}}
    assert "need.elasticity=2" in prepare_question(config).folder.name


@pytest.mark.parametrize("value", ["0", "0.3"])
def test_the_answer_uses_and_tells_what_was_set(
    value: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    folder = f"output={tmp_path.as_posix()}"
    assert main([*SMALL, folder, f"assume.need.elasticity={value}"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "assumed on both sides" in told and f"(need.elasticity) {value}." in told
    (record,) = tmp_path.rglob("run.json")
    text = record.read_text(encoding="utf-8")
    assert json.loads(text) and f'"elasticity": {value}' in text
    headings = told.partition("Does demand follow supply?")[2].partition("Youths")[0]
    assert f"({value})" in headings and ("demand stays" in headings) == (value != "0")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("need.elasticity=0", "kind assumption. Write assume.need.elasticity=<value>."),
        ("parameters.need.elasticity=0", "Write assume.need.elasticity=<value>."),
        ("evaluation.interval_days=42", "Write policy.evaluation.interval_days=<value>."),
        ("need.elastcity=0", "an assumption as assume.<assumption>=<value>"),
        ("policy.need.elasticity=0", "on the command line assume.need.elasticity=<value>"),
        ("assume.need.elasticity=3", "assume: 'need.elasticity' is 3"),
        ("assume.need.elasticity=much", "must be a finite number"),
        ("assume.need.elastcity=0", "did you mean 'need.elasticity'?"),
        ("assume.evaluation.interval_days=42", "Write policy.evaluation.interval_days=<value>"),
        ("assume=3", "'assume' is set assumption by assumption"),
    ],
)
def test_what_cannot_be_assumed_so_is_told_with_the_way_out(
    typed: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*SMALL, f"output={tmp_path.as_posix()}", typed]) == 2
    assert message in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_file_of_values_may_assume_and_must_hold_a_mapping(tmp_path: Path) -> None:
    config = usual() | {"assume": [1], "output": tmp_path.as_posix()}
    with pytest.raises(ConfigError, match=r"'assume' is \[1\]; it holds assumptions. Example: "):
        check_values(config)
    with pytest.raises(ConfigError, match=r"'assume.need' is empty"):
        assumptions_of({"need": {}})
