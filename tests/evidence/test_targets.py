"""Targets are read strictly.

What is wrong in a file is refused with file, key, value and way out.
"""

from pathlib import Path

import pytest

from sim.common.errors import ConfigError
from sim.common.paths import CONF
from sim.evidence.targets import load_targets

ROW = {
    "quantity": "Youths.",
    "measure": "census_alone",
    "region": "noord_holland",
    "period": "{from: 2024-01-01, until: 2024-04-01}",
    "value": "31",
    "low": "21",
    "high": "44",
    "unit": "youths",
    "grade": "A",
    "source": "a count",
}
FAULTS = {
    "measure": ("census_alnoe", "did you mean 'census_alone'"),
    "region": ("noord_hollnad", "did you mean 'noord_holland'"),
    "grade": ("E", "'grade' is E; allowed are A, B, C, D"),
    "value": ("50", "'value' is 50; it must lie within 'low' and 'high'"),
    "low": ("45", "'low' is 45 and 'high' is 44; low must not exceed high"),
    "source": ("''", "'source'"),
    "period": ("{from: 2024-04-01, until: 2024-01-01}", "not after its start"),
}
SLIP = "{from: 1924-01-01, until: 2024-04-01}"


def written(folder: Path, **changed: str) -> Path:
    lines = [f"  {key}: {value}" for key, value in {**ROW, **changed}.items()]
    (folder / "solo.yaml").write_text("\n".join(["alone:", *lines]), encoding="utf-8")
    return folder


def test_every_target_that_is_kept_can_be_read_and_has_its_own_name() -> None:
    targets = load_targets(CONF / "targets")
    names = [target.name for target in targets]
    assert len(names) == len(set(names)) >= 35


def test_a_row_without_faults_is_read_as_written(tmp_path: Path) -> None:
    (target,) = load_targets(written(tmp_path))
    assert (target.name, target.value, target.low, target.high, str(target.until)) == (
        "solo.alone",
        31.0,
        21.0,
        44.0,
        "2024-04-01",
    )


@pytest.mark.parametrize("key", FAULTS)
def test_a_fault_is_named_with_file_and_key(key: str, tmp_path: Path) -> None:
    value, message = FAULTS[key]
    with pytest.raises(ConfigError) as caught:
        load_targets(written(tmp_path, **{key: value}))
    assert message in str(caught.value), str(caught.value)
    assert "solo.yaml: 'alone'" in str(caught.value), str(caught.value)


def test_a_period_of_another_century_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        ConfigError, match="1924-01-01, which lies outside 2000-01-01 to 2050-01-01"
    ):
        load_targets(written(tmp_path, period=SLIP))


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_of_another_age_is_refused(day: str, tmp_path: Path) -> None:
    text = written(tmp_path) / "solo.yaml"
    lines = [line for line in text.read_text().splitlines() if "period" not in line]
    text.write_text("\n".join([*lines, f"  on: {day}"]))
    with pytest.raises(ConfigError, match=f"'on' is {day}, which lies outside 2000-01-01 to"):
        load_targets(tmp_path)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load_targets(written(tmp_path, grade="E", measure="nothing_like_it"))
    assert len(caught.value.faults) == 2, caught.value.faults


def test_a_target_without_a_figure_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="nothing can be compared"):
        load_targets(written(tmp_path, value="null", low="null", high="null"))


def test_an_unknown_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="did you mean 'source'"):
        load_targets(written(tmp_path, sourse="x"))


def test_a_folder_without_targets_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="holds no targets"):
        load_targets(tmp_path)
