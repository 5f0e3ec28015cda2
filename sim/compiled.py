"""Compile a rule once, for every executor, from its own annotations.

`@rule` reads `int`, `float`, `bool` and `NamedTuple` annotations as the machine signature (int64,
float64, boolean, a group of these), so that every caller runs the same machine code and gets the
same bits. No `fastmath`, no contraction. Machine code is kept on disk in a folder named by a hash
of the meaning of all sources: an edited rule, or another Numba or processor, can never run old
machine code.
"""

import hashlib
import os
import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, get_type_hints

import llvmlite.binding as llvm
import numba
from numba import types
from numba.core.compiler_lock import global_compiler_lock

from sim.common.versions import DIGITS, MACHINE_CODE, meaning

P = ParamSpec("P")
R = TypeVar("R")


@lru_cache(maxsize=1)
def machine_code_version() -> str:
    """Return a short hash of the meaning of all sources of machine code, of Numba's version and of
    the processor.
    """
    modes = f"bounds {numba.config.BOUNDSCHECK}"
    machine = (
        f"{numba.__version__} {sys.version_info[:2]} {llvm.get_host_cpu_name()} {modes} "
        f"{meaning(MACHINE_CODE)}"
    )
    return hashlib.sha256(machine.encode()).hexdigest()[:DIGITS]


def cache_folder() -> Path:
    """Return the folder for machine code.

    `$DOORSTROOM_CACHE`, else the user's cache folder, then the hash of the sources.
    """
    base = os.environ.get("DOORSTROOM_CACHE") or os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser() / "doorstroom" / machine_code_version()


def _is_writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True


_CACHE = cache_folder()
_CAN_CACHE = _is_writable(_CACHE)


def _machine_type(annotation: Any) -> Any:
    if annotation is bool:
        return types.boolean
    if annotation is int:
        return types.int64
    if annotation is float:
        return types.float64
    if (
        isinstance(annotation, type)
        and issubclass(annotation, tuple)
        and hasattr(annotation, "_fields")
    ):
        fields = [_machine_type(hint) for hint in get_type_hints(annotation).values()]
        if len(set(fields)) == 1:
            return types.NamedUniTuple(fields[0], len(fields), annotation)
        return types.NamedTuple(fields, annotation)
    if getattr(annotation, "__origin__", None) is tuple:
        return types.Tuple([_machine_type(a) for a in annotation.__args__])
    raise TypeError(
        f"a rule takes int, float, bool and groups of them; {annotation!r} is none of these"
    )


def rule(function: Callable[P, R]) -> Callable[P, R]:
    """Compile `function` with the signature that its annotations state.

    Its plain Python form stays at `.py_func`.
    """
    hints = get_type_hints(function)
    if "return" not in hints:
        raise TypeError(
            f"rule {function.__name__} does not say what it returns: annotate its return value "
            "with int, float, bool or a tuple of them"
        )
    returns = _machine_type(hints.pop("return"))
    arguments = [_machine_type(hint) for hint in hints.values()]
    compiled: Callable[P, R] = _on_first_use(cached()(function), returns(*arguments))
    return compiled


def _on_first_use(compiled: Any, signature: Any) -> Any:
    """Have a rule compiled, or read from disk, for its one signature when it is first called or
    compiled into something else.
    """
    if not hasattr(compiled, "compile"):
        return compiled  # compilation is switched off
    call, template = compiled._compile_for_args, compiled.get_call_template

    def settle() -> None:
        with (
            global_compiler_lock
        ):  # Numba's own, which a thread may take again: rules compile rules
            if not compiled.signatures:
                compiled.compile(signature)
                compiled.disable_compile()
                compiled._compile_for_args, compiled.get_call_template = call, template

    def first_call(*arguments: Any, **named: Any) -> Any:
        settle()
        (machine_code,) = compiled.overloads.values()
        return machine_code.entry_point  # which is then called with the arguments

    def first_template(*arguments: Any) -> Any:
        settle()
        return template(*arguments)

    compiled._compile_for_args, compiled.get_call_template = first_call, first_template
    return compiled


def cached(signature: Any = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Return a decorator that compiles for one signature, at once if it is given, without the
    interpreter's lock, and keeps the code on disk.
    """

    def compile_(function: Callable[P, R]) -> Callable[P, R]:
        before = numba.config.CACHE_DIR
        numba.config.CACHE_DIR = str(_CACHE)
        try:
            compiled: Callable[P, R] = numba.njit(
                signature, cache=_CAN_CACHE, fastmath=False, nogil=True
            )(function)
        finally:
            numba.config.CACHE_DIR = before
        return compiled

    return compile_


def announce(name: str) -> None:
    """Say that what takes a minute is being done, once, unless machine code called `name` is on
    disk.
    """
    if numba.config.DISABLE_JIT or any(_CACHE.rglob(f"{name}-*.nbi")):
        return
    keeps = (
        "once"
        if _CAN_CACHE
        else (
            f"each time, because nothing can be written to {_CACHE} (set DOORSTROOM_CACHE to a "
            "folder of your own)"
        )
    )
    print(
        (
            f"Doorstroom is compiling the model for this machine, {keeps}: this takes a minute or "
            "two "
            "..."
        ),
        file=sys.stderr,
        flush=True,
    )
