"""Interrupted or killed at any moment.

No half-written folder, and what was finished is still there.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sim.common.files import whole_folder


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def written(folder: Path, text: str) -> None:
    with whole_folder(folder) as new:
        (new / "a").mkdir()
        (new / "a" / "table").write_text(text)


def test_what_was_written_takes_the_place_of_what_was_there(tmp_path: Path) -> None:
    for text in ("first", "second"):
        written(tmp_path / "outputs" / "x", text)
        assert contents(tmp_path) == {"outputs/x/a/table": text}


@pytest.mark.parametrize("is_new", [True, False])
@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError, SystemExit])
def test_an_interruption_while_writing_leaves_what_was_there(
    error: type[BaseException], is_new: bool, tmp_path: Path
) -> None:
    if not is_new:
        written(tmp_path / "y" / "x", "finished")
    with pytest.raises(error), whole_folder(tmp_path / "y" / "x") as new:
        (new / "half").write_text("ha")
        raise error
    assert contents(tmp_path) == ({} if is_new else {"y/x/a/table": "finished"})
    assert [path.name for path in sorted(tmp_path.rglob("[xy.]*"))] == (
        [] if is_new else ["y", "x"]
    )


def test_an_interruption_between_the_two_steps_of_the_exchange_brings_the_old_folder_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path / "x", "finished")
    real, calls = os.replace, []

    def interrupted(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == 2:
            raise KeyboardInterrupt
        real(source, target)

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        written(tmp_path / "x", "new")
    assert contents(tmp_path) == {"x/a/table": "finished"} and [
        path.name for path in tmp_path.iterdir()
    ] == ["x"]


def test_what_a_killed_run_left_is_taken_away_by_the_next_and_what_it_had_put_aside_comes_back(
    tmp_path: Path,
) -> None:
    gone = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    for name in (
        f".x.{gone}-half",
        f".x.{gone}-whole.old",
        f".x.y.{gone}-other",
        f".x.{os.getpid()}-mine",
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "table").write_text(name)
    with pytest.raises(OSError), whole_folder(tmp_path / "x"):
        raise OSError
    kept = {"x", f".x.y.{gone}-other", f".x.{os.getpid()}-mine"}
    assert {path.name for path in tmp_path.iterdir()} == kept, (
        "of another folder, or of a run that goes on"
    )
    assert (tmp_path / "x" / "table").read_text() == f".x.{gone}-whole.old"


HALF_WAY = """
import signal
import time
import sim.__main__
import sim.commands.ask

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job starts with Ctrl-C ignored

def stuck(folder, comparison):
    print("writing", flush=True)
    time.sleep(120)

sim.commands.ask.write_figures = stuck
raise SystemExit(sim.__main__.main(["region=limburg", "replications=1", "workers=1", "end=2025-02-01", "warm_up_years=0"]))
"""


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_the_main_job_ended_while_it_writes_leaves_nothing(
    sent: signal.Signals, tmp_path: Path
) -> None:
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-c", HALF_WAY],
        cwd=tmp_path,
        env=environment,
        stdout=pipe,
        stderr=pipe,
        text=True,
    ) as job:
        assert job.stdout is not None
        assert any(line.startswith("writing") for line in job.stdout), job.communicate()
        assert any(path.is_file() for path in tmp_path.rglob("*")), "nothing was being written"
        job.send_signal(sent)
        _, errors = job.communicate(timeout=60)
    assert (
        job.returncode,
        "Traceback" in errors,
        "nothing of the interrupted run was written" in errors,
    ) == (130, False, True), errors
    assert list(tmp_path.iterdir()) == []
