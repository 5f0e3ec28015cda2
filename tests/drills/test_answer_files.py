"""Whatever happens to a file of an answer: the same question gives the same words as before."""

import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from rich.console import Console

from sim.__main__ import main
from sim.commands import answer, content
from sim.commands import ask as asking
from sim.commands.belongs import RECORD, others_in
from sim.commands.folders import INTERRUPTED, text_in
from sim.commands.question import as_date, prepare_question, usual
from sim.common.sealed import DamagedError, read_record
from sim.reporting.figures import Drawing
from tests.drills.damage import DAMAGES, tree
from tests.drills.effort import Drill

ASKED = (
    "end=2025-03-01",
    "warm_up_years=0",
    "replications=2",
    "members=0",
    "region=limburg",
    "workers=1",
)
Ask = Callable[..., tuple[int, list[str], str]]


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Ask the question: exit code, lines of the answer, what was said besides."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(content, "drawing", lambda *_: Drawing(b"", b""))  # seconds of drawing
    monkeypatch.setattr(answer, "write_figures", lambda *_: None)
    monkeypatch.setattr(
        answer, "write_summary", lambda new, *_, **__: (new / "summary.en.html").write_text("page")
    )
    real, kept = answer._run, []

    def run(*given: Any) -> Any:
        if not kept:
            kept.append(real(*given))
        else:
            question, _, begun = given
            answer._begin(begun, question, kept[0][0])
        return kept[0]

    monkeypatch.setattr(answer, "_run", run)

    def typed(*more: str) -> tuple[int, list[str], str]:
        capsys.readouterr()
        code, told = main([*ASKED, *more]), capsys.readouterr()
        lines = [line for line in told.out.splitlines() if "nothing was run again" not in line]
        return code, [line.rstrip() for line in lines if line.strip()], told.err

    return typed


@pytest.fixture
def again(
    ask: Ask,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Ask:
    """Ask the same once more without preparing it anew: words of the answer, and what was said."""
    config = {**usual(), "end": as_date("2025-03-01"), "warm_up_years": 0, "replications": 2}
    config |= {"members": 0, "region": "limburg", "workers": 1}
    question = prepare_question(config)
    assert question.folder == folder.relative_to(folder.parents[2])
    names = ("config.yaml", "hydra.yaml", "overrides.yaml")
    monkeypatch.setattr(asking, "_about", lambda _: dict.fromkeys(names, "made up"))

    def once_more() -> tuple[int, list[str], str]:
        capsys.readouterr()
        page = io.StringIO()
        asking._answer(question, cast(Any, None), Console(file=page, width=80))
        lines = [line for line in page.getvalue().splitlines() if "nothing was run" not in line]
        return 0, [line.rstrip() for line in lines if line.strip()], capsys.readouterr().err

    return once_more


@pytest.fixture
def folder(tmp_path: Path, ask: Ask) -> Path:
    """The answer, made once."""
    assert ask()[0] == 0
    (record,) = tmp_path.glob(f"outputs/*/*/{RECORD}")
    return record.parent


def files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def check_after(what: str, again: Ask, before: list[str], drill: Drill) -> None:
    """Ask again: the same words; what was damaged was named in one line and made again."""
    code, lines, said = again()
    assert (code, lines) == (0, before), what
    if said:
        assert said.count("\n") == 1 and "The answer is made again" in said, (what, said)
    drill.count("made again" if said else "shown as it was")
    assert again() == (0, before, ""), f"{what}; it was not mended once and for all"


def test_a_flipped_bit_changes_no_word(folder: Path, again: Ask, drill: Drill) -> None:
    before = again()[1]
    n = drill.effort.flips if drill.effort.name == "short" else 400
    drill.count("flips", n)
    for _ in range(n):
        path = drill.rng.choice(files(folder))
        was = path.read_bytes()
        what = DAMAGES["flip"](path, drill.rng)
        is_other = path.read_bytes() != was
        code, lines, said = again()
        assert (code, lines, bool(said)) == (0, before, is_other), what
        drill.count("made again" if said else "shown as it was")
    drill.count("other words", 0)


def test_lost_and_damaged_files_are_named_and_made_again(
    folder: Path, again: Ask, drill: Drill
) -> None:
    before = again()[1]
    names = [path.relative_to(folder).as_posix() for path in files(folder)]
    if drill.effort.name == "short":
        names = [RECORD, "answer.en.txt", "kpis.csv", drill.rng.choice(names)]
    for name in names:
        for damage in DAMAGES.values():
            what = damage(folder / name, drill.rng)
            check_after(f"{name}: {what}", again, before, drill)
            for double in folder.rglob("* (1).*"):  # somebody's own, which nothing replaces
                double.unlink()
    drill.count("other words", 0)


def test_a_number_for_a_sweeper_is_read_from_whole_files_alone(folder: Path) -> None:
    text_in(folder, "kpis.csv")
    with (folder / "kpis.csv").open("a") as file:
        file.write("census_one_to_one,1\n")
    with pytest.raises(DamagedError, match=r"kpis\.csv is damaged"):
        text_in(folder, "kpis.csv")


OWN = (  # what somebody may have put beside an answer
    "thesis.txt",
    "summary (edited by Jan).docx",
    "kpis.mine.xlsx",
    ".git/x",
    "figures/my_own_figure.png",
    "inputs/notes.txt",
    "kpis.csv/within",
)


@pytest.mark.parametrize("victim", [RECORD, "answer.en.txt", None])
def test_what_somebody_put_beside_an_answer_is_not_lost_with_it(
    victim: str | None, folder: Path, ask: Ask
) -> None:
    if victim:
        (folder / victim).write_text("{}")
    (folder / ".DS_Store").write_text("litter")
    (folder / "kpis.csv").rename(folder.parent / "kpis.csv")
    for name in OWN:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("years of work")
        before = tree(folder)
        for more in ((), ("replace=true",)):
            code, lines, said = ask(*more)
            assert (code, lines) == (2, []) and name in said and said.count("\n") == 1, said
            assert ".DS_Store" not in said and tree(folder) == before, name
        (folder / name).unlink()
    (folder / "kpis.csv").rmdir()
    assert ask()[0] == 0


def test_what_somebody_put_beside_an_interrupted_answer_is_not_lost_with_it(
    tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, is_interrupted = answer._run, True

    def run(*given: Any) -> Any:
        *made, _ = real(*given)
        return *made, INTERRUPTED if is_interrupted else "done"

    monkeypatch.setattr(answer, "_run", run)
    assert ask()[0] == 130
    (record,) = tmp_path.glob(f"outputs/*/*/{RECORD}")
    (record.parent / "my_notes.txt").write_text("years of work")
    before = tree(record.parent)
    code, lines, said = ask()
    assert (code, lines) == (2, []) and "my_notes.txt" in said and said.count("\n") == 1, said
    assert tree(record.parent) == before
    (record.parent / "my_notes.txt").unlink()
    is_interrupted = False
    assert ask()[0] == 0


def test_every_file_of_an_answer_belongs_to_it_with_and_without_its_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Drawn and written in full, as a user has it; what systems leave in it is in nobody's way."""
    monkeypatch.chdir(tmp_path)
    assert main([*ASKED, "record=events"]) == 0
    (record,) = tmp_path.glob(f"outputs/*/*/{RECORD}")
    inputs = ["scenarios/baseline.yaml", "scenarios/jzplus_zero_2030.yaml", "region/limburg.yaml"]
    for name in ("Thumbs.db", "figures/.DS_Store", "desktop.ini", "._kpis.csv", "base/._.DS_Store"):
        (record.parent / name).touch()
    assert others_in(record.parent, read_record(record), ()) == []
    assert others_in(record.parent, None, inputs) == []
    assert others_in(record.parent, None, inputs[1:]) == [f"inputs/{inputs[0]}"]


def test_a_damaged_answer_in_a_named_folder_is_replaced_only_when_asked(
    tmp_path: Path, ask: Ask
) -> None:
    assert ask("hydra.run.dir=mine")[0] == 0
    (tmp_path / "mine" / RECORD).write_text("{}")
    before = tree(tmp_path)
    code, _, said = ask("hydra.run.dir=mine")
    assert code == 2 and "run.json is damaged" in said and "replace=true" in said, said
    assert tree(tmp_path) == before
    assert ask("hydra.run.dir=mine", "replace=true")[0] == 0


def test_a_damaged_answer_is_made_again_among_several(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str], ask: Ask
) -> None:
    jobs = ["-m", *ASKED, "seed=1,2", "hydra.sweep.dir=d"]
    assert main(jobs) == 0
    summary = (tmp_path / "d" / "summary.csv").read_bytes()
    shutil.rmtree(tmp_path / "d")
    capsys.readouterr()
    (folder / "kpis.csv").write_text("kpi,difference\n")
    assert main(jobs) == 0
    told = capsys.readouterr()
    assert "kpis.csv is damaged" in told.err and told.err.count("\n") == 1
    assert (tmp_path / "d" / "summary.csv").read_bytes() == summary
