"""Whatever is typed or read that is wrong: one short message, exit code 2, and nothing changed."""

from pathlib import Path
from typing import Any

import pytest

from sim.__main__ import main
from sim.commands.question import WORDS
from sim.engine.execute import ENGINES, RECORDS
from tests.drills.commands import run_cli, told
from tests.drills.damage import tree
from tests.drills.wrong import SECONDS, Wrong, bounded, furnish, lacks
from tests.drills.wrong_files import DESIGN_FILES, EXPERIMENT_FILES, REGION_FILES, SCENARIO_FILES
from tests.drills.wrong_words import ASK, OPTIONS, READ

ROWS = [
    *(ASK + READ + OPTIONS),
    *(SCENARIO_FILES + DESIGN_FILES + REGION_FILES + EXPERIMENT_FILES),
]
SHORT = 2  # every so many rows in the short form
BY_THEMSELVES = ("seed=1.0", "output=file/below", "check pipe.yaml", "scenario=zero.yaml")


def rows() -> list[Any]:
    """Return all rows; those beyond the short form belong to the long one."""
    possible = [row for row in ROWS if row.is_possible]
    return [
        pytest.param(row, id=row.name, marks=[pytest.mark.drill] if k % SHORT else [])
        for k, row in enumerate(possible)
    ]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder in which much is in the way."""
    folder = tmp_path / "here"
    folder.mkdir()
    furnish(folder)
    monkeypatch.chdir(folder)
    monkeypatch.delenv("NOT_THERE", raising=False)
    return folder


def lay(row: Wrong, folder: Path) -> dict[str, str]:
    """Write the files that a row is about; return what the folder and its parent hold."""
    for name, content in row.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return tree(folder.parent)


@pytest.mark.parametrize("row", rows())
def test_what_is_wrong_is_told_shortly_and_changes_nothing(
    row: Wrong, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = lay(row, here)
    with bounded(SECONDS):
        code = main(row.arguments)
    said = capsys.readouterr()
    assert (code, said.out, lacks(said.err, row)) == (2, "", []), said.err
    assert tree(here.parent) == before, "something was left behind"


@pytest.mark.parametrize(
    "row",
    [row for row in ROWS if row.is_possible and row.name in BY_THEMSELVES],
    ids=lambda row: row.name,
)
def test_a_program_of_its_own_says_the_same(row: Wrong, here: Path) -> None:
    before = lay(row, here)
    done = run_cli(row.arguments, here, timeout=SECONDS)
    assert (done.returncode, done.stdout, lacks(done.stderr, row)) == (2, "", []), told(done)
    assert tree(here.parent) == before, "something was left behind"


def test_no_row_stands_twice() -> None:
    named = [(row.typed, *row.files.values()) for row in ROWS]
    assert len(set(named)) == len(named)
    assert len([row for row in ROWS if row.name in BY_THEMSELVES]) == len(BY_THEMSELVES)


def test_the_words_of_a_question_are_those_of_the_model() -> None:
    assert (WORDS["engine"], WORDS["record"]) == (ENGINES, RECORDS)
