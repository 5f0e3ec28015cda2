"""Interrupted or killed at any moment.

No half-written folder, and what was finished is still there.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from sim.common import files
from sim.common.errors import ConfigError
from sim.common.files import mark, whole_folder


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


def test_a_link_stays_and_what_it_leads_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "desk").mkdir()
    try:
        (tmp_path / "desk" / "x").symlink_to(tmp_path / "disk" / "y", target_is_directory=True)
    except OSError:
        pytest.skip("links cannot be made here")
    for text in ("first", "second"):
        written(tmp_path / "disk" / "y", "finished")
        written(tmp_path / "desk" / "x", text)
        assert contents(tmp_path / "disk") == {"y/a/table": text}
        assert (tmp_path / "desk" / "x").is_symlink()
        left = {path.name for place in ("desk", "disk") for path in (tmp_path / place).iterdir()}
        assert left == {"x", "y"}


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
    host = mark().partition("-")[0]
    put_aside = f".x.{host}-{gone}-whole.old"
    others = f".x.y.{host}-{gone}-other", f".x.{mark()}-mine", f".x.0a1b2c-{gone}-elsewhere"
    for name in (f".x.{host}-{gone}-half", put_aside, *others):
        (tmp_path / name).mkdir()
        (tmp_path / name / "table").write_text(name)
    with pytest.raises(OSError), whole_folder(tmp_path / "x"):
        raise OSError
    assert {path.name for path in tmp_path.iterdir()} == {"x", *others}, (
        "of another folder, of a run that goes on, or of another machine"
    )
    assert (tmp_path / "x" / "table").read_text() == put_aside


def test_what_another_machine_left_is_taken_away_after_a_day(tmp_path: Path) -> None:
    left = tmp_path / ".x.0a1b2c-1-half"
    left.mkdir()
    os.utime(left, (time.time() - 25 * 3600,) * 2)
    written(tmp_path / "x", "new")
    assert contents(tmp_path) == {"x/a/table": "new"} and not left.exists()


def test_a_process_that_has_the_number_of_one_that_ended_keeps_nothing_alive(
    tmp_path: Path,
) -> None:
    left = tmp_path / f".x.{mark()}-half"
    left.mkdir()
    os.utime(left, (psutil.Process().create_time() - 2 * 3600,) * 2)
    written(tmp_path / "x", "new")
    assert not left.exists()


def test_a_folder_of_which_a_file_is_open_elsewhere_is_left_and_the_new_results_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where an open file holds its folder."""
    written(tmp_path / "x", "finished")
    real = os.replace

    def held(source: Path, target: Path) -> None:
        if source == tmp_path / "x":
            raise PermissionError(13, "The process cannot access the file", str(source))
        real(source, target)

    monkeypatch.setattr(os, "replace", held)
    with pytest.raises(
        ConfigError, match=r"another program holds .* The new results stand in .*x-2"
    ):
        written(tmp_path / "x", "new")
    assert contents(tmp_path) == {"x/a/table": "finished", "x-2/a/table": "new"}


def test_a_file_that_another_program_holds_for_a_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, refused = os.replace, []

    def held(source: Path, target: Path) -> None:
        if len(refused) < 2:
            refused.append(target)
            raise PermissionError(13, "The process cannot access the file", str(target))
        real(source, target)

    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(files, "PATIENCE", 60.0)
    written(tmp_path / "x", "new")
    assert contents(tmp_path) == {"x/a/table": "new"} and len(refused) == 2


HALF_WAY = """
import signal
import time
import sim.__main__
import sim.commands.answer

# a background job of a shell starts with Ctrl-C ignored
signal.signal(signal.SIGINT, signal.default_int_handler)

def stuck(folder, comparison):
    print("writing", flush=True)
    while True:
        time.sleep(0.1)

sim.commands.answer.write_figures = stuck
short = ["region=limburg", "replications=1", "workers=1", "end=2025-02-01", "warm_up_years=0"]
raise SystemExit(sim.__main__.main(short))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals between processes")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_the_main_job_ended_twice_while_it_writes_leaves_nothing(
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
        job.send_signal(sent)  # what is nearly done is finished first ...
        with pytest.raises(subprocess.TimeoutExpired):
            job.wait(timeout=2)
        job.send_signal(sent)  # ... unless one means it
        _, errors = job.communicate(timeout=60)
    assert (
        job.returncode,
        "Traceback" in errors,
        "nothing of the interrupted run was written" in errors,
    ) == (130, False, True), errors
    assert list(tmp_path.iterdir()) == []
