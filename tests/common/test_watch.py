"""Progress goes to whoever asked, and to nobody in a file or a test."""

import pytest

from sim.common.errors import ConfigError
from sim.common.watch import watched


def test_a_function_is_told_and_silence_is_silent() -> None:
    heard: list[tuple[int, int]] = []
    with watched(lambda done, total: heard.append((done, total)), "work") as told:
        assert told is not None
        told(1, 2)
    assert heard == [(1, 2)]
    with watched(False, "work") as told:
        assert told is None


def test_without_a_terminal_nothing_is_drawn_unless_it_is_asked_for(capsys) -> None:
    with watched(None, "work") as told:
        assert told is None
    with watched(True, "work") as told:
        assert told is not None
        told(1, 2)
    printed = capsys.readouterr()
    assert printed.out == "" and "work" in printed.err


def test_what_is_no_function_is_refused() -> None:
    with (
        pytest.raises(ConfigError, match="'progress' is 3; it must be a function"),
        watched(3, "w"),
    ):  # type: ignore[arg-type]
        pass
