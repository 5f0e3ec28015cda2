"""The picture of the house is true: every arrow points down, and things are where it says."""

import ast
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
FLOOR = re.compile(r"^ ([a-z_]+) {2,}\S", re.MULTILINE)
FOUND = re.compile(r"^\| [^|]+\? \| `([^`]+)` \| `([^`]+)` \|$", re.MULTILINE)
BESIDE = {"theory", "__init__", "__main__"}
# arrows that still point up: take a line away when it is mended, never add one
STILL_UP = {("statistics", "measures")}


def floors() -> list[str]:
    """Packages and modules of the picture, from the top down."""
    return FLOOR.findall(TEXT.split("```")[1])


def room(path: Path) -> str:
    return path.relative_to(ROOT / "sim").with_suffix("").parts[0]


def imported(path: Path) -> set[str]:
    """Rooms from which a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sim."):
            found.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("sim.")}
    return found


def sources() -> list[Path]:
    return [p for p in sorted((ROOT / "sim").rglob("*.py")) if "_data" not in p.parts]


def test_every_room_of_the_house_is_in_the_picture_and_none_is_made_up():
    there = {room(p) for p in sources()} - BESIDE
    assert there == set(floors()), f"docs/architecture.md: {there ^ set(floors())}"


def test_every_arrow_points_down():
    order = {name: n for n, name in enumerate(floors())}
    up = {
        (room(path), below): path.relative_to(ROOT).as_posix()
        for path in sources()
        for below in imported(path) - BESIDE - {room(path)}
        if room(path) not in BESIDE and order[below] < order[room(path)]
    }
    new = {f"{a} -> {b}": file for (a, b), file in up.items() if (a, b) not in STILL_UP}
    assert not new, f"a floor imports from above it: {new}"


def test_theory_imports_nothing_of_the_house():
    found = {
        p.name: imported(p) - {"theory"}
        for p in sorted((ROOT / "sim" / "theory").glob("*.py"))
        if imported(p) - {"theory"}
    }
    assert not found, found


@pytest.mark.parametrize(("file", "name"), FOUND.findall(TEXT))
def test_what_a_newcomer_asks_for_stands_in_the_file_named(file, name):
    text = (ROOT / file).read_text(encoding="utf-8")
    if file.endswith(".yaml"):
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
