"""A variant of a scenario with a world to assume assumes it too, in the file that is kept of it."""

from dataclasses import replace
from pathlib import Path

import pytest

from sim.page.state import opened, variant
from sim.world.scenario import Scenario, load_scenario

ASSUMED = {"search.days_tolerance": 10}


@pytest.fixture
def assuming(monkeypatch: pytest.MonkeyPatch) -> Scenario:
    base = replace(load_scenario("baseline"), assume=ASSUMED)
    for module in (variant, opened):
        monkeypatch.setattr(module, "scenarios", lambda: {"baseline": base})
    return base


def test_what_is_assumed_is_in_the_file_of_a_variant(assuming: Scenario, tmp_path: Path) -> None:
    moved = variant.PageVariant("baseline", {"follow_up": 120.0})
    path = tmp_path / "mine.yaml"
    path.write_text(variant.as_yaml(moved, "noord_holland"), encoding="utf-8")
    assert dict(load_scenario(path).assume) == dict(assuming.assume) == ASSUMED
