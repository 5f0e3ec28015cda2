"""30.000 is thirty thousand in Dutch, thirty in English: where both make sense it is asked back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.commands.overrides import hydra_overrides
from sim.common.errors import ConfigError
from sim.common.thousands import could_be_thousands, doubt, doubt_of
from sim.common.yaml_strict import parse
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
