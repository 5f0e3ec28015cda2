"""The hash of meaning: a move, a comment or a new layout of lines voids nothing.

A changed number voids what was made from it.
"""

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.common.versions import MACHINE_CODE, MODEL, PACKAGE, RULES, definitions_of, meaning

SOURCE = '''"""A rule."""

import math
from numba import njit as compiled

LIMIT = 0.25


@compiled
def p_stays(fear: float, days: int) -> float:
    """Return a chance."""
    if days > 30 and not math.isnan(fear):
        return f"{fear}" != "x" and LIMIT * fear
    return 1 / (1 + math.exp(-fear))
'''


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package's sources."""
    shutil.copytree(
        PACKAGE, tmp_path / "sim", ignore=shutil.ignore_patterns("__pycache__", "_data")
    )
    return tmp_path / "sim"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"""A rule."""', '"""A better text."""'),
        ('    """Return a chance."""\n', ""),
        ("import math\n", "import math\nimport os\n"),
        ("LIMIT = 0.25\n", "# a quarter, says the source\nLIMIT = 0.25  # chance\n"),
        (
            "    if days > 30 and not math.isnan(fear):",
            "    if (\n        days > 30\n        and not math.isnan(fear)\n    ):",
        ),
    ],
)
def test_words_comments_imports_and_layout_are_no_meaning(before: str, after: str) -> None:
    changed = SOURCE.replace(before, after)
    assert changed != SOURCE, f"{before!r} does not stand in the source"
    assert definitions_of(changed) == definitions_of(SOURCE), (
        f"{before!r} -> {after!r} changed the meaning"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("0.25", "0.26"),
        ("days > 30", "days >= 30"),
        ("-fear", "fear"),
        ("p_stays", "p_leaves"),
        ("days: int", "days: float"),
        ("njit as compiled", "jit as compiled"),
        ('!= "x"', '!= "y"'),
        ("@compiled\n", ""),
    ],
)
def test_a_number_a_sign_a_name_a_type_or_another_thing_under_the_same_name_is_meaning(
    before: str, after: str
) -> None:
    changed = SOURCE.replace(before, after)
    assert definitions_of(changed) != definitions_of(SOURCE), (
        f"{before!r} -> {after!r} did not change the meaning"
    )


def test_the_hash_is_the_same_on_every_python(tmp_path: Path) -> None:
    (tmp_path / "rule.py").write_text(SOURCE, encoding="utf-8")
    assert meaning(["rule.py"], tmp_path) == "19fb4e179c0cac47", (
        "kept ensembles would be refused on this Python"
    )


def test_a_definition_that_moves_to_another_file_voids_nothing(tmp_path: Path) -> None:
    for where, files in {
        "a": {"x.py": "A = 1\nB = 2\n"},
        "b": {"x.py": "B = 2\n", "below/y.py": "A = 1\n"},
    }.items():
        for name, text in files.items():
            path = tmp_path / where / "rules" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    assert meaning(["rules"], tmp_path / "a") == meaning(["rules"], tmp_path / "b"), (
        "a move changed the meaning"
    )


@pytest.mark.parametrize("parts", [RULES, MACHINE_CODE, MODEL])
def test_a_copy_of_the_sources_means_the_same(copy: Path, parts: tuple[str, ...]) -> None:
    assert meaning(parts, copy) == meaning(parts), "the copy has another hash"


@pytest.mark.parametrize(
    "name",
    sorted(
        {
            path.relative_to(PACKAGE).as_posix()
            for part in MACHINE_CODE
            for path in [PACKAGE / part, *(PACKAGE / part).rglob("*.py")]
            if path.is_file()
        }
    ),
)
def test_a_new_definition_in_any_source_of_machine_code_changes_its_hash(
    copy: Path, name: str
) -> None:
    before = meaning(MACHINE_CODE, copy)
    with (copy / name).open("a", encoding="utf-8") as file:
        file.write("\nNEW = 1\n")
    assert meaning(MACHINE_CODE, copy) != before, f"{before} before and after a change of {name}"


def test_a_source_that_is_gone_is_named_and_not_left_out(copy: Path) -> None:
    (copy / "draws.py").unlink()
    with pytest.raises(FileNotFoundError, match=r"draws\.py decides what a result is"):
        meaning(RULES, copy)


def test_a_page_or_a_plot_is_no_part_of_any_of_the_three(copy: Path) -> None:
    before = [meaning(parts, copy) for parts in (RULES, MACHINE_CODE, MODEL)]
    (copy / "front_door.py").write_text("A = 1\n", encoding="utf-8")
    assert [meaning(parts, copy) for parts in (RULES, MACHINE_CODE, MODEL)] == before, (
        "front_door.py counted"
    )


@given(st.integers() | st.text() | st.booleans() | st.none() | st.binary())
def test_a_constant_is_not_the_same_as_a_tuple_of_it_or_its_text(value: object) -> None:
    texts = {str(definitions_of(f"A = {v!r}")) for v in (value, (value,), repr(value), str(value))}
    assert len(texts) == 4 - (repr(value) == str(value)) - (value == str(value)), f"{texts}"
