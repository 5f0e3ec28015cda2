"""30.000 is thirty thousand in Dutch, thirty in English: where both make sense it is asked back."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.__main__ import main
from sim.commands.overrides import hydra_overrides
from sim.commands.typed import check_file
from sim.common.errors import ConfigError, Faults
from sim.common.paths import CONF, SCENARIOS
from sim.common.thousands import Typed, could_be_thousands, doubt, doubt_of
from sim.common.yaml_strict import parse
from sim.experiment.design import _axis
from sim.world.build import default_groups
from sim.world.parameters import load_rows
from tests.config.made_up import dated


@given(st.integers(1, 999), st.integers(0, 999))
def test_a_number_with_three_decimals_is_in_doubt_where_its_thousandfold_is_plausible(
    whole: int, rest: int
) -> None:
    text = f"{whole}.{rest:03d}"
    (value,) = parse(f"[{text}]".encode(), "x")
    assert value == float(text) and could_be_thousands(text)
    meant = whole * 1000 + rest
    assert f"read as {meant} or" in str(doubt(value, 0, 1e6))
    assert doubt(value, 0, meant - 0.5) is None


@given(st.floats(-1e9, 1e9).map(lambda x: f"{x:.4f}"))
def test_a_number_with_four_decimals_is_never_in_doubt(text: str) -> None:
    assert doubt_of(text, -1e15, 1e15) is None


@pytest.mark.parametrize("text", ["0.125", "30000", "30.0", "30.00", "1234.567", "030.000", "1e3"])
def test_other_ways_to_write_a_number_are_not_in_doubt(text: str) -> None:
    assert doubt_of(text, 0, 1e9) is None


def test_a_region_that_writes_thousands_with_a_point_is_asked_back(config) -> None:
    config.files["mine"] = config.files["region/north"] | {"source_number": 200}
    config.files["mine"]["rows"] |= {"arrival.per_year": dated(123)}
    config.write()
    written = config.folder / "conf" / "mine.yaml"
    own = config.folder / "own.yaml"
    own.write_text(written.read_text(encoding="utf-8").replace("123", "1.000"), encoding="utf-8")
    assert "is 1.000, which can be read as 1000 or as 1. Write 1000, or 1." in config.fault(
        region=str(own)
    )


def test_a_lever_behind_the_command_is_asked_back_where_it_is_unclear() -> None:
    for typed, part in {
        "policy.setting.small_scale.places=+40": "40 in all, not on top",
        "policy.staff.supply_fte=2.098": "can be read as 2098 or as 2.098",
    }.items():
        with pytest.raises(ConfigError, match=part):
            hydra_overrides([typed])
    assert hydra_overrides(["policy.start.p_ret=0.125"]) == ["++policy.start.p_ret=0.125"]


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("policy.setting.follow_up.places=2.000,3.000", "2000, or 2."),
        ("policy.setting.follow_up.places=40,3.000", "3000, or 3."),
        ("policy.setting.follow_up.places=choice(40,3.000)", "3000, or 3."),
        ("policy.setting.follow_up.places=range(2.000,5)", "2000, or 2."),
        ("policy.setting.follow_up.places=range(2,5,step=1.000)", "1000, or 1."),
        ("policy.setting.follow_up.places=glob('2.000')", "2000, or 2."),
        ("policy.setting.follow_up.places={from: 2025-01-01, to: 2.000}", "2000, or 2."),
        ("policy.setting.follow_up.places=[{from: 2025-01-01, add: 2.000}]", "2000, or 2."),
        ("policy.setting.follow_up.places.add=2.000", "2000, or 2."),
        ("policy.setting={follow_up:{places:2.000}}", "2000, or 2."),
        ("policy.evaluation.interval_days=30.000", "30000, or 30."),
        ("policy.evaluation.interval_days=84.000", "84000, or 84."),
        ("policy.evaluation.interval_days=[28,84.000]", "84000, or 84."),
        ("policy.arrival.per_10000=1.625", "1625, or 1.6250."),
        ("policy.staff.supply_fte=1.000.000", "no number here. Write 1000000."),
        ("replications=30.000", "30000, or 30."),
        ("seed=1.000,2", "1000, or 1."),
        ("members=2.000", "2000, or 2."),
        ("hydra.sweeper.params={policy.evaluation.interval_days: '30.000,84'}", "30000, or 30."),
    ],
)
def test_what_is_counted_is_asked_back_wherever_it_stands_behind_the_command(
    typed: str, whole: str
) -> None:
    with pytest.raises(ConfigError, match=re.escape(whole)):
        hydra_overrides([typed])


@pytest.mark.parametrize(
    "typed",
    [
        "policy.cost.surcharge_non_contracted=1.625",
        "policy.setting.follow_up.places={from: 2025-01-01, times: 1.625}",
        "policy.setting.follow_up.places.times=1.625",
        "policy.start.p_ret=0.125,0.250",
        "policy.evaluation.interval_days=30,84.0",
        "policy.staff.supply_fte={from: 2025-01-01, until: 2026-01-01, add: +40.5}",
    ],
)
def test_a_factor_or_a_chance_with_three_decimals_is_taken_as_it_is(typed: str) -> None:
    assert hydra_overrides([typed]) == [f"++{typed}"]


def test_a_file_that_hydra_reads_is_asked_back_by_line_and_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine" / "experiment").mkdir(parents=True)
    path = tmp_path / "mine" / "experiment" / "e1.yaml"
    good = "# @package _global_\npolicy:\n  setting:\n    follow_up: {places: 2000}\nseed: 2\n"
    for written, wrong, told in (
        ("2000", "2.000", "line 4: 'setting.follow_up.places' is 2.000"),
        ("2000", "[{from: 2025-01-01, to: 2.000}]", "line 4: 'setting.follow_up.places.to' is"),
        ("seed: 2", "seed: 2.000", "line 5: 'seed' is 2.000, which can be read as 2000"),
    ):
        path.write_text(good.replace(written, wrong))
        for flags in (["--cfg", "job"], ["-m"]):
            assert main(["--config-dir", "mine", *flags, "+experiment=e1"]) == 2, wrong
            assert f"mine/experiment/e1.yaml, {told}" in capsys.readouterr().err
    path.write_text(good)
    assert main(["--config-dir", "mine", "--cfg", "job", "+experiment=e1"]) == 0


def test_values_over_which_a_file_sweeps_are_asked_back() -> None:
    text = "hydra:\n  sweeper:\n    params:\n      policy.evaluation.interval_days: 28,84.000\n"
    with pytest.raises(ConfigError, match=r"e1, line 4: .* 84000, or 84\."):
        check_file(text, "e1", CONF / "parameters")
    for wrong in ("a: &x [*x, 2.000]", "b: ["):
        with pytest.raises(ConfigError, match="e1, line 1"):
            check_file(wrong, "e1", CONF / "parameters")


def test_a_scenario_file_is_asked_back_outside_the_plausible_range_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.yaml"
    text = (SCENARIOS / "baseline.yaml").read_text(encoding="utf-8")
    head = text.partition("\nchanges:")[0]
    changes = "\nchanges:\n  evaluation.interval_days: [{from: 2026-01-01, to: 30.000}]\n"
    path.write_text(head + changes, encoding="utf-8")
    assert main(["check", str(path)]) == 2
    assert "is 30.000, which can be read as 30000 or as 30." in capsys.readouterr().err


def test_an_option_of_any_command_is_asked_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--replications", "2.000"]) == 2
    told = "--replications is 2.000, which can be read as 2000 or as 2. Write 2000, or 2.\n"
    assert capsys.readouterr().err == told
    assert main(["discover", "any", "--at-most", "30.000"]) == 2
    assert "can be read as 30000 or as 30. Write 30000, or 30." in capsys.readouterr().err


def test_a_design_is_asked_back() -> None:
    content = {"values": [Typed("30.000"), 84]}
    faults = Faults()
    rows = load_rows(CONF / "parameters", default_groups())
    _axis("evaluation.interval_days", content, rows, True, "grid", "mine", faults)
    assert any("is 30.000, which can be read as 30000" in each for each in faults.messages)
