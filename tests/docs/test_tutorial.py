"""docs/tutorial.md is run as it stands: Python as doctests, console lines by this interpreter."""

import doctest
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TUTORIAL = ROOT / "docs" / "tutorial.md"
AS_SHOWN = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE  # columns may be wider or narrower
BLOCKS = TUTORIAL.read_text(encoding="utf-8").split("```")[1::2]
LINES = [
    line.removeprefix("$ python ")
    for block in BLOCKS
    if block.startswith("console\n")
    for line in block.splitlines()
    if line.startswith("$ python ")
]


def test_every_python_block_gives_what_it_says(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")  # tables are as wide as the screen
    failed, tried = doctest.testfile(
        str(TUTORIAL), module_relative=False, optionflags=AS_SHOWN, encoding="utf-8"
    )
    assert tried > 10
    assert not failed, "what it gave instead stands above"


@pytest.mark.parametrize("line", LINES)
def test_every_console_line_ends_well(line, tmp_path):
    outside = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    ran = subprocess.run(
        [sys.executable, *shlex.split(line)],
        cwd=tmp_path,
        env=outside,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert ran.returncode == 0, ran.stderr
    assert list(tmp_path.rglob("summary.nl.html")), "no page was written"


def test_there_is_a_console_line_to_run():
    assert LINES
