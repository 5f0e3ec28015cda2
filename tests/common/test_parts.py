"""Functions that are parts of those that call them: no machine code but what is run, the same
bits whichever way, and Numba's own way where its inside is not known.
"""

import gc
import math
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numba
import pytest

from sim.common import machine_code, parts
from sim.common.machine_code import keep
from sim.common.parts import are_joined, part, uncollected, whole
from sim.compiled import rule
from sim.engine.core.memory.machine import handler, inlined

joined = pytest.mark.skipif(not are_joined(), reason="the inside of this Numba is not known")
ROOT = Path(__file__).parents[2]
NUMBERS = [0.0, 5e-324, 1e-9, 0.1, 1.0 / 3.0, 1.0, math.pi, 17.3, 300.0, 745.2, 1e200]


def effort(x: float) -> float:
    return math.exp(-x) * x**1.5 + math.log(1.0 + x)


def root(x: float) -> float:
    if x < 0.0:
        raise ValueError("less than nothing")
    return math.sqrt(x)


root_of_handlers = handler(root)


def doubled_root(x: float) -> float:
    return 2.0 * root_of_handlers(x)


class Model:
    """A rule, handlers that call it and one another, and what calls them."""

    def __init__(self) -> None:
        self.effort = it = rule(effort)
        self.root = self_root = part(root)

        @inlined
        def doubled(x: float) -> float:
            return it(2.0 * x)

        @handler
        def left(x: float) -> float:
            return doubled(x) + self_root(x)

        @handler
        def right(x: float) -> float:
            return it(x) - doubled(x) * self_root(x)

        def run(x: float) -> float:
            return left(x) * right(x) + it(x)

        def alone(x: float) -> float:
            return it(x)

        self.left, self.handlers = left, [self_root, doubled, left, right]
        self.run, self.alone, self.outside = whole(run), whole(alone), numba.njit(run)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(machine_code, "FOLDER", tmp_path / "code")
    return tmp_path / "code"


@pytest.fixture
def model() -> Model:
    return Model()


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> Iterator[Model]:
    """The same with a Numba of which nothing is known."""
    with monkeypatch.context() as patch:
        patch.setattr(parts, "KNOWN", ())
        it = Model()
        it.run(1.0)
        yield it


def result_of(function: Any) -> Any:
    (made,) = function.overloads.values()
    return made


def bits(function: Any) -> list[str]:
    return [float(function(x)).hex() for x in NUMBERS]


def test_the_pinned_release_of_numba_is_known() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    pins = tomllib.loads(text)["tool"]["uv"]["constraint-dependencies"]
    (pinned,) = (each.removeprefix("numba==") for each in pins if each.startswith("numba=="))
    assert pinned.startswith(tuple(f"{release}." for release in parts.KNOWN)), (
        f"Numba {pinned}: does sim/common/linking.py fit it? Then say so in parts.KNOWN"
    )


@joined
def test_parts_have_no_machine_code_of_their_own(model: Model) -> None:
    model.run(1.0)
    for each in model.handlers:
        assert not result_of(each).library._finalized, each.__name__
        assert not callable(result_of(each).entry_point), each.__name__
    assert model.effort.overloads == {}, "a rule that Python did not call was made for Python"


@joined
def test_what_is_run_has_each_of_its_parts_once(model: Model) -> None:
    from sim.common.linking import _called_by

    def names(function: Any) -> list[str]:
        library = result_of(function).library
        return sorted(it.name.rpartition(".")[2] for it in _called_by(library))

    right = next(each for each in model.handlers if each.__name__ == "right")
    model.run(1.0)
    ours = [name for name in names(right) if name in ("effort", "doubled", "root")]
    assert ours == ["doubled", "effort", "root"]


@joined
def test_a_part_that_python_calls_says_what_to_call(model: Model) -> None:
    for _ in ("before it is compiled", "and after"):
        with pytest.raises(TypeError, match=r"from Python call left\.py_func"):
            model.left(1.0)
        model.run(1.0)


def test_a_rule_gives_python_the_bits_that_it_gives_those_whose_part_it_is(model: Model) -> None:
    assert bits(model.effort) == bits(model.alone) == bits(effort)


def test_whoever_calls_parts_gets_the_same_bits_with_any_numba(model: Model, other: Model) -> None:
    assert bits(model.run) == bits(model.outside), "what Numba compiles in its own way"
    assert bits(model.run) == bits(other.run), "all compiled in Numba's own way"
    assert bits(other.effort) == bits(effort)


def test_with_a_numba_that_is_not_known_every_function_has_its_own_code(other: Model) -> None:
    for each in (*other.handlers, other.effort):
        assert result_of(each).library._finalized and callable(result_of(each).entry_point)
    assert other.left(1.0) == pytest.approx(effort(2.0) + 1.0)
    assert parts.how_long() == "a minute or two"


def test_what_goes_wrong_in_a_part_is_raised_also_by_code_that_was_kept(folder: Path) -> None:
    for n_read in (0, 1):
        it = whole(doubled_root)
        keep(it)
        with pytest.raises(ValueError, match="less than nothing"):
            it(-0.25)
        assert it(6.25) == 5.0 and sum(it.stats.cache_hits.values()) == n_read
    (kept,) = (path.name for path in folder.rglob("*.code"))
    assert "doubled_root" in kept


@joined
def test_parts_that_come_back_to_themselves_through_another_are_refused() -> None:
    @handler
    def down(x: int) -> int:
        return 0 if x < 1 else up(x - 1)

    @handler
    def up(x: int) -> int:
        return 1 if x < 1 else down(x - 1)

    @whole
    def run(x: int) -> int:
        return down(x)

    with pytest.raises(NotImplementedError, match="comes back to itself"):
        run(3)


@pytest.mark.parametrize("was_on", [True, False])
def test_garbage_is_looked_for_again_when_all_is_compiled(was_on: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if was_on else gc.disable)()
        with pytest.raises(KeyError), uncollected():
            assert gc.isenabled() == (was_on and not are_joined())
            raise KeyError
        assert gc.isenabled() == was_on
    finally:
        (gc.enable if before else gc.disable)()
