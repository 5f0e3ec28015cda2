"""Another edition runs in a process of its own; where it cannot be had, that is said."""

import pytest

from benchmarks import editions
from benchmarks.editions import ROOT, Edition, NoEditionError, first_edition, in_turn

COUNTS_UP = """
import sys
print("of something else", flush=True)
print("seconds 0", flush=True)
for n, _ in enumerate(sys.stdin):
    print("seconds", float(sys.argv[1]) + n, flush=True)
"""


def test_a_commit_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editions, "FIRST", "0" * 40)
    with pytest.raises(NoEditionError, match="first edition is not compared"), first_edition():
        pass


def test_lanes_run_in_turn_after_one_that_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editions, "WORKER", COUNTS_UP)
    with Edition(ROOT, "10") as one, Edition(ROOT, "20") as other:
        assert in_turn([one, other], 3) == [[11.0, 12.0, 13.0], [21.0, 22.0, 23.0]]


def test_an_edition_that_stops_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editions, "WORKER", "raise SystemExit(1)")
    with pytest.raises(NoEditionError, match="stopped"):
        Edition(ROOT, "10")
