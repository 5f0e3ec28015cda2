"""What is kept on disk is used where it is whole and of the same contents, and made anew where it
is not; nothing of a user's is ever kept.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.common import yaml_strict
from sim.common.kept import folder_above, kept
from sim.common.paths import CONF
from sim.common.versions import MACHINE_CODE, meaning
from sim.common.yaml_strict import load_mapping

with_owners = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no owners like these")


@pytest.fixture(autouse=True)
def above(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for all that is kept, which is not there yet."""
    monkeypatch.setenv("DOORSTROOM_CACHE", str(tmp_path / "cache"))
    yaml_strict._parsed_before.cache_clear()
    return folder_above()


def files(above: Path) -> list[Path]:
    return [path for path in above.rglob("*") if path.is_file()]


def squared(number: int, made: list[int]) -> int:
    def make() -> int:
        made.append(number)
        return number**2

    return kept("squares", "the number", str(number).encode(), make)


def test_it_is_made_once_for_the_same_contents_and_anew_for_others(above: Path) -> None:
    made: list[int] = []
    found = [squared(number, made) for number in (3, 3, 4, 4, 3)]
    assert found == [9, 9, 16, 16, 9] and made == [3, 4, 3] and len(files(above)) == 1


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def turn_a_bit(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[-2] ^= 1
    path.write_bytes(whole)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def put_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def let_others_write(path: Path) -> None:
    path.chmod(0o666)


def let_others_write_beside_it(path: Path) -> None:
    path.parent.chmod(0o777)


@pytest.mark.parametrize(
    "damage",
    [
        cut,
        turn_a_bit,
        empty,
        put_a_folder,
        pytest.param(let_others_write, marks=with_owners),
        pytest.param(let_others_write_beside_it, marks=with_owners),
    ],
)
def test_what_is_damaged_or_not_ones_own_is_made_anew(
    damage: Callable[[Path], None], above: Path
) -> None:
    made: list[int] = []
    squared(3, made)
    (path,) = files(above)
    damage(path)
    assert squared(3, made) == 9 and made == [3, 3]


def test_the_outcome_of_one_thing_never_stands_for_another(above: Path) -> None:
    kept("squares", "one", b"same", lambda: 1)
    (one,) = files(above)
    kept("squares", "two", b"same", lambda: 2)
    (two,) = set(files(above)) - {one}
    two.write_bytes(one.read_bytes())
    assert kept("squares", "two", b"same", lambda: 2) == 2


def test_where_nothing_can_be_written_it_is_made_each_time(above: Path) -> None:
    above.parent.mkdir()
    above.write_text("a file where the folder would be", encoding="utf-8")
    made: list[int] = []
    assert [squared(3, made), squared(3, made)] == [9, 9] and made == [3, 3]


def test_parameters_are_the_same_from_the_file_and_from_what_is_kept(above: Path) -> None:
    for path in sorted((CONF / "parameters").glob("*.yaml")):
        read = yaml_strict.parse(path.read_bytes(), path.name)
        for _ in range(2):  # made, then kept
            yaml_strict._parsed_before.cache_clear()
            found = load_mapping(path, path.name)
            assert repr(found) == repr(read), f"{path.name} is not what stands in it"
    assert len(files(above)) == len(list((CONF / "parameters").glob("*.yaml")))


def test_nothing_of_a_region_and_nothing_of_a_user_is_kept(above: Path, tmp_path: Path) -> None:
    mine = tmp_path / "parameters" / "mine.yaml"
    mine.parent.mkdir()
    mine.write_text("secret: 1\n", encoding="utf-8")
    for path in [mine, *(CONF / "region").glob("*.yaml")]:
        load_mapping(path, path.name)
    assert not files(above), f"{files(above)} were written"


def test_the_meaning_of_the_sources_is_the_same_worked_out_and_kept(above: Path) -> None:
    first, second = meaning(MACHINE_CODE), meaning(MACHINE_CODE)
    (path,) = files(above)
    turn_a_bit(path)
    assert first == second == meaning(MACHINE_CODE)


@with_owners
def test_what_is_kept_can_be_read_by_its_owner_alone(above: Path) -> None:
    squared(3, [])
    (path,) = files(above)
    assert os.stat(path).st_mode & 0o777 == 0o600 and os.stat(path.parent).st_mode & 0o777 == 0o700
