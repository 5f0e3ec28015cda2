"""What a process that was killed left is taken away by the next that writes there, and nothing
else is.
"""

import os
import re
import socket
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest

from sim.common.files import mark, replace, tidy_files, write_text

HOST = mark().partition("-")[0]


@pytest.fixture(scope="module")
def gone() -> int:
    """The number of a process that is no longer there."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_file_is_replaced_and_what_killed_processes_left_beside_it_goes(
    gone: int, tmp_path: Path
) -> None:
    stays = {
        f".b.json.{HOST}-{gone}-77",  # of another file
        f".a.json.{mark()}-77",  # of a process that runs
        f".a.json.0a1b2c-{gone}-77",  # of another machine
        ".a.json.1234-5678",  # of an older version, or of somebody else
        f"a.json.{HOST}-{gone}-77",
    }
    for name in (*stays, f".a.json.{HOST}-{gone}-77", f".a.json.{HOST}-{gone}-78"):
        (tmp_path / name).write_text("half")
    write_text(tmp_path / "a.json", "whole")
    assert names(tmp_path) == {*stays, "a.json"}
    assert (tmp_path / "a.json").read_text() == "whole"


def test_a_folder_of_the_program_is_tidied_of_what_was_left_of_any_file(
    gone: int, tmp_path: Path
) -> None:
    stays = {f".a.{mark()}-1", ".lock", ".points.parquet.1234-5678", f".x.0a1b2c-{gone}-1", "a"}
    for name in (*stays, f".a.{HOST}-{gone}-1", f".{HOST}-{gone}-1-000-000.parquet"):
        (tmp_path / name).write_text("half")
    (tmp_path / f".b.{HOST}-{gone}-folder").mkdir()
    tidy_files(tmp_path)
    assert names(tmp_path) == {*stays, f".b.{HOST}-{gone}-folder"}


@pytest.mark.parametrize("hours", [-25, 25])
def test_what_another_machine_left_goes_after_a_day_also_with_a_wrong_clock(
    hours: int, tmp_path: Path
) -> None:
    for name, shift in ((".a.0a1b2c-1-1", hours), (".a.0a1b2c-1-2", hours / 2)):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (time.time() + shift * 3600,) * 2)
    tidy_files(tmp_path)
    assert names(tmp_path) == {".a.0a1b2c-1-2"}


@pytest.mark.parametrize("of_linux", [True, False])
def test_machines_and_containers_of_one_name_leave_each_others_files_alone(
    of_linux: bool, gone: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process of the other does not run here, and is very much alive there."""
    about = {"pid": "pid:[1]", "node": 1}

    def namespace(path: str) -> object:
        if not of_linux:
            raise FileNotFoundError(path)
        return about["pid"]

    monkeypatch.setattr(socket, "gethostname", lambda: "worker")
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: "the same machine")
    monkeypatch.setattr(os, "readlink", namespace)
    monkeypatch.setattr(uuid, "getnode", lambda: about["node"])
    left = f".a.{mark().partition('-')[0]}-{gone}-1"
    (tmp_path / left).touch()
    about |= {"pid": "pid:[2]", "node": 2}
    tidy_files(tmp_path)
    assert names(tmp_path) == {left}
    about |= {"pid": "pid:[1]", "node": 1}
    tidy_files(tmp_path)
    assert names(tmp_path) == set()


def test_a_machine_keeps_its_mark_from_process_to_process() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "from sim.common.files import mark; print(mark())"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert re.fullmatch(rf"{HOST}-\d+\n", told)


def test_a_folder_that_is_not_there_or_is_a_file_is_left_to_who_writes_in_it(
    tmp_path: Path,
) -> None:
    tidy_files(tmp_path / "nowhere")
    with pytest.raises(FileNotFoundError):
        replace(tmp_path / "nowhere" / "a", lambda path: path.write_text("a"))
    (tmp_path / "file").touch()
    with pytest.raises(NotADirectoryError):
        replace(tmp_path / "file" / "a", lambda path: path.write_text("a"))
