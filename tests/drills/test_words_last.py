"""Files are whole before a word is printed, wherever the words go, and whether they can or not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.commands.folders import RECORD
from sim.common.sealed import read_record
from tests.drills.commands import ROOT, environment
from tests.drills.damage import tree
from tests.drills.wrong import design

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="words go there by a shell")

SMALL = "end=2025-03-01 warm_up_years=0 replications=2 members=0 region=limburg workers=1"
COMMANDS = {  # what is typed, and the files that must be there: names, or parts of them
    "ask": (f"ask {SMALL}", (RECORD, "kpis.csv", "answer.nl.txt", "summary.en.html")),
    "several": (f"-m seed=1,2 {SMALL} hydra.sweep.dir=d", (RECORD, "summary.csv")),
    "new": ("new scenario mine", ("mine.yaml",)),
    "region": ("new region mine --population 98000", ("mine.yaml",)),
    "levers": ("levers --html levers.html", ("levers.html",)),
    "sweep": ("sweep tiny.yaml --output d --engine serial", ("study.json", "points.parquet")),
    "report": (
        "report --region limburg --replications 2 --no-doubt --output page.html",
        ("page.html",),
    ),
    "parameters": ("parameters", ()),
    "evidence": ("kpis --language nl", ()),
}
PLAIN = {"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}
WHERE = {  # what a shell adds, what the environment has besides, and the exit code
    "a reader that has seen enough": ("| true", {}, 0),
    "a full device": ("> /dev/full", {}, 2),
    "ASCII": ("> words", {**PLAIN, "PYTHONIOENCODING": "ascii"}, 0),
    "Latin-1": ("> words", {**PLAIN, "PYTHONIOENCODING": "latin-1"}, 0),
    "no language at all": ("> words", PLAIN, 0),
    "nowhere": (">&-", {}, 0),
    "errors nowhere": ("> words 2>&-", {}, 0),
    "both nowhere": (">&- 2>&-", {}, 0),
    "all three nowhere": ("<&- >&- 2>&-", {}, 0),
    "both full": ("> /dev/full 2> /dev/full", {}, 2),
}
SHORT = {
    ("ask", "a full device"),
    ("ask", "both nowhere"),
    ("several", "a reader that has seen enough"),
    ("new", "ASCII"),
    ("levers", "both full"),
}
REFUSED = ("2>&-", "2> /dev/full", ">&- 2>&-", "> /dev/full 2> /dev/full", "<&- >&- 2>&-")


def run(words: str, where: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command whose words go somewhere, by a shell that ends as the command does."""
    if "/dev/full" in where and not Path("/dev/full").exists():
        pytest.skip("there is no device that is always full")
    script = f'"$@" {where}'
    if where.startswith("|"):
        script = f'{{ "$@"; echo $? > code; }} {where}; exit "$(cat code)"'
    return subprocess.run(
        ["sh", "-c", script, "sh", sys.executable, "-m", "sim", *words.split()],
        cwd=folder,
        env={**environment(), **more},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "where"),
    [
        pytest.param(name, where, marks=[] if (name, where) in SHORT else [pytest.mark.drill])
        for name in COMMANDS
        for where in WHERE
    ],
)
def test_files_are_whole_wherever_the_words_go(name: str, where: str, tmp_path: Path) -> None:
    short = {"start": "2025-01-01", "end": "2025-03-01", "warm_up_years": "0", "block": "2"}
    (tmp_path / "tiny.yaml").write_text(design(**short))
    words, expected = COMMANDS[name]
    shell, more, code = WHERE[where]
    done = run(words, shell, tmp_path, **more)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr and "Error" not in done.stderr, done.stderr
    written = [path.name for path in tmp_path.rglob("*") if path.is_file() and path.stat().st_size]
    assert set(expected) <= set(written), written
    for record in tmp_path.rglob(RECORD):
        sealed = read_record(record)
        assert sealed is not None and sealed.faults() == []
    if shell == "> words":
        assert (tmp_path / "words").stat().st_size > 0


@pytest.mark.parametrize("where", REFUSED)
def test_a_refusal_that_cannot_be_told_is_one_by_its_exit_code(where: str, tmp_path: Path) -> None:
    before = tree(tmp_path)
    assert run("seed=x", where, tmp_path).returncode == 2
    assert tree(tmp_path) == before


def test_no_file_of_results_gets_the_number_of_a_closed_stream() -> None:
    code = (
        "import sys; from sim.common.console import print_anywhere; print_anywhere();"
        "sys.exit(open('README.md').fileno() < 3)"
    )
    words = ["sh", "-c", '"$@" <&- >&- 2>&-', "sh", sys.executable, "-c", code]
    assert subprocess.run(words, cwd=ROOT, env=os.environ, check=False).returncode == 0
