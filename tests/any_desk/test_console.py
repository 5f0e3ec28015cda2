"""Any text can be printed on any console: what it does not have comes as near as it can."""

import io
import sys
from pathlib import Path

import pytest

from sim.common.console import NEAREST, print_anywhere
from tests.any_desk.desks import ASCII, run

TEXT = "‘één’ – €3 ≥ 2 → ½ 漢 \udc80"
SAY = f"from sim.common.console import print_anywhere; print_anywhere(); print({TEXT!a})"


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("ascii", "'een' - EUR3 >= 2 -> 12 ? ?"),
        ("cp1252", "‘één’ – €3 >= 2 -> ½ ? ?"),
        ("latin-1", "'één' - EUR3 >= 2 -> ½ ? ?"),
        ("utf-8", "‘één’ – €3 ≥ 2 → ½ 漢 ?"),
    ],
)
def test_what_an_encoding_does_not_have_comes_as_near_as_it_can(
    encoding: str, shown: str, tmp_path: Path
) -> None:
    done = run(tmp_path, "-c", SAY, PYTHONIOENCODING=encoding)
    assert done.stdout.decode(encoding).strip() == shown


def test_a_machine_without_a_language_prints_and_errs_without_an_exception(tmp_path: Path) -> None:
    done = run(tmp_path, "-c", SAY + r"; import sys; print('\xe9', file=sys.stderr)", **ASCII)
    assert (done.stdout.split()[0], done.stderr.strip()) == (b"'een'", b"e")


def test_streams_that_are_not_the_systems_own_are_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    notebook = io.StringIO()
    monkeypatch.setattr(sys, "stdout", notebook)
    monkeypatch.setattr(sys, "stderr", None)  # a window without a console
    print_anywhere()
    print(TEXT)
    assert notebook.getvalue() == f"{TEXT}\n"


def test_what_stands_for_a_sign_can_be_printed_everywhere() -> None:
    assert all(plain.isascii() and plain for plain in NEAREST.values())
