"""The picture of the house is true: every arrow points down, and things are where it says."""

import ast
import re
from pathlib import Path

import pytest
import yaml

from tests.style.test_layers import HEIGHT

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
FLOOR = re.compile(r"^ ([a-z_]+) {2,}\S", re.MULTILINE)
FOUND = re.compile(r"^\| [^|]+\? \| `([^`]+)` \| `([^`]+)` \|$", re.MULTILINE)
BESIDE = {"theory", "__init__", "__main__"}


def floors() -> list[str]:
    """Packages and modules of the picture, from the top down."""
    return FLOOR.findall(TEXT.split("```")[1])


def test_every_room_of_the_house_is_in_the_picture_and_none_is_made_up():
    there = {path.parent.name for path in (ROOT / "sim").glob("*/__init__.py")}
    there |= {path.stem for path in (ROOT / "sim").glob("*.py")}
    assert there - BESIDE == set(floors()), there - BESIDE ^ set(floors())


def test_the_picture_stands_in_the_order_in_which_imports_are_followed():
    drawn = [(name, HEIGHT[name]) for name in floors() if name in HEIGHT]
    heights = [height for _, height in drawn]
    assert heights == sorted(heights, reverse=True), drawn


@pytest.mark.parametrize(("file", "name"), FOUND.findall(TEXT))
def test_what_a_newcomer_asks_for_stands_in_the_file_named(file, name):
    text = (ROOT / file).read_text(encoding="utf-8")
    if file.endswith(".md"):  # a word to look for on a page
        names = {cell.strip() for line in text.splitlines() for cell in re.split(r"[|`]", line)}
    elif file.endswith(".yaml"):
        names = set(yaml.safe_load(text))
    else:
        body = ast.parse(text).body
        names = {n.name for n in body if isinstance(n, ast.FunctionDef | ast.ClassDef)}
        names |= {
            target.id
            for n in body
            if isinstance(n, ast.Assign)
            for target in n.targets
            if isinstance(target, ast.Name)
        }
    assert name in names, f"docs/architecture.md: no '{name}' in {file}"


def test_ten_questions_and_more_are_answered():
    assert len(FOUND.findall(TEXT)) >= 10
