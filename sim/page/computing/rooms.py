"""How many may wait at a time for what takes long.

A thread that waits answers nobody else, and the server has a fixed number of them. So each kind of
waiting has a room with fixed places; together they leave threads free for everybody else. Whoever
finds a room full is told so at once.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

LOOKS = 16  # visitors who wait for the next picture
DOUBTS = 16  # visitors who wait for sets of assumptions
TABLES = 4  # downloads that wait for their pairs
REPORTS = 4  # reports and youths: one is made, the others wait for it
LONGEST = LOOKS + DOUBTS + TABLES + REPORTS  # threads that may wait in all


class BusyError(RuntimeError):
    """Others are waiting too; ask again later."""


class WaitingRoom:
    """So many may be inside at a time; nobody stands in line."""

    def __init__(self, n: int) -> None:
        self._free = threading.Semaphore(n)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Hold a place while the block runs.

        Raises:
            BusyError: there is none.
        """
        if not self._free.acquire(blocking=False):
            raise BusyError
        try:
            yield
        finally:
            self._free.release()
