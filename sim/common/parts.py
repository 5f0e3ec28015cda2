"""Functions that are parts of those that call them: nothing is optimised and made machine code
but what is run from Python, with all that it calls in it.

The kernel has some seven hundred functions, and Python calls one of them. How parts are linked
(`linking.py`) is not promised by Numba, so it is done with releases that are known. With any other
all functions are compiled in Numba's own way: the same numbers, after three times the wait.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numba

KNOWN = ("0.68",)  # releases of Numba that linking.py is known to fit


def are_joined() -> bool:
    """Tell whether parts are linked into what calls them; else each is compiled on its own."""
    return ".".join(numba.__version__.split(".")[:2]) in KNOWN


def whole(function: Any, **options: Any) -> Any:
    """Have a function compiled, when it is asked for, together with its parts."""
    if not are_joined():
        return numba.njit(nogil=True, **options)(function)
    from sim.common.linking import WholeCompiler

    return numba.njit(nogil=True, pipeline_class=WholeCompiler, **options)(function)


def part(function: Any, **options: Any) -> Any:
    """Have a function compiled into those that call it."""
    if not are_joined():
        return numba.njit(nogil=True, **options)(function)
    from sim.common.linking import PartCompiler, keep_from_python

    made = numba.njit(nogil=True, pipeline_class=PartCompiler, **options)(function)
    if hasattr(made, "compile"):  # else compilation is switched off
        keep_from_python(made)
    return made


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for no garbage while parts are compiled: nearly all that Numba makes then is kept, and
    to look through it time and again takes a sixth of the time.
    """
    was_on = gc.isenabled()
    if are_joined():
        gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def how_long() -> str:
    """Return how long the first compilation of the kernel takes, in words."""
    return "about half a minute" if are_joined() else "a minute or two"
