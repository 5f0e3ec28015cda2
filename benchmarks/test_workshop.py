"""How long a new question on the page takes; `python -m benchmarks.workshop` tells more."""

from typing import Any

import pytest

from benchmarks.workshop import Visitor, page, whole


@pytest.mark.benchmark(group="workshop")
def test_100_pairs_of_a_new_question(benchmark: Any) -> None:
    for extra in ("dash", "flask", "plotly", "waitress"):
        pytest.importorskip(extra)
    with page() as (home, _, _):
        visitor = Visitor(home, 99)
        whole(visitor, "?lang=nl&region=noord_holland&scenario=baseline")
        benchmark.pedantic(lambda: whole(visitor, visitor.move()), rounds=5)
