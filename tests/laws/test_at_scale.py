"""Conservation, Little's law per setting and cost over the whole country.

`python scripts/verify_at_scale.py` does the same a thousand times.
"""

import pytest

from scripts import verify_at_scale


@pytest.mark.slow
def test_the_country_holds_in_every_replication(capsys: pytest.CaptureFixture[str]) -> None:
    code = verify_at_scale.main("20", "3")
    assert code == 0, capsys.readouterr().out


def test_a_region_holds_and_a_fault_would_be_seen(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert verify_at_scale.main("2", "1", "limburg") == 0, capsys.readouterr().out
    real = verify_at_scale.sums_of
    monkeypatch.setattr(verify_at_scale, "sums_of", lambda *arguments: real(*arguments) + 1)
    assert verify_at_scale.main("1", "1", "limburg") == 1
    assert "youth-days of the spells are not those of the census" in capsys.readouterr().out
