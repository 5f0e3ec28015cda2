"""What an answer holds that follows from both sides alone, made on a thread of its own while the
comparison is repeated: the comparison, figures, and tables as the files that they become.

Nothing is written here. It goes step by step, one table or one figure each: whoever leaves waits
for the step that is being done, and for no other.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from sim.front_door import Result, comparison_of
from sim.measures.comparison import Comparison
from sim.reporting.figures import FIGURES, Drawing, drawing
from sim.tables.parquet import encoded
from sim.tables.schemas import COLUMNS
from sim.tables.tables import table
from sim.words.catalogue import LANGUAGES

EVENTS = "events"


class Content:
    """The steps to the content of one answer, done or to be done.

    Attributes:
        provenance: what the tables of each side say of themselves.
    """

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._submit = pool.submit
        self.provenance: Mapping[str, Mapping[str, Any]] = {}
        self._pair: Future[Comparison]
        self._drawings: dict[tuple[str, str], Future[Drawing]] = {}
        self._files: dict[str, dict[str, Future[memoryview]]] = {}

    def begin(
        self, results: Mapping[str, Result], provenance: Mapping[str, Mapping[str, Any]]
    ) -> None:
        """Begin on the results of both sides; `provenance` is what their tables say of them."""
        self.provenance = provenance
        self._pair = self._submit(comparison_of, results["base"], results["scenario"])
        self._drawings = {
            (name, lang): self._submit(self._draw, name, lang)
            for lang in LANGUAGES
            for name in FIGURES
        }
        self._files = {
            side: {
                name: self._submit(_file, name, result, provenance[side])
                for name in [*COLUMNS, *([EVENTS] if result.settings["record"] == EVENTS else [])]
            }
            for side, result in results.items()
        }

    def comparison(self) -> Comparison:
        """Return the comparison, when it is there."""
        return self._pair.result()

    def drawings(self) -> dict[tuple[str, str], Drawing]:
        """Return the figures by name and language, when all are there."""
        return {key: each.result() for key, each in self._drawings.items()}

    def files(self, side: str) -> Iterator[tuple[str, memoryview]]:
        """Yield the tables of a side by name, each when it is there; none of them a second time."""
        waiting = self._files.pop(side)
        for name in list(waiting):
            yield name, waiting.pop(name).result()

    def _draw(self, name: str, lang: str) -> Drawing:
        return drawing(self.comparison(), name, lang)


@contextmanager
def content_beside() -> Iterator[Content]:
    """Give the content of an answer, made while the block goes on; with the block it ends."""
    pool = ThreadPoolExecutor(1, thread_name_prefix="content")
    try:
        yield Content(pool)
    finally:
        pool.shutdown(cancel_futures=True)


def _file(name: str, result: Result, provenance: Mapping[str, Any]) -> memoryview:
    made = result.events if name == EVENTS else table(name, result.recordings)
    return encoded(name, made, provenance)
