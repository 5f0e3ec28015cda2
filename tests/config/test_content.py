"""What is made beside the repetition of a comparison is what is made alone, and ends with it."""

import io
import threading
import time
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pyarrow.parquet as pq
import pytest

from sim.commands import content
from sim.commands.content import Content, content_beside
from sim.front_door import Result, comparison_of, simulate
from sim.plots.style import RC, styled
from sim.reporting.figures import FIGURES, Drawing, drawing, pictures
from sim.tables.parquet import write_parquet
from sim.words.catalogue import LANGUAGES

SHORT = {"end": "2025-04-01", "warm_up_years": 0, "replications": 2, "workers": 1, "seed": 3}
ABOUT = {"base": {"side": "base"}, "scenario": {"side": "scenario"}}


@pytest.fixture(scope="module")
def results() -> dict[str, Result]:
    """Both sides of a small comparison, with their logs."""
    return {
        side: simulate(name, record="events", **SHORT)  # type: ignore[arg-type]
        for side, name in (("base", "baseline"), ("scenario", "jzplus_zero_2030"))
    }


def test_tables_comparison_and_figures_are_those_that_are_made_alone(
    results: dict[str, Result], tmp_path: Path
) -> None:
    with content_beside() as beside:
        beside.begin(results, ABOUT)
        found, drawn = beside.comparison(), beside.drawings()
        files = {side: dict(beside.files(side)) for side in results}
    alone = comparison_of(results["base"], results["scenario"])
    assert found.kpis.equals(alone.kpis)
    assert list(drawn) == [(name, lang) for lang in LANGUAGES for name in FIGURES]
    name, lang = next(iter(drawn))
    assert drawn[name, lang] == drawing(alone, name, lang)
    assert pictures(alone, lang, drawn) == pictures(alone, lang)
    for side, result in results.items():
        tables = {**result.tables, "events": result.events}
        write_parquet(tables, tmp_path / side, ABOUT[side])
        written = {path.stem: path.read_bytes() for path in (tmp_path / side).glob("*.parquet")}
        assert {name: bytes(content) for name, content in files[side].items()} == written
        assert pq.read_table(io.BytesIO(written["census"])).num_rows == len(result.census)


def test_whoever_leaves_waits_for_the_step_at_hand_and_for_no_other(
    results: dict[str, Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, steps = threading.Event(), []

    def slow(*step: Any) -> Drawing:
        steps.append(step)
        begun.set()
        time.sleep(0.2)
        return Drawing(b"", b"")

    monkeypatch.setattr(content, "drawing", slow)
    with pytest.raises(KeyboardInterrupt), content_beside() as beside:
        beside.begin(results, ABOUT)
        assert begun.wait(60)
        raise KeyboardInterrupt
    assert len(steps) == 1
    assert not [each for each in threading.enumerate() if each.name.startswith("content")]


def test_what_goes_wrong_in_a_step_goes_wrong_where_it_is_asked_for(
    results: dict[str, Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_large(*_: Any) -> Drawing:
        raise MemoryError("too large")

    monkeypatch.setattr(content, "drawing", too_large)
    with content_beside() as beside:
        beside.begin(results, ABOUT)
        assert beside.comparison() is not None
        with pytest.raises(MemoryError, match="too large"):
            beside.drawings()


def test_nothing_is_made_where_nothing_was_begun() -> None:
    with content_beside() as beside:
        assert isinstance(beside, Content) and beside.drawings() == {}


def test_two_threads_that_draw_leave_the_settings_of_the_process_as_they_were() -> None:
    before, seen = dict(mpl.rcParams), []

    def draw() -> None:
        for _ in range(20):
            with styled():
                time.sleep(0.001)
                seen.append(mpl.rcParams["svg.hashsalt"] == RC["svg.hashsalt"])

    threads = [threading.Thread(target=draw) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert all(seen) and dict(mpl.rcParams) == before
