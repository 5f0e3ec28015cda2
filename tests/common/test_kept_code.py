"""Machine code on disk: who may have written it, how long it stays, and what is said where it
cannot be kept. (Damage: tests/drills/test_machine_code.py.)
"""

import errno
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
import pytest

from sim.common import files, machine_code
from sim.common.machine_code import DAY, cache_folder, keep, machine_code_version
from sim.common.versions import PACKAGE

with_owners = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no owners like these")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for machine code, which is not there yet."""
    found = tmp_path / "doorstroom" / machine_code_version()
    monkeypatch.setattr(machine_code, "FOLDER", found)
    forget()
    monkeypatch.setattr(machine_code, "_given_up", [])
    return found


def forget() -> None:
    for each in ("_why_not_trusted", "_say_once", "_note_use"):
        getattr(machine_code, each).cache_clear()


def compiled(takes_long: bool = False) -> Callable[[int], int]:
    """Return a function that is compiled, or read from disk, when it is called."""

    def tripled(x: int) -> int:
        return 3 * x

    made: Any = numba.njit(tripled)
    keep(made, takes_long=takes_long)
    return made


def of_disk(function: Any) -> bool:
    return sum(function.stats.cache_hits.values()) == 1


def kept(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]


def test_code_is_kept_and_read_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = compiled(), compiled()
    assert (first(2), second(2)) == (6, 6) and not of_disk(first) and of_disk(second)
    assert len(kept(folder)) == 1 and capsys.readouterr().err == ""


def test_code_that_another_process_keeps_while_it_is_looked_for_is_no_damage(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert compiled()(2) == 6
    ask = os.stat

    def too_early(path: Any, **named: Any) -> os.stat_result:
        if str(path).endswith(machine_code.ENDING):
            raise FileNotFoundError(errno.ENOENT, "not there yet", str(path))
        return ask(path, **named)

    with monkeypatch.context() as patch:
        patch.setattr(machine_code.os, "stat", too_early)
        assert compiled()(2) == 6
    assert len(kept(folder)) == 1 and capsys.readouterr().err == ""


def test_another_function_at_the_same_line_of_the_same_file_is_compiled_in_silence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert compiled()(2) == 6
    monkeypatch.setattr(machine_code, "_source", lambda path: "edited")
    edited = compiled()
    assert edited(2) == 6 and not of_disk(edited) and capsys.readouterr().err == ""


@with_owners
@pytest.mark.parametrize("right", [0o020, 0o002])
def test_a_folder_in_which_others_can_write_is_not_trusted_and_said_once(
    right: int, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert compiled()(2) == 6
    folder.chmod(0o700 | right)
    forget()
    again = [compiled(), compiled()]
    assert [each(2) for each in again] == [6, 6] and not any(map(of_disk, again))
    said = capsys.readouterr().err
    assert said.count(str(folder)) == 1 and "DOORSTROOM_CACHE" in said, said


@with_owners
def test_a_file_that_others_can_write_is_thrown_away_and_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert compiled()(2) == 6
    (path,) = folder.rglob("*.code")
    path.chmod(0o666)
    again = compiled()
    assert again(2) == 6 and not of_disk(again)
    assert f"{path} (somebody else can write it)" in capsys.readouterr().err
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("error", [MemoryError(), OSError(errno.ENOMEM, "no memory")])
def test_where_memory_is_short_for_a_moment_whole_code_stays(
    error: Exception,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def short(self: object, signature: object, context: object) -> None:
        raise error

    assert compiled()(2) == 6
    with monkeypatch.context() as patch, pytest.raises(MemoryError):
        patch.setattr(machine_code.KeptCode, "_load", short)
        compiled()(2)
    again = compiled()
    assert again(2) == 6 and of_disk(again) and capsys.readouterr().err == ""


@with_owners
def test_what_belongs_to_another_user_is_not_trusted(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.mkdir(parents=True)
    monkeypatch.setattr(os, "getuid", lambda: 4711)
    is_of_another = folder.stat().st_uid not in (0, 4711)
    function = compiled()
    assert function(2) == 6
    assert ("is not yours alone" in capsys.readouterr().err) == is_of_another


def test_where_the_disk_is_full_the_code_runs_and_that_is_said_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(path: Path, write: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    monkeypatch.setattr(files, "replace", full)
    assert [compiled()(2), compiled()(2)] == [6, 6]
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1 and "cannot be kept" in said[0] and str(folder) in said[0], said
    assert os.strerror(errno.ENOSPC) in said[0] and "DOORSTROOM_CACHE" in said[0], said


def test_where_nothing_can_be_written_it_is_compiled_each_time(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.parent.write_text("a file")
    assert compiled(takes_long=True)(2) == 6
    said = capsys.readouterr().err
    assert "each time, because" in said and f"{folder.parent} is a file" in said, said


def test_a_numba_that_keeps_code_in_another_way_is_used_without(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(machine_code, "_can_be_kept", False)
    assert compiled(takes_long=True)(2) == 6
    said = capsys.readouterr().err
    assert "each time, because this program does not know how Numba" in said, said
    assert kept(folder) == []


def test_what_takes_long_is_said_before_it_is_compiled_and_not_when_it_is_read(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert compiled(takes_long=True)(2) == 6
    assert "compiling the model for this machine, once:" in capsys.readouterr().err
    forget()
    assert compiled(takes_long=True)(2) == 6
    assert capsys.readouterr().err == ""


def test_code_of_a_version_that_nobody_used_for_long_is_taken_away(folder: Path) -> None:
    old, used, other = (folder.parent / name for name in ("0" * 16, "1" * 16, "notes"))
    for path, days in ((old, 91), (used, 89), (other, 91)):
        (path / "rules_1").mkdir(parents=True)
        os.utime(path, (time.time() - days * DAY,) * 2)
    assert compiled()(2) == 6
    assert sorted(folder.parent.iterdir()) == sorted([used, other, folder])


def test_code_that_is_read_is_known_to_be_in_use(folder: Path) -> None:
    assert compiled()(2) == 6
    os.utime(folder, (time.time() - 80 * DAY,) * 2)
    assert compiled()(2) == 6
    assert time.time() - folder.stat().st_mtime < DAY


def test_the_folder_is_named_by_the_hash_inside_the_folder_asked_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DOORSTROOM_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path / "doorstroom" / machine_code_version(), f"{cache_folder()}"


def test_a_user_without_a_home_has_a_folder_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DOORSTROOM_CACHE", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)

    def homeless(path: Path) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "expanduser", homeless)
    assert cache_folder().name == machine_code_version()


def test_rules_run_where_compilation_is_switched_off(tmp_path: Path) -> None:
    program = "from sim.rules import stay; print(stay.n_locations(25.0, 6.0))"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=PACKAGE.parent,
        env={**os.environ, "NUMBA_DISABLE_JIT": "1", "DOORSTROOM_CACHE": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "5"), done.stderr
    assert not list(tmp_path.rglob("*.code"))
