"""Machine code: never from an unclear signature, bit for bit what plain Python gives."""

import importlib
import pkgutil
import re
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim.rules
from sim.compiled import rule
from tests.rules.arguments import arguments, call, in_order, plain

RULES = [
    value
    for module in pkgutil.iter_modules(sim.rules.__path__)
    for value in vars(importlib.import_module(f"sim.rules.{module.name}")).values()
    if hasattr(value, "py_func") and value.__module__ == f"sim.rules.{module.name}"
]


# --- signatures -----------------------------------------------------------------------------------


def takes_text(x: str) -> int:
    return len(x)


def takes_a_list(x: list[float]) -> float:
    return x[0]


def gives_text(x: int) -> str:
    return str(x)


def takes_bare_tuple(x: tuple) -> int:
    return len(x)


@pytest.mark.parametrize(
    ("function", "annotation"),
    [
        (takes_text, "<class 'str'>"),
        (takes_a_list, "list[float]"),
        (gives_text, "<class 'str'>"),
        (takes_bare_tuple, "<class 'tuple'>"),
    ],
)
def test_a_rule_with_an_unsupported_annotation_is_refused_and_the_annotation_named(
    function: Any, annotation: str
) -> None:
    message = f"a rule takes int, float, bool and groups of them; {annotation} is none of these"
    with pytest.raises(TypeError, match=re.escape(message)):
        rule(function)


# --- values ---------------------------------------------------------------------------------------


def bits(value: Any) -> bytes | int:
    return struct.pack("<d", value) if isinstance(value, float) else int(value)


def test_every_process_has_rules() -> None:
    processes = {r.__module__ for r in RULES}
    n = len(list(pkgutil.iter_modules(sim.rules.__path__)))
    assert len(processes) == n, f"{len(processes)} files with rules, {n} files"


@pytest.mark.parametrize("compiled_rule", RULES)
@given(data=st.data())
def test_a_compiled_rule_equals_plain_python_to_the_last_bit(
    compiled_rule: Any, data: st.DataObject
) -> None:
    values = data.draw(arguments(compiled_rule))
    fast, slow = (
        call(compiled_rule, values),
        plain(compiled_rule)(*in_order(compiled_rule, values)),
    )
    assert bits(fast) == bits(slow), f"{fast!r} compiled, {slow!r} plain, at {values}"


def test_a_rule_may_first_be_called_by_many_threads_at_once() -> None:
    program = (
        "import threading; from sim.rules import stay; found = []; start = threading.Barrier(8)\n"
        "def call():\n    start.wait()\n    found.append(stay.n_locations(25.0, 6.0))\n"
        "threads = [threading.Thread(target=call) for _ in range(8)]\n"
        "[t.start() for t in threads]; [t.join() for t in threads]; print(found)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == str([5] * 8), done.stderr
