"""The drills themselves: damage damages, a tree that changed is seen, luck can be chosen."""

import random
import re
from pathlib import Path

import pytest

from tests.drills.damage import DAMAGES, tree, tree_hash
from tests.drills.effort import LONG, SHORT, USUAL_SEED, VARIABLE, Drill, chosen_seed


@pytest.mark.parametrize("name", DAMAGES)
def test_every_kind_of_damage_changes_the_folder_and_says_how(name: str, tmp_path: Path) -> None:
    for each in ("a.bin", "b.bin"):
        (tmp_path / each).write_bytes(each.encode() * 9)
    before, hashed = tree(tmp_path), tree_hash(tmp_path)
    said = DAMAGES[name](tmp_path / "a.bin", random.Random(1))
    assert tree(tmp_path) != before and tree_hash(tmp_path) != hashed and "a.bin" in said, said


def test_the_seed_is_that_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert chosen_seed() == USUAL_SEED
    monkeypatch.setenv(VARIABLE, "7")
    assert chosen_seed() == 7
    monkeypatch.setenv(VARIABLE, "random")
    assert chosen_seed() != chosen_seed(), "a chance of one in a thousand million"


def test_a_drill_says_what_it_counted_and_repeats_its_luck() -> None:
    drill = Drill(SHORT, 3)
    drill.count("flips", 1_200)
    drill.count("refused")
    drill.count("another number", 0)
    assert drill.figures() == "1,200 flips, 1 refused, 0 another number"
    assert drill.rng.random() == Drill(LONG, 3).rng.random()


def test_every_drill_is_on_the_page_that_promises_it() -> None:
    here = Path(__file__)
    page = (here.parents[2] / "docs" / "reliability.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `(test_\w+\.py)` \|", page, re.MULTILINE))
    assert told == {path.name for path in here.parent.glob("test_*.py")} - {here.name}
