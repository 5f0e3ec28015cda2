"""Records in memory: fields stand apart from each other, and hold what is written or refuse it."""

import os
import subprocess
import sys
from itertools import count
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.common.errors import ConfigError
from sim.engine.core.memory import fields
from sim.engine.core.memory import layout as of_lane
from sim.engine.core.memory.fields import (
    BYTES_OF_UNIT,
    IN_PLACE,
    LINE,
    ROWS,
    WHOLE,
    WORD,
    InPlace,
    Ints,
    Packed,
    Record,
    bytes_of,
    holds,
    layout,
    size_of,
)
from sim.engine.core.memory.lane import WORDS_OF_LINE
from sim.engine.core.memory.parts import Clock, Level
from sim.engine.core.memory.people import Application, Arrangement, Youth
from sim.engine.core.memory.state import Lane, Location, Service, Team
from sim.engine.core.process.levels import NEVER
from tests.engines.test_batch import WORLDS

RECORDS = [record for record in fields._RECORDS.values() if record is not Packed]
numbers = count()


def check_layout(record: type[Record]) -> None:
    """No byte belongs to two fields; every field begins at a multiple of what it is read as."""
    owner: dict[int, str] = {}
    for name, spec in layout(record).items():
        first = spec.at * WORD + spec.byte
        is_word = spec.what == "record" or (spec.what in ROWS.values() and spec.n > 0)
        assert first % (WORD if is_word else spec.width) == 0, f"{name} begins at byte {first}"
        for byte in range(first, first + bytes_of(spec)):
            assert byte not in owner, f"byte {byte} is of {owner.get(byte)} and of {name}"
            owner[byte] = name
    assert max(owner) < WORD * size_of(record)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_fields_of_a_record_stand_apart_and_aligned(record: type[Record]) -> None:
    check_layout(record)


KINDS = [
    *(Annotated[int, unit, ""] for unit in BYTES_OF_UNIT),
    Annotated[int, "-", "an id"],
    Annotated[int, WHOLE, "count", ""],
    Annotated[bool, "-", ""],
    Annotated[float, "0..1", ""],
    Annotated[Level, IN_PLACE, "0..10", ""],
    Annotated[Clock, IN_PLACE, "-", ""],
    Annotated[Ints, InPlace(3), "day", ""],
    Annotated[Ints, "count", ""],
    Annotated[Service, "-", ""],
]


@given(st.lists(st.sampled_from(KINDS), min_size=1, max_size=30), st.data())
def test_what_is_written_is_read_whatever_else_is_written(kinds: list[Any], data: Any) -> None:
    annotations = {f"field_{k}": kind for k, kind in enumerate(kinds)}
    members = {"__annotations__": annotations, "__module__": __name__}
    record = type(f"Made{next(numbers)}", (Packed,), members)
    check_layout(record)
    it: Any = record(np.zeros(1 + size_of(record), dtype=np.int64), 1)
    written: dict[tuple[str, Any], Any] = {}
    for name, spec in layout(record).items():
        if spec.what == "float":
            written[name, None] = data.draw(st.floats(allow_nan=False))
        elif spec.what == "ints" and spec.n:
            for k in range(spec.n):
                written[name, k] = data.draw(st.integers(-(2**31), 2**31 - 1))
        elif spec.what == "record":
            written[name, "is_planned" if spec.of is Level else "since"] = True
        else:
            held = holds(spec)
            written[name, None] = data.draw(st.integers(held.start, held.stop - 1))
    for (name, part), value in written.items():
        if part is None:
            setattr(it, name, value)
        elif isinstance(part, int):
            getattr(it, name)[part] = value
        else:
            setattr(getattr(it, name), part, value)
    for (name, part), value in written.items():
        found = getattr(it, name)
        if part is not None:
            found = found[part] if isinstance(part, int) else getattr(found, part)
        assert getattr(found, "_place", found) == value, name


@pytest.mark.parametrize(
    ("record", "field", "value"),
    [
        (Youth, "n_moves", 1 << 31),
        (Youth, "day_born", -(1 << 31) - 1),
        (Youth, "cell", 1 << 15),
        (Youth, "stance", 128),
        (Youth, "is_crisis", 2),
        (Youth, "location", 1 << 31),
        (Youth, "region", -1),
        (Application, "answer", -(1 << 15) - 1),
        (Team, "holders", 1 << 31),
    ],
)
def test_a_value_that_does_not_fit_is_refused(record: Any, field: str, value: int) -> None:
    it = record(np.zeros(1 + size_of(record), dtype=np.int64), 1)
    with pytest.raises(OverflowError, match="does not fit"):
        setattr(it, field, value)
    team = Team(np.zeros(1 + size_of(Team), dtype=np.int64), 1)
    with pytest.raises(OverflowError, match="does not fit"):
        team.n_held[0] = 1 << 31


def test_a_value_that_does_not_fit_is_refused_where_a_checked_core_runs() -> None:
    program = (
        "import numba, numpy as np\n"
        "from sim.engine.core.memory.people import Application\n"
        "@numba.njit\n"
        "def set_answer(block, answer):\n"
        "    Application(block, 8).answer = answer\n"
        "    return Application(block, 8).answer\n"
        "block = np.zeros(64, dtype=np.int64)\n"
        "block[0] = 64\n"
        "print(set_answer(block, -(1 << 15)), set_answer(block, (1 << 15) - 1))\n"
        "set_answer(block, 1 << 15)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "NUMBA_BOUNDSCHECK": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == ["-32768", "32767"], done.stderr
    assert "OverflowError: a number does not fit into 2 bytes" in done.stderr


def test_days_and_what_is_added_to_them_fit() -> None:
    assert NEVER in holds(layout(Clock)["entry"])
    assert 400 * 366 in holds(layout(Clock)["since"])
    assert -NEVER in holds(layout(Team)["day_departed"])


@pytest.mark.parametrize("record", [Application, Service])
def test_what_every_search_reads_is_one_line_of_the_cache(record: type[Record]) -> None:
    assert size_of(record) <= WORDS_OF_LINE


def test_counters_of_draws_stand_where_they_are_looked_for() -> None:
    for record in (Arrangement, Location):
        known = layout(record)
        assert known["n_counters"].at + 1 == known["n_drawn"].at, "no length before the row"
    assert layout(Youth)["n_drawn"].at * WORD % LINE == 0
    following = layout(Application)["next_of_youth"]
    assert (following.at, following.byte) == (layout(Lane)["nothing"].at, 0)


def test_a_block_too_large_for_its_places_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(of_lane, "MOST_WORDS", 1000)
    room = of_lane.guess_room(WORLDS[0], rows=False, events=False)
    with pytest.raises(ConfigError, match="more than places of 4 bytes can tell apart"):
        of_lane.make_template(WORLDS[0], room, days=False, rows=False, events=False)
