"""Hand-linked lists of the core: read from either end they are what was put and not taken out."""

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.core.memory.fields import is_some, place_of, size_of
from sim.engine.core.memory.people import Application
from sim.engine.core.memory.state import Service
from sim.engine.core.process.lists import put_waiting, take_waiting

N_RECORDS = 6
FIRST = 1 + size_of(Service)


def plain(handler: Any) -> Any:
    """Return a handler as plain Python, compiled or not."""
    return getattr(handler, "py_func", handler)


def read(service: Service, first: str, following: str) -> list[int]:
    """Return the numbers of the applications from one end on."""
    found = []
    application = getattr(service, first)
    while is_some(application):
        found.append((place_of(application) - FIRST) // size_of(Application))
        application = getattr(application, following)
    return found


@given(st.lists(st.tuples(st.integers(0, N_RECORDS - 1), st.integers(0, N_RECORDS)), max_size=40))
def test_a_list_is_what_was_put_on_it_and_not_taken_off(steps: list[tuple[int, int]]) -> None:
    block = np.zeros(FIRST + N_RECORDS * size_of(Application), dtype=np.int64)
    service = Service(block, 1)
    applications = [Application(block, FIRST + k * size_of(Application)) for k in range(N_RECORDS)]
    expected: list[int] = []
    for who, at in steps:  # who is on the list is taken off, who is not is put somewhere
        if who in expected:
            expected.remove(who)
            plain(take_waiting)(service, applications[who])
            continue
        at = min(at, len(expected))
        before = applications[expected[at - 1]] if at else Application(block, 0)
        expected.insert(at, who)
        plain(put_waiting)(service, before, applications[who])
    forwards = read(service, "first_waiting", "next_waiting")
    backwards = read(service, "last_waiting", "previous_waiting")
    assert forwards == expected and backwards == expected[::-1], f"{forwards}, {backwards}"
