"""Hand-linked lists of the core: read from either end they are what was put and not taken out."""

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.core.memory.fields import is_some, place_of, size_of
from sim.engine.core.memory.state import Region, Youth
from sim.engine.core.process.lists import put_waiting, take_waiting

N_YOUTHS = 6
FIRST = 1 + size_of(Region)


def plain(handler: Any) -> Any:
    """Return a handler as plain Python, compiled or not."""
    return getattr(handler, "py_func", handler)


def read(region: Region, first: str, following: str) -> list[int]:
    """Return the numbers of the youths from one end on."""
    found = []
    youth = getattr(region, first)
    while is_some(youth):
        found.append((place_of(youth) - FIRST) // size_of(Youth))
        youth = getattr(youth, following)
    return found


@given(st.lists(st.tuples(st.integers(0, N_YOUTHS - 1), st.integers(0, N_YOUTHS)), max_size=40))
def test_a_list_is_what_was_put_on_it_and_not_taken_off(steps: list[tuple[int, int]]) -> None:
    block = np.zeros(FIRST + N_YOUTHS * size_of(Youth), dtype=np.int64)
    region = Region(block, 1)
    youths = [Youth(block, FIRST + k * size_of(Youth)) for k in range(N_YOUTHS)]
    expected: list[int] = []
    for who, at in steps:  # who is on the list is taken off, who is not is put somewhere
        if who in expected:
            expected.remove(who)
            plain(take_waiting)(region, youths[who])
            continue
        at = min(at, len(expected))
        before = youths[expected[at - 1]] if at else Youth(block, 0)
        expected.insert(at, who)
        plain(put_waiting)(region, before, youths[who])
    forwards = read(region, "first_waiting", "next_waiting")
    backwards = read(region, "last_waiting", "previous_waiting")
    assert forwards == expected and backwards == expected[::-1], f"{forwards}, {backwards}"
